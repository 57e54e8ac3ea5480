//! A real queue of a real spooler, chosen by hand in the settings; paper stuck after the code was given.

use std::time::Duration;

use serde_json::Value;
use testkit::HUONG;

use self::spooler::Cups;
use super::{Counter, World, receipt};
use crate::drive::poll;

#[expect(
    dead_code,
    reason = "the spooler does more for the tests of its own crate"
)]
#[path = "../../../crates/platform/tests/cups/spooler.rs"]
mod spooler;

#[test]
fn printer_and_scanner_are_chosen_in_the_settings_and_a_jam_cleared_later_gives_one_receipt() {
    let cups = Cups::start();
    let mut world = World::start();
    world.use_spooler(cups.address());
    let window = world.open();
    let counter = Counter(&window);
    counter.begin_without_printer(HUONG);

    window.click_words("nav a", "Cài đặt");
    window.click_words("button", "Tìm lại thiết bị");
    window.wait_for_text("main", "1 máy in");
    window.click_words("main button", "Chưa chọn máy in");
    window.click_words("[role=option]", "receipts");
    window.wait_for_text("footer", "Máy in");
    window.click_words("main button", "Chưa chọn máy quét");
    window.wait_for("[role=option]");
    window.press("ArrowDown");
    window.press("Enter");
    window.ask_until("both devices", ("strip", Value::Null), |strip| {
        let ready = |device: &str| strip[device]["state"] == "ready";
        (ready("printer") && ready("scanner")).then_some(())
    });
    window.screenshot("44-devices");

    cups.set("jam");
    counter.fill_form();
    let code = counter.receive();
    window.wait_for_text("footer", "kẹt giấy");
    window.screenshot("45-jam");
    let row = counter.rows(&code).pop().expect("the dossier stands");
    assert_eq!(row.code, code, "under its code");
    assert!(cups.sheets().is_empty(), "nothing has come out");

    cups.set("ok");
    cups.enable();
    poll::until("the receipt", Duration::from_secs(60), || {
        (!cups.sheets().is_empty()).then_some(())
    });
    window.ask_until("end of printing", ("print_jobs", Value::Null), |jobs| {
        let is_done = |job: &Value| job["state"] == "done";
        jobs.as_array()?.iter().all(is_done).then_some(())
    });
    let sheets = cups.sheets();
    assert_eq!(sheets.len(), 1, "one receipt and not two");
    let text = receipt::text(&world.file("printed.pdf", &sheets[0]));
    assert!(text.contains(&code), "of this dossier: {text}");
    for copy in ["Liên 1", "Liên 2"] {
        assert!(text.contains(copy), "with both copies: {text}");
    }
    window.close();
}
