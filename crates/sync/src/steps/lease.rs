//! Keeps numbers ahead of time: today and the next five working days, for the office's own agencies
//! and the ten others it most receives for, everyday numbers and a reserve, so that an outage of a
//! week costs no official code (counter.md 9). What nobody drew of a day gone by goes back. For any
//! other agency or day numbers are asked for when they are needed: [`crate::LeaseOffice`].

use domain::calendar::WorkingCalendar;
use domain::ids::{AgencyCode, DeskId};
use domain::time::CivilDate;
use protocol::wire::{LEASE_NUMBERS_MAX, Lease, LeaseReturn, LeaseWish, Policy, lease_message};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::{LeaseState, Numbering, PublishedKind, Reader, StoreError};

use crate::engine::{Engine, LEASE_BLOCK_DEFAULT, SyncError};
use crate::steps::published::verify;
use crate::steps::push::give_up_token;
use protocol::commands::ChangeTag;

/// Working days after today to hold numbers for.
const DAYS_AHEAD: usize = 5;
/// How far ahead working days are looked for.
const HORIZON_DAYS: i64 = 30;
/// Most agencies of its own an office holds numbers for.
const OWN_AGENCIES_MAX: usize = 11;
/// Other agencies: those it most receives for.
const OTHER_AGENCIES_MAX: u32 = 10;
/// Receptions of so many days are counted for that.
const COUNTED_DAYS: i64 = 30;
/// Most wishes in one request, as the centre takes them; the next activation goes on.
const WISHES_MAX: usize = 100;
/// Setting: numbers asked for at once.
const BLOCK_SETTING: &str = "lease.block";
/// Setting: numbers held in reserve for a day.
const RESERVE_SETTING: &str = "lease.reserve";
/// A block is topped up when less than this share of it is left: one half, as the centre has it.
const TOP_UP_DIVISOR: u32 = 2;

/// The part of the catalogue that is needed here: it is read at every activation, and the procedures
/// are most of it.
#[derive(Deserialize)]
struct OfCatalogue {
    calendar: WorkingCalendar,
}

/// What one look at the database finds to ask for.
#[derive(Default)]
struct Wanted {
    own: Vec<LeaseWish>,
    others: Vec<LeaseWish>,
    incarnation: u32,
}

pub(crate) async fn run(engine: &Engine) -> Result<(), SyncError> {
    give_back(engine).await?;
    let today = engine.now().civil_date();
    let Wanted {
        own,
        others,
        incarnation,
    } = engine.ledger.read(move |r| wanted(r, today)).await?;
    ask(engine, own, incarnation).await?;
    match ask(engine, others, incarnation).await {
        // an agency that is no longer anybody's: its codes wait, those of the office do not
        Err(SyncError::Call(error)) if error.code() == "unknown_agency" => {
            tracing::warn!("the centre draws no codes for an agency this office received for");
            Ok(())
        }
        done => done,
    }
}

async fn ask(engine: &Engine, wishes: Vec<LeaseWish>, incarnation: u32) -> Result<(), SyncError> {
    if wishes.is_empty() {
        return Ok(());
    }
    let token = engine.token()?;
    let leases = engine.client.lease(&token, &wishes).await;
    let leases = leases.map_err(|error| give_up_token(engine, error))?;
    let bound = Bound {
        desk: engine.identity.desk,
        incarnation,
        centre_key: &engine.centre_key,
    };
    let leases = bound.checked(leases)?;
    engine
        .ledger
        .write(move |tx| tx.put_leases(&leases))
        .await?;
    engine.changed(&[ChangeTag::Strip, ChangeTag::Sync]);
    Ok(())
}

/// Tells the centre what went back here. A centre that does not know the call keeps the numbers.
async fn give_back(engine: &Engine) -> Result<(), SyncError> {
    let back: Vec<LeaseState> = engine.ledger.read(returns_to_tell).await?;
    if back.is_empty() {
        return Ok(());
    }
    let returns: Vec<LeaseReturn> = back
        .iter()
        .map(|state| LeaseReturn {
            lease: state.lease.id,
            from: state.next,
        })
        .collect();
    let token = engine.token()?;
    match engine.client.return_numbers(&token, &returns).await {
        Ok(reply) => tracing::info!(leases = reply.taken.len(), "numbers went back"),
        Err(error) if error.status() == Some(404) => return Ok(()),
        Err(error) => return Err(give_up_token(engine, error)),
    }
    engine
        .ledger
        .write(move |tx| {
            let told: Vec<_> = returns.iter().map(|back| back.lease).collect();
            tx.returns_told(&told)
        })
        .await
}

