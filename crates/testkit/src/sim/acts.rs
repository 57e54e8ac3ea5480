//! What officers do at a desk. A refusal in words is a fine answer; what a desk said it had recorded
//! is written down and must be found again at the end.

use std::sync::LazyLock;

use domain::code::ProvisionalCode;
use domain::ids::DossierId;
use protocol::view::{ActRequest, ErrorView, ForwardRequest, IntakeDraft, ReprintRequest};
use store::{Numbering, StoreError};
use uuid::Builder;

use super::RAN_OUT;
use super::template::LEADS_DESK;
use super::world::{Act, World, short};
use crate::intake::filled_draft_at;
use crate::{jpeg_page, social_allowance};

/// Different pages in a run.
const PAGES_COUNT: u8 = 20;

const DEPARTMENTS: [&str; 3] = [
    "department:kt-ht-dt",
    "department:vh-xh",
    "department:tu-phap",
];

/// Acts of one line that are tried on any dossier, refused or not; a claim is what they need at the
/// desk that does not hold it.
const ACTS: [&str; 7] = [
    "claim",
    "claim",
    "recall",
    "start_processing",
    "request_supplement",
    "receive_supplement",
    "return_outcome",
];

/// How a form is received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Intake {
    Plain,
    WithPage,
    /// `Ctrl+Enter` twice.
    PressedTwice,
}

impl World {
    /// One intake.
    pub(super) fn receive(&mut self, desk: usize, how: Intake) {
        let draft = self.form(desk);
        if how == Intake::WithPage {
            self.attach(desk, &draft);
        }
        let again = draft.clone();
        let received = self.counters[desk].desk().receive(draft);
        if self.counters[desk].wire.is_dead() {
            return; // died while it asked for numbers: what it did afterwards nobody saw
        }
        let received = match received {
            Ok(received) => received,
            Err(error) => return self.refused(desk, "intake", &error),
        };
        let id: DossierId = received.dossier.parse().expect("a dossier");
        self.known.dossiers.push(id);
        self.log.happened("dossiers");
        self.log.line(format_args!(
            "  desk {}: received {} as {}{}",
            desk + 1,
            self.name(id),
            short(&received.code),
            if received.provisional {
                ", temporary"
            } else {
                ""
            }
        ));
        self.log.happened(if received.provisional {
            "temporary codes"
        } else {
            "official codes at reception"
        });
        if received.provisional && self.ran_out(desk, &received.code) {
            self.log.happened(RAN_OUT);
        }
        if how == Intake::PressedTwice {
            let second = self.counters[desk].desk().receive(again);
            let is_dead = self.counters[desk].wire.is_dead();
            let same = is_dead || second.is_ok_and(|second| second.dossier == received.dossier);
            if !same {
                self.violated("one form received twice is two dossiers".to_owned());
            }
        }
        self.note_acts(desk, id);
    }

    /// Whether the desk may give numbers, held some for the day of a temporary code, and has none left.
    fn ran_out(&self, desk: usize, code: &str) -> bool {
        let day = ProvisionalCode::parse(code)
            .expect("a temporary code")
            .day();
        let read = self.counters[desk].store().read(|r| {
            let (identity, numbering) = (r.identity()?, r.numbering()?);
            let mut leases = r.leases(day)?;
            leases.retain(|state| {
                let lease = &state.lease;
                let is_of_life = lease.incarnation == identity.incarnation && !state.void;
                is_of_life && lease.agency == identity.agency && lease.day == day
            });
            let is_drawn = leases.iter().all(|state| state.next > state.lease.to);
            let may = numbering == Numbering::Open && !leases.is_empty();
            Ok::<_, StoreError>(may && is_drawn)
        });
        read.expect("read")
    }

    fn form(&mut self, desk: usize) -> IntakeDraft {
        let counter = &self.counters[desk];
        if self.form.is_none() {
            self.form = Some(filled_draft_at(counter.desk(), social_allowance()));
        }
        let mut draft = self.form.clone().expect("just made");
        draft.request_id = self.request();
        draft.note = format!("lần {}", self.known.dossiers.len() + 1);
        draft
    }

    /// One of a few pages: the same one may come twice.
    fn page(&mut self) -> Vec<u8> {
        static PAGES: LazyLock<Vec<Vec<u8>>> =
            LazyLock::new(|| (0..PAGES_COUNT).map(|n| jpeg_page(9 * n)).collect());
        self.rng.pick(&PAGES).cloned().expect("there are some")
    }

    fn attach(&mut self, desk: usize, draft: &IntakeDraft) {
        let page = self.page();
        let counter = self.counters[desk].desk();
        // a page belongs to a form that was saved
        let saved = counter.save_draft(draft.clone());
        let target = format!("draft:{}", draft.request_id);
        let component = draft.papers[0].component.clone();
        let attached = saved.and_then(|()| counter.attach(&target, &component, "trang.jpg", &page));
        match attached {
            Ok(_) => self.log.happened("pages"),
            Err(error) => self.refused(desk, "page", &error),
        }
    }

