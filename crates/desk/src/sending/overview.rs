//! The synchronisation screen: what is recorded, sent, safe; what waits and why; numbers ahead;
//! outages.

use domain::time::Timestamp;
use protocol::view::{ErrorView, LeaseView, LinkState, OutageView, SyncItem, SyncView};
use store::{LeaseState, Outage, Reader, UnsentItem};

use super::link;
use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};

/// Items shown.
const ITEMS_MAX: usize = 200;
/// Outages shown.
const OUTAGES_MAX: usize = 50;

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
    let (link, reason) = link(status);
    let today = work.now.civil_date();
    work.store().read(|r| {
        let journal = r.journal()?;
        let counts = r.counts()?;
        let heard = crate::act::heard_at(r)?;
        Ok(SyncView {
            link: link.clone(),
            link_reason: reason.to_owned(),
            last_contact: status.last_contact.or(heard).map(|at| at.0),
            next_attempt: status.next_attempt.map(|at| at.0),
            recorded: journal.recorded,
            acked: journal.acked,
            durable: journal.durable,
            files_waiting: counts.unsent_files,
            bytes_waiting: counts.unsent_bytes,
            items: items(r, &link)?,
            leases: r.leases(today)?.into_iter().filter_map(lease).collect(),
            outages: r.outages(OUTAGES_MAX)?.into_iter().map(outage).collect(),
        })
    })
}

/// What needs a person first, then what waits.
fn items(r: &Reader<'_>, link: &LinkState) -> Result<Vec<SyncItem>, Fault> {
    let mut items = Vec::new();
    for task in r.tasks(ITEMS_MAX)? {
        let row = task.dossier.map(|dossier| r.row_of(dossier)).transpose()?;
        let code = row.flatten().map(|row| row.code);
        items.push(SyncItem {
            dossier: task.dossier.map(|id| id.to_string()).unwrap_or_default(),
            code: code.unwrap_or(task.detail),
            kind: task.event_kind.unwrap_or_default(),
            since: task.made_at.0,
            state: "refused".to_owned(),
            reason: task.kind,
        });
    }
    items.extend(
        r.unsent_items(ITEMS_MAX)?
            .into_iter()
            .map(|unsent| item(unsent, link)),
    );
    items.truncate(ITEMS_MAX);
    Ok(items)
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

fn outage(outage: Outage) -> OutageView {
    let to = outage.to.map(|Timestamp(at)| at);
    OutageView {
        from: outage.from.0,
        to,
        reason: outage.reason,
    }
}
