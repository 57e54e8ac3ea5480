//! The rows the store takes and gives. Secrets arrive hashed; none of these holds a citizen's data
//! except the journal's own events.

use domain::ids::{AgencyCode, DepartmentId, DeskId, DossierId, EventId, OfficeId, OfficerId};
use domain::journal::ChainHead;
use domain::policy::SitePolicy;
use domain::time::Timestamp;
use protocol::wire::{
    DeskKey, FeedEvent, OfficeInfo, OfficerInfo, REASON_CHARS_MAX, Role, WireRuling,
};

use crate::admit::IssueCode;

/// BLAKE3 of a secret (token, refresh secret, nonce, enrolment code).
pub type Digest = [u8; 32];

/// Demonstration data or real data; never both in one folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataKind {
    /// Officers with public passwords.
    Demo,
    /// Real.
    Real,
}

/// An office with all that belongs to it.
#[derive(Debug, Clone)]
pub struct SiteRecord {
    /// The office as receipts print it.
    pub office: OfficeInfo,
    /// Its province's departments.
    pub departments: Vec<(DepartmentId, String)>,
    /// Its officers, each with a new password hash or none.
    pub officers: Vec<(OfficerInfo, Option<String>)>,
    /// Address of the look-up page.
    pub look_up_url: String,
    /// Rules of the site.
    pub rules: SitePolicy,
    /// Days an officer may work without the centre.
    pub offline_days: u16,
}

/// What a policy is written from.
#[derive(Debug, Clone)]
pub struct PolicyParts {
    /// The site without its officers' passwords.
    pub site: SiteRecord,
    /// Keys of its desks.
    pub desks: Vec<DeskKey>,
    /// Whether this is demo data.
    pub kind: DataKind,
}

/// An enrolment code to keep.
#[derive(Debug, Clone)]
pub struct EnrolCodeRecord {
    /// Hash of the secret.
    pub secret: Digest,
    /// The office its desk will belong to.
    pub office: OfficeId,
    /// What the desk is called if it does not say itself.
    pub label: String,
    /// The desk of the office that takes it for a new key, its secrets being lost; none for a new desk.
    pub again: Option<DeskId>,
    /// Whether more than one desk may use it (demo only).
    pub reusable: bool,
    /// Until when.
    pub until: Timestamp,
}

/// A desk that wants to enrol.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// Hash of the code's secret.
    pub secret: Digest,
    /// Identity for the desk, if it is new.
    pub desk: DeskId,
    /// Its public key.
    pub key: [u8; 32],
    /// BLAKE3 of the machine's facts.
    pub machine: String,
    /// What it is called.
    pub label: String,
    /// When.
    pub now: Timestamp,
}

/// An enrolled desk with what it must know at once.
#[derive(Debug, Clone)]
pub struct Enrolled {
    /// Its identity.
    pub desk: DeskId,
    /// The centre holds the key of the database it had: it is the desk of before with a new key.
    pub recovers: bool,
    /// Its incarnation.
    pub incarnation: u32,
    /// Its office.
    pub office: OfficeId,
    /// Name of the office.
    pub office_name: String,
    /// First agency of the office.
    pub agency: AgencyCode,
    /// Days an officer may work without the centre.
    pub offline_days: u16,
}

/// Whether a desk is in service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskStanding {
    /// It works.
    InService,
    /// Its journal forked: no numbers, no events until it begins a new incarnation.
    Frozen,
    /// Taken out of service: what it still sends is set aside for a person.
    Revoked,
}

/// A desk.
#[derive(Debug, Clone)]
pub struct DeskRecord {
    /// Its identity.
    pub desk: DeskId,
    /// Its office.
    pub office: OfficeId,
    /// Its public key.
    pub key: [u8; 32],
    /// Its incarnation.
    pub incarnation: u32,
    /// Whether it works.
    pub standing: DeskStanding,
}

/// Whom to take out of service.
#[derive(Debug, Clone)]
pub enum Revocation {
    /// A desk.
    Desk(DeskId),
    /// A desk, which is to be wiped once nothing is only there any more.
    AndWipe(DeskId),
    /// An officer.
    Officer(OfficerId),
}

