//! Connecting: a bounded pool, limits on every statement, and nothing of a statement in the log.

use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::PgConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::changes::Changes;
use super::{PostgresStore, migrate};
use crate::store::StoreError;

/// Most connections of one centre; one of them listens.
const CONNECTIONS_MAX: u32 = 20;
/// Longest wait for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// Limits of every session, in milliseconds.
const LIMITS: [(&str, &str); 3] = [
    ("lock_timeout", "10000"),
    ("statement_timeout", "30000"),
    ("idle_in_transaction_session_timeout", "60000"),
];

impl PostgresStore {
    /// Connects to `url` (`postgres://…`), making or migrating the tables.
    ///
    /// # Errors
    /// When the server cannot be reached or the data are of a newer version.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)?
            .application_name("motcua-central")
            .options(LIMITS)
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .after_connect(|connection, _| Box::pin(set_up(connection)))
            .connect_with(options)
            .await?;
        migrate::migrate(&pool).await?;
        let changes = Changes::listen(&pool).await?;
        Ok(Self { pool, changes })
    }
}

async fn set_up(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    insist_on_disk(connection).await?;
    compress_quickly(connection).await
}

/// Bodies and states are compressed by lz4 where the server has it: its old way took a fifth of its
/// processor time in `motcua-bench sync`.
async fn compress_quickly(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "SELECT set_config(name, 'lz4', false) FROM pg_settings \
         WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)",
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a desk is told to be acknowledged is on the server's disk, whatever its default is.
async fn insist_on_disk(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "SELECT set_config('synchronous_commit', 'on', false) \
         WHERE current_setting('synchronous_commit') IN ('off', 'local')",
    )
    .execute(connection)
    .await?;
    Ok(())
}
