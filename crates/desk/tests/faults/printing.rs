//! Trouble of the printer after the code was given: the dossier stands, the job waits, and once the
//! trouble is over one receipt comes out. A CUPS spooler of the test's own, with a printer that can
//! be jammed at will.

use std::sync::{Arc, Mutex};

use platform::clock::Clock as _;
use platform::print::Spooler;
use protocol::view::{PrintJobView, ReceivedView};
use testkit::{DeskProcess, Door, HUONG, until};

use self::spooler::Cups;
use crate::world::{World, told};

#[expect(
    dead_code,
    reason = "the spooler does more for the tests of its own crate"
)]
#[path = "../../../platform/tests/cups/spooler.rs"]
mod spooler;

fn jobs(world: &World) -> Vec<PrintJobView> {
    world.desk().print_jobs(()).expect("the list of jobs")
}

/// Receives with the printer of the moment, and checks that the code was given all the same.
fn received(world: &World) -> ReceivedView {
    let received = world
        .desk()
        .receive(world.typed())
        .expect("received, whatever the printer does");
    assert!(
        received.code.starts_with("H42.17-261120-"),
        "an official code: {}",
        received.code
    );
    received
}

fn wait_job(world: &World, state: &str, reason: &str) {
    world
        .station
        .changes
        .wait_for(&format!("a job that is {state} {reason}"), || {
            let jobs = jobs(world);
            let [job] = jobs.as_slice() else { return None };
            (job.state == state && job.reason == reason).then_some(())
        });
}

fn wait_printed(world: &World) {
    world
        .station
        .changes
        .wait_for("no job left", || jobs(world).is_empty().then_some(()));
}

/// A desk with this spooler and its queue chosen.
fn with_spooler(spooler: Spooler) -> World {
    let spooler = Mutex::new(spooler);
    let world = World::tuned(move |config| {
        config.spooler = spooler.lock().expect("not poisoned").clone();
    });
    world.station.set("printer", "receipts");
    world
}

#[test]
fn a_jam_after_the_code_was_given_ends_with_one_receipt_and_not_two() {
    let cups = Cups::start();
    let mut world = with_spooler(cups.spooler());
    cups.set("jam");
    let received = received(&world);
    assert_eq!(
        received.print, "queued",
        "the window says where the paper is"
    );
    wait_job(&world, "held", "jam");
    assert_eq!(
        world.station.strip().print_waiting,
        1,
        "the strip counts it"
    );
    let again = world
        .desk()
        .retry_print(jobs(&world)[0].id.clone())
        .expect_err("never sent twice");
    assert_eq!(again.code, "print.not_now", "it prints by itself");
    told(&again);

    // the program ends and begins again while the paper is stuck
    world.station.stop();
    world.station.start();
    world.station.sign_in(HUONG).expect("signed in");
    wait_job(&world, "held", "jam");
    let dossier = world
        .desk()
        .dossier(received.dossier.clone())
        .expect("the dossier stands");
    assert_eq!(dossier.row.code, received.code, "under its code");

    cups.set("ok");
    cups.enable();
    wait_printed(&world);
    let sheets = cups.sheets();
    assert_eq!(sheets.len(), 1, "one receipt");
    assert!(sheets[0].starts_with(b"%PDF-1.7"), "the receipt itself");
    assert_eq!(world.sound(), 1, "one event, nothing damaged");
}

#[test]
fn without_paper_or_with_an_open_cover_the_job_is_held_by_its_reason() {
    for (mode, reason) in [
        ("out", "paper_out"),
        ("cover", "cover_open"),
        ("off", "offline"),
    ] {
        let cups = Cups::start();
        let world = with_spooler(cups.spooler());
        cups.set(mode);
        received(&world);
        wait_job(&world, "held", reason);
        assert!(cups.sheets().is_empty(), "{mode}: nothing came out");
    }
}

#[test]
fn without_a_spooler_or_printer_the_dossier_stands_and_the_receipt_waits_for_the_next_printer() {
    let nobody = Spooler::at(format!("127.0.0.1:{}", spooler::free_port()));
    let world = with_spooler(nobody);
    let first = received(&world);
    wait_job(&world, "waiting", "");
    let name = world
        .desk()
        .save_receipt(first.dossier.clone())
        .expect("saved as a PDF meanwhile");
    assert!(
        world.station.documents().join(&name).exists(),
        "{name} is there"
    );
    std::fs::remove_file(world.station.documents().join(&name)).expect("taken away");

    world.station.set("printer", "");
    let second = received(&world);
    assert_eq!(
        second.print, "no_printer",
        "the window says that there is none"
    );
    assert_eq!(jobs(&world).len(), 2, "both wait");

    world.station.set("printer", "folder:");
    wait_printed(&world);
    for received in [&first, &second] {
        let pdf = world.station.wait_receipt(&received.code);
        assert!(
            pdf.starts_with(b"%PDF-1.7"),
            "{} came out once it could",
            received.code
        );
    }
    assert_eq!(world.station.receipts(), 2, "once each");
}

#[test]
fn a_queue_that_is_taken_away_keeps_the_job_for_the_one_that_replaces_it() {
    let cups = Arc::new(Cups::start());
    let world = with_spooler(cups.spooler());
    world.station.set("printer", "no-such-queue");
    received(&world);
    wait_job(&world, "waiting", "");
    world.station.set("printer", "receipts");
    wait_printed(&world);
    assert_eq!(
        cups.sheets().len(),
        1,
        "one receipt from the printer that is there"
    );
}

/// Heads of IPP requests: version 1.1 and the operation (RFC 8011, 3.1.1 and 5.4.15).
const CREATE_JOB: &[u8] = &[1, 1, 0, 5];
const SEND_DOCUMENT: &[u8] = &[1, 1, 0, 6];

/// Kills a desk when the spooler has done what it was asked and the desk has not heard of it; how many
/// sheets come out once it is started again.
fn sheets_after_a_kill_at(request: &[u8]) -> usize {
    let cups = Cups::start();
    let mut world = with_spooler(cups.spooler());
    world.station.stop();
    let door = Door::to(cups.address().parse().expect("an address")).expect("a door");
    door.hold_answers_to(request);
    let (folder, now) = (world.station.folder(), world.clock.now());
    let spooler = door.address().to_string();
    let child = "child::child_that_is_a_desk";
    let mut desk = DeskProcess::start(child, folder, now, Some(&spooler));
    let received = desk.receive(0);
    until("the answer of the spooler", || {
        door.has_held().then_some(())
    });
    desk.kill9();

    world.station.start();
    world.station.sign_in(HUONG).expect("signed in again");
    wait_printed(&world);
    let dossier = world.desk().dossier(received.dossier).expect("it stands");
    assert_eq!(dossier.row.code, received.code, "under its code");
    world.station.wait_sent();
    assert_eq!(world.sound(), 1, "one event, nothing damaged");
    cups.sheets().len()
}

#[test]
fn a_desk_killed_after_the_spooler_made_the_job_and_before_it_noted_that_prints_one_receipt() {
    assert_eq!(sheets_after_a_kill_at(CREATE_JOB), 1, "not one more");
}

#[test]
fn a_desk_killed_after_the_document_was_sent_and_before_it_noted_that_prints_one_receipt() {
    assert_eq!(sheets_after_a_kill_at(SEND_DOCUMENT), 1, "not two");
}
