//! The print worker: woken by a new job, by a setting, or by time while a job is on its way.

use std::sync::Arc;
use std::time::Duration;

use protocol::commands::ChangeTag;
use store::Store;

use super::step::{Press, StepError};
use crate::config::DeskConfig;
use crate::errors::{Fault, chain};
use crate::routine::Routine;
use crate::signal::Signal;

/// Jobs looked at in one activation.
const JOBS_MAX: usize = 50;
/// How often a job on its way is asked about.
const ASK_EVERY: Duration = Duration::from_secs(5);
/// How often anything is looked at without being woken.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Starts the print worker.
pub(crate) fn start(config: &DeskConfig, store: &Arc<Store>) -> Result<Routine, Fault> {
    let worker = PrintWorker {
        config: config.clone(),
        store: Arc::clone(store),
    };
    let turn = move || {
        if worker.activate() {
            ASK_EVERY
        } else {
            LOOK_EVERY
        }
    };
    Routine::start(
        config.pace,
        "motcua-print",
        Arc::new(Signal::default()),
        turn,
    )
}

struct PrintWorker {
    config: DeskConfig,
    store: Arc<Store>,
}

impl PrintWorker {
    /// Moves every unfinished job on; true while one is on its way.
    fn activate(&self) -> bool {
        let jobs = match self.store.read(|r| r.unfinished_print_jobs(JOBS_MAX)) {
            Ok(jobs) => jobs,
            Err(error) => {
                tracing::error!(error = %chain(&error), "print jobs cannot be read");
                return false;
            }
        };
        let press = Press {
            store: Arc::clone(&self.store),
            spooler: self.config.spooler.clone(),
            folder: self.config.documents_dir.clone(),
            now: self.config.clock.now(),
        };
        for job in &jobs {
            match press.step(job) {
                Ok(false) => {}
                Ok(true) => (self.config.changes)(&[ChangeTag::PrintJobs, ChangeTag::Strip]),
                Err(error) => self.report(&error),
            }
        }
        !jobs.is_empty()
    }

    /// The job stands as it stood and is tried again.
    fn report(&self, error: &StepError) {
        tracing::warn!(error = %chain(error), "a receipt was not printed yet");
        (self.config.changes)(&[ChangeTag::PrintJobs, ChangeTag::Strip]);
    }
}
