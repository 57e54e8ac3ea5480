//! The one place where the time of day is read. Everything else is handed a [`Clock`].

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::time::Timestamp;

/// Tells what time it is.
pub trait Clock: Send + Sync {
    /// Now, in UTC milliseconds.
    fn now(&self) -> Timestamp;

    /// How long the machine has been asleep since it was started; setting its clock changes nothing.
    fn slept(&self) -> Duration {
        Duration::ZERO
    }
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
        let ms = |length: Duration| i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
        Timestamp(match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => ms(after),
            Err(before) => -ms(before.duration()),
        })
    }

    /// What the clock that goes on during sleep (`CLOCK_BOOTTIME`) is ahead of the one that does not.
    #[cfg(target_os = "linux")]
    fn slept(&self) -> Duration {
        use rustix::time::{ClockId, clock_gettime};
        let read = |id| Duration::try_from(clock_gettime(id)).unwrap_or_default();
        let awake = read(ClockId::Monotonic);
        read(ClockId::Boottime).saturating_sub(awake)
    }
}

/// A clock that stands until it is moved: for tests, and for the training mode's fixed day.
#[derive(Debug)]
pub struct FixedClock {
    now: AtomicI64,
    slept_ms: AtomicU64,
}

impl FixedClock {
    /// A clock standing at `now`.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self {
            now: AtomicI64::new(now.0),
            slept_ms: AtomicU64::new(0),
        }
    }

    /// Puts the clock to `now`, forwards or back.
    pub fn set(&self, now: Timestamp) {
        self.now.store(now.0, Ordering::SeqCst);
    }

    /// Moves the clock by `ms` milliseconds.
    pub fn advance_ms(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::SeqCst);
    }

    /// Moves the clock as if the machine had slept for `ms` milliseconds.
    pub fn sleep_ms(&self, ms: u32) {
        self.slept_ms.fetch_add(u64::from(ms), Ordering::SeqCst);
        self.advance_ms(i64::from(ms));
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst))
    }

    fn slept(&self) -> Duration {
        Duration::from_millis(self.slept_ms.load(Ordering::SeqCst))
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
