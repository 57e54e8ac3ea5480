//! The moment a story begins.

use std::sync::Arc;

use domain::time::CivilDate;
use platform::clock::{Clock as _, FixedClock, SystemClock};

/// A clock standing at 09:41 on Friday 20 November 2026: a holiday follows on the 24th.
#[must_use]
pub fn friday_morning() -> Arc<FixedClock> {
    let moment = CivilDate::new(2026, 11, 20)
        .and_then(|day| day.at(9, 41))
        .expect("a real moment");
    Arc::new(FixedClock::at(moment.instant()))
}

/// A clock standing where the machine's stands: for a desk beside a centre in a process of its own.
#[must_use]
pub fn clock_of_the_machine() -> Arc<FixedClock> {
    Arc::new(FixedClock::at(SystemClock.now()))
}
