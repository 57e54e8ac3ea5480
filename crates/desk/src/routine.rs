//! A thread of the desk that does one thing again and again: an activation without arguments, then
//! sleep until woken or until its time has come. Owned, stopped, joined.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::errors::Fault;
use crate::open::lock;
use crate::signal::Signal;

/// The running thread.
pub(crate) struct Routine {
    signal: Arc<Signal>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Routine {
    /// Starts it: `turn` runs at once, and again when woken or after the time it returned.
    pub(crate) fn start(
        name: &'static str,
        signal: Arc<Signal>,
        mut turn: impl FnMut() -> Duration + Send + 'static,
    ) -> Result<Self, Fault> {
        let woken = Arc::clone(&signal);
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || while woken.wait(turn()) {})
            .map_err(Fault::file(name))?;
        Ok(Self {
            signal,
            thread: Mutex::new(Some(thread)),
        })
    }

    pub(crate) fn wake(&self) {
        self.signal.wake();
    }

    /// Stops the thread and waits for the turn it is in; every turn has a time limit.
    pub(crate) fn shutdown(&self) {
        self.signal.stop();
        if let Some(thread) = lock(&self.thread).take()
            && thread.join().is_err()
        {
            tracing::error!("a thread of the desk did not end by itself");
        }
    }
}

impl Drop for Routine {
    fn drop(&mut self) {
        self.shutdown();
    }
}
