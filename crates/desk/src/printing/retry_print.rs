//! Tries a job again that waits or failed. A job the spooler holds is never sent a second time: it
//! prints by itself when the cause is cured.

use domain::ids::PrintJobId;
use protocol::view::{ErrorView, PrintJobView};
use store::{PrintJob, PrintState};

use super::jobs::{code, job_view};
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};

impl Desk {
    /// Tries a waiting or failed print job again.
    ///
    /// # Errors
    /// `print.unknown`, `print.not_now`.
    pub fn retry_print(&self, job: String) -> Result<PrintJobView, ErrorView> {
        self.work()
            .and_then(|work| retry(&work, &job))
            .map_err(view)
    }
}

fn retry(work: &Work<'_>, job: &str) -> Result<PrintJobView, Fault> {
    let id: PrintJobId = job.parse().map_err(|_id| Fault::code(Code::PrintUnknown))?;
    let shown = work.store().write(|tx| {
        let job = find(tx, id)?;
        match &job.state {
            PrintState::Waiting => {}
            PrintState::Failed { .. }
            | PrintState::Held {
                queue_job: None, ..
            } => {
                tx.set_print_state(id, &PrintState::Waiting, work.now)?;
            }
            PrintState::Created { .. }
            | PrintState::Sent { .. }
            | PrintState::Held {
                queue_job: Some(_), ..
            }
            | PrintState::Done => return Err(Fault::code(Code::PrintNotNow)),
        }
        let job = find(tx, id)?;
        let code = code(tx, &job)?;
        Ok(job_view(&job, code))
    })?;
    work.open.printing.wake();
    Ok(shown)
}

fn find(r: &store::Reader<'_>, id: PrintJobId) -> Result<PrintJob, Fault> {
    r.print_job(id)?
        .ok_or_else(|| Fault::code(Code::PrintUnknown))
}
