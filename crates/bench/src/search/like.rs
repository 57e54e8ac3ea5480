//! What a list would do without an index: `LIKE` over the folded text, every row, newest first.

use rusqlite::{Connection, params_from_iter};
use store::Store;

use super::queries::{Column, Query};
use crate::Failure;
use crate::database::{self, Access};

/// A bare connection to the store's own database.
pub(super) struct Like {
    connection: Connection,
}

impl Like {
    pub(super) fn open(store: &Store) -> Result<Self, Failure> {
        Ok(Self {
            connection: database::bare(&store.paths().database(), Access::Read)?,
        })
    }

    /// Row ids, newest first.
    pub(super) fn rows(&mut self, query: &Query) -> Result<Vec<u32>, Failure> {
        let condition = match query.column {
            Column::Words => "search_key LIKE ?",
            Column::Numbers => "fragment_key LIKE ?",
        };
        let conditions = vec![condition; query.patterns.len()].join(" AND ");
        let sql = format!("SELECT row FROM view_search WHERE {conditions} ORDER BY row DESC");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&query.patterns))?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(row.get(0)?);
        }
        Ok(ids)
    }
}
