//! The same dossiers for both sides: here as events of a journal, there as documents that hold the
//! reception's body with its id, officer and time, and nothing of what only our journal needs.

use std::fmt::Write as _;
use std::path::Path;

use domain::dossier::EventBody;
use domain::ids::{DossierId, EventId};
use domain::journal::{ClockReading, PinnedVersions};
use domain::time::{CivilDate, Timestamp};
use protocol::wire::Lease;
use serde_json::{Value, json};
use store::{NewEvent, Tx};

use crate::Failure;
use crate::database;
use crate::province::{Enrolled, Province};
use crate::seeded::{Dossiers, Prepared, Rng, Site, measured_day, pages};

/// Numbers of one block, the most there are.
const NUMBERS_MAX: u32 = protocol::wire::LEASE_NUMBERS_MAX;
/// Events recorded in one transaction; nobody times this.
const RECORDED_AT_ONCE: usize = 500;

/// One reception, ready to be recorded.
pub(super) struct Document {
    event: EventId,
    dossier: DossierId,
    at: Timestamp,
    versions: PinnedVersions,
    pub(super) body: EventBody,
}

/// Receptions over the year so far, each with a number that its desk has leased.
pub(super) fn over_the_year(
    province: &Province,
    (desk, site): (&Enrolled, &Site),
    seed: u64,
    count: u32,
) -> Result<Vec<Document>, Failure> {
    let mut dossiers = Dossiers::over_the_year(site, seed, count)?;
    let prepared = (0..count).map(|_| dossiers.next());
    let prepared: Vec<Prepared> = prepared.collect::<Result<_, _>>()?;
    let mut days: Vec<CivilDate> = prepared.iter().map(|one| one.now.civil_date()).collect();
    days.dedup();
    let per_day = prepared.iter().map(|one| one.number).max().unwrap_or(1);
    if per_day > NUMBERS_MAX {
        return Err("more dossiers a day than one block has numbers".into());
    }
    let leases = province.lease(desk, site, &days, per_day)?;
    documents(prepared, site, seed, &leases)
}

/// Receptions with one scan each of so many bytes, on one day.
pub(super) fn with_scans(
    province: &Province,
    (desk, site): (&Enrolled, &Site),
    seed: u64,
    (count, bytes): (u32, usize),
) -> Result<Vec<Document>, Failure> {
    let mut dossiers = Dossiers::scanned(site, seed, bytes)?;
    let mut prepared = Vec::new();
    for number in 1..=count {
        // some procedures take no paper
        let mut one = dossiers.next()?;
        while one.attachments.is_empty() {
            one = dossiers.next()?;
        }
        prepared.push(Prepared { number, ..one });
    }
    let day = measured_day().ok_or("a day")?;
    let leases = province.lease(desk, site, &[day], NUMBERS_MAX)?;
    documents(prepared, site, seed, &leases)
}

fn documents(
    prepared: Vec<Prepared>,
    site: &Site,
    seed: u64,
    leases: &[Lease],
) -> Result<Vec<Document>, Failure> {
    let mut rng = Rng::new(seed.wrapping_add(55));
    let document = |one: Prepared| {
        let day = one.now.civil_date();
        let lease = leases.iter().find(|lease| lease.day == day);
        let lease = lease.ok_or("a day without numbers")?;
        let code = database::leased_code(&one, site, lease.id)?;
        let (versions, received) = (one.checked.versions(), one.checked.receive(code));
        Ok(Document {
            event: EventId(rng.uuid(one.now.0)),
            dossier: one.id,
            at: one.now,
            versions,
            body: received.map_err(|refusal| refusal.code())?,
        })
    };
    prepared.into_iter().map(document).collect()
}

/// Records them in a desk's journal.
pub(super) fn record(
    store: &store::Store,
    site: &Site,
    documents: &[Document],
) -> Result<(), Failure> {
    for some in documents.chunks(RECORDED_AT_ONCE) {
        store.write(|tx| -> Result<(), Failure> {
            some.iter().try_for_each(|one| one.append(tx, site))
        })?;
    }
    Ok(())
}

impl Document {
    fn append(&self, tx: &Tx<'_>, site: &Site) -> Result<(), Failure> {
        tx.append(&NewEvent {
            id: self.event,
            dossier: self.dossier,
            at: self.at,
            officer: &site.officer,
            own_epoch: 0,
            clock: ClockReading {
                skew_ms: 0,
                heard_at: Some(self.at),
            },
            versions: self.versions,
            body: &self.body,
        })?;
        Ok(())
    }

    /// As an application on PouchDB would keep it.
    fn json(&self, site: &Site) -> Result<Value, Failure> {
        let mut value = serde_json::to_value(&self.body)?;
        let object = value.as_object_mut().ok_or("a body that is no object")?;
        object.insert("_id".into(), json!(self.dossier));
        object.insert("officer".into(), json!(site.officer));
        object.insert("at".into(), json!(self.at));
        Ok(value)
    }

    /// The bytes of its scan.
    pub(super) fn scan(&self) -> Option<Vec<u8>> {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "only receptions are made here"
        )]
        let attachments = match &self.body {
            EventBody::Received(received) => &received.attachments,
            _ => return None,
        };
        let attachment = attachments.first()?;
        let bytes = usize::try_from(attachment.size_bytes).ok()?;
        Some(pages::noise(attachment.id, bytes))
    }
}

/// A file of documents, one in a line; the median size of a line.
pub(super) fn write_lines(
    path: &Path,
    site: &Site,
    documents: &[Document],
) -> Result<f64, Failure> {
    let (mut text, mut sizes) = (String::new(), Vec::new());
    for document in documents {
        let line = document.json(site)?.to_string();
        sizes.push(f64::from(u32::try_from(line.len())?));
        writeln!(text, "{line}")?;
    }
    store::files::write_atomic(path, text.as_bytes())?;
    Ok(crate::stats::median(sizes))
}

/// A folder of scans, one in a file.
pub(super) fn write_scans(dir: &Path, documents: &[Document]) -> Result<(), Failure> {
    std::fs::create_dir_all(dir)?;
    for (n, document) in documents.iter().enumerate() {
        let scan = document.scan().ok_or("a reception without a scan")?;
        store::files::write_atomic(&dir.join(format!("{n:06}")), &scan)?;
    }
    Ok(())
}
