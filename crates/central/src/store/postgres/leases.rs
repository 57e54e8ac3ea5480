//! Leases: lock the days asked for, load what was given out, let [`crate::lease`] decide, write the
//! new blocks. That two blocks never share a number is also a constraint of the table (I6).

use std::collections::BTreeSet;

use domain::ids::{AgencyCode, LeaseId};
use domain::policy::{NumberRanges, SitePolicy};
use domain::time::CivilDate;
use protocol::wire::{Lease, LeaseWish};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::rows::{json, number};
use super::{desks, restoring};
use crate::lease::{Block, GivenOut, LeaseOutcome};
use crate::store::rules::leasing::{Leasing, is_open, leasing};
use crate::store::{LeaseAsk, StoreError};

pub(super) async fn lease(
    tx: &mut PgConnection,
    ask: &LeaseAsk,
) -> Result<LeaseOutcome, StoreError> {
    let caller = &ask.caller;
    if caller.session_incarnation != caller.incarnation {
        return Ok(LeaseOutcome::OldIncarnation);
    }
    // a new incarnation may have begun since the caller was looked up
    let desk = desks::lock(tx, caller.desk).await?;
    if desk.is_none_or(|desk| desk.incarnation != caller.incarnation) {
        return Ok(LeaseOutcome::OldIncarnation);
    }
    if ask.wishes.iter().any(|wish| !is_open(ask.days, wish)) {
        return Ok(LeaseOutcome::Day);
    }
    for wish in &ask.wishes {
        if !ask.competent.contains(&wish.agency) && !is_known_agency(tx, &wish.agency).await? {
            return Ok(LeaseOutcome::UnknownAgency);
        }
    }
    let days = ask.wishes.iter();
    let days = days.map(|wish| (wish.agency.to_string(), wish.day.to_string()));
    lock_days(tx, days.collect()).await?;
    let mut leases = Vec::new();
    for wish in &ask.wishes {
        leases.extend(answer(tx, ask, wish).await?);
    }
    leases.dedup_by(|a, b| a.id == b.id);
    Ok(LeaseOutcome::Leased(leases))
}

async fn is_known_agency(tx: &mut PgConnection, agency: &AgencyCode) -> Result<bool, StoreError> {
    let found = sqlx::query("SELECT 1 FROM agency WHERE code = $1 LIMIT 1")
        .bind(agency.as_str())
        .fetch_optional(tx)
        .await?;
    Ok(found.is_some())
}

/// Locks days of agencies against other leases and against codes that come in for them.
pub(super) async fn lock_days(
    tx: &mut PgConnection,
    days: BTreeSet<(String, String)>,
) -> Result<(), StoreError> {
    let (agencies, days): (Vec<_>, Vec<_>) = days.into_iter().unzip();
    sqlx::query(
        "INSERT INTO lease_day(agency, day) \
         SELECT p.agency, p.day FROM unnest($1, $2) AS p(agency, day) \
         ORDER BY p.agency COLLATE \"C\", p.day COLLATE \"C\" ON CONFLICT DO NOTHING",
    )
    .bind(&agencies)
    .bind(&days)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "SELECT 1 FROM lease_day WHERE (agency, day) IN (SELECT * FROM unnest($1, $2)) \
         ORDER BY agency, day FOR UPDATE",
    )
    .bind(&agencies)
    .bind(&days)
    .execute(tx)
    .await?;
    Ok(())
}

/// Keeps leases of these days from being cut while codes of them are written; codes do not keep
/// one another.
pub(super) async fn hold_days(
    tx: &mut PgConnection,
    agencies: &[String],
    days: &[String],
) -> Result<(), StoreError> {
    if days.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "SELECT 1 FROM lease_day WHERE (agency, day) IN (SELECT * FROM unnest($1, $2)) \
         ORDER BY agency, day FOR KEY SHARE",
    )
    .bind(agencies)
    .bind(days)
    .execute(tx)
    .await?;
    Ok(())
}

async fn answer(
    tx: &mut PgConnection,
    ask: &LeaseAsk,
    wish: &LeaseWish,
) -> Result<Vec<Lease>, StoreError> {
    restoring::give_up_unknown(tx, ask, (&wish.agency, wish.day)).await?;
    let own = own_blocks(tx, ask, wish).await?;
    let given = given_out(tx, &wish.agency, wish.day).await?;
    let Leasing { mut again, fresh } = leasing(ask, wish, &own, &given);
    for lease in &fresh {
        insert(tx, ask, lease).await?;
    }
    again.extend(fresh);
    Ok(again)
}

