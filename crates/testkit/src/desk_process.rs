//! A desk in a process of its own that can be killed: the test binary starts itself again and runs the
//! real desk, told what to do line by line. No window.

use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use domain::time::Timestamp;
use platform::clock::FixedClock;
use platform::print::Spooler;

use crate::intake::{filled_draft, social_allowance};
use crate::pages::large_page;
use crate::process::Process;
use crate::station::{HUONG, Station};

const FOLDER: &str = "MOTCUA_DESK_CHILD";
const CLOCK: &str = "MOTCUA_DESK_CHILD_CLOCK";
const SPOOLER: &str = "MOTCUA_DESK_CHILD_SPOOLER";
/// Begins every line that is meant.
const SAID: &str = "desk: ";

/// What the desk said when it had received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The dossier.
    pub dossier: String,
    /// Its code.
    pub code: String,
}

/// A desk at work in a process; killed when it is dropped.
pub struct DeskProcess(Process);

impl DeskProcess {
    /// Starts the desk of that folder, with an officer signed in. `test` names the test of this binary
    /// that does nothing but call [`desk_child`].
    #[must_use]
    pub fn start(test: &str, folder: &Path, now: Timestamp, spooler: Option<&str>) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("this binary"));
        command.args(["--exact", test, "--nocapture", "--test-threads=1"]);
        command.env(FOLDER, folder).env(CLOCK, now.0.to_string());
        if let Some(spooler) = spooler {
            command.env(SPOOLER, spooler);
        }
        let mut desk = Self(Process::start_told(&command).expect("it starts"));
        assert_eq!(desk.said(), "ready", "an officer is at work");
        desk
    }

    /// Receives a dossier with a page of so many bytes, or without one; returns once the desk has said
    /// so.
    pub fn receive(&mut self, page_bytes: usize) -> Received {
        self.begin_to_receive(page_bytes);
        let said = self.said();
        let mut words = said.split(' ').map(str::to_owned);
        let (dossier, code) = (words.next(), words.next());
        Received {
            dossier: dossier.expect("a dossier"),
            code: code.expect("a code"),
        }
    }

    /// The same without waiting for its word.
    pub fn begin_to_receive(&mut self, page_bytes: usize) {
        self.0.tell(&page_bytes.to_string()).expect("it listens");
    }

    /// kill -9.
    pub fn kill9(self) {
        self.0.kill9();
    }

    fn said(&mut self) -> String {
        loop {
            let line = self.0.line().expect("it speaks").expect("it lives");
            // the test runner begins the line
            if let Some((_, said)) = line.split_once(SAID) {
                return said.trim().to_owned();
            }
        }
    }
}

/// The body of the process that [`DeskProcess`] starts; nothing where a test run calls it.
pub fn desk_child() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let now: i64 = variable(CLOCK).expect("a time").parse().expect("a number");
    let clock = Arc::new(FixedClock::at(Timestamp(now)));
    let spooler = variable(SPOOLER);
    let station = Station::at(Path::new(&folder), &clock, move |config| {
        if let Some(address) = &spooler {
            config.spooler = Spooler::at(address);
        }
    });
    station.sign_in(HUONG).expect("signed in");
    station.wait_ready();
    say("ready");
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let page_bytes = line.parse().expect("a number");
        let received = receive(&station, page_bytes);
        say(&format!("{} {}", received.dossier, received.code));
    }
}

fn receive(station: &Station, page_bytes: usize) -> Received {
    let draft = filled_draft(station, social_allowance());
    let target = format!("draft:{}", draft.request_id);
    let component = draft.papers[0].component.clone();
    if page_bytes > 0 {
        let digits = draft.request_id.replace('-', "").split_off(16);
        let seed = u64::from_str_radix(&digits, 16);
        let page = large_page(seed.expect("an id"), page_bytes);
        let attached = station
            .desk()
            .attach(&target, &component, "trang.pdf", &page);
        attached.expect("a page");
    }
    let received = station.desk().receive(draft).expect("received");
    Received {
        dossier: received.dossier,
        code: received.code,
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[expect(clippy::print_stdout, reason = "this is how the process speaks")]
fn say(what: &str) {
    println!("{SAID}{what}");
    std::io::stdout().flush().expect("said");
}
