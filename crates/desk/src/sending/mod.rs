//! What waits to be sent, and why; what a person has to decide, and the decision.

mod conflict;
mod export;
mod overview;
mod send_now;
mod settle;
mod tasks;
mod thaw;

use protocol::view::{LinkState, ReceivingView};
use store::Reader;
use sync::{LinkStatus, Receiving, Status, Worker};

use crate::errors::Fault;

/// The link as the window shows it: its state and the reason when it is down.
pub(crate) fn link(status: Status) -> (LinkState, &'static str) {
    match status.link {
        LinkStatus::Connecting => (LinkState::Connecting, ""),
        LinkStatus::Online => (LinkState::Online, ""),
        LinkStatus::Offline(reason) => (LinkState::Offline, reason.code()),
    }
}

/// Why the link is down; or, when it is not, what is amiss all the same: the centre has published
/// something that needs newer software.
pub(crate) fn link_reason(r: &Reader<'_>, status: Status) -> Result<String, Fault> {
    let reason = match link(status) {
        (LinkState::Online, _) if sync::needs_update(r)? => "update",
        (_, reason) => reason,
    };
    Ok(reason.to_owned())
}

/// How far the office's dossiers have come, as the window shows it.
pub(crate) fn receiving(worker: &Worker) -> Option<ReceivingView> {
    let Receiving { taken, total } = worker.receiving()?;
    Some(ReceivingView { taken, total })
}
