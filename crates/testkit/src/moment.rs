//! The moment every story begins.

use std::sync::Arc;

use domain::time::CivilDate;
use platform::clock::FixedClock;

/// A clock standing at 09:41 on Friday 20 November 2026: a holiday follows on the 24th.
#[must_use]
pub fn friday_morning() -> Arc<FixedClock> {
    let moment = CivilDate::new(2026, 11, 20)
        .and_then(|day| day.at(9, 41))
        .expect("a real moment");
    Arc::new(FixedClock::at(moment.instant()))
}
