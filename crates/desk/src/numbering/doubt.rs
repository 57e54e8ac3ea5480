//! Whether the day on this machine can be believed, from what its database knows.

use domain::calendar::WorkingCalendar;
use domain::day::{DayDoubt, DayFacts, doubt};
use domain::time::Timestamp;
use store::Reader;

use crate::act::heard_at;
use crate::errors::Fault;

/// Why the day cannot be believed, if so.
pub(crate) fn day_doubt(
    r: &Reader<'_>,
    calendar: &WorkingCalendar,
    now: Timestamp,
) -> Result<Option<DayDoubt>, Fault> {
    Ok(doubt(&day_facts(r, now)?, calendar))
}

/// What the database knows of the time.
pub(crate) fn day_facts(r: &Reader<'_>, now: Timestamp) -> Result<DayFacts, Fault> {
    Ok(DayFacts {
        now,
        last_act: r.clock_floor()?,
        heard: heard_at(r)?,
        confirmed: r.day_confirmed()?,
    })
}

/// The word for it, as the window reads it.
pub(crate) const fn doubt_code(doubt: DayDoubt) -> &'static str {
    match doubt {
        DayDoubt::BelowLastAct => "clock",
        DayDoubt::BeforeCentre => "clock_before",
        DayDoubt::FarAfterCentre => "clock_after",
    }
}
