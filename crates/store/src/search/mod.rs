//! Finding dossiers: words by bitmaps, codes and running numbers by B-trees, pieces of numbers by a
//! full-text index. A query gives its ordered row ids once, newest first; rows come by row id.
//! Never by rank, never by LIKE, never with an offset.

mod filter;
mod fragments;
mod index;
#[cfg(test)]
mod oracle;
mod places;
mod query;
mod run;
#[cfg(test)]
mod tests;
mod words;

pub use filter::{Queue, Scope};
pub(crate) use index::{Entries, fill_pieces};
pub(crate) use words::HeldWords;

use domain::time::Timestamp;

use crate::error::StoreError;
use crate::tx::Reader;

/// Most row ids one query returns; beyond that the list asks for a filter.
pub const ROWS_FOUND_MAX: usize = 100_000;

/// What to find. `Debug` shows no text.
#[derive(Clone, PartialEq, Eq)]
pub struct Find {
    /// As typed: words, a code, a number, a telephone, what a scanner read; empty for all.
    pub text: String,
    /// Which queue.
    pub queue: Queue,
    /// Whose.
    pub scope: Scope,
    /// Now, for what is due.
    pub now: Timestamp,
    /// How long before its due time a dossier counts as due soon.
    pub due_soon_ms: i64,
}

impl std::fmt::Debug for Find {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Find({:?}, {:?})", self.queue, self.scope)
    }
}

/// The ordered row ids of a query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Row ids, newest first.
    pub rows: Vec<u32>,
    /// There are more than [`ROWS_FOUND_MAX`].
    pub cut: bool,
}

impl Reader<'_> {
    /// Runs a query.
    ///
    /// # Errors
    /// As the database says.
    pub fn find(&self, find: &Find) -> Result<Found, StoreError> {
        self.find_at_most(find, ROWS_FOUND_MAX)
    }

    fn find_at_most(&self, find: &Find, limit: usize) -> Result<Found, StoreError> {
        let mut parts = self.filter(find)?;
        parts.extend(self.matches(&find.text)?);
        let mut rows = match run::intersect(parts) {
            Some(rows) => rows,
            None => self.newest_rows(limit)?,
        };
        let cut = rows.len() > limit;
        rows.truncate(limit);
        Ok(Found { rows, cut })
    }
}
