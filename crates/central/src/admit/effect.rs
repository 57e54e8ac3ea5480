//! What new events do: each is judged on the state its forerunners left, and one that may take
//! effect changes the dossier, its audience, the feeds, the codes and the wanted blobs.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::dossier::{Attachment, Dossier, EventBody, apply, fits};
use domain::ids::{DossierId, EventId, OfficeId};
use domain::journal::Envelope;
use domain::time::Timestamp;
use protocol::wire::WireEvent;

use super::chain::Walked;
use super::push::official_code;
use super::{
    Admission, AdmittedEvent, CodeKey, Delivery, Feed, IssueCode, KnownDossier, Loaded, Push, Want,
};

/// Takes the new events of a push whose chain agrees.
pub(super) fn take(push: &Push, loaded: &Loaded, walked: Walked) -> Admission {
    let skip = push.events().len() - walked.new_heads.len();
    let mut taking = Taking {
        loaded,
        dossiers: loaded.dossiers.clone(),
        codes: loaded.codes.clone(),
        seen: HashSet::new(),
        earlier: HashMap::new(),
        changed: BTreeSet::new(),
        admission: Admission {
            life: walked.life,
            duplicates: walked.duplicates,
            issues: walked.known_issues,
            ..Admission::default()
        },
    };
    for ((index, event, body), head) in push.read_events().skip(skip).zip(walked.new_heads) {
        let issue = taking.judge(event, body);
        let applied = issue.is_none_or(IssueCode::takes_effect);
        if let (true, Some(body)) = (applied, body) {
            taking.apply(index, event, body);
        }
        taking.seen.insert(event.envelope.id);
        taking
            .admission
            .issues
            .extend(issue.map(|issue| (event.envelope.id, issue)));
        taking.admission.events.push(AdmittedEvent {
            index,
            head,
            issue,
            applied,
        });
    }
    taking.finish()
}

/// Keeps the new events of a push whose chain agrees, none with effect.
pub(super) fn hold(push: &Push, loaded: &Loaded, walked: Walked) -> Admission {
    let skip = push.events().len() - walked.new_heads.len();
    let mut seen = HashSet::new();
    let mut admission = Admission {
        life: walked.life,
        duplicates: walked.duplicates,
        issues: walked.known_issues,
        ..Admission::default()
    };
    for ((index, event, _), head) in push.read_events().skip(skip).zip(walked.new_heads) {
        let id = event.envelope.id;
        let is_known = loaded.taken.contains(&id) || !seen.insert(id);
        let issue = if is_known {
            IssueCode::DuplicateId
        } else {
            IssueCode::RevokedDesk
        };
        admission.issues.push((id, issue));
        admission.events.push(AdmittedEvent {
            index,
            head,
            issue: Some(issue),
            applied: false,
        });
    }
    admission
}

struct Taking<'a> {
    loaded: &'a Loaded,
    dossiers: HashMap<DossierId, KnownDossier>,
    codes: HashMap<CodeKey, DossierId>,
    /// Ids of this push's new events so far.
    seen: HashSet<EventId>,
    /// New events of each dossier that took effect so far.
    earlier: HashMap<DossierId, Vec<usize>>,
    changed: BTreeSet<DossierId>,
    admission: Admission,
}

