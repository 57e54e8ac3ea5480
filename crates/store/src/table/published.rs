//! What the centre published: catalogue and policy, each version exactly as signed. Old versions
//! stay, for dossiers pin the one they were received under.

use domain::time::Timestamp;
use rusqlite::{Row, named_params};

use crate::convert;
use crate::error::StoreError;
use crate::tx::{Reader, Tx};

/// Largest document, in bytes.
const PUBLISHED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Which document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishedKind {
    /// Procedures and calendar.
    Catalogue,
    /// Offices, officers, desks, settings of the site.
    Policy,
}

impl PublishedKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Policy => "policy",
        }
    }
}

/// One version of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Which document.
    pub kind: PublishedKind,
    /// Its version.
    pub version: u32,
    /// Its JSON, exactly as signed.
    pub json: String,
    /// The centre's signature, hexadecimal.
    pub signature: String,
}

impl Reader<'_> {
    /// The newest version.
    ///
    /// # Errors
    /// As the database says.
    pub fn published(&self, kind: PublishedKind) -> Result<Option<Published>, StoreError> {
        let sql = "SELECT kind, version, json, signature FROM fact_published
                   WHERE kind = :kind ORDER BY version DESC LIMIT 1";
        self.row(sql, named_params! {":kind": kind.as_str()}, read)
    }

    /// One version.
    ///
    /// # Errors
    /// As the database says.
    pub fn published_version(
        &self,
        kind: PublishedKind,
        version: u32,
    ) -> Result<Option<Published>, StoreError> {
        let sql = "SELECT kind, version, json, signature FROM fact_published
                   WHERE kind = :kind AND version = :version";
        self.row(
            sql,
            named_params! {":kind": kind.as_str(), ":version": version},
            read,
        )
    }

    /// Number of the newest version, 0 when there is none: cheap, without the document.
    ///
    /// # Errors
    /// As the database says.
    pub fn published_newest(&self, kind: PublishedKind) -> Result<u32, StoreError> {
        let sql = "SELECT COALESCE(max(version), 0) FROM fact_published WHERE kind = :kind";
        Ok(self
            .value(sql, named_params! {":kind": kind.as_str()})?
            .unwrap_or(0))
    }
}

fn read(row: &Row<'_>) -> Result<Published, StoreError> {
    Ok(Published {
        kind: convert::from_tag(row, "kind")?,
        version: row.get("version")?,
        json: row.get("json")?,
        signature: row.get("signature")?,
    })
}

impl Tx<'_> {
    /// Keeps a version; one that is held already stays as it is.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] beyond 64 MiB.
    pub fn put_published(&self, document: &Published, at: Timestamp) -> Result<(), StoreError> {
        if document.json.len() > PUBLISHED_BYTES_MAX {
            let max = PUBLISHED_BYTES_MAX as u64;
            return Err(StoreError::TooMuch {
                what: "bytes in a published document",
                max,
            });
        }
        self.execute(
            "INSERT INTO fact_published (kind, version, json, signature, at_ms)
             VALUES (:kind, :version, :json, :signature, :at)
             ON CONFLICT (kind, version) DO NOTHING",
            named_params! {
                ":kind": document.kind.as_str(),
                ":version": document.version,
                ":json": document.json,
                ":signature": document.signature,
                ":at": at.0,
            },
        )?;
        Ok(())
    }
}
