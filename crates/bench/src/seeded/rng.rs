//! SplitMix64: eight lines, the same numbers on every machine and in every version.

use uuid::Uuid;

/// A seeded source of numbers.
#[derive(Debug, Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; zero when `end` is.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    /// A number from `first` to `last`.
    pub(crate) fn within(&mut self, first: u32, last: u32) -> u32 {
        let count = u64::from(last.saturating_sub(first)) + 1;
        first + u32::try_from(self.next() % count).unwrap_or_default()
    }

    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.within(1, 100) <= percent
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// One of some words, as often as their weights say.
    pub(crate) fn weighted(&mut self, from: &[(&'static str, u32)]) -> &'static str {
        let total = from.iter().map(|(_, weight)| weight).sum::<u32>().max(1);
        let mut left = self.within(0, total - 1);
        for (word, weight) in from {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return word,
            }
        }
        ""
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// A UUIDv7 of that moment.
    pub(crate) fn uuid(&mut self, at_ms: i64) -> Uuid {
        let mut random = [0; 10];
        let bytes = self
            .next()
            .to_le_bytes()
            .into_iter()
            .chain(self.next().to_le_bytes());
        random
            .iter_mut()
            .zip(bytes)
            .for_each(|(place, byte)| *place = byte);
        let at_ms = u64::try_from(at_ms).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(at_ms, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let (mut one, mut two) = (Rng::new(1), Rng::new(1));
        assert!(
            (0..100).all(|_| one.next() == two.next()),
            "a seed is the whole state"
        );
        assert_eq!(
            Rng::new(1_234_567).next(),
            6_457_827_717_110_365_317,
            "the published value"
        );
    }

    #[test]
    fn weights_decide_how_often() {
        let mut rng = Rng::new(3);
        let drawn = (0..10_000).filter(|_| rng.weighted(&[("a", 1), ("b", 0), ("c", 3)]) == "c");
        let often = drawn.count();
        assert!((7_300..7_700).contains(&often), "three in four: {often}");
        let never = (0..1_000).all(|_| rng.weighted(&[("a", 1), ("b", 0)]) != "b");
        assert!(never, "a weight of zero is never drawn");
    }

    #[test]
    fn ids_are_of_version_seven_and_in_order_of_time() {
        let mut rng = Rng::new(4);
        let (earlier, later) = (rng.uuid(1_000), rng.uuid(1_001));
        assert!(earlier < later, "time leads");
        assert_eq!(later.get_version_num(), 7, "as the journal has them");
    }
}
