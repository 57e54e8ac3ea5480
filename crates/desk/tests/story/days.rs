//! A day the machine cannot be sure of: slips until a person has confirmed it together with the
//! lead, or the centre was heard.

use protocol::view::{ConfirmDay, LinkState, ReceivedView};
use testkit::{HUONG, LAN, Station, TestCentre, filled_draft, friday_morning, social_allowance};

use crate::main_job::dossier_when;

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

fn receive(station: &Station) -> ReceivedView {
    let draft = filled_draft(station, social_allowance());
    station.desk().receive(draft).expect("received")
}

fn by_lead(password: &str) -> ConfirmDay {
    ConfirmDay {
        lead: LAN.login.to_owned(),
        password: password.to_owned(),
        code: String::new(),
    }
}

fn by_code(code: &str) -> ConfirmDay {
    ConfirmDay {
        lead: String::new(),
        password: String::new(),
        code: code.to_owned(),
    }
}

/// A desk both officers have worked at, without its link since Friday; Wednesday is the second
/// working day.
fn on_wednesday(station: &Station, clock: &platform::clock::FixedClock) {
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    clock.advance_ms(5 * DAY_MS);
    assert_eq!(
        station.strip().numbering_problem,
        "clock_after",
        "the strip says why"
    );
}

#[test]
fn after_a_working_day_without_the_centre_the_lead_confirms_the_day_and_the_slip_has_its_code() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", LAN);
    station.sign_in(HUONG).expect("signed in");
    on_wednesday(&station, &clock);
    let slip = receive(&station);
    assert!(slip.provisional, "no official number: {}", slip.code);

    let refused = |request| {
        let error = station.desk().confirm_day(request).expect_err("refused");
        error.code
    };
    let own = ConfirmDay {
        lead: HUONG.login.to_owned(),
        ..by_lead(HUONG.password)
    };
    assert_eq!(refused(own), "day.lead", "not by the officer alone");
    assert_eq!(
        refused(by_lead("sai")),
        "sign_in.password",
        "not her password"
    );
    clock.advance_ms(HOUR_MS); // a wrong password makes the next wait
    station
        .desk()
        .confirm_day(by_lead(LAN.password))
        .expect("the lead is there");
    assert_eq!(station.strip().numbering_problem, "", "believed");
    let dossier = dossier_when(&station, &slip.dossier, "the slip has its code", |d| {
        !d.row.provisional
    });
    assert!(
        dossier.row.code.starts_with("H42.17-261125-"),
        "from what was leased before: {}",
        dossier.row.code
    );
    assert_eq!(dossier.alias, slip.code, "the temporary code finds it too");
    assert!(!receive(&station).provisional, "official codes go on");

    clock.advance_ms(DAY_MS);
    assert_eq!(station.strip().numbering_problem, "", "the next day too");
    assert_eq!(
        refused(by_lead(LAN.password)),
        "day.centre",
        "there is nothing to confirm"
    );
}

#[test]
fn a_lead_elsewhere_confirms_by_a_code_that_fits_one_challenge_and_today() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let office = Station::at_work(&centre, &clock, "Quầy 1", LAN);
    on_wednesday(&station, &clock);
    office.until("the lead's desk has heard the centre", || {
        office.desk().send_now(()).expect("signed in");
        office.strip().numbering_problem.is_empty().then_some(())
    });
    let day = |station: &Station| station.desk().day(()).expect("the day");
    assert_eq!(day(&station).doubt, "clock_after", "the dialog says why");
    assert!(day(&station).leads.is_empty(), "no lead was ever here");
    let error = station.desk().confirm_day(by_lead(LAN.password));
    assert_eq!(
        error.expect_err("no slot").code,
        "day.no_slot",
        "a password cannot be checked"
    );

    let challenge = day(&station).challenge;
    assert_eq!(challenge, day(&station).challenge, "it stays on the screen");
    let wrong = station.desk().confirm_day(by_code("000000"));
    assert_eq!(wrong.expect_err("a guess").code, "day.code", "not the code");
    assert_ne!(challenge, day(&station).challenge, "a try uses it up");
    let none = station.desk().day_code(day(&station).challenge);
    assert_eq!(
        none.expect_err("no lead").code,
        "app.not_allowed",
        "an officer cannot make the code"
    );

    let code = office.desk().day_code(day(&station).challenge);
    station
        .desk()
        .confirm_day(by_code(&code.expect("a code")))
        .expect("confirmed");
    assert!(!receive(&station).provisional, "official codes again");
}

#[test]
fn a_clock_that_was_ahead_and_is_right_again_is_confirmed() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", LAN);
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    clock.advance_ms(3 * HOUR_MS); // somebody set it wrong
    receive(&station);
    clock.advance_ms(-3 * HOUR_MS); // and right again
    assert_eq!(
        station.strip().numbering_problem,
        "clock",
        "below the last act"
    );
    assert!(receive(&station).provisional, "a slip meanwhile");
    station
        .desk()
        .confirm_day(by_lead(LAN.password))
        .expect("confirmed");
    assert!(!receive(&station).provisional, "official codes again");
}
