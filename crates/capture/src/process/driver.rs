//! One running driver: started with an environment of its own, heard, ended and waited for.

use std::ffi::{OsStr, OsString};
use std::io::{self, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use thiserror::Error;

use super::LOOK_EVERY;
use super::wire::{self, Asked, Heard, WireError};
use crate::scanner::ScanError;

/// How long a killed process is waited for. The kernel holds one that is deep in a device's driver.
const KILLED_MAX: Duration = Duration::from_secs(2);

/// What SANE, its drivers and their libraries look at. Everything else stays here: the driver must
/// not know where a database is, or its password.
const KEPT: [&str; 12] = [
    "HOME",
    "LANG",
    "LANGUAGE",
    "LD_LIBRARY_PATH",
    "LOGNAME",
    "PATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "TZ",
    "USER",
];
const KEPT_BEGINNINGS: [&str; 3] = ["LC_", "SANE_", "XDG_"];

/// A program that runs [`crate::serve`].
#[derive(Debug, Clone)]
pub struct Program {
    /// What is started.
    pub path: PathBuf,
    /// With what.
    pub arguments: Vec<OsString>,
}

/// Why the driver's process was of no use.
#[derive(Debug, Error)]
pub enum DriverError {
    /// It cannot be started.
    #[error("its process cannot be started")]
    Start(#[source] io::Error),
    /// It ended before its work did.
    #[error("its process ended by itself, {0}")]
    Ended(ExitStatus),
    /// It says what makes no sense.
    #[error("its process is not understood")]
    Babble(#[source] WireError),
}

impl From<WireError> for ScanError {
    fn from(error: WireError) -> Self {
        Self::Driver(DriverError::Babble(error))
    }
}

/// A running driver. Dropping it ends its process and whatever that started.
pub(super) struct Driver {
    child: Option<Child>,
    stdin: Option<ChildStdin>,
    said: Receiver<Result<Heard, WireError>>,
}

impl Driver {
    /// Starts one and asks it.
    pub(super) fn start(program: &Program, asked: &Asked) -> Result<Self, ScanError> {
        let failed = |error| ScanError::Driver(DriverError::Start(error));
        let mut child = command(program).spawn().map_err(failed)?;
        let (say, said) = sync_channel(0);
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let mut driver = Self {
            child: Some(child),
            stdin,
            said,
        };
        let stdout = stdout.ok_or_else(|| failed(io::ErrorKind::BrokenPipe.into()))?;
        listen(stdout, say).map_err(failed)?;
        driver.tell(asked);
        Ok(driver)
    }

    /// Asks or answers it. Whether it hears is known by what it says then. Few and short lines: a
    /// process that reads none of them does not fill the pipe.
    pub(super) fn tell(&mut self, asked: &Asked) {
        if let Some(stdin) = &mut self.stdin
            && let Err(error) = wire::ask(stdin, asked)
        {
            tracing::debug!("the driver does not hear: {error}");
        }
    }

    /// What it says, or `None` when it says nothing for a moment.
    pub(super) fn hear(&mut self) -> Result<Option<Heard>, ScanError> {
        match self.said.recv_timeout(LOOK_EVERY) {
            Ok(Ok(heard)) => Ok(Some(heard)),
            Ok(Err(babble)) => Err(babble.into()),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(self.end().map_or(
                ScanError::Hung, // it closed its output and lives on
                |status| ScanError::Driver(DriverError::Ended(status)),
            )),
        }
    }

    /// Kills it and waits until the kernel has taken everything from it: then the device is free.
    fn end(&mut self) -> Option<ExitStatus> {
        let mut child = self.child.take()?;
        if let Err(error) = kill(&mut child) {
            tracing::debug!("the driver is not killed: {error}");
        }
        let (tell, told) = sync_channel(1);
        let thread = std::thread::Builder::new().name("scanner-end".to_owned());
        let waits = thread.spawn(move || tell.send(child.wait()).is_ok());
        match waits.map(|_ends_with_the_process| told.recv_timeout(KILLED_MAX)) {
            Ok(Ok(Ok(status))) => Some(status),
            Ok(Ok(Err(error))) | Err(error) => {
                tracing::warn!("the driver's end is not known: {error}");
                None
            }
            Ok(Err(_elapsed)) => {
                tracing::error!("the kernel does not let the driver go");
                None
            }
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.end();
    }
}

fn command(program: &Program) -> Command {
    let mut command = Command::new(&program.path);
    command
        .args(&program.arguments)
        .env_clear()
        .envs(std::env::vars_os().filter(|(name, _)| is_kept(name)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

fn is_kept(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else {
        return false;
    };
    let name = name.to_ascii_uppercase();
    KEPT.contains(&name.as_str()) || KEPT_BEGINNINGS.iter().any(|begin| name.starts_with(begin))
}

/// Hears the process until it ends or is not understood. The thread ends with the pipe, or as soon
/// as nobody takes what it has heard.
fn listen(stdout: ChildStdout, say: SyncSender<Result<Heard, WireError>>) -> io::Result<()> {
    let mut input = BufReader::new(stdout);
    let thread = std::thread::Builder::new().name("scanner".to_owned());
    thread.spawn(move || {
        while let Some(heard) = wire::hear(&mut input).transpose() {
            let is_last = heard.is_err();
            if say.send(heard).is_err() || is_last {
                break;
            }
        }
    })?;
    Ok(())
}

/// With everything that it started in its group.
#[cfg(unix)]
fn kill(child: &mut Child) -> io::Result<()> {
    use rustix::process::{Pid, Signal, kill_process_group};
    kill_process_group(Pid::from_child(child), Signal::KILL)?;
    Ok(())
}

#[cfg(not(unix))]
fn kill(child: &mut Child) -> io::Result<()> {
    child.kill()
}
