//! The shell: the only code that knows Tauri. It opens the one window, lends the page its commands, and keeps what
//! belongs to the operating system: arguments, the data folder, the log, the single instance.
//!
//! It decides nothing about dossiers. A command authorises, converts, calls one function of `desk`, converts.

mod args;
mod commands;
mod data_dir;
mod environment;
mod errors;
mod events;
mod host;
mod installation;
mod instance;
mod logging;
mod page_scheme;
mod shell;
mod window;

use std::process::ExitCode;

use args::Invocation;

/// Runs the application until its window is closed. The exit code is 0 after a normal end, 2 for wrong arguments, 1 for
/// everything that kept the window from opening; the reason is then on standard error and in the log.
#[must_use]
pub fn run() -> ExitCode {
    if let Some(code) = environment::run_again_without_automation() {
        return code;
    }
    match args::parse(std::env::args_os().skip(1)) {
        Ok(Invocation::Open(options)) => open(options),
        Ok(Invocation::ScannerDriver) => drive_scanner(),
        Ok(Invocation::Help) => args::print_help(),
        Err(error) => {
            logging::to_stderr_only();
            tracing::error!("{error}; --help lists the arguments");
            ExitCode::from(2)
        }
    }
}

/// Nothing of a desk is touched: no folder, no keyring, no window.
fn drive_scanner() -> ExitCode {
    match capture::serve_stdio() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            logging::to_stderr_only();
            tracing::error!("{}", logging::chain(&error));
            ExitCode::FAILURE
        }
    }
}

fn open(options: args::Options) -> ExitCode {
    let data_dir = match data_dir::prepare(options.data_dir.as_deref()) {
        Ok(data_dir) => data_dir,
        Err(error) => {
            logging::to_stderr_only();
            tracing::error!("{}", logging::chain(&error));
            return ExitCode::FAILURE;
        }
    };
    logging::to_file_and_stderr(&data_dir.join("log"));
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "starting");
    match shell::open(options, data_dir) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!("{}", logging::chain(&error));
            ExitCode::FAILURE
        }
    }
}
