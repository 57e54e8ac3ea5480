//! A desk whose data are a copy nobody announced: an older one put in their place, or the same one
//! carried elsewhere. No number that may be on a paper is given again.

use std::collections::BTreeSet;

use testkit::{HUONG, Station, TestCentre, filled_draft, friday_morning, social_allowance};

use crate::main_job::dossier_when;

fn receive(station: &Station) -> protocol::view::ReceivedView {
    let draft = filled_draft(station, social_allowance());
    station.desk().receive(draft).expect("received")
}

/// Works on a copy, first without the centre, then with it; every official code it gave.
fn works_on(station: &Station, why: &str) -> Vec<String> {
    assert_eq!(station.strip().numbering_problem, why, "the strip says why");
    assert_eq!(station.strip().codes_left, 0, "what was leased is void");
    let slip = receive(station);
    assert!(slip.provisional, "a temporary slip: {}", slip.code);

    station.faults.cut(false);
    station.changes.wait_for("the centre answers", || {
        station.desk().send_now(()).expect("signed in");
        let strip = station.strip();
        (strip.numbering_problem.is_empty() && strip.codes_left > 0).then_some(())
    });
    let slip = dossier_when(station, &slip.dossier, "the slip has its code", |d| {
        !d.row.provisional
    });
    let next = receive(station);
    assert!(!next.provisional, "official codes again");
    station.wait_sent();
    vec![slip.row.code, next.code]
}

#[test]
fn an_older_copy_with_its_side_file_is_told_by_the_keyring_and_numbers_nothing_without_the_centre()
{
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let mut codes = vec![receive(&station).code];
    station.wait_sent();
    station.stop();
    let older = station.copied();
    station.start();
    station.faults.cut(true);
    station
        .sign_in(HUONG)
        .expect("signed in without the centre");
    codes.push(receive(&station).code);
    station.stop();

    station.put_back(&older);
    station.start();
    station.sign_in(HUONG).expect("signed in on the copy");
    codes.extend(works_on(&station, "older"));
    let different: BTreeSet<_> = codes.iter().collect();
    assert_eq!(different.len(), codes.len(), "no code twice: {codes:?}");
}

#[test]
fn data_carried_to_another_place_number_nothing_until_the_centre_has_answered() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let mut codes = vec![receive(&station).code];
    station.wait_sent();
    station.stop();

    let carried = Station::carried_from(&station);
    carried.faults.cut(true);
    carried.sign_in(HUONG).expect("signed in on the copy");
    carried.set("printer", "folder:");
    codes.extend(works_on(&carried, "moved"));
    let different: BTreeSet<_> = codes.iter().collect();
    assert_eq!(different.len(), codes.len(), "no code twice: {codes:?}");
}
