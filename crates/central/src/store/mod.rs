//! What the centre keeps, behind one narrow trait: a store loads with a lock, lets
//! [`crate::admit`], [`crate::lease`] or a given closure decide, and writes the verdict, all in one
//! transaction. No rule of the counter lives in SQL.
//!
//! One conformance suite (`conformance`) runs on every implementation.

#[cfg(test)]
pub(crate) mod conformance;
mod postgres;
mod rules;
mod sqlite;
mod types;

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use domain::dossier::Dossier;
use domain::ids::{AgencyCode, BlobHash, DeskId, DossierId, EventId, OfficeId, OfficerId};
use domain::time::{CivilDate, Timestamp};
use protocol::wire::{LeaseReturn, LeaseWish};
use thiserror::Error;
use tokio::sync::watch;

pub use postgres::PostgresStore;
pub(crate) use rules::quarantine::kind_of;
pub(crate) use sqlite::COPY;
pub use sqlite::SqliteStore;
pub use types::*;

use crate::admit::{Feed, Push, PushOutcome};
use crate::lease::{LeaseOutcome, ReturnOutcome};

/// Why the store could not answer.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The embedded database refused.
    #[error("the embedded database refused")]
    Embedded(#[from] rusqlite::Error),
    /// PostgreSQL refused, or could not be reached.
    #[error("PostgreSQL refused or could not be reached")]
    Postgres(#[from] sqlx::Error),
    /// A stored row does not read.
    #[error("a stored {what} does not read")]
    Row {
        /// Which kind of row.
        what: &'static str,
    },
    /// The disk refused.
    #[error("the disk refused")]
    Disk(#[from] std::io::Error),
    /// The data were written by a newer version.
    #[error("the database has version {found}, this program knows {known}")]
    Newer {
        /// Version of the data.
        found: i64,
        /// Version of this program.
        known: i64,
    },
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// Whether there is no room left for data.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self {
            Self::Embedded(inner) => {
                inner.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
            }
            Self::Postgres(inner) => postgres::is_full(inner),
            Self::Row { .. } | Self::Disk(_) | Self::Newer { .. } | Self::Closed => false,
        }
    }

    /// Whether the same call may go well in a little while: the database is away, or too many want
    /// the same rows.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Postgres(inner) => postgres::is_passing(inner),
            Self::Embedded(_)
            | Self::Row { .. }
            | Self::Disk(_)
            | Self::Newer { .. }
            | Self::Closed => false,
        }
    }
}

/// An answer that is still on its way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Makes a signature over a message, in hexadecimal digits.
pub type Signer = Arc<dyn Fn(&[u8]) -> String + Send + Sync>;

/// Writes the next version of a published document: given the text in force and the next version,
/// the new text, or `None` when nothing changed. It may be asked again when a transaction is repeated.
pub type Edit<P> = Box<dyn Fn(P, Option<String>, u32) -> Option<String> + Send + Sync>;

