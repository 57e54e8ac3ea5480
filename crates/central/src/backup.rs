//! Backups that were read back. `<into>/central-<day>-<time>/` holds the database and the keys
//! (a centre without its keys would have to enrol every desk again); `<into>/blobs/` holds the pages
//! of all backups once. Only after everything was read again, the hash chains recomputed and every
//! page hashed, do the desks hear that their events are durable (I10).
//!
//! A backup holds keys and personal data: where it is kept is the operator's care.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use domain::ids::{BlobHash, DeskId};
use domain::journal::{ChainHead, Envelope};
use domain::time::Timestamp;
use rusqlite::{Connection, OpenFlags, named_params};

use crate::blobs::{hash_of, path_below};
use crate::centre::{Centre, DATABASE_FILE, KEYS_FOLDER};
use crate::error::Error;
use crate::files;
use crate::store::{LifeMark, StoreError};

/// What a backup holds.
#[derive(Debug)]
pub struct Backup {
    /// Its folder.
    pub folder: PathBuf,
    /// How far each life of each desk's journal is in it.
    pub lives: Vec<LifeMark>,
    /// How many pages and files.
    pub blobs: usize,
}

/// Makes a backup below `into`, reads it back, and tells the store what is durable. The centre may
/// run meanwhile.
///
/// # Errors
/// When something cannot be written or does not read back; then nothing counts as durable.
pub async fn make(centre: &Centre, into: &Path, now: Timestamp) -> Result<Backup, Error> {
    let (data, into) = (centre.data.clone(), into.to_owned());
    let made = tokio::task::spawn_blocking(move || write_and_read_back(&data, &into, now)).await;
    let backup = made.map_err(|_stopped| Error::Backup {
        what: "it was interrupted",
    })??;
    centre.store.set_durable(backup.lives.clone()).await?;
    Ok(backup)
}

fn write_and_read_back(data: &Path, into: &Path, now: Timestamp) -> Result<Backup, Error> {
    let name = format!("central-{}", now.civil().0.format("%Y%m%d-%H%M%S"));
    let (folder, fresh) = (into.join(&name), into.join(format!("{name}.new")));
    files::private_folder(into)?;
    files::private_folder(&fresh)?;
    copy_database(&data.join(DATABASE_FILE), &fresh.join(DATABASE_FILE))?;
    copy_keys(&data.join(KEYS_FOLDER), &fresh.join(KEYS_FOLDER))?;
    let copy = open_read_only(&fresh.join(DATABASE_FILE))?;
    let lives = read_back(&copy)?;
    let hashes = blobs_of(&copy)?;
    for hash in &hashes {
        copy_blob(&data.join("blobs"), &into.join("blobs"), *hash)?;
    }
    drop(copy);
    let moved = fs::rename(&fresh, &folder).and_then(|()| files::sync_folder_of(&folder));
    files::at(&folder, moved)?;
    Ok(Backup {
        folder,
        lives,
        blobs: hashes.len(),
    })
}

fn database(error: rusqlite::Error) -> Error {
    Error::Store(StoreError::Database(error))
}

fn open_read_only(path: &Path) -> Result<Connection, Error> {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(database)
}

/// One read transaction over the whole database, into a file of its own.
fn copy_database(from: &Path, to: &Path) -> Result<(), Error> {
    let source = Connection::open(from).map_err(database)?;
    let name = to.to_str().ok_or(Error::Backup {
        what: "its folder's name is no text",
    })?;
    source
        .execute("VACUUM INTO :name", named_params! { ":name": name })
        .map_err(database)?;
    files::at(to, File::open(to).and_then(|file| file.sync_all()))
}

fn copy_keys(from: &Path, to: &Path) -> Result<(), Error> {
    files::private_folder(to)?;
    for entry in files::at(from, fs::read_dir(from))? {
        let path = files::at(from, entry)?.path();
        if let Some(name) = path.file_name() {
            files::write_private(&to.join(name), &files::at(&path, fs::read(&path))?)?;
        }
    }
    Ok(())
}

