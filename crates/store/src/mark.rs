//! The high-water mark beside the database: incarnation, position and chain head after the last
//! commit that recorded an event or gave numbers back. A database that is behind it was put back
//! from a copy, and must not give official numbers until the centre has given it a new incarnation
//! (invariant I6). The desk keeps a copy of it in the keyring, which a copied folder lacks.

use std::path::Path;

use domain::journal::ChainHead;
use serde::{Deserialize, Serialize};

use crate::convert;
use crate::error::StoreError;
use crate::files;

/// Where a database stands, as its mark must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) incarnation: u32,
    pub(crate) seq: u64,
    pub(crate) head: ChainHead,
    pub(crate) returns: u64,
}

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
    /// How often numbers went back to the centre.
    #[serde(default)]
    pub(crate) returns: u64,
    /// Tells a wrong key from a damaged database.
    pub(crate) key_check: String,
}

impl Mark {
    /// The mark at a position.
    pub(crate) fn at(standing: &Standing, key_check: &str) -> Self {
        Self {
            version: 1,
            incarnation: standing.incarnation,
            seq: standing.seq,
            head: standing.head.hex(),
            returns: standing.returns,
            key_check: key_check.to_owned(),
        }
    }

    /// A copy kept elsewhere as text; `None` when it is not one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The text of a copy.
    pub(crate) fn text(&self) -> Result<String, StoreError> {
        convert::to_json(self, "high-water mark")
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
