//! Signing in, with and without the centre.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use protocol::commands::ChangeTag;
use protocol::view::{EnrolRequest, IntakeDraft, LinkState, SignInRequest, Stage};
use store::{Paths, Store};
use testkit::{
    BINH, HUONG, LAN, Officer, Station, TestCentre, filled_draft, friday_morning, social_allowance,
};

#[test]
fn a_desk_begins_unenrolled_and_ends_signed_in() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::new(&clock);
    assert_eq!(
        station.desk().app_state(()).expect("state").stage,
        Stage::Unenrolled,
        "at first"
    );
    let error = station.sign_in(HUONG).expect_err("nobody can sign in");
    assert_eq!(error.code, "app.unenrolled", "and the error says why");

    let code = centre.enrol_code();
    let request = EnrolRequest {
        code: code.clone(),
        label: "Quầy 3".to_owned(),
    };
    let state = station.desk().enrol(request).expect("enrolled");
    assert_eq!(state.stage, Stage::SignedOut, "then somebody must sign in");
    assert!(
        state.demo.is_some_and(|demo| !demo.officers.is_empty()),
        "the demo shows its officers"
    );

    let state = station.sign_in(HUONG).expect("signed in");
    assert_eq!(state.stage, Stage::SignedIn, "at work");
    assert_eq!(state.officers.len(), 1, "the desk knows the officer now");

    let state = station.desk().lock(()).expect("locked");
    assert_eq!(state.stage, Stage::Locked, "the screen is locked");
    let error = station.desk().strip(()).expect_err("commands stop");
    assert_eq!(error.code, "app.locked", "because of the lock");
    assert_eq!(
        station.sign_in(HUONG).expect("unlocked").stage,
        Stage::SignedIn,
        "unlocked again"
    );
}

#[test]
fn what_is_no_code_or_another_centre_does_not_enrol() {
    let clock = friday_morning();
    let station = Station::new(&clock);
    let enrol = |code: &str| {
        let request = EnrolRequest {
            code: code.to_owned(),
            label: "Quầy 3".to_owned(),
        };
        station.desk().enrol(request).expect_err("no code").code
    };
    assert_eq!(enrol("1234"), "enrol.code", "not a code at all");
    assert_eq!(
        station.desk().app_state(()).expect("state").stage,
        Stage::Unenrolled,
        "nothing changed"
    );
}

#[test]
fn a_known_officer_signs_in_without_the_network_and_a_new_one_is_told_why_not() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.stop();
    centre.stop();
    station.start();
    let state = station
        .sign_in(HUONG)
        .expect("the slot opens without the centre");
    assert_eq!(
        state.session.expect("a session").name,
        "Nguyễn Thị Hương",
        "known by name"
    );
    let error = station
        .sign_in(BINH)
        .expect_err("the first time needs the centre");
    assert_eq!(error.code, "sign_in.offline", "and says so");
}

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[test]
fn a_desk_out_of_touch_for_longer_than_its_office_allows_lets_nobody_in_without_the_centre() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.stop();
    centre.stop();
    clock.advance_ms(6 * DAY_MS);
    station.start();
    station
        .sign_in(HUONG)
        .expect("within the limit of seven days");
    station.desk().lock(()).expect("locked");
    clock.advance_ms(2 * DAY_MS);
    let error = station.sign_in(HUONG).expect_err("not unlocked any more");
    assert_eq!(error.code, "sign_in.offline_too_long", "and says why");
    station.stop();
    station.start();
    let error = station.sign_in(HUONG).expect_err("nor after a new start");
    assert_eq!(error.params["days"], "7", "the limit is told");
    centre.start_again();
    station
        .sign_in(HUONG)
        .expect("the centre answers again: the officer still is one");
}

