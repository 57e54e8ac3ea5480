//! One task with both sides, field by field: who, when, which desk; and what may be done about it.

use std::collections::BTreeSet;

use domain::dossier::{Act, Dossier, EventBody, decide};
use domain::ids::RequestId;
use protocol::view::{ConflictField, ConflictView, ErrorView, SideView};
use store::{Reader, StoredEvent, Task};

use super::tasks::{CODE_CLASH, Sides, is_conflict, task_view};
use crate::catalogue::Books;
use crate::desk::{Desk, Work};
use crate::dossiers::params;
use crate::errors::{Code, Fault, view};
use crate::ids::new_uuid;

impl Desk {
    /// One open task with both sides.
    ///
    /// # Errors
    /// `task.unknown`.
    pub fn task(&self, id: u32) -> Result<ConflictView, ErrorView> {
        self.work().and_then(|work| find(&work, id)).map_err(view)
    }
}

fn find(work: &Work<'_>, id: u32) -> Result<ConflictView, Fault> {
    let books = work.books()?;
    work.store().read(|r| {
        let task = open_task(r, id)?;
        let sides = Sides::read(r, &task)?;
        let choices = choices(work, &books, &task, sides.as_ref())?;
        let side = |event: &StoredEvent| side(r, &books, &task, event);
        let (mine, theirs) = match &sides {
            Some(sides) => (sides.mine.as_ref(), sides.theirs.as_ref()),
            None => (None, None),
        };
        Ok(ConflictView {
            mine: mine.map(side).transpose()?,
            theirs: theirs.map(side).transpose()?,
            fields: fields(r, &books, mine, theirs)?,
            choices: choices.into_iter().map(str::to_owned).collect(),
            task: task_view(r, task.clone())?,
        })
    })
}

/// The task, while nobody has ended it.
pub(super) fn open_task(r: &Reader<'_>, id: u32) -> Result<Task, Fault> {
    r.task(id)?.ok_or_else(|| Fault::code(Code::TaskUnknown))
}

fn side(
    r: &Reader<'_>,
    books: &Books,
    task: &Task,
    event: &StoredEvent,
) -> Result<SideView, Fault> {
    let envelope = &event.envelope;
    let is_other = task.dossier != Some(envelope.dossier);
    let row = if is_other {
        r.row_of(envelope.dossier)?
    } else {
        None
    };
    Ok(SideView {
        kind: event.kind.clone(),
        at: envelope.at.0,
        officer: books.officer_name(&envelope.officer),
        desk: books.desk_label(envelope.origin),
        code: row.map(|row| row.code).unwrap_or_default(),
    })
}

/// Every field either side names; of a reception who and what, for two dossiers under one code.
fn fields(
    r: &Reader<'_>,
    books: &Books,
    mine: Option<&StoredEvent>,
    theirs: Option<&StoredEvent>,
) -> Result<Vec<ConflictField>, Fault> {
    let values = |event: Option<&StoredEvent>| {
        let Some(event) = event else {
            return Ok(Default::default());
        };
        let body = event.parsed();
        let mut values = body.map(|body| params(&body, books)).unwrap_or_default();
        if event.kind == "received"
            && let Some(row) = r.row_of(event.envelope.dossier)?
        {
            values.insert("person".to_owned(), row.person);
            values.insert("procedure".to_owned(), row.procedure_name);
        }
        Ok::<_, Fault>(values)
    };
    let (mine, theirs) = (values(mine)?, values(theirs)?);
    let names: BTreeSet<&String> = mine.keys().chain(theirs.keys()).collect();
    let value = |values: &std::collections::BTreeMap<String, String>, name: &String| {
        values.get(name).cloned().unwrap_or_default()
    };
    Ok(names
        .into_iter()
        .map(|name| ConflictField {
            name: name.clone(),
            mine: value(&mine, name),
            theirs: value(&theirs, name),
        })
        .collect())
}

