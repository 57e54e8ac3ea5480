//! The program ends, by itself or by force, and starts again.

use std::collections::HashSet;

use crate::main_job::dossier_when;
use testkit::{HUONG, Station, TestCentre, filled_draft, friday_morning, social_allowance};

#[test]
fn what_was_typed_and_received_is_there_after_a_restart() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let received = station
        .desk()
        .receive(filled_draft(&station, social_allowance()))
        .expect("received");
    let mut typed = filled_draft(&station, social_allowance());
    typed.note = "người nộp hẹn quay lại".to_owned();
    station.desk().save_draft(typed.clone()).expect("saved");

    station.stop();
    station.start();
    station.sign_in(HUONG).expect("signed in again");

    let draft = station.desk().current_draft(()).expect("the form");
    assert_eq!(draft, typed, "every letter is back");
    let dossier = station
        .desk()
        .dossier(received.dossier)
        .expect("the dossier");
    assert_eq!(dossier.row.code, received.code, "with its code");
    let next = station.desk().receive(typed).expect("received");
    assert_ne!(next.code, received.code, "the next number is another one");
}

#[test]
fn a_parked_intake_comes_back_whole_and_the_current_one_takes_its_place() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let parked = filled_draft(&station, social_allowance());
    let empty = station.desk().park(parked.clone()).expect("parked");
    assert_ne!(empty.request_id, parked.request_id, "a new form comes back");
    assert_eq!(station.strip().parked, 1, "the strip counts it");

    let mut current = filled_draft(&station, social_allowance());
    current.note = "người sau".to_owned();
    station.desk().save_draft(current.clone()).expect("saved");
    let resumed = station
        .desk()
        .resume(parked.request_id.clone())
        .expect("taken up again");
    assert_eq!(resumed, parked, "every letter is back");
    let list = station.desk().parked(()).expect("the list");
    assert_eq!(list.len(), 1, "the other one is parked in its place");
    assert_eq!(list[0].request_id, current.request_id, "that one");
    assert_eq!(list[0].person, "Nguyễn Thị Hường", "named by its person");
}

#[test]
fn a_restored_backup_gives_no_official_number_until_the_centre_has_answered() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", testkit::LAN);
    let before = station
        .desk()
        .receive(filled_draft(&station, social_allowance()))
        .expect("received");
    station.wait_sent();
    let folder = station.desk().backup(()).expect("a backup");
    let lost = station
        .desk()
        .receive(filled_draft(&station, social_allowance()))
        .expect("received");
    station.wait_sent();

    station.faults.cut(true);
    station.desk().restore(folder).expect("restored");
    assert_eq!(
        station.strip().numbering_problem,
        "restored",
        "no official number yet"
    );
    let slip = station
        .desk()
        .receive(filled_draft(&station, social_allowance()))
        .expect("received");
    assert!(
        slip.provisional,
        "a temporary slip until the centre has answered"
    );

    station.faults.cut(false);
    station.changes.wait_for("the centre answers", || {
        station.desk().send_now(()).expect("signed in");
        let strip = station.strip();
        (strip.numbering_problem.is_empty() && strip.codes_left > 0).then_some(())
    });
    station.wait_sent();
    let back = dossier_when(
        &station,
        &lost.dossier,
        "what the centre has comes back",
        |_| true,
    );
    assert_eq!(back.row.code, lost.code, "under its code");
    let slip = dossier_when(&station, &slip.dossier, "the slip has its code", |d| {
        !d.row.provisional
    });
    let after = station
        .desk()
        .receive(filled_draft(&station, social_allowance()))
        .expect("received");
    assert!(
        ![&before.code, &lost.code, &slip.row.code].contains(&&after.code),
        "no number twice: {}",
        after.code
    );
}

#[test]
fn a_dead_machine_is_replaced_by_another_that_is_the_same_desk() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let mut dead = Station::at_work(&centre, &clock, "Quầy 3", testkit::LAN);
    let receive = |station: &Station| {
        let draft = filled_draft(station, social_allowance());
        station.desk().receive(draft).expect("received")
    };
    let sent = receive(&dead);
    dead.wait_sent();
    dead.faults.cut(true);
    let unsent = receive(&dead);
    let backup = dead.desk().backup(()).expect("a backup on another disk");
    dead.stop();

    let next = Station::new(&clock);
    next.enrol_with(centre.recovery_code("Quầy 3"), "Quầy 3");
    next.sign_in(testkit::LAN)
        .expect("the centre gives the key");
    let back = dossier_when(&next, &sent.dossier, "what the centre has", |_| true);
    assert_eq!(back.row.code, sent.code, "under its code");
    next.desk()
        .restore(backup)
        .expect("opens with the same key");
    next.until("the centre gives a life", || {
        next.desk().send_now(()).expect("signed in");
        let strip = next.strip();
        (strip.numbering_problem.is_empty() && strip.codes_left > 0).then_some(())
    });
    next.wait_sent();
    let held = centre.dossier(&unsent.dossier).expect("sent at last");
    assert_eq!(held.events, 1, "what only the backup had arrives once");
    let codes = [sent.code, unsent.code, receive(&next).code];
    let different: HashSet<&String> = codes.iter().collect();
    assert_eq!(different.len(), 3, "no number twice: {codes:?}");

    dead.start();
    dead.faults.cut(false);
    let refused = dead.sign_in(HUONG).expect_err("the old key is no desk's");
    assert_eq!(refused.code, "link.sign_in", "the old machine is nobody");
}

#[test]
fn a_backup_restored_twice_begins_a_life_of_its_own_each_time() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", testkit::LAN);
    let receive = || {
        let draft = filled_draft(&station, social_allowance());
        station.desk().receive(draft).expect("received")
    };
    let mut codes = vec![receive().code];
    station.wait_sent();
    let folder = station.desk().backup(()).expect("a backup");
    for _ in 0..2 {
        station.desk().restore(folder.clone()).expect("restored");
        station.until("the centre answers", || {
            station.desk().send_now(()).expect("signed in");
            let strip = station.strip();
            (strip.numbering_problem.is_empty() && strip.codes_left > 0).then_some(())
        });
        let received = receive();
        station.wait_sent();
        let held = centre.dossier(&received.dossier);
        assert!(held.is_some(), "what is recorded afterwards is sent");
        codes.push(received.code);
    }
    assert_eq!(
        station.strip().numbering_problem,
        "",
        "the second life is not taken for a fork of the first"
    );
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 3, "no number twice: {codes:?}");
}
