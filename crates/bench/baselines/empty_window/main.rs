//! The least a Tauri window can be: one page with one field. What `motcua-bench window` sets the
//! application beside.
//!
//! It is an example of the application's package, and not a crate of its own or a part of the bench,
//! so that Tauri stays in one package, the bench is built without it, and both windows come from the
//! same build of Tauri, wry and WebKit's bindings. It needs the feature `automation`, for a window
//! that cannot be driven cannot be measured; ordinary builds leave it out.

use std::process::ExitCode;

fn main() -> ExitCode {
    match tauri::Builder::default().run(context()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("no window: {error}");
            ExitCode::FAILURE
        }
    }
}

fn context() -> tauri::Context {
    tauri::generate_context!("crates/bench/baselines/empty_window/tauri.conf.json")
}
