//! A link that stays dead: what waits is carried to the centre on a stick, the answer comes back the
//! same way, and whatever the link does in between, everything is there once.

use std::path::{Path, PathBuf};

use protocol::view::{CourierAnswered, CourierMade, CourierWish, ErrorView, LinkState, SyncView};
use tempfile::TempDir;
use testkit::{
    BINH, HUONG, Station, TestCentre, filled_draft, friday_morning, jpeg_page, social_allowance,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A desk whose cable was pulled, its centre, and a stick.
struct Scene {
    clock: std::sync::Arc<platform::clock::FixedClock>,
    centre: TestCentre,
    station: Station,
    stick: TempDir,
}

impl Scene {
    fn new() -> Self {
        let clock = friday_morning();
        let centre = TestCentre::start(&clock);
        let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
        station.faults.cut(true);
        station.wait_link(&LinkState::Offline);
        Self {
            clock,
            centre,
            station,
            stick: tempfile::tempdir().expect("a folder"),
        }
    }

    /// Receives a dossier with one page, of its own shade.
    fn receive(&self, shade: u8) -> String {
        let station = &self.station;
        let draft = filled_draft(station, social_allowance());
        let target = format!("draft:{}", draft.request_id);
        let component = draft.papers[0].component.clone();
        let page = jpeg_page(shade);
        let attached = station
            .desk()
            .attach(&target, &component, "trang.jpg", &page);
        attached.expect("a page");
        station.desk().receive(draft).expect("received").dossier
    }

    fn copy(&self, bytes_max: u64) -> Result<CourierMade, ErrorView> {
        self.station.desk().courier_export(CourierWish {
            folder: text(self.stick.path()),
            bytes_max,
        })
    }

    /// Copies everything; where the file is.
    fn bundle(&self) -> PathBuf {
        let made = self.copy(0).expect("copied").bundle;
        self.stick.path().join(made.file)
    }

    /// Carries a bundle to the centre; where the answer is.
    fn carry(&self, bundle: &Path) -> PathBuf {
        self.centre.import_bundle(bundle).expect("taken in").1
    }

    fn take(&self, answer: &Path) -> Result<CourierAnswered, ErrorView> {
        self.station.desk().courier_answer(text(answer))
    }

    fn sync(&self) -> SyncView {
        self.station.desk().sync_overview(()).expect("overview")
    }

    fn mend(&self) {
        self.station.faults.cut(false);
        self.station.wait_link(&LinkState::Online);
        self.station.wait_sent();
    }

    /// The centre has each dossier with so many events, as the desk has it.
    fn assert_there(&self, ids: &[String], events: u32) {
        for id in ids {
            let there = self.centre.dossier(id).expect("the centre has it");
            assert_eq!(there.events, events, "each event once");
            let here = self.station.desk().dossier(id.clone()).expect("here");
            assert_eq!(here.timeline.len(), events as usize, "and here");
        }
    }
}

fn text(path: &Path) -> String {
    path.to_str().expect("text").to_owned()
}

fn refusal<T: std::fmt::Debug>(outcome: Result<T, ErrorView>) -> String {
    outcome.expect_err("refused").code
}

#[test]
fn what_waits_is_carried_to_the_centre_and_the_answer_back_and_the_link_finds_nothing_to_do() {
    let scene = Scene::new();
    let ids: Vec<String> = (1..=3).map(|n| scene.receive(20 * n)).collect();
    assert_eq!(
        scene.sync().items[0].copied_at,
        None,
        "nothing is copied yet"
    );
    let made = scene.copy(0).expect("copied");
    assert_eq!((made.bundle.events, made.bundle.files), (3, 3), "all of it");
    assert_eq!(
        (made.events_left, made.files_left),
        (0, 0),
        "nothing is left"
    );
    assert_eq!(made.bundle.state, "waiting", "for the answer");
    let bundle = scene.stick.path().join(&made.bundle.file);
    let bytes = std::fs::read(&bundle).expect("the file");
    assert_eq!(bytes.len() as u64, made.bundle.bytes, "its size");
    let readable = String::from_utf8_lossy(&bytes);
    assert!(
        !readable.contains("H42.17-"),
        "no code lies open on the stick"
    );
    let sync = scene.sync();
    assert!(
        sync.items.iter().all(|item| item.copied_at.is_some()),
        "every item says it"
    );
    assert_eq!(
        (sync.acked, sync.files_waiting),
        (0, 3),
        "and still waits: copied is not sent"
    );

    let answer = scene.carry(&bundle);
    scene.assert_there(&ids, 1);
    assert_eq!(scene.centre.pages(), 3, "with every page");
    assert_eq!(scene.sync().acked, 0, "the desk knows nothing of it yet");
    let seen = scene.station.desk().courier(()).expect("overview");
    assert_eq!((seen.files, seen.files_copied), (3, 3), "it says so");
    let said = scene.take(&answer).expect("taken in");
    assert_eq!(
        (said.number, said.events, said.files),
        (1, 3, 3),
        "now it does"
    );
    assert_eq!((said.issues, said.outcome.as_str()), (0, ""), "all went in");
    let sync = scene.sync();
    assert_eq!(
        (sync.recorded, sync.acked, sync.files_waiting),
        (3, 3, 0),
        "nothing waits"
    );
    assert!(sync.items.is_empty(), "no row either");
    assert_eq!(
        refusal(scene.copy(0)),
        "courier.nothing",
        "nor is there anything to copy"
    );

    let fourth = scene.receive(90);
    scene.mend();
    scene.assert_there(&[ids, vec![fourth]].concat(), 1);
    assert_eq!(scene.centre.pages(), 4, "no page twice");
}

#[test]
fn a_bundle_and_its_answer_taken_in_twice_change_nothing() {
    let scene = Scene::new();
    let ids = [scene.receive(20)];
    let bundle = scene.bundle();
    let answer = scene.carry(&bundle);
    let kept = scene.stick.path().join("first");
    std::fs::copy(&answer, &kept).expect("kept");
    let (again, second) = scene.centre.import_bundle(&bundle).expect("taken in again");
    assert_eq!((again.new_events, again.held_events), (0, 1), "nothing new");
    scene.assert_there(&ids, 1);
    assert!(
        !scene.take(&second).expect("taken in").already,
        "the second answer does as well"
    );
    for old in [&kept, &second] {
        let said = scene.take(old).expect("answered");
        assert!(said.already && said.events == 0, "and once: {said:?}");
    }
    scene.mend();
    scene.assert_there(&ids, 1);
}

#[test]
fn the_link_may_come_back_before_the_bundle_or_before_its_answer() {
    let scene = Scene::new();
    let ids = [scene.receive(20), scene.receive(40)];
    let bundle = scene.bundle();
    scene.mend();
    assert_eq!(scene.sync().acked, 2, "the link was first");
    let seen = scene.station.desk().courier(()).expect("overview");
    assert_eq!(
        seen.bundles[0].state, "arrived",
        "nothing of it waits any more"
    );
    let answer = scene.carry(&bundle);
    scene.assert_there(&ids, 1);
    let said = scene.take(&answer).expect("taken in");
    assert_eq!(
        (said.events, said.files),
        (0, 0),
        "nothing is new to the desk"
    );
    scene.assert_there(&ids, 1);
    assert_eq!(scene.centre.pages(), 2, "no page twice");
    scene.station.faults.cut(true);
    let third = scene.receive(60);
    scene.station.wait_link(&LinkState::Offline);
    let bundle = scene.bundle();
    scene.receive(80); // after the copy
    let answer = scene.carry(&bundle);
    scene.mend();
    scene.take(&answer).expect("late, and harmless");
    scene.assert_there(&[third], 1);
    assert_eq!(scene.sync().acked, 4, "with what came after the copy");
}

#[test]
fn a_verdict_on_what_was_carried_comes_with_the_answer_as_a_task() {
    let scene = Scene::new();
    let signed_in = scene.station.sign_in(BINH);
    let offline = signed_in
        .expect_err("the first sign-in needs the centre")
        .code;
    assert_eq!(offline, "sign_in.offline", "so it is the other officer");
    scene.centre.revoke_officer(HUONG);
    scene.clock.advance_ms(60_000);
    scene.receive(20);
    let bundle = scene.bundle();
    let (imported, answer) = scene.centre.import_bundle(&bundle).expect("taken in");
    assert_eq!(imported.issues, 1, "kept without effect");
    let said = scene.take(&answer).expect("taken in");
    assert_eq!((said.events, said.issues), (1, 1), "the desk is told");
    let tasks = scene.sync().tasks;
    assert_eq!(
        (tasks.len(), tasks[0].kind.as_str()),
        (1, "revoked_officer"),
        "as a task"
    );
}

#[test]
fn a_lost_answer_costs_no_verdict_when_the_link_comes_back() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", BINH);
    station.sign_in(HUONG).expect("signed in");
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    let scene = Scene {
        clock,
        centre,
        station,
        stick: tempfile::tempdir().expect("a folder"),
    };
    scene.centre.revoke_officer(HUONG);
    scene.clock.advance_ms(60_000);
    scene.receive(20);
    let bundle = scene.bundle();
    let answer = scene.carry(&bundle);
    scene.station.faults.cut(false);
    scene.station.sign_in(BINH).expect("the colleague");
    scene.station.wait_link(&LinkState::Online);
    scene.station.until("everything is acknowledged", || {
        let sync = scene.station.desk().sync_overview(()).ok()?;
        (sync.recorded == sync.acked).then_some(())
    });
    let tasks = scene.sync().tasks;
    assert_eq!(
        (tasks.len(), tasks[0].kind.as_str()),
        (1, "revoked_officer"),
        "the link said it"
    );
    let said = scene.take(&answer).expect("the answer, late");
    assert_eq!((said.events, said.issues), (0, 0), "nothing new");
    assert_eq!(scene.sync().tasks.len(), 1, "and no second task");
}

