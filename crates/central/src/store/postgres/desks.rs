//! Desks: what is known of one, incarnations, revocation.

use domain::ids::{DeskId, OfficeId};
use domain::journal::ChainHead;
use domain::time::Timestamp;
use protocol::wire::DeskKey;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::rows::{bytes, number, parsed, stored};
use crate::store::rules::enrolling::{desk_key, may_begin, standing};
use crate::store::{Caller, DeskRecord, DeskStanding, Revocation, StoreError, Thaw};

pub(super) async fn find(
    tx: &mut PgConnection,
    desk: DeskId,
) -> Result<Option<DeskRecord>, StoreError> {
    let found = sqlx::query(
        "SELECT id, office, key, incarnation, frozen, revoked_at FROM desk WHERE id = $1",
    )
    .bind(desk.0)
    .fetch_optional(tx)
    .await?;
    found.as_ref().map(record).transpose()
}

/// The desk, which no other transaction pushes for, freezes or revokes until this one ends.
pub(super) async fn lock(
    tx: &mut PgConnection,
    desk: DeskId,
) -> Result<Option<DeskRecord>, StoreError> {
    let found = sqlx::query(
        "SELECT id, office, key, incarnation, frozen, revoked_at FROM desk WHERE id = $1 \
         FOR NO KEY UPDATE",
    )
    .bind(desk.0)
    .fetch_optional(tx)
    .await?;
    found.as_ref().map(record).transpose()
}

pub(super) async fn of_key(
    tx: &mut PgConnection,
    key: &[u8; 32],
) -> Result<Option<DeskRecord>, StoreError> {
    let found = sqlx::query(
        "SELECT id, office, key, incarnation, frozen, revoked_at FROM desk WHERE key = $1",
    )
    .bind(key.as_slice())
    .fetch_optional(tx)
    .await?;
    found.as_ref().map(record).transpose()
}

fn record(row: &PgRow) -> Result<DeskRecord, StoreError> {
    Ok(DeskRecord {
        desk: DeskId(row.try_get("id")?),
        office: parsed(row, "office")?,
        key: bytes(row, "key")?,
        incarnation: number(row, "incarnation")?,
        standing: standing(row.try_get("revoked_at")?, row.try_get("frozen")?),
    })
}

pub(super) async fn begin_life(
    tx: &mut PgConnection,
    desk: DeskId,
    incarnation: u32,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO life(desk, incarnation, head) VALUES ($1, $2, $3)")
        .bind(desk.0)
        .bind(i64::from(incarnation))
        .bind(ChainHead::default().0.as_slice())
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn freeze(tx: &mut PgConnection, desk: DeskId) -> Result<(), StoreError> {
    sqlx::query("UPDATE desk SET frozen = true WHERE id = $1")
        .bind(desk.0)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn revoke(
    tx: &mut PgConnection,
    whom: &Revocation,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let revoking = match whom {
        Revocation::Desk(desk) => {
            sqlx::query("UPDATE desk SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1")
                .bind(desk.0)
        }
        Revocation::AndWipe(desk) => sqlx::query(
            "UPDATE desk SET revoked_at = coalesce(revoked_at, $2), \
               wipe_at = coalesce(wipe_at, $2) WHERE id = $1",
        )
        .bind(desk.0),
        Revocation::Officer(login) => {
            sqlx::query("UPDATE officer SET revoked_at = coalesce(revoked_at, $2) WHERE login = $1")
                .bind(login.as_str())
        }
    };
    let done = revoking.bind(now.0).execute(tx).await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn wipe_ordered(
    tx: &mut PgConnection,
    desk: DeskId,
) -> Result<Option<Timestamp>, StoreError> {
    let found = sqlx::query("SELECT wipe_at FROM desk WHERE id = $1")
        .bind(desk.0)
        .fetch_optional(tx)
        .await?;
    let Some(row) = found else { return Ok(None) };
    Ok(row.try_get::<Option<i64>, _>("wipe_at")?.map(Timestamp))
}

pub(super) async fn new_incarnation(
    tx: &mut PgConnection,
    caller: &Caller,
    reason: &str,
    now: Timestamp,
) -> Result<Option<u32>, StoreError> {
    let Some(held) = lock(tx, caller.desk).await? else {
        return Ok(None);
    };
    if !may_begin(held.standing, caller.role, reason) {
        return Ok(None);
    }
    let raised = sqlx::query(
        "UPDATE desk SET incarnation = incarnation + 1, frozen = false WHERE id = $1 \
         RETURNING incarnation",
    )
    .bind(caller.desk.0)
    .fetch_one(&mut *tx)
    .await?;
    let next: u32 = number(&raised, "incarnation")?;
    begin_life(tx, caller.desk, next).await?;
    sqlx::query(
        "UPDATE lease SET void_at = $1 \
         WHERE desk = $2 AND incarnation < $3 AND void_at IS NULL",
    )
    .bind(now.0)
    .bind(caller.desk.0)
    .bind(i64::from(next))
    .execute(&mut *tx)
    .await?;
    sqlx::query("UPDATE session SET incarnation = $1 WHERE token = $2")
        .bind(i64::from(next))
        .bind(caller.token.as_slice())
        .execute(&mut *tx)
        .await?;
    if held.standing == DeskStanding::Frozen || !reason.is_empty() {
        sqlx::query(
            "INSERT INTO thaw(desk, incarnation, officer, reason, at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(caller.desk.0)
        .bind(i64::from(next))
        .bind(caller.officer.as_str())
        .bind(reason)
        .bind(now.0)
        .execute(&mut *tx)
        .await?;
    }
    Ok(Some(next))
}

pub(super) async fn thaws(tx: &mut PgConnection, limit: usize) -> Result<Vec<Thaw>, StoreError> {
    let rows = sqlx::query(
        "SELECT desk, incarnation, officer, reason, at FROM thaw \
         ORDER BY at DESC, incarnation DESC LIMIT $1",
    )
    .bind(stored(limit as u64))
    .fetch_all(tx)
    .await?;
    let thaw = |row: &PgRow| {
        Ok(Thaw {
            desk: DeskId(row.try_get("desk")?),
            incarnation: number(row, "incarnation")?,
            officer: parsed(row, "officer")?,
            reason: row.try_get("reason")?,
            at: Timestamp(row.try_get("at")?),
        })
    };
    rows.iter().map(thaw).collect()
}

/// Keys of an office's desks, each with those it had before behind it, with the short id the receipt's QR prints.
pub(super) async fn keys_of(
    tx: &mut PgConnection,
    office: &OfficeId,
) -> Result<Vec<DeskKey>, StoreError> {
    let rows = sqlx::query(
        "SELECT d.id, d.label, k.key FROM desk d JOIN ( \
               SELECT id AS desk, key, NULL::bigint AS until FROM desk \
               UNION ALL SELECT desk, key, until FROM former_key) k ON k.desk = d.id \
             WHERE d.office = $1 ORDER BY d.enrolled_at, d.id, k.until DESC NULLS FIRST",
    )
    .bind(office.as_str())
    .fetch_all(tx)
    .await?;
    let key = |row: &PgRow| {
        let desk = DeskId(row.try_get("id")?);
        Ok(desk_key(desk, row.try_get("label")?, &bytes(row, "key")?))
    };
    rows.iter().map(key).collect()
}
