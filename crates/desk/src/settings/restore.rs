//! Announced restore: the desk closes, database and pages of the backup take the place of those
//! here (which are put aside, never deleted), and no official number is given until the centre has
//! begun a new incarnation. The officer stays signed in.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use protocol::view::{AppState, ErrorView};
use store::{DatabaseKey, Store, restore_announced};

use crate::desk::{Desk, SignedIn};
use crate::errors::{Code, Fault, chain, view};
use crate::open::{Open, OpenWith, lock};
use crate::signal::Signal;

/// How often it is looked whether a command still runs.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// Looks before giving up: five seconds.
const LOOKS_MAX: u32 = 100;

impl Desk {
    /// Restores from a backup folder.
    ///
    /// # Errors
    /// `app.not_allowed` but for lead and administrator, `restore.backup`, `store.*`; the desk then goes on with what it had.
    pub fn restore(&self, folder: String) -> Result<AppState, ErrorView> {
        restore(self, &folder).map_err(view)?;
        self.app_state(())
    }
}

fn restore(desk: &Desk, folder: &str) -> Result<(), Fault> {
    let _turn = lock(&desk.turn);
    let work = desk.work()?;
    work.in_charge()?;
    let officer = Arc::clone(&work.officer);
    drop(work); // it holds what is to be closed
    let taken = lock(&desk.state).open.take();
    let open = taken.ok_or_else(|| Fault::code(Code::SignedOut))?;
    if !wait_alone(&open) {
        lock(&desk.state).open = Some(open); // a long command keeps the desk it began with
        return Err(Fault::code(Code::StoreBusy));
    }
    open.stop();
    let with = close(open).map_err(|_held| Fault::code(Code::StoreBusy))?;
    let restored = restore_announced(&desk.paths, Path::new(folder), &with.key, desk.now());
    if let Err(error) = &restored {
        tracing::error!(error = %chain(error), "the backup was not restored");
    }
    reopen(desk, with, &officer)?;
    Ok(restored?)
}

/// Waits for the commands that began before; none can begin any more.
fn wait_alone(open: &Arc<Open>) -> bool {
    let signal = Signal::default();
    (0..LOOKS_MAX).any(|_look| {
        let is_alone = Arc::strong_count(open) == 1;
        is_alone || !signal.wait(LOOK_EVERY)
    })
}

/// What is left of an open desk when its database is shut.
struct Closed {
    key: DatabaseKey,
    open: Parts,
}

struct Parts {
    signing: ed25519_dalek::SigningKey,
    enrolment: Arc<crate::enrolment::Enrolment>,
    credential: Option<sync::Credential>,
}

fn close(open: Arc<Open>) -> Result<Closed, Arc<Open>> {
    let open = Arc::try_unwrap(open)?;
    let key = DatabaseKey::from_bytes(*open.key.expose());
    let parts = Parts {
        signing: open.signing.clone(),
        enrolment: Arc::clone(&open.enrolment),
        credential: open.worker.credential(),
    };
    drop(open);
    Ok(Closed { key, open: parts })
}

/// Opens whatever is there now: the restored database, or the old one when nothing was restored.
fn reopen(desk: &Desk, with: Closed, officer: &Arc<SignedIn>) -> Result<(), Fault> {
    let Closed {
        key,
        open: Parts {
            signing,
            enrolment,
            credential,
        },
    } = with;
    let credential = credential.ok_or_else(|| Fault::code(Code::SignedOut));
    let outcome = credential.and_then(|credential| {
        let store = Store::open(&desk.paths, &key)?;
        let transport = (desk.config.connect)(&enrolment.centre_url, &enrolment.ca_der()?)?;
        let with = OpenWith {
            store,
            key,
            signing,
            enrolment,
            transport,
            credential,
            reply: None,
        };
        Open::start(desk, with)
    });
    desk.update(|state| match outcome {
        Ok(open) => {
            state.open = Some(Arc::new(open));
            state.officer = Some(Arc::clone(officer));
            Ok(())
        }
        Err(fault) => {
            state.officer = None;
            Err(fault)
        }
    })
}
