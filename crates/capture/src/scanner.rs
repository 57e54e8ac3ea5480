//! What every kind of scanner does: list devices, and hand pages to a sink one by one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::process::DriverError;

/// Most sheets of one feeder run; a feeder that never ends is broken.
pub const SHEETS_MAX: u32 = 500;

/// What lies behind an error, in the words of a library.
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A scanner as found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScannerInfo {
    /// Name the backend opens it by.
    pub id: String,
    /// Vendor and model.
    pub name: String,
}

/// Glass or feeder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScanSource {
    /// One sheet from the glass.
    Glass,
    /// All sheets of the feeder.
    Feeder,
}

/// How to scan. Colour, 200 dpi, full A4 is what the digitisation rules ask for (TT 01/2023 via
/// `research/capture.md` §7: second-hand).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanSettings {
    /// Glass or feeder.
    pub source: ScanSource,
    /// Resolution in dots per inch.
    pub dpi: u16,
}

/// One page, whole: a file that [`crate::import()`] accepts.
#[derive(Clone, PartialEq, Eq)]
pub struct ScannedPage {
    /// The bytes of a JPEG (or what the folder held).
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for ScannedPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ScannedPage({} bytes)", self.bytes.len())
    }
}

/// Takes pages over as they come. An `Err` stops the scan; pages taken before it stay.
pub trait Sink {
    /// Takes one page.
    ///
    /// # Errors
    /// Whatever kept the page from being stored.
    fn page(&mut self, page: ScannedPage) -> Result<(), Box<dyn std::error::Error + Send + Sync>>;

    /// Bytes of a page have come: slow is not silent.
    fn beat(&mut self) {}
}

impl<F> Sink for F
where
    F: FnMut(ScannedPage) -> Result<(), Box<dyn std::error::Error + Send + Sync>>,
{
    fn page(&mut self, page: ScannedPage) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self(page)
    }
}

/// Tells a running scan to stop.
#[derive(Debug, Clone, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// Asks the scan to stop after the line being read.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }
    /// Whether the scan was asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// How a scan ended.
#[derive(Debug)]
pub struct ScanSummary {
    /// Pages handed to the sink; they stay, whatever happened after.
    pub pages: u32,
    /// What stopped it, if it was not the last sheet.
    pub stopped_by: Option<ScanError>,
}

/// Why a scan stopped or did not begin.
#[derive(Debug, Error)]
pub enum ScanError {
    /// No scanning system on this machine.
    #[error("no scanner library on this machine")]
    NoBackend(#[source] Option<Box<dyn std::error::Error + Send + Sync>>),
    /// The device is not there (unplugged, switched off).
    #[error("the scanner is not there")]
    Gone,
    /// Its driver did not answer any more, and was ended.
    #[error("the scanner does not answer")]
    Hung,
    /// Its driver ended by itself, made no sense or could not be started.
    #[error("the scanner's driver failed")]
    Driver(#[source] DriverError),
    /// Another program has it.
    #[error("the scanner is in use")]
    Busy,
    /// Paper jam.
    #[error("paper is jammed in the scanner")]
    Jammed,
    /// Nothing in the feeder.
    #[error("there is no paper in the feeder")]
    NoPaper,
    /// The cover is open.
    #[error("the cover of the scanner is open")]
    CoverOpen,
    /// This user may not use it.
    #[error("no right to use the scanner")]
    Denied,
    /// The officer stopped it.
    #[error("the scan was cancelled")]
    Cancelled,
    /// The device sent what cannot be a picture.
    #[error("the scanner sent a picture that cannot be used")]
    BadPicture(#[source] Option<Box<dyn std::error::Error + Send + Sync>>),
    /// Any other answer of the device, by SANE's number.
    #[error("the scanner answered with status {0}")]
    Device(i32),
    /// A folder could not be read.
    #[error("the scan folder cannot be read")]
    Folder(#[source] std::io::Error),
    /// The sink could not take the page.
    #[error("the page could not be kept")]
    Sink(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// More than [`SHEETS_MAX`] sheets in one run.
    #[error("the feeder delivered more than {SHEETS_MAX} sheets")]
    TooManySheets,
}

impl ScanError {
    /// Stable code for the window: `scan.<code>`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoBackend(_) => "scan.no_backend",
            Self::Gone => "scan.gone",
            Self::Hung => "scan.hung",
            Self::Driver(_) => "scan.driver",
            Self::Busy => "scan.busy",
            Self::Jammed => "scan.jammed",
            Self::NoPaper => "scan.no_paper",
            Self::CoverOpen => "scan.cover_open",
            Self::Denied => "scan.denied",
            Self::Cancelled => "scan.cancelled",
            Self::BadPicture(_) => "scan.bad_picture",
            Self::Device(_) => "scan.device",
            Self::Folder(_) => "scan.folder",
            Self::Sink(_) => "scan.not_kept",
            Self::TooManySheets => "scan.too_many_sheets",
        }
    }
}

/// A way to reach scanners.
pub trait Scanner: Send + Sync {
    /// Devices found now; may take seconds (call off the interface thread).
    ///
    /// # Errors
    /// [`ScanError::NoBackend`] when the machine cannot scan at all.
    fn devices(&self) -> Result<Vec<ScannerInfo>, ScanError>;

    /// Scans until the last sheet, an error or `cancel`. Pages reach `sink` one by one.
    ///
    /// # Errors
    /// [`ScanError`] when the scan could not begin; what stops it later is in the summary.
    fn scan(
        &self,
        device: &str,
        settings: ScanSettings,
        sink: &mut dyn Sink,
        cancel: &CancelToken,
    ) -> Result<ScanSummary, ScanError>;
}
