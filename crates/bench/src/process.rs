//! A process that ends with the measuring: its whole group when the value is dropped, and by the
//! kernel when the bench itself is killed.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Failure;

/// How often something without a signal of its own is asked.
const ASK_EVERY: Duration = Duration::from_millis(20);

/// A started process and everything it starts in its group.
pub(crate) struct Process {
    child: Child,
}

impl Process {
    /// Starts `command` in a group of its own.
    pub(crate) fn start(command: &Command) -> Result<Self, Failure> {
        Self::start_with(command, Stdio::null())
    }

    /// The same, for one that is told what to do line by line.
    pub(crate) fn start_told(command: &Command) -> Result<Self, Failure> {
        Self::start_with(command, Stdio::piped())
    }

    fn start_with(command: &Command, input: Stdio) -> Result<Self, Failure> {
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
            .stdin(input)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        let child = started.map_err(|error| format!("{:?}: {error}", command.get_program()))?;
        Ok(Self { child })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Tells it one line.
    pub(crate) fn tell(&mut self, line: &str) -> Result<(), Failure> {
        let stdin = self.child.stdin.as_mut().ok_or("no standard input")?;
        stdin.write_all(line.as_bytes())?;
        Ok(stdin.write_all(b"\n")?)
    }

    /// The next line it prints; the pipe stays open, so that it can go on printing.
    pub(crate) fn next_line(&mut self) -> Result<String, Failure> {
        let stdout = self.child.stdout.as_mut().ok_or("no standard output")?;
        let mut line = String::new();
        BufReader::with_capacity(1, stdout).read_line(&mut line)?;
        match line.trim() {
            "" => Err("a process ended before it answered".into()),
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
pub(crate) fn until<T>(
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
pub(crate) fn pause(time: Duration) {
    std::thread::sleep(time);
}
