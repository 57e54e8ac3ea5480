//! Whether an enrolment code still enrols, and how a desk stands.

use domain::ids::{DeskId, OfficeId};
use domain::time::Timestamp;
use protocol::wire::{DeskKey, Role};

use crate::hex;
use crate::store::{DeskRecord, DeskStanding, Enrolled, Enrolment, PolicyParts, StoreError};

/// Digits of a desk's key id, as the receipt's QR prints it.
const KEY_ID_DIGITS: usize = 8;

/// An enrolment code as it is kept.
#[derive(Debug)]
pub(in crate::store) struct KeptCode {
    pub(in crate::store) office: OfficeId,
    pub(in crate::store) label: String,
    /// The desk that takes a new key with it.
    pub(in crate::store) again: Option<DeskId>,
    pub(in crate::store) reusable: bool,
    pub(in crate::store) until: Timestamp,
    /// The desk it enrolled last.
    pub(in crate::store) desk: Option<DeskId>,
}

/// What follows from a code.
#[derive(Debug)]
pub(in crate::store) enum Enrolling {
    /// The answer to an earlier try was lost: this desk.
    Again(DeskRecord),
    /// A new desk of that name.
    New { label: String },
    /// The same desk with a new key.
    NewKey(DeskId),
    /// Nothing: the code is spent, too old, or another's.
    Refused,
}

/// Decides over a code and the desk that has the wanted key already, if any: the same code with the
/// same key is the same desk.
pub(in crate::store) fn enrolling(
    wish: &Enrolment,
    code: &KeptCode,
    known: Option<DeskRecord>,
) -> Enrolling {
    if let Some(known) = known {
        let same_code = code.reusable || code.desk == Some(known.desk);
        let same =
            same_code && known.office == code.office && known.standing == DeskStanding::InService;
        return if same {
            Enrolling::Again(known)
        } else {
            Enrolling::Refused
        };
    }
    let spent = !code.reusable && code.desk.is_some();
    if spent || code.until < wish.now {
        return Enrolling::Refused;
    }
    if let Some(desk) = code.again {
        return Enrolling::NewKey(desk);
    }
    let label = match wish.label.trim() {
        "" => code.label.clone(),
        own => own.to_owned(),
    };
    Enrolling::New { label }
}

/// What a desk must know at once.
pub(in crate::store) fn enrolled(
    desk: &DeskRecord,
    recovers: bool,
    parts: PolicyParts,
) -> Result<Enrolled, StoreError> {
    let agency = parts.site.office.agencies.first().cloned();
    Ok(Enrolled {
        desk: desk.desk,
        recovers,
        incarnation: desk.incarnation,
        office: desk.office.clone(),
        office_name: parts.site.office.name,
        agency: agency.ok_or(StoreError::Row { what: "agency" })?,
        offline_days: parts.site.offline_days,
    })
}

/// Whether a desk works.
pub(in crate::store) const fn standing(revoked_at: Option<i64>, frozen: bool) -> DeskStanding {
    match (revoked_at, frozen) {
        (Some(_), _) => DeskStanding::Revoked,
        (None, true) => DeskStanding::Frozen,
        (None, false) => DeskStanding::InService,
    }
}

/// Whether a desk may begin a new life, and whether a person decided it. After a fork, or with a
/// reason, only a role that may end a freeze.
pub(in crate::store) fn may_begin(standing: DeskStanding, role: Role, reason: &str) -> bool {
    let by_itself = standing != DeskStanding::Frozen && reason.is_empty();
    by_itself || role.ends_a_freeze()
}

/// A desk's key with the short id that the receipt's QR prints.
pub(in crate::store) fn desk_key(desk: DeskId, label: String, key: &[u8; 32]) -> DeskKey {
    let id = blake3::hash(key);
    DeskKey {
        desk,
        label,
        key_id: id.to_hex().chars().take(KEY_ID_DIGITS).collect(),
        key: hex::encode(key),
    }
}
