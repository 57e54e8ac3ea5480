//! Challenges and sign-in attempts. Only hashes of secrets are stored.

use domain::ids::DeskId;
use domain::time::Timestamp;
use sqlx::{PgConnection, Row};

use super::desks;
use super::rows::number;
use crate::store::rules::signing_in::{Attempts, CHALLENGES_MAX, attempt};
use crate::store::{Digest, SignIn, SignInName, StoreError};

/// Most ended rows removed in one transaction; the next one goes on.
const FORGET_MAX: i64 = 500;

pub(super) async fn add_challenge(
    tx: &mut PgConnection,
    desk: DeskId,
    nonce: &Digest,
    (until, now): (Timestamp, Timestamp),
) -> Result<bool, StoreError> {
    if desks::find(tx, desk).await?.is_none() {
        return Ok(false);
    }
    sqlx::query(
        "DELETE FROM challenge WHERE nonce IN (SELECT nonce FROM challenge WHERE until < $1 \
           LIMIT $2 FOR UPDATE SKIP LOCKED)",
    )
    .bind(now.0)
    .bind(FORGET_MAX)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "DELETE FROM challenge WHERE nonce IN (SELECT nonce FROM challenge \
           WHERE desk = $1 ORDER BY until DESC OFFSET $2 FOR UPDATE SKIP LOCKED)",
    )
    .bind(desk.0)
    .bind(CHALLENGES_MAX - 1)
    .execute(&mut *tx)
    .await?;
    sqlx::query("INSERT INTO challenge(nonce, desk, until) VALUES ($1, $2, $3)")
        .bind(nonce.as_slice())
        .bind(desk.0)
        .bind(until.0)
        .execute(&mut *tx)
        .await?;
    Ok(true)
}

pub(super) async fn take_challenge(
    tx: &mut PgConnection,
    desk: DeskId,
    nonce: &Digest,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let taken = sqlx::query("DELETE FROM challenge WHERE nonce = $1 AND desk = $2 RETURNING until")
        .bind(nonce.as_slice())
        .bind(desk.0)
        .fetch_optional(tx)
        .await?;
    let until: Option<i64> = taken.map(|row| row.try_get("until")).transpose()?;
    Ok(until.is_some_and(|until| until >= now.0))
}

pub(super) async fn begin_sign_in(
    tx: &mut PgConnection,
    who: &SignInName,
    now: Timestamp,
) -> Result<SignIn, StoreError> {
    let found = sqlx::query(
        "SELECT password, failures, locked_until, revoked_at FROM officer \
         WHERE login = $1 AND office = $2 FOR NO KEY UPDATE",
    )
    .bind(who.officer.as_str())
    .bind(who.office.as_str())
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = found else {
        return Ok(SignIn::Unknown);
    };
    let kept = Attempts {
        password: row.try_get("password")?,
        failures: number(&row, "failures")?,
        locked_until: row.try_get("locked_until")?,
        revoked_at: row.try_get("revoked_at")?,
    };
    let (met, counted) = attempt(kept, now);
    if let Some(counted) = counted {
        sqlx::query("UPDATE officer SET failures = $1, locked_until = $2 WHERE login = $3")
            .bind(i64::from(counted.failures))
            .bind(counted.locked_until)
            .bind(who.officer.as_str())
            .execute(&mut *tx)
            .await?;
    }
    Ok(met)
}
