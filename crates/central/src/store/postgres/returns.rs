//! Numbers that come back: lock the desk and the days, load the blocks, let
//! [`crate::lease::give_back`] decide, shorten or remove them. What is gone from the table may be
//! cut again.

use std::collections::BTreeSet;

use domain::ids::LeaseId;
use protocol::wire::LeaseReturn;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::rows::number;
use super::{desks, leases};
use crate::lease::{Block, GivenBack, ReturnOutcome, give_back};
use crate::store::{ReturnAsk, StoreError};

pub(super) async fn take_back(
    tx: &mut PgConnection,
    ask: &ReturnAsk,
) -> Result<ReturnOutcome, StoreError> {
    let caller = &ask.caller;
    if caller.session_incarnation != caller.incarnation {
        return Ok(ReturnOutcome::OldIncarnation);
    }
    let desk = desks::lock(tx, caller.desk).await?;
    if desk.is_none_or(|desk| desk.incarnation != caller.incarnation) {
        return Ok(ReturnOutcome::OldIncarnation);
    }
    let days = days(tx, ask).await?;
    leases::lock_days(tx, days).await?;
    let mut taken = Vec::new();
    for back in &ask.returns {
        if take(tx, ask, *back).await? {
            taken.push(back.lease);
        }
    }
    Ok(ReturnOutcome::Taken(taken))
}

/// Agencies and days of the leases.
async fn days(
    tx: &mut PgConnection,
    ask: &ReturnAsk,
) -> Result<BTreeSet<(String, String)>, StoreError> {
    let ids: Vec<Uuid> = ask.returns.iter().map(|back| back.lease.0).collect();
    let rows = sqlx::query("SELECT agency, day FROM lease WHERE id = ANY($1) AND desk = $2")
        .bind(ids)
        .bind(ask.caller.desk.0)
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("agency")?, row.try_get("day")?)))
        .collect()
}

async fn take(
    tx: &mut PgConnection,
    ask: &ReturnAsk,
    back: LeaseReturn,
) -> Result<bool, StoreError> {
    let Some((block, carried)) = held(tx, ask, back).await? else {
        return Ok(false);
    };
    let changed = match give_back(&block, back.from, carried) {
        GivenBack::Nothing => return Ok(false),
        GivenBack::EndsAt(last) => {
            sqlx::query("UPDATE lease SET last = $1 WHERE id = $2")
                .bind(i64::from(last))
                .bind(back.lease.0)
                .execute(tx)
                .await?
        }
        GivenBack::Whole => {
            sqlx::query("DELETE FROM lease WHERE id = $1")
                .bind(back.lease.0)
                .execute(tx)
                .await?
        }
    };
    Ok(changed.rows_affected() > 0)
}

/// The block, if it is the caller's and not void, and the highest number from there on that a
/// dossier carries.
async fn held(
    tx: &mut PgConnection,
    ask: &ReturnAsk,
    back: LeaseReturn,
) -> Result<Option<(Block, Option<u32>)>, StoreError> {
    let found = sqlx::query(
        "SELECT l.first, l.last, l.seen, coalesce((SELECT max(c.n) FROM code c \
           WHERE c.agency = l.agency AND c.day = l.day AND c.n BETWEEN $1 AND l.last), 0) AS carried \
         FROM lease l WHERE l.id = $2 AND l.desk = $3 AND l.incarnation = $4 AND l.void_at IS NULL",
    )
    .bind(i64::from(back.from))
    .bind(back.lease.0)
    .bind(ask.caller.desk.0)
    .bind(i64::from(ask.caller.incarnation))
    .fetch_optional(tx)
    .await?;
    let Some(row) = found else { return Ok(None) };
    let block = Block {
        id: LeaseId(back.lease.0),
        from: number(&row, "first")?,
        to: number(&row, "last")?,
        seen: number(&row, "seen")?,
    };
    let carried = number(&row, "carried")?;
    Ok(Some((block, (carried > 0).then_some(carried))))
}
