//! The application's window, driven through WebKitWebDriver.

use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine as _;
use serde_json::{Value, json};

use super::process::{self, Process};
use super::{Session, app_under_test, http, output_dir, poll};

/// How long a page may take for anything; a cold debug build on a busy machine is slow.
const SOON: Duration = Duration::from_secs(45);
/// How long workers in the background may take: a retry waits up to a minute.
const LATER: Duration = Duration::from_secs(90);
/// The name under which WebDriver hands over an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Calls a command and answers with its result or its refusal.
const INVOKE: &str = "const done = arguments[arguments.length - 1];
    window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
        .then(answer => done({ answer }), refusal => done({ refusal }));";

/// The first visible match whose words contain the wanted ones.
const BY_WORDS: &str = "return [...document.querySelectorAll(arguments[0])].find(element =>
    (element.textContent + ' ' + (element.ariaLabel ?? '')).includes(arguments[1])
    && element.getClientRects().length > 0) ?? null;";

/// Answers when the page has been painted as it is now.
const PAINTED: &str = "const done = arguments[0];
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)));";

/// An open window. Dropping it ends the driver, the application and the web processes.
pub(crate) struct Window {
    driver: Process,
    address: SocketAddr,
    id: String,
}

impl Window {
    /// Starts the application with `arguments` and waits until its page has its root element.
    pub(crate) fn open(session: &Session, arguments: &[&str]) -> Self {
        Self::open_with(session, arguments, &[])
    }

