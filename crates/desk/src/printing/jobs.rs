//! Print jobs as the window shows them.

use protocol::view::{ErrorView, PrintJobView};
use store::{PrintJob, PrintState, Reader};

use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};

/// Jobs shown.
const JOBS_MAX: usize = 200;

impl Desk {
    /// Print jobs that wait or failed.
    ///
    /// # Errors
    /// `store.*`.
    pub fn print_jobs(&self, (): ()) -> Result<Vec<PrintJobView>, ErrorView> {
        self.work().and_then(|work| jobs(&work)).map_err(view)
    }
}

fn jobs(work: &Work<'_>) -> Result<Vec<PrintJobView>, Fault> {
    work.store().read(|r| {
        let jobs = r.unfinished_print_jobs(JOBS_MAX)?;
        jobs.iter()
            .map(|job| Ok(job_view(job, code(r, job)?)))
            .collect()
    })
}

/// The code of the job's dossier.
pub(crate) fn code(r: &Reader<'_>, job: &PrintJob) -> Result<String, Fault> {
    Ok(r.row_of(job.dossier)?
        .map(|row| row.code)
        .unwrap_or_default())
}

/// One job.
pub(crate) fn job_view(job: &PrintJob, code: String) -> PrintJobView {
    let (state, reason) = match &job.state {
        PrintState::Waiting => ("waiting", ""),
        PrintState::Created { .. } => ("sending", ""),
        PrintState::Sent { .. } => ("printing", ""),
        PrintState::Done => ("done", ""),
        PrintState::Held { reason, .. } => ("held", reason.as_str()),
        PrintState::Failed { reason } => ("failed", reason.as_str()),
    };
    PrintJobView {
        id: job.id.to_string(),
        dossier: job.dossier.to_string(),
        code,
        state: state.to_owned(),
        reason: reason.to_owned(),
        reprint_no: job.reprint_no,
        at: job.made_at.0,
    }
}
