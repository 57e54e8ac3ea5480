//! One connection to the encrypted database, prepared: key, WAL, full sync, foreign keys, bounded
//! waits and caches. A raw key opens in about a millisecond; a passphrase would take five hundred.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::error::StoreError;
use crate::key::DatabaseKey;

/// How long a statement waits for another connection, in milliseconds.
const BUSY_WAIT_MS: u64 = 5_000;
/// Decrypted pages the writer keeps, in KiB.
const WRITER_CACHE_KIB: u32 = 16 * 1024;
/// Those that each reader keeps, in KiB: there are several, and none reads as much again and again.
const READER_CACHE_KIB: u32 = 8 * 1024;
/// Prepared statements one connection keeps.
const STATEMENTS_MAX: usize = 128;
/// Pages in the WAL from which a commit also carries them over into the database: every page once,
/// however often it was written meanwhile. SQLite's 1,000 are less than one page of a feed.
const CHECKPOINT_PAGES: u32 = 8 * 1024;
/// Size the WAL is cut back to after a checkpoint, in bytes.
const WAL_BYTES_KEPT: u32 = CHECKPOINT_PAGES * 4096;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Makes the file if there is none.
    Create,
    /// Writes an existing file.
    Write,
    /// Reads only.
    Read,
}

/// Opens and prepares a connection. A wrong key shows as [`StoreError::Corrupt`].
pub(crate) fn open(path: &Path, key: &DatabaseKey, mode: Mode) -> Result<Connection, StoreError> {
    let access = match mode {
        Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Mode::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Mode::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    unlock(&connection, key)?;
    connection.busy_timeout(Duration::from_millis(BUSY_WAIT_MS))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    // else every statement with a bound LIMIT is prepared anew each time it runs
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    let cache_kib = match mode {
        Mode::Create | Mode::Write => WRITER_CACHE_KIB,
        Mode::Read => READER_CACHE_KIB,
    };
    connection.pragma_update(None, "cache_size", -i64::from(cache_kib))?;
    if mode == Mode::Read {
        connection.pragma_update(None, "query_only", true)?;
    } else {
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        connection.pragma_update(None, "journal_size_limit", WAL_BYTES_KEPT)?;
    }
    Ok(connection)
}

/// Gives the raw key and reads the first page with it.
fn unlock(connection: &Connection, key: &DatabaseKey) -> Result<(), StoreError> {
    let hex = key.hex();
    // Its log goes to the standard error; what went wrong is told by our own errors.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    let statement = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", hex.as_str()));
    connection.execute_batch(&statement)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_is_built_as_the_workspace_says() {
        let connection = Connection::open_in_memory().expect("a database");
        let mut options = connection
            .prepare("PRAGMA compile_options")
            .expect("a statement");
        let options: Vec<String> = options
            .query_map([], |row| row.get(0))
            .expect("listed")
            .collect::<Result<_, _>>()
            .expect("texts");
        for wanted in ["DEFAULT_MEMSTATUS=0", "OMIT_SHARED_CACHE"] {
            let is_there = options.iter().any(|option| option == wanted);
            assert!(is_there, "{wanted} of .cargo/config.toml: {options:?}");
        }
    }
}
