//! A cloned disk: a second machine works under the name of a desk, from an older copy of its whole
//! folder. It asks the centre before it does anything; one that works first, without a link, is
//! not found out by anybody (docs/promises.md, Not promised).

use std::sync::Arc;

use super::happen::Plan;
use super::wire::Wire;
use super::world::World;

impl World {
    /// Starts a machine with the copy of a desk's disk, at most one in a run.
    pub(super) fn clone_desk(&mut self, desk: usize, plan: &Plan) {
        let is_alone = self.known.twins.is_none() && !self.counters[desk].is_revoked;
        let is_linked = self.centre.is_up() && !self.counters[desk].wire.is_cut();
        let Some(copied) = self.counters[desk].copied() else {
            return;
        };
        if !is_alone || !is_linked {
            return;
        }
        let quiet = self.counters[desk].wire.quietly();
        let is_sent = self.synchronise(desk).is_ok();
        self.counters[desk].wire.set_odds(&quiet);
        if is_sent && self.counters[desk].at() > copied.at {
            self.start_twin(desk, plan);
        }
    }

    fn start_twin(&mut self, desk: usize, plan: &Plan) {
        let number = self.counters.len();
        let wire = Wire::new(number, &self.centre, &self.log, self.rng.fork());
        let twin = self.counters[desk].twin(number, Arc::clone(&wire));
        self.counters.push(twin);
        self.known.twins = Some((desk, number));
        self.log.happened("cloned disks");
        self.log.line(format_args!(
            "  desk {}: its disk was cloned, desk {} runs on it",
            desk + 1,
            number + 1
        ));
        self.counters[number].start();
        let goes_on = self.counters[number].is_up() && self.synchronise(number).is_ok();
        if !goes_on {
            self.violated(format!("desk {} cannot go on beside its twin", number + 1));
        }
        wire.set_odds(&plan.wire);
    }
}