/// What a sign-in attempt meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// No such officer in the office.
    Unknown,
    /// Taken out of service.
    Revoked,
    /// Too many failures.
    Locked {
        /// Until when.
        until: Timestamp,
    },
    /// Check the password against this hash.
    Check {
        /// The hash.
        hash: String,
        /// Failures before this attempt.
        failures: u32,
    },
}

/// By what a session is opened.
#[derive(Debug, Clone)]
pub enum SessionProof {
    /// The password was right; the refresh secret's hash and its end.
    Password(Digest, Timestamp),
    /// The hash of a refresh secret of an earlier session of the same desk and officer.
    Refresh(Digest),
}

/// A session to open.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Hash of its token.
    pub token: Digest,
    /// The desk.
    pub desk: DeskId,
    /// The incarnation the desk signed with.
    pub incarnation: u32,
    /// The officer.
    pub officer: OfficerId,
    /// Why it may be opened.
    pub proof: SessionProof,
    /// When the token ends.
    pub until: Timestamp,
    /// A sealed database key to keep.
    pub sealed_key: Option<Vec<u8>>,
    /// When.
    pub now: Timestamp,
}

/// An opened session.
#[derive(Debug, Clone)]
pub struct OpenedSession {
    /// The officer.
    pub officer: OfficerInfo,
    /// The newest sealed database key of the desk.
    pub sealed_key: Option<Vec<u8>>,
    /// What the centre holds of the journal of the incarnation the desk signed with.
    pub acked: u64,
    /// Chain head there.
    pub head: ChainHead,
    /// The desk's incarnation from now on.
    pub incarnation: u32,
    /// Rises when the centre was restored.
    pub feed_epoch: u32,
}

/// Who asks: the desk and officer behind a token.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Hash of the token.
    pub token: Digest,
    /// The desk.
    pub desk: DeskId,
    /// The desk's present incarnation.
    pub incarnation: u32,
    /// The incarnation the session was opened with.
    pub session_incarnation: u32,
    /// The office.
    pub office: OfficeId,
    /// The officer.
    pub officer: OfficerId,
    /// The officer's role.
    pub role: Role,
    /// Whether the desk works.
    pub standing: DeskStanding,
    /// Whether the officer was taken out of service.
    pub officer_revoked: bool,
}

/// A freeze that a person lifted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thaw {
    /// The desk.
    pub desk: DeskId,
    /// The life that began with it.
    pub incarnation: u32,
    /// Who decided.
    pub officer: OfficerId,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// Which part of a feed is wanted.
#[derive(Debug, Clone, Copy)]
pub struct PageWish {
    /// After this position.
    pub after: u64,
    /// At most this many events.
    pub limit: usize,
    /// Stop after about this many bytes of bodies.
    pub bytes_max: usize,
}

/// Part of a feed.
#[derive(Debug, Clone)]
pub struct FeedPage {
    /// Events in order.
    pub events: Vec<FeedEvent>,
    /// Decisions in order; only in a desk's own feed.
    pub rulings: Vec<WireRuling>,
    /// Whether there is more.
    pub more: bool,
    /// Rises when the centre was restored.
    pub feed_epoch: u32,
    /// Position of the newest event of the feed.
    pub last: u64,
}

/// Where a blob stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobStanding {
    /// Named by a dossier, not here yet.
    Wanted,
    /// Here and verified.
    Here {
        /// Its bytes.
        size: u64,
    },
}

/// A published document as signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Version.
    pub version: u32,
    /// The exact text.
    pub json: String,
    /// Signature, hexadecimal.
    pub signature: String,
}

/// Something an import found odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddityRow {
    /// Which procedure.
    pub procedure: String,
    /// What is odd about it.
    pub text: String,
}

/// A position in one life of a desk's journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeMark {
    /// The desk.
    pub desk: DeskId,
    /// The incarnation.
    pub incarnation: u32,
    /// The position.
    pub seq: u64,
}

/// How far a life of a desk's journal is held, as the desk was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldLife {
    /// The desk.
    pub desk: DeskId,
    /// What the desk calls itself.
    pub label: String,
    /// The incarnation.
    pub incarnation: u32,
    /// The last position.
    pub acked: u64,
    /// The chain head there.
    pub head: ChainHead,
}

