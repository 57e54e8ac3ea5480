//! Which blobs are here, and which an office's dossiers name. The bytes are files.

use domain::ids::{BlobHash, OfficeId};
use domain::time::Timestamp;
use rusqlite::{Transaction, named_params};

use super::rows::{number, stored};
use crate::admit::Feed;
use crate::store::{BlobStanding, StoreError};

pub(super) fn standing(
    tx: &Transaction<'_>,
    office: &OfficeId,
    hashes: &[BlobHash],
) -> Result<Vec<Option<BlobStanding>>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT coalesce(b.size, -1) AS size FROM blob_want w \
         JOIN audience a ON a.dossier = w.dossier AND a.feed = :feed \
         LEFT JOIN blob b ON b.hash = w.hash WHERE w.hash = :hash LIMIT 1",
    )?;
    let feed = Feed::Office(office.clone()).to_string();
    let one = |hash: &BlobHash| {
        let mut rows =
            statement.query(named_params! { ":feed": feed, ":hash": hash.to_string() })?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let size: i64 = row.get("size")?;
        Ok(Some(if size < 0 {
            BlobStanding::Wanted
        } else {
            BlobStanding::Here {
                size: number(row, "size")?,
            }
        }))
    };
    hashes.iter().map(one).collect()
}

pub(super) fn arrived(
    tx: &Transaction<'_>,
    blobs: &[(BlobHash, u64)],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO blob(hash, size, at) VALUES (:hash, :size, :at) ON CONFLICT(hash) DO NOTHING",
    )?;
    for (hash, size) in blobs {
        statement.execute(
            named_params! { ":hash": hash.to_string(), ":size": stored(*size), ":at": now.0 },
        )?;
    }
    Ok(())
}
