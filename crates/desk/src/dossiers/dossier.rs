//! One dossier, whole: what its events made of it, its journal, its pages, and what may be done now.

use std::collections::{HashMap, HashSet};

use domain::dossier::{Act, Dossier, Owner, Paper, Received, ReceivedCode, ResultDelivery, decide};
use domain::fee::total;
use domain::ids::{DossierId, EventId, RequestId};
use domain::party::{Party, PartyBody};
use domain::time::Timestamp;
use protocol::view::{DossierView, ErrorView, PaperDraft, PartyDraft, TimelineEntry};
use store::{DossierRow, Outage, PrintJob, Refusal, StoredEvent};

use super::forward_targets::targets;
use super::late::{late, touched};
use super::timeline::{entry, refusal_view};
use super::{dossier_id, row_view};
use crate::act::dossier;
use crate::attachments::dossier_attachments;
use crate::catalogue::Books;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};
use crate::intake::tags::tag;
use crate::intake::{charge_view, empty_party, received_code, working};
use crate::printing::job_view;

impl Desk {
    /// One dossier by its id.
    ///
    /// # Errors
    /// `dossier.unknown`.
    pub fn dossier(&self, id: String) -> Result<DossierView, ErrorView> {
        self.work().and_then(|work| find(&work, &id)).map_err(view)
    }
}

/// What one read brings.
pub(super) struct Found {
    pub(super) state: Dossier,
    row: DossierRow,
    pub(super) events: Vec<StoredEvent>,
    pub(super) outages: Vec<Outage>,
    jobs: Vec<PrintJob>,
    refusals: HashMap<EventId, Refusal>,
    /// Events with an open task.
    to_decide: HashSet<EventId>,
}

fn find(work: &Work<'_>, id: &str) -> Result<DossierView, Fault> {
    let id = dossier_id(id)?;
    let found = read(work, id)?;
    let books = work.books()?;
    let received = found.state.received.as_ref();
    let received = received.ok_or_else(|| Fault::code(Code::DossierUnknown))?;
    let holder = found.state.holder;
    let due = found.state.due.as_ref().unwrap_or(&received.due);
    let submitter = received.submitter.person.as_ref();
    Ok(DossierView {
        alias: alias(&found.state, received),
        parties: received.parties.iter().map(party_draft).collect(),
        capacity: tag(&received.submitter.capacity),
        submitter: submitter
            .map(|person| person.name.clone())
            .unwrap_or_default(),
        due_text: due.at.promise(),
        due_working: working(due),
        papers: received.papers.iter().map(paper_draft).collect(),
        attachments: dossier_attachments(work, &found.state)?,
        charges: received.charges.iter().map(charge_view).collect(),
        total: total(&received.charges).map_or(0, |total| total.known.0),
        money: tag(&found.state.money),
        delivery_status: tag(&found.state.delivery),
        digitisation: tag(&found.state.digitisation),
        delivery: delivery_name(&received.delivery).to_owned(),
        note: received.note.clone(),
        timeline: found
            .events
            .iter()
            .map(|event| TimelineEntry {
                refusal: found.refusals.get(&event.envelope.id).map(refusal_view),
                to_decide: found.to_decide.contains(&event.envelope.id),
                ..entry(event, &books, &found.outages)
            })
            .collect(),
        print_jobs: found
            .jobs
            .iter()
            .map(|job| job_view(job, found.row.code.clone()))
            .collect(),
        holder: holder
            .map(|desk| books.desk_label(desk))
            .unwrap_or_default(),
        held_here: holder == Some(books.desk()),
        lateness: late(&found, work.now),
        outages: touched(&found),
        acts: acts(work, &books, &found.state),
        forward_targets: targets(&books),
        row: row_view(found.row, Some(&books)),
    })
}

fn read(work: &Work<'_>, id: DossierId) -> Result<Found, Fault> {
    work.store().read(|r| {
        Ok(Found {
            state: dossier(r, id)?,
            row: r
                .row_of(id)?
                .ok_or_else(|| Fault::code(Code::DossierUnknown))?,
            events: r.timeline(id)?,
            outages: r.outages_between(Timestamp(i64::MIN), work.now)?,
            jobs: r.print_jobs_of(id)?,
            refusals: r.refusals(id)?,
            to_decide: r.to_decide(id)?,
        })
    })
}

