//! What a centre must change when its database is an older copy: desks, and people with papers in
//! their hands, know things that it has forgotten.
//!
//! * Positions of feeds will be given again to other events: a new epoch makes every desk read its
//!   feed from the beginning. It carries the time, so that the same copy restored twice gives two.
//! * Numbers may have been leased after the copy was made: what was left of the ranges of every day
//!   that could be leased is given up, and days begin past 9999. (What was leased past 9999 after the
//!   copy cannot be known; a margin of [`BEYOND_MARGIN`] is left there.) For an agency that is not
//!   known to have had numbers the same is done when somebody first asks for one of those days.
//! * Versions of policies and catalogue will be given again: they go on far above.
//!
//! Events are not lost: a desk keeps what is not durable and sends it again from where the centre
//! stands.

use domain::time::{CivilDate, Timestamp};

use domain::policy::NumberRanges;

use crate::lease::GivenOut;

/// Numbers past 9999 that are given up for a day.
const BEYOND_MARGIN: u32 = 1_000;
/// How far versions jump.
const VERSIONS_JUMP: u32 = 1_000;

/// The epoch after a restore.
pub(in crate::store) fn next_epoch(epoch: u32, now: Timestamp) -> u32 {
    let seconds = u32::try_from(now.0.div_euclid(1000)).unwrap_or(0);
    epoch.saturating_add(1).max(seconds)
}

/// The first version that was surely not published before the restore.
pub(in crate::store) const fn version_floor(newest: u32) -> u32 {
    newest.saturating_add(VERSIONS_JUMP)
}

/// Blocks nobody gets, for one agency and day: first and last number, and whether of the reserve.
pub(in crate::store) fn fence(given: &GivenOut) -> Vec<(u32, u32, bool)> {
    let NumberRanges {
        everyday_last,
        reserve_last,
        last,
    } = given.ranges;
    let beyond = given.beyond.max(reserve_last);
    let ranges = [
        (given.everyday + 1, everyday_last, false),
        (given.reserve.max(everyday_last) + 1, reserve_last, true),
        (
            beyond + 1,
            beyond.saturating_add(BEYOND_MARGIN).min(last),
            false,
        ),
    ];
    let open = ranges.into_iter().filter(|(from, to, _)| from <= to);
    open.collect()
}

/// Every day from the first to the last.
pub(in crate::store) fn each_day((first, last): (CivilDate, CivilDate)) -> Vec<CivilDate> {
    let mut days = Vec::new();
    let mut day = first;
    while day <= last {
        days.push(day);
        day = day.plus_days(1);
    }
    days
}

/// The text to go on from and the next version. Below the floor a text is written afresh: the one
/// in force may be older than the one the desks hold.
pub(in crate::store) fn next_version(
    (version, json): (u32, Option<String>),
    floor: u32,
    afresh: bool,
) -> (Option<String>, u32) {
    let next = version.saturating_add(1).max(floor);
    let json = json.filter(|_| !(afresh && version < floor));
    (json, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_copy_restored_twice_gives_two_epochs() {
        let now = Timestamp(1_800_000_000_000);
        let first = next_epoch(1, now);
        let second = next_epoch(1, now.plus_ms(1000));
        assert!(first > 1 && second > first, "{first} {second}");
        assert_eq!(next_epoch(first, now), first + 1, "also within a second");
    }

    #[test]
    fn nothing_below_the_fence_is_cut_again() {
        let mut given = GivenOut {
            everyday: 40,
            ..GivenOut::default()
        };
        let fenced = fence(&given);
        assert_eq!(
            fenced,
            [
                (41, 4_999, false),
                (5_000, 9_999, true),
                (10_000, 10_999, false)
            ],
            "everything that may have been leased"
        );
        (given.everyday, given.reserve, given.beyond) = (4_999, 9_999, 10_999);
        let plan = crate::lease::plan(5, false, &[], &given);
        assert_eq!(plan.cut, [(11_000, 11_004)], "days go on past it");
    }
}