/// What the centre keeps. Every method is one transaction.
pub trait CentralStore: Send + Sync + 'static {
    /// Says what kind of data this is, the first time; afterwards returns what was said then.
    fn claim_kind(&self, kind: DataKind) -> Answer<'_, DataKind>;
    /// Says which keys the centre signs and seals with, the first time; afterwards returns what was
    /// said then.
    fn claim_keys(&self, digest: String) -> Answer<'_, String>;
    /// Adds an office, or brings it, its departments and its officers up to date. Officers that
    /// already exist keep their password unless a new one is given.
    fn apply_site(&self, site: SiteRecord, now: Timestamp) -> Answer<'_, ()>;
    /// Every office.
    fn offices(&self) -> Answer<'_, Vec<OfficeId>>;

    /// Keeps an enrolment code; a reusable one takes the place of the office's earlier reusable one.
    fn add_enrol_code(&self, code: EnrolCodeRecord) -> Answer<'_, bool>;
    /// Enrols a desk; the same code with the same key gives the same desk again.
    fn enrol(&self, wish: Enrolment) -> Answer<'_, Option<Enrolled>>;
    /// One desk.
    fn desk(&self, desk: DeskId) -> Answer<'_, Option<DeskRecord>>;
    /// Takes a desk or an officer out of service.
    fn revoke(&self, whom: Revocation, now: Timestamp) -> Answer<'_, bool>;
    /// When it was ordered that a desk be wiped, if it was.
    fn wipe_ordered(&self, desk: DeskId) -> Answer<'_, Option<Timestamp>>;
    /// A new life of a desk's journal: voids the leases of the old one. A freeze is lifted only for
    /// someone who may, and kept with the reason; `None` for anyone else.
    fn new_incarnation(
        &self,
        caller: Caller,
        reason: String,
        now: Timestamp,
    ) -> Answer<'_, Option<u32>>;
    /// Every time a freeze was lifted, newest first, at most `limit`.
    fn thaws(&self, limit: usize) -> Answer<'_, Vec<Thaw>>;

    /// Keeps a nonce for a desk.
    fn add_challenge(
        &self,
        desk: DeskId,
        nonce: Digest,
        until: Timestamp,
        now: Timestamp,
    ) -> Answer<'_, bool>;
    /// Uses a nonce up; false if it was not there or too old.
    fn take_challenge(&self, desk: DeskId, nonce: Digest, now: Timestamp) -> Answer<'_, bool>;
    /// Counts a sign-in attempt before the password is checked, so that attempts made at once count
    /// too; a success afterwards clears the count.
    fn begin_sign_in(&self, who: SignInName, now: Timestamp) -> Answer<'_, SignIn>;
    /// Opens a session after a right password, or renews one by its refresh secret.
    fn open_session(&self, session: NewSession) -> Answer<'_, Option<OpenedSession>>;
    /// Who a token belongs to.
    fn caller(&self, token: Digest, now: Timestamp) -> Answer<'_, Option<Caller>>;

    /// Admits a push. See [`crate::admit`].
    fn push(&self, push: Push, now: Timestamp) -> Answer<'_, PushOutcome>;
    /// Events that wait for the administrator, oldest first, at most `limit`: those of desks out of
    /// service, and those held without effect in a journal.
    fn quarantined(&self, limit: usize) -> Answer<'_, Vec<QuarantinedEvent>>;
    /// Lets the events of a desk that were set aside into the journal. See
    /// [`crate::admit::admit_released`].
    fn release(&self, desk: DeskId, by: Ruler) -> Answer<'_, Released>;
    /// Decides over one event that waits: lets it take effect now, at the end of the feeds, as
    /// [`crate::admit::release`] judges it, and with it what was held only because its dossier was
    /// not known; or says for good that it never will. One that was set aside enters the journal
    /// first, with those before it, which go on waiting, so that the chain stays whole. Kept with
    /// who, when and why; nobody decides twice over the same.
    fn rule(&self, event: EventId, kind: RulingKind, by: Ruler) -> Answer<'_, Ruled>;
    /// Every decision over a held event, newest first, at most `limit`.
    fn rulings(&self, limit: usize) -> Answer<'_, Vec<Ruling>>;
    /// A page of a feed: at most `limit` events and about `bytes_max` bytes of bodies.
    fn feed_page(&self, feed: Feed, page: PageWish) -> Answer<'_, FeedPage>;
    /// Position of the newest decision in a desk's own feed: every refusal of an event of it is there.
    /// A released event comes back in the feeds of its dossier and needs no telling.
    fn last_told(&self, desk: DeskId) -> Answer<'_, u64>;
    /// The state of a dossier as the centre folded it.
    fn dossier(&self, dossier: DossierId) -> Answer<'_, Option<Dossier>>;

    /// Leases numbers. See [`crate::lease`].
    fn lease(&self, wishes: LeaseAsk) -> Answer<'_, LeaseOutcome>;
    /// Takes numbers back that nobody drew, as [`crate::lease::give_back`] decides; others may get
    /// them.
    fn return_numbers(&self, ask: ReturnAsk) -> Answer<'_, ReturnOutcome>;

    /// Where blobs stand for a desk of `office`, in the order asked; `None` for one that no dossier
    /// it may read names.
    fn blobs(
        &self,
        office: OfficeId,
        hashes: Vec<BlobHash>,
    ) -> Answer<'_, Vec<Option<BlobStanding>>>;
    /// Records that blobs of these sizes are here and verified.
    fn blobs_arrived(&self, blobs: Vec<(BlobHash, u64)>, now: Timestamp) -> Answer<'_, ()>;

    /// Publishes a new catalogue if `edit` makes one; the version in force afterwards.
    fn publish_catalogue(&self, edit: Edit<()>, sign: Signer) -> Answer<'_, u32>;
    /// Publishes a new policy of an office if `edit` makes one; the version in force afterwards.
    fn publish_policy(
        &self,
        office: OfficeId,
        edit: Edit<PolicyParts>,
        sign: Signer,
    ) -> Answer<'_, u32>;
    /// The catalogue in force, if newer than `after`.
    fn catalogue_after(&self, after: u32) -> Answer<'_, Option<Published>>;
    /// The policy of an office, if newer than `after`.
    fn policy_after(&self, office: OfficeId, after: u32) -> Answer<'_, Option<Published>>;
    /// Keeps what an import found odd.
    fn add_oddities(&self, rows: Vec<OddityRow>, now: Timestamp) -> Answer<'_, ()>;

    /// Records that everything up to these positions is in a backup that was read back.
    fn set_durable(&self, lives: Vec<LifeMark>) -> Answer<'_, ()>;
    /// How far every life of every desk's journal is held.
    fn lives(&self) -> Answer<'_, Vec<HeldLife>>;
    /// The centre's number of the newest event; 0 before the first.
    fn last_event(&self) -> Answer<'_, u64>;
    /// Events after the centre's number `after` as they are kept, at most `limit`.
    fn events_after(&self, after: u64, limit: usize) -> Answer<'_, Vec<KeptEvent>>;
    /// Makes the centre fit to go on from an older copy of its database, if this is one or is
    /// declared to be; the new epoch of its feeds.
    fn renew_after_restore(&self, wish: Restore) -> Answer<'_, Option<u32>>;
    /// Takes over a life of a desk's journal that this database has forgotten; false if it forgot
    /// none.
    fn adopt_incarnation(&self, desk: DeskId, incarnation: u32) -> Answer<'_, bool>;
    /// Rises with every change that a waiting pull may want to see.
    fn changes(&self) -> watch::Receiver<u64>;
    /// How many connections to the database are in use.
    fn load(&self) -> StoreLoad;
    /// Finishes what is under way and lets go of the database.
    fn close(&self) -> Answer<'_, ()>;
}

