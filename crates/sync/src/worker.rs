//! The one task that keeps store and centre together. Woken by a signal ("send now", a new event,
//! a sign-in), by the centre (long poll) or by time after a failure; owned, stopped and joined.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::ids::BlobHash;
use protocol::commands::ChangeTag;
use protocol::wire::{ClaimReply, ClaimRequest, PULL_WAIT_SECS_MAX, SessionReply};
use tokio::sync::{Notify, oneshot, watch};
use tokio::task::JoinHandle;

use crate::backoff::Backoff;
use crate::client::{CallError, Client};
use crate::engine::{Access, ChangeSink, Engine, EngineConfig, SyncError, lock};
use crate::lease_office::LeaseOffice;
use crate::ledger::Idle;
use crate::link::Link;
use crate::session::Credential;
use crate::status::{LinkStatus, Receiving, Status};
use crate::steps::thaw::ThawOrder;
use crate::steps::{feed, session};
use crate::transport::{Transport, TransportError};

/// Longest wait for the task to end at shutdown.
const SHUTDOWN_MAX: Duration = Duration::from_secs(5);
/// Longest wait for the end of a freeze; the feed is read first.
const THAW_MAX: Duration = Duration::from_secs(60);

/// The running worker of one desk.
pub struct Worker {
    task: Mutex<Option<JoinHandle<()>>>,
    handle: tokio::runtime::Handle,
    transport: Arc<dyn Transport>,
    access: Arc<Mutex<Access>>,
    wake: Arc<Notify>,
    stop: watch::Sender<bool>,
    status: watch::Receiver<Status>,
    idle: Idle,
    /// What a worker that is stepped does instead of running.
    stepped: Mutex<Option<Running>>,
    numbers: LeaseOffice,
}

impl Worker {
    /// Starts the worker on the link's threads for an officer who has signed in; `reply` is what
    /// the centre answered, if it was asked. `None` when the threads have stopped.
    #[must_use]
    pub fn start(
        link: &Link,
        config: EngineConfig,
        credential: Credential,
        reply: Option<SessionReply>,
    ) -> Option<Self> {
        let (worker, running) = Self::prepare(link, config, credential, reply)?;
        *lock(&worker.task) = Some(worker.handle.spawn(running.run()));
        Some(worker)
    }

    /// The same without a task: nothing happens but by [`Worker::step`]. For the simulator, whose
    /// runs must repeat exactly.
    #[must_use]
    pub fn stepped(
        link: &Link,
        config: EngineConfig,
        credential: Credential,
        reply: Option<SessionReply>,
    ) -> Option<Self> {
        let (worker, mut running) = Self::prepare(link, config, credential, reply)?;
        // requests at once come in an order of their own: one after another, a run can be repeated
        running.engine.uploads_at_once = 1;
        running.engine.pushes_at_once = 1;
        *lock(&worker.stepped) = Some(running);
        Some(worker)
    }

    /// One activation of a worker that is stepped, on the caller's thread; `None` for one that
    /// goes by itself.
    pub fn step(&self) -> Option<Result<(), SyncError>> {
        let mut stepped = lock(&self.stepped);
        stepped
            .as_mut()
            .map(|running| self.handle.block_on(running.once()))
    }

    fn prepare(
        link: &Link,
        config: EngineConfig,
        credential: Credential,
        reply: Option<SessionReply>,
    ) -> Option<(Self, Running)> {
        let handle = link.handle()?;
        let access = Access {
            credential: Some(credential),
            fresh: reply,
            ..Access::default()
        };
        let access = Arc::new(Mutex::new(access));
        let transport = Arc::clone(&config.transport);
        let (store, desk) = (Arc::clone(&config.store), config.identity.desk);
        let centre_key = config.centre_key.clone();
        let wake = Arc::new(Notify::new());
        let (stop, stopping) = watch::channel(false);
        let (publish, status) = watch::channel(Status::default());
        let changes = Arc::clone(&config.changes);
        let backoff = Backoff::new(config.seed);
        let engine = Engine::new(config, Arc::clone(&access));
        let idle = engine.ledger.idle();
        let running = Running {
            backoff,
            changes,
            engine,
            wake: Arc::clone(&wake),
            stopping,
            publish,
        };
        let numbers = LeaseOffice {
            handle: handle.clone(),
            transport: Arc::clone(&transport),
            access: Arc::clone(&access),
            status: status.clone(),
            store,
            desk,
            centre_key,
        };
        let worker = Self {
            task: Mutex::default(),
            handle,
            transport,
            access,
            wake,
            stop,
            status,
            idle,
            stepped: Mutex::default(),
            numbers,
        };
        Some((worker, running))
    }

