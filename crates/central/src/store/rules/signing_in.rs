//! How many passwords may be tried, and how many challenges may be open.

use domain::time::Timestamp;

use crate::store::SignIn;

/// Most nonces one desk may have open.
pub(in crate::store) const CHALLENGES_MAX: i64 = 16;
/// Wrong passwords before an officer is locked.
const FAILURES_MAX: u32 = 5;
/// How long an officer stays locked.
const LOCK_MS: i64 = 15 * 60 * 1000;

/// What is kept of an officer's attempts.
pub(in crate::store) struct Attempts {
    pub(in crate::store) password: String,
    pub(in crate::store) failures: u32,
    /// 0 for not locked.
    pub(in crate::store) locked_until: i64,
    pub(in crate::store) revoked_at: Option<i64>,
}

/// What to keep instead.
pub(in crate::store) struct Counted {
    pub(in crate::store) failures: u32,
    pub(in crate::store) locked_until: i64,
}

/// Decides over an attempt; it counts before the password is checked.
pub(in crate::store) fn attempt(kept: Attempts, now: Timestamp) -> (SignIn, Option<Counted>) {
    if kept.revoked_at.is_some() {
        return (SignIn::Revoked, None);
    }
    if kept.locked_until > now.0 {
        let until = Timestamp(kept.locked_until);
        return (SignIn::Locked { until }, None);
    }
    let failures = if kept.locked_until > 0 {
        0
    } else {
        kept.failures
    };
    let counted = Counted {
        failures: failures + 1,
        locked_until: if failures + 1 >= FAILURES_MAX {
            now.plus_ms(LOCK_MS).0
        } else {
            0
        },
    };
    let hash = kept.password;
    (SignIn::Check { hash, failures }, Some(counted))
}
