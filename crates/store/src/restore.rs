//! The announced restore: a backup takes the place of what is there. Nothing is deleted: the files
//! that were there are renamed. The restored database gives no official number until the centre
//! has given it a new incarnation, for numbers may have been given after the backup was made.
//!
//! Prepared in `restore.partial`, then renamed to `restore.ready`; from there on every start
//! finishes it, step by step, however often it is interrupted.

use std::path::Path;

use domain::mutation::Mutation;
use domain::time::Timestamp;

use crate::backup::{MANIFEST, Manifest};
use crate::connection::{self, Mode};
use crate::error::{OpenError, StoreError};
use crate::key::DatabaseKey;
use crate::opening::{aside_name, file_faults, put_aside, take_lock};
use crate::paths::Paths;
use crate::table::number::RestoredWhy;
use crate::tx::Tx;
use crate::{blobs, files, migrate};

/// Puts the backup in `backup` in place. No store may be open on these paths; open it afterwards.
///
/// # Errors
/// [`OpenError::BadBackup`] when the folder is none or its database does not verify,
/// [`OpenError::WrongKey`], [`OpenError::Busy`] while a store is open; as the disk says. Until the
/// backup has been checked nothing is changed.
pub fn restore_announced(
    paths: &Paths,
    backup: &Path,
    key: &DatabaseKey,
    at: Timestamp,
) -> Result<(), OpenError> {
    std::fs::create_dir_all(paths.data_dir()).map_err(StoreError::io("make the data folder"))?;
    let lock = take_lock(paths)?;
    finish(paths)?;
    let manifest = read_manifest(backup)?;
    let source = Paths::new(backup);
    let partial = paths.restore_partial();
    if partial.exists() {
        std::fs::remove_dir_all(&partial).map_err(StoreError::io("clear an old restore"))?;
    }
    copy_folder(&source, &Paths::new(&partial))?;
    prepare(paths, &Paths::new(&partial), key, &manifest, at)?;
    files::rename_durable(&partial, &paths.restore_ready())
        .map_err(StoreError::io("name the restore"))?;
    finish(paths)?;
    drop(lock);
    Ok(())
}

fn read_manifest(backup: &Path) -> Result<Manifest, OpenError> {
    let bad = |what| OpenError::BadBackup { what };
    let json = std::fs::read(backup.join(MANIFEST))
        .ok()
        .ok_or(bad("no description"))?;
    serde_json::from_slice(&json)
        .ok()
        .ok_or(bad("unreadable description"))
}

fn copy_folder(source: &Paths, target: &Paths) -> Result<(), StoreError> {
    std::fs::create_dir_all(target.blobs()).map_err(StoreError::io("make the restore folder"))?;
    let mut copies = vec![(source.database(), target.database())];
    if source.keys().exists() {
        copies.push((source.keys(), target.keys()));
    }
    if source.blobs().is_dir() {
        let entries = std::fs::read_dir(source.blobs()).map_err(StoreError::io("list blobs"))?;
        for entry in entries {
            let entry = entry.map_err(StoreError::io("list blobs"))?;
            copies.push((entry.path(), target.blobs().join(entry.file_name())));
        }
    }
    for (from, to) in copies {
        files::copy_durable(&from, &to).map_err(StoreError::io("copy from the backup"))?;
    }
    Ok(())
}

/// Checks the copy and marks it as restored.
fn prepare(
    paths: &Paths,
    copy: &Paths,
    key: &DatabaseKey,
    manifest: &Manifest,
    at: Timestamp,
) -> Result<(), OpenError> {
    let mut connection = match connection::open(&copy.database(), key, Mode::Write) {
        Err(StoreError::Corrupt) => return Err(OpenError::WrongKey),
        other => other?,
    };
    if !file_faults(&connection)?.is_empty() {
        return Err(OpenError::BadBackup {
            what: "a damaged database",
        });
    }
    migrate::run(&mut connection)?;
    let transaction = connection.transaction()?;
    let tx = Tx::new(&transaction, Mutation::NONE);
    if tx.identity()?.desk != manifest.desk {
        return Err(OpenError::BadBackup {
            what: "a database of another desk",
        });
    }
    keep_known_blobs(&tx, copy, paths)?;
    tx.set_restored(RestoredWhy::Announced)?;
    tx.set_setting("restored_at", &at.0.to_string())?;
    transaction.commit()?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection
        .close()
        .map_err(|(_, error)| OpenError::from(error))
}

/// A backup leaves out what the centre holds in its own; where such a blob is still here, the
/// restored database gets it too, by a second name for the same bytes.
fn keep_known_blobs(tx: &Tx<'_>, copy: &Paths, paths: &Paths) -> Result<(), StoreError> {
    for hash in tx.known_blobs()? {
        let (here, there) = (
            blobs::file_in(&paths.blobs(), hash),
            blobs::file_in(&copy.blobs(), hash),
        );
        if there.exists() || !here.exists() {
            continue;
        }
        if std::fs::hard_link(&here, &there).is_err() {
            files::copy_durable(&here, &there).map_err(StoreError::io("keep a blob"))?;
        }
    }
    files::sync_dir(&copy.blobs()).map_err(StoreError::io("sync the blobs"))
}

/// Brings a prepared restore into place; nothing to do when there is none. Each step can be
/// repeated: what is still in `restore.ready` has not been moved.
pub(crate) fn finish(paths: &Paths) -> Result<(), StoreError> {
    let ready = paths.restore_ready();
    if !ready.is_dir() {
        return Ok(());
    }
    let source = Paths::new(&ready);
    // The key file goes in before the database: a database without its slots opens for nobody.
    replace(&source.keys(), &paths.keys())?;
    replace(&source.blobs(), &paths.blobs())?;
    if source.database().exists() {
        put_aside(paths, "replaced")?;
        files::rename_durable(&source.database(), &paths.database())
            .map_err(StoreError::io("put the restored database in place"))?;
    }
    std::fs::remove_dir_all(&ready).map_err(StoreError::io("clear the restore"))
}

/// Moves one file or folder in; what was there is renamed.
fn replace(from: &Path, to: &Path) -> Result<(), StoreError> {
    if !from.exists() {
        return Ok(());
    }
    if to.exists() {
        let endings = (1_u32..).map(|n| format!("replaced-{n}"));
        let aside = endings
            .map(|ending| aside_name(to, &ending))
            .find(|path| !path.exists());
        let aside = aside.unwrap_or_else(|| aside_name(to, "replaced"));
        files::rename_durable(to, &aside).map_err(StoreError::io("put the old files aside"))?;
    }
    files::rename_durable(from, to).map_err(StoreError::io("put a restored file in place"))
}
