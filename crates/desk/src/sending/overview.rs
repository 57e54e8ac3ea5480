//! The synchronisation screen: what is recorded, sent, safe; what waits and why; numbers ahead;
//! outages.

use protocol::view::{ErrorView, LeaseView, LinkState, SyncItem, SyncView, ThawView};
use protocol::wire::Role;
use store::{LeaseState, Reader, Thawed, UnsentItem};

use super::tasks::task_view;
use super::{link, link_reason, receiving};
use crate::desk::{Desk, Work};
use crate::dossiers::{holders, outage_view};
use crate::errors::{Fault, view};

/// Items shown.
const ITEMS_MAX: usize = 200;
/// Outages shown.
const OUTAGES_MAX: usize = 50;
/// Ended freezes shown.
const THAWS_MAX: usize = 50;

impl Desk {
    /// Synchronisation.
    ///
    /// # Errors
    /// `store.*`.
    pub fn sync_overview(&self, (): ()) -> Result<SyncView, ErrorView> {
        self.work().and_then(|work| overview(&work)).map_err(view)
    }
}

fn overview(work: &Work<'_>) -> Result<SyncView, Fault> {
    let status = work.open.worker.status();
    let (link, _reason) = link(status);
    let today = work.now.civil_date();
    work.store().read(|r| {
        let journal = r.journal()?;
        let counts = r.counts()?;
        let heard = crate::act::heard_at(r)?;
        Ok(SyncView {
            link: link.clone(),
            link_reason: link_reason(r, status)?,
            last_contact: status.last_contact.or(heard).map(|at| at.0),
            next_attempt: status.next_attempt.map(|at| at.0),
            receiving: receiving(&work.open.worker),
            recorded: journal.recorded,
            acked: journal.acked,
            durable: journal.durable,
            files_waiting: counts.unsent_files,
            bytes_waiting: counts.unsent_bytes,
            tasks: tasks(r)?,
            items: items(r, &link)?,
            holders: work_of_lead(work, r)?,
            leases: r.leases(today)?.into_iter().filter_map(lease).collect(),
            outages: r.outages(OUTAGES_MAX)?.iter().map(outage_view).collect(),
            thaws: thaws(work, r)?,
        })
    })
}

/// What needs a person.
fn tasks(r: &Reader<'_>) -> Result<Vec<protocol::view::TaskView>, Fault> {
    let tasks = r.tasks(ITEMS_MAX)?.into_iter();
    tasks.map(|task| task_view(r, task)).collect()
}

/// What waits.
fn items(r: &Reader<'_>, link: &LinkState) -> Result<Vec<SyncItem>, Fault> {
    let items = r.unsent_items(ITEMS_MAX)?.into_iter();
    Ok(items.map(|unsent| item(unsent, link)).collect())
}

/// When a person let this desk go on after its journal forked.
fn thaws(work: &Work<'_>, r: &Reader<'_>) -> Result<Vec<ThawView>, Fault> {
    let books = work.books().ok();
    let name = |login: String| {
        let known = books.as_ref().zip(login.parse().ok());
        known.map_or(login, |(books, officer)| books.officer_name(&officer))
    };
    let thaws = r.thaws(THAWS_MAX)?.into_iter();
    let view = |thawed: Thawed| ThawView {
        at: thawed.at.0,
        officer: name(thawed.officer),
        reason: thawed.reason,
        moved: thawed.moved,
    };
    Ok(thaws.map(view).collect())
}

/// Who holds how much, for the lead, who moves what a dead desk holds.
fn work_of_lead(work: &Work<'_>, r: &Reader<'_>) -> Result<Vec<protocol::view::HolderView>, Fault> {
    match (work.officer.role, work.books()) {
        (Role::Lead, Ok(books)) => holders(r, &books),
        _ => Ok(Vec::new()),
    }
}

fn item(item: UnsentItem, link: &LinkState) -> SyncItem {
    let state = match link {
        LinkState::Online => "sending",
        LinkState::Offline | LinkState::Connecting => "waiting",
    };
    SyncItem {
        dossier: item.dossier.to_string(),
        code: item.code,
        kind: item.kind,
        since: item.since.0,
        state: state.to_owned(),
        reason: String::new(),
        copied_at: item.copied_at.map(|at| at.0),
    }
}

/// A void block is no longer a number anybody can draw.
fn lease(state: LeaseState) -> Option<LeaseView> {
    let LeaseState { lease, next, void } = state;
    (!void).then(|| LeaseView {
        agency: lease.agency.to_string(),
        day: lease.day.to_string(),
        from: lease.from,
        to: lease.to,
        next,
    })
}
