//! Why a dossier is late, and the outages it met, from its events and the outage log alone.

use domain::dossier::{Cause, EventBody, lateness};
use domain::journal::Envelope;
use domain::time::Timestamp;
use protocol::view::{LatenessView, OutageView};
use store::Outage;

use super::dossier::Found;
use super::timeline::covers;

/// The lateness with its parts; `None` when the dossier is not late.
pub(super) fn late(found: &Found, now: Timestamp) -> Option<LatenessView> {
    let bodies = found.events.iter().filter_map(|event| {
        let body = event.parsed().filter(|body| event.has_effect(body))?;
        Some((&event.envelope, body))
    });
    let bodies: Vec<(&Envelope, EventBody)> = bodies.collect();
    let events: Vec<(&Envelope, &EventBody)> = bodies.iter().map(|(e, body)| (*e, body)).collect();
    let outages: Vec<_> = found.outages.iter().map(|o| (o.from, o.to)).collect();
    let late = lateness(found.state.id, &events, &outages, now)?;
    Some(LatenessView {
        total: late.total_ms(),
        sync: late.sync_ms,
        officer: late.officer_ms,
        department: late.department_ms,
        citizen: late.citizen_ms,
        cause: cause(late.main_cause()).to_owned(),
    })
}

const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Sync => "sync",
        Cause::Department => "department",
        Cause::Officer => "officer",
        Cause::Citizen => "citizen",
    }
}

/// Outages in which something was done with it at this desk.
pub(super) fn touched(found: &Found) -> Vec<OutageView> {
    let own = || found.events.iter().filter(|event| event.head.is_some());
    let outages = found.outages.iter();
    outages
        .filter(|outage| own().any(|event| covers(outage, event.envelope.at)))
        .map(outage_view)
        .collect()
}

/// One outage as the window shows it.
pub(crate) fn outage_view(outage: &Outage) -> OutageView {
    OutageView {
        from: outage.from.0,
        to: outage.to.map(|to| to.0),
        reason: outage.reason.clone(),
        detected: outage.detected.clone(),
    }
}
