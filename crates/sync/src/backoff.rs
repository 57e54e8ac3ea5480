//! When to try again: exponential from 1 s to 60 s with full jitter, from a seeded generator, so
//! that a thousand desks do not come back at the same second and a test can replay its waits.

use std::time::Duration;

/// First ceiling of a wait, in milliseconds.
const WAIT_MS_MIN: u64 = 1_000;
/// Last ceiling of a wait, in milliseconds.
const WAIT_MS_MAX: u64 = 60_000;

/// The waits between failing attempts.
#[derive(Debug)]
pub(crate) struct Backoff {
    state: u64,
    failures: u32,
}

impl Backoff {
    pub(crate) const fn new(seed: u64) -> Self {
        Self {
            state: seed,
            failures: 0,
        }
    }

    /// The next wait: uniform between 0 and the ceiling, which doubles with each failure.
    pub(crate) fn next_wait(&mut self) -> Duration {
        let ceiling = WAIT_MS_MIN
            .saturating_mul(1 << self.failures.min(6))
            .min(WAIT_MS_MAX);
        self.failures = self.failures.saturating_add(1);
        Duration::from_millis(self.random() % ceiling + 1)
    }

    /// An attempt succeeded.
    pub(crate) const fn reset(&mut self) {
        self.failures = 0;
    }

    /// `SplitMix64`: small, seeded, good enough to spread waits.
    const fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_minute_and_never_beyond() {
        let mut backoff = Backoff::new(7);
        let waits: Vec<Duration> = (0..200).map(|_| backoff.next_wait()).collect();
        assert!(
            waits[0] <= Duration::from_secs(1),
            "the first try again comes within a second"
        );
        assert!(
            waits.iter().all(|w| *w <= Duration::from_secs(60)),
            "a minute is the most"
        );
        assert!(
            waits.iter().any(|w| *w > Duration::from_secs(30)),
            "later waits are long"
        );
    }

    #[test]
    fn the_same_seed_gives_the_same_waits_and_success_starts_again() {
        let (mut a, mut b) = (Backoff::new(3), Backoff::new(3));
        for _ in 0..20 {
            assert_eq!(
                a.next_wait(),
                b.next_wait(),
                "a run can be replayed from its seed"
            );
        }
        a.reset();
        assert!(
            a.next_wait() <= Duration::from_secs(1),
            "after a success the waits start small"
        );
    }
}
