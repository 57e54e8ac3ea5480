//! What the closures of `Store::read` and `Store::write` work on. The functions of each table are
//! beside their SQL in `table/`; a `Tx` can do everything a `Reader` can.

use std::cell::RefCell;
use std::ops::Deref;

use domain::mutation::Mutation;
use rusqlite::{Connection, OptionalExtension, Params, Row};

use crate::error::StoreError;
use crate::mark::Standing;
use crate::search::HeldWords;

/// One snapshot of the database.
pub struct Reader<'c> {
    pub(crate) connection: &'c Connection,
    pub(crate) mutation: Mutation,
}

/// One write transaction: everything in it happens, or nothing.
pub struct Tx<'c> {
    reader: Reader<'c>,
    /// Where the journal stands after this transaction, if it recorded anything that counts.
    pub(crate) advanced: RefCell<Option<Standing>>,
    /// Words of the search that are not written yet, while they are held back.
    pub(crate) held_words: RefCell<Option<HeldWords>>,
}

impl<'c> Tx<'c> {
    /// `mutation` says which guards are switched off.
    pub(crate) fn new(connection: &'c Connection, mutation: Mutation) -> Self {
        Self {
            reader: Reader {
                connection,
                mutation,
            },
            advanced: RefCell::new(None),
            held_words: RefCell::new(None),
        }
    }

    /// Runs one statement; returns how many rows it changed.
    pub(crate) fn execute(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        Ok(self.connection.prepare_cached(sql)?.execute(params)?)
    }

    /// Runs one statement that must hit a row.
    pub(crate) fn hit(
        &self,
        what: &'static str,
        sql: &str,
        params: impl Params,
    ) -> Result<(), StoreError> {
        match self.execute(sql, params)? {
            0 => Err(StoreError::NotFound { what }),
            _ => Ok(()),
        }
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = Reader<'c>;
    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl Reader<'_> {
    /// The one row of a query, if there is one.
    pub(crate) fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(map).transpose()
    }

    /// One value of a query, if there is a row.
    pub(crate) fn value<T: rusqlite::types::FromSql>(
        &self,
        sql: &str,
        params: impl Params,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row(params, |row| row.get(0)).optional()?)
    }

    /// Every row of a query; the SQL bounds them.
    pub(crate) fn rows_of<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then(params, map)?.collect()
    }
}
