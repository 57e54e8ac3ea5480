//! kill -9 of the application: in the middle of typing, and in the moment after the code was given.

use std::time::Duration;

use serde_json::Value;
use testkit::HUONG;

use super::{Counter, World};
use crate::drive::{Window, poll};

/// The field of the owner's name.
const NAME: &str = "input[name=name]";

/// F2, and the empty or kept form is there.
fn open_form(window: &Window) {
    window.press("F2");
    window.wait_for(NAME);
}

#[test]
fn kill_9_in_the_middle_of_typing_loses_at_most_two_seconds_of_it() {
    let world = World::start();
    let window = world.open();
    let counter = Counter(&window);
    counter.begin_work(HUONG);
    open_form(&window);
    window.type_text(NAME, "Đinh Thị Ƀĭh");
    // Nobody leaves the field: the form saves itself while it is typed into.
    window.ask_until("saved draft", ("current_draft", Value::Null), |draft| {
        (draft["parties"][0]["name"] == "Đinh Thị Ƀĭh").then_some(())
    });
    window.kill9();

    let window = world.open();
    Counter(&window).sign_in(HUONG);
    open_form(&window);
    let kept = window.value(NAME);
    assert_eq!(
        kept.as_deref(),
        Some("Đinh Thị Ƀĭh"),
        "the draft is back, every letter"
    );
    window.screenshot("20-draft-after-kill");
    window.close();
}

#[test]
fn a_window_closed_in_the_middle_of_typing_asks_and_the_draft_is_back() {
    let world = World::start();
    let window = world.open();
    let counter = Counter(&window);
    counter.begin_work(HUONG);
    open_form(&window);
    window.type_text(NAME, "Đinh Thị Ƀĭh");
    world.session.ask_to_close();
    window.wait_for_text("[role=dialog]", "Đã lưu nháp. Đóng?");
    window.screenshot("21-closing");
    window.press("Escape");
    window.wait_until_gone("[role=dialog]");
    window.type_text(NAME, " Niê");
    world.session.ask_to_close();
    window.wait_for_text("[role=dialog]", "Đã lưu nháp. Đóng?");
    window.enter_to_close();

    let window = world.open();
    Counter(&window).sign_in(HUONG);
    open_form(&window);
    let kept = window.value(NAME);
    assert_eq!(kept.as_deref(), Some("Đinh Thị Ƀĭh Niê"), "to the last key");
    window.click_words("button", "Bỏ, làm mới");
    window.close();
}

#[test]
fn kill_9_right_after_the_code_leaves_one_dossier_and_prints_its_receipt_once() {
    let world = World::start();
    let window = world.open();
    let counter = Counter(&window);
    counter.begin_work(HUONG);
    counter.fill_form();
    let code = counter.receive();
    window.kill9();

    let window = world.open();
    let counter = Counter(&window);
    counter.sign_in(HUONG);
    let rows = counter.rows("");
    assert_eq!(rows.len(), 1, "one dossier");
    assert_eq!(rows[0].code, code, "under the code that was on the screen");
    poll::until("saved receipt", Duration::from_secs(60), || {
        (!world.receipts().is_empty()).then_some(())
    });
    window.ask_until("end of printing", ("print_jobs", Value::Null), |jobs| {
        jobs.as_array()?
            .iter()
            .all(|job| job["state"] == "done")
            .then_some(())
    });
    assert_eq!(world.receipts().len(), 1, "printed once");
    counter.wait_sent();
    assert!(
        world.centre.dossier(&rows[0].id).is_some(),
        "and the centre has it"
    );
    let strip = window.ask("current_draft", Value::Null);
    assert_eq!(
        strip["procedure"], "",
        "the form of the next walk-in is empty"
    );
    window.close();
}
