//! The keyring and passwords.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use platform::secret::{FileSecretStore, KeyringSecretStore};
use protocol::view::{EnrolRequest, Stage};
use testkit::{
    HUONG, Officer, Station, TestCentre, filled_draft, friday_morning, social_allowance,
};

use crate::child::{command, is_child, passed};
use crate::world::{World, told};

#[test]
fn without_a_secret_service_nothing_is_enrolled_or_opened_and_nothing_is_lost() {
    if !is_child() {
        let test = "without_a_secret_service_nothing_is_enrolled_or_opened_and_nothing_is_lost";
        let mut child = command(&format!("secrets::{test}"));
        child.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        passed(child);
        return;
    }
    let absent = Arc::new(AtomicBool::new(true));
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let is_absent = Arc::clone(&absent);
    let mut station = Station::tuned(&clock, move |config| {
        if is_absent.load(Ordering::SeqCst) {
            let keyring = KeyringSecretStore::new("vn.motcua.test");
            config.secrets = Arc::new(keyring.with_timeout(Duration::from_secs(2)));
        }
    });
    let code = centre.enrol_code();
    let enrol = |station: &Station| {
        let request = EnrolRequest {
            code: code.clone(),
            label: "Quầy 3".to_owned(),
        };
        station.desk().enrol(request)
    };
    let error = enrol(&station).expect_err("nowhere to keep the secrets");
    assert_eq!(error.code, "keyring.absent", "said as such");
    told(&error);
    let stage = |station: &Station| station.desk().app_state(()).expect("a state").stage;
    assert_eq!(stage(&station), Stage::Unenrolled, "nothing was half done");

    restart(&mut station, &absent, false);
    enrol(&station).expect("the one-time code was not used up");
    station.begin_work(HUONG);
    let draft = filled_draft(&station, social_allowance());
    station.desk().save_draft(draft.clone()).expect("autosaved");

    restart(&mut station, &absent, true);
    let error = station.sign_in(HUONG).expect_err("the key cannot be had");
    assert_eq!(error.code, "keyring.absent", "said as such");
    assert_eq!(stage(&station), Stage::SignedOut, "the desk waits");
    restart(&mut station, &absent, false);
    station.sign_in(HUONG).expect("the keyring is back");
    assert_eq!(
        station.desk().current_draft(()).expect("the form"),
        draft,
        "every letter is back"
    );
}

fn restart(station: &mut Station, absent: &AtomicBool, is_absent: bool) {
    station.stop();
    absent.store(is_absent, Ordering::SeqCst);
    station.start();
}

/// A desk at work, and what takes its secrets away from the next start on.
fn whose_secrets_may_go() -> (World, Arc<AtomicBool>) {
    let gone = Arc::new(AtomicBool::new(false));
    let is_gone = Arc::clone(&gone);
    let world = World::tuned(move |config| {
        if is_gone.load(Ordering::SeqCst) {
            let elsewhere = config.data_dir.with_file_name("other-secrets.json");
            config.secrets = Arc::new(FileSecretStore::new(elsewhere));
        }
    });
    (world, gone)
}

#[test]
fn secrets_that_are_gone_from_the_keyring_are_said_to_be_gone() {
    let (mut world, gone) = whose_secrets_may_go();
    let draft = world.typed();
    restart(&mut world.station, &gone, true);
    let error = world
        .station
        .sign_in(HUONG)
        .expect_err("no device secret, no key");
    assert_eq!(error.code, "keyring.lost", "not a wrong password");
    told(&error);
    restart(&mut world.station, &gone, false);
    world.station.sign_in(HUONG).expect("found again");
    assert_eq!(
        world.desk().current_draft(()).expect("the form"),
        draft,
        "every letter is back"
    );
}

