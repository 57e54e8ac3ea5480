//! Dropping every view and building it again from the journal. The views are never repaired in any
//! other way: what cannot be rebuilt does not belong in a `view_` table.

use domain::ids::DossierId;
use rusqlite::named_params;

use crate::convert;
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;

/// Dossiers read ahead at once.
const CHUNK: u32 = 500;

/// Empties every view; a contentless index has a command of its own.
const EMPTY_VIEWS: &str = "DELETE FROM view_dossier;
    DELETE FROM view_attachment; DELETE FROM view_key; DELETE FROM view_search;
    DELETE FROM view_word;
    INSERT INTO view_fragments (view_fragments) VALUES ('delete-all');";

impl Store {
    /// Rebuilds every view in one transaction.
    ///
    /// # Errors
    /// As the database says; the old views stand then.
    pub fn rebuild(&self) -> Result<(), StoreError> {
        self.write(|tx| {
            tx.connection.execute_batch(EMPTY_VIEWS)?;
            let mut after = 0;
            loop {
                let chunk = tx.dossiers_after(after)?;
                let Some((last, _)) = chunk.last() else {
                    return Ok(());
                };
                after = *last;
                for (row, dossier) in chunk {
                    tx.refold(row, dossier)?;
                }
            }
        })
    }
}

impl Store {
    /// Night work: joins the parts of the text index, so that every piece is read from one
    /// place. Seconds at a million dossiers; nothing depends on it but speed.
    ///
    /// # Errors
    /// As the database says.
    pub fn optimise_search(&self) -> Result<(), StoreError> {
        self.write(|tx| {
            tx.execute(
                "INSERT INTO view_fragments (view_fragments) VALUES ('optimize')",
                [],
            )?;
            Ok(())
        })
    }
}

impl Tx<'_> {
    fn dossiers_after(&self, row: u32) -> Result<Vec<(u32, DossierId)>, StoreError> {
        let sql = "SELECT row, id FROM fact_dossier WHERE row > :row ORDER BY row LIMIT :limit";
        self.rows_of(sql, named_params! {":row": row, ":limit": CHUNK}, |row| {
            Ok((row.get("row")?, DossierId(convert::uuid(row, "id")?)))
        })
    }
}
