//! The one place where the time of day is read. Everything else is handed a [`Clock`].

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::time::Timestamp;

/// Tells what time it is.
pub trait Clock: Send + Sync {
    /// Now, in UTC milliseconds.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine. It may be wrong and may jump: who numbers dossiers checks it first.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the Clock the lint points to"
    )]
    fn now(&self) -> Timestamp {
        let ms =
            |length: std::time::Duration| i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
        Timestamp(match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => ms(after),
            Err(before) => -ms(before.duration()),
        })
    }
}

/// A clock that stands until it is moved: for tests, and for the training mode's fixed day.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock standing at `now`.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Puts the clock to `now`, forwards or back.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::SeqCst);
    }

    /// Moves the clock by `ms` milliseconds.
    pub fn advance_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_clock_is_later_than_this_code() {
        assert!(
            SystemClock.now() > Timestamp(1_760_000_000_000),
            "after October 2025"
        );
    }

    #[test]
    fn a_fixed_clock_stands_until_it_is_moved() {
        let clock = FixedClock::at(Timestamp(1_000));
        assert_eq!(
            (clock.now(), clock.now()),
            (Timestamp(1_000), Timestamp(1_000)),
            "stands"
        );
        clock.advance_ms(-1);
        assert_eq!(clock.now(), Timestamp(999), "can go back");
        clock.set(Timestamp(5));
        assert_eq!(clock.now(), Timestamp(5), "can be set");
    }
}
