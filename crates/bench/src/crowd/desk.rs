//! A desk as the centre sees it: its own connection, its journal, its long poll. It keeps no database,
//! for two hundred of those would be measured instead of the centre.

use std::time::Duration;

use domain::ids::{DossierId, EventId, OfficerId};
use domain::journal::{ChainHead, ClockReading, Envelope};
use protocol::wire::{
    Lease, PULL_EVENTS_MAX, PULL_WAIT_SECS_MAX, PullQuery, PushRequest, WireEvent,
};
use serde_json::value::RawValue;
use sync::{CallError, Client};
use tokio::time::{Instant, sleep_until};

use crate::Failure;
use crate::database;
use crate::province::{Enrolled, Province};
use crate::seeded::{Prepared, Rng, Site};

/// A wait after a failure, so that a centre that is down is not asked in a circle.
const AFTER_FAILURE: Duration = Duration::from_millis(200);

/// One desk.
pub(super) struct Desk {
    pub(super) enrolled: Enrolled,
    /// Which of the offices it belongs to.
    pub(super) site: usize,
    client: Client,
    officer: OfficerId,
    feed: String,
    position: u64,
    /// The journal so far.
    recorded: u64,
    head: ChainHead,
    /// What is to be sent next, oldest first.
    waiting: std::collections::VecDeque<(WireEvent, ChainHead)>,
}

/// What became of a push.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sent {
    /// From the moment it was planned for to the answer.
    pub(super) took: Duration,
    pub(super) dossiers: usize,
}

/// What a desk has to tell in the end.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) sent: Vec<Sent>,
    pub(super) pulls: u64,
    /// The centre's codes, or what the transport said.
    pub(super) errors: Vec<String>,
}

/// A push that is planned: when, and how many dossiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Planned {
    pub(super) at: Duration,
    pub(super) dossiers: usize,
}

impl Desk {
    pub(super) fn enrol(
        province: &Province,
        (n, site): (usize, &Site),
        rng: &mut Rng,
    ) -> Result<Self, Failure> {
        let enrolled = province.enrol(site, rng)?;
        Ok(Self {
            enrolled,
            site: n,
            client: Client::new(province.transport(province.address()?)?),
            officer: site.officer.clone(),
            feed: format!("office:{}", site.office),
            position: 0,
            recorded: 0,
            head: ChainHead::default(),
            waiting: std::collections::VecDeque::new(),
        })
    }

    /// Records a reception under the next number of the block.
    pub(super) fn record(
        &mut self,
        (prepared, number): (Prepared, u32),
        (lease, site): (&Lease, &Site),
        rng: &mut Rng,
    ) -> Result<(), Failure> {
        let prepared = Prepared { number, ..prepared };
        let code = database::leased_code(&prepared, site, lease.id)?;
        let (versions, now) = (prepared.checked.versions(), prepared.now);
        let (id, dossier): (_, DossierId) = (EventId(rng.uuid(now.0)), prepared.id);
        let received = prepared.checked.receive(code);
        let body = serde_json::to_string(&received.map_err(|refusal| refusal.code())?)?;
        self.recorded += 1;
        let envelope = Envelope {
            id,
            origin: self.enrolled.enrolment.desk,
            incarnation: self.enrolled.enrolment.incarnation,
            seq: self.recorded,
            dossier,
            at: now,
            officer: self.officer.clone(),
            own_epoch: 0,
            clock: ClockReading {
                skew_ms: 0,
                heard_at: Some(now),
            },
            versions,
        };
        let before = self.waiting.back().map_or(self.head, |(_, head)| *head);
        let head = before.after(&envelope, body.as_bytes());
        let body = RawValue::from_string(body)?;
        self.waiting.push_back((WireEvent { envelope, body }, head));
        Ok(())
    }

    /// A body that waits.
    pub(super) fn sample(&self) -> Option<String> {
        let (event, _) = self.waiting.front()?;
        Some(event.body.get().to_owned())
    }

    /// Sends as planned, and listens in between as the product does: what is planned cuts a waiting
    /// pull short. A push that is late makes the next one late; all of it counts.
    pub(super) async fn open_loop(mut self, begun: Instant, plan: Vec<Planned>) -> (Self, Log) {
        let mut log = Log::default();
        for planned in plan {
            let at = begun + planned.at;
            self.listen(at, &mut log).await;
            self.send(at, planned.dossiers, &mut log).await;
        }
        (self, log)
    }

    /// Sends all that waits, so many dossiers at a time, as fast as the centre answers.
    pub(super) async fn closed_loop(mut self, dossiers: usize) -> (Self, Log) {
        let mut log = Log::default();
        while !self.waiting.is_empty() && log.errors.is_empty() {
            self.send(Instant::now(), dossiers, &mut log).await;
        }
        (self, log)
    }

    async fn send(&mut self, planned: Instant, dossiers: usize, log: &mut Log) {
        let mut events = self.waiting.iter().take(dossiers);
        let request = PushRequest {
            incarnation: self.enrolled.enrolment.incarnation,
            prev_head: self.head.hex(),
            events: events.clone().map(|(event, _)| event.clone()).collect(),
        };
        let head = events.next_back().map_or(self.head, |(_, head)| *head);
        let answer = match self.client.encoded(&request) {
            Ok(written) => {
                let token = &self.enrolled.reply.token;
                self.client.push(token, written).await
            }
            Err(error) => Err(error),
        };
        let took = planned.elapsed();
        match answer {
            Ok(reply) if reply.issues.is_empty() && reply.head == head.hex() => {
                self.head = head;
                self.waiting.drain(..request.events.len());
                log.sent.push(Sent {
                    took,
                    dossiers: request.events.len(),
                });
            }
            Ok(reply) => {
                let issue = reply.issues.first().map(|issue| issue.code.clone());
                log.errors.push(issue.unwrap_or_else(|| "head".to_owned()));
            }
            Err(error) => log.errors.push(word(&error)),
        }
    }

    async fn listen(&mut self, until: Instant, log: &mut Log) {
        loop {
            let query = PullQuery {
                feed: self.feed.clone(),
                after: self.position,
                limit: PULL_EVENTS_MAX,
                wait: PULL_WAIT_SECS_MAX,
                told: Some(0),
            };
            let pulled = tokio::select! {
                biased;
                () = sleep_until(until) => return,
                pulled = self.client.pull(&self.enrolled.reply.token, &query) => pulled,
            };
            match pulled {
                Ok(reply) => {
                    self.position = reply.next;
                    log.pulls += 1;
                }
                Err(error) => {
                    log.errors.push(word(&error));
                    sleep_until(until.min(Instant::now() + AFTER_FAILURE)).await;
                }
            }
        }
    }
}

fn word(error: &CallError) -> String {
    if error.code().is_empty() {
        error.to_string()
    } else {
        error.code().to_owned()
    }
}
