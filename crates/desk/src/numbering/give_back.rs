//! Closing of a day: what nobody drew of it goes back to the centre, for slips of that day at other
//! desks. A day is closed when it is over: until then somebody may still come.
//!
//! Only while the centre was heard lately and its clock agrees: a clock that runs a year ahead would
//! give every number away.

use super::clerk::ClerkDesk;
use crate::act::{clock_reading, is_clock_agreed};
use crate::errors::Fault;

/// Gives back; how many leases.
pub(crate) fn give_back(desk: &ClerkDesk) -> Result<usize, Fault> {
    let now = desk.now();
    let days = desk.store.read(|r| {
        let is_agreed = is_clock_agreed(&clock_reading(r)?, now);
        if is_agreed {
            r.lease_days_before(now.civil_date()).map_err(Fault::from)
        } else {
            Ok(Vec::new())
        }
    })?;
    let mut given = 0;
    for day in days {
        given += desk.store.write(|tx| tx.give_back(day))?;
    }
    Ok(given)
}
