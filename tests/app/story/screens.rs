//! One picture of every screen with real data in it, for people to look at, light and dark, and as small as a panel gets.

use serde_json::json;
use testkit::{HUONG, jpeg_page};

use super::{Counter, World};

#[test]
fn every_screen_shows_the_work_of_the_desk() {
    let world = World::start();
    let window = world.open();
    let counter = Counter(&window);
    counter.begin_work(HUONG);
    counter.fill_form();
    counter.attach(&world.file("trang.jpg", &jpeg_page(60)));
    let code = counter.receive();
    let id = counter.rows(&code).pop().expect("the desk has the dossier").id;
    counter.read_card(testkit::HUONG_CARD);
    window.wait_for_text("[data-who='0']", "Nguyễn Thị Hường");
    window.press("F12");
    window.wait_until_gone("[data-who='0'] [data-filled]");

    for (name, hash, words) in [
        ("dossiers", "/dossiers/all".to_owned(), "Nguyễn Thị Hường"),
        ("dossier", format!("/dossier/{id}"), "Nguyễn Thị Hường"),
        ("parked", "/parked".to_owned(), "Nguyễn Thị Hường"),
        ("sync", "/sync".to_owned(), "H42.17"),
        ("settings", "/settings".to_owned(), "Máy in"),
    ] {
        window.script("location.hash = arguments[0]", &[json!(hash)]);
        window.wait_for_text("main", words);
        window.screenshot(&format!("40-{name}"));
    }
    window.press("F1");
    window.wait_for("[role=dialog]");
    window.screenshot("41-keys");
    window.press("Escape");
    window.press("F2");
    window.wait_for("input[name=first]");
    window.set_size(1093, 614);
    window.screenshot("42-intake-small-panel");
    window.ask("change_setting", json!({"key": "theme", "value": "dark"}));
    window.close();
}
