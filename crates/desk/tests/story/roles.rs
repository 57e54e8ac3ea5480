//! What a role may do to the desk itself: restore and rebuild are for who answers for it, and who only
//! reads changes nothing.

use protocol::view::{ErrorView, SettingChange};
use protocol::wire::Role;
use testkit::{
    BINH, HUONG, LAN, Station, TestCentre, filled_draft, friday_morning, social_allowance,
};

use crate::audit::wish;

fn code<T: std::fmt::Debug>(answer: Result<T, ErrorView>) -> String {
    answer.expect_err("refused").code
}

fn set(station: &Station, key: &str, value: &str) -> Result<(), ErrorView> {
    let change = SettingChange {
        key: key.to_owned(),
        value: value.to_owned(),
    };
    station.desk().change_setting(change).map(|_settings| ())
}

#[test]
fn an_officer_of_the_counter_backs_up_and_only_lead_or_administrator_restores_and_rebuilds() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let folder = station.desk().backup(()).expect("a backup");
    let before = station.strip().codes_left;
    let refused = code(station.desk().restore(folder.clone()));
    assert_eq!(refused, "app.not_allowed", "it would void the numbers");
    assert_eq!(code(station.desk().rebuild(())), "app.not_allowed");
    let strip = station.strip();
    let now = (strip.codes_left, strip.numbering_problem.as_str());
    assert_eq!(now, (before, ""), "the desk is as it was");

    station.sign_in(LAN).expect("the lead");
    station.desk().rebuild(()).expect("built again");
    station.desk().restore(folder).expect("restored");
}

#[test]
fn an_auditor_reads_and_changes_nothing() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let folder = station.desk().backup(()).expect("a backup");
    let draft = filled_draft(&station, social_allowance());
    station.sign_in(BINH).expect("signed in");
    centre.set_role(BINH, Role::Auditor);
    station.until("the list with his new role", || {
        station.desk().send_now(()).expect("signed in");
        station.desk().audit_page(wish()).ok()
    });
    let form = station.desk().current_draft(()).expect("an empty form");
    assert_eq!(
        code(station.desk().save_draft(form.clone())),
        "app.not_allowed"
    );
    assert_eq!(code(station.desk().park(form)), "app.not_allowed");
    assert_eq!(code(station.desk().receive(draft)), "app.not_allowed");
    assert_eq!(code(station.desk().backup(())), "app.not_allowed");
    assert_eq!(code(station.desk().restore(folder)), "app.not_allowed");
    assert_eq!(code(station.desk().rebuild(())), "app.not_allowed");
    assert_eq!(code(set(&station, "printer", "")), "app.not_allowed");
    assert_eq!(code(set(&station, "scanner", "x")), "app.not_allowed");
    set(&station, "textSize", "150").expect("the letters may be larger");
}
