//! What a desk is started with. Everything outside the process comes in here, so that tests start
//! the same desk with another clock, another printer, a faulty link.

use std::path::PathBuf;
use std::sync::Arc;

use capture::Scanner;
use platform::clock::Clock;
use platform::print::Spooler;
use platform::secret::SecretStore;
use protocol::commands::ChangeTag;
use sync::{Transport, TransportError};

use crate::pace::Pace;

/// Told which kinds of data changed; the shell makes window events of it.
pub type Changes = Arc<dyn Fn(&[ChangeTag]) + Send + Sync>;

/// Connects to a centre: its address and its CA certificate (DER).
pub type Connect =
    Arc<dyn Fn(&str, &[u8]) -> Result<Arc<dyn Transport>, TransportError> + Send + Sync>;

/// What a desk is started with.
#[derive(Clone)]
pub struct DeskConfig {
    /// Folder of this desk: database, pages, keys.
    pub data_dir: PathBuf,
    /// Where saved receipts go.
    pub documents_dir: PathBuf,
    /// Where backups go.
    pub backup_dir: PathBuf,
    /// Keeps the device secret and the desk's key.
    pub secrets: Arc<dyn SecretStore>,
    /// Whether the secrets lie in a plain file (CI and demos only).
    pub insecure_keyring: bool,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The print system of the machine.
    pub spooler: Spooler,
    /// Scanners.
    pub scanner: Arc<dyn Scanner>,
    /// Told what changed.
    pub changes: Changes,
    /// Connects to the centre.
    pub connect: Connect,
    /// Version of this build.
    pub version: String,
    /// Seed of the waits between attempts to reach the centre.
    pub seed: u64,
    /// Whether the desk's threads go by themselves.
    pub pace: Pace,
}

/// HTTPS with the pinned CA.
#[must_use]
pub fn https() -> Connect {
    Arc::new(|url, ca| Ok(Arc::new(sync::Https::pinned(url, ca)?) as Arc<dyn Transport>))
}
