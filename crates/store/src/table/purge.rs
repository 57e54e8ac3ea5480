//! Pages leave a desk: oldest first, once their dossiers are handed over and the centre has said that
//! it holds them in a backup that was read back (invariant I10). The row stays, and so does every
//! event; who opens such a page fetches it from the centre again.

use domain::ids::BlobHash;
use domain::time::Timestamp;
use rusqlite::named_params;

use crate::blobs::BlobError;
use crate::convert;
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::{Reader, Tx};

/// Pages that leave in one transaction.
const BATCH: usize = 200;

/// What the pages on this desk take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PageRoom {
    /// Bytes of all pages whose files are here.
    pub held_bytes: u64,
    /// Bytes of those that came since the moment asked about.
    pub recent_bytes: u64,
}

/// What left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purged {
    /// How many pages.
    pub files: u32,
    /// Their bytes.
    pub bytes: u64,
}

impl Reader<'_> {
    /// What the pages on this desk take, and what came since `since`.
    ///
    /// # Errors
    /// As the database says.
    pub fn page_room(&self, since: Timestamp) -> Result<PageRoom, StoreError> {
        let sql = "SELECT COALESCE(sum(size_bytes), 0) AS held,
                     COALESCE(sum(size_bytes) FILTER (WHERE at_ms >= :since), 0) AS recent
                   FROM fact_blob WHERE purged_ms IS NULL";
        let room = self.row(sql, named_params! {":since": since.0}, |row| {
            Ok(PageRoom {
                held_bytes: convert::count(row.get("held")?),
                recent_bytes: convert::count(row.get("recent")?),
            })
        })?;
        Ok(room.unwrap_or_default())
    }

    /// Pages that may leave, oldest first: verified at the centre before the newest event that its
    /// backup holds, in no form, and of dossiers that wait neither for the hand-over nor for the
    /// link.
    fn purgeable(&self) -> Result<Vec<(BlobHash, u64)>, StoreError> {
        let sql = "SELECT b.hash, b.size_bytes FROM fact_blob AS b
                   LEFT JOIN fact_life AS l ON l.incarnation = b.done_incarnation
                   WHERE b.purged_ms IS NULL AND b.done = 1
                     AND (b.origin = 'centre' OR COALESCE(l.durable, 0) > b.done_seq)
                     AND NOT EXISTS (SELECT 1 FROM fact_attachment AS f
                       WHERE f.blob = b.hash AND f.request IS NOT NULL)
                     AND NOT EXISTS (SELECT 1 FROM view_attachment AS a
                       JOIN view_dossier AS v ON v.row = a.dossier
                       WHERE a.blob = b.hash AND (v.to_forward = 1 OR v.unsent = 1))
                   ORDER BY b.at_ms, b.hash LIMIT :limit";
        let limit = convert::column(BATCH as u64);
        self.rows_of(sql, named_params! {":limit": limit}, |row| {
            let size = convert::count(row.get("size_bytes")?);
            Ok((convert::hash(row, "hash")?, size))
        })
    }
}

impl Tx<'_> {
    fn note_purged(&self, hash: BlobHash, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE fact_blob SET purged_ms = :at WHERE hash = :hash";
        self.hit("blob", sql, named_params! {":hash": hash.0, ":at": at.0})
    }
}

impl Store {
    /// Lets pages leave until at most `held_max` bytes are here, or until none may leave. The rows
    /// say so before the files go: a file that a crash leaves behind goes at the next start.
    ///
    /// # Errors
    /// As the database or the disk says; what left before has left.
    pub fn purge_pages(&self, held_max: u64, at: Timestamp) -> Result<Purged, StoreError> {
        let mut purged = Purged::default();
        loop {
            let leaving = self.write(|tx| {
                let mut held = tx.page_room(at)?.held_bytes;
                let mut leaving = Vec::new();
                for (hash, size) in tx.purgeable()? {
                    if held <= held_max {
                        break;
                    }
                    tx.note_purged(hash, at)?;
                    held = held.saturating_sub(size);
                    leaving.push((hash, size));
                }
                Ok::<_, StoreError>(leaving)
            })?;
            if leaving.is_empty() {
                return Ok(purged);
            }
            for (hash, size) in leaving {
                match self.blobs().remove(hash) {
                    Ok(()) | Err(BlobError::Missing) => {}
                    Err(error) => return Err(error.into()),
                }
                purged.files += 1;
                purged.bytes += size;
            }
        }
    }
}
