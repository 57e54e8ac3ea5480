//! The print worker: one thread, an activation without arguments, woken by a new job, by a setting,
//! or by time while a job is on its way. Owned, stopped, joined.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use protocol::commands::ChangeTag;
use store::Store;

use super::step::{Press, StepError};
use crate::config::DeskConfig;
use crate::errors::{Fault, chain};
use crate::open::lock;
use crate::signal::Signal;

/// Jobs looked at in one activation.
const JOBS_MAX: usize = 50;
/// How often a job on its way is asked about.
const ASK_EVERY: Duration = Duration::from_secs(5);
/// How often anything is looked at without being woken.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// The running print worker.
pub(crate) struct PrintWorker {
    signal: Arc<Signal>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl PrintWorker {
    pub(crate) fn start(config: &DeskConfig, store: &Arc<Store>) -> Result<Self, Fault> {
        let signal = Arc::new(Signal::default());
        let running = Running {
            config: config.clone(),
            store: Arc::clone(store),
            signal: Arc::clone(&signal),
        };
        let thread = std::thread::Builder::new()
            .name("motcua-print".to_owned())
            .spawn(move || running.run())
            .map_err(Fault::file("print thread"))?;
        Ok(Self {
            signal,
            thread: Mutex::new(Some(thread)),
        })
    }

    pub(crate) fn wake(&self) {
        self.signal.wake();
    }

    /// Stops the thread and waits for the step it is in; every step has a time limit.
    pub(crate) fn shutdown(&self) {
        self.signal.stop();
        if let Some(thread) = lock(&self.thread).take()
            && thread.join().is_err()
        {
            tracing::error!("the print worker did not end by itself");
        }
    }
}

impl Drop for PrintWorker {
    fn drop(&mut self) {
        self.shutdown();
    }
}

struct Running {
    config: DeskConfig,
    store: Arc<Store>,
    signal: Arc<Signal>,
}

impl Running {
    fn run(self) {
        loop {
            let under_way = self.activate();
            if !self
                .signal
                .wait(if under_way { ASK_EVERY } else { LOOK_EVERY })
            {
                return;
            }
        }
    }

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
