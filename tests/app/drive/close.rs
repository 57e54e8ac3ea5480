//! What a window manager does when the button of a window is pressed. The display of a test has none.

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, Window,
};
use x11rb::rust_connection::RustConnection;

/// Asks every window of the display that understands it to close.
pub(super) fn ask_all(display: &str) {
    let (x, screen) = x11rb::connect(Some(display)).expect("the display of the session");
    let root = x.setup().roots[screen].root;
    let [protocols, delete] = ["WM_PROTOCOLS", "WM_DELETE_WINDOW"].map(|name| {
        let asked = x.intern_atom(false, name.as_bytes()).expect("sent");
        asked.reply().expect("an atom").atom
    });
    let tree = x.query_tree(root).expect("sent").reply().expect("a tree");
    let asked = tree.children.into_iter().filter(|window| {
        let found = x.get_property(false, *window, protocols, AtomEnum::ATOM, 0, 32);
        let found = found.expect("sent").reply().expect("a property");
        found
            .value32()
            .is_some_and(|mut atoms| atoms.any(|atom| atom == delete))
    });
    let asked = asked
        .map(|window| ask(&x, window, [protocols, delete]))
        .count();
    assert!(asked > 0, "a window takes the request");
    x.flush().expect("sent");
}

fn ask(x: &RustConnection, window: Window, [protocols, delete]: [u32; 2]) {
    let now = 0;
    let message = ClientMessageEvent::new(32, window, protocols, [delete, now, 0, 0, 0]);
    x.send_event(false, window, EventMask::NO_EVENT, message)
        .expect("sent");
}
