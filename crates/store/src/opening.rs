//! Opening a database file: one process at a time, the log replayed, the size checked, the schema
//! brought up to date; and what becomes of a file that does not verify: renamed, never deleted.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use domain::mutation::Mutation;
use rusqlite::Connection;

use crate::connection::{self, Mode};
use crate::error::{IntegrityFault, OpenError, StoreError};
use crate::key::DatabaseKey;
use crate::mark::Mark;
use crate::paths::Paths;
use crate::table::identity::Identity;
use crate::tx::Tx;
use crate::{convert, files, migrate};

/// Smallest file that can hold a database, in bytes (one page).
const PAGE_BYTES: u64 = 4096;

/// Writes a whole new database under a temporary name, so that a crash leaves none.
pub(crate) fn begin_database(
    path: &Path,
    key: &DatabaseKey,
    identity: &Identity,
) -> Result<(), OpenError> {
    let mut writer = connection::open(path, key, Mode::Create)?;
    migrate::run(&mut writer)?;
    let transaction = writer.transaction()?;
    Tx::new(&transaction, Mutation::NONE).begin_identity(identity)?;
    transaction.commit()?;
    checkpoint(&writer)?;
    writer.close().map_err(|(_, error)| OpenError::from(error))
}

/// Every fault SQLCipher and SQLite find in the file.
pub(crate) fn file_faults(connection: &Connection) -> Result<Vec<IntegrityFault>, StoreError> {
    let mut faults = Vec::new();
    let checks = [
        ("cipher", "PRAGMA cipher_integrity_check"),
        ("structure", "PRAGMA integrity_check(100)"),
    ];
    for (check, sql) in checks {
        let mut statement = connection.prepare(sql)?;
        let said = statement.query_map([], |row| row.get::<_, String>(0))?;
        for detail in said {
            match detail {
                Ok(detail) if detail == "ok" => {}
                Ok(detail) => faults.push(IntegrityFault { check, detail }),
                Err(error) => {
                    let error = StoreError::from(error);
                    if !matches!(error, StoreError::Corrupt) {
                        return Err(error);
                    }
                    faults.push(IntegrityFault {
                        check,
                        detail: "stopped early".to_owned(),
                    });
                }
            }
        }
    }
    Ok(faults)
}

/// Opens the writer, replays the write-ahead log, checks the size, migrates.
pub(crate) fn prepare(paths: &Paths, key: &DatabaseKey) -> Result<Connection, OpenError> {
    let path = paths.database();
    let size = std::fs::metadata(&path)
        .map_err(StoreError::io("look at the database"))?
        .len();
    if size < PAGE_BYTES {
        return Err(OpenError::Store(StoreError::Corrupt));
    }
    let mut writer = connection::open(&path, key, Mode::Write)?;
    checkpoint(&writer)?;
    if is_cut_short(&writer, &path)? {
        return Err(OpenError::Store(StoreError::Corrupt));
    }
    migrate::run(&mut writer)?;
    Ok(writer)
}

/// Whether the file has fewer pages than its header counts (the log is empty at this point).
fn is_cut_short(writer: &Connection, path: &Path) -> Result<bool, StoreError> {
    let pages: u64 =
        convert::count(writer.pragma_query_value(None, "page_count", |row| row.get(0))?);
    let size = std::fs::metadata(path)
        .map_err(StoreError::io("look at the database"))?
        .len();
    Ok(migrate::version(writer)? == 0 || size < pages.saturating_mul(PAGE_BYTES))
}

pub(crate) fn checkpoint(writer: &Connection) -> Result<(), StoreError> {
    writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

/// The first page did not verify: a wrong key, or damage? The mark knows which key it was.
pub(crate) fn diagnose(paths: &Paths, key: &DatabaseKey) -> OpenError {
    match Mark::read(&paths.mark()) {
        Some(mark) if mark.key_check == key.check() => quarantine(paths),
        _ => OpenError::WrongKey,
    }
}

/// Renames the database and its log aside.
pub(crate) fn quarantine(paths: &Paths) -> OpenError {
    match put_aside(paths, "damaged") {
        Ok(quarantined) => OpenError::Corrupt { quarantined },
        Err(error) => error.into(),
    }
}

/// Renames the three database files with the first free number; returns the database's new name.
pub(crate) fn put_aside(paths: &Paths, why: &str) -> Result<PathBuf, StoreError> {
    let free = (1_u32..).map(|n| format!("{why}-{n}")).find(|ending| {
        !paths
            .database_files()
            .iter()
            .any(|path| aside_name(path, ending).exists())
    });
    let ending = free.unwrap_or_else(|| why.to_owned());
    for path in paths
        .database_files()
        .into_iter()
        .filter(|path| path.exists())
    {
        files::rename_durable(&path, &aside_name(&path, &ending))
            .map_err(StoreError::io("put the database aside"))?;
    }
    Ok(aside_name(&paths.database(), &ending))
}

/// `desk.db` → `desk.db.damaged-1`.
pub(crate) fn aside_name(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Keeps a second process out for as long as the returned file is open.
pub(crate) fn take_lock(paths: &Paths) -> Result<File, OpenError> {
    let opened = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(paths.lock());
    let file = opened.map_err(StoreError::io("open the lock file"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::Busy),
        Err(TryLockError::Error(source)) => Err(OpenError::Io {
            what: "lock the database",
            source,
        }),
    }
}
