//! Backups that were read back. `<into>/central-<day>-<time>/` holds the database (a copy of the
//! embedded one, or a dump of PostgreSQL's) and the keys
//! (a centre without its keys would have to enrol every desk again); `<into>/blobs/` holds the pages
//! of all backups once. Pages in a bucket are not copied: they stay where they are, and each is read
//! there and hashed. Only after everything was read again, the hash chains recomputed and every
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
use tokio::task::{JoinError, JoinSet};

use crate::blobs::{BlobFault, Blobs, Bucket, hash_of, path_below};
use crate::centre::{Centre, DATABASE_FILE, KEYS_FOLDER};
use crate::error::Error;
use crate::files;
use crate::storage::Rows;
use crate::store::LifeMark;

/// The dump of a PostgreSQL database in a backup.
const DUMP_FILE: &str = "central.dump";

/// Most pages of a bucket that are read at one time.
const PAGES_AT_ONCE_MAX: usize = 8;

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
        rows: centre.storage.rows.clone(),
    };
    let (begun, folder) = (into.to_owned(), into.to_owned());
    let Begun { names, held } = blocking(move || begin(&from, &begun, now)).await?;
    let blobs = held.blobs.clone();
    match centre.storage.blobs(&centre.data)? {
        Blobs::Folder(pages) => blocking(move || copy_blobs(pages.whole(), &folder, &blobs)).await,
        Blobs::Bucket(bucket) => check_blobs(&bucket, blobs).await,
    }?;
    let backup = blocking(move || finish(names, held)).await?;
    centre.store.set_durable(backup.lives.clone()).await?;
    Ok(backup)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_stopped| Error::Backup {
        what: "it was interrupted",
    })?
}

/// What a backup is made of.
struct Sources {
    data: PathBuf,
    rows: Rows,
}

/// A backup that lacks its pages.
struct Begun {
    names: Names,
    held: Held,
}

/// The folder of a backup while it is made, and for good.
struct Names {
    fresh: PathBuf,
    folder: PathBuf,
}

/// What was found in a copy of the database when it was read back.
struct Held {
    lives: Vec<LifeMark>,
    blobs: Vec<BlobHash>,
}

const fn unreadable(what: &'static str) -> Error {
    Error::Unreadable { what }
}

fn begin(from: &Sources, into: &Path, now: Timestamp) -> Result<Begun, Error> {
    let name = format!("central-{}", now.civil().0.format("%Y%m%d-%H%M%S"));
    let (folder, fresh) = (into.join(&name), into.join(format!("{name}.new")));
    files::private_folder(into)?;
    files::private_folder(&fresh)?;
    let held = copy_rows(from, &fresh)?;
    copy_keys(&from.data.join(KEYS_FOLDER), &fresh.join(KEYS_FOLDER))?;
    let names = Names { fresh, folder };
    Ok(Begun { names, held })
}

fn finish(names: Names, held: Held) -> Result<Backup, Error> {
    let Names { fresh, folder } = names;
    let moved = fs::rename(&fresh, &folder).and_then(|()| files::sync_folder_of(&folder));
    files::at(&folder, moved)?;
    Ok(Backup {
        folder,
        lives: held.lives,
        blobs: held.blobs.len(),
    })
}

fn copy_blobs(from: &Path, into: &Path, blobs: &[BlobHash]) -> Result<(), Error> {
    let to = into.join("blobs");
    blobs
        .iter()
        .try_for_each(|hash| copy_blob(from, &to, *hash))
}

/// Reads every page where it is, some at a time.
async fn check_blobs(bucket: &Bucket, blobs: Vec<BlobHash>) -> Result<(), Error> {
    let mut reading = JoinSet::new();
    for hash in blobs {
        if reading.len() >= PAGES_AT_ONCE_MAX {
            sound(reading.join_next().await)?;
        }
        let bucket = bucket.clone();
        reading.spawn(async move { bucket.is_sound(hash).await });
    }
    while let Some(read) = reading.join_next().await {
        sound(Some(read))?;
    }
    Ok(())
}

type Checked = Result<Result<bool, BlobFault>, JoinError>;

fn sound(read: Option<Checked>) -> Result<(), Error> {
    let what = match read {
        None | Some(Ok(Ok(true))) => return Ok(()),
        Some(Ok(Ok(false))) => "a page has other bytes",
        Some(Ok(Err(BlobFault::Bucket(why)))) => return Err(Error::Pages(Some(Box::new(why)))),
        Some(Ok(Err(_)) | Err(_)) => "it was interrupted",
    };
    Err(Error::Backup { what })
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
