//! Sessions. Only hashes of secrets are stored.

use domain::ids::DeskId;
use domain::journal::ChainHead;
use domain::time::Timestamp;
use sqlx::{PgConnection, Row};

use super::rows::{bytes, from_json, number, parsed};
use super::sites;
use crate::store::rules::enrolling::standing;
use crate::store::{Caller, Digest, NewSession, OpenedSession, SessionProof, StoreError};

/// Most ended rows removed in one transaction; the next one goes on.
const FORGET_MAX: i64 = 500;

pub(super) async fn open(
    tx: &mut PgConnection,
    wish: &NewSession,
) -> Result<Option<OpenedSession>, StoreError> {
    forget_ended(tx, wish.now).await?;
    match &wish.proof {
        SessionProof::Password(refresh, until) => {
            keep_refresh(tx, wish, refresh, *until).await?;
        }
        SessionProof::Refresh(secret) if !refresh_holds(tx, wish, secret).await? => {
            return Ok(None);
        }
        SessionProof::Refresh(_) => {}
    }
    sqlx::query(
        "INSERT INTO session(token, desk, incarnation, officer, until) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(wish.token.as_slice())
    .bind(wish.desk.0)
    .bind(i64::from(wish.incarnation))
    .bind(wish.officer.as_str())
    .bind(wish.until.0)
    .execute(&mut *tx)
    .await?;
    if let Some(sealed) = &wish.sealed_key {
        sqlx::query(
            "INSERT INTO sealed_key(desk, sealed, at) VALUES ($1, $2, $3) \
             ON CONFLICT(desk, sealed) DO NOTHING",
        )
        .bind(wish.desk.0)
        .bind(sealed)
        .bind(wish.now.0)
        .execute(&mut *tx)
        .await?;
    }
    opened(tx, wish).await
}

async fn keep_refresh(
    tx: &mut PgConnection,
    wish: &NewSession,
    secret: &Digest,
    until: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO refresh(secret, desk, officer, until) VALUES ($1, $2, $3, $4)")
        .bind(secret.as_slice())
        .bind(wish.desk.0)
        .bind(wish.officer.as_str())
        .bind(until.0)
        .execute(&mut *tx)
        .await?;
    sqlx::query("UPDATE officer SET failures = 0, locked_until = 0 WHERE login = $1")
        .bind(wish.officer.as_str())
        .execute(&mut *tx)
        .await?;
    Ok(())
}

async fn forget_ended(tx: &mut PgConnection, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM session WHERE token IN (SELECT token FROM session WHERE until < $1 \
           LIMIT $2 FOR UPDATE SKIP LOCKED)",
    )
    .bind(now.0)
    .bind(FORGET_MAX)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "DELETE FROM refresh WHERE secret IN (SELECT secret FROM refresh WHERE until < $1 \
           LIMIT $2 FOR UPDATE SKIP LOCKED)",
    )
    .bind(now.0)
    .bind(FORGET_MAX)
    .execute(&mut *tx)
    .await?;
    Ok(())
}

async fn refresh_holds(
    tx: &mut PgConnection,
    wish: &NewSession,
    secret: &Digest,
) -> Result<bool, StoreError> {
    let found = sqlx::query(
        "SELECT 1 FROM refresh r JOIN officer o ON o.login = r.officer \
         WHERE r.secret = $1 AND r.desk = $2 AND r.officer = $3 AND r.until >= $4 \
           AND o.revoked_at IS NULL",
    )
    .bind(secret.as_slice())
    .bind(wish.desk.0)
    .bind(wish.officer.as_str())
    .bind(wish.now.0)
    .fetch_optional(tx)
    .await?;
    Ok(found.is_some())
}

async fn opened(
    tx: &mut PgConnection,
    wish: &NewSession,
) -> Result<Option<OpenedSession>, StoreError> {
    let found = sqlx::query(
        "SELECT o.login, o.name, o.phone, o.role, d.incarnation, l.acked, l.head, \
           (SELECT k.sealed FROM sealed_key k WHERE k.desk = d.id ORDER BY k.at DESC LIMIT 1) \
             AS sealed \
         FROM desk d JOIN officer o ON o.office = d.office AND o.login = $1 \
         JOIN life l ON l.desk = d.id AND l.incarnation = $2 WHERE d.id = $3",
    )
    .bind(wish.officer.as_str())
    .bind(i64::from(wish.incarnation))
    .bind(wish.desk.0)
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = found else { return Ok(None) };
    Ok(Some(OpenedSession {
        officer: sites::officer_info(&row)?,
        sealed_key: row.try_get("sealed")?,
        acked: number(&row, "acked")?,
        head: ChainHead(bytes(&row, "head")?),
        incarnation: number(&row, "incarnation")?,
        feed_epoch: sites::feed_epoch(tx).await?,
    }))
}

pub(super) async fn caller(
    tx: &mut PgConnection,
    token: &Digest,
    now: Timestamp,
) -> Result<Option<Caller>, StoreError> {
    let found = sqlx::query(
        "SELECT s.desk, s.incarnation AS session_incarnation, s.officer, d.incarnation, d.office, \
           d.frozen, d.revoked_at, o.role, o.revoked_at AS officer_revoked_at \
         FROM session s JOIN desk d ON d.id = s.desk JOIN officer o ON o.login = s.officer \
         WHERE s.token = $1 AND s.until >= $2",
    )
    .bind(token.as_slice())
    .bind(now.0)
    .fetch_optional(tx)
    .await?;
    let Some(row) = found else { return Ok(None) };
    let officer_revoked_at: Option<i64> = row.try_get("officer_revoked_at")?;
    Ok(Some(Caller {
        token: *token,
        desk: DeskId(row.try_get("desk")?),
        incarnation: number(&row, "incarnation")?,
        session_incarnation: number(&row, "session_incarnation")?,
        office: parsed(&row, "office")?,
        officer: parsed(&row, "officer")?,
        role: from_json(row.try_get("role")?, "role")?,
        standing: standing(row.try_get("revoked_at")?, row.try_get("frozen")?),
        officer_revoked: officer_revoked_at.is_some(),
    }))
}
