//! What must hold when the world has come to rest (docs/architecture.md, invariants).

use std::collections::{BTreeMap, BTreeSet};

use domain::dossier::{Dossier, EventBody, fold};
use domain::ids::{BlobHash, DossierId, EventId};
use domain::journal::{ChainHead, Envelope};
use rusqlite::{Connection, Params, Row};

use super::desk::Counter;
use super::world::{World, short};

/// What the centre says of an event of an officer out of service.
const OFFICER_REVOKED: &str = "revoked_officer";

/// An event as the centre keeps it.
struct Held {
    number: i64,
    envelope: Envelope,
    body: String,
    head: [u8; 32],
    issue: String,
    applied: bool,
}

impl World {
    /// Every invariant, once.
    pub(super) fn check(&mut self) {
        let database = self.centre.database();
        let held = held(&database);
        let mut found = Vec::new();
        found.extend(self.once_each(&held));
        found.extend(gapless_prefixes(&database, &held));
        found.extend(gapless_feeds(&database, &held));
        found.extend(self.same_states(&held));
        found.extend(self.papers_stand(&held));
        found.extend(self.journals_verify());
        found.extend(self.pages_are_there(&database));
        for what in found {
            self.violated(what);
        }
        self.count(&held);
    }

    /// The centre's feed counter of the office.
    pub(super) fn feed_top(&self) -> u64 {
        let sql = "SELECT coalesce(max(position), 0) FROM feed WHERE name LIKE 'office:%'";
        let top: i64 = self
            .centre
            .database()
            .query_row(sql, [], |row| row.get(0))
            .expect("a number");
        u64::try_from(top).expect("positions are positive")
    }

    /// Every recorded act is at the centre once (I3), but what went with a disk.
    fn once_each(&self, held: &[Held]) -> Vec<String> {
        let mut times: BTreeMap<EventId, u32> = BTreeMap::new();
        for event in held {
            *times.entry(event.envelope.id).or_default() += 1;
        }
        let wrong = self.known.acts.iter().filter_map(|(id, act)| {
            let count = times.get(id).copied().unwrap_or(0);
            let fine = count == 1 || (count == 0 && act.may_be_gone);
            let name = self.name(act.dossier);
            (!fine).then(|| {
                format!(
                    "an act of step {} on {name} at desk {} is {count} times at the centre",
                    act.step,
                    act.desk + 1
                )
            })
        });
        wrong.collect()
    }

