//! Events of this desk that a lead or administrator at the centre refused for good: they stay in the
//! journal and take no effect there. Told in the desk's own feed, once each; a centre that was restored
//! may have forgotten what it decided, so its feed is then read from the beginning.

use std::collections::HashMap;

use domain::ids::{DossierId, EventId};
use domain::time::Timestamp;
use rusqlite::{Row, named_params};

use crate::convert;
use crate::error::StoreError;
use crate::table::cursor::Cursor;
use crate::tx::{Reader, Tx};

/// Most refusals in one page.
const PAGE_REFUSALS_MAX: usize = 2_000;

/// A decision that an event never takes effect.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Login of who decided.
    pub officer: String,
    /// Name of who decided.
    pub name: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

impl std::fmt::Debug for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Refusal(at {})", self.at.0)
    }
}

/// A page of the desk's own feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalPage {
    /// Which feed.
    pub feed: String,
    /// After which position it was asked for.
    pub after: u64,
    /// What was refused.
    pub refusals: Vec<(EventId, Refusal)>,
    /// Position after them.
    pub next: u64,
    /// Epoch of the feed.
    pub epoch: u32,
}

/// What taking in a page came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It is written down.
    Taken,
    /// The centre was restored: everything told before is forgotten, and the feed is read again.
    BeganAnew,
}

pub(crate) fn read(row: &Row<'_>) -> Result<Refusal, StoreError> {
    Ok(Refusal {
        officer: row.get("refused_by")?,
        name: row.get("refused_name")?,
        reason: row.get("refused_why")?,
        at: Timestamp(row.get("refused_ms")?),
    })
}

impl Reader<'_> {
    /// Refused events of a dossier.
    ///
    /// # Errors
    /// As the database says.
    pub fn refusals(&self, dossier: DossierId) -> Result<HashMap<EventId, Refusal>, StoreError> {
        let sql = "SELECT e.id, f.officer AS refused_by, f.name AS refused_name,
                     f.reason AS refused_why, f.at_ms AS refused_ms
                   FROM fact_dossier AS d JOIN fact_event AS e ON e.dossier = d.row
                   JOIN fact_refusal AS f ON f.event = e.id WHERE d.id = :dossier";
        let params = named_params! {":dossier": dossier.0.as_bytes()};
        let found = self.rows_of(sql, params, |row| {
            Ok((EventId(convert::uuid(row, "id")?), read(row)?))
        })?;
        Ok(found.into_iter().collect())
    }
}

impl Tx<'_> {
    /// Takes in one page: idempotent, and atomic with the cursor. A task about a refused event is to be
    /// looked at anew, whatever had been done with it.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] for a page beyond 2,000 refusals.
    pub fn take_refusals(&self, page: &RefusalPage) -> Result<Told, StoreError> {
        if page.refusals.len() > PAGE_REFUSALS_MAX {
            let max = PAGE_REFUSALS_MAX as u64;
            return Err(StoreError::TooMuch {
                what: "refusals in a page",
                max,
            });
        }
        let epoch = page.epoch;
        let held = self.cursor(&page.feed)?;
        if held.is_outlived_by(epoch) {
            self.execute("DELETE FROM fact_refusal", [])?;
            let position = 0;
            self.set_cursor(&page.feed, Cursor { position, epoch })?;
            return Ok(Told::BeganAnew);
        }
        if page.after != held.position {
            return Ok(Told::Taken); // of another reading; the next one goes on from the cursor
        }
        for (event, refusal) in &page.refusals {
            self.keep_refusal(*event, refusal)?;
        }
        let position = page.next.max(held.position);
        self.set_cursor(&page.feed, Cursor { position, epoch })?;
        Ok(Told::Taken)
    }

    fn keep_refusal(&self, event: EventId, refusal: &Refusal) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO fact_refusal (event, officer, name, reason, at_ms)
             VALUES (:event, :officer, :name, :reason, :at) ON CONFLICT (event) DO NOTHING",
            named_params! {
                ":event": event.0.as_bytes(), ":officer": refusal.officer, ":name": refusal.name,
                ":reason": refusal.reason, ":at": refusal.at.0,
            },
        )?;
        self.execute(
            "UPDATE fact_task SET state = '' WHERE event = :event AND done_ms IS NULL",
            named_params! {":event": event.0.as_bytes()},
        )?;
        Ok(())
    }
}