/// The temporary code, once the official one has come.
fn alias(state: &Dossier, received: &Received) -> String {
    let is_alias =
        state.assigned_code.is_some() && matches!(received.code, ReceivedCode::Provisional { .. });
    if is_alias {
        received_code(&received.code)
    } else {
        String::new()
    }
}

/// What this officer may do now, by asking the rules themselves.
fn acts(work: &Work<'_>, books: &Books, state: &Dossier) -> Vec<String> {
    let Ok(role) = work.at_counter() else {
        return Vec::new();
    };
    let context = books.context(work.now, role, None);
    let reason = || "…".to_owned();
    let to = books
        .policy
        .departments
        .first()
        .map(|d| Owner::Department { id: d.id.clone() });
    let forward = to.map(|to| Act::Forward {
        to,
        request: RequestId(uuid::Uuid::nil()),
    });
    let candidates = [
        ("forward", forward),
        ("accept", Some(Act::Accept)),
        (
            "set_foreign_code",
            Some(Act::AssignForeignCode {
                code: "0".to_owned(),
            }),
        ),
        ("reprint", Some(Act::ReprintReceipt { reason: reason() })),
        ("claim", Some(Act::Claim { desk: books.desk() })),
        ("recall", Some(Act::Recall { reason: reason() })),
        ("start_processing", Some(Act::StartProcessing)),
        (
            "request_supplement",
            Some(Act::RequestSupplement {
                items: vec![reason()],
                reason: reason(),
            }),
        ),
        ("receive_supplement", Some(Act::ReceiveSupplement)),
        (
            "complete",
            Some(Act::Complete {
                decision: String::new(),
            }),
        ),
        (
            "return_outcome",
            Some(Act::ReturnOutcome {
                collector: reason(),
                all_present: true,
            }),
        ),
    ];
    let is_legal = |act: Act| decide(state, act, &context).is_ok_and(|made| !made.is_empty());
    let mut names: Vec<String> = candidates
        .into_iter()
        .filter_map(|(name, act)| is_legal(act?).then(|| name.to_owned()))
        .collect();
    if !state.status.is_final() {
        names.push("attach".to_owned());
    }
    names
}

const fn delivery_name(delivery: &ResultDelivery) -> &'static str {
    match delivery {
        ResultDelivery::AtOffice => "at_office",
        ResultDelivery::Post { .. } => "post",
        ResultDelivery::Electronic => "electronic",
    }
}

fn party_draft(party: &Party) -> PartyDraft {
    let common = PartyDraft {
        role: tag(&party.role),
        name: party.body.name().to_owned(),
        phone: party
            .body
            .phone()
            .map(|phone| phone.spaced())
            .unwrap_or_default(),
        ..empty_party()
    };
    match &party.body {
        PartyBody::Person(person) => PartyDraft {
            number: person
                .number
                .as_ref()
                .map(|n| n.as_str().to_owned())
                .unwrap_or_default(),
            birth: person
                .birth
                .map(|birth| birth.vietnamese())
                .unwrap_or_default(),
            sex: person.sex.map(|sex| tag(&sex)).unwrap_or_default(),
            address_on_card: person.address_on_card.clone(),
            address_line: person.address_now.line.clone(),
            ward: person.address_now.ward.clone(),
            province: person.address_now.province.clone(),
            email: person.email.clone(),
            ..common
        },
        PartyBody::Organisation(organisation) => PartyDraft {
            kind: "organisation".to_owned(),
            tax_code: organisation
                .tax_code
                .as_ref()
                .map(|c| c.as_str().to_owned())
                .unwrap_or_default(),
            representative: organisation.representative.clone(),
            address_line: organisation.address.line.clone(),
            ward: organisation.address.ward.clone(),
            province: organisation.address.province.clone(),
            email: organisation.email.clone(),
            ..common
        },
    }
}

fn paper_draft(paper: &Paper) -> PaperDraft {
    PaperDraft {
        component: paper.component.clone(),
        title: paper.title.clone(),
        state: tag(&paper.state),
        originals: paper.originals,
        certified_copies: paper.certified_copies,
        photocopies: paper.photocopies,
        shown_only: paper.shown_only,
        note: paper.note.clone(),
    }
}
