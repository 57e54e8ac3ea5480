//! A centre and a desk behind a door, and what must be true once everything was started again.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use protocol::view::LinkState;
use tempfile::TempDir;
use testkit::{
    CentreProcess, DeskProcess, Door, HUONG, KeptEvent, Officer, Received, Station,
    clock_of_the_machine, until,
};

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_motcua-central");
/// A desk that asks nothing for so long waits for news.
const QUIET: Duration = Duration::from_millis(400);
const CHILD: &str = "child_that_is_a_desk";

pub(crate) fn centre_on(database: Option<String>) -> CentreProcess {
    CentreProcess::start_on(PROGRAM, database)
}

/// A desk of this process behind `door`, with an officer at work.
pub(crate) fn station(centre: &CentreProcess, door: &Door, label: &str, who: Officer) -> Station {
    let station = Station::new(&clock_of_the_machine());
    station.enrol_with(centre.enrol_code(door.address()), label);
    station.begin_work(who);
    station
}

pub(crate) struct World {
    pub(crate) centre: CentreProcess,
    pub(crate) door: Door,
    pub(crate) received: Vec<Received>,
    home: TempDir,
}

impl World {
    /// Centre, door, and a desk that is enrolled and has no printer yet.
    pub(crate) fn new() -> Self {
        let centre = CentreProcess::start(PROGRAM);
        let door = Door::to(centre.address()).expect("a door");
        let home = tempfile::tempdir().expect("a folder");
        let world = Self {
            centre,
            door,
            received: Vec::new(),
            home,
        };
        let mut station = world.station();
        station.enrol_with(world.centre.enrol_code(world.door.address()), "Quầy 3");
        station.sign_in(HUONG).expect("signed in");
        station.wait_ready();
        station.stop();
        world
    }

    /// The desk, in this process.
    fn station(&self) -> Station {
        Station::at(self.home.path(), &clock_of_the_machine(), |_as_it_is| {})
    }

    /// The desk, in a process of its own. Nobody listens where its printer would be.
    pub(crate) fn desk(&self) -> DeskProcess {
        let now = central::system_clock()();
        DeskProcess::start(CHILD, self.home.path(), now, None)
    }

    pub(crate) fn receive(&mut self, desk: &mut DeskProcess, page_bytes: usize) -> Received {
        let received = desk.receive(page_bytes);
        self.received.push(received.clone());
        received
    }

    /// Waits until the desk has nothing to ask but whether there is news: what is held from then on is
    /// the answer to what comes next.
    pub(crate) fn wait_until_quiet(&self) {
        let (mut counts, mut since) = (self.door.counts(), Instant::now());
        until("a quiet line", || {
            let now = self.door.counts();
            if now != counts {
                (counts, since) = (now, Instant::now());
            }
            (since.elapsed() > QUIET).then_some(())
        });
    }

    /// What the centre holds of a dossier.
    pub(crate) fn kept(&self, dossier: &str) -> Vec<KeptEvent> {
        let mut kept = self.centre.journal();
        kept.retain(|event| event.dossier == dossier);
        kept
    }

    /// Everything is started again and left alone until it is quiet; then nothing may be missing or
    /// there twice. `pages` are with the centre.
    pub(crate) fn heals(mut self, pages: usize) {
        self.door.break_lines();
        if !self.centre.is_up() {
            self.centre.start_again();
        }
        let mut station = self.station();
        station.sign_in(HUONG).expect("signed in again");
        station.set("printer", "folder:");
        station.wait_link(&LinkState::Online);
        station.wait_sent();
        station.wait_printed();
        self.check(&mut station, pages);
    }

    fn check(&self, station: &mut Station, pages: usize) {
        let kept = self.centre.journal();
        for received in &self.received {
            let of_it = kept
                .iter()
                .filter(|event| event.dossier == received.dossier);
            let kinds: Vec<&str> = of_it.map(|event| event.kind.as_str()).collect();
            assert_eq!(kinds, ["received"], "{} once at the centre", received.code);
            let here = station.desk().dossier(received.dossier.clone());
            let here = here.expect("and at the desk");
            assert_eq!(here.row.code, received.code, "under the code it was given");
        }
        assert!(kept.iter().all(|event| event.issue.is_empty()), "{kept:?}");
        let codes: BTreeSet<&str> = self.received.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes.len(), self.received.len(), "no code twice");
        assert_eq!(station.receipts(), codes.len(), "one receipt each");
        let sync = station.desk().sync_overview(()).expect("overview");
        assert_eq!(
            sync.recorded,
            codes.len() as u64,
            "nothing else was recorded"
        );
        assert_eq!(kept.len() as u64, sync.recorded, "nor came to the centre");
        assert!(sync.tasks.is_empty(), "nobody has to decide anything");
        assert_eq!(self.centre.pages(), pages, "every page is there, whole");
        self.centre.verify();
        station.stop();
        let faults = station.store(HUONG).integrity().expect("checked");
        assert_eq!(
            faults,
            [],
            "pages, tables and journal of the desk are sound"
        );
    }
}
