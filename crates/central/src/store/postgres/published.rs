//! Catalogue and policies: every version is kept with its exact text and signature. Whoever
//! publishes holds a row until the end, so versions follow one another without a hole.

use domain::ids::OfficeId;
use domain::time::Timestamp;
use protocol::wire::published_message;
use sqlx::{PgConnection, Row};

use super::rows::number;
use super::{restoring, sites};
use crate::store::rules::restoring::next_version;
use crate::store::{Edit, OddityRow, PolicyParts, Published, Signer, StoreError};

pub(super) const CATALOGUE: &str = "catalogue";
pub(super) const POLICY: &str = "policy";

pub(super) async fn newest(
    tx: &mut PgConnection,
    kind: &str,
    office: &str,
    after: u32,
) -> Result<Option<Published>, StoreError> {
    let found = sqlx::query(
        "SELECT version, json, signature FROM published \
         WHERE kind = $1 AND office = $2 AND version > $3 ORDER BY version DESC LIMIT 1",
    )
    .bind(kind)
    .bind(office)
    .bind(i64::from(after))
    .fetch_optional(tx)
    .await?;
    let Some(row) = found else { return Ok(None) };
    Ok(Some(Published {
        version: number(&row, "version")?,
        json: row.try_get("json")?,
        signature: row.try_get("signature")?,
    }))
}

/// The version in force afterwards, and whether it is new.
pub(super) async fn catalogue(
    tx: &mut PgConnection,
    edit: &Edit<()>,
    sign: &Signer,
) -> Result<(u32, bool), StoreError> {
    sqlx::query("SELECT 1 FROM meta WHERE name = $1 FOR UPDATE")
        .bind(CATALOGUE)
        .fetch_one(&mut *tx)
        .await?;
    publish(tx, (CATALOGUE, ""), |json, next| edit((), json, next), sign).await
}

/// The version in force afterwards, and whether it is new.
pub(super) async fn policy(
    tx: &mut PgConnection,
    office: &OfficeId,
    edit: &Edit<PolicyParts>,
    sign: &Signer,
) -> Result<(u32, bool), StoreError> {
    let name = office.as_str();
    sqlx::query("SELECT 1 FROM office WHERE id = $1 FOR NO KEY UPDATE")
        .bind(name)
        .fetch_optional(&mut *tx)
        .await?;
    let Some(parts) = sites::policy_parts(tx, office).await? else {
        return Ok((0, false));
    };
    publish(
        tx,
        (POLICY, name),
        |json, next| edit(parts, json, next),
        sign,
    )
    .await
}

async fn publish(
    tx: &mut PgConnection,
    (kind, office): (&str, &str),
    edit: impl FnOnce(Option<String>, u32) -> Option<String> + Send,
    sign: &Signer,
) -> Result<(u32, bool), StoreError> {
    let held = newest(tx, kind, office, 0).await?;
    let held = held.map_or((0, None), |p| (p.version, Some(p.json)));
    let version = held.0;
    let (json, next) = next_version(held, restoring::floor(tx).await?, kind == POLICY);
    let Some(json) = edit(json, next) else {
        return Ok((version, false));
    };
    sqlx::query(
        "INSERT INTO published(kind, office, version, json, signature) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(kind)
    .bind(office)
    .bind(i64::from(next))
    .bind(&json)
    .bind(sign(&published_message(next, &json)))
    .execute(tx)
    .await?;
    Ok((next, true))
}

pub(super) async fn add_oddities(
    tx: &mut PgConnection,
    rows: &[OddityRow],
    now: Timestamp,
) -> Result<(), StoreError> {
    for row in rows {
        // PostgreSQL takes no NUL in a text
        let text = row.text.replace('\0', "\u{fffd}");
        sqlx::query(
            "INSERT INTO oddity(procedure, digest, text, at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT(procedure, digest) DO UPDATE SET at = excluded.at",
        )
        .bind(row.procedure.replace('\0', "\u{fffd}"))
        .bind(blake3::hash(text.as_bytes()).as_bytes().as_slice())
        .bind(&text)
        .bind(now.0)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}
