//! Where the files of a desk lie: all in one data folder.

use std::path::{Path, PathBuf};

/// The files of one desk.
#[derive(Debug, Clone)]
pub struct Paths {
    data_dir: PathBuf,
}

impl Paths {
    /// The files under `data_dir`.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
        }
    }
    /// The folder.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }
    /// The encrypted database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.data_dir.join("desk.db")
    }
    /// Key slots and what the sign-in screen shows.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.data_dir.join("desk.keys")
    }
    /// High-water mark of the journal.
    #[must_use]
    pub fn mark(&self) -> PathBuf {
        self.data_dir.join("desk.mark")
    }
    /// Encrypted blobs.
    #[must_use]
    pub fn blobs(&self) -> PathBuf {
        self.data_dir.join("blobs")
    }
    /// Held by the process that has the database open.
    pub(crate) fn lock(&self) -> PathBuf {
        self.data_dir.join("desk.lock")
    }
    /// There while a page did not verify at work: the next start checks every page.
    pub(crate) fn suspect(&self) -> PathBuf {
        self.data_dir.join("desk.suspect")
    }
    /// A restore that is complete but not yet in place.
    pub(crate) fn restore_ready(&self) -> PathBuf {
        self.data_dir.join("restore.ready")
    }
    /// A restore being prepared; worthless after a crash.
    pub(crate) fn restore_partial(&self) -> PathBuf {
        self.data_dir.join("restore.partial")
    }
    /// The database file and SQLite's two files beside it.
    pub(crate) fn database_files(&self) -> [PathBuf; 3] {
        ["desk.db", "desk.db-wal", "desk.db-shm"].map(|name| self.data_dir.join(name))
    }
}
