//! How the administrator is shown what waits, and what a release came to.

use domain::time::Timestamp;
use protocol::wire::WireEvent;

use super::texts::from_json;
use crate::store::{QuarantinedEvent, Released};

/// Most events listed.
pub(in crate::store) const LIST_MAX: usize = 10_000;

/// One event that waits, without what is in it.
pub(in crate::store) fn waiting(
    WireEvent { envelope, body }: &WireEvent,
    label: String,
    at: Timestamp,
    reason: String,
) -> QuarantinedEvent {
    QuarantinedEvent {
        event: envelope.id,
        desk: envelope.origin,
        label,
        incarnation: envelope.incarnation,
        seq: envelope.seq,
        dossier: envelope.dossier,
        officer: envelope.officer.clone(),
        kind: kind_of(body.get()),
        at,
        reason,
    }
}

/// Kind tag of an event, or empty where the body does not read.
pub(crate) fn kind_of(body: &str) -> String {
    #[derive(serde::Deserialize)]
    struct Tagged {
        kind: String,
    }
    from_json::<Tagged>(body, "body").map_or_else(|_unreadable| String::new(), |tag| tag.kind)
}

/// What a release that met no obstacle came to.
pub(in crate::store) const fn released(events: u64, issues: u64) -> Released {
    if events == 0 {
        Released::Nothing
    } else {
        Released::Admitted { events, issues }
    }
}
