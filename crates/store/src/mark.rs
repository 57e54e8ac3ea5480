//! The high-water mark beside the database: incarnation, position and chain head after the last
//! commit that recorded an event. A database that is behind it was put back from a copy, and must
//! not give official numbers until the centre has given it a new incarnation (invariant I6).

use std::path::Path;

use domain::journal::ChainHead;
use serde::{Deserialize, Serialize};

use crate::convert;
use crate::error::StoreError;
use crate::files;

/// What the side file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// Format of this file.
    pub(crate) version: u32,
    /// Life of the database.
    pub(crate) incarnation: u32,
    /// Position of its newest event.
    pub(crate) seq: u64,
    /// Chain head there, hexadecimal.
    pub(crate) head: String,
    /// Tells a wrong key from a damaged database.
    pub(crate) key_check: String,
}

impl Mark {
    /// The mark at a position.
    pub(crate) fn at(incarnation: u32, seq: u64, head: ChainHead, key_check: &str) -> Self {
        Self {
            version: 1,
            incarnation,
            seq,
            head: head.hex(),
            key_check: key_check.to_owned(),
        }
    }

    /// Reads the side file. A missing or unreadable one is `None`: it is a witness, and a lost
    /// witness must not stop the counter.
    pub(crate) fn read(path: &Path) -> Option<Self> {
        let bytes = std::fs::read(path).ok()?;
        let mark = serde_json::from_slice(&bytes);
        if let Err(error) = &mark {
            tracing::warn!(%error, "the high-water mark is not readable");
        }
        mark.ok()
    }

    /// Replaces the side file.
    pub(crate) fn write(&self, path: &Path) -> Result<(), StoreError> {
        let json = convert::to_json(self, "high-water mark")?;
        files::write_atomic(path, json.as_bytes()).map_err(StoreError::io("write the mark"))
    }
}