/// The centre takes them from a life that it has not ended.
fn returns_to_tell(r: &Reader<'_>) -> Result<Vec<LeaseState>, StoreError> {
    if r.has_twin()? {
        return Ok(Vec::new());
    }
    r.returns_to_tell()
}

fn wanted(r: &Reader<'_>, today: CivilDate) -> Result<Wanted, StoreError> {
    let incarnation = r.identity()?.incarnation;
    if r.numbering()? != Numbering::Open {
        return Ok(Wanted::default());
    }
    let (Some(policy), Some(catalogue)) = (
        published::<Policy>(r, PublishedKind::Policy)?,
        published::<OfCatalogue>(r, PublishedKind::Catalogue)?,
    ) else {
        return Ok(Wanted::default());
    };
    let days: Vec<CivilDate> = days(&catalogue, today).collect();
    let mut own: Vec<AgencyCode> = policy.office.agencies;
    let others =
        r.agencies_received_for(today.plus_days(-COUNTED_DAYS), &own, OTHER_AGENCIES_MAX)?;
    own.truncate(OWN_AGENCIES_MAX);
    Ok(Wanted {
        own: wishes(r, &own, &days)?,
        others: wishes(r, &others, &days)?,
        incarnation,
    })
}

/// Nearest days first, for every agency alike.
fn wishes(
    r: &Reader<'_>,
    agencies: &[AgencyCode],
    days: &[CivilDate],
) -> Result<Vec<LeaseWish>, StoreError> {
    let sizes = [
        (false, size(r, BLOCK_SETTING, LEASE_BLOCK_DEFAULT)?),
        (true, size(r, RESERVE_SETTING, LEASE_BLOCK_DEFAULT)?),
    ];
    let mut wishes = Vec::new();
    for day in days {
        for agency in agencies {
            for (reserve, want) in sizes {
                let left = r.codes_left_of(agency, *day, reserve)?;
                if left < want.div_ceil(TOP_UP_DIVISOR) {
                    wishes.push(LeaseWish {
                        agency: agency.clone(),
                        day: *day,
                        want,
                        reserve,
                    });
                }
            }
        }
    }
    wishes.truncate(WISHES_MAX);
    Ok(wishes)
}

/// Today, whatever day it is, and the next working days.
fn days(catalogue: &OfCatalogue, today: CivilDate) -> impl Iterator<Item = CivilDate> + '_ {
    let ahead = (1..=HORIZON_DAYS)
        .map(move |n| today.plus_days(n))
        .filter(|day| catalogue.calendar.is_working_day(*day))
        .take(DAYS_AHEAD);
    std::iter::once(today).chain(ahead)
}

fn size(r: &Reader<'_>, setting: &str, default: u32) -> Result<u32, StoreError> {
    let set = r.setting(setting)?.and_then(|text| text.parse().ok());
    Ok(set.unwrap_or(default).clamp(1, LEASE_NUMBERS_MAX))
}

/// A published document that cannot be read was never stored.
fn published<T: DeserializeOwned>(
    r: &Reader<'_>,
    kind: PublishedKind,
) -> Result<Option<T>, StoreError> {
    Ok(r.published(kind)?
        .and_then(|held| serde_json::from_str(&held.json).ok()))
}

/// What a lease must be bound to, and who must have signed it.
pub(crate) struct Bound<'a> {
    pub(crate) desk: DeskId,
    pub(crate) incarnation: u32,
    pub(crate) centre_key: &'a str,
}

impl Bound<'_> {
    pub(crate) fn checked(&self, leases: Vec<Lease>) -> Result<Vec<store::Lease>, SyncError> {
        leases.into_iter().map(|lease| self.check(lease)).collect()
    }

    fn check(&self, lease: Lease) -> Result<store::Lease, SyncError> {
        let is_ours = lease.desk == self.desk && lease.incarnation == self.incarnation;
        let signed = verify(self.centre_key, &lease_message(&lease), &lease.signature);
        if !is_ours || signed.is_none() {
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
}