    /// Hands some dossier over to a department.
    pub(super) fn forward(&mut self, desk: usize) {
        let Some(dossier) = self.some_dossier(desk) else {
            return;
        };
        let to = (*self.rng.pick(&DEPARTMENTS).expect("there are some")).to_owned();
        let request = ForwardRequest {
            request_id: self.request(),
            dossiers: vec![dossier.to_string()],
            to,
        };
        let done = self.counters[desk].desk().forward(request);
        self.done(desk, "forwarded", dossier, done);
    }

    /// Does something with some dossier.
    pub(super) fn act(&mut self, desk: usize) {
        let Some(dossier) = self.some_dossier(desk) else {
            return;
        };
        let act = *self.rng.pick(&ACTS).expect("there are some");
        let request = ActRequest {
            dossier: dossier.to_string(),
            act: act.to_owned(),
            text: "theo yêu cầu".to_owned(),
            confirmed: true,
        };
        let done = self.counters[desk].desk().act(request);
        self.done(desk, act, dossier, done);
    }

    /// The lead moves to its own desk what another one holds.
    pub(super) fn take_over(&mut self) {
        let lead = LEADS_DESK;
        let from = self.rng.below(lead);
        if !self.counters[lead].is_up() || !self.counters[from].is_up() {
            return;
        }
        let from = self.counters[from].id().to_string();
        match self.counters[lead].desk().take_over(from) {
            Ok(moved) => {
                self.log.line(format_args!(
                    "  desk {}: takes over {moved} dossiers",
                    lead + 1
                ));
                self.log.happened("take-overs");
                for dossier in self.known.dossiers.clone() {
                    self.note_acts(lead, dossier);
                }
            }
            Err(error) => self.refused(lead, "take-over", &error),
        }
    }

    /// Prints some receipt again.
    pub(super) fn reprint(&mut self, desk: usize) {
        let Some(dossier) = self.some_dossier(desk) else {
            return;
        };
        let request = ReprintRequest {
            request_id: self.request(),
            dossier: dossier.to_string(),
            reason: "mất giấy".to_owned(),
        };
        let done = self.counters[desk].desk().reprint(request);
        self.done(desk, "reprinted", dossier, done.map(|_job| ()));
    }

    /// A page for a dossier that was received before.
    pub(super) fn add_page(&mut self, desk: usize) {
        let Some(dossier) = self.some_dossier(desk) else {
            return;
        };
        let component = self.form.as_ref().expect("something was received").papers[0]
            .component
            .clone();
        let page = self.page();
        let target = format!("dossier:{dossier}");
        let added = self.counters[desk]
            .desk()
            .attach(&target, &component, "trang.jpg", &page);
        self.done(desk, "page added", dossier, added.map(|_page| ()));
    }

    fn request(&mut self) -> String {
        let mut random = [0; 10];
        for byte in &mut random {
            *byte = u8::try_from(self.rng.below(256)).expect("a byte");
        }
        Builder::from_unix_timestamp_millis(self.step.into(), &random)
            .into_uuid()
            .to_string()
    }

    /// A dossier this desk knows, received here or elsewhere.
    fn some_dossier(&mut self, desk: usize) -> Option<DossierId> {
        let store = self.counters[desk].store();
        let known = |id: &DossierId| {
            let found = store.read(|r| r.dossier(*id));
            found.expect("read").is_some()
        };
        let here: Vec<DossierId> = self.known.dossiers.iter().copied().filter(known).collect();
        self.rng.pick(&here).copied()
    }

    fn done(
        &mut self,
        desk: usize,
        what: &'static str,
        dossier: DossierId,
        done: Result<(), ErrorView>,
    ) {
        match done {
            Ok(()) => {
                self.log.happened(what);
                let name = self.name(dossier);
                self.log
                    .line(format_args!("  desk {}: {what} {name}", desk + 1));
                self.note_acts(desk, dossier);
            }
            Err(error) => self.refused(desk, what, &error),
        }
    }

    fn refused(&mut self, desk: usize, what: &str, error: &ErrorView) {
        self.log.happened("refusals in words");
        self.log
            .line(format_args!("  desk {}: {what}: {}", desk + 1, error.code));
    }

    /// Every own event of the dossier is an act that was recorded.
    pub(super) fn note_acts(&mut self, desk: usize, dossier: DossierId) {
        let events = self.counters[desk].store().read(|r| r.timeline(dossier));
        let own = events
            .expect("read")
            .into_iter()
            .filter(|e| e.head.is_some());
        for event in own {
            let step = self.step;
            self.known.acts.entry(event.envelope.id).or_insert(Act {
                desk,
                dossier,
                step,
                left_the_desk: false,
                may_be_gone: false,
            });
        }
    }
}