#[test]
fn a_bundle_of_a_chosen_size_takes_what_fits_and_the_next_takes_other_files() {
    let scene = Scene::new();
    for shade in 1..=3 {
        scene.receive(20 * shade);
    }
    assert_eq!(
        refusal(scene.copy(100)),
        "courier.full",
        "not one event fits"
    );
    let all = scene.station.desk().courier(()).expect("overview");
    assert_eq!((all.events, all.files), (3, 3), "what waits");
    let pages = scene.sync().bytes_waiting;
    let room = all.bytes - pages / 4;
    let first = scene.copy(room).expect("copied");
    assert_eq!(first.bundle.events, 3, "events go first");
    assert!(
        (1..=2).contains(&first.bundle.files),
        "and some pages: {first:?}"
    );
    assert_eq!(first.bundle.files + first.files_left, 3, "the rest is told");
    assert!(
        first.bundle.bytes <= room,
        "and no byte more than was chosen"
    );
    let second = scene.copy(room).expect("copied");
    for made in [&first, &second] {
        scene.carry(&scene.stick.path().join(&made.bundle.file));
    }
    assert_eq!(
        scene.centre.pages(),
        3,
        "the second had what the first had not"
    );
    let few = scene
        .copy(all.bytes - pages - pages / 1024 - 1_700)
        .expect("copied");
    assert_eq!(
        (few.bundle.files, few.events_left > 0),
        (0, true),
        "no page before its event"
    );
}

