//! How often one desk may ask, and one address that shows no desk's token. A desk gone wild, or a
//! stranger, is told when to come again; the others go on meanwhile.
//!
//! Counted in the process, by its own clock: with several servers a desk has the sum. The state is a
//! moment per key; keys that have not asked lately are forgotten.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use domain::ids::DeskId;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// After so many requests the keys that have not asked lately are forgotten.
const SWEEP_EVERY: u32 = 4_096;
/// What is left of an IPv6 address: the network one customer has.
const V6_NETWORK: u128 = !0 << 64;

/// Requests a second for good, and how many may come at once after a rest. Written `300/10000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// For good.
    pub per_second: NonZeroU32,
    /// At once after a rest.
    pub burst: NonZeroU32,
}

impl Rate {
    /// `None` where a number is 0.
    #[must_use]
    pub const fn new(per_second: u32, burst: u32) -> Option<Self> {
        match (NonZeroU32::new(per_second), NonZeroU32::new(burst)) {
            (Some(per_second), Some(burst)) => Some(Self { per_second, burst }),
            _ => None,
        }
    }
}

/// The text is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a rate is written as requests a second and requests at once, both above 0: 300/10000")]
pub struct NoRate;

impl FromStr for Rate {
    type Err = NoRate;

    fn from_str(text: &str) -> Result<Self, NoRate> {
        let (per_second, burst) = text.split_once('/').ok_or(NoRate)?;
        let number = |digits: &str| digits.trim().parse().ok();
        let numbers = number(per_second).zip(number(burst));
        numbers
            .and_then(|(per_second, burst)| Self::new(per_second, burst))
            .ok_or(NoRate)
    }
}

/// How much one may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// One desk, whoever works at it. The default is more than a desk was measured to send (250
    /// pages a second over loopback), so that 5,000 dossiers with 150,000 pages go up as fast as a
    /// line carries them.
    pub desk: Rate,
    /// One address without a desk's token: enrolment and sign-in. A whole province may come through
    /// one balancer: 2,000 desks renew their sessions with 5 requests a second.
    pub address: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        const DESK: Rate = Rate::new(300, 10_000).expect("BUG: above 0");
        const ADDRESS: Rate = Rate::new(50, 2_000).expect("BUG: above 0");
        Self {
            desk: DESK,
            address: ADDRESS,
        }
    }
}

/// Who was told to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asker {
    Desk,
    Address,
}

/// Ask again after so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ComeAgain {
    pub(crate) asker: Asker,
    pub(crate) secs: u32,
}

/// Counts requests.
pub(crate) struct Limiter {
    desks: Keyed<DeskId>,
    addresses: Keyed<IpAddr>,
}

impl Limiter {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            desks: Keyed::new(limits.desk),
            addresses: Keyed::new(limits.address),
        }
    }

    pub(crate) fn desk(&self, desk: DeskId) -> Result<(), ComeAgain> {
        let asker = Asker::Desk;
        let told = self.desks.check(&desk);
        told.map_err(|secs| ComeAgain { asker, secs })
    }

    pub(crate) fn address(&self, address: IpAddr) -> Result<(), ComeAgain> {
        let asker = Asker::Address;
        let told = self.addresses.check(&network(address));
        told.map_err(|secs| ComeAgain { asker, secs })
    }
}

/// Whoever has an IPv6 address has 2⁶⁴ of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & V6_NETWORK)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

struct Keyed<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
    checks: AtomicU32,
}

impl<K: Hash + Eq + Clone> Keyed<K> {
    fn new(rate: Rate) -> Self {
        let quota = Quota::per_second(rate.per_second).allow_burst(rate.burst);
        let clock = DefaultClock::default();
        Self {
            limiter: RateLimiter::new(quota, Default::default(), clock.clone()),
            clock,
            checks: AtomicU32::new(0),
        }
    }

    /// Or the whole seconds to wait.
    fn check(&self, key: &K) -> Result<(), u32> {
        let checks = self.checks.fetch_add(1, Ordering::Relaxed);
        if checks % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|early| {
            let wait: Duration = early.wait_time_from(self.clock.now());
            let secs = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX);
            secs.saturating_add(1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter(rate: &str) -> Limiter {
        let rate = rate.parse().expect("a rate");
        Limiter::new(Limits {
            desk: rate,
            address: rate,
        })
    }

    #[test]
    fn a_burst_passes_and_the_next_is_told_when_to_come_again() {
        let limiter = limiter("1/3");
        let desk = DeskId(uuid::Uuid::from_u128(1));
        for _ in 0..3 {
            assert_eq!(limiter.desk(desk), Ok(()), "the burst");
        }
        let told = ComeAgain {
            asker: Asker::Desk,
            secs: 1,
        };
        assert_eq!(limiter.desk(desk), Err(told), "one a second for good");
        let other = DeskId(uuid::Uuid::from_u128(2));
        assert_eq!(limiter.desk(other), Ok(()), "another has its own");
    }

    #[test]
    fn addresses_of_one_network_are_one() {
        let limiter = limiter("1/1");
        let address = |text: &str| limiter.address(text.parse().expect("an address")).is_ok();
        assert!(address("2001:db8::1"), "the first");
        assert!(!address("2001:db8::2"), "of the same network");
        assert!(address("2001:db8:0:1::1"), "of another");
        assert!(address("10.0.0.1"), "IPv4");
        assert!(!address("::ffff:10.0.0.1"), "the same, written longer");
        assert!(address("10.0.0.2"), "another");
    }

    #[test]
    fn whoever_has_not_asked_lately_is_forgotten() {
        let limiter = limiter("4000000/4000000");
        for number in 0..2 * SWEEP_EVERY {
            let address = IpAddr::V4(number.into());
            assert_eq!(limiter.address(address), Ok(()), "one request each");
        }
        let kept = limiter.addresses.limiter.len();
        assert!(kept < 2 * SWEEP_EVERY as usize, "{kept} are kept");
    }

    #[test]
    fn a_rate_is_two_numbers_above_nothing() {
        assert_eq!("300/10000".parse(), Ok(Limits::default().desk), "a rate");
        for bad in ["", "300", "0/5", "5/0", "a/b", "-1/2", "1/2/3"] {
            assert_eq!(bad.parse::<Rate>(), Err(NoRate), "{bad}");
        }
    }
}