#[test]
fn a_recovery_code_brings_back_a_desk_whose_secrets_are_gone() {
    let (mut world, gone) = whose_secrets_may_go();
    world.station.faults.cut(true);
    let received = filled_draft(&world.station, social_allowance());
    let received = world.desk().receive(received).expect("received");
    let draft = world.typed();
    let enrol = |world: &World, code: String| {
        world.desk().enrol(EnrolRequest {
            code,
            label: String::new(),
        })
    };
    let code = world.centre.recovery_code("Quầy 3");
    let refused = enrol(&world, code).expect_err("nothing is lost");
    assert_eq!(refused.code, "enrol.already", "it has its secrets");

    restart(&mut world.station, &gone, true);
    let refused = enrol(&world, world.centre.enrol_code()).expect_err("a code for a new desk");
    assert_eq!(
        refused.code, "enrol.recovery",
        "would leave the data behind"
    );
    told(&refused);
    let code = world.centre.recovery_code("Quầy 3");
    world.station.faults.cut(true);
    enrol(&world, code.clone()).expect_err("the centre does not answer");
    restart(&mut world.station, &gone, true);
    let refused = world.station.sign_in(HUONG).expect_err("half recovered");
    assert_eq!(refused.code, "keyring.lost", "is still lost");
    world.station.faults.cut(false);
    let app = enrol(&world, code.clone()).expect("the same code goes on");
    assert!(app.officers.is_empty(), "no old slot opens any more");
    world
        .station
        .sign_in(HUONG)
        .expect("the centre gives the key");
    assert_eq!(
        world.desk().current_draft(()).expect("the form"),
        draft,
        "every letter is back"
    );
    world.station.until("an official code again", || {
        world.desk().send_now(()).expect("signed in");
        let strip = world.station.strip();
        (strip.numbering_problem.is_empty() && strip.codes_left > 0).then_some(())
    });
    world.station.wait_sent();
    let held = world.centre.dossier(&received.dossier);
    assert_eq!(
        held.expect("sent").events,
        1,
        "what had waited is sent once"
    );
    let next = world.desk().receive(draft).expect("received");
    assert_ne!(next.code, received.code, "another number");
    assert!(!next.provisional, "an official one");
    let qr = enrol(&world, code).expect_err("spent, and nothing is lost");
    assert_eq!(qr.code, "enrol.already", "said so");
    world.station.faults.cut(true);
    world.desk().lock(()).expect("locked");
    world
        .station
        .sign_in(HUONG)
        .expect("without the centre, by the new slot");
}

#[test]
fn a_wrong_password_waits_then_locks_and_costs_nothing_else() {
    let mut world = World::at_work();
    let draft = world.typed();
    world.desk().lock(()).expect("locked");
    world.station.faults.cut(true);
    let wrong = |station: &Station| {
        let error = station.sign_in(Officer {
            password: "không phải",
            ..HUONG
        });
        let error = error.expect_err("wrong");
        told(&error);
        error
    };
    let first = wrong(&world.station);
    assert_eq!(first.code, "sign_in.password", "told plainly");
    assert_eq!(first.params["left"], "4", "and how many tries are left");
    let soon = world
        .station
        .sign_in(HUONG)
        .expect_err("too soon, even the right one");
    assert_eq!(soon.code, "sign_in.wait", "a delay after each wrong one");
    let seconds: u32 = soon.params["seconds"].parse().expect("a number");
    assert!((1..=2).contains(&seconds), "of a second or two: {seconds}");
    for _ in 0..3 {
        world.clock.advance_ms(60_000);
        assert_eq!(
            wrong(&world.station).code,
            "sign_in.password",
            "not locked yet"
        );
    }
    world.clock.advance_ms(60_000);
    let fifth = wrong(&world.station);
    assert_eq!(fifth.code, "sign_in.locked", "the fifth locks");
    assert!(
        fifth.params.contains_key("minutes"),
        "for so many minutes: {fifth:?}"
    );

    // the end of the program is no way around it
    world.station.stop();
    world.station.start();
    assert_eq!(
        world.station.sign_in(HUONG).expect_err("locked").code,
        "sign_in.locked",
        "still"
    );
    world.clock.advance_ms(15 * 60_000);
    world.station.sign_in(HUONG).expect("the lock has passed");
    assert_eq!(
        world.desk().current_draft(()).expect("the form"),
        draft,
        "every letter is there"
    );
}
