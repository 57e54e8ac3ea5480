//! Keeps numbers ahead of time: for each agency of the office, today and the next five working
//! days, so that an outage of a week costs no official code (counter.md 9).

use domain::calendar::WorkingCalendar;
use domain::ids::AgencyCode;
use domain::time::CivilDate;
use protocol::wire::{LEASE_NUMBERS_MAX, Lease, LeaseWish, Policy, lease_message};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::{JournalPosition, Numbering, PublishedKind, Reader, StoreError};

use crate::engine::{Engine, LEASE_BLOCK_DEFAULT, SyncError};
use crate::steps::published::verify;
use crate::steps::push::give_up_token;
use protocol::commands::ChangeTag;

/// Working days after today to hold numbers for.
const DAYS_AHEAD: usize = 5;
/// How far ahead working days are looked for.
const HORIZON_DAYS: i64 = 30;
/// Agencies leased for: the office's own and the ten it most receives for.
const AGENCIES_MAX: usize = 11;
/// Setting: numbers asked for at once.
const BLOCK_SETTING: &str = "lease.block";
/// A block is topped up when less than this share of it is left: one half, as the centre has it.
const TOP_UP_DIVISOR: u32 = 2;

/// The part of the catalogue that is needed here: it is read at every activation, and the procedures
/// are most of it.
#[derive(Deserialize)]
struct OfCatalogue {
    calendar: WorkingCalendar,
}

pub(crate) async fn run(engine: &Engine) -> Result<(), SyncError> {
    let today = engine.now().civil_date();
    let (wishes, journal) = engine.ledger.read(move |r| wishes(r, today)).await?;
    if wishes.is_empty() {
        return Ok(());
    }
    let token = engine.token()?;
    let leases = engine.client.lease(&token, &wishes).await;
    let leases = leases.map_err(|error| give_up_token(engine, error))?;
    let leases = checked(engine, leases, &journal)?;
    engine
        .ledger
        .write(move |tx| tx.put_leases(&leases))
        .await?;
    engine.changed(&[ChangeTag::Strip, ChangeTag::Sync]);
    Ok(())
}

fn wishes(
    r: &Reader<'_>,
    today: CivilDate,
) -> Result<(Vec<LeaseWish>, JournalPosition), StoreError> {
    let journal = r.journal()?;
    if r.numbering()? != Numbering::Open {
        return Ok((Vec::new(), journal));
    }
    let (Some(policy), Some(catalogue)) = (
        published::<Policy>(r, PublishedKind::Policy)?,
        published::<OfCatalogue>(r, PublishedKind::Catalogue)?,
    ) else {
        return Ok((Vec::new(), journal));
    };
    let block = block_size(r)?;
    let mut wishes = Vec::new();
    for agency in policy.office.agencies.iter().take(AGENCIES_MAX) {
        for day in days(&catalogue, today) {
            if r.codes_left(agency, day)? < block.div_ceil(TOP_UP_DIVISOR) {
                wishes.push(wish(agency, day, block));
            }
        }
    }
    Ok((wishes, journal))
}

fn wish(agency: &AgencyCode, day: CivilDate, want: u32) -> LeaseWish {
    LeaseWish {
        agency: agency.clone(),
        day,
        want,
        reserve: false,
    }
}

/// Today, whatever day it is, and the next working days.
fn days(catalogue: &OfCatalogue, today: CivilDate) -> impl Iterator<Item = CivilDate> + '_ {
    let ahead = (1..=HORIZON_DAYS)
        .map(move |n| today.plus_days(n))
        .filter(|day| catalogue.calendar.is_working_day(*day))
        .take(DAYS_AHEAD);
    std::iter::once(today).chain(ahead)
}

fn block_size(r: &Reader<'_>) -> Result<u32, StoreError> {
    let set = r.setting(BLOCK_SETTING)?.and_then(|text| text.parse().ok());
    Ok(set
        .unwrap_or(LEASE_BLOCK_DEFAULT)
        .clamp(1, LEASE_NUMBERS_MAX))
}

/// A published document that cannot be read was never stored.
fn published<T: DeserializeOwned>(
    r: &Reader<'_>,
    kind: PublishedKind,
) -> Result<Option<T>, StoreError> {
    Ok(r.published(kind)?
        .and_then(|held| serde_json::from_str(&held.json).ok()))
}

fn checked(
    engine: &Engine,
    leases: Vec<Lease>,
    journal: &JournalPosition,
) -> Result<Vec<store::Lease>, SyncError> {
    leases
        .into_iter()
        .map(|lease| check(engine, lease, journal.incarnation))
        .collect()
}

fn check(engine: &Engine, lease: Lease, incarnation: u32) -> Result<store::Lease, SyncError> {
    let bound = lease.desk == engine.identity.desk && lease.incarnation == incarnation;
    let signed = verify(&engine.centre_key, &lease_message(&lease), &lease.signature);
    if !bound || signed.is_none() {
        return Err(SyncError::Signature { what: "lease" });
    }
    let Lease {
        id,
        desk,
        incarnation,
        agency,
        day,
        from,
        to,
        reserve,
        signature,
    } = lease;
    Ok(store::Lease {
        id,
        desk,
        incarnation,
        agency,
        day,
        from,
        to,
        reserve,
        signature,
    })
}