    /// The centre's state is the fold of what it applied, and every desk holds the same.
    fn same_states(&self, held: &[Held]) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut of_dossier: BTreeMap<DossierId, Vec<(&Envelope, EventBody)>> = BTreeMap::new();
        for event in held.iter().filter(|event| event.applied) {
            let body = serde_json::from_str(&event.body).expect("an applied event reads");
            let events = of_dossier.entry(event.envelope.dossier).or_default();
            events.push((&event.envelope, body));
        }
        for (id, events) in of_dossier {
            let expected = fold(id, events.iter().map(|(envelope, body)| (*envelope, body)));
            let name = self.name(id);
            if self.centre.dossier(id).as_ref() != Some(&expected) {
                wrong.push(format!("the centre's {name} is not the fold of its events"));
            }
            for desk in self.in_service() {
                let counter = &self.counters[desk];
                if self.outlived(counter, id, &events) {
                    continue;
                }
                let here = counter.store().read(|r| r.dossier(id)).expect("read");
                wrong
                    .extend(differs(here.as_ref(), &expected).map(|how| {
                        format!("{name} differs at desk {}: {how}", counter.number + 1)
                    }));
            }
        }
        wrong
    }

    /// Whether the desk has read an event from the feed that is gone everywhere else, with the disk
    /// of its desk and with what the centre lost (docs/promises.md, Not promised).
    fn outlived(&self, counter: &Counter, id: DossierId, held: &[(&Envelope, EventBody)]) -> bool {
        let here = counter.store().read(|r| r.timeline(id)).expect("read");
        here.iter().any(|event| {
            let id = event.envelope.id;
            let is_gone = self.known.acts.get(&id).is_some_and(|act| act.may_be_gone);
            is_gone && !held.iter().any(|(envelope, _)| envelope.id == id)
        })
    }

    /// Whatever was printed can be found at the centre under its code, and no code belongs to two.
    fn papers_stand(&self, held: &[Held]) -> Vec<String> {
        let mut wrong = Vec::new();
        let gone: BTreeSet<DossierId> = self.gone();
        let aside = self.kept_aside(held);
        for paper in &self.known.papers {
            let (name, code) = (self.name(paper.dossier), short(&paper.code));
            match self.centre.dossier(paper.dossier) {
                _ if aside.contains(&paper.dossier) => {}
                None if gone.contains(&paper.dossier) => {}
                None => wrong.push(format!("{code} of {name} is printed and not at the centre")),
                Some(dossier) if !goes_by(&dossier, &paper.code) => {
                    wrong.push(format!(
                        "{code} is printed for {name}, which goes by another"
                    ));
                }
                Some(_) => {}
            }
        }
        let printed: BTreeSet<DossierId> = self
            .known
            .papers
            .iter()
            .map(|paper| paper.dossier)
            .collect();
        for id in &self.known.dossiers {
            let excused = gone.contains(id) || self.known.job_is_gone.contains(id);
            if !printed.contains(id) && !excused {
                wrong.push(format!("{} was received and never printed", self.name(*id)));
            }
        }
        wrong
    }

    /// Dossiers over which a person has to decide: the centre keeps something without effect because
    /// its officer was out of service, or two machines did the same thing as one desk.
    fn kept_aside(&self, held: &[Held]) -> BTreeSet<DossierId> {
        let has_twins = self.known.twins.is_some();
        let aside = held.iter().filter(|event| {
            let is_doubled = has_twins && !event.issue.is_empty();
            event.issue == OFFICER_REVOKED || is_doubled
        });
        aside.map(|event| event.envelope.dossier).collect()
    }

    /// Dossiers whose reception went with a disk.
    fn gone(&self) -> BTreeSet<DossierId> {
        let acts = self.known.acts.values().filter(|act| act.may_be_gone);
        acts.map(|act| act.dossier).collect()
    }

    /// The whole chain and every page of every database, as a start finds them (I5).
    fn journals_verify(&mut self) -> Vec<String> {
        let desks = self.in_service();
        let broken = desks.into_iter().filter_map(|desk| {
            let counter = &mut self.counters[desk];
            counter.stop();
            counter.start();
            let faults = counter.store().integrity().expect("the check runs");
            let first = faults.first()?;
            Some(format!(
                "desk {}: {}: {}",
                counter.number + 1,
                first.check,
                first.detail
            ))
        });
        broken.collect()
    }

    /// Every page a dossier names is at the centre, with the right bytes (I8); but for those of a
    /// desk out of service and of what went with a disk.
    fn pages_are_there(&self, database: &Connection) -> Vec<String> {
        let left = self.known.acts.values().filter(|act| {
            let is_revoked = self.counters[act.desk].is_revoked;
            act.left_the_desk || is_revoked
        });
        let left: BTreeSet<String> = left.map(|act| act.dossier.to_string()).collect();
        let sql = "SELECT hash FROM blob_want GROUP BY hash \
                   HAVING max(dossier NOT IN (SELECT value FROM json_each(?1)))";
        let left = serde_json::to_string(&left).expect("texts are JSON");
        let wanted: Vec<String> = column(database, sql, [left]);
        let here: BTreeSet<String> = column(database, "SELECT hash FROM blob", [])
            .into_iter()
            .collect();
        let folder = self.centre.data().join("blobs");
        let wrong = wanted.into_iter().filter_map(|text| {
            let hash: BlobHash = text.parse().expect("a hash");
            let digits = text.trim_start_matches("b3:").to_owned();
            let file = folder.join(digits.get(..2).expect("digits")).join(&digits);
            let sound = std::fs::read(file).is_ok_and(|bytes| BlobHash::of(&bytes) == hash);
            let is_there = here.contains(&text) && sound;
            (!is_there).then(|| "a page is not at the centre".to_owned())
        });
        wrong.collect()
    }

    fn count(&self, held: &[Held]) {
        for _ in held {
            self.log.happened("events at the centre");
        }
    }
}

/// The first field in which two states differ.
fn differs(here: Option<&Dossier>, expected: &Dossier) -> Option<String> {
    let Some(here) = here else {
        return Some("it is not there".to_owned());
    };
    if here == expected {
        return None;
    }
    let value = |dossier| serde_json::to_value(dossier).expect("a dossier is JSON");
    let (here, expected) = (value(here), value(expected));
    let fields = expected.as_object().expect("fields");
    let field = fields
        .iter()
        .find(|(name, value)| here.get(name) != Some(value));
    Some(field.map_or("a field".to_owned(), |(name, _)| name.clone()))
}

