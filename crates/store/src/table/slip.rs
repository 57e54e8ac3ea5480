//! Temporary slips that wait for their official code, of whatever day.

use domain::ids::{DeskId, DossierId};
use rusqlite::named_params;

use crate::convert;
use crate::error::StoreError;
use crate::tx::Reader;

/// Most slips listed; what comes after them waits until these have their codes.
pub const SLIPS_MAX: u32 = 500;

impl Reader<'_> {
    /// Dossiers received at a desk whose code is a temporary one, oldest first, at most 500. Those
    /// that wait for a ministry's system are among them.
    ///
    /// # Errors
    /// As the database says.
    pub fn slips(&self, desk: DeskId) -> Result<Vec<DossierId>, StoreError> {
        let params = named_params! {":desk": desk.0.as_bytes(), ":limit": SLIPS_MAX};
        self.rows_of(SLIPS, params, |row| {
            Ok(DossierId(convert::uuid(row, "id")?))
        })
    }
}

const SLIPS: &str = "SELECT id FROM view_dossier INDEXED BY view_dossier_provisional
                     WHERE provisional = 1 AND desk = :desk ORDER BY row LIMIT :limit";
