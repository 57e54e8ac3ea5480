//! WebKitWebDriver, as much of it as two questions need: does the field at the focus take a
//! character, and which process is the window.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::memory::children;
use super::session::Session;
use crate::Failure;
use crate::process::{Process, until};

/// A window that has not taken a character by then never will.
const START_MAX: Duration = Duration::from_secs(60);
const ANSWER_MAX: Duration = Duration::from_secs(60);
const TYPED: &str = "a";
const FOCUSED_VALUE: &str = "const field = document.activeElement;
    return field?.matches(arguments[0]) ? field.value : '';";

/// A driver that waits for a window to start.
pub(super) struct Driver {
    process: Process,
    address: SocketAddr,
}

/// What is started, and which field must take the character.
pub(super) struct Program<'a> {
    pub(super) path: &'a Path,
    pub(super) arguments: &'a [&'a str],
    /// CSS selector.
    pub(super) field: &'static str,
}

/// An open window.
pub(super) struct Window {
    driver: Driver,
    id: String,
    app: u32,
}

impl Driver {
    pub(super) fn start(session: &Session) -> Result<Self, Failure> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut command = session.command("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        let driver = Self {
            process: Process::start(&command)?,
            address,
        };
        until("answer of WebKitWebDriver", START_MAX, || {
            driver.call("GET", "/status", &Value::Null).ok()
        })?;
        Ok(driver)
    }

    /// Starts a program and types until its field has a character; the time from the start of the
    /// program to that.
    pub(super) fn open(self, program: &Program<'_>) -> Result<(Window, Duration), Failure> {
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "pageLoadStrategy": "none",
            "webkitgtk:browserOptions": {"binary": program.path, "args": program.arguments}
        }}});
        let begun = Instant::now();
        let answer = self.call("POST", "/session", &wanted)?;
        let id = answer.get("sessionId").and_then(Value::as_str);
        let id = id.ok_or("the driver gave no session")?.to_owned();
        let app = child_running(self.process.id(), program.path)?;
        let window = Window {
            driver: self,
            id,
            app,
        };
        until("field that takes a character", START_MAX, || {
            window.takes_a_character(program.field)
        })?;
        Ok((window, begun.elapsed()))
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value, Failure> {
        let text = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut stream = TcpStream::connect_timeout(&self.address, ANSWER_MAX)?;
        stream.set_read_timeout(Some(ANSWER_MAX))?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.address,
            text.len()
        );
        stream.write_all((head + &text).as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .ok_or("an answer without a body")?;
        let mut value: Value = serde_json::from_str(body)?;
        let value = value.get_mut("value").map(Value::take).unwrap_or_default();
        let status = head.split_whitespace().nth(1).unwrap_or_default();
        if status == "200" {
            Ok(value)
        } else {
            Err(format!("{method} {path}: {status} {value}").into())
        }
    }
}

impl Window {
    /// Types one character; whether it has arrived. Before the page is there the driver refuses.
    fn takes_a_character(&self, field: &str) -> Option<()> {
        let keys = ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": TYPED}));
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": keys});
        self.post("actions", &json!({"actions": [keyboard]})).ok()?;
        let value = self
            .post(
                "execute/sync",
                &json!({"script": FOCUSED_VALUE, "args": [field]}),
            )
            .ok()?;
        value
            .as_str()
            .is_some_and(|value| value.contains(TYPED))
            .then_some(())
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.driver
            .call("POST", &format!("/session/{}/{path}", self.id), body)
    }

    /// The process of the program.
    pub(super) const fn app(&self) -> u32 {
        self.app
    }

    /// Closes the window and waits until its program has ended.
    pub(super) fn close(self) -> Result<(), Failure> {
        self.driver
            .call("DELETE", &format!("/session/{}", self.id), &Value::Null)?;
        let driver = self.driver.process.id();
        until("end of the program", START_MAX, || {
            (!children(driver).contains(&self.app)).then_some(())
        })
    }
}

fn child_running(driver: u32, program: &Path) -> Result<u32, Failure> {
    let program = program.canonicalize()?;
    let runs =
        |id: &u32| std::fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == program);
    children(driver)
        .into_iter()
        .find(runs)
        .ok_or_else(|| "the program is not running".into())
}
