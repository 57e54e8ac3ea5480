//! A thread of the desk that does one thing again and again: an activation without arguments, then
//! sleep until woken or until its time has come. Owned, stopped, joined.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::errors::Fault;
use crate::open::lock;
use crate::pace::Pace;
use crate::signal::Signal;

type Turn = Box<dyn FnMut() -> Duration + Send>;

/// The running thread.
pub(crate) struct Routine {
    signal: Arc<Signal>,
    thread: Mutex<Option<JoinHandle<()>>>,
    /// What a routine that is stepped does instead of running.
    stepped: Mutex<Option<Turn>>,
}

impl Routine {
    /// Starts it: `turn` runs at once, and again when woken or after the time it returned.
    pub(crate) fn start(
        pace: Pace,
        name: &'static str,
        signal: Arc<Signal>,
        mut turn: impl FnMut() -> Duration + Send + 'static,
    ) -> Result<Self, Fault> {
        if pace.is_stepped() {
            return Ok(Self {
                signal,
                thread: Mutex::default(),
                stepped: Mutex::new(Some(Box::new(turn))),
            });
        }
        let woken = Arc::clone(&signal);
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || while woken.wait(turn()) {})
            .map_err(Fault::file(name))?;
        Ok(Self {
            signal,
            thread: Mutex::new(Some(thread)),
            stepped: Mutex::default(),
        })
    }

    /// One turn of a routine that is stepped, on the caller's thread.
    pub(crate) fn step(&self) {
        if let Some(turn) = lock(&self.stepped).as_mut() {
            turn();
        }
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
