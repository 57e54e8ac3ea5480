//! Builds the Tauri application and runs it. Everything that can fail here ends in words and an exit code.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tauri::{App, AppHandle, Manager as _, RunEvent, Wry};
use thiserror::Error;

use crate::args::Options;
use crate::commands::closing::Closing;
use crate::host::{Host, HostError};
use crate::instance::{self, FolderLock, InstanceError, LEAVING_MAX};
use crate::{environment, logging, page_scheme, window};

/// Set in the one further start that follows when a leaving instance did not answer.
const STARTED_AGAIN: &str = "MOTCUA_STARTED_AGAIN";
const SINGLE_INSTANCE_PLUGIN: &str = "single-instance";

/// Why there is no window.
#[derive(Debug, Error)]
pub(crate) enum ShellError {
    #[error("the data folder cannot be claimed")]
    Claim(#[from] InstanceError),
    #[error("the application cannot start")]
    Build(#[source] tauri::Error),
    #[error("there is no desk behind the window")]
    Host(#[from] HostError),
    #[error("there is no window")]
    Window(#[from] tauri::Error),
}

/// What a start knows before its window is there.
struct Start {
    data_dir: PathBuf,
    options: Options,
    /// Held until the window is gone.
    _lock: FolderLock,
}

/// Opens the window and stays until it is closed.
pub(crate) fn open(options: Options, data_dir: PathBuf) -> Result<ExitCode, ShellError> {
    let lock = instance::try_lock(&data_dir)?;
    let app = match build(&data_dir) {
        Ok(app) => app,
        Err(error) if is_unanswered(&error) => {
            tracing::warn!("the instance on the bus did not answer; waiting for it to leave");
            drop(lock);
            drop(instance::wait_for_lock(&data_dir, LEAVING_MAX)?);
            return Ok(environment::run_again(|command| {
                command.env(STARTED_AGAIN, "1");
            }));
        }
        Err(error) => return Err(ShellError::Build(error)),
    };
    // A second start has been sent to the first window and has ended inside `build`; who comes here is alone.
    let lock = match lock {
        Some(lock) => lock,
        None => instance::wait_for_lock(&data_dir, LEAVING_MAX)?,
    };
    Ok(run(
        app,
        Start {
            data_dir,
            options,
            _lock: lock,
        },
    ))
}

fn build(data_dir: &Path) -> Result<App, tauri::Error> {
    let context = context();
    let single_instance = tauri_plugin_single_instance::Builder::new()
        .dbus_id(instance::bus_name(&context.config().identifier, data_dir))
        .callback(|app, _arguments, _folder| window::bring_to_front(app))
        .build();
    tauri::Builder::default()
        .manage(Closing::default())
        .plugin(single_instance)
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .register_asynchronous_uri_scheme_protocol(page_scheme::NAME, page_scheme::answer)
        .invoke_handler(include!(concat!(env!("OUT_DIR"), "/handler.rs")))
        .build(context)
}

/// What the build script made: configuration, capability, page.
#[expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "written by tauri-build; it unwraps what it has checked while building"
)]
fn context() -> tauri::Context {
    tauri::tauri_build_context!()
}

/// The plugin asked the instance on the bus to come to the front, and that one was already leaving.
fn is_unanswered(error: &tauri::Error) -> bool {
    matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == SINGLE_INSTANCE_PLUGIN)
        && std::env::var_os(STARTED_AGAIN).is_none()
}

fn run(app: App<Wry>, start: Start) -> ExitCode {
    let code = app.run_return(move |app, event| {
        if matches!(event, RunEvent::Ready) {
            ready(app, &start);
        } else if matches!(event, RunEvent::Exit) {
            ending(app);
        }
    });
    u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// The event loop runs: a failure from here on must not panic (as it would in `Builder::setup`).
fn ready(app: &AppHandle, start: &Start) {
    if let Err(error) = open_desk(app, start) {
        tracing::error!("{}", logging::chain(&error));
        app.exit(1);
    }
}

/// The desk first: the page asks for it as soon as it is there.
fn open_desk(app: &AppHandle, start: &Start) -> Result<(), ShellError> {
    let host = Host::start(app, &start.data_dir, &start.options)?;
    if let Some(code) = &start.options.enrol {
        host.enrol(code.clone(), start.options.label.clone());
    }
    app.manage(host);
    Ok(window::open(app, &start.data_dir)?)
}

/// The window is gone; the workers finish what they have in hand.
fn ending(app: &AppHandle) {
    if let Some(host) = app.try_state::<Host>() {
        host.shutdown();
    }
}
