//! One driver at a time: a second one that looks for devices would meet the first one's as busy.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::LOOK_EVERY;
use crate::scanner::{CancelToken, ScanError};

/// Who waits for it can be told to stop waiting.
#[derive(Debug, Default)]
pub(super) struct Turn {
    is_taken: Mutex<bool>,
    given_back: Condvar,
}

/// Gives it back when dropped.
pub(super) struct Taken<'a>(&'a Turn);

impl Turn {
    /// Waits until nobody has it.
    pub(super) fn take(&self, cancel: &CancelToken) -> Result<Taken<'_>, ScanError> {
        let mut is_taken = self.lock();
        while *is_taken {
            if cancel.is_cancelled() {
                return Err(ScanError::Cancelled);
            }
            let waited = self.given_back.wait_timeout(is_taken, LOOK_EVERY);
            is_taken = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        *is_taken = true;
        drop(is_taken);
        Ok(Taken(self))
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.is_taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.0.lock() = false;
        self.0.given_back.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[test]
    fn who_waits_for_the_turn_gets_it_or_is_told_to_stop() {
        let (turn, cancel) = (Turn::default(), CancelToken::default());
        let first = turn.take(&cancel).expect("free");
        let (ask, asked) = sync_channel(0);
        std::thread::scope(|scope| {
            let second = scope.spawn(|| {
                ask.send(()).expect("heard");
                turn.take(&CancelToken::default()).is_ok()
            });
            asked.recv().expect("it asks");
            cancel.cancel();
            let stopped = turn.take(&cancel).err().expect("taken, and cancelled");
            assert_eq!(stopped.code(), "scan.cancelled", "at once");
            drop(first);
            assert!(second.join().expect("ends"), "the other has it now");
        });
    }
}
