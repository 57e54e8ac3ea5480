//! Everything is put right: cables, clocks, machines. Then the desks get a bounded number of turns
//! to come to rest by themselves.

use platform::clock::Clock as _;

use super::world::World;

/// Turns of every desk before a run counts as stuck.
const ROUNDS_MAX: u32 = 12;

impl World {
    /// Heals the world and waits, in turns, until it rests.
    pub(super) fn heal(&mut self) {
        self.log.line(format_args!("healing"));
        self.start_centre();
        for desk in 0..self.counters.len() {
            self.heal_desk(desk);
        }
        let mut restless = String::new();
        for _ in 0..ROUNDS_MAX {
            self.pass(60_000);
            restless = self.round();
            if restless.is_empty() {
                return;
            }
        }
        self.violated(format!("the world did not come to rest: {restless}"));
    }

    fn heal_desk(&mut self, desk: usize) {
        let now = self.clock.now();
        let counter = &mut self.counters[desk];
        counter.wire.set_odds(&Vec::new());
        counter.wire.cut(false);
        counter.wire.comes_back();
        counter.clock.set(now);
        if !counter.is_up() {
            counter.start();
        }
        if counter.is_up() {
            self.fill_disk(desk, false);
            self.relieve(desk);
        } else if !counter.is_revoked {
            self.violated(format!("nobody is let in at desk {}", desk + 1));
        }
        for _ in 0..4 {
            self.arrives_late(desk);
        }
    }

    /// One turn of every desk; who is not at rest and why.
    fn round(&mut self) -> String {
        let mut restless = String::new();
        for desk in self.working() {
            let outcome = self.synchronise(desk);
            if self.counters[desk].is_revoked {
                self.release(desk);
            } else if let Err(error) = outcome {
                restless = format!("desk {}: {error}", desk + 1);
            }
            self.assign_codes(desk);
            self.print(desk);
        }
        for desk in self.in_service() {
            let waits = self.waits(desk);
            if !waits.is_empty() {
                restless = format!("desk {}: {waits}", desk + 1);
            }
        }
        restless
    }

    fn working(&self) -> Vec<usize> {
        let desks = 0..self.counters.len();
        desks.filter(|n| self.counters[*n].is_up()).collect()
    }

    /// Desks that must end as the centre is.
    pub(super) fn in_service(&self) -> Vec<usize> {
        let mut desks = self.working();
        desks.retain(|n| !self.counters[*n].is_revoked);
        desks
    }

    /// The administrator lets in what a desk out of service has sent.
    fn release(&self, desk: usize) {
        let id = self.counters[desk].id();
        let events = self.centre.release(id, self.clock.now());
        if events > 0 {
            self.log.line(format_args!(
                "  centre: {events} events of desk {} are let in",
                desk + 1
            ));
        }
    }

    fn waits(&self, desk: usize) -> String {
        let top = self.feed_top();
        let read = self.counters[desk].store().read(|r| {
            let journal = r.journal()?;
            let feed = format!("office:{}", r.identity()?.office);
            let cursor = r.cursor(&feed)?.position;
            let (blobs, jobs) = (r.blobs_to_send(1)?.len(), r.unfinished_print_jobs(1)?.len());
            Ok::<_, store::StoreError>((journal, cursor, blobs, jobs))
        });
        let (journal, cursor, blobs, jobs) = read.expect("read");
        // the centre takes no page of an event that it keeps without effect: that of the officer
        // who was taken out of service
        let blobs = if self.known.is_out.is_some() {
            0
        } else {
            blobs
        };
        match () {
            () if journal.acked < journal.recorded => "events wait to be sent".to_owned(),
            () if journal.unsealed > 0 => "events wait for an incarnation".to_owned(),
            () if blobs > 0 => "pages wait to be sent".to_owned(),
            () if jobs > 0 => "receipts wait to be printed".to_owned(),
            () if cursor != top => format!("the feed is at {top}, the cursor at {cursor}"),
            () => String::new(),
        }
    }
}