#[test]
fn an_officer_taken_off_the_list_records_nothing_more_and_the_form_stays() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let draft = filled_draft(&station, social_allowance());
    station.desk().save_draft(draft.clone()).expect("autosaved");
    centre.revoke_officer(HUONG);
    let error = station.until("the word of the centre", || {
        station.desk().send_now(()).ok();
        station.desk().quote(draft.clone()).err()
    });
    assert_eq!(error.code, "app.officer_removed", "the desk knows it too");
    let error = station.desk().receive(draft.clone()).expect_err("no act");
    assert_eq!(error.code, "app.officer_removed", "nothing is received");
    let error = station.desk().current_draft(()).expect_err("no form");
    assert_eq!(error.code, "app.officer_removed", "nothing is read");
    let state = station.desk().app_state(()).expect("state");
    assert_eq!(state.stage, Stage::Locked, "the screen locks by itself");
    assert_eq!(state.officers, [], "and the slot is gone");
    let error = station.sign_in(HUONG).expect_err("the centre says it");
    assert_eq!(error.code, "app.officer_removed", "in the same words");
    station.sign_in(LAN).expect("the lead sits down");
    centre.stop();
    station.desk().lock(()).expect("locked");
    let error = station.sign_in(HUONG).expect_err("not without the centre");
    assert_eq!(error.code, "app.officer_removed", "nor unlocks it");

    station.stop();
    let paths = Paths::new(station.data());
    let store = Store::open(&paths, &station.key(&paths, LAN)).expect("it opens");
    let login = HUONG.login.parse().expect("a name");
    let kept = store.read(|r| r.current_draft(&login)).expect("it reads");
    let kept = kept.expect("the form");
    assert_eq!(
        serde_json::from_str::<IntakeDraft>(&kept.json).expect("a form"),
        draft,
        "every letter is still there"
    );
}

#[test]
fn a_colleague_whom_the_newest_list_leaves_out_gets_in_no_more_and_the_others_do() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    let draft = filled_draft(&station, social_allowance());
    let dossier = station.desk().receive(draft).expect("received").dossier;
    station.faults.cut(false);
    station.wait_sent();
    station.sign_in(BINH).expect("the next one sits down");
    centre.revoke_officer(HUONG);
    station.until("the list without her", || {
        station.desk().send_now(()).expect("he stays signed in");
        let state = station.desk().app_state(()).expect("state");
        let logins: Vec<_> = state.officers.iter().map(|o| o.login.as_str()).collect();
        (logins == [BINH.login]).then_some(())
    });
    centre.stop();
    let error = station.sign_in(HUONG).expect_err("no officer any more");
    assert_eq!(error.code, "app.officer_removed", "though nobody can ask");
    station.stop();
    station.start();
    let error = station.sign_in(HUONG).expect_err("nor after a new start");
    assert_eq!(error.code, "app.officer_removed", "in the same words");
    let state = station.sign_in(BINH).expect("he is one");
    assert_eq!(state.stage, Stage::SignedIn, "and works on");
    let there = station.desk().dossier(dossier).expect("there");
    assert_eq!(there.timeline.len(), 1, "what she recorded stands");
}

#[test]
fn officers_who_take_turns_at_one_desk_see_only_their_own_form() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let hers = filled_draft(&station, social_allowance());
    station.desk().save_draft(hers.clone()).expect("autosaved");
    let parked = station.desk().park(hers.clone()).expect("parked");
    assert_ne!(parked.request_id, hers.request_id, "a new form");
    let mut second = filled_draft(&station, social_allowance());
    second.note = "chưa xong".to_owned();
    station
        .desk()
        .save_draft(second.clone())
        .expect("autosaved");

    station.desk().sign_out(()).expect("signed out");
    station.sign_in(BINH).expect("the next one");
    let mut his = station.desk().current_draft(()).expect("a form");
    assert_ne!(his.request_id, second.request_id, "his own");
    assert_eq!(his.parties[0].name, "", "an empty one");
    assert!(
        station.desk().parked(()).expect("the list").is_empty(),
        "nothing of hers is parked for him"
    );
    for request in [&hers.request_id, &second.request_id] {
        let desk = station.desk();
        let taken = desk.resume(request.clone()).expect_err("not his");
        assert_eq!(taken.code, "draft.unknown", "he cannot take it up");
        let thrown = desk.discard_draft(request.clone()).expect_err("not his");
        assert_eq!(thrown.code, "draft.unknown", "nor throw it away");
    }
    let over = IntakeDraft {
        note: "ghi đè".to_owned(),
        ..second.clone()
    };
    let over = station.desk().save_draft(over).expect_err("not his");
    assert_eq!(over.code, "draft.unknown", "nor write over it");
    his.note = "của Bình".to_owned();
    station.desk().save_draft(his.clone()).expect("autosaved");

    station
        .sign_in(HUONG)
        .expect("she comes back, without a sign-out");
    let back = station.desk().current_draft(()).expect("her form");
    assert_eq!(back, second, "as she left it");
    let list = station.desk().parked(()).expect("the list");
    assert_eq!(list[0].request_id, hers.request_id, "and the parked one");
    station.stop();
    station.start();
    station.sign_in(BINH).expect("after a restart too");
    assert_eq!(station.desk().current_draft(()).expect("his form"), his);
}

