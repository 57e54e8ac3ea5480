//! A queue of a CUPS spooler, over IPP.

mod wire;

use std::time::Duration;

use ::ipp::prelude::{IppValue, Operation, StatusCode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::wire::{Answer, Request};
use super::state::{JobFacts, PrinterFacts};
use super::{
    DOCUMENT_BYTES_MAX, FoundJob, JobId, JobState, PrintError, Printer, PrinterState, Ticket,
};

/// How long a question may take.
const QUESTION_TIMEOUT: Duration = Duration::from_secs(10);
/// How long handing over a document may take.
const DOCUMENT_TIMEOUT: Duration = Duration::from_secs(60);
/// Unfinished jobs of this desk that are looked through for a name.
const JOBS_MAX: i32 = 500;
/// Printers listed.
const PRINTERS_MAX: usize = 200;
/// Under this name the desk owns its jobs: CUPS shows a job's name to its owner only.
const USER: &str = "motcua-desk";

const PRINTER_STATE: [&str; 3] = [
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
];

/// A spooler.
#[derive(Debug, Clone)]
pub struct Spooler {
    authority: String,
    timeout: Duration,
}

/// A printer as the settings list it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrinterInfo {
    /// Queue name, for [`Spooler::printer`].
    pub queue: String,
    /// The administrator's description, or empty.
    pub description: String,
    /// How it is now.
    pub state: PrinterState,
}

impl Default for Spooler {
    /// The spooler of this machine, or the one that `CUPS_SERVER` names (cups(1)): `host` or
    /// `host:port`. A socket's path, which CUPS takes too, is not followed.
    fn default() -> Self {
        const PORT: u16 = 631;
        let named = std::env::var("CUPS_SERVER").unwrap_or_default();
        match named.trim() {
            "" => Self::at(format!("localhost:{PORT}")),
            path if path.starts_with('/') => Self::at(format!("localhost:{PORT}")),
            named if named.contains(':') => Self::at(named),
            host => Self::at(format!("{host}:{PORT}")),
        }
    }
}

impl Spooler {
    /// The spooler at `host:port`.
    #[must_use]
    pub fn at(authority: impl Into<String>) -> Self {
        Self {
            authority: authority.into(),
            timeout: QUESTION_TIMEOUT,
        }
    }

    /// The same with another limit for questions.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// The printers it has; none when it has none.
    ///
    /// # Errors
    /// [`PrintError::Unreachable`] when no spooler answers, or what it answers instead.
    pub fn printers(&self) -> Result<Vec<PrinterInfo>, PrintError> {
        let mut wanted = vec!["printer-name", "printer-info"];
        wanted.extend(PRINTER_STATE);
        let answer = self.ask(Operation::CupsGetPrinters, "/", |request| {
            request.wanting(&wanted)
        })?;
        if answer.status() == StatusCode::ClientErrorNotFound {
            return Ok(Vec::new());
        }
        let answer = answer.expect_success()?;
        let info = |group: wire::Group<'_>| {
            Some(PrinterInfo {
                queue: group.text("printer-name")?,
                description: group.text("printer-info").unwrap_or_default(),
                state: printer_facts(group).state(),
            })
        };
        Ok(answer
            .printers()
            .filter_map(info)
            .take(PRINTERS_MAX)
            .collect())
    }

    /// The printer of that queue name; whether it exists is told by its state.
    ///
    /// # Errors
    /// [`PrintError::Invalid`] for what cannot be a queue name.
    pub fn printer(&self, queue: &str) -> Result<IppPrinter, PrintError> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.+@".contains(c);
        if queue.is_empty() || queue.len() > 127 || !queue.chars().all(is_plain) {
            return Err(PrintError::Invalid);
        }
        Ok(IppPrinter {
            spooler: self.clone(),
            path: format!("/printers/{queue}"),
        })
    }

    fn ask(
        &self,
        operation: Operation,
        path: &str,
        build: impl FnOnce(Request) -> Request,
    ) -> Result<Answer, PrintError> {
        let request =
            Request::new(operation, &self.authority, path)?.name("requesting-user-name", USER)?;
        build(request).send(self.timeout)
    }
}

/// One queue of a [`Spooler`].
#[derive(Debug, Clone)]
pub struct IppPrinter {
    spooler: Spooler,
    path: String,
}

impl IppPrinter {
    fn ask(
        &self,
        operation: Operation,
        build: impl FnOnce(Request) -> Request,
    ) -> Result<Answer, PrintError> {
        self.spooler.ask(operation, &self.path, build)
    }

    fn facts(&self) -> Result<PrinterFacts, PrintError> {
        let answer = self
            .ask(Operation::GetPrinterAttributes, |request| {
                request.wanting(&PRINTER_STATE)
            })?
            .expect_success_or(PrintError::NoSuchPrinter)?;
        answer
            .printers()
            .next()
            .map(printer_facts)
            .ok_or(PrintError::BadAnswer)
    }
}

fn printer_facts(group: wire::Group<'_>) -> PrinterFacts {
    PrinterFacts {
        state: group.number("printer-state").unwrap_or(0),
        reasons: group.words("printer-state-reasons"),
        message: group.text("printer-state-message").unwrap_or_default(),
    }
}

