//! A process that ends with the test: its whole group when the value is dropped, and by the kernel when the test
//! itself is killed.

use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

/// A started process and everything it starts in its group.
pub(crate) struct Process {
    child: Child,
}

impl Process {
    /// Starts `command` in a group of its own.
    pub(crate) fn start(command: &Command) -> Self {
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
        let child = wrapped
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{:?} does not start: {error}", command.get_program()));
        Self { child }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.child
            .try_wait()
            .expect("a child can be asked")
            .is_some()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        signal("KILL", &format!("-{}", self.child.id()));
        if let Err(error) = self.child.wait() {
            eprintln!("process {}: {error}", self.child.id());
        }
    }
}

/// Sends a signal to a recorded process id (or `-id` for its group). One that has ended already is no error.
pub(crate) fn signal(name: &str, id: &str) {
    Command::new("kill")
        .args(["-s", name, "--", id])
        .stderr(Stdio::null())
        .status()
        .expect("kill is there");
}

/// The children of a process, by /proc.
pub(crate) fn children(parent: u32) -> Vec<u32> {
    let path = format!("/proc/{parent}/task");
    let Ok(tasks) = std::fs::read_dir(path) else {
        return Vec::new();
    };
    tasks
        .flatten()
        .filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok())
        .flat_map(|list| {
            list.split_whitespace()
                .filter_map(|id| id.parse().ok())
                .collect::<Vec<_>>()
        })
        .collect()
}
