//! What is there while the database is open: from the first sign-in until the program ends. Locking
//! the screen and signing out leave it as it is, so that sending and printing go on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::time::Timestamp;
use ed25519_dalek::SigningKey;
use platform::clock::Clock;
use protocol::commands::ChangeTag;
use protocol::wire::SessionReply;
use store::{DatabaseKey, Store};
use sync::{Credential, DeskIdentity, EngineConfig, Transport, Worker};

use crate::app::start_waking;
use crate::attachments::{self, RoomDesk};
use crate::catalogue::{Books, BooksCache};
use crate::config::DeskConfig;
use crate::desk::Desk;
use crate::enrolment::Enrolment;
use crate::errors::Fault;
use crate::numbering::{self, ClerkDesk, OnDemand, Witness, facts};
use crate::printing;
use crate::routine::Routine;
use crate::settings::start_looking;
use crate::signal::Signal;

/// The open desk.
pub(crate) struct Open {
    pub(crate) store: Arc<Store>,
    pub(crate) key: DatabaseKey,
    pub(crate) worker: Worker,
    pub(crate) printing: Routine,
    pub(crate) signing: SigningKey,
    pub(crate) enrolment: Arc<Enrolment>,
    pub(crate) numbers: OnDemand,
    pub(crate) clerk: Routine,
    lookout: Routine,
    waking: Routine,
    room: Routine,
    books: Arc<BooksCache>,
    witness: Arc<Witness>,
    clock: Arc<dyn Clock>,
}

/// What opening needs besides the configuration.
pub(crate) struct OpenWith {
    pub(crate) store: Store,
    pub(crate) key: DatabaseKey,
    pub(crate) signing: SigningKey,
    pub(crate) enrolment: Arc<Enrolment>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) credential: Credential,
    pub(crate) reply: Option<SessionReply>,
}

impl Open {
    /// Starts the workers.
    pub(crate) fn start(desk: &Desk, with: OpenWith) -> Result<Self, Fault> {
        let config = &desk.config;
        let OpenWith {
            store,
            key,
            signing,
            enrolment,
            transport,
            credential,
            reply,
        } = with;
        let store = Arc::new(store);
        let facts = facts(&signing, &config.data_dir);
        let witness = Arc::new(Witness::begin(&store, &config.secrets, &facts)?);
        let books = Arc::new(BooksCache::default());
        let look = Arc::new(Signal::default());
        let engine = EngineConfig {
            transport,
            store: Arc::clone(&store),
            identity: DeskIdentity {
                desk: enrolment.desk,
                key: signing.clone(),
            },
            office: enrolment.office.clone(),
            centre_key: enrolment.centre_key.clone(),
            clock: clock(config),
            changes: changes(config, &books, &look),
            seed: config.seed,
        };
        let worker = start_worker(desk, engine, credential, reply)?;
        let numbers = worker.numbers().clone();
        let printing = printing::start(config, &store)?;
        let lookout = start_looking(config, &desk.devices)?;
        let clerk = numbering::start(
            ClerkDesk {
                store: Arc::clone(&store),
                books: Arc::clone(&books),
                enrolment: Arc::clone(&enrolment),
                clock: Arc::clone(&config.clock),
                changes: Arc::clone(&config.changes),
                witness: Arc::clone(&witness),
                on_demand: OnDemand(numbers.clone()),
                send: Box::new(worker.waker()),
                pace: config.pace,
            },
            look,
        )?;
        let waking = start_waking(config)?;
        let room = attachments::room::start(RoomDesk {
            store: Arc::clone(&store),
            books: Arc::clone(&books),
            clock: Arc::clone(&config.clock),
            changes: Arc::clone(&config.changes),
            pace: config.pace,
        })?;
        Ok(Self {
            store,
            key,
            worker,
            printing,
            signing,
            enrolment,
            clerk,
            lookout,
            waking,
            room,
            books,
            witness,
            numbers: OnDemand(numbers),
            clock: Arc::clone(&config.clock),
        })
    }

    /// Catalogue, calendar and policy as last published.
    pub(crate) fn books(&self) -> Result<Arc<Books>, Fault> {
        self.books.get(&self.store)
    }

    /// Has the clerk look after the codes now.
    pub(crate) fn look(&self) {
        self.clerk.wake();
    }

    /// Stops the workers and waits for them.
    pub(crate) fn stop(&self) {
        self.clerk.shutdown();
        self.lookout.shutdown();
        self.waking.shutdown();
        self.room.shutdown();
        self.printing.shutdown();
        self.worker.shutdown();
        self.witness.close(self.clock.now());
    }
}

fn start_worker(
    desk: &Desk,
    engine: EngineConfig,
    credential: Credential,
    reply: Option<SessionReply>,
) -> Result<Worker, Fault> {
    let start = if desk.config.pace.is_stepped() {
        Worker::stepped
    } else {
        Worker::start
    };
    start(&desk.link, engine, credential, reply)
        .ok_or(Fault::Broken("the network threads have stopped"))
}

fn clock(config: &DeskConfig) -> sync::Clock {
    let clock = Arc::clone(&config.clock);
    Arc::new(move || -> Timestamp { clock.now() })
}

/// A newly published document empties the cache before the window hears of it.
fn changes(config: &DeskConfig, books: &Arc<BooksCache>, look: &Arc<Signal>) -> sync::ChangeSink {
    let (sink, books, look) = (
        Arc::clone(&config.changes),
        Arc::clone(books),
        Arc::clone(look),
    );
    Arc::new(move |tags| {
        if tags.contains(&ChangeTag::Catalogue) {
            books.clear();
        }
        look.wake();
        sink(tags);
    })
}

/// A panic while the lock was held left only whole values behind.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
