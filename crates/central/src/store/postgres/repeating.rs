//! Which failures pass by themselves, and how often a transaction is tried again.

use std::time::Duration;

use sqlx::{Postgres, Transaction};

use crate::store::StoreError;

/// Most times one transaction is begun.
const TRIES_MAX: u32 = 8;
/// Pause before the second try; doubled for each further one.
const PAUSE: Duration = Duration::from_millis(5);

/// SQLSTATEs of transactions that were in each other's way: nothing was written, and the same again
/// decides over what the other one wrote. A unique key is among them because what is not there yet
/// cannot be locked.
const IN_THE_WAY: [&str; 5] = [
    "40001", // serialization_failure
    "40P01", // deadlock_detected
    "23505", // unique_violation
    "23P01", // exclusion_violation
    "55P03", // lock_not_available
];
/// SQLSTATEs of a server without room.
const FULL: [&str; 2] = ["53100", "53200"]; // disk_full, out_of_memory
/// SQLSTATEs of a server that ends, begins, or has no connection left.
const AWAY: [&str; 6] = [
    "57P01", // admin_shutdown
    "57P02", // crash_shutdown
    "57P03", // cannot_connect_now
    "57014", // query_canceled, by the limit of a statement's time
    "53300", // too_many_connections
    "08006", // connection_failure
];

/// Counts the tries of one transaction.
pub(super) struct Tries(u32);

impl Tries {
    pub(super) const fn new() -> Self {
        Self(1)
    }

    /// Whether to try again after `error`; waits a little first.
    pub(super) async fn another(&mut self, error: &StoreError) -> bool {
        let StoreError::Postgres(inner) = error else {
            return false;
        };
        if self.0 >= TRIES_MAX || !has_state(inner, &IN_THE_WAY) {
            return false;
        }
        let most = PAUSE * 2_u32.saturating_pow(self.0);
        self.0 += 1;
        // two that met once shall not meet again: each waits another part of the pause
        let part = crate::keys::random::<1>().map_or(128, |[part]| u32::from(part));
        tokio::time::sleep(most * part / 255).await;
        true
    }
}

/// Commits, and only then gives the value out.
pub(super) async fn finish<T>(tx: Transaction<'_, Postgres>, value: T) -> Result<T, StoreError> {
    tx.commit().await?;
    Ok(value)
}

/// Whether the server has no room left.
pub(in crate::store) fn is_full(error: &sqlx::Error) -> bool {
    has_state(error, &FULL)
}

/// Whether the same may go well in a little while.
pub(in crate::store) fn is_passing(error: &sqlx::Error) -> bool {
    let away = matches!(
        error,
        sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Protocol(_)
    );
    away || has_state(error, &AWAY) || has_state(error, &IN_THE_WAY)
}

fn has_state(error: &sqlx::Error, states: &[&str]) -> bool {
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .is_some_and(|code| states.contains(&code.as_ref()))
}
