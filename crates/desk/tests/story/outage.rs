//! The same with the network gone: work goes on, and when the link is back everything arrives by
//! itself, once, in order.

use protocol::view::{DossierQuery, LinkState, RowsRequest};

use crate::main_job::dossier_when;
use testkit::{
    BINH, HUONG, LAN, Station, TestCentre, filled_draft, friday_morning, jpeg_page,
    social_allowance,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[test]
fn what_was_received_while_the_centre_was_down_arrives_when_it_is_back() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    centre.stop();
    station.wait_link(&LinkState::Offline);

    let mut codes = Vec::new();
    let mut ids = Vec::new();
    for shade in 0..3 {
        let draft = filled_draft(&station, social_allowance());
        let target = format!("draft:{}", draft.request_id);
        let component = draft.papers[0].component.clone();
        station
            .desk()
            .attach(&target, &component, "trang.jpg", &jpeg_page(20 * shade))
            .expect("a page");
        let received = station
            .desk()
            .receive(draft)
            .expect("received without the network");
        assert!(!received.provisional, "the numbers were leased before");
        codes.push(received.code);
        ids.push(received.dossier);
    }
    codes.dedup();
    assert_eq!(codes.len(), 3, "three codes, all different");
    let strip = station.strip();
    assert_eq!(
        (strip.unsent, strip.unsent_files),
        (3, 3),
        "the strip says what waits"
    );
    assert_eq!(strip.link_reason, "refused", "and why");

    centre.start_again();
    station.wait_link(&LinkState::Online);
    station.wait_sent();
    for id in &ids {
        let dossier = centre.dossier(id).expect("the centre has it");
        assert_eq!(dossier.events, 1, "once");
    }
    let outages = station.desk().sync_overview(()).expect("overview").outages;
    assert_eq!(outages.len(), 1, "one outage in the log");
    assert!(outages[0].to.is_some(), "and it has ended");
}

/// Longer than a token lives.
const SESSION_MS: i64 = 16 * 60 * 1000;

#[test]
fn a_centre_put_back_to_an_older_copy_is_sent_again_what_it_lost() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let receive = || {
        let draft = filled_draft(&station, social_allowance());
        station.desk().receive(draft).expect("received").dossier
    };
    let kept = receive();
    station.wait_sent();
    centre.stop();
    let copy = centre.copied();
    centre.start_again();
    station.wait_link(&LinkState::Online);
    let lost = receive();
    station.wait_sent();
    assert!(centre.dossier(&lost).is_some(), "it had arrived");
    centre.stop();
    centre.put_back(copy);
    centre.start_again();
    assert!(centre.dossier(&kept).is_some(), "the copy has the first");
    assert!(centre.dossier(&lost).is_none(), "and not the second");
    clock.advance_ms(SESSION_MS);
    let dossier = station.until("what was lost", || {
        station.desk().send_now(()).expect("signed in");
        centre.dossier(&lost)
    });
    assert_eq!(dossier.events, 1, "once");
    station.wait_sent();
    let third = receive();
    station.wait_sent();
    assert!(centre.dossier(&third).is_some(), "and work goes on");
}

#[test]
fn pages_that_a_centre_lost_with_its_restore_are_sent_again() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let draft = filled_draft(&station, social_allowance());
    let target = format!("draft:{}", draft.request_id);
    let component = draft.papers[0].component.clone();
    let page = jpeg_page(20);
    let attached = station
        .desk()
        .attach(&target, &component, "trang.jpg", &page);
    attached.expect("a page");
    let id = station.desk().receive(draft).expect("received").dossier;
    station.wait_sent();
    assert_eq!(centre.pages(), 1, "it had arrived");
    centre.stop();
    let copy = centre.copied_before_its_pages();
    centre.put_back(copy);
    centre.start_again();
    assert!(centre.dossier(&id).is_some(), "the copy has the dossier");
    assert_eq!(centre.pages(), 0, "and not its page");
    station.until("the page", || {
        station.desk().send_now(()).expect("signed in");
        (centre.pages() == 1).then_some(())
    });
}

