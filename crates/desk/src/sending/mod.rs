//! What waits to be sent, and why; what a person has to decide, and the decision.

mod conflict;
mod export;
mod overview;
mod send_now;
mod settle;
mod tasks;

use protocol::view::LinkState;
use sync::{LinkStatus, Status};

/// The link as the window shows it: its state and the reason when it is down.
pub(crate) fn link(status: Status) -> (LinkState, &'static str) {
    match status.link {
        LinkStatus::Connecting => (LinkState::Connecting, ""),
        LinkStatus::Online => (LinkState::Online, ""),
        LinkStatus::Offline(reason) => (LinkState::Offline, reason.code()),
    }
}
