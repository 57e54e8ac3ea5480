//! A desk whose data are a copy nobody announced: an older one put in their place, or the same one
//! carried elsewhere. No number that may be on a paper is given again.

use std::collections::BTreeSet;

use domain::code::ProvisionalCode;
use platform::clock::FixedClock;
use protocol::view::LinkState;
use testkit::{HUONG, LAN, Station, TestCentre, filled_draft, friday_morning, social_allowance};

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

#[test]
fn two_copies_that_both_wait_for_a_life_give_no_temporary_code_twice() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.wait_sent();
    station.stop();
    let copies = [
        Station::carried_from(&station),
        Station::carried_from(&station),
    ];
    let slips = copies.each_ref().map(|copy| {
        copy.faults.cut(true);
        copy.sign_in(HUONG).expect("signed in on the copy");
        copy.set("printer", "folder:");
        let slip = receive(copy);
        assert!(slip.provisional, "a temporary slip: {}", slip.code);
        slip.code
    });
    let counted = slips.each_ref().map(|slip| {
        let code = ProvisionalCode::parse(slip).expect("a temporary code");
        code.number()
    });
    assert_eq!(counted, [501, 501], "neither knows of the other");
    assert_ne!(slips[0], slips[1], "and no code is on two papers");
    for (copy, slip) in copies.iter().zip(&slips) {
        assert!(
            !copy.wait_receipt(slip).is_empty(),
            "{slip} is on its paper"
        );
    }
}

#[test]
fn two_copies_that_both_work_end_each_others_life_and_share_no_number() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let mut codes = vec![receive(&station).code];
    station.wait_sent();
    station.stop();
    let carried = Station::carried_from(&station);
    station.start();
    for copy in [&carried, &station, &carried] {
        copy.faults.cut(false);
        let before = newest_lease(copy);
        if before == 0 {
            copy.sign_in(HUONG).expect("signed in");
        }
        clock.advance_ms(SESSION_MS); // the next session hears that its life has ended
        copy.until("numbers of a life of its own", || {
            copy.desk().send_now(()).expect("signed in");
            let is_open = copy.strip().numbering_problem.is_empty();
            (is_open && newest_lease(copy) > before.max(60)).then_some(())
        });
        copy.faults.cut(true); // or it would hear of the next one's turn
    }
    for copy in [&station, &carried, &station, &carried] {
        codes.push(receive(copy).code);
    }
    let different: BTreeSet<_> = codes.iter().collect();
    assert_eq!(different.len(), codes.len(), "no code twice: {codes:?}");
    assert!(
        codes.iter().all(|code| code.starts_with("H42.17-")),
        "official ones: {codes:?}"
    );
}

/// Has a copy hear of the centre until it gives official codes or says why not.
fn takes_its_turn(copy: &Station, clock: &FixedClock, wanted: &str) {
    let before = newest_lease(copy);
    copy.faults.cut(false);
    if before == 0 {
        copy.sign_in(HUONG).expect("signed in");
    }
    clock.advance_ms(SESSION_MS); // the next session hears that its life has ended
    copy.until("its turn", || {
        copy.desk().send_now(()).expect("signed in");
        let has_numbers = newest_lease(copy) > before.max(60);
        let problem = copy.strip().numbering_problem;
        (problem == wanted && (has_numbers || !wanted.is_empty())).then_some(())
    });
}

