//! The journal of one dossier: the ingredients of its sentences, each with its proof.

use std::collections::BTreeMap;

use domain::dossier::EventBody;
use domain::time::Timestamp;
use protocol::view::{RefusalView, TimelineEntry};
use store::{Outage, Refusal, SentState, StoredEvent};

use crate::catalogue::Books;
use crate::intake::received_code;
use crate::intake::tags::tag;

/// Hexadecimal digits of the chain head that are shown.
const HASH_TAIL: usize = 8;

pub(crate) fn entry(event: &StoredEvent, books: &Books, outages: &[Outage]) -> TimelineEntry {
    let envelope = &event.envelope;
    let body = event.parsed();
    TimelineEntry {
        at: envelope.at.0,
        kind: body.as_ref().map_or("unknown", EventBody::kind).to_owned(),
        params: body.map(|body| params(&body, books)).unwrap_or_default(),
        officer: books.officer_name(&envelope.officer),
        desk: books.desk_label(envelope.origin),
        seq: envelope.seq,
        hash_tail: event.head.map(|head| tail(&head.hex())).unwrap_or_default(),
        sent: sent(event.sent).to_owned(),
        offline: event.head.is_some() && outages.iter().any(|o| covers(o, envelope.at)),
        held: if event.is_held() {
            event.verdict.clone()
        } else {
            String::new()
        },
        refusal: None,
        to_decide: false,
    }
}

/// Who refused it at the centre, when and why.
pub(crate) fn refusal_view(refusal: &Refusal) -> RefusalView {
    let is_named = !refusal.name.is_empty();
    RefusalView {
        at: refusal.at.0,
        officer: if is_named {
            refusal.name.clone()
        } else {
            refusal.officer.clone()
        },
        reason: refusal.reason.clone(),
    }
}

/// Whether there was no link at that moment.
pub(crate) fn covers(outage: &Outage, at: Timestamp) -> bool {
    outage.from <= at && outage.to.is_none_or(|to| at <= to)
}

fn tail(hex: &str) -> String {
    hex.chars()
        .skip(hex.len().saturating_sub(HASH_TAIL))
        .collect()
}

const fn sent(state: SentState) -> &'static str {
    match state {
        SentState::Pending => "pending",
        SentState::Acked => "acked",
        SentState::Durable => "durable",
    }
}

/// The values an event's sentence names.
pub(crate) fn params(body: &EventBody, books: &Books) -> BTreeMap<String, String> {
    let list: Vec<(&str, String)> = match body {
        EventBody::Received(received) => vec![("code", received_code(&received.code))],
        EventBody::NoticeIssued(notice) => vec![("reason", notice.reason.clone())],
        EventBody::CompetentAgencyReceived { due, .. } => vec![("due", due.at.promise())],
        EventBody::CodeAssigned { code } | EventBody::CodeCorrected { code } => {
            vec![("code", code.to_string())]
        }
        EventBody::ForeignCodeAssigned { code } => vec![("code", code.clone())],
        EventBody::AttachmentsAdded { attachments } => {
            let pages: u32 = attachments.iter().map(|a| u32::from(a.pages)).sum();
            vec![
                ("count", attachments.len().to_string()),
                ("pages", pages.to_string()),
            ]
        }
        EventBody::ReceiptReprinted { reprint_no, reason } => {
            vec![
                ("reprintNo", reprint_no.to_string()),
                ("reason", reason.clone()),
            ]
        }
        EventBody::Forwarded { to, .. } => vec![("to", books.owner_name(to))],
        EventBody::Claimed { to, .. } => vec![("to", books.desk_label(*to))],
        EventBody::ConflictSettled { decision, note, .. } => {
            vec![("decision", tag(decision)), ("reason", note.clone())]
        }
        EventBody::Accepted { by } => vec![("by", books.owner_name(by))],
        EventBody::SupplementRequested { items, reason } => {
            vec![("items", items.join("; ")), ("reason", reason.clone())]
        }
        EventBody::SupplementReceived { due } | EventBody::ObligationMet { due } => {
            vec![("due", due.at.promise())]
        }
        EventBody::ObligationRequested { note } => vec![("note", note.clone())],
        EventBody::AttachmentRemoved { reason, .. }
        | EventBody::Recalled { reason }
        | EventBody::SentBack { reason }
        | EventBody::Withdrawn { reason }
        | EventBody::Stopped { reason }
        | EventBody::Reopened { reason } => vec![("reason", reason.clone())],
        EventBody::Completed { decision } => vec![("decision", decision.clone())],
        EventBody::OutcomeReturned { collector, .. } => vec![("collector", collector.clone())],
        EventBody::Paid { amount, method } => {
            vec![("amount", amount.short()), ("method", method.clone())]
        }
        EventBody::ProcessingStarted => Vec::new(),
    };
    list.into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
