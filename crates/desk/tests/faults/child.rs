//! A test that needs a process of its own: another environment, or one that is killed.

use std::process::{Command, Output};

const CHILD: &str = "MOTCUA_FAULT_CHILD";

/// True in the child that [`command`] starts.
pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Runs `test` of this binary again in a child. Tell it apart by [`is_child`].
pub(crate) fn command(test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, "1");
    command
}

/// Runs it and stops when the case failed there.
pub(crate) fn passed(mut command: Command) -> Output {
    let output = command.output().expect("the child starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "the case failed in its process:\n{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// Not a test of its own: the body of a desk in a process that is killed.
#[test]
fn child_that_is_a_desk() {
    testkit::desk_child();
}