#[test]
fn a_bad_link_loses_nothing_and_doubles_nothing() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.faults.set_percent(8);
    let mut ids = Vec::new();
    for shade in 0..12 {
        let draft = filled_draft(&station, social_allowance());
        let target = format!("draft:{}", draft.request_id);
        let component = draft.papers[0].component.clone();
        station
            .desk()
            .attach(&target, &component, "trang.jpg", &jpeg_page(20 * shade))
            .expect("a page");
        ids.push(station.desk().receive(draft).expect("received").dossier);
    }
    station
        .changes
        .wait_for("everything arrives over a bad link", || {
            station.desk().send_now(()).expect("signed in");
            let sync = station.desk().sync_overview(()).expect("overview");
            (sync.recorded == sync.acked && sync.files_waiting == 0).then_some(())
        });
    let seed = station.faults.seed();
    for id in &ids {
        let dossier = centre
            .dossier(id)
            .unwrap_or_else(|| panic!("lost, seed {seed}"));
        assert_eq!(dossier.events, 1, "each event once, seed {seed}");
        assert_eq!(dossier.attachments.len(), 1, "with its page, seed {seed}");
    }
}

#[test]
fn a_slip_of_an_officer_out_of_service_costs_one_number_and_then_waits_for_a_person() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    clock.advance_ms(DAY_MS);
    let receive = || {
        let draft = filled_draft(&station, social_allowance());
        station.desk().receive(draft).expect("received")
    };
    assert!(receive().provisional, "there is no number for today");
    clock.advance_ms(60_000);
    centre.revoke_officer(HUONG);
    clock.advance_ms(60_000);
    station.faults.cut(false);
    station.sign_in(LAN).expect("the lead sits down");
    let tasks = || station.desk().sync_overview(()).expect("overview").tasks;
    station.until("the centre's word on the code", || {
        station.desk().send_now(()).expect("signed in");
        (!tasks().is_empty()).then_some(())
    });
    let recorded = || station.desk().sync_overview(()).expect("overview").recorded;
    station.wait_sent();
    let before = recorded();
    for n in 1..=3 {
        assert!(!receive().provisional, "the lead works on");
        station.wait_sent();
        assert_eq!(recorded(), before + n, "nothing but the reception");
    }
}

#[test]
fn without_a_lease_a_temporary_slip_is_given_and_the_official_code_follows_the_same_day() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    clock.advance_ms(DAY_MS); // an extra Saturday: numbers are held for working days
    let draft = filled_draft(&station, social_allowance());
    let slip = station.desk().receive(draft).expect("received");
    assert!(slip.provisional, "there is no number for today");
    assert!(
        slip.code.starts_with("TAM-Q3"),
        "a code that says so: {}",
        slip.code
    );

    station.faults.cut(false);
    let dossier = dossier_when(&station, &slip.dossier, "the official code", |dossier| {
        station.desk().send_now(()).expect("signed in");
        !dossier.row.provisional
    });
    assert!(
        dossier.row.code.starts_with("H42.17-261121-"),
        "of the day of reception: {}",
        dossier.row.code
    );
    assert_eq!(
        dossier.alias, slip.code,
        "the temporary code stays an alias"
    );
    assert_eq!(dossier.timeline.len(), 2, "received, code assigned");
    station.wait_sent();
    let at_centre = centre.dossier(&slip.dossier).expect("the centre has it");
    assert_eq!(
        at_centre.assigned_code.map(|code| code.to_string()),
        Some(dossier.row.code),
        "the same code there"
    );
}

