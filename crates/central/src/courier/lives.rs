//! The events of a bundle, life by life, and where each life stands afterwards.

use std::collections::BTreeMap;

use courier::{LifeAnswer, LifeOutcome};
use domain::journal::ChainHead;
use domain::time::Timestamp;
use protocol::wire::{PushReply, PushRequest};

use super::fault::CourierFault;
use crate::admit::{Push, PushOutcome, PushStanding};
use crate::store::{CentralStore, DeskRecord};

/// A life beyond it is no life the centre lost with a restore, but nonsense.
const INCARNATIONS_MAX: u32 = 10_000;

pub(super) struct Lives<'a> {
    store: &'a dyn CentralStore,
    desk: &'a DeskRecord,
    now: Timestamp,
    lives: BTreeMap<u32, LifeAnswer>,
    pub(super) new_events: u64,
    pub(super) duplicates: u64,
}

impl<'a> Lives<'a> {
    pub(super) fn new(store: &'a dyn CentralStore, desk: &'a DeskRecord, now: Timestamp) -> Self {
        Self {
            store,
            desk,
            now,
            lives: BTreeMap::new(),
            new_events: 0,
            duplicates: 0,
        }
    }

    /// Admits events as if they had been pushed.
    pub(super) async fn push(&mut self, request: PushRequest) -> Result<(), CourierFault> {
        let incarnation = request.incarnation;
        let before = self.lives.get(&incarnation).map(|life| life.outcome);
        if matches!(before, Some(LifeOutcome::Gap | LifeOutcome::Fork)) {
            return Ok(()); // what follows has no place either
        }
        self.adopt(incarnation).await?;
        let count = request.events.len() as u64;
        match self.send(request).await? {
            PushOutcome::Admitted(standing) => {
                let held = u64::from(standing.duplicates);
                self.duplicates += held;
                self.new_events += count.saturating_sub(held);
                self.note(incarnation, LifeOutcome::Taken, standing);
            }
            PushOutcome::Quarantined(standing) => {
                self.note(incarnation, LifeOutcome::SetAside, standing);
            }
            PushOutcome::Gap { expected } => {
                tracing::warn!(desk = %self.desk.desk, expected, "a bundle does not follow what is held");
                let standing = self.standing(incarnation).await?;
                self.note(incarnation, LifeOutcome::Gap, standing);
            }
            PushOutcome::Fork { .. } | PushOutcome::Frozen => {
                tracing::warn!(desk = %self.desk.desk, "a bundle contradicts the journal that is held");
                self.note(incarnation, LifeOutcome::Fork, PushStanding::default());
            }
            PushOutcome::Malformed(why) => return Err(CourierFault::Malformed(why)),
            PushOutcome::UnknownDesk => return Err(CourierFault::UnknownDesk),
        }
        Ok(())
    }

    /// A life that this centre forgot with a restore, as at the opening of a session: the desk's
    /// signature says that it is real.
    async fn adopt(&self, incarnation: u32) -> Result<(), CourierFault> {
        if incarnation > self.desk.incarnation && incarnation <= INCARNATIONS_MAX {
            self.store
                .adopt_incarnation(self.desk.desk, incarnation)
                .await?;
        }
        Ok(())
    }

    async fn send(&self, request: PushRequest) -> Result<PushOutcome, CourierFault> {
        let push = Push::read(self.desk.desk, request).map_err(CourierFault::Malformed)?;
        Ok(self.store.push(push, self.now).await?)
    }

    /// Where a life stands, by an empty push.
    async fn standing(&self, incarnation: u32) -> Result<PushStanding, CourierFault> {
        let empty = PushRequest {
            incarnation,
            prev_head: ChainHead::default().hex(),
            events: Vec::new(),
        };
        match self.send(empty).await? {
            PushOutcome::Admitted(standing) => Ok(standing),
            PushOutcome::Quarantined(_)
            | PushOutcome::Gap { .. }
            | PushOutcome::Fork { .. }
            | PushOutcome::Frozen
            | PushOutcome::Malformed(_)
            | PushOutcome::UnknownDesk => Ok(PushStanding::default()),
        }
    }

    fn note(&mut self, incarnation: u32, outcome: LifeOutcome, standing: PushStanding) {
        let before = self.lives.remove(&incarnation);
        let mut issues = before.map(|life| life.reply.issues).unwrap_or_default();
        issues.extend(standing.issues);
        let reply = PushReply {
            acked: standing.acked,
            durable: standing.durable,
            head: standing.head.hex(),
            duplicates: standing.duplicates,
            issues,
            missing_blobs: Vec::new(),
        };
        let life = LifeAnswer {
            incarnation,
            outcome,
            reply,
        };
        self.lives.insert(incarnation, life);
    }

    /// The answers, with the files that the centre still misses now that those of the bundle are in.
    pub(super) async fn finish(mut self) -> Result<Vec<LifeAnswer>, CourierFault> {
        let newest = self.lives.keys().next_back().copied();
        if let Some(newest) = newest {
            let standing = self.standing(newest).await?;
            if let Some(life) = self.lives.get_mut(&newest) {
                life.reply.missing_blobs = standing.missing_blobs;
            }
        }
        Ok(self.lives.into_values().collect())
    }
}
