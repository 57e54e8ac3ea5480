//! Older copies put back by someone who tells nobody: the database of a desk beside its newer mark,
//! the centre's backup.

use std::collections::BTreeSet;
use std::sync::Arc;

use platform::clock::Clock as _;

use super::acts::Intake;
use super::world::World;

impl World {
    /// Someone copies a desk's folder.
    pub(super) fn copy_desk(&mut self, desk: usize) {
        self.counters[desk].keep_copy(self.step);
        self.log.line(format_args!("  desk {}: copied", desk + 1));
    }

    /// Someone puts the database of that copy back. What was recorded since and is nowhere else is
    /// gone with it; its numbers stay used all the same.
    pub(super) fn restore_database(&mut self, desk: usize) {
        if self.counters[desk].wire.is_dead() {
            return;
        }
        let Some(since) = self.counters[desk].restore_database() else {
            return;
        };
        self.log.happened("databases of a desk restored");
        self.log.line(format_args!(
            "  desk {}: its database of step {since} is put back",
            desk + 1
        ));
        self.note_what_left(desk, since);
        self.counters[desk].start();
        if self.counters[desk].is_up() {
            self.receive(desk, Intake::Plain); // whoever waits at the counter
            self.print(desk);
        }
    }

    /// Someone puts the whole folder of that copy back, the mark too, after everything was sent and
    /// before the centre is asked again. What was not sent nobody could know of: docs/promises.md,
    /// Not promised.
    pub(super) fn restore_folder(&mut self, desk: usize) {
        let wire = Arc::clone(&self.counters[desk].wire);
        if !self.centre.is_up() || wire.is_cut() || self.counters[desk].is_revoked {
            return;
        }
        let quiet = wire.quietly();
        let is_sent = self.synchronise(desk).is_ok();
        if is_sent && let Some(since) = self.counters[desk].restore_folder() {
            self.log.happened("folders of a desk restored");
            self.log.line(format_args!(
                "  desk {}: its folder of step {since} is put back",
                desk + 1
            ));
            self.note_what_left(desk, since);
            self.counters[desk].start();
            if self.counters[desk].is_up() && self.synchronise(desk).is_err() {
                self.violated(format!(
                    "desk {} cannot go on from an older folder",
                    desk + 1
                ));
            }
        }
        wire.set_odds(&quiet);
    }

    /// What a desk did since the step of a copy is no longer on its disk.
    fn note_what_left(&mut self, desk: usize, since: u32) {
        for act in self.known.acts.values_mut() {
            if act.desk == desk && act.step >= since {
                act.left_the_desk = true;
                self.known.job_is_gone.insert(act.dossier);
            }
        }
        self.note_what_is_gone();
    }

    /// What neither its desk nor the centre has can come back only by chance.
    fn note_what_is_gone(&mut self) {
        let held = self.events_at_centre();
        for (id, act) in &mut self.known.acts {
            act.may_be_gone |= act.left_the_desk && !held.contains(&id.to_string());
        }
    }

    fn events_at_centre(&self) -> BTreeSet<String> {
        let database = self.centre.database();
        let mut statement = database
            .prepare("SELECT id FROM event")
            .expect("a statement");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<_, _>>().expect("ids")
    }

    /// A backup of the centre.
    pub(super) fn back_up_centre(&mut self) {
        match self.centre.back_up(self.clock.now()) {
            Ok(true) => self.log.line(format_args!("  centre: backed up")),
            Ok(false) => {}
            Err(error) => self.violated(format!("the centre cannot be backed up: {error}")),
        }
    }

    /// The centre goes back to its backup.
    pub(super) fn restore_centre(&mut self) {
        if self.centre.restore() {
            self.log.happened("centres restored");
            self.log
                .line(format_args!("  centre: its backup is put back"));
            self.note_what_is_gone();
            self.revoke_again();
        }
    }

    /// The centre forgets the last thing a desk sent while the desk's session goes on: the desk
    /// takes up where the centre no longer is.
    pub(super) fn lapse(&mut self, desk: usize) {
        if !self.centre.is_up() || self.synchronise(desk).is_err() {
            return;
        }
        self.back_up_centre();
        self.receive(desk, Intake::Plain);
        if self.synchronise(desk).is_ok() {
            self.restore_centre();
            self.receive(desk, Intake::Plain);
        }
    }
}
