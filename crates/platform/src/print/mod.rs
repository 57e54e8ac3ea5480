//! Printing so that a receipt comes out once, whatever breaks in between.
//!
//! The order of `docs/architecture.md`, row 8: [`Printer::create_job`] makes an empty job named
//! by the print job's id; the caller commits the number it got; [`Printer::send_document`] fills
//! it. A crash between the first two leaves an empty job, found again by its name and cancelled;
//! a crash after them leaves a number to ask about. A stopped or held job prints by itself once
//! the printer is well again: it is shown, never sent a second time.
//!
//! "Completed" means that the spooler is done, not that a person holds the paper.

mod folder;
mod ipp;
mod state;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

pub use folder::FolderPrinter;
pub use ipp::{IppPrinter, PrinterInfo, Spooler};

/// Largest document that is handed to a spooler.
pub const DOCUMENT_BYTES_MAX: usize = 64 << 20;

/// The spooler's number of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub i32);

/// What is to be printed, before its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Id of the print job; becomes the job's name, by which a lost one is found.
    pub name: Uuid,
    /// What an officer sees in the queue and, saved to a folder, the file's name: the dossier code
    /// and the copy, never a person.
    pub title: String,
}

/// Why a printer does not print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// No paper in the tray.
    OutOfPaper,
    /// Paper is stuck.
    Jam,
    /// A cover or door is open.
    CoverOpen,
    /// Switched off, unplugged or out of reach.
    Offline,
    /// Something else; the spooler's own message says more.
    Unknown,
}

/// State of a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrinterState {
    /// Prints, or would.
    Ready,
    /// Cannot print now.
    Stopped(StopReason),
    /// The spooler knows no such printer.
    Absent,
    /// There is no spooler to ask.
    NoSpooler,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Made, and its document never arrived.
    Empty,
    /// Waits for its turn.
    Waiting,
    /// Is being printed.
    Printing,
    /// Waits for the printer; prints by itself when the cause is cured.
    Stopped(StopReason),
    /// The spooler is done with it.
    Completed,
    /// Cancelled by someone.
    Cancelled,
    /// Given up by the spooler.
    Failed,
    /// The spooler knows no such job (any more).
    Gone,
}

/// A job found by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundJob {
    /// Its number.
    pub id: JobId,
    /// Where it stands; only an [`JobState::Empty`] one may be cancelled and made again.
    pub state: JobState,
}

/// Why the spooler could not do what it was asked. The job, if there is one, stands as it stood.
#[derive(Debug, Error)]
pub enum PrintError {
    /// Nothing answers where the spooler should be, or not in time.
    #[error("the print spooler cannot be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// There is no such printer.
    #[error("the spooler knows no such printer")]
    NoSuchPrinter,
    /// There is no such job.
    #[error("the spooler knows no such job")]
    NoSuchJob,
    /// The job has its document, or is over: it is never sent a second one.
    #[error("the job takes no document any more")]
    Closed,
    /// The spooler refuses, with its own word for it.
    #[error("the spooler refuses ({status})")]
    Refused {
        /// The protocol's name of the refusal.
        status: String,
    },
    /// The answer is not what the protocol promises.
    #[error("the spooler's answer makes no sense")]
    BadAnswer,
    /// A queue name or document the desk itself should not have sent.
    #[error("not a printer name or document that can be sent")]
    Invalid,
    /// The folder of a [`FolderPrinter`] could not be used.
    #[error("the folder for saved prints cannot be used")]
    Folder(#[source] std::io::Error),
}

/// A place where documents are printed.
pub trait Printer: Send + Sync {
    /// How the printer is.
    ///
    /// # Errors
    /// When the answer cannot be had for other reasons than the printer's or spooler's absence.
    fn state(&self) -> Result<PrinterState, PrintError>;

    /// Makes an empty job. Its number is to be stored before anything else happens.
    ///
    /// # Errors
    /// Any [`PrintError`]; a job may exist all the same when the answer was lost: look by name.
    fn create_job(&self, ticket: &Ticket) -> Result<JobId, PrintError>;

    /// Gives an empty job its document and lets it go.
    ///
    /// # Errors
    /// Any [`PrintError`]; whether the document arrived is told by [`Printer::job_state`].
    fn send_document(&self, job: JobId, ticket: &Ticket, pdf: &[u8]) -> Result<(), PrintError>;

    /// Where a job stands. A job that is not known is [`JobState::Gone`].
    ///
    /// # Errors
    /// Any [`PrintError`] but [`PrintError::NoSuchJob`].
    fn job_state(&self, job: JobId) -> Result<JobState, PrintError>;

    /// The unfinished job of that name, if the spooler has one.
    ///
    /// # Errors
    /// Any [`PrintError`].
    fn find_job_by_name(&self, name: Uuid) -> Result<Option<FoundJob>, PrintError>;

    /// Cancels a job; one that is already over stays as it is.
    ///
    /// # Errors
    /// Any [`PrintError`].
    fn cancel(&self, job: JobId) -> Result<(), PrintError>;
}
