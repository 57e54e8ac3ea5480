//! What is nowhere else yet: while there is any of it, a desk is not wiped. And the wiping.

use std::io;
use std::path::Path;

use crate::convert;
use crate::error::StoreError;
use crate::paths::Paths;
use crate::tx::Reader;

/// Counts of what only this desk has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OnlyHere {
    /// Events that no backup holds which the centre has read back. That the centre took them, or that
    /// they were copied onto a stick, is not enough.
    pub events: u32,
    /// Pages and files it has not taken, those of drafts included.
    pub files: u32,
    /// Receipts that are not out of the printer.
    pub prints: u32,
    /// Parked intakes.
    pub parked: u32,
    /// Intakes that are being typed.
    pub typed: u32,
}

impl OnlyHere {
    /// Whether there is none of it.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

impl Reader<'_> {
    /// What only this desk has.
    ///
    /// # Errors
    /// As the database says.
    pub fn only_here(&self) -> Result<OnlyHere, StoreError> {
        let count = |sql: &str| -> Result<u32, StoreError> {
            Ok(convert::count32(self.value(sql, [])?.unwrap_or(0)))
        };
        Ok(OnlyHere {
            events: count("SELECT COALESCE(sum(recorded - durable), 0) FROM fact_life")?,
            files: count(
                "SELECT count(*) FROM fact_blob AS b WHERE b.origin = 'here' AND b.done = 0
                   AND EXISTS (SELECT 1 FROM fact_attachment AS a WHERE a.blob = b.hash)",
            )?,
            prints: count("SELECT count(*) FROM fact_print_job WHERE state <> 'done'")?,
            parked: count("SELECT count(*) FROM fact_draft WHERE parked_ms IS NOT NULL")?,
            typed: count("SELECT count(*) FROM fact_draft WHERE parked_ms IS NULL")?,
        })
    }

    /// Lives of which the centre has not said that all is in a backup it has read back.
    ///
    /// # Errors
    /// As the database says.
    pub fn lives_not_durable(&self) -> Result<Vec<u32>, StoreError> {
        let sql = "SELECT incarnation FROM fact_life
                   WHERE incarnation > 0 AND recorded > durable ORDER BY incarnation";
        self.rows_of(sql, [], |row| Ok(row.get("incarnation")?))
    }
}

/// Removes the files of a desk: key slots first, then database and pages. The store must be closed.
/// What is not there is no error, so that it can be done again after it was cut off.
///
/// # Errors
/// As the disk says; what was removed by then is gone.
pub fn erase(paths: &Paths) -> io::Result<()> {
    remove(&paths.keys())?;
    for file in paths.database_files() {
        remove(&file)?;
    }
    remove(&paths.mark())?;
    for folder in [
        paths.blobs(),
        paths.restore_ready(),
        paths.restore_partial(),
    ] {
        let removed = std::fs::remove_dir_all(folder);
        forgive_missing(removed)?;
    }
    remove(&paths.lock())
}

fn remove(file: &Path) -> io::Result<()> {
    forgive_missing(std::fs::remove_file(file))
}

fn forgive_missing(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
