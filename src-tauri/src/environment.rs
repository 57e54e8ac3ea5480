//! Keeps remote control out of released builds.
//!
//! WebKit and Tauri honour automation variables whatever the build: who can set a variable could drive the window of a
//! signed-in officer. A build without the feature `automation` starts itself again without them. (Taking them out of the
//! running process would be `unsafe`: other threads may be reading the environment.)

use std::env;
use std::process::{Command, ExitCode};

const AUTOMATION_VARIABLES: [&str; 4] = [
    "TAURI_AUTOMATION",
    "TAURI_WEBVIEW_AUTOMATION",
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
];

/// Does nothing and returns `None` in a build with the feature `automation`, or when no such variable is set. Else the
/// program runs again without them, and the exit code is what is left to return.
pub(crate) fn run_again_without_automation() -> Option<ExitCode> {
    let is_set = AUTOMATION_VARIABLES
        .iter()
        .any(|name| env::var_os(name).is_some());
    if cfg!(feature = "automation") || !is_set {
        return None;
    }
    Some(run_again(|command| {
        for name in AUTOMATION_VARIABLES {
            command.env_remove(name);
        }
    }))
}

/// Starts this program again with the same arguments, in this process where the system can do that.
pub(crate) fn run_again(prepare: impl FnOnce(&mut Command)) -> ExitCode {
    let Ok(program) = env::current_exe() else {
        return ExitCode::FAILURE;
    };
    let mut command = Command::new(program);
    command.args(env::args_os().skip(1));
    prepare(&mut command);
    replace_process(command)
}

#[cfg(unix)]
fn replace_process(mut command: Command) -> ExitCode {
    use std::os::unix::process::CommandExt as _;
    let error = command.exec(); // returns only when it failed
    tracing::error!("cannot start again: {error}");
    ExitCode::FAILURE
}

#[cfg(not(unix))]
fn replace_process(mut command: Command) -> ExitCode {
    match command.status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            tracing::error!("cannot start again: {error}");
            ExitCode::FAILURE
        }
    }
}
