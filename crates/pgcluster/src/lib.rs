//! A PostgreSQL server of Debian's package in a folder of its own, for tests and measurements:
//! `initdb`, a Unix socket in that folder and nothing else, ended with the value that holds it and,
//! whatever happens, with the thread that started it.
//!
//! It never touches a cluster of the machine, and it is never used by the product. The server
//! refuses to run as root, so for root it runs as the account `postgres` of the package. Nothing is
//! switched off to be fast: `fsync` is on, as it is where it matters.

mod programs;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use thiserror::Error;

use programs::Programs;

/// Words of the server's log once it takes connections, with messages in English.
const READY: &str = "database system is ready to accept connections";
/// Longest wait for it to take connections.
const START_MAX: Duration = Duration::from_secs(60);
/// Longest wait for it to end: it gives its own processes five seconds before it kills them.
const STOP_MAX: Duration = Duration::from_secs(20);
/// Connections it takes: two centres' pools and some to spare.
const CONNECTIONS_MAX: u32 = 120;

/// Why there is no server.
#[derive(Debug, Error)]
pub enum ClusterError {
    /// PostgreSQL is not installed.
    #[error(
        "PostgreSQL is missing: none of /usr/lib/postgresql/*/bin holds initdb and postgres. \
         Install Debian's package: apt-get install postgresql"
    )]
    Missing,
    /// The account the server runs as, for root, is not there.
    #[error("there is no account `postgres` to run the server as")]
    Account,
    /// A program could not be started, or the folder could not be made.
    #[error("could not use {what}")]
    Start {
        /// Which.
        what: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A program ended badly.
    #[error("{what} failed: {told}")]
    Failed {
        /// Which.
        what: String,
        /// What it said.
        told: String,
    },
}

/// A running server.
#[derive(Debug)]
pub struct Cluster {
    programs: Programs,
    server: Option<Child>,
    /// Lines of its log, until the last of its processes has ended.
    log: Option<mpsc::Receiver<String>>,
    folder: TempDir,
    databases: AtomicU32,
}

impl Cluster {
    /// Makes a cluster and starts it; it takes connections when this returns. Call it from a thread
    /// that lives as long as the server shall: the server ends with it.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start.
    pub fn start() -> Result<Self, ClusterError> {
        let programs = Programs::find()?;
        let folder = started("a temporary folder", tempfile::tempdir())?;
        programs.give(folder.path())?;
        let data = folder.path().join("data");
        let mut initdb = programs.as_server("initdb");
        initdb.arg("--pgdata").arg(&data);
        initdb.args(["--username=postgres", "--auth=trust", "--no-instructions"]);
        finished("initdb", initdb.args(["--locale=C", "--encoding=UTF8"]))?;
        let mut cluster = Self {
            programs,
            server: None,
            log: None,
            folder,
            databases: AtomicU32::new(0),
        };
        cluster.begin()?;
        Ok(cluster)
    }

    /// Starts the server after [`Cluster::stop`], on the same data.
    ///
    /// # Errors
    /// When it does not start.
    pub fn begin(&mut self) -> Result<(), ClusterError> {
        let mut command = self.programs.as_server("postgres");
        command.arg("-D").arg(self.data()).env("LC_ALL", "C");
        command.arg("-k").arg(self.folder.path());
        command.args(["-c", "listen_addresses="]);
        command.args(["-c", &format!("max_connections={CONNECTIONS_MAX}")]);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let mut server = started("postgres", command.stderr(Stdio::piped()).spawn())?;
        let log = server.stderr.take().ok_or(ClusterError::Missing)?;
        self.server = Some(server);
        let (tell, told) = mpsc::channel();
        let read = move || {
            for line in BufReader::new(log).split(b'\n').map_while(Result::ok) {
                // whoever writes into a pipe that nobody reads stops in the end: it is read on
                let _unheard = tell.send(String::from_utf8_lossy(&line).into_owned());
            }
        };
        let reading = std::thread::Builder::new().name("postgres-log".into());
        started("a thread", reading.spawn(read))?;
        let (begun, mut words) = (Instant::now(), String::new());
        let told = self.log.insert(told);
        while let Ok(line) = told.recv_timeout(START_MAX.saturating_sub(begun.elapsed())) {
            if line.contains(READY) {
                return Ok(());
            }
            words.push_str(&line);
            words.push('\n');
        }
        // it has ended or hangs; its words say why
        self.stop();
        Err(ClusterError::Failed {
            what: "postgres".into(),
            told: words,
        })
    }

