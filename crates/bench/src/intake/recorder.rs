//! Hears what the store's writer does: which statements it runs, and when its commit is done.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

use rusqlite::trace::{TraceEvent, TraceEventCodes};
use store::Store;

use super::values::{self, Statement};
use crate::Failure;

/// SQLite's mark for what a trigger or a virtual table runs inside a statement: it happens by
/// itself when the outer statement is replayed.
const INNER: &str = "--";

/// Statements as they begin.
pub(super) struct Statements(Receiver<(String, String)>);

impl Statements {
    pub(super) fn of(store: &Store) -> Result<Self, Failure> {
        let (sender, receiver) = channel();
        let heard = move |event: TraceEvent<'_>| {
            if let TraceEvent::Stmt(statement, sql) = event
                && !sql.starts_with(INNER)
            {
                let expanded = statement.expanded_sql().unwrap_or_default();
                sender.send((sql.to_owned(), expanded)).ok(); // nobody listens any more: the store closes
            }
        };
        store.trace_writer(TraceEventCodes::SQLITE_TRACE_STMT, Some(heard))?;
        Ok(Self(receiver))
    }

    /// What ran since the last call, without the beginning and end of transactions.
    pub(super) fn take(&self) -> Result<Vec<Statement>, Failure> {
        let ran = self.0.try_iter().filter(|(sql, _)| !is_bracket(sql));
        let read = |(sql, expanded): (String, String)| {
            // The statement's values are nobody's, but its text alone says enough.
            values::read(&sql, &expanded).ok_or_else(|| format!("cannot be replayed: {sql}"))
        };
        Ok(ran.map(read).collect::<Result<_, _>>()?)
    }
}

fn is_bracket(sql: &str) -> bool {
    sql.starts_with("BEGIN") || sql == "COMMIT"
}

/// Moments at which commits were done.
pub(super) struct Commits(Receiver<Instant>);

impl Commits {
    pub(super) fn of(store: &Store) -> Result<Self, Failure> {
        let (sender, receiver): (Sender<Instant>, _) = channel();
        let heard = move |event: TraceEvent<'_>| {
            if let TraceEvent::Profile(statement, _) = event
                && statement.sql() == "COMMIT"
            {
                sender.send(Instant::now()).ok(); // nobody listens any more: the store closes
            }
        };
        store.trace_writer(TraceEventCodes::SQLITE_TRACE_PROFILE, Some(heard))?;
        Ok(Self(receiver))
    }

    /// The last one since the last call.
    pub(super) fn last(&self) -> Result<Instant, Failure> {
        self.0
            .try_iter()
            .last()
            .ok_or_else(|| "no commit was seen".into())
    }
}
