//! A store as plain maps.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::dossier::{Dossier, EventBody};
use domain::ids::{DeskId, DossierId, EventId, OfficeId};
use domain::journal::Envelope;
use protocol::wire::PushRequest;

use crate::admit::*;
use crate::fixture::{self, Journal};
use crate::store::DeskStanding;

/// What a store keeps, as plain maps.
#[derive(Default)]
pub(super) struct Model {
    pub(super) lives: BTreeMap<(DeskId, u32), Life>,
    pub(super) held: BTreeMap<(DeskId, u32, u64), HeldEvent>,
    pub(super) places: HashMap<EventId, (DeskId, u32, u64)>,
    pub(super) dossiers: HashMap<DossierId, KnownDossier>,
    pub(super) codes: HashMap<CodeKey, DossierId>,
    /// Events that took effect, in the centre's order.
    pub(super) applied: Vec<(EventId, DossierId, Envelope, EventBody)>,
    pub(super) feeds: BTreeMap<Feed, Vec<EventId>>,
    pub(super) offices: HashMap<DeskId, OfficeId>,
    pub(super) officer: OfficerStanding,
    pub(super) standing: Option<DeskStanding>,
}

impl Model {
    fn load(&self, push: &Push) -> Loaded {
        let (desk, incarnation) = (push.desk(), push.incarnation());
        let needs = push.needs();
        let life = self
            .lives
            .get(&(desk, incarnation))
            .copied()
            .unwrap_or_default();
        let range =
            (desk, incarnation, needs.first.saturating_sub(1))..=(desk, incarnation, needs.last);
        let is_elsewhere = |id: &&EventId| {
            let here = push
                .events()
                .iter()
                .find(|e| e.envelope.id == **id)
                .expect("pushed");
            let here = (desk, incarnation, here.envelope.seq);
            self.places.get(*id).is_some_and(|place| *place != here)
        };
        Loaded {
            office: self
                .offices
                .get(&desk)
                .cloned()
                .unwrap_or_else(fixture::office),
            standing: self.standing.unwrap_or(DeskStanding::InService),
            incarnation: 1,
            life,
            held: self
                .held
                .range(range)
                .map(|((_, _, seq), e)| (*seq, e.clone()))
                .collect(),
            taken: needs.ids.iter().filter(is_elsewhere).copied().collect(),
            dossiers: self.dossiers.clone(),
            codes: self.codes.clone(),
            leased: needs
                .codes
                .iter()
                .filter(|code| code.number < 9_000)
                .cloned()
                .collect(),
            officers: HashMap::from([(fixture::officer(), self.officer)]),
        }
    }

    fn write(&mut self, push: &Push, admission: &Admission) {
        let life = (push.desk(), push.incarnation());
        let before: Vec<_> = self
            .applied
            .iter()
            .map(|(id, dossier, ..)| (*id, *dossier))
            .collect();
        for event in &admission.events {
            let envelope = push.events()[event.index].envelope.clone();
            let place = (life.0, life.1, envelope.seq);
            let held = HeldEvent {
                id: envelope.id,
                head: event.head,
                issue: event.issue,
            };
            assert!(
                self.held.insert(place, held).is_none(),
                "a place is written once"
            );
            if event.issue != Some(IssueCode::DuplicateId) {
                self.places.insert(envelope.id, place);
            }
            if event.applied {
                let body = serde_json::from_str(push.events()[event.index].body.get());
                let row = (
                    envelope.id,
                    envelope.dossier,
                    envelope,
                    body.expect("reads"),
                );
                self.applied.push(row);
            }
        }
        for (feed, deliveries) in &admission.deliveries {
            let list = self.feeds.entry(feed.clone()).or_default();
            for delivery in deliveries {
                match delivery {
                    Delivery::Event(index) => list.push(push.events()[*index].envelope.id),
                    Delivery::History(of) => {
                        list.extend(before.iter().filter(|(_, d)| d == of).map(|(id, _)| *id));
                    }
                }
            }
        }
        for (id, feed) in &admission.audience {
            let known = self.dossiers.entry(*id).or_insert_with(|| KnownDossier {
                state: Dossier::new(*id),
                audience: BTreeSet::new(),
            });
            assert!(known.audience.insert(feed.clone()), "a feed joins once");
        }
        for (id, state) in &admission.dossiers {
            self.dossiers.get_mut(id).expect("has an audience").state = state.clone();
        }
        for (code, dossier) in &admission.codes {
            assert!(
                self.codes.insert(code.clone(), *dossier).is_none(),
                "a code is given once"
            );
        }
        self.lives.insert(life, admission.life);
    }

    pub(super) fn push(&mut self, request: PushRequest, desk: DeskId) -> Verdict {
        let push = Push::read(desk, request).expect("a piece of a journal");
        let verdict = admit(&push, &self.load(&push));
        if let Verdict::Admit(admission) = &verdict {
            self.write(&push, admission);
        }
        verdict
    }

    /// Pushes a whole journal and gives the issue codes of its events.
    pub(super) fn issues(&mut self, journal: &Journal) -> Vec<&'static str> {
        let verdict = self.push(journal.whole(), journal.desk);
        let Verdict::Admit(admission) = verdict else {
            panic!("not admitted: {verdict:?}")
        };
        admission
            .issues
            .iter()
            .map(|(_, code)| code.as_str())
            .collect()
    }
}
