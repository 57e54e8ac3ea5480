//! Numbers of dossiers: which blocks a desk may draw from. Pure; a store loads what was given out
//! before and writes the new blocks in the same transaction (I6).
//!
//! * Everyday blocks come from 1–4999, outage reserves from 5000–9999, both from 10000 on when
//!   theirs is full, so that a normal day reads in order; a site may set other ranges.
//! * A number that was ever in a block is never in another: blocks of dead incarnations stay
//!   written, and a code that reached the centre without a lease is stepped over. The one exception
//!   is what a desk gives back: it draws no more from it, on its own word and by its own mark.
//! * A wish is a level, not an order: it is answered with every block of the desk that still has
//!   room, as far as the centre has seen, and a new block is cut only when less than half of the
//!   wish is left. So the same wish repeated after a lost answer gives the same blocks.

use std::collections::BTreeSet;

use domain::ids::LeaseId;
use domain::policy::NumberRanges;
use domain::time::CivilDate;
use protocol::wire::{LEASE_NUMBERS_MAX, Lease};

/// How far ahead numbers are leased: five working days, with the longest holidays between.
pub const DAYS_AHEAD_MAX: i64 = 21;
/// How far back: slips of the days a desk may have been without the centre get their codes.
pub const DAYS_BACK_MAX: i64 = 21;
/// Most wishes in one request.
pub const WISHES_MAX: usize = 100;
/// Most returns in one request.
pub const RETURNS_MAX: usize = 100;

/// Days that may be leased, first and last.
#[must_use]
pub fn leasable(today: CivilDate) -> (CivilDate, CivilDate) {
    (
        today.plus_days(-DAYS_BACK_MAX),
        today.plus_days(DAYS_AHEAD_MAX),
    )
}

/// A block of the asking desk's present incarnation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Identity.
    pub id: LeaseId,
    /// First number.
    pub from: u32,
    /// Last number.
    pub to: u32,
    /// Highest number that reached the centre in a code; 0 for none.
    pub seen: u32,
}

impl Block {
    /// Numbers not seen in a code yet.
    #[must_use]
    pub const fn room(&self) -> u32 {
        let next = if self.seen < self.from {
            self.from
        } else {
            self.seen.saturating_add(1)
        };
        self.to.saturating_add(1).saturating_sub(next)
    }
}

/// What was given out for one agency and day.
#[derive(Debug, Clone, Default)]
pub struct GivenOut {
    /// The ranges the agency's numbers come from.
    pub ranges: NumberRanges,
    /// Highest number of the everyday range in any block.
    pub everyday: u32,
    /// Highest number of the reserve in any block.
    pub reserve: u32,
    /// Highest number past the reserve in any block.
    pub beyond: u32,
    /// Numbers some dossier carries although no block covers them.
    pub stray: BTreeSet<u32>,
}

/// The answer to one wish.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Blocks to hand out again.
    pub again: Vec<LeaseId>,
    /// Blocks to cut, first and last number.
    pub cut: Vec<(u32, u32)>,
}

/// Decides over one wish. `own` are the desk's blocks of the wanted kind.
#[must_use]
pub fn plan(want: u32, reserve: bool, own: &[Block], given: &GivenOut) -> Plan {
    let want = want.clamp(1, LEASE_NUMBERS_MAX);
    let open = own.iter().filter(|block| block.room() > 0);
    let room = open
        .clone()
        .map(Block::room)
        .fold(0_u32, u32::saturating_add);
    let again = open.map(|block| block.id).collect();
    if room >= want.div_ceil(2) {
        return Plan {
            again,
            cut: Vec::new(),
        };
    }
    Plan {
        again,
        cut: cut(want - room, reserve, given),
    }
}

fn cut(wanted: u32, reserve: bool, given: &GivenOut) -> Vec<(u32, u32)> {
    let NumberRanges {
        everyday_last,
        reserve_last,
        last,
    } = given.ranges;
    let first = if reserve {
        (given.reserve.max(everyday_last) + 1, reserve_last)
    } else {
        (given.everyday + 1, everyday_last)
    };
    let beyond = (given.beyond.max(reserve_last) + 1, last);
    let mut blocks = Vec::new();
    let mut left = wanted;
    for (mut from, last) in [first, beyond] {
        while left > 0 && from <= last {
            if given.stray.contains(&from) {
                from += 1;
                continue;
            }
            let until = from.saturating_add(left - 1).min(last);
            let to = given
                .stray
                .range(from..=until)
                .next()
                .map_or(until, |stray| stray - 1);
            blocks.push((from, to));
            left -= to - from + 1;
            from = to + 1;
        }
    }
    blocks
}

/// What becomes of a block whose numbers from a certain one on go back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenBack {
    /// Nothing: they are not its numbers, or some of them are on a paper.
    Nothing,
    /// It ends here.
    EndsAt(u32),
    /// None of it was drawn.
    Whole,
}

/// Decides over a return. `carried` is the highest number from `from` on that some dossier carries.
#[must_use]
pub fn give_back(block: &Block, from: u32, carried: Option<u32>) -> GivenBack {
    let is_its = (block.from..=block.to).contains(&from);
    if !is_its || block.seen >= from || carried.is_some() {
        GivenBack::Nothing
    } else if from == block.from {
        GivenBack::Whole
    } else {
        GivenBack::EndsAt(from - 1)
    }
}

/// How a return ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReturnOutcome {
    /// Of these leases numbers were taken back.
    Taken(Vec<LeaseId>),
    /// The session is of an incarnation that has ended: its numbers stay lost.
    OldIncarnation,
}

