//! Who decides over an event that is held, and what is written down of it.

use domain::ids::OfficeId;
use domain::time::Timestamp;
use protocol::wire::Role;

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
