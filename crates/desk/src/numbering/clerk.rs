//! The clerk: one thread that looks after the codes whenever synchronisation has brought something.
//! Owned, stopped, joined.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use domain::time::Timestamp;
use platform::clock::Clock;
use protocol::commands::ChangeTag;
use store::Store;

use super::assign_codes::assign_codes;
use crate::catalogue::BooksCache;
use crate::config::Changes;
use crate::enrolment::Enrolment;
use crate::errors::{Fault, chain};
use crate::open::lock;
use crate::signal::Signal;

/// How often it looks without being woken.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// What the clerk works with.
pub(crate) struct ClerkDesk {
    pub(crate) store: Arc<Store>,
    pub(crate) books: Arc<BooksCache>,
    pub(crate) enrolment: Arc<Enrolment>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) changes: Changes,
    /// Wakes the sync worker.
    pub(crate) send: Box<dyn Fn() + Send>,
}

impl ClerkDesk {
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// The running clerk.
pub(crate) struct Clerk {
    signal: Arc<Signal>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Clerk {
    pub(crate) fn start(desk: ClerkDesk, signal: Arc<Signal>) -> Result<Self, Fault> {
        let woken = Arc::clone(&signal);
        let thread = std::thread::Builder::new()
            .name("motcua-clerk".to_owned())
            .spawn(move || run(&desk, &woken))
            .map_err(Fault::file("clerk thread"))?;
        Ok(Self {
            signal,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Stops the thread and waits for it.
    pub(crate) fn shutdown(&self) {
        self.signal.stop();
        if let Some(thread) = lock(&self.thread).take()
            && thread.join().is_err()
        {
            tracing::error!("the clerk did not end by itself");
        }
    }
}

impl Drop for Clerk {
    fn drop(&mut self) {
        self.shutdown();
    }
}

fn run(desk: &ClerkDesk, signal: &Signal) {
    while signal.wait(LOOK_EVERY) {
        match assign_codes(desk) {
            Ok(0) => {}
            Ok(given) => {
                tracing::info!(given, "temporary slips have their official code");
                (desk.changes)(&[ChangeTag::Dossiers, ChangeTag::Strip, ChangeTag::Sync]);
                (desk.send)();
            }
            Err(fault) => tracing::warn!(error = %chain(&fault), "no code was assigned"),
        }
    }
}