/// A page already in an older backup is not copied again, but read again.
fn copy_blob(from: &Path, to: &Path, hash: BlobHash) -> Result<(), Error> {
    let (source, target) = (path_below(from, hash), path_below(to, hash));
    if !target.exists() {
        files::write_private(
            &in_its_folder(&target)?,
            &files::at(&source, fs::read(&source))?,
        )?;
    }
    let mut file = files::at(&target, File::open(&target))?;
    if files::at(&target, hash_of(&mut file))? != hash {
        return Err(Error::Backup {
            what: "a page has other bytes",
        });
    }
    Ok(())
}

fn in_its_folder(path: &Path) -> Result<PathBuf, Error> {
    if let Some(folder) = path.parent() {
        files::private_folder(folder)?;
    }
    Ok(path.to_owned())
}

/// Checks the copy as a database and as journals: every hash chain is computed again from the first
/// event and must end in the head that desks were told.
fn read_back(copy: &Connection) -> Result<Vec<LifeMark>, Error> {
    let sound: String = copy
        .pragma_query_value(None, "integrity_check", |row| row.get("integrity_check"))
        .map_err(database)?;
    if sound != "ok" {
        return Err(Error::Backup {
            what: "the database is damaged",
        });
    }
    let computed = chains(copy)?;
    let mut lives = Vec::new();
    for (life, told) in told_heads(copy)? {
        let found = computed.get(&life).copied().unwrap_or_default();
        if found != told {
            return Err(Error::Backup {
                what: "a journal's chain is broken",
            });
        }
        lives.push(LifeMark {
            desk: life.0,
            incarnation: life.1,
            seq: found.0,
        });
    }
    Ok(lives)
}

type Life = (DeskId, u32);
type Position = (u64, ChainHead);

fn chains(copy: &Connection) -> Result<BTreeMap<Life, Position>, Error> {
    let broken = || Error::Backup {
        what: "an event does not read",
    };
    let mut statement = copy
        .prepare("SELECT envelope, body FROM event ORDER BY desk, incarnation, seq")
        .map_err(database)?;
    let mut rows = statement.query([]).map_err(database)?;
    let mut chains: BTreeMap<Life, Position> = BTreeMap::new();
    while let Some(row) = rows.next().map_err(database)? {
        let envelope: String = row.get("envelope").map_err(database)?;
        let body: String = row.get("body").map_err(database)?;
        let envelope: Envelope = serde_json::from_str(&envelope).map_err(|_damaged| broken())?;
        let (seq, head) = chains
            .entry((envelope.origin, envelope.incarnation))
            .or_default();
        if envelope.seq != *seq + 1 {
            return Err(Error::Backup {
                what: "a journal has a gap",
            });
        }
        *seq = envelope.seq;
        *head = head.after(&envelope, body.as_bytes());
    }
    Ok(chains)
}

fn told_heads(copy: &Connection) -> Result<Vec<(Life, Position)>, Error> {
    let broken = || Error::Backup {
        what: "a desk does not read",
    };
    let mut statement = copy
        .prepare("SELECT desk, incarnation, acked, head FROM life")
        .map_err(database)?;
    let mut rows = statement.query([]).map_err(database)?;
    let mut told = Vec::new();
    while let Some(row) = rows.next().map_err(database)? {
        let desk: String = row.get("desk").map_err(database)?;
        let incarnation: u32 = row.get("incarnation").map_err(database)?;
        let acked: i64 = row.get("acked").map_err(database)?;
        let head: [u8; 32] = row.get("head").map_err(database)?;
        let desk: DeskId = desk.parse().map_err(|_damaged| broken())?;
        let acked = u64::try_from(acked).map_err(|_damaged| broken())?;
        told.push(((desk, incarnation), (acked, ChainHead(head))));
    }
    Ok(told)
}

fn blobs_of(copy: &Connection) -> Result<Vec<BlobHash>, Error> {
    let broken = || Error::Backup {
        what: "a page's hash does not read",
    };
    let mut statement = copy
        .prepare("SELECT hash FROM blob ORDER BY hash")
        .map_err(database)?;
    let mut rows = statement.query([]).map_err(database)?;
    let mut hashes = Vec::new();
    while let Some(row) = rows.next().map_err(database)? {
        let hash: String = row.get("hash").map_err(database)?;
        hashes.push(hash.parse().map_err(|_damaged| broken())?);
    }
    Ok(hashes)
}
