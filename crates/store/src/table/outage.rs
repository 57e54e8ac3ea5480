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
    /// How it was noticed: `call` when an answer stayed away, `start` when the program began.
    pub detected: String,
}

fn read(row: &Row<'_>) -> Result<Outage, StoreError> {
    Ok(Outage {
        from: Timestamp(row.get("from_ms")?),
        to: row.get::<_, Option<i64>>("to_ms")?.map(Timestamp),
        reason: row.get("reason")?,
        detected: row.get("detected")?,
    })
}

impl Reader<'_> {
    /// Outages, newest first, at most 500.
    ///
    /// # Errors
    /// As the database says.
    pub fn outages(&self, limit: usize) -> Result<Vec<Outage>, StoreError> {
        let sql = "SELECT from_ms, to_ms, reason, detected FROM fact_outage
                   ORDER BY row DESC LIMIT :limit";
        let limit = convert::column(limit.min(OUTAGES_MAX) as u64);
        self.rows_of(sql, named_params! {":limit": limit}, read)
    }
}

impl Reader<'_> {
    /// Outages that touch the time from `from` to `to`, oldest first, at most 500.
    ///
    /// # Errors
    /// As the database says.
    pub fn outages_between(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Outage>, StoreError> {
        let sql = "SELECT from_ms, to_ms, reason, detected FROM fact_outage
                   WHERE from_ms <= :to AND (to_ms IS NULL OR to_ms >= :from)
                   ORDER BY row LIMIT :limit";
        let limit = convert::column(OUTAGES_MAX as u64);
        let params = named_params! {":from": from.0, ":to": to.0, ":limit": limit};
        self.rows_of(sql, params, read)
    }
}

impl Tx<'_> {
    /// An outage begins; one that lasts goes on.
    ///
    /// # Errors
    /// As the database says.
    pub fn begin_outage(
        &self,
        at: Timestamp,
        reason: &str,
        detected: &str,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO fact_outage (from_ms, reason, detected) VALUES (:at, :reason, :detected)
             ON CONFLICT DO NOTHING",
            named_params! {":at": at.0, ":reason": reason, ":detected": detected},
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
