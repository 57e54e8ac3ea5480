//! Percentiles and means of measured times. No interpolation: a percentile is a time that happened.

use std::time::Duration;

/// Times of one kind of work, sorted.
#[derive(Debug, Clone)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The smallest time that is not exceeded by `percent` of all; zero of none.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }

    pub(crate) fn median_ms(&self) -> f64 {
        ms(self.percentile(50))
    }

    pub(crate) fn p99_ms(&self) -> f64 {
        ms(self.percentile(99))
    }

    pub(crate) fn max_ms(&self) -> f64 {
        ms(self.percentile(100))
    }
}

/// A time in milliseconds.
pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The middle of some numbers; of two middles the lower one. `NaN` of none.
pub(crate) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    let middle = numbers.len().saturating_sub(1) / 2;
    numbers.get(middle).copied().unwrap_or(f64::NAN)
}

/// The geometric mean of ratios. `NaN` of none, zero when one is zero.
pub(crate) fn geometric_mean(ratios: &[f64]) -> f64 {
    let count = u32::try_from(ratios.len()).map_or(f64::NAN, f64::from);
    (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / count).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(ms: impl IntoIterator<Item = u64>) -> Times {
        Times::new(ms.into_iter().map(Duration::from_millis).collect())
    }

    #[test]
    fn percentiles_are_times_that_happened() {
        let hundred = times((1..=100).rev());
        assert!(
            (hundred.median_ms() - 50.0).abs() < 1e-9,
            "half are not above 50"
        );
        assert!(
            (hundred.p99_ms() - 99.0).abs() < 1e-9,
            "one in a hundred is above 99"
        );
        assert!((hundred.max_ms() - 100.0).abs() < 1e-9, "the longest");
        assert!(
            (times([7]).p99_ms() - 7.0).abs() < 1e-9,
            "one time is every percentile"
        );
        assert!(times([]).p99_ms() < 1e-9, "no times, no wait");
    }

    #[test]
    fn the_ninety_ninth_of_few_is_the_longest() {
        let ten = times([1, 1, 1, 1, 1, 1, 1, 1, 1, 500]);
        assert!(
            (ten.p99_ms() - 500.0).abs() < 1e-9,
            "a slow one is never hidden by a small sample"
        );
    }

    #[test]
    fn the_geometric_mean_of_ratios_treats_halves_and_doubles_alike() {
        assert!(
            (geometric_mean(&[0.5, 2.0]) - 1.0).abs() < 1e-9,
            "they cancel out"
        );
        assert!(
            (geometric_mean(&[10.0, 1_000.0]) - 100.0).abs() < 1e-6,
            "orders of magnitude"
        );
        assert!(
            geometric_mean(&[]).is_nan(),
            "nothing measured is no result"
        );
        assert!(
            geometric_mean(&[0.0, 5.0]) < 1e-9,
            "a ratio of zero cannot look good"
        );
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert!((median(vec![9.0, 1.0, 5.0]) - 5.0).abs() < 1e-9, "of three");
        assert!(
            (median(vec![9.0, 1.0]) - 1.0).abs() < 1e-9,
            "of two the lower"
        );
        assert!(median(Vec::new()).is_nan(), "of none");
    }
}
