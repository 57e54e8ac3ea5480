//! What can go wrong, as a caller can act on it. No text of a dossier and no key is ever in here.

use std::cell::Cell;
use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::blobs::BlobError;

/// A read or write that did not happen; the transaction it was in is rolled back.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// A page of the database does not verify.
    #[error("the database is damaged")]
    Corrupt,
    /// Another process or a checkpoint held the database for too long.
    #[error("the database is held by something else")]
    Busy,
    /// The database refused for another reason.
    #[error("the database refused")]
    Sqlite(#[source] rusqlite::Error),
    /// A value could not be written as JSON, or stored JSON not be read.
    #[error("JSON of {what}")]
    Json {
        /// Of what.
        what: &'static str,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// A file beside the database.
    #[error("file operation: {what}")]
    Io {
        /// What was attempted.
        what: &'static str,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// A stored value is not of its kind.
    #[error("stored {what} is not readable")]
    Stored {
        /// Which value.
        what: &'static str,
    },
    /// More than the store takes.
    #[error("more than {max} {what}")]
    TooMuch {
        /// Of what.
        what: &'static str,
        /// The limit.
        max: u64,
    },
    /// There is no such row.
    #[error("no such {what}")]
    NotFound {
        /// Which kind of row.
        what: &'static str,
    },
    /// The officer already has a current draft; park or remove it first.
    #[error("another draft of this officer is current")]
    DraftInTheWay,
    /// A step that the state of a row does not allow.
    #[error("not allowed now: {what}")]
    NotNow {
        /// Which step.
        what: &'static str,
    },
    /// The hash chain of the journal does not hold.
    #[error("the journal's chain is broken at {seq}")]
    BrokenChain {
        /// Position of the first event that does not verify.
        seq: u64,
    },
    /// A blob.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// The system gave no random bytes.
    #[error("no random bytes from the system")]
    Random(#[source] getrandom::Error),
}

/// Whether the disk, or the share of it that this user has, is full.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

thread_local! {
    /// Set where a page did not verify: the callers of a transaction have errors of their own, which
    /// the store cannot look into.
    static MET_DAMAGE: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread met a page that does not verify since it was last asked.
pub(crate) fn has_met_damage() -> bool {
    MET_DAMAGE.take()
}

impl From<rusqlite::Error> for StoreError {
    fn from(source: rusqlite::Error) -> Self {
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                MET_DAMAGE.set(true);
                Self::Corrupt
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Sqlite(source),
        }
    }
}

impl StoreError {
    /// For `map_err` on file operations: a full disk is told apart.
    pub(crate) fn io(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| {
            if is_full(&source) {
                Self::DiskFull
            } else {
                Self::Io { what, source }
            }
        }
    }

    /// For `map_err` on JSON.
    pub(crate) fn json(what: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |source| Self::Json { what, source }
    }
}

/// Why a database was not opened or made.
#[derive(Debug, Error)]
pub enum OpenError {
    /// There is none.
    #[error("there is no database here")]
    Missing,
    /// There is one already.
    #[error("there is a database here already")]
    Exists,
    /// The key is not the one it was made with.
    #[error("the key does not fit")]
    WrongKey,
    /// It is damaged; its files were renamed, never deleted.
    #[error("the database is damaged and was put aside")]
    Corrupt {
        /// What the database file is called now.
        quarantined: PathBuf,
    },
    /// A newer program made it and says an older one must not touch it.
    #[error("database version {schema} is newer than {understands}")]
    Newer {
        /// Version of the database.
        schema: u32,
        /// Newest version this program knows.
        understands: u32,
    },
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// Another process has it open.
    #[error("another process has the database open")]
    Busy,
    /// A file operation.
    #[error("file operation: {what}")]
    Io {
        /// What was attempted.
        what: &'static str,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The backup folder is not one, or is of another desk.
    #[error("not a usable backup: {what}")]
    BadBackup {
        /// What is wrong with it.
        what: &'static str,
    },
    /// Reading or writing failed in another way.
    #[error("the database could not be prepared")]
    Store(#[source] StoreError),
}

impl From<StoreError> for OpenError {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "every other cause is kept whole"
    )]
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => Self::DiskFull,
            StoreError::Busy => Self::Busy,
            StoreError::Io { what, source } => Self::Io { what, source },
            other => Self::Store(other),
        }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

/// One thing a check of the whole database found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntegrityFault {
    /// Which check: `cipher`, `structure`, `journal`, `blobs`.
    pub check: &'static str,
    /// What it said: page numbers, table names, positions; no content.
    pub detail: String,
}
