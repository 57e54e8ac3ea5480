//! What befalls a desk and its people: a wrong clock, a full disk, being taken out of service.

use central::store::Revocation;
use platform::clock::Clock as _;

use super::template::{LEAD, LEADS_DESK};
use super::world::World;

const MINUTE_MS: i64 = 60_000;
/// How far a clock jumps back and ahead, in minutes.
const JUMP_MINUTES: (i64, i64) = (-6 * 60, 2 * 24 * 60);

impl World {
    /// A flat battery, or a hand at the wrong knob.
    pub(super) fn clock_jumps(&mut self, desk: usize) {
        let minutes = self.rng.within(JUMP_MINUTES.0, JUMP_MINUTES.1);
        self.counters[desk].clock.advance_ms(minutes * MINUTE_MS);
        self.log.happened("clock jumps");
        self.log.line(format_args!(
            "  desk {}: its clock jumps by {minutes} minutes",
            desk + 1
        ));
    }

    /// Someone looks at the wall.
    pub(super) fn set_clock_right(&self, desk: usize) {
        let clock = &self.counters[desk].clock;
        if clock.now() != self.clock.now() {
            clock.set(self.clock.now());
            self.tell("clock set right", desk);
        }
    }

    /// The database of the desk finds no room to grow, or finds it again.
    pub(super) fn fill_disk(&self, desk: usize, is_full: bool) {
        let done = self.counters[desk].store().pretend_full(is_full);
        done.expect("the database takes it");
        if is_full {
            self.tell("disk full", desk);
        }
    }

    /// The officer of a desk is taken out of service; the lead never is.
    pub(super) fn revoke_officer(&mut self, desk: usize) {
        let officer = self.counters[desk].officer();
        if officer.login == LEAD.login || self.known.is_out.is_some() {
            return;
        }
        let login = officer.login.parse().expect("a name");
        if self
            .centre
            .revoke(Revocation::Officer(login), self.clock.now())
        {
            self.known.is_out = Some(officer.login);
            self.log.happened("officers out of service");
            self.log.line(format_args!(
                "  centre: {} is out of service",
                officer.login
            ));
        }
    }

    /// Where an officer was taken out of service the lead sits down.
    pub(super) fn relieve(&mut self, desk: usize) {
        let is_out = self.known.is_out == Some(self.counters[desk].officer().login);
        if is_out && self.counters[desk].relieve().is_ok() {
            self.tell("the lead sits down", desk);
        }
    }

    /// A desk is taken out of service, at most one in a run and not the lead's.
    pub(super) fn revoke_desk(&mut self, desk: usize) {
        let is_possible = desk < LEADS_DESK && self.known.twins.is_none();
        if !is_possible || self.counters.iter().any(|counter| counter.is_revoked) {
            return;
        }
        let id = self.counters[desk].id();
        if self.centre.revoke(Revocation::Desk(id), self.clock.now()) {
            self.counters[desk].is_revoked = true;
            self.tell("desk out of service", desk);
        }
    }

    /// A backup knows nothing of what was done after it: the administrator does it again.
    pub(super) fn revoke_again(&mut self) {
        let now = self.clock.now();
        if let Some(login) = self.known.is_out {
            let login = login.parse().expect("a name");
            self.centre.revoke(Revocation::Officer(login), now);
        }
        for counter in self.counters.iter().filter(|counter| counter.is_revoked) {
            self.centre.revoke(Revocation::Desk(counter.id()), now);
        }
    }
}
