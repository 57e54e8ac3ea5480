//! One picture of every screen with real data in it, for people to look at: light, dark, and as small as a panel gets.

use serde_json::json;
use testkit::{HUONG, jpeg_page, social_allowance};

use super::{Counter, World};
use crate::drive::Window;

/// Whether nothing is wider than the window, and date and conclusion are in sight.
const FITS: &str = "const seen = css => {
        const box = document.querySelector(css).getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
    };
    const conclusion = [...document.querySelectorAll('form button')].at(-1);
    conclusion.id = 'conclusion-under-test';
    return document.documentElement.scrollWidth <= innerWidth
        && seen('[data-testid=due-text]') && seen('#conclusion-under-test');";

#[test]
fn every_screen_shows_the_work_of_the_desk() {
    let world = World::start();
    let window = world.open();
    let counter = Counter(&window);
    counter.begin_work(HUONG);
    counter.choose_scanner();
    counter.fill_form();
    counter.take_up_paper(0);
    counter.attach(&world.file("trang.jpg", &jpeg_page(60)));
    let code = counter.receive();
    let id = counter
        .rows(&code)
        .pop()
        .expect("the desk has the dossier")
        .id;
    counter.read_card(testkit::HUONG_CARD);
    window.wait_for_text("[data-who='0']", "Nguyễn Thị Hường");
    window.press("F12");
    window.wait_for("[data-who='0'] input[name=name]");

    show(&window, "40-dossiers", "/dossiers/all", "[data-list-row]");
    show(
        &window,
        "40-dossier",
        &format!("/dossier/{id}"),
        "section[aria-label='Diễn biến'] li",
    );
    show(&window, "40-sync", "/sync", "main table td");
    show(
        &window,
        "40-parked",
        "/parked",
        "button[aria-label^='Làm tiếp:']",
    );
    window.press("F1");
    window.wait_for("[role=dialog]");
    window.screenshot("41-keys");
    window.press("Escape");
    window.wait_until_gone("[role=dialog]");
    window.click_words("button", "Làm tiếp:");
    window.wait_for_text("[data-who='0']", "Nguyễn Thị Hường");
    counter.choose_procedure("tro cap xa hoi", social_allowance());
    counter.promise();
    window.set_size(1093, 614);
    window.screenshot("42-intake-small-panel");
    assert_eq!(
        window.script(FITS, &[]),
        true,
        "date and conclusion are in sight on a small panel"
    );
    show(&window, "40-settings", "/settings", "main section");
    window.click_words("label", "Tối");
    window.wait_for("[data-theme=dark]");
    show(
        &window,
        "43-intake-dark",
        "/intake",
        "[data-testid=due-text]",
    );
    window.close();
}

fn show(window: &Window, name: &str, hash: &str, css: &str) {
    window.script("location.hash = arguments[0]", &[json!(hash)]);
    window.wait_for(css);
    window.screenshot(name);
}