/// An event as it is kept, in the centre's order.
#[derive(Clone)]
pub struct KeptEvent {
    /// The centre's number of it.
    pub no: u64,
    /// The desk that recorded it.
    pub desk: DeskId,
    /// Which life of its journal.
    pub incarnation: u32,
    /// Where in it.
    pub seq: u64,
    /// The envelope as it came, JSON.
    pub envelope: String,
    /// What happened, as it came, JSON; names persons.
    pub body: String,
    /// The chain head after it.
    pub head: ChainHead,
    /// What was wrong with it, or empty.
    pub issue: String,
    /// Whether it took effect.
    pub applied: bool,
    /// When the centre took it in.
    pub admitted_at: Timestamp,
}

impl std::fmt::Debug for KeptEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { no, desk, seq, .. } = self;
        write!(f, "KeptEvent {{ no: {no}, desk: {desk}, seq: {seq} }}")
    }
}

/// One event that waits for the administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedEvent {
    /// Which.
    pub event: EventId,
    /// The desk that recorded it.
    pub desk: DeskId,
    /// What the desk calls itself.
    pub label: String,
    /// Which life of its journal.
    pub incarnation: u32,
    /// Where in it.
    pub seq: u64,
    /// The dossier.
    pub dossier: DossierId,
    /// Who did it.
    pub officer: OfficerId,
    /// Kind tag of the event, or empty where the body does not read.
    pub kind: String,
    /// When the centre set it aside.
    pub at: Timestamp,
    /// `revoked_desk`, or the issue it is held under in the journal.
    pub reason: String,
}

/// What became of a desk's events that were set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Released {
    /// They are in the journal now.
    Admitted {
        /// How many.
        events: u64,
        /// How many of them need a person all the same.
        issues: u64,
    },
    /// There was nothing to release.
    Nothing,
    /// Something before them never came.
    Gap {
        /// The position expected.
        expected: u64,
    },
    /// They contradict what is held.
    Fork,
    /// Whoever decided may not.
    NotAllowed,
}

impl Released {
    /// Whether a waiting pull may want to see it.
    pub(super) const fn tells(&self) -> bool {
        matches!(self, Self::Admitted { .. })
    }
}

/// Who decides over what is held, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruler {
    officer: OfficerId,
    reason: String,
    at: Timestamp,
}

impl Ruler {
    /// `None` without a reason, or with one of more than [`REASON_CHARS_MAX`] characters. Whether the
    /// officer may is asked when the decision is written down.
    #[must_use]
    pub fn new(officer: OfficerId, reason: &str, at: Timestamp) -> Option<Self> {
        let reason = reason.trim();
        let is_one = !reason.is_empty() && reason.chars().count() <= REASON_CHARS_MAX;
        is_one.then(|| Self {
            officer,
            reason: reason.to_owned(),
            at,
        })
    }

    /// Who.
    #[must_use]
    pub const fn officer(&self) -> &OfficerId {
        &self.officer
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// When.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }
}

/// What was decided over an event that was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RulingKind {
    /// It takes effect.
    Released,
    /// It never will.
    Refused,
}

impl RulingKind {
    /// As it is stored and listed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Refused => "refused",
        }
    }
}

/// A decision over an event that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The event.
    pub event: EventId,
    /// The desk that recorded it.
    pub desk: DeskId,
    /// Which life of its journal.
    pub incarnation: u32,
    /// Where in it.
    pub seq: u64,
    /// The dossier.
    pub dossier: DossierId,
    /// What was decided.
    pub kind: RulingKind,
    /// Who decided.
    pub officer: OfficerId,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// What became of a decision over one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruled {
    /// It is kept.
    Done {
        /// How many events took effect with it: none that was refused, and those that had waited
        /// for a released one with it.
        effects: u64,
    },
    /// No such event waits, or it was decided over.
    NotHeld,
    /// Whoever decided may not.
    NotAllowed,
    /// It cannot take effect as things stand; nothing was decided.
    Still(IssueCode),
    /// Something before it never came.
    Gap {
        /// The position expected.
        expected: u64,
    },
    /// It contradicts what is held.
    Fork,
}

impl Ruled {
    /// Whether a waiting pull may want to see it.
    pub(super) const fn tells(&self) -> bool {
        matches!(self, Self::Done { .. })
    }
}
