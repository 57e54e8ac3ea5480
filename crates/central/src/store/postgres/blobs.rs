//! Which blobs are here, and which an office's dossiers name. The bytes are elsewhere.

use std::collections::HashMap;

use domain::ids::{BlobHash, OfficeId};
use domain::time::Timestamp;
use sqlx::{PgConnection, Row};

use super::rows::stored;
use crate::admit::Feed;
use crate::store::{BlobStanding, StoreError};

pub(super) async fn standing(
    tx: &mut PgConnection,
    office: &OfficeId,
    hashes: &[BlobHash],
) -> Result<Vec<Option<BlobStanding>>, StoreError> {
    let asked: Vec<String> = hashes.iter().map(ToString::to_string).collect();
    let found = sqlx::query(
        "SELECT p.hash, (SELECT size FROM blob WHERE hash = p.hash) AS size \
         FROM unnest($2) AS p(hash) WHERE EXISTS \
           (SELECT 1 FROM blob_want w JOIN audience a ON a.dossier = w.dossier \
            WHERE w.hash = p.hash AND a.feed = $1 OFFSET 0)",
    )
    .bind(Feed::Office(office.clone()).to_string())
    .bind(&asked)
    .fetch_all(tx)
    .await?;
    let mut standings = HashMap::new();
    for row in found {
        let (hash, size): (String, Option<i64>) = (row.try_get("hash")?, row.try_get("size")?);
        let standing = match size.map(u64::try_from) {
            None => BlobStanding::Wanted,
            Some(Ok(size)) => BlobStanding::Here { size },
            Some(Err(_damaged)) => return Err(StoreError::Row { what: "size" }),
        };
        standings.insert(hash, standing);
    }
    Ok(asked
        .iter()
        .map(|hash| standings.get(hash).copied())
        .collect())
}

/// Writes down that blobs stand in their place. The transaction need not wait for the disk: the place
/// itself is what counts, and a row that a crash took is written again by whoever asks for the blob.
pub(super) async fn arrived(
    tx: &mut PgConnection,
    blobs: &[(BlobHash, u64)],
    now: Timestamp,
) -> Result<(), StoreError> {
    let hashes: Vec<String> = blobs.iter().map(|(hash, _)| hash.to_string()).collect();
    let sizes: Vec<i64> = blobs.iter().map(|(_, size)| stored(*size)).collect();
    sqlx::query(
        "WITH here AS (SELECT set_config('synchronous_commit', 'off', true)) \
         INSERT INTO blob(hash, size, at) \
         SELECT hash, size, $3 FROM here, unnest($1::text[], $2::bigint[]) AS u(hash, size) \
         ORDER BY hash ON CONFLICT(hash) DO NOTHING",
    )
    .bind(hashes)
    .bind(sizes)
    .bind(now.0)
    .execute(tx)
    .await?;
    Ok(())
}
