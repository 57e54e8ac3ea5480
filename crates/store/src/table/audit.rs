//! The journal as an auditor reads it: every event this desk has, newest first, and its own chains
//! computed again.

use domain::ids::OfficerId;
use domain::time::Timestamp;
use rusqlite::{Row, named_params};

use crate::convert;
use crate::error::StoreError;
use crate::table::event::{self, StoredEvent, event_sql};
use crate::tx::Reader;

/// Most entries of one page.
const ENTRIES_MAX: usize = 500;

/// Which events are read.
#[derive(Debug, Clone)]
pub struct AuditFilter {
    /// Only what this officer did.
    pub officer: Option<OfficerId>,
    /// Only dossiers whose code holds this; empty for all.
    pub code: String,
    /// Recorded from then on.
    pub from: Timestamp,
    /// Recorded before.
    pub until: Timestamp,
}

/// One event with its place in the order of arrival.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// Its place; the next page goes on before it.
    pub row: i64,
    /// The dossier's code, or empty.
    pub code: String,
    /// The event.
    pub event: StoredEvent,
}

impl Reader<'_> {
    /// Events before the place `before` (from the newest on without), newest first, at most 500.
    ///
    /// # Errors
    /// As the database says.
    pub fn audit_page(
        &self,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let sql = event_sql!(
            "LEFT JOIN view_dossier AS v ON v.row = e.dossier
             WHERE e.row < :before AND e.at_ms >= :from AND e.at_ms < :until
               AND (:officer = '' OR e.officer = :officer)
               AND (:code = '' OR instr(v.code, :code) > 0 OR instr(v.alias, :code) > 0)
             ORDER BY e.row DESC LIMIT :limit"
        );
        let officer = filter.officer.as_ref().map_or("", OfficerId::as_str);
        let params = named_params! {
            ":before": before.unwrap_or(i64::MAX),
            ":from": filter.from.0,
            ":until": filter.until.0,
            ":officer": officer,
            ":code": filter.code,
            ":limit": convert::column(limit.min(ENTRIES_MAX) as u64),
        };
        self.rows_of(sql, params, |row| {
            let event = event::read(row)?;
            let code = self.code_of(&event)?;
            let row = row.get("row")?;
            Ok(AuditEntry { row, code, event })
        })
    }

    fn code_of(&self, event: &StoredEvent) -> Result<String, StoreError> {
        let sql = "SELECT code FROM view_dossier WHERE id = :id";
        let code = self.value(
            sql,
            named_params! {":id": event.envelope.dossier.0.as_bytes()},
        )?;
        Ok(code.unwrap_or_default())
    }

    /// Incarnations this journal has lived, oldest first.
    ///
    /// # Errors
    /// As the database says.
    pub fn lives(&self) -> Result<Vec<u32>, StoreError> {
        let sql = "SELECT incarnation FROM fact_life WHERE incarnation > 0 ORDER BY incarnation";
        self.rows_of(sql, [], |row: &Row<'_>| Ok(row.get("incarnation")?))
    }
}