impl Taking<'_> {
    fn judge(&self, event: &WireEvent, body: Option<&EventBody>) -> Option<IssueCode> {
        let envelope = &event.envelope;
        if self.loaded.taken.contains(&envelope.id) || self.seen.contains(&envelope.id) {
            return Some(IssueCode::DuplicateId);
        }
        let Some(body) = body else {
            return Some(IssueCode::Unreadable);
        };
        let officer = self.judge_officer(envelope);
        if officer.is_some() {
            return officer;
        }
        let known = self.dossiers.get(&envelope.dossier);
        let refused = match (opening_office(body), known) {
            (Some(office), None) => self.judge_office(office),
            (Some(_), Some(known)) if known.state.received.is_some() => {
                Some(IssueCode::AlreadyReceived)
            }
            (None, None) => Some(IssueCode::UnknownDossier),
            (_, Some(known)) => self.judge_act(event, body, known),
        };
        refused
            .or_else(|| self.judge_code(envelope.dossier, body))
            .or_else(|| {
                let fitting = known.is_none_or(|known| fits(&known.state, envelope, body));
                (!fitting).then_some(IssueCode::NotFitting)
            })
    }

    fn judge_officer(&self, envelope: &Envelope) -> Option<IssueCode> {
        let Some(officer) = self.loaded.officers.get(&envelope.officer) else {
            return Some(IssueCode::UnknownOfficer);
        };
        let by_then = |since: Option<Timestamp>| since.is_some_and(|since| since <= envelope.at);
        if by_then(officer.revoked_at) {
            Some(IssueCode::RevokedOfficer)
        } else {
            by_then(officer.left_counter_at).then_some(IssueCode::NotAllowed)
        }
    }

    fn judge_office(&self, office: &OfficeId) -> Option<IssueCode> {
        (*office != self.loaded.office).then_some(IssueCode::NotAllowed)
    }

    fn judge_act(
        &self,
        event: &WireEvent,
        body: &EventBody,
        known: &KnownDossier,
    ) -> Option<IssueCode> {
        let ours = known
            .audience
            .contains(&Feed::Office(self.loaded.office.clone()));
        let epoch = event.envelope.own_epoch;
        match epoch.cmp(&known.state.own_epoch) {
            _ if !ours => Some(IssueCode::NotAllowed),
            std::cmp::Ordering::Greater => Some(IssueCode::NotAllowed),
            std::cmp::Ordering::Less if !is_append_only(body) => Some(IssueCode::StaleOwner),
            std::cmp::Ordering::Less | std::cmp::Ordering::Equal => None,
        }
    }

    fn judge_code(&self, dossier: DossierId, body: &EventBody) -> Option<IssueCode> {
        let code = official_code(body)?;
        match self.codes.get(&code) {
            Some(holder) if *holder != dossier => Some(IssueCode::CodeClash),
            Some(_) => None,
            None if self.loaded.leased.contains(&code) => None,
            None => Some(IssueCode::CodeNotLeased),
        }
    }

    fn apply(&mut self, index: usize, event: &WireEvent, body: &EventBody) {
        let id = event.envelope.dossier;
        let fresh = || KnownDossier {
            state: Dossier::new(id),
            audience: BTreeSet::new(),
        };
        let mut known = self.dossiers.remove(&id).unwrap_or_else(fresh);
        for feed in new_audience(body) {
            if known.audience.insert(feed.clone()) {
                self.join(id, feed);
            }
        }
        known.state = apply(known.state, &event.envelope, body);
        for feed in &known.audience {
            deliver(&mut self.admission.deliveries, feed, Delivery::Event(index));
        }
        self.dossiers.insert(id, known);
        self.earlier.entry(id).or_default().push(index);
        self.changed.insert(id);
        self.register(id, body);
    }

    /// A feed that joins late first gets what happened before.
    fn join(&mut self, id: DossierId, feed: Feed) {
        let deliveries = &mut self.admission.deliveries;
        if self.loaded.dossiers.contains_key(&id) {
            deliver(deliveries, &feed, Delivery::History(id));
        }
        for index in self.earlier.get(&id).into_iter().flatten() {
            deliver(deliveries, &feed, Delivery::Event(*index));
        }
        self.admission.audience.push((id, feed));
    }

    fn register(&mut self, dossier: DossierId, body: &EventBody) {
        if let Some(code) = official_code(body)
            && !self.codes.contains_key(&code)
        {
            self.codes.insert(code.clone(), dossier);
            self.admission.codes.push((code, dossier));
        }
        let want = |a: &Attachment| Want {
            dossier,
            hash: a.blob,
            size: a.size_bytes,
        };
        self.admission
            .wants
            .extend(attachments(body).iter().map(want));
    }

    fn finish(self) -> Admission {
        let Self {
            mut dossiers,
            changed,
            mut admission,
            ..
        } = self;
        let last = changed
            .into_iter()
            .filter_map(|id| Some((id, dossiers.remove(&id)?.state)));
        admission.dossiers = last.collect();
        admission
    }
}

fn deliver(to: &mut BTreeMap<Feed, Vec<Delivery>>, feed: &Feed, what: Delivery) {
    to.entry(feed.clone()).or_default().push(what);
}

/// The office named by an event a dossier can begin with.
const fn opening_office(body: &EventBody) -> Option<&OfficeId> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a dossier begins with no other event"
    )]
    match body {
        EventBody::Received(received) => Some(&received.office),
        EventBody::NoticeIssued(notice) => Some(&notice.office),
        _ => None,
    }
}

/// Feeds an event brings into the audience.
fn new_audience(body: &EventBody) -> Vec<Feed> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "no other event names a holder"
    )]
    match body {
        EventBody::Received(received) => vec![Feed::Office(received.office.clone())],
        EventBody::NoticeIssued(notice) => vec![Feed::Office(notice.office.clone())],
        EventBody::Forwarded { to, .. } => vec![Feed::of(to)],
        EventBody::Accepted { by } => vec![Feed::of(by)],
        _ => Vec::new(),
    }
}

/// Facts that stand whoever holds the dossier: money changed hands, a paper was printed, a code was
/// given, an outcome was handed over, papers came in, a person decided over a conflict
/// (architecture, conflicts and I2).
const fn is_append_only(body: &EventBody) -> bool {
    matches!(
        body,
        EventBody::Paid { .. }
            | EventBody::ReceiptReprinted { .. }
            | EventBody::CodeAssigned { .. }
            | EventBody::ForeignCodeAssigned { .. }
            | EventBody::CodeCorrected { .. }
            | EventBody::ConflictSettled { .. }
            | EventBody::OutcomeReturned { .. }
            | EventBody::SupplementReceived { .. }
    )
}

fn attachments(body: &EventBody) -> &[Attachment] {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "no other event brings pages"
    )]
    match body {
        EventBody::Received(received) => &received.attachments,
        EventBody::AttachmentsAdded { attachments } => attachments,
        _ => &[],
    }
}
