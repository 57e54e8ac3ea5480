//! Small mishaps of a day: a nervous finger, a wrong password, a computer that believes to be elsewhere.

use domain::time::Timestamp;
use platform::clock::{Clock as _, SystemClock};
use serde_json::Value;
use testkit::HUONG;

use super::{Counter, World, receipt};
use crate::drive::Keyring;

/// The screen is open, or the password was refused: its field is empty again.
const ANSWERED: &str = "return document.querySelector('footer') !== null
    || document.querySelector('input[name=password]')?.value === '';";

#[test]
fn a_double_ctrl_enter_gives_one_dossier_and_one_number() {
    let world = World::start();
    let window = world.open();
    let counter = Counter(&window);
    counter.begin_work(HUONG);
    counter.fill_form();
    let codes_before = window.ask("strip", Value::Null)["codesLeft"]
        .as_u64()
        .expect("a count");
    let draft = window.ask("current_draft", Value::Null);
    window.press("Control+Enter");
    window.press("Control+Enter");
    let code = counter.received();
    // What a page that had lost its head would do: the same form again, behind its back.
    let again = window.ask("receive", draft);
    assert_eq!(
        again["code"],
        code.as_str(),
        "the same request is the same dossier"
    );
    assert_eq!(counter.rows("").len(), 1, "one dossier");
    let codes_left = window.ask("strip", Value::Null)["codesLeft"]
        .as_u64()
        .expect("a count");
    assert_eq!(codes_left + 1, codes_before, "one number was taken");
    window.close();
}

#[test]
fn a_wrong_password_is_said_in_words_and_lets_nobody_in() {
    let world = World::start();
    let window = world.open();
    let counter = Counter(&window);
    counter.sign_in(HUONG);
    window.press("Control+l");
    window.wait_for_text("h1", "Màn hình đang khóa");
    window.screenshot("30-locked");
    let refusal = window.invoke("strip", serde_json::json!({ "request": null }));
    assert_eq!(
        refusal.expect_err("locked")["code"],
        "app.locked",
        "commands are locked as well"
    );
    counter.try_sign_in(HUONG.login, "sai-mật-khẩu");
    window.wait_for_text("main", "Mật khẩu chưa đúng");
    window.screenshot("31-wrong-password");
    assert_eq!(
        window.value("input[name=password]").as_deref(),
        Some(""),
        "the wrong password does not stay in the field"
    );
    // A wrong password makes the next one wait.
    window.ask_until("end of the wait", ("app_state", Value::Null), |state| {
        if state["stage"] == "signedIn" {
            return Some(());
        }
        counter.try_sign_in(HUONG.login, HUONG.password);
        window.wait_for_script("an answer", ANSWERED, &[]);
        None
    });
    window.wait_for("footer");
    window.close();
}

#[test]
fn a_computer_in_new_york_shows_the_times_of_viet_nam() {
    let world = World::start();
    let window = world.open_in("America/New_York");
    let counter = Counter(&window);
    counter.begin_work(HUONG);
    let zone = window.script(
        "return Intl.DateTimeFormat().resolvedOptions().timeZone",
        &[],
    );
    assert_eq!(
        zone, "America/New_York",
        "the window really believes to be there"
    );
    let minute = |at: Timestamp| at.civil().time().format("%H:%M").to_string();
    let before = minute(SystemClock.now());
    window.ask("send_now", Value::Null);
    let shown = window.text("footer time").expect("the clock of the strip");
    let now = SystemClock.now();
    let recent = [minute(Timestamp(now.0 - 60_000)), before, minute(now)];
    assert!(
        recent.contains(&shown),
        "the strip shows {shown}, Việt Nam has {recent:?}"
    );

    counter.fill_form();
    let code = counter.receive();
    let row = counter.rows(&code).pop().expect("the desk has the dossier");
    let received = Timestamp(row.received_at).civil();
    let day = received.date().yymmdd();
    assert!(
        code.contains(&day),
        "the day in {code} is Việt Nam's, {day}"
    );
    let due = Timestamp(row.due_at.expect("promised")).civil().promise();
    window.wait_for_text("[data-testid=last-received]", &due);
    let path = world
        .session
        .data_dir()
        .join("documents")
        .join(format!("{code}.pdf"));
    crate::drive::poll::until("saved receipt", std::time::Duration::from_secs(60), || {
        path.exists().then_some(())
    });
    let time = received.time();
    let printed = format!("{} giờ {} phút", time.format("%H"), time.format("%M"));
    assert!(
        receipt::text(&path).contains(&printed),
        "the paper says {printed}"
    );
    window.close();
}

#[test]
fn an_unenrolled_desk_shows_the_enrolment_screen_and_takes_the_code_there() {
    let world = World::start();
    let window = world.open_unenrolled();
    window.wait_for("input[name=label]");
    assert!(window.text("footer").is_none(), "nothing else is shown");
    window.screenshot("32-enrolment");
    window.type_text("textarea", &world.centre.enrol_code());
    window.type_text("input[name=label]", "Quầy 3");
    window.press("Enter");
    Counter(&window).sign_in(HUONG);
    window.wait_for_text("footer", "Quầy 3");
    window.close();
}

#[test]
fn without_a_keyring_the_desk_is_not_enrolled_and_says_why() {
    let world = World::start_with(Keyring::Absent);
    let window = world.open_unenrolled();
    window.type_text("textarea", &world.centre.enrol_code());
    window.type_text("input[name=label]", "Quầy 3");
    window.press("Enter");
    window.wait_for_text("main", "không có kho khóa dùng được");
    window.screenshot("33-no-keyring");
    window.close();
}
