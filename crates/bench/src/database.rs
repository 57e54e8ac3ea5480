//! Databases to measure on: made by the store itself, filled through its own feed path, and opened
//! once more beside it as bare SQLCipher with the same key and settings.
//!
//! Files lie in the folder for temporary files (`TMPDIR`); for commits to mean anything that must
//! be on the disk a desk would use.

use std::path::Path;
use std::time::{Duration, Instant};

use domain::code::CodePattern;
use domain::dossier::ReceivedCode;
use domain::ids::{DeskId, EventId, LeaseId};
use domain::journal::{ClockReading, Envelope};
use rusqlite::{Connection, OpenFlags};
use store::{DatabaseKey, FeedPage, Paths, Pulled, Store};
use uuid::Uuid;

use crate::Failure;
use crate::live::Progress;
use crate::seeded::{Dossiers, Prepared, Rng, Site};

const KEY: [u8; 32] = [0x5A; 32];
/// Events a page of the feed brings; what the sync engine asks for at most is smaller.
const PAGE_EVENTS: u32 = 2_000;
const FEED: &str = "office:hoa-lu";
/// The desk the pulled dossiers were received at.
const OTHER_DESK: DeskId = DeskId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0007));

/// Settings the store gives its connections, for a bare one beside them.
const SAME_SETTINGS: &str = "PRAGMA foreign_keys = 1; PRAGMA trusted_schema = 0;
    PRAGMA temp_store = memory; PRAGMA cache_size = -16384;";
const SAME_WRITER: &str = "PRAGMA journal_mode = wal; PRAGMA synchronous = full;
    PRAGMA journal_size_limit = 8388608;";

/// Whether a bare connection writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

pub(crate) fn key() -> DatabaseKey {
    DatabaseKey::from_bytes(KEY)
}

/// The same database without the store around it.
pub(crate) fn bare(path: &Path, access: Access) -> Result<Connection, Failure> {
    let flags = match access {
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.execute_batch(&format!("PRAGMA key = \"x'{}'\"", key().hex().as_str()))?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.execute_batch(SAME_SETTINGS)?;
    if access == Access::Write {
        connection.execute_batch(SAME_WRITER)?;
    }
    Ok(connection)
}

/// What the queries are made from.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) phone: String,
    pub(crate) code: String,
    pub(crate) running: u32,
}

/// A filled database.
pub(crate) struct Filled {
    pub(crate) known: Vec<Known>,
    pub(crate) took: Duration,
}

/// Receives `count` dossiers from the feed, page by page, as a new desk of an old office does.
pub(crate) fn fill(store: &Store, site: &Site, seed: u64, count: u32) -> Result<Filled, Failure> {
    let mut dossiers = Dossiers::over_the_year(site, seed, count)?;
    let mut rng = Rng::new(seed.wrapping_add(77));
    let mut filled = Filled {
        known: Vec::new(),
        took: Duration::ZERO,
    };
    let mut progress = Progress::new("dossiers filled in", count);
    let mut position = 0_u64;
    while let Some(left) = count
        .checked_sub(u32::try_from(position)?)
        .filter(|left| *left > 0)
    {
        let mut events = Vec::new();
        for _ in 0..left.min(PAGE_EVENTS) {
            position += 1;
            let prepared = dossiers.next()?;
            filled.known.push(known(&prepared, site)?);
            events.push(pulled(prepared, site, &mut rng, position)?);
        }
        let at = events
            .last()
            .map(|last| last.envelope.at)
            .unwrap_or_default();
        let page = FeedPage {
            feed: FEED.to_owned(),
            events,
            next: position,
            epoch: 1,
            at,
        };
        let begun = Instant::now();
        store.write(|tx| tx.apply_feed(&page.ready()).map(drop))?;
        filled.took += begun.elapsed();
        progress.reached(u32::try_from(position)?);
    }
    Ok(filled)
}

/// The code this prepared intake gets from a lease that begins at 1.
fn code(prepared: &Prepared, site: &Site) -> Result<ReceivedCode, Failure> {
    leased_code(prepared, site, LeaseId(prepared.id.0))
}

/// The same under a lease of the centre.
pub(crate) fn leased_code(
    prepared: &Prepared,
    site: &Site,
    lease: LeaseId,
) -> Result<ReceivedCode, Failure> {
    let day = prepared.now.civil_date();
    let number = u64::from(prepared.number);
    let code = CodePattern::default().code(&site.agency, day, number)?;
    Ok(ReceivedCode::Official { code, lease })
}

fn known(prepared: &Prepared, site: &Site) -> Result<Known, Failure> {
    let owner = &prepared.owner.body;
    let number = match owner {
        domain::party::PartyBody::Person(person) => person.number.as_ref(),
        domain::party::PartyBody::Organisation(_) => None,
    };
    Ok(Known {
        name: owner.name().to_owned(),
        number: number
            .map(|number| number.as_str().to_owned())
            .unwrap_or_default(),
        phone: owner
            .phone()
            .map(|phone| phone.as_str().to_owned())
            .unwrap_or_default(),
        code: code(prepared, site)?.to_string(),
        running: prepared.number,
    })
}

fn pulled(
    prepared: Prepared,
    site: &Site,
    rng: &mut Rng,
    position: u64,
) -> Result<Pulled, Failure> {
    let code = code(&prepared, site)?;
    let envelope = Envelope {
        id: EventId(rng.uuid(prepared.now.0)),
        origin: OTHER_DESK,
        incarnation: 1,
        seq: position,
        dossier: prepared.id,
        at: prepared.now,
        officer: site.officer.clone(),
        own_epoch: 0,
        clock: ClockReading {
            skew_ms: 0,
            heard_at: Some(prepared.now),
        },
        versions: prepared.checked.versions(),
    };
    let body = prepared
        .checked
        .receive(code)
        .map_err(|refusal| refusal.code())?;
    Ok(Pulled {
        position,
        envelope,
        body: serde_json::to_string(&body)?,
    })
}

/// A new database of the seeded office in `dir`.
pub(crate) fn create(dir: &Path, site: &Site) -> Result<Store, Failure> {
    Ok(Store::create(&Paths::new(dir), &key(), &site.identity())?)
}