/// Whether a dossier goes by a code or went by it as a temporary one.
fn goes_by(dossier: &Dossier, code: &str) -> bool {
    let assigned = dossier
        .assigned_code
        .as_ref()
        .is_some_and(|own| own == code);
    let received = dossier.received.as_ref();
    assigned || received.is_some_and(|received| code_text(&received.code) == code)
}

fn code_text(code: &domain::dossier::ReceivedCode) -> String {
    use domain::dossier::ReceivedCode as Code;
    match code {
        Code::Official { code, .. } => code.to_string(),
        Code::Provisional { code } => code.to_string(),
        Code::Foreign { code } => code.to_string(),
    }
}

/// I4 and I5: of every life the events from 1 on, without a hole, chained to the head.
fn gapless_prefixes(database: &Connection, held: &[Held]) -> Vec<String> {
    let mut lives: BTreeMap<(String, u32), Vec<&Held>> = BTreeMap::new();
    for event in held {
        let life = (
            event.envelope.origin.to_string(),
            event.envelope.incarnation,
        );
        lives.entry(life).or_default().push(event);
    }
    let mut wrong = Vec::new();
    for ((desk, incarnation), events) in &mut lives {
        events.sort_by_key(|event| event.envelope.seq);
        let mut head = ChainHead::default();
        for (event, seq) in events.iter().zip(1..) {
            head = head.after(&event.envelope, event.body.as_bytes());
            if event.envelope.seq != seq {
                wrong.push(format!(
                    "a journal has a hole before {}",
                    event.envelope.seq
                ));
                break;
            }
            if event.head != head.0 {
                wrong.push(format!("the chain of a journal breaks at {seq}"));
                break;
            }
        }
        let sql = "SELECT acked FROM life WHERE desk = ?1 AND incarnation = ?2";
        let acked: i64 = database
            .query_row(sql, (desk.as_str(), *incarnation), |row| row.get(0))
            .expect("a life");
        if acked != i64::try_from(events.len()).expect("few") {
            wrong.push(format!(
                "a life has {} events and says {acked}",
                events.len()
            ));
        }
    }
    wrong
}

/// I7: positions from 1 on without a hole, each applied event in it once.
fn gapless_feeds(database: &Connection, held: &[Held]) -> Vec<String> {
    let mut statement = database
        .prepare("SELECT feed, position, event FROM feed_event ORDER BY feed, position")
        .expect("a statement");
    let rows = statement.query_map([], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, i64>(1)?,
            row.get::<_, i64>(2)?,
        ))
    });
    let mut feeds: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
    for row in rows.expect("rows") {
        let (feed, position, event) = row.expect("a row");
        feeds.entry(feed).or_default().push((position, event));
    }
    let mut wrong = Vec::new();
    for (feed, events) in &feeds {
        let gapless = events
            .iter()
            .zip(1..)
            .all(|((position, _), n)| *position == n);
        if !gapless {
            wrong.push(format!("the feed of {feed} has a hole"));
        }
        if feed.starts_with("office:") {
            let in_feed: BTreeSet<i64> = events.iter().map(|(_, event)| *event).collect();
            let applied = held.iter().filter(|event| event.applied);
            let all: BTreeSet<i64> = applied.map(|event| event.number).collect();
            if in_feed != all || events.len() != all.len() {
                wrong.push("the office's feed is not what was applied".to_owned());
            }
        }
    }
    wrong
}

fn held(database: &Connection) -> Vec<Held> {
    let mut statement = database
        .prepare("SELECT no, envelope, body, head, issue, applied FROM event ORDER BY no")
        .expect("a statement");
    let read = |row: &Row<'_>| {
        let envelope: String = row.get("envelope")?;
        Ok(Held {
            number: row.get("no")?,
            envelope: serde_json::from_str(&envelope).expect("an envelope"),
            body: row.get("body")?,
            head: row.get("head")?,
            issue: row.get("issue")?,
            applied: row.get("applied")?,
        })
    };
    let rows = statement.query_map([], read).expect("rows");
    rows.collect::<Result<_, _>>().expect("events")
}

fn column(database: &Connection, sql: &str, given: impl Params) -> Vec<String> {
    let mut statement = database.prepare(sql).expect("a statement");
    let rows = statement.query_map(given, |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("texts")
}
