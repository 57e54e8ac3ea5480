//! Papers, delivery, fee and due moment as typed.

use chrono::NaiveDateTime;
use domain::dossier::{Attachment, DirectReason, Paper, PaperState, ResultDelivery};
use domain::due::DueWish;
use domain::fee::{CopyRow, FeeContext};
use domain::procedure::{Channel, DossierComponent, FeeAmount, Procedure};
use domain::text::tidy;
use domain::time::CivilDateTime;
use protocol::view::{IntakeDraft, PaperDraft};

use super::PAPERS_MAX;
use crate::errors::Fields;
use crate::intake::tags::from_tag;

/// The papers that were judged, each with its place in the draft. Titles are the catalogue's.
pub(crate) fn papers(
    draft: &IntakeDraft,
    procedure: Option<&Procedure>,
    attachments: &[Attachment],
    fields: &mut Fields,
) -> (Vec<usize>, Vec<Paper>) {
    let all = || draft.papers.iter().take(PAPERS_MAX).enumerate();
    let has_pages = |paper: &PaperDraft| attachments.iter().any(|a| a.component == paper.component);
    let is_judged = |paper: &PaperDraft| !paper.state.is_empty();
    // with none judged at all one word says so for the whole table
    let is_begun = all().any(|(_, paper)| is_judged(paper));
    let must_be_judged = |paper: &PaperDraft| {
        has_pages(paper) || is_begun && !may_be_left_out(paper, draft, procedure)
    };
    all()
        .filter(|(_, typed)| is_judged(typed) || must_be_judged(typed))
        .map(|(n, typed)| (n, paper(typed, n, draft, procedure, fields)))
        .unzip()
}

fn may_be_left_out(paper: &PaperDraft, draft: &IntakeDraft, procedure: Option<&Procedure>) -> bool {
    component(paper, draft, procedure).is_none_or(|known| known.optional)
}

fn component<'a>(
    typed: &PaperDraft,
    draft: &IntakeDraft,
    procedure: Option<&'a Procedure>,
) -> Option<&'a DossierComponent> {
    let case = procedure?.cases.get(usize::from(draft.case_index))?;
    case.components.iter().find(|c| c.code == typed.component)
}

fn paper(
    typed: &PaperDraft,
    n: usize,
    draft: &IntakeDraft,
    procedure: Option<&Procedure>,
    fields: &mut Fields,
) -> Paper {
    let state = from_tag::<PaperState>(&typed.state).unwrap_or_else(|| {
        // its place is kept: its pages belong to it whatever its state will be
        fields.push(format!("papers.{n}.state"), "paper_state_unknown");
        PaperState::NotApplicable
    });
    let known = component(typed, draft, procedure);
    Paper {
        component: typed.component.clone(),
        title: known.map_or_else(|| tidy(&typed.title), |component| component.title.clone()),
        state,
        originals: typed.originals,
        certified_copies: typed.certified_copies,
        photocopies: typed.photocopies,
        shown_only: typed.shown_only,
        note: tidy(&typed.note),
    }
}

pub(crate) fn delivery(draft: &IntakeDraft, fields: &mut Fields) -> ResultDelivery {
    match draft.delivery.as_str() {
        "post" => ResultDelivery::Post {
            address: tidy(&draft.delivery_address),
        },
        "electronic" => ResultDelivery::Electronic,
        "at_office" => ResultDelivery::AtOffice,
        _ => {
            fields.push("delivery", "delivery_unknown");
            ResultDelivery::AtOffice
        }
    }
}

/// Where the fee counts pages, the form's two numbers are one row of the grid.
pub(crate) fn fee_context(draft: &IntakeDraft, procedure: Option<&Procedure>) -> FeeContext {
    let fees = procedure
        .and_then(|p| p.terms(Channel::Direct))
        .map(|method| &method.fees);
    let counts_pages = fees.is_some_and(|fees| {
        fees.iter()
            .any(|fee| matches!(fee.amount, FeeAmount::CertifiedCopy { .. }))
    });
    let row = || CopyRow {
        title: String::new(),
        pages: draft.pages,
        copies: draft.copies,
    };
    FeeContext {
        copies: u32::from(draft.copies),
        copy_rows: counts_pages.then(row).into_iter().collect(),
        exemption: some(&draft.exemption),
    }
}

pub(crate) fn due_wish(draft: &IntakeDraft, fields: &mut Fields) -> Option<DueWish> {
    let typed = some(&draft.due_override)?;
    let Ok(at) = NaiveDateTime::parse_from_str(&typed, "%Y-%m-%dT%H:%M") else {
        fields.push("dueOverride", "due_wrong");
        return None;
    };
    Some(DueWish {
        at: CivilDateTime(at),
        ground: tidy(&draft.due_ground),
        approver: tidy(&draft.due_approver),
    })
}

/// `no_account`, `old_or_disabled`, or `portal_down:` and the incident.
pub(crate) fn direct_reason(typed: &str) -> Option<DirectReason> {
    match typed.trim() {
        "" => None,
        "no_account" => Some(DirectReason::NoAccount),
        "old_or_disabled" => Some(DirectReason::OldOrDisabled),
        other => {
            let incident = other.strip_prefix("portal_down:").unwrap_or(other);
            Some(DirectReason::PortalDown {
                incident: tidy(incident),
            })
        }
    }
}

/// The text, if anything was typed.
pub(crate) fn some(typed: &str) -> Option<String> {
    let text = tidy(typed);
    (!text.is_empty()).then_some(text)
}