    /// As `open`, with further environment variables such as `TZ`.
    pub(crate) fn open_with(session: &Session, arguments: &[&str], env: &[(&str, &str)]) -> Self {
        let (driver, address) = start_driver(session, env);
        let data_dir = session.data_dir().display().to_string();
        let mut all = vec!["--data-dir", &data_dir];
        all.extend(arguments);
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "webkitgtk:browserOptions": {"binary": app_under_test(), "args": all}
        }}});
        let (status, value) =
            http::call(address, "POST", "/session", Some(&wanted)).expect("the driver answers");
        assert_eq!(status, 200, "the application could not be driven: {value}");
        let id = value["sessionId"]
            .as_str()
            .expect("a session has an id")
            .to_owned();
        let window = Self {
            driver,
            address,
            id,
        };
        window.wait_for("#root");
        window
    }

    // ---- looking

    /// Waits for an element.
    pub(crate) fn wait_for(&self, css: &str) {
        self.find(css);
    }

    /// Waits until an element's text contains `text`.
    pub(crate) fn wait_for_text(&self, css: &str, text: &str) {
        self.wait_until(&format!("`{text}` in {css}"), || {
            self.text(css)
                .is_some_and(|shown| shown.contains(text))
                .then_some(())
        });
    }

    /// Waits until nothing matches.
    pub(crate) fn wait_until_gone(&self, css: &str) {
        self.wait_until(&format!("{css} gone"), || {
            self.try_find(css).is_none().then_some(())
        });
    }

    /// The text of the first match, as the page has it now.
    pub(crate) fn text(&self, css: &str) -> Option<String> {
        self.script(
            "return document.querySelector(arguments[0])?.textContent ?? null",
            &[css.into()],
        )
        .as_str()
        .map(str::to_owned)
    }

    /// What a field holds now.
    pub(crate) fn value(&self, css: &str) -> Option<String> {
        self.script(
            "return document.querySelector(arguments[0])?.value ?? null",
            &[css.into()],
        )
        .as_str()
        .map(str::to_owned)
    }

    /// Whether a script finds what it looks for; waits until it does.
    pub(crate) fn wait_for_script(&self, what: &str, body: &str, arguments: &[Value]) -> Value {
        self.wait_until(what, || {
            let answer = self.script(body, arguments);
            (!answer.is_null() && answer != false).then_some(answer)
        })
    }

    /// Calls a command as the page does; a refusal is an `Err`.
    pub(crate) fn invoke(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let mut outcome = self.script_async(INVOKE, &[command.into(), arguments]);
        match outcome.get_mut("answer") {
            Some(answer) => Ok(answer.take()),
            None => Err(outcome["refusal"].take()),
        }
    }

    /// Asks the desk behind the page, with `request`; it must not refuse.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a request is written at the call"
    )]
    pub(crate) fn ask(&self, command: &str, request: Value) -> Value {
        self.invoke(command, json!({ "request": request }))
            .unwrap_or_else(|refusal| panic!("{command} was refused: {refusal}"))
    }

    /// Asks the desk again until `found` finds what it looks for.
    pub(crate) fn ask_until<T>(
        &self,
        what: &str,
        (command, request): (&str, Value),
        mut found: impl FnMut(&Value) -> Option<T>,
    ) -> T {
        poll::until(what, LATER, || {
            found(&self.invoke(command, json!({ "request": request })).ok()?)
        })
    }

    /// Runs a function body in the page.
    pub(crate) fn script(&self, body: &str, arguments: &[Value]) -> Value {
        self.post("/execute/sync", &json!({"script": body, "args": arguments}))
    }

    /// Runs a function body whose last argument is the function that takes the answer.
    pub(crate) fn script_async(&self, body: &str, arguments: &[Value]) -> Value {
        self.post(
            "/execute/async",
            &json!({"script": body, "args": arguments}),
        )
    }

    /// Keeps a picture of the page in the output folder.
    pub(crate) fn screenshot(&self, name: &str) {
        // What was typed last is in the page before it is on the screen.
        self.script_async(PAINTED, &[]);
        let picture = self.get("/screenshot");
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(picture.as_str().expect("a picture is text"))
            .expect("a picture is base64");
        assert!(bytes.starts_with(b"\x89PNG"), "a picture is a PNG");
        save(name, &bytes);
    }

    // ---- acting

    /// Clicks the first visible match whose text or label contains `words`.
    pub(crate) fn click_words(&self, css: &str, words: &str) {
        let what = format!("{css} that says `{words}`");
        let found = self.wait_for_script(&what, BY_WORDS, &[css.into(), words.into()]);
        let element = found[ELEMENT].as_str().expect("an element has a name");
        self.post(&format!("/element/{element}/click"), &json!({}));
    }

    /// Picks a file, as the system's dialog would hand it over.
    pub(crate) fn choose_file(&self, css: &str, path: &std::path::Path) {
        let element = self.find(css);
        let text = path.to_str().expect("a test's own path");
        self.post(
            &format!("/element/{element}/value"),
            &json!({ "text": text }),
        );
    }

    /// Types into a field, one character after the other.
    pub(crate) fn type_text(&self, css: &str, text: &str) {
        let element = self.find(css);
        self.post(
            &format!("/element/{element}/value"),
            &json!({ "text": text }),
        );
    }

    /// Types at the focus, as a keyboard or a card reader does.
    pub(crate) fn type_at_focus(&self, text: &str) {
        let actions: Vec<Value> = text
            .chars()
            .flat_map(|letter| {
                ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": letter.to_string()}))
            })
            .collect();
        self.act(&actions);
    }

    /// Presses keys together, such as `Control+Enter` or `F2`.
    pub(crate) fn press(&self, chord: &str) {
        let keys: Vec<String> = chord.split('+').map(key_value).collect();
        let down = keys
            .iter()
            .map(|key| json!({"type": "keyDown", "value": key}));
        let up = keys
            .iter()
            .rev()
            .map(|key| json!({"type": "keyUp", "value": key}));
        self.act(&down.chain(up).collect::<Vec<_>>());
    }

    /// Presses Enter where that closes the window: it may be gone before the driver can say that the key was pressed.
    pub(crate) fn enter_to_close(&self) {
        let keys =
            ["keyDown", "keyUp"].map(|what| json!({"type": what, "value": key_value("Enter")}));
        let (_status, _answer) = self.call("POST", "/actions", Some(&typing(&keys)));
        self.wait_for_end();
    }

    pub(crate) fn set_size(&self, width: u32, height: u32) {
        self.post("/window/rect", &json!({"width": width, "height": height}));
    }

    /// Closes the window as its own button does, and waits for the application to end.
    pub(crate) fn close(mut self) {
        let (status, value) = self.call("DELETE", "", None);
        assert_eq!(status, 200, "the window did not close: {value}");
        self.wait_for_end();
        assert!(!self.driver.has_ended(), "the driver outlives the window");
    }

    /// Waits until the application has ended.
    pub(crate) fn wait_for_end(&self) {
        poll::until("end of the application", SOON, || {
            self.app_id().is_none().then_some(())
        });
    }

    /// Pulls the plug: kill -9 of the application, nothing is told beforehand.
    pub(crate) fn kill9(self) {
        let id = self.app_id().expect("the application runs");
        process::signal("KILL", &id.to_string());
        self.wait_for_end();
    }

    /// The process id of the application.
    pub(crate) fn app_id(&self) -> Option<u32> {
        let app = app_under_test()
            .canonicalize()
            .expect("the application is built");
        process::children(self.driver.id()).into_iter().find(|id| {
            std::fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|program| program == app)
        })
    }

    // ---- the wire

    /// Asks until there is an answer.
    pub(crate) fn wait_until<T>(&self, what: &str, ask: impl FnMut() -> Option<T>) -> T {
        poll::until(what, SOON, ask)
    }

    fn find(&self, css: &str) -> String {
        self.wait_until(css, || self.try_find(css))
    }

    fn try_find(&self, css: &str) -> Option<String> {
        let wanted = json!({"using": "css selector", "value": css});
        let (status, value) = self.call("POST", "/element", Some(&wanted));
        (status == 200).then(|| {
            value[ELEMENT]
                .as_str()
                .expect("an element has a name")
                .to_owned()
        })
    }

    fn act(&self, actions: &[Value]) {
        self.post("/actions", &typing(actions));
    }

    fn get(&self, path: &str) -> Value {
        self.checked("GET", path, None)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.checked("POST", path, Some(body))
    }

    fn checked(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let (status, value) = self.call(method, path, body);
        assert_eq!(status, 200, "{method} {path} was refused: {value}");
        value
    }

    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let path = format!("/session/{}{path}", self.id);
        http::call(self.address, method, &path, body).expect("the driver answers")
    }
}

