//! Who decides over an event that is held, and what is written down of it.

use domain::ids::{DossierId, OfficeId};
use domain::journal::ChainHead;
use domain::time::Timestamp;
use protocol::wire::{Role, WireEvent};

use crate::admit::{Admission, IssueCode};
use crate::store::{RulingKind, StoreError};

/// Most held events of one dossier that a release lets in with the one it is about.
pub(in crate::store) const FOLLOWERS_MAX: u64 = 1_000;

/// An officer who wants to decide, as the store has it.
#[derive(Debug)]
pub(in crate::store) struct KeptRuler {
    pub(in crate::store) office: OfficeId,
    pub(in crate::store) role: Role,
    pub(in crate::store) revoked_at: Option<Timestamp>,
}

impl KeptRuler {
    /// Whether this officer decides over events of a desk of `office`: its lead, or any
    /// administrator.
    pub(in crate::store) fn may_rule(&self, office: &OfficeId) -> bool {
        let is_theirs = self.office == *office || self.role == Role::Administrator;
        self.revoked_at.is_none() && self.role.rules_on_held() && is_theirs
    }
}

/// An event of the journal that has no effect and that nobody has decided over.
pub(in crate::store) struct Held {
    pub(in crate::store) no: i64,
    pub(in crate::store) head: ChainHead,
    pub(in crate::store) issue: String,
    pub(in crate::store) event: WireEvent,
}

/// What is written down of a decision.
#[derive(Clone, Copy)]
pub(in crate::store) struct Record<'a> {
    /// The centre's number of the event.
    pub(in crate::store) no: i64,
    pub(in crate::store) dossier: DossierId,
    pub(in crate::store) kind: RulingKind,
    /// Behind which event of its dossier it took effect, if not in its own place.
    pub(in crate::store) behind: Option<i64>,
    pub(in crate::store) issue: &'a str,
}

/// What is still to be told about an event that took effect.
pub(in crate::store) fn issue_left(admission: &Admission) -> &'static str {
    let issue = admission.events.iter().find_map(|event| event.issue);
    issue.map_or("", IssueCode::as_str)
}

/// A kind as it is stored.
pub(in crate::store) fn read_kind(text: &str) -> Result<RulingKind, StoreError> {
    match text {
        "released" => Ok(RulingKind::Released),
        "refused" => Ok(RulingKind::Refused),
        _ => Err(StoreError::Row { what: "kind" }),
    }
}
