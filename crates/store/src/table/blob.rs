//! Rows of the blob files: where the bytes came from and how far they have gone to the centre.

use std::collections::HashSet;

use domain::ids::BlobHash;
use domain::time::Timestamp;
use rusqlite::{Row, named_params};

use crate::blobs::PutBlob;
use crate::convert;
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::{Reader, Tx};

/// Most blobs listed.
pub const BLOBS_TO_SEND_MAX: usize = 2_048;

/// Where bytes came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobOrigin {
    /// Scanned or picked on this desk; the centre must get them.
    Here,
    /// Fetched from the centre.
    Centre,
}

/// A blob the centre does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobToSend {
    /// Its hash.
    pub hash: BlobHash,
    /// Its size.
    pub size_bytes: u64,
    /// How much the centre has, as far as known.
    pub offset: u64,
    /// When the first dossier that needs it is due.
    pub due_at: Option<Timestamp>,
}

/// How far a blob has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobState {
    /// Its size.
    pub size_bytes: u64,
    /// How much the centre has, as far as known.
    pub offset: u64,
    /// Whether the centre has verified all of it.
    pub done: bool,
}

impl Reader<'_> {
    /// Blobs of dossiers that the centre does not have, nearest due time first, at most
    /// [`BLOBS_TO_SEND_MAX`].
    ///
    /// # Errors
    /// As the database says.
    pub fn blobs_to_send(&self, limit: usize) -> Result<Vec<BlobToSend>, StoreError> {
        let sql = "SELECT b.hash, b.size_bytes, b.sent_offset, min(v.due_ms) AS due_ms,
                     min(v.row) AS first_row
                   FROM fact_blob AS b
                   JOIN view_attachment AS a ON a.blob = b.hash
                   JOIN view_dossier AS v ON v.row = a.dossier
                   WHERE b.done = 0
                   GROUP BY b.hash ORDER BY due_ms IS NULL, due_ms, first_row LIMIT :limit";
        let limit = convert::column(limit.min(BLOBS_TO_SEND_MAX) as u64);
        self.rows_of(sql, named_params! {":limit": limit}, |row| {
            Ok(BlobToSend {
                hash: convert::hash(row, "hash")?,
                size_bytes: convert::count(row.get("size_bytes")?),
                offset: convert::count(row.get("sent_offset")?),
                due_at: row.get::<_, Option<i64>>("due_ms")?.map(Timestamp),
            })
        })
    }

    /// How far a blob has gone; `None` when its bytes are not on this desk.
    ///
    /// # Errors
    /// As the database says.
    pub fn blob_state(&self, hash: BlobHash) -> Result<Option<BlobState>, StoreError> {
        let sql = "SELECT size_bytes, sent_offset, done FROM fact_blob WHERE hash = :hash";
        self.row(sql, named_params! {":hash": hash.0}, |row: &Row<'_>| {
            Ok(BlobState {
                size_bytes: convert::count(row.get("size_bytes")?),
                offset: convert::count(row.get("sent_offset")?),
                done: row.get("done")?,
            })
        })
    }

    /// Number and size of the files of dossiers that the centre does not have.
    pub(crate) fn files_waiting(&self) -> Result<(u32, u64), StoreError> {
        let sql = "SELECT count(*) AS files, COALESCE(sum(b.size_bytes), 0) AS bytes
                   FROM fact_blob AS b
                   WHERE b.done = 0
                     AND EXISTS (SELECT 1 FROM view_attachment AS a WHERE a.blob = b.hash)";
        let counted = self.row(sql, [], |row| {
            Ok((
                convert::count32(row.get("files")?),
                convert::count(row.get("bytes")?),
            ))
        })?;
        Ok(counted.unwrap_or_default())
    }

    /// Blobs the centre may not yet hold in a verified backup: a backup of this desk needs them.
    pub(crate) fn blobs_not_durable(&self) -> Result<Vec<BlobHash>, StoreError> {
        let sql = "SELECT b.hash FROM fact_blob AS b
                   LEFT JOIN fact_life AS l ON l.incarnation = b.done_incarnation
                   WHERE b.origin = 'here' AND (b.done = 0 OR COALESCE(l.durable, 0) <= b.done_seq)";
        self.rows_of(sql, [], |row| convert::hash(row, "hash"))
    }

    /// Every blob that has a row and whose file has not left.
    pub(crate) fn known_blobs(&self) -> Result<Vec<BlobHash>, StoreError> {
        let sql = "SELECT hash FROM fact_blob WHERE purged_ms IS NULL";
        self.rows_of(sql, [], |row| convert::hash(row, "hash"))
    }

    /// Rows of blobs that nothing refers to.
    fn unused_blobs(&self) -> Result<Vec<BlobHash>, StoreError> {
        let sql = "SELECT b.hash FROM fact_blob AS b
                   WHERE NOT EXISTS (SELECT 1 FROM view_attachment AS a WHERE a.blob = b.hash)
                     AND NOT EXISTS (SELECT 1 FROM fact_attachment AS f WHERE f.blob = b.hash)";
        self.rows_of(sql, [], |row| convert::hash(row, "hash"))
    }
}

