//! When the centre could not be reached, and why: the journal of outages, kept apart from the
//! official acts.

use domain::time::Timestamp;
use rusqlite::{Row, named_params};

use crate::convert;
use crate::error::StoreError;
use crate::tx::{Reader, Tx};

/// Most outages listed.
const OUTAGES_MAX: usize = 500;

/// One outage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// Since when.
    pub from: Timestamp,
    /// Until when; `None` while it lasts.
    pub to: Option<Timestamp>,
    /// Reason code.
    pub reason: String,
}

fn read(row: &Row<'_>) -> Result<Outage, StoreError> {
    Ok(Outage {
        from: Timestamp(row.get("from_ms")?),
        to: row.get::<_, Option<i64>>("to_ms")?.map(Timestamp),
        reason: row.get("reason")?,
    })
}

impl Reader<'_> {
    /// Outages, newest first, at most 500.
    ///
    /// # Errors
    /// As the database says.
    pub fn outages(&self, limit: usize) -> Result<Vec<Outage>, StoreError> {
        let sql = "SELECT from_ms, to_ms, reason FROM fact_outage ORDER BY row DESC LIMIT :limit";
        let limit = convert::column(limit.min(OUTAGES_MAX) as u64);
        self.rows_of(sql, named_params! {":limit": limit}, read)
    }
}

impl Tx<'_> {
    /// An outage begins; one that lasts goes on.
    ///
    /// # Errors
    /// As the database says.
    pub fn begin_outage(&self, at: Timestamp, reason: &str) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO fact_outage (from_ms, reason) VALUES (:at, :reason)
             ON CONFLICT DO NOTHING",
            named_params! {":at": at.0, ":reason": reason},
        )?;
        Ok(())
    }

    /// The outage that lasts, if any, ends.
    ///
    /// # Errors
    /// As the database says.
    pub fn end_outage(&self, at: Timestamp) -> Result<(), StoreError> {
        self.execute(
            "UPDATE fact_outage SET to_ms = max(from_ms, :at) WHERE to_ms IS NULL",
            named_params! {":at": at.0},
        )?;
        Ok(())
    }
}
