//! Everything is put right: cables, clocks, machines. Then the desks get a bounded number of turns
//! to come to rest by themselves.

use platform::clock::Clock as _;

use super::world::World;

/// Turns of every desk before a run counts as stuck.
const ROUNDS_MAX: u32 = 12;
/// From one turn to the next.
const TURN_MS: i64 = 60_000;
/// The same for two machines that work as one desk: longer than a session, so that each hears what the
/// other has done.
const TWINS_TURN_MS: i64 = 16 * 60_000;

impl World {
    /// Heals the world and waits, in turns, until it rests.
    pub(super) fn heal(&mut self) {
        self.log.line(format_args!("healing"));
        self.start_centre();
        for desk in 0..self.counters.len() {
            self.heal_desk(desk);
        }
        self.courier_arrives();
        self.start_centre();
        self.rest();
        if self.let_one_go_on() {
            self.rest();
        }
    }

    fn rest(&mut self) {
        let turn_ms = if self.known.twins.is_some() {
            TWINS_TURN_MS
        } else {
            TURN_MS
        };
        let mut restless = String::new();
        for _ in 0..ROUNDS_MAX {
            self.pass(turn_ms);
            let lives = self.lives_begun();
            restless = self.round();
            if restless.is_empty() && self.lives_begun() > lives {
                restless = "a desk began another life".to_owned();
            }
            if restless.is_empty() {
                return;
            }
        }
        self.violated(format!("the world did not come to rest: {restless}"));
    }

    /// Where a machine stopped because another one works as the same desk, the lead sits down and
    /// decides for it.
    fn let_one_go_on(&mut self) -> bool {
        let has_twin = |n: &usize| {
            let read = self.counters[*n].store().read(|r| r.has_twin());
            read.expect("read")
        };
        let Some(desk) = self.in_service().into_iter().find(has_twin) else {
            return false;
        };
        let decided = self.counters[desk].relieve();
        let why = "đã tắt máy kia".to_owned();
        let decided = decided.and_then(|()| self.counters[desk].desk().thaw(why));
        if let Err(error) = decided {
            let code = error.code;
            self.violated(format!("desk {} is not let go on: {code}", desk + 1));
        }
        self.tell("the lead lets a twin go on", desk);
        true
    }

    /// How often the centre gave a life.
    fn lives_begun(&self) -> i64 {
        let sql = "SELECT sum(incarnation) FROM desk";
        let database = self.centre.database();
        let sum = database.query_row(sql, [], |row| row.get(0));
        sum.expect("a number")
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