#[test]
fn two_copies_that_go_on_stop_taking_turns_and_the_lead_says_which_one_works() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.wait_sent();
    station.stop();
    let carried = Station::carried_from(&station);
    station.start();
    for (copy, wanted) in [
        (&carried, ""),
        (&station, ""),
        (&carried, ""),
        (&station, "twin"),
    ] {
        takes_its_turn(copy, &clock, wanted);
        copy.faults.cut(true); // or it would hear of the next one's turn
    }

    // it is told, gives slips, and what it records is sent
    station.faults.cut(false);
    let slip = receive(&station);
    assert!(slip.provisional, "no code: {}", slip.code);
    station.until("the slip is sent", || {
        station.desk().send_now(()).expect("signed in");
        centre.dossier(&slip.dossier)
    });
    assert_eq!(
        station.strip().numbering_problem,
        "twin",
        "it waits for a person"
    );

    // the lead says that this one works; the other one stops in its turn
    station.desk().sign_out(()).expect("signed out");
    station.sign_in(LAN).expect("the lead is here");
    station
        .desk()
        .thaw("Đã tắt máy kia".to_owned())
        .expect("the lead decides");
    dossier_when(&station, &slip.dossier, "the slip has its code", |d| {
        !d.row.provisional
    });
    assert!(!receive(&station).provisional, "official codes again");
    takes_its_turn(&carried, &clock, "twin");
    assert!(receive(&carried).provisional, "no codes beside it");
    station.wait_sent();
    assert_eq!(
        station.strip().numbering_problem,
        "",
        "and nobody disturbs it"
    );
}

#[test]
fn a_desk_whose_life_a_copy_has_ended_goes_on_at_once_and_not_when_its_session_ends() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let mut codes = vec![receive(&station).code];
    station.wait_sent();
    station.stop();
    let carried = Station::carried_from(&station);
    station.start();
    station.sign_in(HUONG).expect("signed in with the centre");
    station.wait_link(&LinkState::Online);
    carried.sign_in(HUONG).expect("the copy too");
    carried.until("a life of its own", || {
        carried.desk().send_now(()).expect("signed in");
        let strip = carried.strip();
        (strip.numbering_problem.is_empty() && strip.codes_left > 0).then_some(())
    });
    // the clock stands: the session of the desk is as good as new
    let ended = receive(&station);
    station.wait_sent();
    let held = centre.dossier(&ended.dossier).expect("the centre has it");
    assert_eq!(held.events, 1, "of the life that was ended, once");
    assert_eq!(
        station.strip().numbering_problem,
        "",
        "in a life of its own"
    );
    codes.extend([ended.code, receive(&station).code, receive(&carried).code]);
    for copy in [&station, &carried] {
        copy.wait_sent();
    }
    let different: BTreeSet<_> = codes.iter().collect();
    assert_eq!(different.len(), codes.len(), "no code twice: {codes:?}");
}

#[test]
fn what_an_earlier_life_still_had_to_send_does_not_stop_a_desk_whose_centre_went_back() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let mut received = vec![receive(&station)];
    station.wait_sent();
    centre.stop();
    let copy = centre.copied();
    centre.start_again();
    station.wait_link(&LinkState::Online);
    received.push(receive(&station)); // the copy of the centre lacks it
    station.wait_sent();
    station.faults.cut(true);
    received.push(receive(&station)); // still to be sent, after what the centre will have lost
    station.stop();
    centre.stop();
    centre.put_back(copy);
    centre.start_again();

    // carried elsewhere, the desk begins another life with events of the first still to send
    let carried = Station::carried_from(&station);
    carried.sign_in(HUONG).expect("signed in");
    carried.until("a life of its own", || {
        carried.desk().send_now(()).expect("signed in");
        let strip = carried.strip();
        (strip.numbering_problem.is_empty() && strip.codes_left > 0).then_some(())
    });
    received.push(receive(&carried));
    carried.wait_sent();
    for one in &received {
        let held = centre.dossier(&one.dossier);
        let held = held.unwrap_or_else(|| panic!("{} is lost", one.code));
        assert_eq!(held.events, 1, "{} once", one.code);
    }
}

/// Longer than a token lives.
const SESSION_MS: i64 = 16 * 60 * 1000;

/// First number of the newest everyday lease of the day; 0 while nobody is signed in.
fn newest_lease(station: &Station) -> u32 {
    let Ok(sync) = station.desk().sync_overview(()) else {
        return 0;
    };
    let today = sync.leases.iter().filter(|lease| lease.day == "2026-11-20");
    let everyday = today.map(|lease| lease.from).filter(|from| *from < 5_000);
    everyday.max().unwrap_or(0)
}
