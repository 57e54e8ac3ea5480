//! One activation: read what is intended, act once, record. Takes no arguments and may run any
//! number of times; what an interrupted activation left undone the next one does.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::ids::OfficeId;
use domain::time::Timestamp;
use protocol::commands::ChangeTag;
use protocol::wire::SessionReply;
use store::{Store, StoreError};
use thiserror::Error;

use crate::client::{CallError, Client, OFFICER_REVOKED, REVOKED};
use crate::ledger::Ledger;
use crate::reason::LinkReason;
use crate::session::{Credential, DeskIdentity, Session};
use crate::status::Receiving;
use crate::steps;
use crate::steps::blobs::{ParcelSize, Queue, UPLOADS_AT_ONCE_MAX};
use crate::steps::push::PUSHES_AT_ONCE_MAX;
use crate::steps::thaw::ThawOrder;
use crate::transport::Transport;

/// The machine's clock.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;
/// Told which kinds of data changed.
pub type ChangeSink = Arc<dyn Fn(&[ChangeTag]) + Send + Sync>;

/// Numbers asked for at once, unless the setting says otherwise.
pub(crate) const LEASE_BLOCK_DEFAULT: u32 = 60;

/// What the engine works with.
pub struct EngineConfig {
    /// What carries the requests.
    pub transport: Arc<dyn Transport>,
    /// The desk's database.
    pub store: Arc<Store>,
    /// Who the desk is.
    pub identity: DeskIdentity,
    /// Whose feed is followed.
    pub office: OfficeId,
    /// Ed25519 public key of the centre, hexadecimal.
    pub centre_key: String,
    /// The clock.
    pub clock: Clock,
    /// Told what changed.
    pub changes: ChangeSink,
    /// Seed of the waits between attempts.
    pub seed: u64,
}

/// Why an activation stopped.
#[derive(Debug, Error)]
pub enum SyncError {
    /// The centre did not do what was asked.
    #[error("a call to the centre failed")]
    Call(#[from] CallError),
    /// The database did not.
    #[error("the database failed")]
    Store(#[source] StoreError),
    /// A signature is not the centre's.
    #[error("the signature of the {what} is not the centre's")]
    Signature {
        /// What was signed.
        what: &'static str,
    },
    /// A published document cannot be read.
    #[error("the published {what} cannot be read")]
    Published {
        /// Which.
        what: &'static str,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// Nobody has signed in since the program started, or the password is no longer right.
    #[error("nobody is signed in")]
    NoCredential,
    /// The officer was taken out of service; nothing more is asked in that name.
    #[error("the officer is out of service")]
    OfficerRevoked,
    /// A blocking task was lost.
    #[error("a task was lost")]
    Task(#[from] tokio::task::JoinError),
}

impl SyncError {
    /// Whether the centre says that the officer is out of service.
    pub(crate) fn is_officer_revoked(&self) -> bool {
        matches!(self, Self::Call(error) if error.code() == OFFICER_REVOKED)
    }

    /// How long the centre asks to be left alone, at least.
    pub(crate) fn wait(&self) -> Duration {
        match self {
            Self::Call(error) => error.wait(),
            Self::Store(_)
            | Self::Signature { .. }
            | Self::Published { .. }
            | Self::NoCredential
            | Self::OfficerRevoked
            | Self::Task(_) => Duration::ZERO,
        }
    }

    /// What the strip says about it; `None` when the link itself is not to blame.
    pub(crate) fn link_reason(&self) -> Option<LinkReason> {
        match self {
            Self::Call(error) if error.is_too_many() => None,
            Self::Call(error) => Some(error.into()),
            Self::Signature { .. } | Self::Published { .. } => Some(LinkReason::Garbled),
            Self::NoCredential => Some(LinkReason::SignIn),
            Self::OfficerRevoked => Some(LinkReason::Revoked),
            Self::Store(_) | Self::Task(_) => None,
        }
    }
}

/// What the worker and the rest of the desk share.
#[derive(Default)]
pub(crate) struct Access {
    pub(crate) credential: Option<Credential>,
    pub(crate) session: Option<Session>,
    /// Why there is no credential any more.
    pub(crate) is_revoked: bool,
    /// An answer the sign-in got, not yet compared with the journal.
    pub(crate) fresh: Option<SessionReply>,
    /// While more than a page of the office's feed is still to come.
    pub(crate) receiving: Option<Receiving>,
    /// A person wants the freeze ended.
    pub(crate) thaw: Option<ThawOrder>,
}

pub(crate) struct Engine {
    pub(crate) client: Client,
    pub(crate) ledger: Ledger,
    pub(crate) identity: DeskIdentity,
    pub(crate) office: OfficeId,
    pub(crate) centre_key: String,
    pub(crate) clock: Clock,
    pub(crate) changes: ChangeSink,
    pub(crate) access: Arc<Mutex<Access>>,
    /// Requests with files at the same time, at most [`UPLOADS_AT_ONCE_MAX`].
    pub(crate) uploads_at_once: usize,
    /// Batches of events on their way at the same time, at most [`PUSHES_AT_ONCE_MAX`].
    pub(crate) pushes_at_once: usize,
    /// Files that wait.
    pub(crate) blobs: Queue,
    pub(crate) parcel: ParcelSize,
}

impl Engine {
    pub(crate) fn new(config: EngineConfig, access: Arc<Mutex<Access>>) -> Self {
        Self {
            client: Client::new(config.transport),
            ledger: Ledger::new(config.store),
            identity: config.identity,
            office: config.office,
            centre_key: config.centre_key,
            clock: config.clock,
            changes: config.changes,
            access,
            uploads_at_once: UPLOADS_AT_ONCE_MAX,
            pushes_at_once: PUSHES_AT_ONCE_MAX,
            blobs: Queue::default(),
            parcel: ParcelSize::default(),
        }
    }

    /// Events first, then what the counter needs to go on, then pages nearest their due time.
    pub(crate) async fn activate(&self) -> Result<(), SyncError> {
        loop {
            steps::session::ensure(self).await?;
            steps::thaw::run(self).await?;
            steps::push::run(self).await?;
            self.published().await?;
            steps::lease::run(self).await?;
            let began_anew = steps::feed::run(self).await?;
            let blobs = steps::blobs::run(self).await?;
            if blobs == steps::blobs::Blobs::Done && !began_anew {
                return Ok(());
            }
        }
    }

    /// What the centre published. A desk out of service hears there whether it is to be wiped; pages
    /// that the centre still wants of it are sent all the same.
    async fn published(&self) -> Result<(), SyncError> {
        let told = steps::published::run(self).await;
        if let Err(SyncError::Call(error)) = &told
            && error.code() == REVOKED
        {
            if let Err(error) = steps::blobs::run(self).await {
                tracing::warn!(%error, "pages of a desk out of service were not taken");
            }
            steps::wipe::note(self, error).await?;
            steps::wipe::ask_what_is_safe(self).await?;
        }
        told
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(crate) fn changed(&self, tags: &[ChangeTag]) {
        (self.changes)(tags);
    }

    pub(crate) fn access(&self) -> MutexGuard<'_, Access> {
        lock(&self.access)
    }

    /// The token of the open session.
    pub(crate) fn token(&self) -> Result<String, SyncError> {
        let token = self
            .access()
            .session
            .as_ref()
            .map(|session| session.token.clone());
        token.ok_or(SyncError::NoCredential)
    }
}

/// A panic while the lock was held left only whole values behind.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