#[test]
fn wrong_passwords_wait_and_lock_after_five() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.stop();
    centre.stop();
    station.start();
    let wrong = Officer {
        password: "sai-mat-khau",
        ..HUONG
    };
    let mut codes = Vec::new();
    for _ in 0..5 {
        let error = station.sign_in(wrong).expect_err("wrong");
        codes.push(error.code);
        clock.advance_ms(70_000); // past every delay, not past the lock
    }
    assert_eq!(codes[0], "sign_in.password", "the first is told plainly");
    assert_eq!(codes[4], "sign_in.locked", "the fifth locks: {codes:?}");
    let error = station
        .sign_in(HUONG)
        .expect_err("locked for the right password too");
    assert_eq!(error.code, "sign_in.locked", "until the lock has passed");
    clock.advance_ms(20 * 60 * 1000);
    station
        .sign_in(HUONG)
        .expect("after the lock the right password opens");
}

#[test]
fn a_login_that_is_no_name_is_refused_without_asking_anyone() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::enrolled(&centre, &clock, "Quầy 3");
    let request = SignInRequest {
        login: "nv huong".to_owned(),
        password: "x".to_owned(),
    };
    let error = station.desk().sign_in(request).expect_err("no such name");
    assert_eq!(error.code, "sign_in.unknown", "no officer is called so");
    let stranger = Officer {
        login: "khong.ai",
        password: "gi-do",
    };
    assert_eq!(
        station.sign_in(stranger).expect_err("unknown").code,
        "sign_in.password",
        "the centre does not tell who exists"
    );
}

#[test]
fn a_machine_that_slept_shows_nothing_before_the_password() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let (tell, told) = channel();
    let station = Station::tuned(&clock, move |config| {
        let (changes, tell) = (Arc::clone(&config.changes), tell.clone());
        config.changes = Arc::new(move |tags| {
            changes(tags);
            if tags == [ChangeTag::App] {
                tell.send(()).unwrap_or_default(); // the test has heard enough
            }
        });
    });
    station.enrol(&centre, "Quầy 3");
    station.begin_work(HUONG);
    let draft = filled_draft(&station, social_allowance());
    station.desk().save_draft(draft.clone()).expect("autosaved");
    told.try_iter().for_each(drop);
    clock.sleep_ms(2_000);
    let refused = station.desk().current_draft(()).expect_err("asleep");
    assert_eq!(refused.code, "app.locked", "nothing is shown");
    let app = station.desk().app_state(()).expect("a stage");
    assert_eq!(app.stage, Stage::Locked, "the window asks for the password");
    let heard = told.recv_timeout(Duration::from_secs(20));
    heard.expect("the window hears of it");
    station.sign_in(HUONG).expect("unlocked");
    let back = station.desk().current_draft(()).expect("the form");
    assert_eq!(back, draft, "every letter is there");

    station.desk().sign_out(()).expect("signed out");
    clock.sleep_ms(2_000);
    let app = station.sign_in(HUONG).expect("signed in after a sleep");
    assert_eq!(app.stage, Stage::SignedIn, "asked once, not twice");
}