impl Tx<'_> {
    /// Notes a blob whose file is in place. Bytes made here count as unsent; a blob that the
    /// centre has stays done.
    ///
    /// # Errors
    /// As the database says.
    pub fn note_blob(
        &self,
        blob: &PutBlob,
        origin: BlobOrigin,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (origin, done) = match origin {
            BlobOrigin::Here => ("here", false),
            BlobOrigin::Centre => ("centre", true),
        };
        self.execute(
            "INSERT INTO fact_blob (hash, size_bytes, origin, at_ms, done)
             VALUES (:hash, :size, :origin, :at, :done)
             ON CONFLICT (hash) DO UPDATE
               SET done = max(done, excluded.done), purged_ms = NULL,
                   at_ms = iif(purged_ms IS NULL, at_ms, excluded.at_ms)",
            named_params! {
                ":hash": blob.hash.0,
                ":size": convert::column(blob.size_bytes),
                ":origin": origin,
                ":at": at.0,
                ":done": done,
            },
        )?;
        Ok(())
    }

    /// The centre has this much of it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a blob that is not here.
    pub fn set_blob_offset(&self, hash: BlobHash, offset: u64) -> Result<(), StoreError> {
        let sql = "UPDATE fact_blob SET sent_offset = min(:offset, size_bytes) WHERE hash = :hash";
        let offset = convert::column(offset);
        self.hit(
            "blob",
            sql,
            named_params! {":hash": hash.0, ":offset": offset},
        )
    }

    /// The centre has all of it and has verified the hash.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a blob that is not here.
    pub fn mark_blob_done(&self, hash: BlobHash) -> Result<(), StoreError> {
        let journal = self.journal()?;
        self.hit(
            "blob",
            "UPDATE fact_blob SET done = 1, sent_offset = size_bytes,
               done_incarnation = :incarnation, done_seq = :seq WHERE hash = :hash",
            named_params! {
                ":hash": hash.0,
                ":incarnation": journal.incarnation,
                ":seq": convert::column(journal.recorded),
            },
        )?;
        self.refresh_unsent_of_blob(&hash.0)
    }

    /// The centre has lost it or never verified it: it is sent again from the start. Unknown blobs
    /// are no error, for the centre may ask several desks.
    ///
    /// # Errors
    /// As the database says.
    pub fn resend_blob(&self, hash: BlobHash) -> Result<(), StoreError> {
        self.execute(
            "UPDATE fact_blob SET done = 0, sent_offset = 0 WHERE hash = :hash",
            named_params! {":hash": hash.0},
        )?;
        self.refresh_unsent_of_blob(&hash.0)
    }

    fn forget_blob(&self, hash: BlobHash) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM fact_blob WHERE hash = :hash",
            named_params! {":hash": hash.0},
        )?;
        Ok(())
    }
}

impl Store {
    /// Removes what a crash or a thrown-away draft left: rows that nothing refers to, then files
    /// without a row. Runs at each start; returns how many files went. A restored database knows
    /// less than its files, so nothing is removed before its new life. Not to be called while pages
    /// are being taken in: a file comes before its row.
    ///
    /// # Errors
    /// As the database or the disk says.
    pub fn sweep_blobs(&self) -> Result<u32, StoreError> {
        if self.read(|reader| reader.is_restored())? {
            return Ok(0);
        }
        self.write(|tx| {
            let unused = tx.unused_blobs()?;
            unused.into_iter().try_for_each(|hash| tx.forget_blob(hash))
        })?;
        let known: HashSet<BlobHash> = self.read(|r| r.known_blobs())?.into_iter().collect();
        let mut removed = 0;
        for hash in self.blobs().list()? {
            if !known.contains(&hash) {
                self.blobs().remove(hash)?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}
