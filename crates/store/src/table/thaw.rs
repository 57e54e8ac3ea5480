//! A person ends the freeze of a desk that forked from its own history: a new life begins, and what
//! the centre does not have of the earlier ones goes on in it, each event under its own id, so that
//! it takes effect once wherever it was before (invariant I3). Where it stood is kept. (ADR 7.)

use domain::ids::{EventId, OfficerId};
use domain::time::Timestamp;
use rusqlite::named_params;

use crate::convert;
use crate::error::StoreError;
use crate::table::event::{self, StoredEvent, event_sql};
use crate::table::life::UNSEALED;
use crate::tx::{Reader, Tx};

/// A decision to go on.
#[derive(Debug, Clone, Copy)]
pub struct NewThaw<'a> {
    /// The life the centre gave for it.
    pub incarnation: u32,
    /// When.
    pub at: Timestamp,
    /// Who decided.
    pub officer: &'a OfficerId,
    /// Why, in words.
    pub reason: &'a str,
}

/// A decision that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thawed {
    /// The life that began with it.
    pub incarnation: u32,
    /// When.
    pub at: Timestamp,
    /// Who decided.
    pub officer: String,
    /// Why.
    pub reason: String,
    /// Events that went on in the new life.
    pub moved: u32,
}

impl Reader<'_> {
    /// Every time this desk was thawed, newest first, at most `limit`.
    ///
    /// # Errors
    /// As the database says.
    pub fn thaws(&self, limit: usize) -> Result<Vec<Thawed>, StoreError> {
        let sql = "SELECT t.incarnation, t.at_ms, t.officer, t.reason,
                     (SELECT count(*) FROM fact_former_place AS f WHERE f.thaw = t.id) AS moved
                   FROM fact_thaw AS t ORDER BY t.id DESC LIMIT :limit";
        let limit = convert::column(limit as u64);
        self.rows_of(sql, named_params! {":limit": limit}, |row| {
            Ok(Thawed {
                incarnation: row.get("incarnation")?,
                at: Timestamp(row.get("at_ms")?),
                officer: row.get("officer")?,
                reason: row.get("reason")?,
                moved: row.get("moved")?,
            })
        })
    }

    /// Whether an event of this journal stood there before a thaw.
    pub(crate) fn stood_at(
        &self,
        event: EventId,
        incarnation: u32,
        seq: u64,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM fact_former_place
                   WHERE event = :event AND incarnation = :incarnation AND seq = :seq";
        let params = named_params! {
            ":event": event.0.as_bytes(),
            ":incarnation": incarnation,
            ":seq": convert::column(seq),
        };
        Ok(self.value::<i64>(sql, params)?.is_some())
    }

    /// The first event of a life that the centre may not have: it is neither in the feed nor judged,
    /// and not yet safe from a centre that goes back.
    fn first_doubtful(&self, incarnation: u32) -> Result<Option<u64>, StoreError> {
        let sql = "SELECT min(seq) FROM fact_event
                   WHERE own = 1 AND incarnation = :life AND position IS NULL AND verdict = ''
                     AND seq > (SELECT durable FROM fact_life WHERE incarnation = :life)";
        let found = self.value::<Option<i64>>(sql, named_params! {":life": incarnation})?;
        Ok(found.flatten().map(convert::count))
    }
}

impl Tx<'_> {
    /// Begins the life the centre gave when a person decided that this desk goes on. The feeds are
    /// to be read before, so that it is known what the centre has, and are read again after: what
    /// stood in the way of another copy's events is gone. How many events went on in the new life.
    ///
    /// # Errors
    /// [`StoreError::NotNow`] unless the new incarnation is greater than the present one.
    pub fn thaw(&self, new: &NewThaw<'_>) -> Result<u32, StoreError> {
        self.execute(
            "INSERT INTO fact_thaw (incarnation, at_ms, officer, reason)
             VALUES (:incarnation, :at, :officer, :reason)",
            named_params! {
                ":incarnation": new.incarnation,
                ":at": new.at.0,
                ":officer": new.officer.as_str(),
                ":reason": new.reason,
            },
        )?;
        let present = self.identity()?.incarnation;
        let mut moving = Vec::new();
        for incarnation in UNSEALED + 1..=present {
            if let Some(first) = self.first_doubtful(incarnation)? {
                moving.extend(self.cut_life(incarnation, first, new.incarnation)?);
            }
        }
        let moved = convert::count32(i64::try_from(moving.len()).unwrap_or(i64::MAX));
        self.begin_life_with(new.incarnation, moving)?;
        if moved > 0 {
            self.read_feeds_again()?;
            self.refresh_unsent()?;
        }
        Ok(moved)
    }

    /// A life ends before its event `first`: where that and all later ones stood is written down.
    fn cut_life(
        &self,
        incarnation: u32,
        first: u64,
        next: u32,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let head = self.head_at(incarnation, first - 1)?;
        let head = head.ok_or(StoreError::BrokenChain { seq: first - 1 })?;
        let params = named_params! {":life": incarnation, ":first": convert::column(first)};
        let sql = event_sql!(
            "WHERE e.own = 1 AND e.incarnation = :life AND e.seq >= :first ORDER BY e.seq"
        );
        let events = self.rows_of(sql, params, event::read)?;
        self.execute(
            "INSERT INTO fact_former_place (event, incarnation, seq, head, thaw)
             SELECT id, incarnation, seq, head,
               (SELECT id FROM fact_thaw WHERE incarnation = :next)
             FROM fact_event WHERE own = 1 AND incarnation = :life AND seq >= :first",
            named_params! {
                ":life": incarnation,
                ":first": convert::column(first),
                ":next": next,
            },
        )?;
        self.hit(
            "life",
            "UPDATE fact_life SET recorded = :upto, head = :head,
               acked = min(acked, :upto), durable = min(durable, :upto)
             WHERE incarnation = :life",
            named_params! {
                ":life": incarnation,
                ":upto": convert::column(first - 1),
                ":head": head.0,
            },
        )?;
        Ok(events)
    }

    fn read_feeds_again(&self) -> Result<(), StoreError> {
        let sql = "SELECT feed, epoch FROM fact_cursor";
        let feeds: Vec<(String, u32)> =
            self.rows_of(sql, [], |row| Ok((row.get("feed")?, row.get("epoch")?)))?;
        for (feed, epoch) in feeds {
            self.restart_feed(&feed, epoch, 0)?;
        }
        Ok(())
    }
}