async fn own_blocks(
    tx: &mut PgConnection,
    ask: &LeaseAsk,
    wish: &LeaseWish,
) -> Result<Vec<Block>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, first, last, seen FROM lease WHERE agency = $1 AND day = $2 AND desk = $3 \
           AND incarnation = $4 AND reserve = $5 AND void_at IS NULL ORDER BY first",
    )
    .bind(wish.agency.as_str())
    .bind(wish.day.to_string())
    .bind(ask.caller.desk.0)
    .bind(i64::from(ask.caller.incarnation))
    .bind(wish.reserve)
    .fetch_all(tx)
    .await?;
    rows.iter().map(block).collect()
}

fn block(row: &PgRow) -> Result<Block, StoreError> {
    Ok(Block {
        id: LeaseId(row.try_get("id")?),
        from: number(row, "first")?,
        to: number(row, "last")?,
        seen: number(row, "seen")?,
    })
}

pub(super) async fn given_out(
    tx: &mut PgConnection,
    agency: &AgencyCode,
    day: CivilDate,
) -> Result<GivenOut, StoreError> {
    let ranges = ranges(tx, agency).await?;
    // a block cut under other ranges may reach from one into the next
    let row = sqlx::query(
        "SELECT coalesce(max(least(last, $3)) FILTER (WHERE first <= $3), 0) AS everyday, \
           coalesce(max(least(last, $4)) FILTER (WHERE last > $3 AND first <= $4), 0) AS reserve, \
           coalesce(max(least(last, $5)) FILTER (WHERE last > $4 AND first <= $5), 0) AS beyond \
         FROM lease WHERE agency = $1 AND day = $2",
    )
    .bind(agency.as_str())
    .bind(day.to_string())
    .bind(i64::from(ranges.everyday_last))
    .bind(i64::from(ranges.reserve_last))
    .bind(i64::from(NumberRanges::LAST_MAX))
    .fetch_one(&mut *tx)
    .await?;
    Ok(GivenOut {
        ranges,
        everyday: number(&row, "everyday")?,
        reserve: number(&row, "reserve")?,
        beyond: number(&row, "beyond")?,
        stray: stray(tx, agency, day).await?,
    })
}

/// The ranges of an agency: those of the office it belongs to first.
async fn ranges(tx: &mut PgConnection, agency: &AgencyCode) -> Result<NumberRanges, StoreError> {
    let found = sqlx::query(
        "SELECT o.rules FROM agency a JOIN office o ON o.id = a.office WHERE a.code = $1 \
         ORDER BY a.position, a.office LIMIT 1",
    )
    .bind(agency.as_str())
    .fetch_optional(tx)
    .await?;
    let rules: Option<SitePolicy> = found.map(|row| json(&row, "rules")).transpose()?;
    Ok(rules.map(|rules| rules.numbers).unwrap_or_default())
}

/// Numbers some dossier carries although no block covers them.
async fn stray(
    tx: &mut PgConnection,
    agency: &AgencyCode,
    day: CivilDate,
) -> Result<BTreeSet<u32>, StoreError> {
    let rows = sqlx::query(
        "SELECT c.n FROM code c WHERE c.agency = $1 AND c.day = $2 AND c.n <= $3 \
           AND NOT EXISTS (SELECT 1 FROM lease l WHERE l.agency = c.agency AND l.day = c.day \
             AND l.last >= c.n AND l.first <= c.n)",
    )
    .bind(agency.as_str())
    .bind(day.to_string())
    .bind(i64::from(NumberRanges::LAST_MAX))
    .fetch_all(tx)
    .await?;
    rows.iter().map(|row| number(row, "n")).collect()
}

async fn insert(tx: &mut PgConnection, ask: &LeaseAsk, lease: &Lease) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO lease(id, agency, day, first, last, reserve, desk, incarnation, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(lease.id.0)
    .bind(lease.agency.as_str())
    .bind(lease.day.to_string())
    .bind(i64::from(lease.from))
    .bind(i64::from(lease.to))
    .bind(lease.reserve)
    .bind(lease.desk.0)
    .bind(i64::from(lease.incarnation))
    .bind(ask.now.0)
    .execute(tx)
    .await?;
    Ok(())
}
