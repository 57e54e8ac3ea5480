//! A backup while the counter works: the database by SQLite's backup interface under the same key,
//! the key file, and the blobs that the centre may not yet hold in a verified backup of its own.
//! Written into a new dated folder, opened and checked before it gets its name.

use std::path::{Path, PathBuf};

use domain::ids::{BlobHash, DeskId};
use domain::mutation::Mutation;
use domain::time::Timestamp;
use rusqlite::backup::{Backup, StepResult};
use serde::{Deserialize, Serialize};

use crate::connection::{self, Mode};
use crate::error::StoreError;
use crate::opening::file_faults;
use crate::paths::Paths;
use crate::store::Store;
use crate::tx::Reader;
use crate::{blobs, convert, files};

/// Name of the file that describes a backup.
pub(crate) const MANIFEST: &str = "backup.json";
const FORMAT: u32 = 1;

/// What a backup is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Format of this file.
    pub(crate) version: u32,
    /// The desk.
    pub(crate) desk: DeskId,
    /// Its incarnation.
    pub(crate) incarnation: u32,
    /// Newest event in it.
    pub(crate) recorded: u64,
    /// When it was made.
    pub(crate) at: Timestamp,
    /// How many blobs are in it.
    pub(crate) blobs: u64,
}

impl Store {
    /// Makes a backup in a new folder under `dir` and returns where. Other transactions go on
    /// meanwhile; the backup is one snapshot.
    ///
    /// # Errors
    /// As the disk says; [`StoreError::Corrupt`] when the copy does not verify. A folder that is
    /// not finished is removed or left with the ending `.partial`.
    pub fn backup_to(&self, dir: &Path, at: Timestamp) -> Result<PathBuf, StoreError> {
        std::fs::create_dir_all(dir).map_err(StoreError::io("make the backup folder"))?;
        let partial = self.begin_folder(dir, at)?;
        let made = self.fill(&partial, at).and_then(|()| {
            let finished = partial.with_extension("");
            files::rename_durable(&partial, &finished)
                .map_err(StoreError::io("name the backup"))?;
            Ok(finished)
        });
        if made.is_err()
            && let Err(error) = std::fs::remove_dir_all(&partial)
        {
            tracing::warn!(%error, "an unfinished backup folder stays");
        }
        made
    }

    /// `motcua-20261122-064500.partial`, or with a number when that second has one already.
    fn begin_folder(&self, dir: &Path, at: Timestamp) -> Result<PathBuf, StoreError> {
        let stamp = at.civil().0.format("motcua-%Y%m%d-%H%M%S").to_string();
        let names = (1_u32..1_000).map(|n| {
            if n == 1 {
                stamp.clone()
            } else {
                format!("{stamp}-{n}")
            }
        });
        for name in names {
            let partial = dir.join(format!("{name}.partial"));
            if dir.join(&name).exists() {
                continue;
            }
            match std::fs::create_dir(&partial) {
                Ok(()) => return Ok(partial),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(StoreError::io("make the backup folder")(error)),
            }
        }
        Err(StoreError::TooMuch {
            what: "backups of one second",
            max: 999,
        })
    }

    fn fill(&self, folder: &Path, at: Timestamp) -> Result<(), StoreError> {
        let copy = Paths::new(folder);
        self.copy_database(&copy)?;
        if self.paths().keys().exists() {
            files::copy_durable(&self.paths().keys(), &copy.keys())
                .map_err(StoreError::io("copy the key file"))?;
        }
        // The blobs are listed after the snapshot: what it refers to is among them or durable.
        let kept = self.copy_blobs(&copy)?;
        let manifest = self.verify_copy(&copy, at, kept)?;
        let json = convert::to_json(&manifest, "backup manifest")?;
        files::write_atomic(&folder.join(MANIFEST), json.as_bytes())
            .map_err(StoreError::io("describe the backup"))
    }

    fn copy_database(&self, copy: &Paths) -> Result<(), StoreError> {
        let mut target = connection::open(&copy.database(), self.key(), Mode::Create)?;
        self.read(|reader| {
            let backup = Backup::new(reader.connection, &mut target)?;
            let is_done = backup.step(-1)? == StepResult::Done;
            if is_done {
                Ok(())
            } else {
                Err(StoreError::Busy)
            }
        })?;
        target.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        target
            .close()
            .map_err(|(_, error)| StoreError::from(error))?;
        let file = std::fs::File::open(copy.database());
        file.and_then(|file| file.sync_all())
            .map_err(StoreError::io("sync the backup"))
    }

    fn copy_blobs(&self, copy: &Paths) -> Result<u64, StoreError> {
        std::fs::create_dir_all(copy.blobs()).map_err(StoreError::io("make the blob folder"))?;
        let needed: Vec<BlobHash> = self.read(|reader| reader.blobs_not_durable())?;
        let mut kept = 0;
        for hash in needed {
            if !self.blobs().has(hash) {
                tracing::warn!(%hash, "a blob that should be here is not");
                continue;
            }
            files::copy_durable(
                &self.blobs().path(hash),
                &blobs::file_in(&copy.blobs(), hash),
            )
            .map_err(StoreError::io("copy a blob"))?;
            kept += 1;
        }
        Ok(kept)
    }

    /// Opens the copy with the key, checks every page and reads what it is of.
    fn verify_copy(&self, copy: &Paths, at: Timestamp, kept: u64) -> Result<Manifest, StoreError> {
        let connection = connection::open(&copy.database(), self.key(), Mode::Read)?;
        if !file_faults(&connection)?.is_empty() {
            return Err(StoreError::Corrupt);
        }
        let reader = Reader {
            connection: &connection,
            mutation: Mutation::NONE,
        };
        let (desk, journal) = (reader.identity()?.desk, reader.journal()?);
        connection
            .close()
            .map_err(|(_, error)| StoreError::from(error))?;
        let (incarnation, recorded) = (journal.incarnation, journal.recorded);
        Ok(Manifest {
            version: FORMAT,
            desk,
            incarnation,
            recorded,
            at,
            blobs: kept,
        })
    }
}