/// How a request for numbers ended; leases are not signed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeaseOutcome {
    /// These.
    Leased(Vec<Lease>),
    /// The session is of an incarnation that has ended.
    OldIncarnation,
    /// An agency nobody draws codes for.
    UnknownAgency,
    /// A day too far back or ahead.
    Day,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn block(from: u32, to: u32, seen: u32) -> Block {
        Block {
            id: LeaseId(Uuid::from_u128(u128::from(from))),
            from,
            to,
            seen,
        }
    }

    #[test]
    fn the_first_wish_gets_its_numbers_from_the_right_range() {
        let none = GivenOut::default();
        assert_eq!(
            plan(20, false, &[], &none).cut,
            [(1, 20)],
            "everyday numbers begin at 1"
        );
        assert_eq!(
            plan(20, true, &[], &none).cut,
            [(5000, 5019)],
            "reserves begin at 5000"
        );
    }

    #[test]
    fn a_full_range_goes_on_past_9999() {
        let given = GivenOut {
            everyday: 4_990,
            reserve: 9_999,
            ..GivenOut::default()
        };
        let everyday = plan(20, false, &[], &given).cut;
        assert_eq!(
            everyday,
            [(4_991, 4_999), (10_000, 10_010)],
            "the rest comes from beyond"
        );
        assert_eq!(
            plan(5, true, &[], &given).cut,
            [(10_000, 10_004)],
            "reserves go there too"
        );
        let full = GivenOut {
            beyond: 99_999,
            ..given
        };
        assert_eq!(
            plan(5, true, &[], &full).cut,
            [],
            "nothing is invented past the last number"
        );
    }

    #[test]
    fn a_site_sets_other_ranges() {
        let given = GivenOut {
            ranges: NumberRanges {
                everyday_last: 799,
                reserve_last: 999,
                last: 1_200,
            },
            everyday: 798,
            ..GivenOut::default()
        };
        assert_eq!(
            plan(4, false, &[], &given).cut,
            [(799, 799), (1_000, 1_002)],
            "everyday, then past the reserve"
        );
        assert_eq!(plan(4, true, &[], &given).cut, [(800, 803)], "the reserve");
    }

    #[test]
    fn a_repeated_wish_gives_the_same_block_until_half_is_used() {
        let given = GivenOut {
            everyday: 20,
            ..GivenOut::default()
        };
        let same = plan(20, false, &[block(1, 20, 0)], &given);
        assert_eq!(
            (same.again.len(), same.cut.len()),
            (1, 0),
            "a lost answer burns nothing"
        );
        let half = plan(20, false, &[block(1, 20, 10)], &given);
        assert_eq!(
            (half.again.len(), half.cut.len()),
            (1, 0),
            "half is enough to go on with"
        );
        let less = plan(20, false, &[block(1, 20, 11)], &given);
        assert_eq!(less.cut, [(21, 31)], "topped up to the wish");
        let used = plan(20, false, &[block(1, 20, 20)], &given);
        assert_eq!(
            (used.again.len(), used.cut),
            (0, vec![(21, 40)]),
            "a used block is not given"
        );
    }

    #[test]
    fn a_number_someone_used_without_a_lease_is_stepped_over() {
        let given = GivenOut {
            stray: BTreeSet::from([1, 4]),
            ..GivenOut::default()
        };
        assert_eq!(
            plan(5, false, &[], &given).cut,
            [(2, 3), (5, 7)],
            "1 and 4 are taken"
        );
    }

    #[test]
    fn only_what_is_on_no_paper_goes_back() {
        let held = block(10, 19, 12);
        assert_eq!(
            give_back(&held, 13, None),
            GivenBack::EndsAt(12),
            "the rest goes back"
        );
        assert_eq!(
            give_back(&block(10, 19, 0), 10, None),
            GivenBack::Whole,
            "nothing was drawn"
        );
        for (from, carried, why) in [
            (12, None, "12 was seen"),
            (13, Some(15), "a dossier carries 15"),
            (9, None, "below the block"),
            (20, None, "above it: told before"),
        ] {
            assert_eq!(give_back(&held, from, carried), GivenBack::Nothing, "{why}");
        }
    }

    proptest! {
        #[test]
        fn blocks_never_overlap_whoever_asks_in_whatever_order(
            asks in prop::collection::vec((0_usize..4, 1_u32..600, any::<bool>(), 0_u32..40), 1..80),
            stray in prop::collection::btree_set(1_u32..12_000, 0..20),
        ) {
            let mut given = GivenOut { stray: stray.clone(), ..GivenOut::default() };
            let mut own: Vec<Vec<Block>> = vec![Vec::new(); 8];
            let mut all = BTreeSet::new();
            for (desk, want, reserve, used) in asks {
                let mine = &mut own[desk * 2 + usize::from(reserve)];
                for (from, to) in plan(want, reserve, mine, &given).cut {
                    prop_assert!(from <= to && to <= 99_999, "a block is not empty");
                    for n in from..=to {
                        prop_assert!(all.insert(n), "number {n} was given twice");
                        prop_assert!(!stray.contains(&n), "number {n} belongs to a dossier");
                    }
                    let top = if to <= 4_999 {
                        &mut given.everyday
                    } else if to <= 9_999 {
                        &mut given.reserve
                    } else {
                        &mut given.beyond
                    };
                    *top = to;
                    mine.push(block(from, to, 0));
                }
                if let Some(open) = mine.iter_mut().find(|b| b.room() > 0) {
                    open.seen = (open.seen.max(open.from - 1) + used).min(open.to);
                }
            }
        }
    }
}