    /// Another officer signed in, or the same one again.
    pub fn sign_in(&self, credential: Credential, reply: Option<SessionReply>) {
        let mut access = lock(&self.access);
        access.credential = Some(credential);
        access.is_revoked = false;
        access.fresh = reply;
        drop(access);
        self.wake();
    }

    /// What the worker signs in with; `None` when the centre refused the password.
    #[must_use]
    pub fn credential(&self) -> Option<Credential> {
        lock(&self.access).credential.clone()
    }

    /// "Send now".
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// "Send now", for another thread to keep.
    pub fn waker(&self) -> impl Fn() + Send + use<> {
        let wake = Arc::clone(&self.wake);
        move || wake.notify_one()
    }

    /// Where numbers are asked for on demand.
    #[must_use]
    pub const fn numbers(&self) -> &LeaseOffice {
        &self.numbers
    }

    /// How the link is.
    #[must_use]
    pub fn status(&self) -> Status {
        *self.status.borrow()
    }

    /// How far the office's dossiers have come, while many are still to come.
    #[must_use]
    pub fn receiving(&self) -> Option<Receiving> {
        lock(&self.access).receiving
    }

    /// Ends the freeze of this desk: the centre gives a new life if the officer may ask for it, and
    /// what it does not have goes on there. Blocks; not for the worker's own threads.
    ///
    /// # Errors
    /// [`CallError`]; `not_allowed` for a role that does not decide over it.
    pub fn thaw(&self, reason: &str) -> Result<(), CallError> {
        let (told, answer) = oneshot::channel();
        lock(&self.access).thaw = Some(ThawOrder {
            reason: reason.to_owned(),
            told,
        });
        self.wake();
        if let Some(Err(error)) = self.step() {
            tracing::debug!(%error, "the step that was to end the freeze did not end well");
        }
        let waiting = async { tokio::time::timeout(THAW_MAX, answer).await };
        match self.handle.block_on(waiting) {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_stopped)) => Err(CallError::Transport(TransportError::Refused)),
            Err(_elapsed) => {
                lock(&self.access).thaw = None;
                Err(CallError::Transport(TransportError::Timeout))
            }
        }
    }

    /// Fetches one blob of a dossier this desk may read. Blocks; not for the worker's own threads.
    ///
    /// # Errors
    /// [`CallError`]; `unauthorised` while no session is open.
    pub fn fetch_blob(&self, hash: BlobHash) -> Result<Vec<u8>, CallError> {
        let (client, token) = self.call()?;
        self.handle.block_on(client.blob(&token, hash))
    }

    /// Asks the centre who holds dossiers. Blocks; not for the worker's own threads.
    ///
    /// # Errors
    /// [`CallError`]; `unauthorised` while no session is open.
    pub fn holdings(&self, request: &ClaimRequest) -> Result<ClaimReply, CallError> {
        let (client, token) = self.call()?;
        self.handle.block_on(client.claim(&token, request))
    }

    fn call(&self) -> Result<(Client, String), CallError> {
        let session = lock(&self.access).session.clone();
        let session = session.ok_or(CallError::Transport(TransportError::Refused))?;
        Ok((Client::new(Arc::clone(&self.transport)), session.token))
    }

    /// Stops the task and waits for it, and for what the database was doing for it.
    pub fn shutdown(&self) {
        self.stop.send_replace(true);
        let Some(task) = lock(&self.task).take() else {
            return;
        };
        let ending = async {
            let ended = task.await;
            self.idle.wait().await;
            ended
        };
        let ended = self
            .handle
            .block_on(async { tokio::time::timeout(SHUTDOWN_MAX, ending).await });
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the sync worker did not end by itself"),
            Err(_elapsed) => tracing::error!("the sync worker did not end in time"),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

struct Running {
    engine: Engine,
    backoff: Backoff,
    changes: ChangeSink,
    wake: Arc<Notify>,
    stopping: watch::Receiver<bool>,
    publish: watch::Sender<Status>,
}

impl Running {
    async fn run(mut self) {
        let mut stopping = self.stopping.clone();
        let _stopped = tokio::select! {
            stopped = stopping.wait_for(|stop| *stop) => stopped.is_ok(),
            () = self.work() => false,
        };
    }

    async fn work(&mut self) {
        loop {
            match self.once().await {
                Ok(()) => self.idle().await,
                Err(error) => self.wait_to_retry(error.wait()).await,
            }
        }
    }

    /// One activation, and what it says of the link.
    async fn once(&mut self) -> Result<(), SyncError> {
        let outcome = self.engine.activate().await;
        self.note(&outcome).await;
        outcome
    }

    /// Nothing to do: ask the centre to say when there is.
    async fn idle(&mut self) {
        let wake = Arc::clone(&self.wake);
        let polled = tokio::select! {
            () = wake.notified() => return,
            polled = feed::pull(&self.engine, PULL_WAIT_SECS_MAX) => polled,
        };
        let outcome = match polled {
            Ok(page) => {
                let applied = feed::apply(&self.engine, page).await;
                if applied.as_ref().is_ok_and(|applied| applied.began_anew) {
                    self.wake.notify_one(); // there may be something to send again
                }
                applied.map(drop)
            }
            Err(error) => Err(error),
        };
        self.note(&outcome).await;
        if let Err(error) = outcome {
            self.wait_to_retry(error.wait()).await;
        }
    }

    /// What the centre asks for is waited whatever comes; what is added to it ends when somebody
    /// has something to send.
    async fn wait_to_retry(&mut self, asked: Duration) {
        let wait = self.backoff.next_wait();
        let wait_ms = i64::try_from((asked + wait).as_millis()).unwrap_or(i64::MAX);
        let next = self.engine.now().plus_ms(wait_ms);
        self.publish
            .send_modify(|status| status.next_attempt = Some(next));
        tokio::time::sleep(asked).await;
        tokio::select! {
            () = self.wake.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }

    /// Publishes what the outcome says of the link.
    async fn note(&mut self, outcome: &Result<(), SyncError>) {
        let was = *self.publish.borrow();
        let (link, is_good) = match outcome {
            Ok(()) => (LinkStatus::Online, true),
            Err(error) => {
                tracing::warn!(error = %chain(error), "synchronisation stopped");
                self.note_revocation(error).await;
                (
                    error.link_reason().map_or(was.link, LinkStatus::Offline),
                    false,
                )
            }
        };
        if is_good {
            self.backoff.reset();
        }
        let now = self.engine.now();
        let status = was.now(link, now);
        // the log first: whoever sees the link come up finds the outage ended
        if let Err(error) = self.note_outage(was, status).await {
            tracing::error!(error = %chain(&error), "the outage cannot be written down");
        }
        self.publish.send_replace(status);
        if status.link != was.link {
            (self.changes)(&[ChangeTag::Strip, ChangeTag::Sync]);
        }
    }

    /// An officer the centre no longer knows is let in no more without it.
    async fn note_revocation(&self, error: &SyncError) {
        if error.is_officer_revoked()
            && let Err(error) = session::forget_officer(&self.engine).await
        {
            tracing::error!(error = %chain(&error), "the revocation cannot be written down");
        }
    }

    /// The outage log: one row from going down to coming up.
    async fn note_outage(&self, was: Status, is: Status) -> Result<(), SyncError> {
        let now = self.engine.now();
        match (was.link, is.link) {
            (LinkStatus::Offline(_), LinkStatus::Offline(_)) => Ok(()),
            (before, LinkStatus::Offline(reason)) => {
                let detected = match before {
                    LinkStatus::Connecting => "start",
                    LinkStatus::Online | LinkStatus::Offline(_) => "call",
                };
                self.engine
                    .ledger
                    .write(move |tx| tx.begin_outage(now, reason.code(), detected))
                    .await
            }
            (LinkStatus::Connecting | LinkStatus::Offline(_), LinkStatus::Online) => {
                self.engine.ledger.write(move |tx| tx.end_outage(now)).await
            }
            _ => Ok(()),
        }
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |e| e.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}
