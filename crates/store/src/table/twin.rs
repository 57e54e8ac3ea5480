//! A twin: another machine that works with a copy of this database. The centre ends the life of one
//! when the other begins its own, and each would ask for the next in its turn for ever, voiding
//! numbers by the hundred. A life that was ended is replaced once a day without asking anybody; the
//! second time a person has to find the other machine first (ADR 7).

use domain::time::Timestamp;

use crate::error::StoreError;
use crate::table::number::Numbering;
use crate::tx::{Reader, Tx};

/// Setting: the life that was ended last and when, as `<life> <UTC milliseconds>`.
const ENDED: &str = "life.ended";
/// Setting: the life in which this database stopped because of its twin.
const STOPPED: &str = "life.stopped";
/// Two endings no further apart are a machine that goes on working.
const AGAIN_WITHIN_MS: u64 = 24 * 60 * 60 * 1000;

/// What is to be done about a life that was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The centre may be asked for another one.
    Once,
    /// Twice within a day: numbering is frozen, and a person decides.
    Again,
}

impl Reader<'_> {
    /// Whether numbering is frozen because another machine works with a copy of this database. What
    /// is recorded is still sent: only numbers need a life that the centre has not ended.
    ///
    /// # Errors
    /// As the database says.
    pub fn has_twin(&self) -> Result<bool, StoreError> {
        let stopped = self.setting(STOPPED)?.unwrap_or_default();
        let is_this_life = stopped == self.identity()?.incarnation.to_string();
        Ok(is_this_life && self.numbering()? == Numbering::Frozen)
    }
}

impl Tx<'_> {
    /// Notes that the centre has ended the present life because a copy of this database began one. To
    /// note it again before another life has begun (an answer was lost) counts nothing.
    ///
    /// # Errors
    /// As the database says.
    pub fn note_ended(&self, now: Timestamp) -> Result<Ended, StoreError> {
        let life = self.identity()?.incarnation;
        let before = self.setting(ENDED)?.unwrap_or_default();
        self.set_setting(ENDED, &format!("{life} {}", now.0))?;
        let is_again = parsed(&before)
            .is_some_and(|(ended, at)| ended != life && now.0.abs_diff(at) < AGAIN_WITHIN_MS);
        if !is_again {
            return Ok(Ended::Once);
        }
        self.set_setting(STOPPED, &life.to_string())?;
        self.freeze_numbering()?;
        Ok(Ended::Again)
    }
}

fn parsed(text: &str) -> Option<(u32, i64)> {
    let (life, at) = text.split_once(' ')?;
    Some((life.parse().ok()?, at.parse().ok()?))
}
