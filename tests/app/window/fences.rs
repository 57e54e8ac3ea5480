//! The fences around the page: what it may not load, call or change.

use serde_json::{Value, json};

use crate::drive::{Session, Window};

#[test]
fn the_page_can_call_its_commands_and_nothing_else() {
    let session = Session::start();
    let window = Window::open(&session, &[]);
    let state = window.ask("app_state", Value::Null);
    assert_eq!(
        state["version"],
        env!("CARGO_PKG_VERSION"),
        "a command that was given: {state}"
    );
    for (command, arguments) in [
        ("plugin:event|emit", json!({"event": "x"})),
        (
            "plugin:window|set_title",
            json!({"label": "main", "value": "x"}),
        ),
        (
            "plugin:webview|create_webview_window",
            json!({"options": {"label": "x"}}),
        ),
        ("plugin:path|resolve_directory", json!({"directory": 1})),
    ] {
        let refusal = window
            .invoke(command, arguments)
            .expect_err("never given to the page");
        let words = refusal.as_str().unwrap_or_default();
        assert!(
            words.contains("not allowed"),
            "{command} must be refused: {refusal}"
        );
    }
}

#[test]
fn before_someone_signs_in_the_desk_answers_nothing_of_its_dossiers() {
    let session = Session::start();
    let window = Window::open(&session, &[]);
    for command in ["strip", "settings", "parked", "current_draft"] {
        let refusal = window
            .invoke(command, json!({ "request": null }))
            .expect_err("refused");
        assert_eq!(refusal["code"], "app.unenrolled", "{command}: {refusal}");
    }
    let page = window.script_async(
        "const done = arguments[0]; const image = new Image();
         image.onload = () => done('shown'); image.onerror = () => done('refused');
         image.src = 'page://localhost/01970000-0000-7000-8000-000000000001/full';",
        &[],
    );
    assert_eq!(page, "refused", "no page without an officer");
}

#[test]
fn the_page_can_load_nothing_from_outside_and_cannot_be_changed_by_text() {
    let session = Session::start();
    let window = Window::open(&session, &[]);
    let fetched = window.script_async(
        "const done = arguments[0]; const directives = [];
         addEventListener('securitypolicyviolation', e => directives.push(e.effectiveDirective));
         fetch('https://127.0.0.1:9/').then(() => done('loaded'),
            () => setTimeout(() => done(directives.join() || 'network error'), 500));",
        &[],
    );
    assert_eq!(
        fetched, "connect-src",
        "the policy must stop it, not the missing network, and nothing else of the page's own"
    );
    let evaluated = window.script(
        "const s = document.createElement('script'); s.textContent = 'window.injected = true';
         document.head.append(s); return window.injected === true;",
        &[],
    );
    assert_eq!(evaluated, false, "text put into the page must never run");
    let is_frozen = window.script("return Object.isFrozen(Object.prototype)", &[]);
    assert_eq!(
        is_frozen, true,
        "the prototypes cannot be changed under the page"
    );
}
