//! One job, one step nearer to paper (architecture, row 8). The spooler's number is committed before
//! the document is sent; a job that may hold a document is asked about and never sent again.

use std::path::PathBuf;
use std::sync::Arc;

use domain::time::Timestamp;
use forms::{ReceiptSnapshot, RenderError, render_both};
use platform::print::{
    FolderPrinter, JobId, JobState, PrintError, Printer, Spooler, StopReason, Ticket,
};
use store::{PrintJob, PrintState, Store, StoreError};
use thiserror::Error;

use crate::settings::{PrinterChoice, printer_choice};

/// Why a job did not move.
#[derive(Debug, Error)]
pub(crate) enum StepError {
    /// The spooler.
    #[error("the printer did not do it")]
    Print(#[from] PrintError),
    /// The database.
    #[error("the job's state cannot be kept")]
    Store(#[from] StoreError),
    /// The snapshot is not readable.
    #[error("the stored receipt cannot be read")]
    Snapshot(#[source] serde_json::Error),
    /// The form.
    #[error("the receipt cannot be drawn")]
    Render(#[from] RenderError),
}

/// What the worker prints with.
pub(crate) struct Press {
    pub(crate) store: Arc<Store>,
    pub(crate) spooler: Spooler,
    pub(crate) folder: PathBuf,
    pub(crate) now: Timestamp,
}

impl Press {
    /// Moves one job on; true when its state changed.
    pub(crate) fn step(&self, job: &PrintJob) -> Result<bool, StepError> {
        let Some(printer) = self.printer()? else {
            return Ok(false);
        };
        match &job.state {
            PrintState::Waiting => self.begin(job, &*printer),
            PrintState::Created { queue_job } => {
                self.fill(job, JobId(small(*queue_job)), &*printer)
            }
            PrintState::Sent { queue_job } => self.ask(job, *queue_job, &*printer),
            PrintState::Held {
                queue_job: Some(queue_job),
                ..
            } => self.ask(job, *queue_job, &*printer),
            PrintState::Held {
                queue_job: None, ..
            } => self.begin(job, &*printer),
            PrintState::Done | PrintState::Failed { .. } => Ok(false),
        }
    }

    fn printer(&self) -> Result<Option<Box<dyn Printer>>, StepError> {
        Ok(match self.store.read(printer_choice)? {
            PrinterChoice::None => None,
            PrinterChoice::Folder => Some(Box::new(FolderPrinter::new(&self.folder))),
            PrinterChoice::Queue(queue) => Some(Box::new(self.spooler.printer(&queue)?)),
        })
    }

    /// Makes the job in the queue, unless a crash left one.
    fn begin(&self, job: &PrintJob, printer: &dyn Printer) -> Result<bool, StepError> {
        let ticket = ticket(job)?;
        if let Some(found) = printer.find_job_by_name(job.id.0)? {
            if found.state != JobState::Empty {
                return self.keep(
                    job,
                    &PrintState::Sent {
                        queue_job: found.id.0.into(),
                    },
                );
            }
            printer.cancel(found.id)?;
        }
        let pdf = pdf(job)?; // what cannot be drawn leaves no empty job behind
        let id = printer.create_job(&ticket)?;
        self.keep(
            job,
            &PrintState::Created {
                queue_job: id.0.into(),
            },
        )?;
        printer.send_document(id, &ticket, &pdf)?;
        self.keep(
            job,
            &PrintState::Sent {
                queue_job: id.0.into(),
            },
        )?;
        self.ask(job, id.0.into(), printer)?;
        Ok(true)
    }

    /// A job whose number is kept: did its document arrive before the crash?
    fn fill(&self, job: &PrintJob, id: JobId, printer: &dyn Printer) -> Result<bool, StepError> {
        match printer.job_state(id)? {
            JobState::Empty => {
                printer.cancel(id)?;
                self.keep(job, &PrintState::Waiting)
            }
            JobState::Gone | JobState::Cancelled => self.keep(job, &PrintState::Waiting),
            JobState::Waiting
            | JobState::Printing
            | JobState::Stopped(_)
            | JobState::Completed
            | JobState::Failed => self.keep(
                job,
                &PrintState::Sent {
                    queue_job: id.0.into(),
                },
            ),
        }
    }

    /// How the spooler stands to a job that has its document.
    fn ask(
        &self,
        job: &PrintJob,
        queue_job: i64,
        printer: &dyn Printer,
    ) -> Result<bool, StepError> {
        let failed = |reason: &str| PrintState::Failed {
            reason: reason.to_owned(),
        };
        let state = match printer.job_state(JobId(small(queue_job)))? {
            JobState::Waiting | JobState::Printing => PrintState::Sent { queue_job },
            JobState::Stopped(reason) => {
                let reason = reason_code(reason).to_owned();
                PrintState::Held {
                    queue_job: Some(queue_job),
                    reason,
                }
            }
            // a spooler forgets what it has finished
            JobState::Completed | JobState::Gone => PrintState::Done,
            JobState::Cancelled => failed("cancelled"),
            JobState::Failed => failed("aborted"),
            JobState::Empty => failed("empty"),
        };
        if state == job.state {
            Ok(false)
        } else {
            self.keep(job, &state)
        }
    }

    fn keep(&self, job: &PrintJob, state: &PrintState) -> Result<bool, StepError> {
        self.store
            .write(|tx| tx.set_print_state(job.id, state, self.now))?;
        Ok(true)
    }
}

fn small(queue_job: i64) -> i32 {
    i32::try_from(queue_job).unwrap_or(0)
}

/// The reason as the strip names it.
pub(crate) const fn reason_code(reason: StopReason) -> &'static str {
    match reason {
        StopReason::OutOfPaper => "paper_out",
        StopReason::Jam => "jam",
        StopReason::CoverOpen => "cover_open",
        StopReason::Offline => "offline",
        StopReason::Unknown => "unknown",
    }
}

fn snapshot(job: &PrintJob) -> Result<ReceiptSnapshot, StepError> {
    serde_json::from_str(&job.snapshot).map_err(StepError::Snapshot)
}

fn ticket(job: &PrintJob) -> Result<Ticket, StepError> {
    let code = snapshot(job)?.code;
    let reprint = match job.reprint_no {
        0 => String::new(),
        n => format!(" in lại {n}"),
    };
    Ok(Ticket {
        name: job.id.0,
        title: format!("{code}{reprint}"),
    })
}

fn pdf(job: &PrintJob) -> Result<Vec<u8>, StepError> {
    Ok(render_both(&snapshot(job)?, job.reprint_no)?)
}
