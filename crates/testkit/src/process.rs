//! A process that ends with the value that holds it: its whole group when the value is dropped, and by
//! the kernel when its parent itself is killed.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

/// A started process and everything it starts in its group.
#[derive(Debug)]
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts `command` in a group of its own.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(command: &Command) -> io::Result<Self> {
        Self::start_with(command, Stdio::null(), Stdio::null())
    }

    /// The same, for one whose standard error is kept.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_logged(command: &Command, log: File) -> io::Result<Self> {
        Self::start_with(command, Stdio::null(), log.into())
    }

    /// The same, for one that is told what to do line by line.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_told(command: &Command) -> io::Result<Self> {
        Self::start_with(command, Stdio::piped(), Stdio::null())
    }

    fn start_with(command: &Command, input: Stdio, errors: Stdio) -> io::Result<Self> {
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
            .stderr(errors)
            .process_group(0)
            .spawn();
        let named = |error: io::Error| {
            let text = format!("{:?}: {error}", command.get_program());
            io::Error::new(error.kind(), text)
        };
        Ok(Self {
            child: started.map_err(named)?,
        })
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Tells it one line.
    ///
    /// # Errors
    /// When it does not listen.
    pub fn tell(&mut self, line: &str) -> io::Result<()> {
        let stdin = self.child.stdin.as_mut();
        let stdin = stdin.ok_or_else(|| io::Error::other("no standard input"))?;
        stdin.write_all(line.as_bytes())?;
        stdin.write_all(b"\n")
    }

    /// The next line it prints; the pipe stays open, so that it can go on printing.
    ///
    /// # Errors
    /// When it has ended, or prints an empty one.
    pub fn next_line(&mut self) -> io::Result<String> {
        let line = self.line()?;
        match line.as_deref().map(str::trim) {
            None | Some("") => Err(io::Error::other("a process ended before it answered")),
            Some(line) => Ok(line.to_owned()),
        }
    }

    /// The next line it prints, also an empty one; `None` when it has ended.
    ///
    /// # Errors
    /// When its output cannot be read.
    pub fn line(&mut self) -> io::Result<Option<String>> {
        let stdout = self.child.stdout.as_mut();
        let stdout = stdout.ok_or_else(|| io::Error::other("no standard output"))?;
        let mut line = String::new();
        let length = BufReader::with_capacity(1, stdout).read_line(&mut line)?;
        Ok((length > 0).then_some(line))
    }

    /// kill -9, now; it is gone when this returns.
    pub fn kill9(self) {
        drop(self);
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
