//! The keys of the counter belong to the page: neither the web view nor the window keeps one for itself.

use crate::drive::{Session, Window};

/// Every key that the application uses, as counter.md lists them.
const KEYS: [&str; 19] = [
    "F1",
    "F2",
    "F3",
    "F4",
    "F6",
    "F7",
    "F8",
    "F9",
    "F12",
    "Control+1",
    "Control+2",
    "Control+3",
    "Control+k",
    "Control+l",
    "Control+p",
    "Control+f",
    "Control+Enter",
    "Escape",
    "F5",
];

const LISTEN: &str = "window.seen = [];
    addEventListener('keydown', event => {
        if (event.isTrusted && !['Control'].includes(event.key))
            window.seen.push((event.ctrlKey ? 'Control+' : '') + event.key);
    }, { capture: true });
    window.stays = true;";

#[test]
fn every_key_of_the_counter_reaches_the_page() {
    let session = Session::start();
    let window = Window::open(&session, &[]);
    window.script(LISTEN, &[]);
    for key in KEYS {
        window.press(key);
    }
    let seen = window.script("return window.seen", &[]);
    assert_eq!(
        seen,
        serde_json::json!(KEYS),
        "each key comes once, in order"
    );
    assert_eq!(
        window.script("return window.stays", &[]),
        true,
        "no key reloads the page"
    );
}

#[test]
fn the_window_takes_the_size_of_a_small_panel() {
    let session = Session::start();
    let window = Window::open(&session, &[]);
    window.set_size(1093, 614);
    // a 14-inch panel at 125 % is this big
    let is_so = "return innerWidth === 1093 && innerHeight === 614";
    window.wait_for_script("a window of that size", is_so, &[]);
    window.screenshot("small-panel");
}
