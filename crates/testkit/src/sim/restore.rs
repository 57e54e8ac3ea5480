//! Older copies put back by someone who tells nobody: the database of a desk beside its newer mark,
//! the whole folder of the centre.

use std::collections::BTreeSet;

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
        let held: BTreeSet<String> = self.events_at_centre();
        for (id, act) in &mut self.known.acts {
            if act.desk == desk && act.step >= since && !held.contains(&id.to_string()) {
                act.may_be_gone = true;
            }
            if act.desk == desk && act.step >= since {
                self.known.job_is_gone.insert(act.dossier);
            }
        }
        self.counters[desk].start();
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
    pub(super) fn copy_centre(&self) {
        self.centre.keep_copy();
        self.log.line(format_args!("  centre: copied"));
    }

    /// The centre goes back to it. Numbers leased since would be leased again: a backup from before
    /// the last lease is not taken (docs/promises.md, Not promised).
    pub(super) fn restore_centre(&self) {
        if self.centre.restore() {
            self.log.happened("centres restored");
            self.log
                .line(format_args!("  centre: an older copy is put back"));
        }
    }
}
