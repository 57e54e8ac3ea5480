//! A disk that fills up: refused before the fee while there is still room for what is typed, and at
//! the last byte nothing that was said to be kept is lost. The desk lives on a small file system of
//! its own, in a mount namespace that ends with the child.

use std::path::PathBuf;

use store::Paths;
use testkit::{HUONG, SmallDisk, Station, TestCentre, friday_morning, jpeg_page, on_a_small_disk};

use crate::world::{World, told};

/// Room of the disk: a little more than intake keeps free.
const DISK_MIB: u64 = 240;
/// Left free when intake must refuse.
const NEARLY_FULL_MIB: u64 = 60;

const TEST: &str = "disk::a_full_disk_refuses_in_words_and_loses_nothing_that_was_kept";

#[test]
fn a_full_disk_refuses_in_words_and_loses_nothing_that_was_kept() {
    if !on_a_small_disk(TEST) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let disk = SmallDisk::over(folder.path(), DISK_MIB);
    let mut world = on(folder.path().join("data"));
    let first = world.desk().receive(world.typed()).expect("there is room");

    disk.fill(NEARLY_FULL_MIB);
    let draft = world.typed();
    let fee = world.desk().quote(draft.clone()).expect_err("no fee");
    assert_eq!(fee.code, "intake.disk", "before the fee is named");
    let error = world.refused(&draft);
    assert_eq!(
        error.code, "intake.disk",
        "and while the form can still be saved"
    );

    disk.fill(0);
    let target = format!("draft:{}", draft.request_id);
    let component = draft.papers[0].component.clone();
    let page = world
        .desk()
        .attach(&target, &component, "trang.jpg", &jpeg_page(1));
    let page = page.expect_err("no room for a page");
    assert_eq!(page.code, "store.full", "said as such");
    told(&page);
    world.desk().lock(()).expect("locked");
    let error = world
        .station
        .sign_in(HUONG)
        .expect_err("wrong passwords could not be counted");
    assert_eq!(
        error.code, "store.full",
        "said as such, not as a wrong password"
    );
    disk.make_room(64 << 10);
    world
        .station
        .sign_in(HUONG)
        .expect("a little room is enough");
    disk.fill(0);
    let kept = type_until_full(&world);
    assert_eq!(world.recorded(), 1, "what is there can still be read");
    assert_eq!(
        world.refused_as_saved(&kept).code,
        "intake.disk",
        "nothing is received"
    );

    disk.clear();
    assert_eq!(
        world.desk().current_draft(()).expect("the form"),
        kept,
        "as it was last kept"
    );
    let second = world.desk().receive(kept).expect("received");
    assert_ne!(first.code, second.code, "another number");
    // the centre's own folder is elsewhere: everything arrives
    world.station.wait_sent();
    assert_eq!(
        world.sound_at(&Paths::new(folder.path().join("data"))),
        2,
        "two events, nothing damaged"
    );
}

/// A desk whose data lie there.
fn on(data: PathBuf) -> World {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::tuned(&clock, move |config| {
        std::fs::create_dir_all(&data).expect("a folder");
        config.data_dir.clone_from(&data);
    });
    station.enrol(&centre, "Quầy 3");
    station.begin_work(HUONG);
    World {
        clock,
        centre,
        station,
    }
}

/// Types until the disk refuses; gives the form as it was last said to be kept.
fn type_until_full(world: &World) -> protocol::view::IntakeDraft {
    let mut kept = world.desk().current_draft(()).expect("the form");
    let mut refusals = 0;
    for n in 0..60 {
        let mut typed = kept.clone();
        typed.note = format!("{n} ").repeat(20_000 + 500 * n);
        match world.desk().save_draft(typed.clone()) {
            Ok(()) => kept = typed,
            Err(error) => {
                assert_eq!(error.code, "store.full", "the only thing that is wrong");
                told(&error);
                refusals += 1;
            }
        }
        let held = world.desk().current_draft(()).expect("the form reads");
        assert!(
            held == kept,
            "after {n}: what was said to be kept is what is there"
        );
    }
    assert!(refusals > 0, "a full disk refuses sooner or later");
    kept
}
