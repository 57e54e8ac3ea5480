//! The fences around the page: what it may not load, call or change.

use serde_json::{Value, json};

use crate::drive::{Session, Window};

/// Calls a command and answers with its result or its refusal.
const INVOKE: &str = "const done = arguments[arguments.length - 1];
    window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
        .then(answer => done({ answer }), refusal => done({ refusal: String(refusal) }));";

#[test]
fn the_page_can_call_its_commands_and_nothing_else() {
    let session = Session::start();
    let window = Window::open(&session, &[]);
    let invoke =
        |command: &str, arguments: Value| window.script_async(INVOKE, &[command.into(), arguments]);
    let version = invoke("app_version", json!({}));
    assert_eq!(
        version["answer"],
        env!("CARGO_PKG_VERSION"),
        "a command that was given: {version}"
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
        let outcome = invoke(command, arguments);
        let refusal = outcome["refusal"].as_str().unwrap_or_default();
        assert!(
            refusal.contains("not allowed"),
            "{command} must be refused: {outcome}"
        );
    }
}

#[test]
fn the_page_can_load_nothing_from_outside_and_cannot_be_changed_by_text() {
    let session = Session::start();
    let window = Window::open(&session, &[]);
    let fetched = window.script_async(
        "const done = arguments[0]; let directive = null;
         addEventListener('securitypolicyviolation', e => { directive = e.effectiveDirective; });
         fetch('https://127.0.0.1:9/').then(() => done('loaded'),
            () => setTimeout(() => done(directive ?? 'network error'), 50));",
        &[],
    );
    assert_eq!(
        fetched, "connect-src",
        "the policy must stop it, not the missing network"
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