/// Connections to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreLoad {
    /// At work.
    pub busy: usize,
    /// Waiting for work.
    pub idle: usize,
}

/// A look at whether the database is an older copy.
#[derive(Debug, Clone, Copy)]
pub struct Restore {
    /// Whether a person says so; else only what the database itself tells counts.
    pub declared: bool,
    /// Days for which numbers may have been leased since the copy, first and last.
    pub days: (CivilDate, CivilDate),
    /// When.
    pub now: Timestamp,
}

/// The wishes of one desk for numbers.
#[derive(Debug, Clone)]
pub struct LeaseAsk {
    /// Who asks.
    pub caller: Caller,
    /// For what.
    pub wishes: Vec<LeaseWish>,
    /// Agencies that no office need list: the catalogue's procedures name them as competent.
    pub competent: Arc<BTreeSet<AgencyCode>>,
    /// Days that may be leased, first and last.
    pub days: (CivilDate, CivilDate),
    /// When.
    pub now: Timestamp,
}

/// Numbers a desk gives back.
#[derive(Debug, Clone)]
pub struct ReturnAsk {
    /// Who gives back.
    pub caller: Caller,
    /// What.
    pub returns: Vec<LeaseReturn>,
}

/// The officer of a sign-in and the office of the desk it is made at.
#[derive(Debug, Clone)]
pub struct SignInName {
    /// Office of the desk.
    pub office: OfficeId,
    /// Login name.
    pub officer: OfficerId,
}
