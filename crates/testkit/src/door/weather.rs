//! Lines that fail from a seed: cut in the middle of a body, reset, quiet for a while and then dead,
//! slow, late.

use crate::rng::Rng;

/// Least bytes a line carries before it breaks: a handshake and a little.
const BREAKS_AFTER_MIN: usize = 3 * 1024;
/// Most.
const BREAKS_AFTER_MAX: usize = 160 * 1024;
/// Longest time a half-open line is quiet before it is reset; one that stays so for ever is a matter
/// of the product's own timeouts, and of a test of theirs.
const QUIET_MS_MAX: usize = 900;
/// Longest time each piece waits on a late line.
const LATE_MS_MAX: usize = 30;
/// Bytes a slow line carries in ten milliseconds.
const SLOW_BYTES: usize = 4 * 1024;

/// The weather over a door.
#[derive(Debug, Clone)]
pub struct Weather {
    rng: Rng,
    /// Share of the lines that fail in some way.
    percent: u64,
}

/// What becomes of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nothing.
    Calm,
    /// Reset after so many bytes up: in the middle of a request.
    CutUp(usize),
    /// Reset after so many bytes down: in the middle of an answer.
    CutDown(usize),
    /// After so many bytes up nothing passes any more, and after so many milliseconds it is reset.
    HalfOpen(usize, u64),
    /// So many bytes in ten milliseconds.
    Slow(usize),
    /// Each piece comes so many milliseconds late.
    Late(u64),
}

impl Weather {
    /// From a seed, for so many percent of the lines.
    #[must_use]
    pub const fn new(seed: u64, percent: u64) -> Self {
        Self {
            rng: Rng::new(seed),
            percent,
        }
    }

    pub(super) fn fate(&mut self) -> Fate {
        if !self.rng.chance(self.percent) {
            return Fate::Calm;
        }
        let after = BREAKS_AFTER_MIN + self.rng.below(BREAKS_AFTER_MAX - BREAKS_AFTER_MIN);
        match self.rng.below(5) {
            0 => Fate::CutUp(after),
            1 => Fate::CutDown(after),
            2 => Fate::HalfOpen(after, self.rng.below(QUIET_MS_MAX) as u64),
            3 => Fate::Slow(SLOW_BYTES),
            _ => Fate::Late(self.rng.below(LATE_MS_MAX) as u64),
        }
    }
}

impl Fate {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::CutUp(_) => "cut in a request",
            Self::CutDown(_) => "cut in an answer",
            Self::HalfOpen(..) => "half open",
            Self::Slow(_) => "slow",
            Self::Late(_) => "late",
        }
    }
}
