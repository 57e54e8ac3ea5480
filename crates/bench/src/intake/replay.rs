//! The statements of an intake again, on a bare connection: prepared, bound, stepped to the end.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior};

use super::values::Statement;
use crate::Failure;
use crate::database::{self, Access};

/// A bare copy of the database.
pub(super) struct Bare {
    connection: Connection,
}

impl Bare {
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        Ok(Self {
            connection: database::bare(path, Access::Write)?,
        })
    }

    /// Runs them in one transaction; the time from its beginning to the end of its commit.
    pub(super) fn run(&mut self, statements: &[Statement]) -> Result<Duration, Failure> {
        let begun = Instant::now();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for Statement { sql, values } in statements {
            let mut statement = transaction.prepare_cached(sql)?;
            for (n, value) in values.iter().enumerate() {
                statement.raw_bind_parameter(n + 1, value)?;
            }
            let mut rows = statement.raw_query();
            while rows.next()?.is_some() {}
        }
        transaction.commit()?;
        Ok(begun.elapsed())
    }
}