#[test]
fn a_slip_gets_the_code_of_its_day_on_a_later_day_and_both_codes_are_found() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    clock.advance_ms(DAY_MS); // an extra Saturday: numbers are held for working days
    let draft = filled_draft(&station, social_allowance());
    let slip = station.desk().receive(draft).expect("received");
    assert!(slip.provisional, "there is no number for that day");

    clock.advance_ms(2 * DAY_MS); // Monday
    station.faults.cut(false);
    let dossier = dossier_when(&station, &slip.dossier, "the official code", |dossier| {
        station.desk().send_now(()).expect("signed in");
        !dossier.row.provisional
    });
    assert!(
        dossier.row.code.starts_with("H42.17-261121-"),
        "of the day of reception, not of today: {}",
        dossier.row.code
    );
    for text in [&dossier.row.code, &slip.code] {
        let found = found(&station, text);
        assert_eq!(
            found,
            std::slice::from_ref(&slip.dossier),
            "{text} finds it"
        );
    }
    station.wait_sent();
    let code = centre.dossier(&slip.dossier).and_then(|d| d.assigned_code);
    assert_eq!(
        code.map(|code| code.to_string()),
        Some(dossier.row.code),
        "the same code at the centre"
    );
}

#[test]
fn a_day_that_begins_without_a_link_has_numbers_of_its_own() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let receive = || {
        let draft = filled_draft(&station, social_allowance());
        station.desk().receive(draft).expect("received")
    };
    let friday = receive();
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    clock.advance_ms(3 * DAY_MS);
    let monday = receive();
    assert!(
        friday.code.starts_with("H42.17-261120-") && monday.code.starts_with("H42.17-261123-"),
        "each of its own day: {} {}",
        friday.code,
        monday.code
    );
    assert_eq!(
        friday.code.rsplit('-').next(),
        monday.code.rsplit('-').next(),
        "and counted from the beginning"
    );
}

#[test]
fn what_nobody_drew_of_a_day_goes_back_when_it_is_over() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let first = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let second = Station::at_work(&centre, &clock, "Quầy 4", BINH);
    let receive = |station: &Station| {
        let draft = filled_draft(station, social_allowance());
        station.desk().receive(draft).expect("received")
    };
    let drawn = receive(&first);
    first.wait_sent();
    clock.advance_ms(DAY_MS);
    let database = rusqlite::Connection::open(centre.database()).expect("the centre's database");
    let leased = || -> Vec<(u32, u32)> {
        let sql = "SELECT first, last FROM lease WHERE day = '2026-11-20' ORDER BY first";
        let mut statement = database.prepare(sql).expect("a query");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.expect("rows").map(|row| row.expect("a row")).collect()
    };
    let left = first.until("both give back what nobody drew", || {
        for station in [&first, &second] {
            station.desk().send_now(()).expect("signed in");
        }
        let left = leased();
        (left.len() == 1).then_some(left)
    });
    assert_eq!(left, [(1, 1)], "only what is on a paper is still leased");
    assert!(drawn.code.ends_with("-0001"), "that one: {}", drawn.code);
    assert!(
        receive(&first).code.starts_with("H42.17-261121-"),
        "and the new day has its own"
    );
}

/// What the search finds for a text.
fn found(station: &Station, text: &str) -> Vec<String> {
    let query = DossierQuery {
        text: text.to_owned(),
        queue: "all".to_owned(),
        scope: "office".to_owned(),
    };
    let ids = station.desk().dossier_ids(query).expect("found").ids;
    let rows = station.desk().dossier_rows(RowsRequest { ids });
    let rows = rows.expect("rows");
    rows.into_iter().map(|row| row.id).collect()
}

#[test]
fn after_seven_days_without_the_centre_nothing_is_received() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    clock.advance_ms(8 * DAY_MS);
    let draft = filled_draft(&station, social_allowance());
    let fee = station.desk().quote(draft.clone()).expect_err("no fee");
    assert_eq!(fee.code, "intake.offline_too_long", "before it is taken");
    let error = station
        .desk()
        .receive(draft)
        .expect_err("too long without the centre");
    assert_eq!(
        error.code, "intake.offline_too_long",
        "and the error says so"
    );
}