#[test]
fn answers_that_are_not_for_this_desk_or_no_longer_true_are_refused_in_words() {
    let mut scene = Scene::new();
    scene.receive(20);
    let bundle = scene.bundle();
    let answer = scene.carry(&bundle);
    let other = Scene::new();
    other.receive(20);
    let foreign = other.carry(&other.bundle());
    let stick = scene.stick.path().to_owned();
    let put = |name: &str, bytes: &[u8]| {
        let path = stick.join(name);
        store::files::write_atomic(&path, bytes).expect("written");
        path
    };
    let good = std::fs::read(&answer).expect("the answer");
    let mut flipped = good.clone();
    flipped[40] ^= 1;
    for (what, path, code) in [
        ("none", stick.join("none"), "courier.answer_missing"),
        ("0 bytes", put("empty", b""), "courier.answer_file"),
        ("a bundle", bundle.clone(), "courier.answer_file"),
        (
            "cut",
            put("cut", &good[..good.len() - 9]),
            "courier.answer_file",
        ),
        ("flipped", put("flipped", &flipped), "courier.answer_centre"),
        ("another centre's", foreign, "courier.answer_centre"),
    ] {
        assert_eq!(refusal(scene.take(&path)), code, "{what}");
    }
    let neighbour = Station::at_work(&scene.centre, &scene.clock, "Quầy 4", HUONG);
    let refused = neighbour.desk().courier_answer(text(&answer));
    assert_eq!(refusal(refused), "courier.answer_other", "another desk's");
    drop(neighbour);
    assert_eq!(scene.sync().acked, 0, "nothing has changed");

    // the centre is put back after it answered: what it said is no longer so
    scene.centre.stop();
    let copy = scene.centre.copied_before_its_pages();
    scene.centre.put_back(copy);
    scene.centre.start_again();
    scene.mend();
    scene.station.until("the feed of the restored centre", || {
        scene.station.desk().send_now(()).expect("signed in");
        let refused = scene.take(&answer).err();
        refused.filter(|error| error.code == "courier.answer_stale")
    });
}

