//! What one would use instead: PouchDB over LevelDB, replicating with express-pouchdb over LevelDB,
//! both in Node. Neither syncs to the disk, and nothing is encrypted, signed or chained.
//!
//! The packages are named by the lock file of `crates/bench/baselines/pouchdb` and installed into a
//! folder outside the repository.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;
use tempfile::TempDir;

use super::Step;
use crate::Failure;
use crate::process::Process;
use crate::province::Door;

/// Documents of one request; PouchDB's own 100 is slower.
pub(super) const BATCH: u32 = 1_000;
/// The same of documents with attachments, which travel inside them: PouchDB's own.
pub(super) const BATCH_WITH_SCANS: u32 = 100;

const FILES: [(&str, &str); 4] = [
    (
        "package.json",
        include_str!("../../baselines/pouchdb/package.json"),
    ),
    (
        "package-lock.json",
        include_str!("../../baselines/pouchdb/package-lock.json"),
    ),
    (
        "server.cjs",
        include_str!("../../baselines/pouchdb/server.cjs"),
    ),
    (
        "client.cjs",
        include_str!("../../baselines/pouchdb/client.cjs"),
    ),
];
/// The lock file that was installed from, once everything is there.
const INSTALLED: &str = "installed-lock.json";

/// The installed packages.
pub(super) struct Packages(PathBuf);

impl Packages {
    /// Those in `folder`, or in the user's cache; installed by npm when they are not there.
    pub(super) fn installed(folder: Option<&Path>) -> Result<Self, Failure> {
        let folder = folder.map_or_else(cache, |folder| Ok(folder.to_owned()))?;
        std::fs::create_dir_all(&folder)?;
        for (name, text) in FILES {
            store::files::write_atomic(&folder.join(name), text.as_bytes())?;
        }
        let lock = FILES.iter().find(|(name, _)| *name == "package-lock.json");
        let lock = lock.map_or("", |(_, text)| text);
        let stamp = folder.join(INSTALLED);
        if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
            return Ok(Self(folder));
        }
        crate::complain(&format!("npm installs PouchDB into {}", folder.display()));
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
        pgcluster::finished("npm ci", npm.current_dir(&folder))?;
        store::files::write_atomic(&stamp, lock.as_bytes())?;
        Ok(Self(folder))
    }

    fn node(&self, script: &str, data: &Path) -> Command {
        let mut node = Command::new("node");
        node.arg(self.0.join(script)).arg(data);
        node
    }
}

fn cache() -> Result<PathBuf, Failure> {
    let said = |name| std::env::var_os(name).filter(|text| !text.is_empty());
    let cache = said("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(said("HOME")?).join(".cache")));
    let cache = cache.ok_or("no home: say with --pouchdb where the packages are")?;
    Ok(cache.join("motcua-bench").join("pouchdb"))
}

/// What the client answers.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    documents: u32,
    #[serde(default)]
    ms: f64,
    #[serde(default)]
    error: Option<String>,
}

/// A server and a client with empty databases.
pub(super) struct Pair {
    client: Process,
    _server: Process,
    counting: Door,
    home: TempDir,
}

impl Pair {
    pub(super) fn start(packages: &Packages) -> Result<Self, Failure> {
        let home = tempfile::tempdir()?;
        let (there, here) = (home.path().join("server"), home.path().join("client"));
        for folder in [&there, &here] {
            std::fs::create_dir(folder)?;
        }
        let mut server = Process::start(&packages.node("server.cjs", &there))?;
        let port = server.next_line()?.parse()?;
        let counting = Door::to(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        let client = Process::start_told(&packages.node("client.cjs", &here))?;
        Ok(Self {
            client,
            _server: server,
            counting,
            home,
        })
    }

    /// A place for what is to be loaded.
    pub(super) fn folder(&self) -> &Path {
        self.home.path()
    }

    fn ask(&mut self, line: &str, expected: u32) -> Result<Duration, Failure> {
        self.client.tell(line)?;
        let answer: Answer = serde_json::from_str(&self.client.next_line()?)?;
        if let Some(error) = answer.error {
            return Err(format!("PouchDB: {error}").into());
        }
        if answer.documents != expected {
            let found = answer.documents;
            return Err(format!("PouchDB: {found} documents instead of {expected}").into());
        }
        Ok(Duration::try_from_secs_f64(answer.ms / 1_000.0)?)
    }

    /// Puts a file of documents into the local database.
    pub(super) fn load(&mut self, file: &Path, count: u32) -> Result<(), Failure> {
        let line = format!("load documents {}", file.display());
        self.ask(&line, count).map(drop)
    }

    /// Puts a folder of scans into the local database.
    pub(super) fn attach(&mut self, files: &Path, count: u32) -> Result<(), Failure> {
        let line = format!("attach documents {}", files.display());
        self.ask(&line, count).map(drop)
    }

    /// Replicates to the server.
    pub(super) fn push(&mut self, count: u32, batch: u32) -> Result<Step, Failure> {
        self.replicate("push documents", count, batch)
    }

    /// Replicates from the server into a new local database.
    pub(super) fn pull(&mut self, count: u32, batch: u32) -> Result<Step, Failure> {
        let step = self.replicate("pull again", count, batch)?;
        self.ask("read again", count)?;
        Ok(step)
    }

    fn replicate(&mut self, what: &str, count: u32, batch: u32) -> Result<Step, Failure> {
        let before = self.counting.counts();
        let url = format!("http://{}/documents", self.counting.address());
        let took = self.ask(&format!("{what} {url} {batch}"), count)?;
        Ok(Step {
            took,
            passed: self.counting.counts().since(before),
        })
    }
}