fn job_facts(group: wire::Group<'_>) -> Option<JobFacts> {
    Some(JobFacts {
        state: group.number("job-state")?,
        reasons: group.words("job-state-reasons"),
        documents: group.number("number-of-documents").unwrap_or(1),
    })
}

impl Printer for IppPrinter {
    fn state(&self) -> Result<PrinterState, PrintError> {
        match self.facts() {
            Ok(facts) => Ok(facts.state()),
            Err(PrintError::NoSuchPrinter) => Ok(PrinterState::Absent),
            Err(PrintError::Unreachable(_)) => Ok(PrinterState::NoSpooler),
            Err(other) => Err(other),
        }
    }

    fn create_job(&self, ticket: &Ticket) -> Result<JobId, PrintError> {
        let name = IppValue::new_name_without_language(ticket.name.to_string());
        let name = name.map_err(|_too_long| PrintError::Invalid)?;
        let answer = self
            .ask(Operation::CreateJob, |request| {
                request
                    .operation("job-name", name)
                    .template("media", "iso_a4_210x297mm")
                    .template("sides", "one-sided")
            })?
            .expect_success_or(PrintError::NoSuchPrinter)?;
        let id = answer.jobs().find_map(|group| group.number("job-id"));
        id.map(JobId).ok_or(PrintError::BadAnswer)
    }

    fn send_document(&self, job: JobId, ticket: &Ticket, pdf: &[u8]) -> Result<(), PrintError> {
        if pdf.is_empty() || pdf.len() > DOCUMENT_BYTES_MAX {
            return Err(PrintError::Invalid);
        }
        // CUPS takes a document for a job that was cancelled or has one, and prints it.
        match self.job_state(job)? {
            JobState::Empty => {}
            JobState::Gone => return Err(PrintError::NoSuchJob),
            JobState::Waiting
            | JobState::Printing
            | JobState::Stopped(_)
            | JobState::Completed
            | JobState::Cancelled
            | JobState::Failed => return Err(PrintError::Closed),
        }
        let patient = Self {
            spooler: self.spooler.clone().with_timeout(DOCUMENT_TIMEOUT),
            path: self.path.clone(),
        };
        let title = IppValue::new_name_without_language(ticket.title.clone());
        let title = title.map_err(|_too_long| PrintError::Invalid)?;
        let format = IppValue::new_mime_media_type("application/pdf");
        let format = format.map_err(|_too_long| PrintError::Invalid)?;
        patient
            .ask(Operation::SendDocument, |request| {
                request
                    .operation("job-id", IppValue::Integer(job.0))
                    .operation("document-name", title)
                    .operation("document-format", format)
                    .operation("last-document", IppValue::Boolean(true))
                    .document(pdf)
            })?
            .expect_success_or(PrintError::NoSuchJob)
            .map(drop)
    }

    fn job_state(&self, job: JobId) -> Result<JobState, PrintError> {
        const WANTED: [&str; 3] = ["job-state", "job-state-reasons", "number-of-documents"];
        let answer = self.ask(Operation::GetJobAttributes, |request| {
            request
                .operation("job-id", IppValue::Integer(job.0))
                .wanting(&WANTED)
        })?;
        let answer = match answer.expect_success_or(PrintError::NoSuchJob) {
            Err(PrintError::NoSuchJob) => return Ok(JobState::Gone),
            other => other?,
        };
        let facts = answer
            .jobs()
            .find_map(job_facts)
            .ok_or(PrintError::BadAnswer)?;
        Ok(facts.state(&self.facts()?))
    }

    fn find_job_by_name(&self, name: Uuid) -> Result<Option<FoundJob>, PrintError> {
        const WANTED: [&str; 5] = [
            "job-id",
            "job-name",
            "job-state",
            "job-state-reasons",
            "number-of-documents",
        ];
        let not_completed = IppValue::new_keyword("not-completed");
        let not_completed = not_completed.map_err(|_too_long| PrintError::Invalid)?;
        let answer = self
            .ask(Operation::GetJobs, |request| {
                request
                    .operation("which-jobs", not_completed)
                    .operation("my-jobs", IppValue::Boolean(true))
                    .operation("limit", IppValue::Integer(JOBS_MAX))
                    .wanting(&WANTED)
            })?
            .expect_success_or(PrintError::NoSuchPrinter)?;
        let name = name.to_string();
        let found = answer
            .jobs()
            .find(|group| group.text("job-name").as_deref() == Some(name.as_str()));
        let Some(group) = found else {
            return Ok(None);
        };
        let id = group
            .number("job-id")
            .map(JobId)
            .ok_or(PrintError::BadAnswer)?;
        let facts = job_facts(group).ok_or(PrintError::BadAnswer)?;
        Ok(Some(FoundJob {
            id,
            state: facts.state(&self.facts()?),
        }))
    }

    fn cancel(&self, job: JobId) -> Result<(), PrintError> {
        let answer = self.ask(Operation::CancelJob, |request| {
            request.operation("job-id", IppValue::Integer(job.0))
        })?;
        // Not possible: it is over already, completed, cancelled or aborted.
        if answer.status() == StatusCode::ClientErrorNotPossible {
            return Ok(());
        }
        answer.expect_success_or(PrintError::NoSuchJob).map(drop)
    }
}
