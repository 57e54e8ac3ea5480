//! A desk at work, and what must still be true after a fault.

use std::sync::Arc;

use desk::{Desk, DeskConfig};
use platform::clock::FixedClock;
use protocol::view::{ErrorView, FieldError, IntakeDraft};
use store::{DatabaseKey, Paths, Store};
use testkit::{HUONG, Station, TestCentre, filled_draft, friday_morning, social_allowance};

use crate::words;

/// Clock, centre, and a desk where Nguyễn Thị Hường is at work.
pub(crate) struct World {
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) centre: TestCentre,
    pub(crate) station: Station,
}

impl World {
    pub(crate) fn at_work() -> Self {
        Self::tuned(|_as_it_is| {})
    }

    /// The same with another printer, scanner, folder or link.
    pub(crate) fn tuned(tune: impl Fn(&mut DeskConfig) + Send + Sync + 'static) -> Self {
        let clock = friday_morning();
        let centre = TestCentre::start(&clock);
        let station = Station::tuned(&clock, tune);
        station.enrol(&centre, "Quầy 3");
        station.begin_work(HUONG);
        Self {
            clock,
            centre,
            station,
        }
    }

    pub(crate) fn desk(&self) -> &Desk {
        self.station.desk()
    }

    /// A whole form, autosaved.
    pub(crate) fn typed(&self) -> IntakeDraft {
        let draft = filled_draft(&self.station, social_allowance());
        self.desk().save_draft(draft.clone()).expect("autosaved");
        draft
    }

    /// Events recorded at this desk.
    pub(crate) fn recorded(&self) -> u64 {
        self.desk().sync_overview(()).expect("overview").recorded
    }

    /// Receives a form that must be refused: the form is still there, no code was drawn, nothing
    /// was recorded, nothing is printed, and there are words for what happened.
    pub(crate) fn refused(&self, draft: &IntakeDraft) -> ErrorView {
        self.desk().save_draft(draft.clone()).expect("autosaved");
        self.refused_as_saved(draft)
    }

    /// The same without another autosave.
    pub(crate) fn refused_as_saved(&self, draft: &IntakeDraft) -> ErrorView {
        let desk = self.desk();
        let before = self.traces();
        let error = desk
            .receive(draft.clone())
            .expect_err("such a form is not received");
        assert_eq!(
            desk.current_draft(()).expect("the form"),
            *draft,
            "every letter is still there"
        );
        assert_eq!(
            self.traces(),
            before,
            "nothing recorded, no code drawn, nothing to print"
        );
        told(&error);
        error
    }

    fn traces(&self) -> (u64, u32, u32) {
        let strip = self.station.strip();
        (self.recorded(), strip.codes_left, strip.print_waiting)
    }

    /// Stops the program and looks at what it left: whole pages, whole tables, a whole chain.
    /// Gives the number of recorded events.
    pub(crate) fn sound(&mut self) -> u64 {
        self.sound_at(&paths(&self.station))
    }

    /// The same for a desk whose data lie elsewhere.
    pub(crate) fn sound_at(&mut self, paths: &Paths) -> u64 {
        self.station.stop();
        let store = Store::open(paths, &key(&self.station, paths));
        let store = store.expect("the database opens");
        assert_eq!(
            store.integrity().expect("it can be checked"),
            [],
            "nothing is damaged"
        );
        let journal = store.read(|r| r.journal());
        journal.expect("the journal reads").recorded
    }
}

/// Where the files of the desk lie.
pub(crate) fn paths(station: &Station) -> Paths {
    Paths::new(station.data())
}

/// The key of the desk's database, by its officer's password. The program must be stopped.
pub(crate) fn key(station: &Station, paths: &Paths) -> DatabaseKey {
    station.key(paths, HUONG)
}

/// Words of the window exist for the error and for each of its fields.
pub(crate) fn told(error: &ErrorView) {
    words::assert_words(&error.code);
    for field in &error.fields {
        words::assert_words(&field.code);
    }
}

/// The error of one field.
pub(crate) fn field<'a>(error: &'a ErrorView, path: &str) -> &'a FieldError {
    let found = error.fields.iter().find(|field| field.path == path);
    found.unwrap_or_else(|| panic!("{path} is not among the wrong fields: {:?}", error.fields))
}
