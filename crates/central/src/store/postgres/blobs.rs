//! Which blobs are here, and which an office's dossiers name. The bytes are elsewhere.

use domain::ids::{BlobHash, OfficeId};
use domain::time::Timestamp;
use sqlx::{PgConnection, Row};

use super::rows::stored;
use crate::admit::Feed;
use crate::store::{BlobStanding, StoreError};

pub(super) async fn standing(
    tx: &mut PgConnection,
    office: &OfficeId,
    hash: BlobHash,
) -> Result<Option<BlobStanding>, StoreError> {
    let found = sqlx::query(
        "SELECT b.size FROM blob_want w \
         JOIN audience a ON a.dossier = w.dossier AND a.feed = $1 \
         LEFT JOIN blob b ON b.hash = w.hash WHERE w.hash = $2 LIMIT 1",
    )
    .bind(Feed::Office(office.clone()).to_string())
    .bind(hash.to_string())
    .fetch_optional(tx)
    .await?;
    let Some(row) = found else { return Ok(None) };
    let size: Option<i64> = row.try_get("size")?;
    let Some(size) = size else {
        return Ok(Some(BlobStanding::Wanted));
    };
    let size = u64::try_from(size).map_err(|_damaged| StoreError::Row { what: "size" })?;
    Ok(Some(BlobStanding::Here { size }))
}

/// Writes down that a blob stands in its place. The transaction need not wait for the disk: the place
/// itself is what counts, and a row that a crash took is written again by whoever asks for the blob.
pub(super) async fn arrived(
    tx: &mut PgConnection,
    hash: BlobHash,
    size: u64,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "WITH here AS (SELECT set_config('synchronous_commit', 'off', true)) \
         INSERT INTO blob(hash, size, at) SELECT $1, $2, $3 FROM here \
         ON CONFLICT(hash) DO NOTHING",
    )
    .bind(hash.to_string())
    .bind(stored(size))
    .bind(now.0)
    .execute(tx)
    .await?;
    Ok(())
}
