//! The desk behind the window: started with what this machine has, asked on threads that may wait, stopped in order.

use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use capture::{FolderScanner, ProcessScanner, Program, Scanner};
use desk::{Desk, DeskConfig, Pace, https};
use platform::clock::SystemClock;
use platform::print::Spooler;
use platform::secret::{FileSecretStore, KeyringSecretStore, SecretStore};
use protocol::commands::ChangeTag;
use protocol::view::{EnrolRequest, ErrorView, Stage};
use tauri::{AppHandle, Emitter as _, Manager as _};
use thiserror::Error;

use crate::args::{self, Options};
use crate::events::Events;
use crate::{errors, installation, window};

/// The event that tells the page what changed.
const CHANGED: &str = "changed";
/// How long the window's end waits for the workers; what they had in hand is on the disk already.
const SHUTDOWN_MAX: Duration = Duration::from_secs(10);

/// Why there is no desk behind the window.
#[derive(Debug, Error)]
pub(crate) enum HostError {
    #[error("a thread cannot be started")]
    Thread(#[source] io::Error),
    #[error("it is not known where this program lies")]
    Program(#[source] io::Error),
    #[error("the name of the installation cannot be read or made")]
    Installation(#[source] io::Error),
    #[error("the folder {} cannot be made", dir.display())]
    Folder {
        dir: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("the desk does not start: {code}")]
    Desk { code: String },
}

/// The desk and the way to its window. Tauri keeps it as state.
pub(crate) struct Host {
    desk: Arc<Desk>,
    events: Events,
}

impl Host {
    /// Starts the desk; enrolled or not, broken or not, there is then something to show.
    pub(crate) fn start(
        app: &AppHandle,
        data_dir: &Path,
        options: &Options,
    ) -> Result<Self, HostError> {
        let window = app.clone();
        let emit = move |tags: &[ChangeTag]| {
            if let Err(error) = window.emit_to(window::LABEL, CHANGED, tags) {
                tracing::debug!("the page is not told of a change: {error}");
            }
        };
        let events = Events::start(emit).map_err(HostError::Thread)?;
        let config = config(app, data_dir, options, &events)?;
        let desk = Desk::start(config).map_err(|error| HostError::Desk { code: error.code })?;
        Ok(Self {
            desk: Arc::new(desk),
            events,
        })
    }

    /// Asks the desk on a thread that may wait. A panic there is an answer like any other.
    pub(crate) async fn call<T: Send + 'static>(
        &self,
        command: &'static str,
        ask: impl FnOnce(&Desk) -> Result<T, ErrorView> + Send + 'static,
    ) -> Result<T, ErrorView> {
        let desk = Arc::clone(&self.desk);
        let answer = tauri::async_runtime::spawn_blocking(move || ask(&desk)).await;
        answer.unwrap_or_else(|_panic| Err(errors::panicked(command)))
    }

    /// Enrols an unenrolled desk with the code of the command line, while the window opens.
    pub(crate) fn enrol(&self, code: String, label: String) {
        let (desk, changed) = (Arc::clone(&self.desk), self.events.sink());
        tauri::async_runtime::spawn_blocking(move || {
            if !desk
                .app_state(())
                .is_ok_and(|state| matches!(state.stage, Stage::Unenrolled))
            {
                return tracing::info!(
                    "enrolled already: the code of the command line is not used"
                );
            }
            match desk.enrol(EnrolRequest { code, label }) {
                Ok(_state) => tracing::info!("enrolled with the code of the command line"),
                Err(error) => tracing::error!(error.code, error.trace_id, "not enrolled"),
            }
            changed(&[ChangeTag::App, ChangeTag::Strip]);
        });
    }

    /// Stops the workers and waits for them, but not for ever.
    pub(crate) fn shutdown(&self) {
        let desk = Arc::clone(&self.desk);
        let (sender, receiver) = mpsc::sync_channel(1);
        let thread = std::thread::Builder::new().name("motcua-shutdown".to_owned());
        let started = thread.spawn(move || {
            desk.shutdown();
            sender.send(()).is_ok()
        });
        match started.map(|_joined_by_the_channel| receiver.recv_timeout(SHUTDOWN_MAX)) {
            Ok(Ok(())) => tracing::info!("the desk has stopped"),
            Ok(Err(_elapsed)) => tracing::error!("the desk did not stop in time"),
            Err(error) => tracing::error!("the desk cannot be stopped in order: {error}"),
        }
        self.events.stop();
    }
}

fn config(
    app: &AppHandle,
    data_dir: &Path,
    options: &Options,
    events: &Events,
) -> Result<DeskConfig, HostError> {
    let scanner: Arc<dyn Scanner> = match &options.scan_folder {
        Some(folder) => Arc::new(FolderScanner::new(folder)),
        None => Arc::new(ProcessScanner::new(scanner_driver()?)),
    };
    Ok(DeskConfig {
        data_dir: data_dir.to_owned(),
        documents_dir: made(documents_dir(app, data_dir))?,
        backup_dir: made(data_dir.join("backups"))?,
        secrets: secrets(app, data_dir, options)?,
        insecure_keyring: options.insecure_file_keyring,
        clock: Arc::new(SystemClock),
        spooler: Spooler::default(),
        scanner,
        changes: events.sink(),
        connect: https(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: RandomState::new().hash_one(()),
        pace: Pace::Running,
    })
}

/// This program once more, as it runs: an update may have put another in its place.
fn scanner_driver() -> Result<Program, HostError> {
    let path = if cfg!(target_os = "linux") {
        PathBuf::from("/proc/self/exe")
    } else {
        std::env::current_exe().map_err(HostError::Program)?
    };
    let arguments = vec![args::SCANNER_DRIVER.into()];
    Ok(Program { path, arguments })
}

fn secrets(
    app: &AppHandle,
    data_dir: &Path,
    options: &Options,
) -> Result<Arc<dyn SecretStore>, HostError> {
    if options.insecure_file_keyring {
        tracing::warn!("the device secret is in a plain file: only for tests and demonstrations");
        return Ok(Arc::new(FileSecretStore::new(
            data_dir.join("insecure-keyring"),
        )));
    }
    let name = installation::name(data_dir).map_err(HostError::Installation)?;
    let service = format!("{}.{name}", app.config().identifier);
    Ok(Arc::new(KeyringSecretStore::new(service)))
}

/// Where saved receipts go: beside the officer's own documents, where there are such.
fn documents_dir(app: &AppHandle, data_dir: &Path) -> PathBuf {
    match app.path().document_dir() {
        Ok(documents) => documents.join("Một Cửa Desk"),
        Err(_unknown) => data_dir.join("documents"),
    }
}

fn made(dir: PathBuf) -> Result<PathBuf, HostError> {
    match std::fs::create_dir_all(&dir) {
        Ok(()) => Ok(dir),
        Err(source) => Err(HostError::Folder { dir, source }),
    }
}
