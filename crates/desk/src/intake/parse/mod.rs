//! From typed texts to domain types, once, collecting every field that cannot be read. Paths are
//! those of the draft as the window knows it.

mod party;
mod paths;
mod rest;

use domain::dossier::{Attachment, Conclusion, Intake, LimitChoice};
use domain::ids::ProcedureCode;
use domain::party::{Submitter, SubmitterCapacity};
use domain::procedure::{Channel, Procedure};
use protocol::view::IntakeDraft;

use super::draft::request_id;
use super::tags::from_tag;
use crate::errors::{Fault, Fields};

pub(crate) use paths::{Places, push_refused};

/// Most parties read.
const PARTIES_MAX: usize = 20;
/// Most papers read.
const PAPERS_MAX: usize = 100;

/// What was read of a draft; `fields` holds what could not be.
pub(crate) struct Parsed {
    pub(crate) intake: Intake,
    pub(crate) fields: Fields,
    pub(crate) places: Places,
}

/// Reads the draft.
pub(crate) fn parse(
    draft: &IntakeDraft,
    procedure: Option<&Procedure>,
    attachments: Vec<Attachment>,
) -> Result<Parsed, Fault> {
    let mut fields = Fields::default();
    bounds(draft, &mut fields);
    let parties = draft.parties.iter().take(PARTIES_MAX).enumerate();
    let (party_places, parties) = parties
        .filter(|(_, typed)| !party::is_left_out(typed))
        .filter_map(|(n, typed)| Some((n, party::party(typed, n, &mut fields)?)))
        .unzip();
    let (paper_places, papers) = rest::papers(draft, procedure, &attachments, &mut fields);
    let limit = if draft.verification {
        LimitChoice::Verification
    } else {
        LimitChoice::Ordinary
    };
    let intake = Intake {
        request: request_id(&draft.request_id)?,
        conclusion: Conclusion::Receive,
        procedure: ProcedureCode::parse(draft.procedure.trim()).ok(),
        case: usize::from(draft.case_index),
        channel: Channel::Direct,
        actual_channel: Channel::Direct,
        assisted: false,
        direct_reason: rest::direct_reason(&draft.direct_reason),
        limit,
        parties,
        submitter: submitter(draft, &mut fields),
        papers,
        attachments,
        sets: draft.sets,
        delivery: rest::delivery(draft, &mut fields),
        fee_context: rest::fee_context(draft, procedure),
        due_wish: rest::due_wish(draft, &mut fields),
        foreign_code: rest::some(&draft.foreign_code),
        is_foreign_system_down: draft.foreign_system_down,
        received_at: None,
        reason: String::new(),
        note: domain::text::nfc(draft.note.trim()),
    };
    Ok(Parsed {
        intake,
        fields,
        places: Places {
            papers: paper_places,
            parties: party_places,
        },
    })
}

fn bounds(draft: &IntakeDraft, fields: &mut Fields) {
    if draft.parties.len() > PARTIES_MAX {
        fields.push("parties", "too_many");
    }
    if draft.papers.len() > PAPERS_MAX {
        fields.push("papers", "too_many");
    }
}

fn submitter(draft: &IntakeDraft, fields: &mut Fields) -> Submitter {
    let capacity: Option<SubmitterCapacity> = from_tag(&draft.capacity);
    if capacity.is_none() {
        fields.push("capacity", "capacity_unknown");
    }
    let capacity = capacity.unwrap_or(SubmitterCapacity::Owner);
    let person = draft
        .submitter
        .as_ref()
        .filter(|_| capacity != SubmitterCapacity::Owner);
    Submitter {
        capacity,
        person: person.map(|typed| party::person(typed, "submitter", fields)),
    }
}
