//! The centre as the program `motcua-central`, in a process of its own that can be killed, over TLS on
//! the loopback; what it holds is asked with its own commands.

use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::process::Process;

/// An event as the centre's journal is exported, without its body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptEvent {
    /// Its id.
    pub id: String,
    /// Of which dossier.
    pub dossier: String,
    /// What kind.
    pub kind: String,
    /// What the centre found wrong with it, or empty.
    pub issue: String,
}

/// A demonstration centre; killed when it is dropped.
pub struct CentreProcess {
    program: PathBuf,
    data: PathBuf,
    /// Removes the folder with the centre, unless it is another's.
    _own: Option<TempDir>,
    /// PostgreSQL, or the file in its folder.
    database: Option<String>,
    /// Where its log goes, if anywhere.
    log: Option<PathBuf>,
    running: Option<Process>,
    url: String,
}

impl CentreProcess {
    /// Starts `program` on its embedded database.
    #[must_use]
    pub fn start(program: impl Into<PathBuf>) -> Self {
        Self::start_on(program, None)
    }

    /// Starts `program` on the PostgreSQL database of that address.
    #[must_use]
    pub fn start_on(program: impl Into<PathBuf>, database: Option<String>) -> Self {
        let mut centre = Self::in_own_folder(program.into());
        centre.database = database;
        centre.start_again();
        centre
    }

    /// Starts `program` on its embedded database; everything it has to say goes to `log`, a line of JSON
    /// each.
    #[must_use]
    pub fn start_logged(program: impl Into<PathBuf>, log: &Path) -> Self {
        let mut centre = Self::in_own_folder(program.into());
        centre.log = Some(log.to_owned());
        centre.start_again();
        centre
    }

    /// Starts `program` on its embedded database in a folder that stays.
    #[must_use]
    pub fn start_in(program: impl Into<PathBuf>, data: &Path) -> Self {
        let mut centre = Self::new(program.into(), data.to_owned(), None);
        centre.start_again();
        centre
    }

    fn in_own_folder(program: PathBuf) -> Self {
        let own = tempfile::tempdir().expect("a folder");
        let data = own.path().to_owned();
        Self::new(program, data, Some(own))
    }

    fn new(program: PathBuf, data: PathBuf, own: Option<TempDir>) -> Self {
        Self {
            program,
            data,
            _own: own,
            database: None,
            log: None,
            running: None,
            url: String::new(),
        }
    }

    /// Starts it again on the same data and the same port.
    pub fn start_again(&mut self) {
        assert!(self.running.is_none(), "the centre runs");
        let mut command = self.command();
        command.arg("--demo");
        let started = match &self.log {
            None => Process::start(&command),
            Some(path) => {
                command.env("RUST_LOG", "debug").env("MOTCUA_LOG", "json");
                let log = OpenOptions::new().create(true).append(true).open(path);
                Process::start_logged(&command, log.expect("a log"))
            }
        };
        let mut process = started.expect("it starts");
        let ready = process.next_line().expect("the centre is ready");
        let url = ready.strip_prefix("ready ").expect("its address");
        url.clone_into(&mut self.url);
        self.running = Some(process);
    }

    /// Whether it runs.
    #[must_use]
    pub const fn is_up(&self) -> bool {
        self.running.is_some()
    }

    /// kill -9.
    pub fn kill9(&mut self) {
        self.running.take().expect("the centre runs").kill9();
    }

    /// Another database from the next start on.
    pub fn use_database(&mut self, address: String) {
        self.database = Some(address);
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        let address = self.url.trim_start_matches("https://").parse();
        address.expect("an address")
    }

    /// A one-time code for a desk that reaches it by `door`.
    #[must_use]
    pub fn enrol_code(&self, door: SocketAddr) -> String {
        let offices = self.said(&["offices"]);
        let office = offices.lines().next().expect("an office");
        let url = format!("https://{door}");
        let words = ["enrol-code", "--office", office, "--url", &url];
        self.said(&words).trim().to_owned()
    }

    /// Every event it holds, by dossier.
    #[must_use]
    pub fn journal(&self) -> Vec<KeptEvent> {
        let exported = self.said(&["export-journal"]);
        exported.lines().map(kept).collect()
    }

    /// Walks every journal it holds and reads every page back.
    pub fn verify(&self) {
        let told = self.said(&["verify"]);
        assert!(told.contains("every chain sound"), "{told}");
    }

    /// How many pages it holds, each read back and found whole.
    #[must_use]
    pub fn pages(&self) -> usize {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().to_str().expect("a path");
        let told = self.said(&["backup", path]);
        let count = told
            .split(", ")
            .find_map(|part| part.strip_suffix(" pages and files"));
        let count = count.unwrap_or_else(|| panic!("no count: {told}"));
        count.parse().expect("a number")
    }

    /// Its folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    fn said(&self, words: &[&str]) -> String {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command().args(words).output().expect("it runs");
        let complaint = String::from_utf8_lossy(&stderr);
        assert!(status.success(), "{words:?}: {complaint}");
        String::from_utf8(stdout).expect("text")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--data").arg(&self.data);
        command.env("RUST_LOG", "error").env_remove("MOTCUA_BLOBS");
        match &self.database {
            Some(address) => command.env("DATABASE_URL", address),
            None => command.env_remove("DATABASE_URL"),
        };
        command
    }
}

fn kept(line: &str) -> KeptEvent {
    let line: Value = serde_json::from_str(line).expect("a line of JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    KeptEvent {
        id: text(&line["envelope"]["id"]),
        dossier: text(&line["envelope"]["dossier"]),
        kind: text(&line["kind"]),
        issue: text(&line["issue"]),
    }
}