/// A picture of what a failed test saw last.
impl Drop for Window {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let path = format!("/session/{}/screenshot", self.id);
        let picture = http::call(self.address, "GET", &path, None).ok();
        let bytes = picture.and_then(|(_, value)| {
            base64::engine::general_purpose::STANDARD
                .decode(value.as_str()?)
                .ok()
        });
        let name = std::thread::current()
            .name()
            .unwrap_or("test")
            .replace("::", "-");
        if let Some(bytes) = bytes {
            save(&format!("failed-{name}"), &bytes);
        }
    }
}

fn start_driver(session: &Session, env: &[(&str, &str)]) -> (Process, SocketAddr) {
    let address = SocketAddr::from(([127, 0, 0, 1], http::free_port()));
    let mut command = session.command("WebKitWebDriver");
    command
        .arg(format!("--port={}", address.port()))
        .env("TAURI_AUTOMATION", "true")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .envs(env.iter().copied());
    let driver = Process::start(&command);
    poll::until("answer of WebKitWebDriver", SOON, || {
        http::call(address, "GET", "/status", None).ok()
    });
    (driver, address)
}

/// The body of a request that presses and releases keys.
fn typing(actions: &[Value]) -> Value {
    json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})
}

/// The WebDriver value of a key's name; a single character stands for itself.
fn key_value(name: &str) -> String {
    let code = match name {
        "Backspace" => 0xE003,
        "Tab" => 0xE004,
        "Enter" => 0xE007,
        "Shift" => 0xE008,
        "Control" => 0xE009,
        "Alt" => 0xE00A,
        "Escape" => 0xE00C,
        "Space" => 0x20,
        "PageUp" => 0xE00E,
        "PageDown" => 0xE00F,
        "End" => 0xE010,
        "Home" => 0xE011,
        "ArrowLeft" => 0xE012,
        "ArrowUp" => 0xE013,
        "ArrowRight" => 0xE014,
        "ArrowDown" => 0xE015,
        "Delete" => 0xE017,
        _ => match name
            .strip_prefix('F')
            .and_then(|number| number.parse::<u32>().ok())
        {
            Some(number @ 1..=12) => 0xE030 + number,
            _ => return name.to_owned(),
        },
    };
    char::from_u32(code)
        .expect("a private use character")
        .to_string()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a picture for people, not a desk's file"
)]
fn save(name: &str, bytes: &[u8]) {
    let path = output_dir().join(format!("{name}.png"));
    std::fs::write(&path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
