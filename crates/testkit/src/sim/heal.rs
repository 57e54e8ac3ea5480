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
            let counter = &mut self.counters[desk];
            counter.wire.set_odds(&Vec::new());
            counter.wire.cut(false);
            counter.clock.set(self.clock.now());
            if !counter.is_up() {
                counter.start();
            }
            for _ in 0..4 {
                self.arrives_late(desk);
            }
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

    /// One turn of every desk; who is not at rest and why.
    fn round(&mut self) -> String {
        let mut restless = String::new();
        for desk in 0..self.counters.len() {
            if let Err(error) = self.synchronise(desk) {
                restless = format!("desk {}: {error}", desk + 1);
            }
            self.assign_codes(desk);
            self.print(desk);
        }
        for desk in 0..self.counters.len() {
            let waits = self.waits(desk);
            if !waits.is_empty() {
                restless = format!("desk {}: {waits}", desk + 1);
            }
        }
        restless
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
