//! The one object of the program: its stage, what is open, who is signed in. Commands ask it for a
//! [`Work`], which exists only for a signed-in officer at an unlocked screen.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use capture::CancelToken;
use domain::ids::OfficerId;
use domain::time::Timestamp;
use protocol::commands::ChangeTag;
use protocol::view::ErrorView;
use protocol::wire::Role;
use store::{Paths, Store};

use crate::act::Author;
use crate::app::{Wiped, is_removed};
use crate::catalogue::Books;
use crate::config::DeskConfig;
use crate::enrolment::Enrolment;
use crate::errors::{Code, Fault, view};
use crate::intake::ThrownAway;
use crate::open::{Open, lock};
use crate::settings::Devices;

/// One desk. Share it behind an `Arc`; every command takes `&self` and may block, so the shell
/// calls from threads that may wait.
pub struct Desk {
    pub(crate) config: DeskConfig,
    pub(crate) paths: Paths,
    pub(crate) link: sync::Link,
    pub(crate) state: Mutex<State>,
    pub(crate) devices: Arc<Mutex<Devices>>,
    pub(crate) scan: Mutex<Option<CancelToken>>,
    pub(crate) thrown: ThrownAway,
    /// What is read to the lead on the telephone.
    pub(crate) challenge: Mutex<Option<String>>,
    /// Signing in, restoring and shutting down follow each other.
    pub(crate) turn: Mutex<()>,
}

/// Where the desk stands.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) enrolment: Option<Arc<Enrolment>>,
    pub(crate) problem: Option<ErrorView>,
    pub(crate) open: Option<Arc<Open>>,
    pub(crate) officer: Option<Arc<SignedIn>>,
    pub(crate) locked: bool,
    /// How long the machine had slept in all when it was last looked at.
    pub(crate) slept: Duration,
    /// Its data were wiped by an order of the centre.
    pub(crate) wiped: Option<Wiped>,
}

/// The officer at the desk.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub(crate) login: OfficerId,
    pub(crate) name: String,
    pub(crate) role: Role,
}

impl Desk {
    /// Starts the desk in its folder: enrolled or not, nothing is open before someone signs in. A
    /// folder that cannot be used shows as the stage `broken`, never as a failed start.
    ///
    /// # Errors
    /// An [`ErrorView`] when the network threads cannot start.
    pub fn start(config: DeskConfig) -> Result<Self, ErrorView> {
        let link = sync::Link::start().map_err(|error| view(error.into()))?;
        let mut state = State {
            slept: config.clock.slept(),
            ..State::default()
        };
        match Wiped::finish(&config) {
            Ok(wiped) => state.wiped = wiped,
            Err(fault) => state.problem = Some(view(fault)),
        }
        match Enrolment::load(&config.data_dir) {
            Ok(enrolment) => state.enrolment = enrolment.map(Arc::new),
            Err(fault) => state.problem = Some(view(fault)),
        }
        let paths = Paths::new(&config.data_dir);
        Ok(Self {
            config,
            paths,
            link,
            state: Mutex::new(state),
            devices: Arc::default(),
            scan: Mutex::default(),
            thrown: ThrownAway::default(),
            challenge: Mutex::default(),
            turn: Mutex::default(),
        })
    }

    /// Stops the workers and waits for them. The desk can be dropped afterwards; commands that
    /// come later find nobody signed in.
    pub fn shutdown(&self) {
        let _turn = lock(&self.turn);
        if let Some(token) = lock(&self.scan).take() {
            token.cancel();
        }
        let open = {
            let mut state = lock(&self.state);
            state.officer = None;
            state.open.take()
        };
        if let Some(open) = open {
            open.stop();
        }
    }

    /// Changes where the desk stands.
    pub(crate) fn update<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut lock(&self.state))
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.config.clock.now()
    }

    pub(crate) fn changed(&self, tags: &[ChangeTag]) {
        (self.config.changes)(tags);
    }

    /// The officer at the unlocked screen, or why there is none. Who is out of service reads nothing
    /// more either.
    pub(crate) fn work(&self) -> Result<Work<'_>, Fault> {
        let mut state = lock(&self.state);
        state.lock_after_sleep(self.config.clock.slept());
        if state.enrolment.is_none() {
            return Err(Fault::code(Code::Unenrolled));
        }
        let (Some(open), Some(officer)) = (&state.open, &state.officer) else {
            return Err(Fault::code(Code::SignedOut));
        };
        if state.locked {
            return Err(Fault::code(Code::Locked));
        }
        let (open, officer) = (Arc::clone(open), Arc::clone(officer));
        drop(state);
        let work = Work {
            desk: self,
            open,
            officer,
            now: self.now(),
        };
        work.in_service()?;
        Ok(work)
    }
}

/// One command of a signed-in officer: what it works with, and the moment it happens.
pub(crate) struct Work<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) open: Arc<Open>,
    pub(crate) officer: Arc<SignedIn>,
    pub(crate) now: Timestamp,
}

impl Work<'_> {
    /// The same at the present moment, for what goes on while other acts are recorded.
    pub(crate) fn by_now(&self) -> Self {
        Self {
            desk: self.desk,
            open: Arc::clone(&self.open),
            officer: Arc::clone(&self.officer),
            now: self.desk.now(),
        }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.open.store
    }

    pub(crate) fn books(&self) -> Result<Arc<Books>, Fault> {
        self.open.books()
    }

    pub(crate) fn author(&self) -> Author<'_> {
        Author {
            officer: &self.officer.login,
            now: self.now,
        }
    }

    pub(crate) fn login(&self) -> &OfficerId {
        &self.officer.login
    }

    fn in_service(&self) -> Result<(), Fault> {
        if self.store().read(|r| is_removed(r, self.login()))? {
            return Err(Fault::code(Code::OfficerRemoved));
        }
        Ok(())
    }

    /// The officer's role as the policy in force has it: who was taken off the list meanwhile, or
    /// out of service, acts no more. Before a policy names them it is the role of the sign-in.
    pub(crate) fn role(&self) -> Result<Role, Fault> {
        self.in_service()?;
        let books = self.books().ok();
        let listed = books.and_then(|books| books.role_of(self.login()));
        Ok(listed.unwrap_or(self.officer.role))
    }

    /// Official acts at the counter are for its officers and their lead.
    pub(crate) fn at_counter(&self) -> Result<Role, Fault> {
        self.only(Role::acts_at_counter)
    }

    /// Restoring and rebuilding are for who answers for the desk.
    pub(crate) fn in_charge(&self) -> Result<Role, Fault> {
        self.only(Role::answers_for_desk)
    }

    /// Devices and backups are for all but who only reads.
    pub(crate) fn tends_desk(&self) -> Result<Role, Fault> {
        self.only(|role| !role.only_reads())
    }

    fn only(&self, may: impl FnOnce(Role) -> bool) -> Result<Role, Fault> {
        let role = self.role()?;
        if may(role) {
            Ok(role)
        } else {
            Err(Fault::code(Code::NotAllowed))
        }
    }

    pub(crate) fn changed(&self, tags: &[ChangeTag]) {
        self.desk.changed(tags);
    }
}
