//! Which rows of one block have a word: a bitmap in memory; at rest a list while that is shorter.

use std::ops::{BitAndAssign, BitOrAssign};

/// Successive row ids that make a block.
pub(super) const BLOCK_ROWS: u32 = CELLS * CELL_BITS;
const CELLS: u32 = 32;
const CELL_BITS: u32 = u64::BITS;
/// A stored bitmap; a stored list is always shorter.
const BITMAP_BYTES: usize = (BLOCK_ROWS / u8::BITS) as usize;
const PLACE_BYTES: usize = 2;

/// Rows of one block, by their place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Places([u64; CELLS as usize]);

impl Places {
    pub(super) const NONE: Self = Self([0; CELLS as usize]);

    /// From what [`Self::to_bytes`] gave.
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        let mut places = Self::NONE;
        if bytes.len() == BITMAP_BYTES {
            for (cell, bytes) in places.0.iter_mut().zip(bytes.as_chunks().0) {
                *cell = u64::from_le_bytes(*bytes);
            }
        } else {
            for place in bytes.as_chunks().0 {
                places.set(u16::from_le_bytes(*place).into(), true);
            }
        }
        places
    }

    /// The same rows always give the same bytes.
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let list_bytes = self.count() as usize * PLACE_BYTES;
        let mut bytes = Vec::with_capacity(list_bytes.min(BITMAP_BYTES));
        if list_bytes >= BITMAP_BYTES {
            bytes.extend(self.0.into_iter().flat_map(u64::to_le_bytes));
        } else {
            // `for_each` goes through a cell at a time
            self.newest_first().for_each(|place| {
                bytes.extend(place.to_le_bytes().into_iter().take(PLACE_BYTES));
            });
        }
        bytes
    }

    fn count(self) -> u32 {
        self.0.into_iter().map(u64::count_ones).sum()
    }

    pub(super) fn set(&mut self, place: u32, is_in: bool) {
        if let Some(cell) = self.0.get_mut((place / CELL_BITS) as usize) {
            let bit = 1 << (place % CELL_BITS);
            *cell = if is_in { *cell | bit } else { *cell & !bit };
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// Places, the highest first.
    pub(super) fn newest_first(self) -> impl Iterator<Item = u32> {
        let cells = self.0.into_iter().zip(0..CELLS).rev();
        cells.filter(|(cell, _)| *cell != 0).flat_map(bits)
    }
}

fn bits((mut cell, n): (u64, u32)) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = cell.checked_ilog2()?;
        cell ^= 1 << bit;
        Some(n * CELL_BITS + bit)
    })
}

impl BitAndAssign for Places {
    fn bitand_assign(&mut self, other: Self) {
        for (cell, other) in self.0.iter_mut().zip(other.0) {
            *cell &= other;
        }
    }
}

impl BitOrAssign for Places {
    fn bitor_assign(&mut self, other: Self) {
        for (cell, other) in self.0.iter_mut().zip(other.0) {
            *cell |= other;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn places(of: &BTreeSet<u32>) -> Places {
        let mut places = Places::NONE;
        for place in of {
            places.set(*place, true);
        }
        places
    }

    proptest! {
        #[test]
        fn what_is_stored_is_what_was_set_however_many(
            set in prop::collection::btree_set(0..BLOCK_ROWS, 0..300),
            gone in prop::collection::btree_set(0..BLOCK_ROWS, 0..300),
        ) {
            let mut stored = Places::from_bytes(&places(&set).to_bytes());
            prop_assert!(stored.newest_first().eq(set.iter().rev().copied()), "all, newest first");
            for place in &gone {
                stored.set(*place, false);
            }
            let left: BTreeSet<u32> = set.difference(&gone).copied().collect();
            prop_assert_eq!(stored.to_bytes(), places(&left).to_bytes(), "one form of each set");
            prop_assert_eq!(stored.is_empty(), left.is_empty());
        }

        #[test]
        fn joining_and_meeting_are_those_of_sets(
            one in prop::collection::btree_set(0..BLOCK_ROWS, 0..300),
            other in prop::collection::btree_set(0..BLOCK_ROWS, 0..300),
        ) {
            let (mut either, mut both) = (places(&one), places(&one));
            either |= places(&other);
            both &= places(&other);
            prop_assert_eq!(either, places(&one.union(&other).copied().collect()));
            prop_assert_eq!(both, places(&one.intersection(&other).copied().collect()));
        }
    }

    #[test]
    fn a_full_block_is_a_bitmap_and_one_row_is_two_bytes() {
        let all: BTreeSet<u32> = (0..BLOCK_ROWS).collect();
        assert_eq!(places(&all).to_bytes(), [u8::MAX; BITMAP_BYTES], "all bits");
        let one = BTreeSet::from([BLOCK_ROWS - 1]);
        assert_eq!(places(&one).to_bytes(), [0xFF, 0x07], "its place");
    }
}
