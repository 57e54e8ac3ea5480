//! Whether and how a desk's events enter the centre's order: pure, decided over what a store has
//! loaded with a lock. A store loads ([`Needs`] says what), calls [`admit`], writes the
//! [`Admission`], in one transaction.
//!
//! * The centre holds a gapless prefix of every life of a desk's journal (I4): a push may overlap
//!   what is held, never skip.
//! * The hash chain is checked over the bytes as received (I5); a mismatch anywhere in the overlap
//!   is a fork and freezes the desk.
//! * Nothing is thrown away: an event that cannot take effect (unreadable, stale, not allowed) is
//!   kept, acknowledged and named as an issue, and never blocks those behind it. It enters no feed,
//!   so that every desk folds exactly what the centre folded.

mod chain;
mod effect;
mod feed;
mod push;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::dossier::Dossier;
use domain::ids::{BlobHash, DossierId, EventId, OfficeId, OfficerId};
use domain::journal::ChainHead;
use domain::time::Timestamp;

pub use feed::{Feed, FeedError};
pub use push::{CodeKey, Malformed, Needs, Push, PushOutcome, PushStanding};

use crate::store::DeskStanding;

/// Everything the decision rests on.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The desk's office.
    pub office: OfficeId,
    /// Whether the desk is in service.
    pub standing: DeskStanding,
    /// The desk's present incarnation.
    pub incarnation: u32,
    /// How far the centre holds the journal of the pushed incarnation.
    pub life: Life,
    /// Held events the push overlaps, and the one before its first.
    pub held: BTreeMap<u64, HeldEvent>,
    /// Pushed event ids the centre already holds at another place.
    pub taken: HashSet<EventId>,
    /// Touched dossiers the centre knows.
    pub dossiers: HashMap<DossierId, KnownDossier>,
    /// Pushed codes that belong to a dossier already.
    pub codes: HashMap<CodeKey, DossierId>,
    /// Pushed codes inside a block leased to this desk.
    pub leased: HashSet<CodeKey>,
    /// Officers of the desk's office among those named.
    pub officers: HashMap<OfficerId, OfficerStanding>,
}

/// From when on an officer records nothing more. What was done before stands, however late it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OfficerStanding {
    /// Taken out of service.
    pub revoked_at: Option<Timestamp>,
    /// Given a role that does not act at the counter; the Unix epoch for one that never did.
    pub left_counter_at: Option<Timestamp>,
}

/// How far a life of a journal is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Life {
    /// Last position.
    pub acked: u64,
    /// Head there.
    pub head: ChainHead,
}

/// An event the centre holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldEvent {
    /// Which.
    pub id: EventId,
    /// Chain head after it.
    pub head: ChainHead,
    /// What was wrong with it.
    pub issue: Option<IssueCode>,
}

/// A dossier the centre knows.
#[derive(Debug, Clone)]
pub struct KnownDossier {
    /// Its state.
    pub state: Dossier,
    /// Feeds its events reach.
    pub audience: BTreeSet<Feed>,
}

/// Why an event did not take effect as meant. The texts are on the wire and in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IssueCode {
    /// The body does not read; perhaps a newer program wrote it.
    Unreadable,
    /// The same event is held at another place of a journal; it took effect there.
    DuplicateId,
    /// The officer is not one of the desk's office.
    UnknownOfficer,
    /// The officer had been taken out of service.
    RevokedOfficer,
    /// The desk had been taken out of service; a person decided over a later event of it.
    RevokedDesk,
    /// The desk's office has no part in the dossier, or receives for another office; or the
    /// officer's role does not act at the counter.
    NotAllowed,
    /// The dossier was never received.
    UnknownDossier,
    /// The dossier was received before.
    AlreadyReceived,
    /// Decided under an ownership that had passed on.
    StaleOwner,
    /// The code belongs to another dossier; this one needs a corrected receipt.
    CodeClash,
    /// The code was not leased to this desk.
    CodeNotLeased,
    /// The dossier's state had no place for it any more: both facts stand, a person looks.
    NotFitting,
}

impl IssueCode {
    const ALL: [Self; 12] = [
        Self::Unreadable,
        Self::DuplicateId,
        Self::UnknownOfficer,
        Self::RevokedOfficer,
        Self::RevokedDesk,
        Self::NotAllowed,
        Self::UnknownDossier,
        Self::AlreadyReceived,
        Self::StaleOwner,
        Self::CodeClash,
        Self::CodeNotLeased,
        Self::NotFitting,
    ];