#[test]
fn after_a_restore_the_centre_says_what_it_lost_and_the_next_bundle_brings_it() {
    let mut scene = Scene::new();
    scene.centre.stop();
    let empty = scene.centre.copied();
    scene.centre.start_again();
    let first = scene.receive(20);
    let answer = scene.carry(&scene.bundle());
    scene.take(&answer).expect("taken in");
    assert_eq!(scene.sync().acked, 1, "it had it");
    scene.centre.stop();
    scene.centre.put_back(empty);
    scene.centre.start_again();
    let second = scene.receive(40);
    let (imported, answer) = scene
        .centre
        .import_bundle(&scene.bundle())
        .expect("answered");
    assert_eq!(imported.new_events, 0, "the first is missing there");
    let said = scene.take(&answer).expect("taken in");
    assert_eq!(said.outcome, "gap", "it says so");
    let seen = scene.station.desk().courier(()).expect("overview");
    assert_eq!(seen.bundles[0].state, "partly", "and so does the list");
    assert_eq!(scene.sync().acked, 0, "and the desk believes it");
    let answer = scene.carry(&scene.bundle());
    let said = scene.take(&answer).expect("taken in");
    assert_eq!(
        (said.events, said.outcome.as_str()),
        (2, ""),
        "both are there"
    );
    scene.assert_there(&[first, second], 1);
}

#[test]
fn a_folder_that_cannot_be_written_gets_nothing_and_nothing_counts_as_copied() {
    let scene = Scene::new();
    scene.receive(20);
    let desk = scene.station.desk();
    let to = |folder: PathBuf| {
        let folder = text(&folder);
        desk.courier_export(CourierWish {
            folder,
            bytes_max: 0,
        })
    };
    let file = scene.stick.path().join("a file");
    store::files::write_atomic(&file, b"x").expect("written");
    assert_eq!(
        refusal(to(scene.stick.path().join("none"))),
        "courier.folder",
        "not there"
    );
    assert_eq!(refusal(to(file)), "courier.folder", "no folder");
    assert_eq!(
        refusal(to(PathBuf::from("/proc"))),
        "courier.full",
        "no room at all"
    );
    let seen = desk.courier(()).expect("overview");
    assert!(
        seen.bundles.iter().all(|bundle| bundle.state != "waiting"),
        "nothing counts as copied"
    );
    assert_eq!(scene.sync().items[0].copied_at, None, "no row says so");
    let left: Vec<_> = std::fs::read_dir(scene.stick.path())
        .expect("listed")
        .collect();
    assert_eq!(left.len(), 1, "nothing is left behind");
}

#[test]
fn copying_goes_on_for_as_long_as_the_link_is_dead() {
    let scene = Scene::new();
    let mut ids = Vec::new();
    for day in 0..3 {
        ids.push(scene.receive(20 + 10 * day));
        let answer = scene.carry(&scene.bundle());
        scene.take(&answer).expect("taken in");
        scene.clock.advance_ms(DAY_MS);
    }
    let seen = scene.station.desk().courier(()).expect("overview");
    let states: Vec<_> = seen
        .bundles
        .iter()
        .map(|b| (b.number, b.state.as_str()))
        .collect();
    assert_eq!(
        states,
        [(3, "answered"), (2, "answered"), (1, "answered")],
        "newest first"
    );
    scene.assert_there(&ids, 1);
}

#[test]
fn an_answer_to_an_earlier_bundle_says_nothing_of_what_a_later_one_brought_before() {
    let scene = Scene::new();
    let first = scene.receive(20);
    let early = scene.bundle();
    let second = scene.receive(40);
    let late = scene.bundle();
    let of_late = scene.carry(&late);
    let of_early = scene.carry(&early);
    scene.take(&of_early).expect("taken in");
    assert_eq!(
        scene.sync().acked,
        1,
        "what became of the second is not said"
    );
    scene.take(&of_late).expect("taken in");
    assert_eq!(scene.sync().acked, 2, "until the answer that says it");
    scene.assert_there(&[first, second], 1);
}
