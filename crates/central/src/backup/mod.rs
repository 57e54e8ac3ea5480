//! Backups that were read back. `<into>/central-<day>-<time>/` holds the database (a copy of the
//! embedded one, or a dump of PostgreSQL's) and the keys
//! (a centre without its keys would have to enrol every desk again); `<into>/blobs/` holds the pages
//! of all backups once. Only after everything was read again, the hash chains recomputed and every
//! page hashed, do the desks hear that their events are durable (I10).
//!
//! A backup holds keys and personal data: where it is kept is the operator's care.

mod chains;
mod copied;
mod dump;
mod embedded;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use domain::ids::BlobHash;
use domain::time::Timestamp;

use crate::blobs::{hash_of, path_below};
use crate::centre::{Centre, DATABASE_FILE, KEYS_FOLDER};
use crate::error::Error;
use crate::files;
use crate::storage::Rows;
use crate::store::LifeMark;

/// The dump of a PostgreSQL database in a backup.
const DUMP_FILE: &str = "central.dump";

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
    let from = Sources {
        data: centre.data.clone(),
        pages: centre.storage.pages(&centre.data).join("blobs"),
        rows: centre.storage.rows.clone(),
    };
    let into = into.to_owned();
    let made = tokio::task::spawn_blocking(move || write_and_read_back(&from, &into, now)).await;
    let backup = made.map_err(|_stopped| Error::Backup {
        what: "it was interrupted",
    })??;
    centre.store.set_durable(backup.lives.clone()).await?;
    Ok(backup)
}

/// What a backup is made of.
struct Sources {
    data: PathBuf,
    pages: PathBuf,
    rows: Rows,
}

/// What was found in a copy of the database when it was read back.
struct Held {
    lives: Vec<LifeMark>,
    blobs: Vec<BlobHash>,
}

const fn unreadable(what: &'static str) -> Error {
    Error::Unreadable { what }
}

fn write_and_read_back(from: &Sources, into: &Path, now: Timestamp) -> Result<Backup, Error> {
    let name = format!("central-{}", now.civil().0.format("%Y%m%d-%H%M%S"));
    let (folder, fresh) = (into.join(&name), into.join(format!("{name}.new")));
    files::private_folder(into)?;
    files::private_folder(&fresh)?;
    let held = copy_rows(from, &fresh)?;
    copy_keys(&from.data.join(KEYS_FOLDER), &fresh.join(KEYS_FOLDER))?;
    for hash in &held.blobs {
        copy_blob(&from.pages, &into.join("blobs"), *hash)?;
    }
    let moved = fs::rename(&fresh, &folder).and_then(|()| files::sync_folder_of(&folder));
    files::at(&folder, moved)?;
    Ok(Backup {
        folder,
        lives: held.lives,
        blobs: held.blobs.len(),
    })
}

fn copy_rows(from: &Sources, fresh: &Path) -> Result<Held, Error> {
    match &from.rows {
        Rows::Embedded => {
            let copy = fresh.join(DATABASE_FILE);
            embedded::copy(&from.data.join(DATABASE_FILE), &copy)?;
            embedded::read_back(&copy)
        }
        Rows::Postgres(url) => {
            let dump = fresh.join(DUMP_FILE);
            dump::write(url, &dump)?;
            dump::read_back(&dump)
        }
    }
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