    /// Stops the server at once, as when its machine fails: connections break, nothing is finished.
    pub fn stop(&mut self) {
        let Some(mut server) = self.server.take() else {
            return;
        };
        // it may have ended already
        drop(self.programs.signal("QUIT", server.id()));
        let begun = Instant::now();
        loop {
            let left = STOP_MAX.saturating_sub(begun.elapsed());
            match self.log.as_ref().map(|log| log.recv_timeout(left)) {
                Some(Ok(_)) => {}
                Some(Err(RecvTimeoutError::Disconnected)) => {
                    // none of its processes has the log any more
                    drop(server.wait());
                    return;
                }
                Some(Err(RecvTimeoutError::Timeout)) | None => break,
            }
        }
        // a server that nobody can end must not hold up the test that started it
        drop(server.kill());
    }

    /// A new, empty database; the address to connect to it.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn database(&self) -> Result<String, ClusterError> {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(self.url(&name))
    }

    /// The address of a database of that name.
    #[must_use]
    pub fn url(&self, name: &str) -> String {
        let socket = self.folder.path().display();
        format!("postgres://postgres@localhost/{name}?host={socket}")
    }

    /// Runs a statement as the superuser, for what a program under test would never do.
    ///
    /// # Errors
    /// When the server refuses it.
    pub fn sql(&self, database: &str, statement: &str) -> Result<String, ClusterError> {
        let mut psql = self.client("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"]);
        psql.args(["-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement]);
        finished("psql", &mut psql)
    }

    /// A client program of the package (`psql`, `pg_dump`, `pg_restore`), told where the server is.
    #[must_use]
    pub fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.path(program));
        command.env("PGHOST", self.folder.path());
        command.env("PGUSER", "postgres").env("LC_ALL", "C");
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Where the socket is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

fn started<T>(what: &str, result: std::io::Result<T>) -> Result<T, ClusterError> {
    result.map_err(|source| ClusterError::Start {
        what: what.to_owned(),
        source,
    })
}

/// Runs a program to its end; what it printed.
///
/// # Errors
/// When it cannot be started or fails.
pub fn finished(what: &str, command: &mut Command) -> Result<String, ClusterError> {
    let output = started(what, command.stdin(Stdio::null()).output())?;
    if !output.status.success() {
        return Err(ClusterError::Failed {
            what: what.to_owned(),
            told: String::from_utf8_lossy(&output.stderr).into_owned(),
        });
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_answers_comes_back_with_its_data_and_leaves_nothing_behind() {
        let mut cluster = Cluster::start().expect("PostgreSQL starts");
        let url = cluster.database().expect("a database");
        assert!(url.ends_with(&cluster.folder().display().to_string()));
        let table = "CREATE TABLE kept(n int); INSERT INTO kept VALUES (7)";
        cluster.sql("test_0", table).expect("written");
        cluster.stop();
        assert!(cluster.sql("test_0", "SELECT 1").is_err(), "nobody answers");
        cluster.begin().expect("it starts again");
        let kept = cluster.sql("test_0", "SELECT n FROM kept").expect("read");
        assert_eq!(kept.trim(), "7", "what was committed is there");
        let fsync = cluster.sql("test_0", "SHOW fsync").expect("read");
        assert_eq!(fsync.trim(), "on", "and it is honest about disks");
        let folder = cluster.folder().to_owned();
        drop(cluster);
        assert!(!folder.exists(), "no folder is left");
    }
}
