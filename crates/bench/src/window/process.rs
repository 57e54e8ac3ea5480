//! A process that ends with the measuring: its whole group when the value is dropped, and by the
//! kernel when the bench itself is killed.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Failure;

/// How often something without a signal of its own is asked.
const ASK_EVERY: Duration = Duration::from_millis(20);

/// A started process and everything it starts in its group.
pub(super) struct Process {
    child: Child,
}

impl Process {
    /// Starts `command` in a group of its own.
    pub(super) fn start(command: &Command) -> Result<Self, Failure> {
        let mut wrapped = Command::new("setpriv");
        wrapped
            .args(["--pdeathsig", "KILL", "--"])
            .arg(command.get_program());
        wrapped.args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => wrapped.env(name, value),
                None => wrapped.env_remove(name),
            };
        }
        let started = wrapped
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        let child = started.map_err(|error| format!("{:?}: {error}", command.get_program()))?;
        Ok(Self { child })
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The first line it prints; the pipe stays open, so that it can go on printing.
    pub(super) fn first_line(&mut self) -> Result<String, Failure> {
        let stdout = self.child.stdout.as_mut().ok_or("no standard output")?;
        let mut line = String::new();
        BufReader::with_capacity(1, stdout).read_line(&mut line)?;
        match line.trim() {
            "" => Err("a process ended before it said anything".into()),
            line => Ok(line.to_owned()),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let killed = Command::new("kill")
            .args(["-s", "KILL", "--", &group])
            .stderr(Stdio::null())
            .status();
        // One that has ended already is no error.
        drop(killed);
        drop(self.child.wait());
    }
}

/// Asks until there is an answer, within a limit.
pub(super) fn until<T>(
    what: &str,
    limit: Duration,
    mut ask: impl FnMut() -> Option<T>,
) -> Result<T, Failure> {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Ok(answer);
        }
        if begun.elapsed() > limit {
            return Err(format!("after {} s still no {what}", limit.as_secs()).into());
        }
        pause(ASK_EVERY);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a window gives no signal; every wait has a limit"
)]
pub(super) fn pause(time: Duration) {
    std::thread::sleep(time);
}
