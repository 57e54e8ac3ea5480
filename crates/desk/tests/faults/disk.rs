//! A disk that fills up: refused before the fee while there is still room for what is typed, and at
//! the last byte nothing that was said to be kept is lost. The desk lives on a small file system of
//! its own, in a mount namespace that ends with the child.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use store::Paths;
use testkit::{HUONG, Station, TestCentre, friday_morning, jpeg_page};

use crate::child::{is_child, passed, wrapped};
use crate::world::{World, told};

/// Room of the disk: a little more than intake keeps free.
const DISK_MIB: u64 = 240;
/// Left free when intake must refuse.
const NEARLY_FULL_MIB: u64 = 60;

const TEST: &str = "disk::a_full_disk_refuses_in_words_and_loses_nothing_that_was_kept";

/// `unshare`, with a user namespace where the test is not root.
fn namespace() -> Vec<&'static str> {
    let can = |arguments: &[&str]| {
        let status = Command::new("unshare").args(arguments).arg("true").status();
        status.is_ok_and(|status| status.success())
    };
    let plain = ["--mount"];
    let mapped = ["--mount", "--map-root-user"];
    let arguments = if can(&plain) {
        plain.as_slice()
    } else {
        mapped.as_slice()
    };
    assert!(
        can(arguments),
        "this test mounts a small disk: it needs root or user namespaces"
    );
    std::iter::once("unshare")
        .chain(arguments.iter().copied())
        .collect()
}

fn mount(folder: &Path) {
    let status = Command::new("mount")
        .args(["-t", "tmpfs", "-o", &format!("size={DISK_MIB}m"), "motcua"])
        .arg(folder)
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "a small disk is mounted"
    );
}

/// Fills the disk until `left` MiB are free.
fn fill(filler: &Path, left: u64) {
    let folder = filler.parent().expect("on the disk");
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(filler)
        .expect("a file");
    let block = vec![1_u8; 64 << 10];
    while platform::disk::free_bytes(folder).expect("asked") > left << 20 {
        if file.write_all(&block).is_err() {
            return; // not a byte more
        }
    }
}

#[test]
fn a_full_disk_refuses_in_words_and_loses_nothing_that_was_kept() {
    if !is_child() {
        passed(wrapped(&namespace(), TEST));
        return;
    }
    let disk = tempfile::tempdir().expect("a folder");
    mount(disk.path());
    let filler = disk.path().join("filler");
    let mut world = on(disk.path().join("data"));
    let first = world.desk().receive(world.typed()).expect("there is room");

    fill(&filler, NEARLY_FULL_MIB);
    let draft = world.typed();
    let error = world.refused(&draft);
    assert_eq!(
        error.code, "intake.disk",
        "before the fee, while the form can still be saved"
    );

    fill(&filler, 0);
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
    make_room(&filler, 64 << 10);
    world
        .station
        .sign_in(HUONG)
        .expect("a little room is enough");
    fill(&filler, 0);
    let kept = type_until_full(&world);
    assert_eq!(world.recorded(), 1, "what is there can still be read");
    assert_eq!(
        world.refused_as_saved(&kept).code,
        "intake.disk",
        "nothing is received"
    );

    std::fs::remove_file(&filler).expect("room again");
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
        world.sound_at(&Paths::new(disk.path().join("data"))),
        2,
        "two events, nothing damaged"
    );
}

/// Takes the last bytes of the filler away.
fn make_room(filler: &Path, bytes: u64) {
    let file = OpenOptions::new()
        .write(true)
        .open(filler)
        .expect("the filler");
    let length = file.metadata().expect("its size").len();
    file.set_len(length - bytes).expect("shorter");
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
