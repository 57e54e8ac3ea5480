//! Leases: load what was given out, let [`crate::lease`] decide, write the new blocks.

use std::collections::BTreeSet;

use domain::ids::AgencyCode;
use domain::policy::{NumberRanges, SitePolicy};
use domain::time::CivilDate;
use protocol::wire::{Lease, LeaseWish};
use rusqlite::{OptionalExtension, Transaction, named_params};

use super::restoring;
use super::rows::{json, number, parsed};
use crate::lease::{Block, GivenOut, LeaseOutcome};
use crate::store::rules::leasing::{Leasing, is_open, leasing};
use crate::store::{LeaseAsk, StoreError};

pub(super) fn lease(tx: &Transaction<'_>, ask: &LeaseAsk) -> Result<LeaseOutcome, StoreError> {
    if ask.caller.session_incarnation != ask.caller.incarnation {
        return Ok(LeaseOutcome::OldIncarnation);
    }
    for wish in &ask.wishes {
        if !is_open(ask.days, wish) {
            return Ok(LeaseOutcome::Day);
        }
        if !ask.competent.contains(&wish.agency) && !is_known_agency(tx, &wish.agency)? {
            return Ok(LeaseOutcome::UnknownAgency);
        }
    }
    let mut leases = Vec::new();
    for wish in &ask.wishes {
        leases.extend(answer(tx, ask, wish)?);
    }
    leases.dedup_by(|a, b| a.id == b.id);
    Ok(LeaseOutcome::Leased(leases))
}

fn is_known_agency(tx: &Transaction<'_>, agency: &AgencyCode) -> Result<bool, StoreError> {
    let mut statement = tx.prepare_cached("SELECT 1 FROM agency WHERE code = :code")?;
    Ok(statement.exists(named_params! { ":code": agency.as_str() })?)
}

fn answer(
    tx: &Transaction<'_>,
    ask: &LeaseAsk,
    wish: &LeaseWish,
) -> Result<Vec<Lease>, StoreError> {
    restoring::give_up_unknown(tx, ask, (&wish.agency, wish.day))?;
    let own = own_blocks(tx, ask, wish)?;
    let given = given_out(tx, &wish.agency, wish.day)?;
    let Leasing { mut again, fresh } = leasing(ask, wish, &own, &given);
    for lease in &fresh {
        insert(tx, ask, lease)?;
    }
    again.extend(fresh);
    Ok(again)
}

fn own_blocks(
    tx: &Transaction<'_>,
    ask: &LeaseAsk,
    wish: &LeaseWish,
) -> Result<Vec<Block>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT id, first, last, seen FROM lease WHERE agency = :agency AND day = :day \
           AND desk = :desk AND incarnation = :incarnation AND reserve = :reserve \
           AND void_at IS NULL ORDER BY first",
    )?;
    statement
        .query_and_then(
            named_params! {
                ":agency": wish.agency.as_str(), ":day": wish.day.to_string(),
                ":desk": ask.caller.desk.to_string(), ":incarnation": ask.caller.incarnation,
                ":reserve": wish.reserve,
            },
            |row| {
                Ok(Block {
                    id: parsed(row, "id")?,
                    from: number(row, "first")?,
                    to: number(row, "last")?,
                    seen: number(row, "seen")?,
                })
            },
        )?
        .collect()
}

pub(super) fn given_out(
    tx: &Transaction<'_>,
    agency: &AgencyCode,
    day: CivilDate,
) -> Result<GivenOut, StoreError> {
    let ranges = ranges(tx, agency)?;
    // a block cut under other ranges may reach from one into the next
    let top = |low: u32, high: u32| -> Result<u32, StoreError> {
        let mut statement = tx.prepare_cached(
            "SELECT coalesce(max(min(last, :high)), 0) AS top FROM lease \
             WHERE agency = :agency AND day = :day AND last >= :low AND first <= :high",
        )?;
        Ok(statement.query_row(
            named_params! {
                ":agency": agency.as_str(), ":day": day.to_string(), ":low": low, ":high": high,
            },
            |row| row.get("top"),
        )?)
    };
    Ok(GivenOut {
        ranges,
        everyday: top(1, ranges.everyday_last)?,
        reserve: top(ranges.everyday_last + 1, ranges.reserve_last)?,
        beyond: top(ranges.reserve_last + 1, NumberRanges::LAST_MAX)?,
        stray: stray(tx, agency, day)?,
    })
}

/// The ranges of an agency: those of the office it belongs to first.
fn ranges(tx: &Transaction<'_>, agency: &AgencyCode) -> Result<NumberRanges, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT o.rules FROM agency a JOIN office o ON o.id = a.office WHERE a.code = :code \
         ORDER BY a.position, a.office LIMIT 1",
    )?;
    let rules = statement
        .query_row(named_params! { ":code": agency.as_str() }, |row| {
            Ok(json::<SitePolicy>(row, "rules"))
        })
        .optional()?
        .transpose()?;
    Ok(rules.map(|rules| rules.numbers).unwrap_or_default())
}

/// Numbers some dossier carries although no block covers them.
fn stray(
    tx: &Transaction<'_>,
    agency: &AgencyCode,
    day: CivilDate,
) -> Result<BTreeSet<u32>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT c.n FROM code c WHERE c.agency = :agency AND c.day = :day AND c.n <= :most \
           AND NOT EXISTS (SELECT 1 FROM lease l WHERE l.agency = c.agency AND l.day = c.day \
             AND l.last >= c.n AND l.first <= c.n)",
    )?;
    let rows = statement.query_map(
        named_params! {
            ":agency": agency.as_str(), ":day": day.to_string(), ":most": NumberRanges::LAST_MAX,
        },
        |row| row.get("n"),
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn insert(tx: &Transaction<'_>, ask: &LeaseAsk, lease: &Lease) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO lease(id, agency, day, first, last, reserve, desk, incarnation, at) \
         VALUES (:id, :agency, :day, :first, :last, :reserve, :desk, :incarnation, :at)",
        named_params! {
            ":id": lease.id.to_string(), ":agency": lease.agency.as_str(),
            ":day": lease.day.to_string(), ":first": lease.from, ":last": lease.to,
            ":reserve": lease.reserve, ":desk": lease.desk.to_string(),
            ":incarnation": lease.incarnation, ":at": ask.now.0,
        },
    )?;
    Ok(())
}