/// What may be done about a task now, by asking the rules themselves.
pub(super) fn choices(
    work: &Work<'_>,
    books: &Books,
    task: &Task,
    sides: Option<&Sides>,
) -> Result<Vec<&'static str>, Fault> {
    if work.at_counter().is_err() {
        return Ok(Vec::new());
    }
    let is_refused = task.refusal.is_some();
    let Some(sides) = sides.filter(|sides| sides.mine.is_some()) else {
        return Ok(vec![if is_refused { "leave" } else { "hand" }]);
    };
    let can_redo = redo(work, books, sides)?.is_some();
    if is_refused {
        let resend = can_redo.then_some("resend");
        return Ok(resend.into_iter().chain(["leave"]).collect());
    }
    if !is_conflict(&task.kind) {
        let resend = can_redo.then_some("resend");
        return Ok(resend.into_iter().chain(["hand", "export"]).collect());
    }
    if task.kind == CODE_CLASH {
        let here = sides.state.holder == Some(books.desk());
        let correct = here.then_some("correct_code");
        return Ok(correct.into_iter().chain(["standing"]).collect());
    }
    if is_fact_for_ever(sides) {
        return Ok(vec!["standing", "other", "both"]);
    }
    let other = can_redo.then_some("other");
    Ok(["standing"].into_iter().chain(other).collect())
}

/// Papers that came in and outcomes that were handed out are facts on both sides: nothing is done
/// again, a person says which is true.
pub(super) fn is_fact_for_ever(sides: &Sides) -> bool {
    let kind = sides.mine.as_ref().map(|event| event.kind.as_str());
    matches!(kind, Some("outcome_returned" | "supplement_received"))
}

/// The act of one side done again on the dossier as it stands; `None` when the rules refuse it.
pub(super) fn redo(work: &Work<'_>, books: &Books, sides: &Sides) -> Result<Option<Act>, Fault> {
    let body = sides.mine.as_ref().and_then(StoredEvent::parsed);
    let request = RequestId(new_uuid(work.now)?);
    let act = body.and_then(|body| act_of(body, books, request));
    Ok(act.filter(|act| is_legal(work, books, &sides.state, act.clone())))
}

fn is_legal(work: &Work<'_>, books: &Books, state: &Dossier, act: Act) -> bool {
    let context = books.context(work.now, work.officer.role, None);
    decide(state, act, &context).is_ok_and(|made| !made.is_empty())
}

fn act_of(body: EventBody, books: &Books, request: RequestId) -> Option<Act> {
    Some(match body {
        EventBody::AttachmentsAdded { attachments } => Act::AddAttachments { attachments },
        EventBody::AttachmentRemoved { attachment, reason } => {
            Act::RemoveAttachment { attachment, reason }
        }
        EventBody::Forwarded { to, .. } => Act::Forward { to, request },
        EventBody::Recalled { reason } => Act::Recall { reason },
        EventBody::SentBack { reason } => Act::SendBack { reason },
        EventBody::Claimed { .. } => Act::Claim { desk: books.desk() },
        EventBody::ProcessingStarted => Act::StartProcessing,
        EventBody::SupplementRequested { items, reason } => {
            Act::RequestSupplement { items, reason }
        }
        EventBody::SupplementReceived { .. } => Act::ReceiveSupplement,
        EventBody::ObligationRequested { note } => Act::RequestObligation { note },
        EventBody::ObligationMet { .. } => Act::MeetObligation,
        EventBody::Withdrawn { reason } => Act::Withdraw { reason },
        EventBody::Stopped { reason } => Act::Stop { reason },
        EventBody::Completed { decision } => Act::Complete { decision },
        EventBody::Reopened { reason } => Act::Reopen { reason },
        EventBody::OutcomeReturned { collector } => Act::ReturnOutcome {
            collector,
            all_present: true,
        },
        EventBody::Paid { amount, method } => Act::Pay { amount, method },
        EventBody::Received(_)
        | EventBody::NoticeIssued(_)
        | EventBody::CompetentAgencyReceived { .. }
        | EventBody::CodeAssigned { .. }
        | EventBody::ForeignCodeAssigned { .. }
        | EventBody::CodeCorrected { .. }
        | EventBody::ReceiptReprinted { .. }
        | EventBody::Accepted { .. }
        | EventBody::ConflictSettled { .. } => return None,
    })
}