    /// The code on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::DuplicateId => "duplicate_id",
            Self::UnknownOfficer => "unknown_officer",
            Self::RevokedOfficer => "revoked_officer",
            Self::RevokedDesk => "revoked_desk",
            Self::NotAllowed => "not_allowed",
            Self::UnknownDossier => "unknown_dossier",
            Self::AlreadyReceived => "already_received",
            Self::StaleOwner => "stale_owner",
            Self::CodeClash => "code_clash",
            Self::CodeNotLeased => "code_not_leased",
            Self::NotFitting => "not_fitting",
        }
    }

    /// The issue of a stored text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == text)
    }

    /// Whether the event is folded and delivered all the same: papers were taken, a receipt was
    /// printed, an outcome was handed over.
    const fn takes_effect(self) -> bool {
        matches!(
            self,
            Self::CodeClash | Self::CodeNotLeased | Self::NotFitting
        )
    }
}

/// What the store does with a push.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// Write this.
    Admit(Box<Admission>),
    /// The first event is not the next one.
    Gap {
        /// The one expected.
        expected: u64,
    },
    /// The journal differs from what is held; freeze the desk if this is its present life.
    Fork {
        /// The head held.
        head: ChainHead,
    },
    /// The desk is frozen.
    Frozen,
    /// The desk is out of service: set the push aside as it came.
    Quarantine,
    /// No journal looks like this.
    Malformed(Malformed),
}

/// What to write.
#[derive(Debug, Clone, Default)]
pub struct Admission {
    /// The life afterwards.
    pub life: Life,
    /// How many events were held already.
    pub duplicates: u32,
    /// Issues of held and new events alike: a lost answer loses none.
    pub issues: Vec<(EventId, IssueCode)>,
    /// New events in order.
    pub events: Vec<AdmittedEvent>,
    /// Changed dossiers.
    pub dossiers: BTreeMap<DossierId, Dossier>,
    /// Feeds that join the audience of a dossier.
    pub audience: Vec<(DossierId, Feed)>,
    /// What the feeds get, per feed in name order.
    pub deliveries: BTreeMap<Feed, Vec<Delivery>>,
    /// Codes that now belong to a dossier.
    pub codes: Vec<(CodeKey, DossierId)>,
    /// Blobs dossiers name.
    pub wants: Vec<Want>,
}

/// A new event as it is written.
#[derive(Debug, Clone)]
pub struct AdmittedEvent {
    /// Its index in the push.
    pub index: usize,
    /// Chain head after it.
    pub head: ChainHead,
    /// What was wrong with it.
    pub issue: Option<IssueCode>,
    /// Whether it took effect.
    pub applied: bool,
}

/// What a feed gets next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Every event of the dossier that took effect before this push.
    History(DossierId),
    /// The new event with this index in the push.
    Event(usize),
}

/// A blob a dossier names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Want {
    /// The dossier.
    pub dossier: DossierId,
    /// The blob.
    pub hash: BlobHash,
    /// Its size as the desk said.
    pub size: u64,
}

/// Decides over events that were set aside and that the administrator lets in: the desk and its
/// officers count as in service, everything else is judged as always.
#[must_use]
pub fn admit_released(push: &Push, mut loaded: Loaded) -> Verdict {
    forgive_service(&mut loaded);
    admit(push, &loaded)
}

/// Takes events that were set aside into the journal without effect, each to be decided over: so that
/// the chain stays whole when a person lets in a later one.
#[must_use]
pub fn admit_held(push: &Push, loaded: &Loaded) -> Verdict {
    match chain::walk(push, loaded) {
        Ok(walked) => Verdict::Admit(Box::new(effect::hold(push, loaded, walked))),
        Err(refusal) => refusal,
    }
}

/// Lets one event take effect that the journal holds without: `push` is that event alone, with
/// `head` after it. It is judged as of now; its desk and officer count as in service.
///
/// # Errors
/// Why it cannot take effect now either.
pub fn release(push: &Push, mut loaded: Loaded, head: ChainHead) -> Result<Admission, IssueCode> {
    forgive_service(&mut loaded);
    let walked = chain::Walked::held(loaded.life, head);
    let admission = effect::take(push, &loaded, walked);
    let kept_back = admission.events.iter().find(|event| !event.applied);
    match kept_back.and_then(|event| event.issue) {
        Some(issue) => Err(issue),
        None => Ok(admission),
    }
}

fn forgive_service(loaded: &mut Loaded) {
    loaded.standing = DeskStanding::InService;
    loaded
        .officers
        .values_mut()
        .for_each(|officer| officer.revoked_at = None);
}

/// Decides over a push.
#[must_use]
pub fn admit(push: &Push, loaded: &Loaded) -> Verdict {
    match loaded.standing {
        DeskStanding::Revoked => return Verdict::Quarantine,
        DeskStanding::Frozen => return Verdict::Frozen,
        DeskStanding::InService => {}
    }
    if !(1..=loaded.incarnation).contains(&push.incarnation()) {
        return Verdict::Malformed(Malformed::Incarnation);
    }
    match chain::walk(push, loaded) {
        Ok(walked) => Verdict::Admit(Box::new(effect::take(push, loaded, walked))),
        Err(refusal) => refusal,
    }
}
