//! What an officer may do with a dossier, and which events it makes. All rules are here and in the
//! intake checks; nothing is written, drawn or read from a clock.

use std::collections::BTreeSet;

use crate::code::DossierCode;
use crate::dossier::act::Act;
use crate::dossier::context::{Context, Role};
use crate::dossier::event::{Attachment, EventBody, Notice, ReceivedCode};
use crate::dossier::intake::{ATTACHMENTS_MAX, CheckedIntake, NOTE_CHARS_MAX, foreign_code};
use crate::dossier::refusal::Refusal;
use crate::dossier::settling::Decision;
use crate::dossier::state::{BusinessStatus, Dossier, Owner};
use crate::due::{self, DuePromise, Pause};
use crate::ids::{AttachmentId, DeskId, EventId, RequestId};
use crate::money::Dong;
use crate::time::CivilDateTime;

/// Most items one request for papers may list.
pub const ITEMS_MAX: usize = 100;

/// The events `act` makes; none when it was done already by the same request.
///
/// # Errors
/// [`Refusal`] says why the act is not possible.
pub fn decide(state: &Dossier, act: Act, context: &Context<'_>) -> Result<Vec<EventBody>, Refusal> {
    let is_first = matches!(act, Act::Receive { .. } | Act::IssueNotice { .. });
    if !is_first && state.received.is_none() {
        return Err(Refusal::NotReceived);
    }
    match act {
        Act::Receive { intake, code } => receive(state, *intake, code),
        Act::IssueNotice { notice } => issue_notice(state, notice),
        Act::ConfirmCompetentReception { received_at } => confirm(state, received_at, context),
        Act::AssignCode { code } => assign_code(state, code),
        Act::AssignForeignCode { code } => assign_foreign_code(state, &code),
        Act::CorrectCode { code } => correct_code(state, code),
        Act::AddAttachments { attachments } => add_attachments(state, attachments),
        Act::RemoveAttachment { attachment, reason } => {
            remove_attachment(state, attachment, reason)
        }
        Act::ReprintReceipt { reason } => reprint(state, reason),
        Act::Forward { to, request } => forward(state, to, request, context),
        Act::Accept => accept(state, context),
        Act::SendBack { reason } => send_back(state, reason, context),
        Act::Recall { reason } => recall(state, reason, context),
        Act::Claim { desk } => claim(state, desk, context),
        Act::Settle {
            about,
            decision,
            note,
        } => settle(state, about, decision, note),
        Act::StartProcessing => start_processing(state, context),
        Act::RequestSupplement { items, reason } => {
            request_supplement(state, items, reason, context)
        }
        Act::ReceiveSupplement => receive_supplement(state, context),
        Act::RequestObligation { note } => request_obligation(state, note, context),
        Act::MeetObligation => meet_obligation(state, context),
        Act::Withdraw { reason } => withdraw(state, reason, context),
        Act::Stop { reason } => stop(state, reason, context),
        Act::Complete { decision } => complete(state, decision, context),
        Act::Reopen { reason } => reopen(state, reason, context),
        Act::ReturnOutcome {
            collector,
            all_present,
        } => return_outcome(state, collector, all_present, context),
        Act::Pay { amount, method } => pay(state, amount, method),
    }
}

type Decided = Result<Vec<EventBody>, Refusal>;

fn receive(state: &Dossier, intake: CheckedIntake, code: ReceivedCode) -> Decided {
    let event = intake.receive(code)?;
    if let (Some(before), EventBody::Received(now)) = (&state.received, &event)
        && before.request == now.request
    {
        return Ok(Vec::new());
    }
    may_be_received(state)?;
    Ok(vec![event])
}

fn may_be_received(state: &Dossier) -> Result<(), Refusal> {
    if state.received.is_some() {
        return Err(Refusal::AlreadyReceived);
    }
    if state.status != BusinessStatus::Registered {
        return Err(Refusal::Status {
            status: state.status,
        });
    }
    Ok(())
}

fn issue_notice(state: &Dossier, notice: Box<Notice>) -> Decided {
    may_be_received(state)?;
    Ok(vec![EventBody::NoticeIssued(notice)])
}

fn remove_attachment(state: &Dossier, attachment: AttachmentId, reason: String) -> Decided {
    if !state.attachments.iter().any(|a| a.id == attachment) {
        return Err(Refusal::AttachmentUnknown);
    }
    let reason = required(reason)?;
    Ok(vec![EventBody::AttachmentRemoved { attachment, reason }])
}

fn reprint(state: &Dossier, reason: String) -> Decided {
    let reprint_no = state.reprints.saturating_add(1);
    let reason = required(reason)?;
    Ok(vec![EventBody::ReceiptReprinted { reprint_no, reason }])
}

fn pay(state: &Dossier, amount: Dong, method: String) -> Decided {
    if amount <= Dong::ZERO || state.paid.checked_add(amount).is_none() {
        return Err(Refusal::AmountWrong);
    }
    let method = required(method)?;
    Ok(vec![EventBody::Paid { amount, method }])
}

fn start_processing(state: &Dossier, context: &Context<'_>) -> Decided {
    held(state, context)?;
    in_status(state, BusinessStatus::Received)?;
    Ok(vec![EventBody::ProcessingStarted])
}

fn receive_supplement(state: &Dossier, context: &Context<'_>) -> Decided {
    known_here(state, context)?;
    in_status(state, BusinessStatus::SupplementRequested)?;
    Ok(vec![EventBody::SupplementReceived {
        due: resumed(state, context)?,
    }])
}

fn request_obligation(state: &Dossier, note: String, context: &Context<'_>) -> Decided {
    held(state, context)?;
    in_status(state, BusinessStatus::Processing)?;
    Ok(vec![EventBody::ObligationRequested {
        note: required(note)?,
    }])
}

fn meet_obligation(state: &Dossier, context: &Context<'_>) -> Decided {
    known_here(state, context)?;
    in_status(state, BusinessStatus::ObligationRequested)?;
    Ok(vec![EventBody::ObligationMet {
        due: resumed(state, context)?,
    }])
}

/// Possible while no decision exists; the receiving counter asks (Decree 118/2025, Art. 21).
fn withdraw(state: &Dossier, reason: String, context: &Context<'_>) -> Decided {
    known_here(state, context)?;
    if !state.status.may_become(BusinessStatus::Withdrawn) {
        return Err(Refusal::Status {
            status: state.status,
        });
    }
    Ok(vec![EventBody::Withdrawn {
        reason: required(reason)?,
    }])
}

fn stop(state: &Dossier, reason: String, context: &Context<'_>) -> Decided {
    held(state, context)?;
    in_status(state, BusinessStatus::Processing)?;
    Ok(vec![EventBody::Stopped {
        reason: required(reason)?,
    }])
}

/// 9→4 corrects a wrong outcome and needs a reason.
fn reopen(state: &Dossier, reason: String, context: &Context<'_>) -> Decided {
    known_here(state, context)?;
    in_status(state, BusinessStatus::Completed)?;
    Ok(vec![EventBody::Reopened {
        reason: required(reason)?,
    }])
}

/// The clock runs from the competent authority's own reception: the promise is computed anew.
fn confirm(state: &Dossier, received_at: CivilDateTime, context: &Context<'_>) -> Decided {
    let Some(promise) = state
        .due
        .as_ref()
        .filter(|due| due.waits_for_competent_agency())
    else {
        return Err(Refusal::NotAwaited);
    };
    if state.status.is_final() {
        return Err(Refusal::Status {
            status: state.status,
        });
    }
    let due = due::compute(
        &promise.limit,
        received_at,
        context.calendar,
        context.policy,
    )
    .map_err(Refusal::Due)?;
    Ok(vec![EventBody::CompetentAgencyReceived {
        received_at,
        due,
    }])
}

fn assign_code(state: &Dossier, code: DossierCode) -> Decided {
    let Some(received) = &state.received else {
        return Err(Refusal::NotReceived);
    };
    let ReceivedCode::Provisional { code: provisional } = &received.code else {
        return Err(Refusal::CodeGiven);
    };
    match &state.assigned_code {
        Some(given) if *given == code.to_string() => Ok(Vec::new()),
        Some(_) => Err(Refusal::CodeGiven),
        None if received.awaits_foreign_code || provisional.day() != code.day() => {
            Err(Refusal::CodeMismatch)
        }
        None => Ok(vec![EventBody::CodeAssigned { code }]),
    }
}

/// The system was down at reception and numbers now; only it can (counter.md 1).
fn assign_foreign_code(state: &Dossier, code: &str) -> Decided {
    let Some(received) = &state.received else {
        return Err(Refusal::NotReceived);
    };
    if !matches!(received.code, ReceivedCode::Provisional { .. }) {
        return Err(Refusal::CodeGiven);
    }
    let code = foreign_code(code)
        .filter(|_| received.awaits_foreign_code)
        .ok_or(Refusal::CodeMismatch)?;
    match &state.assigned_code {
        Some(given) if *given == code => Ok(Vec::new()),
        Some(_) => Err(Refusal::CodeGiven),
        None => Ok(vec![EventBody::ForeignCodeAssigned { code }]),
    }
}

/// Only an official code can be another dossier's; a new one carries the same day.
fn correct_code(state: &Dossier, code: DossierCode) -> Decided {
    let Some(received) = &state.received else {
        return Err(Refusal::NotReceived);
    };
    let day = match &received.code {
        ReceivedCode::Official { code, .. } => code.day(),
        ReceivedCode::Provisional { code }
            if state.assigned_code.is_some() && !received.awaits_foreign_code =>
        {
            code.day()
        }
        ReceivedCode::Provisional { .. } | ReceivedCode::Foreign { .. } => {
            return Err(Refusal::CodeMismatch);
        }
    };
    if day != code.day() || state.code().is_some_and(|held| held == code.to_string()) {
        return Err(Refusal::CodeMismatch);
    }
    Ok(vec![EventBody::CodeCorrected { code }])
}

/// The owner takes back what the other side has not accepted.
fn recall(state: &Dossier, reason: String, context: &Context<'_>) -> Decided {
    held(state, context)?;
    if state.forwarded_to.is_none() {
        return Err(Refusal::NotForwarded);
    }
    let reason = required(reason)?;
    Ok(vec![EventBody::Recalled { reason }])
}

/// An officer claims for the own desk; the lead moves what another desk holds.
fn claim(state: &Dossier, to: DeskId, context: &Context<'_>) -> Decided {
    known_here(state, context)?;
    if state.status.is_final() {
        return Err(Refusal::Status {
            status: state.status,
        });
    }
    if context.desk != Some(to) && context.role != Role::Lead {
        return Err(Refusal::NeedsLead);
    }
    if state.holder == Some(to) {
        return Ok(Vec::new());
    }
    Ok(vec![EventBody::Claimed {
        from: state.holder,
        to,
    }])
}

/// Once is enough: a conflict that was settled is not settled again.
fn settle(state: &Dossier, about: EventId, decision: Decision, note: String) -> Decided {
    if state.settled.iter().any(|settled| settled.about == about) {
        return Ok(Vec::new());
    }
    let note = required(note)?;
    Ok(vec![EventBody::ConflictSettled {
        about,
        decision,
        note,
    }])
}

fn add_attachments(state: &Dossier, attachments: Vec<Attachment>) -> Decided {
    if attachments.is_empty() {
        return Err(Refusal::NothingListed);
    }
    if attachments.len() > ATTACHMENTS_MAX {
        return Err(Refusal::TooLong);
    }
    let mut known: BTreeSet<AttachmentId> = state.attachments.iter().map(|a| a.id).collect();
    if !attachments.iter().all(|a| known.insert(a.id)) {
        return Err(Refusal::AttachmentTwice);
    }
    Ok(vec![EventBody::AttachmentsAdded { attachments }])
}

/// Only the owner hands over; the same request again is harmless.
fn forward(state: &Dossier, to: Owner, request: RequestId, context: &Context<'_>) -> Decided {
    if state.last_forward == Some(request) {
        return Ok(Vec::new());
    }
    held(state, context)?;
    if state.status.is_final() {
        return Err(Refusal::Status {
            status: state.status,
        });
    }
    if state.forwarded_to.is_some() {
        return Err(Refusal::AlreadyForwarded);
    }
    if state.owner.as_ref() == Some(&to) {
        return Err(Refusal::SameOwner);
    }
    Ok(vec![EventBody::Forwarded { to, request }])
}

fn accept(state: &Dossier, context: &Context<'_>) -> Decided {
    if state.forwarded_to.as_ref() != Some(context.acting_for) {
        return Err(Refusal::NotForwardedHere);
    }
    Ok(vec![EventBody::Accepted {
        by: context.acting_for.clone(),
    }])
}

/// Whoever it was handed over to, or who has taken it over from the receiving office.
fn send_back(state: &Dossier, reason: String, context: &Context<'_>) -> Decided {
    if state.status.is_final() {
        return Err(Refusal::Status {
            status: state.status,
        });
    }
    let target = state.forwarded_to.as_ref();
    let is_owner_away =
        target.is_none() && owned(state, context).is_ok() && !is_home(state, context);
    if target != Some(context.acting_for) && !is_owner_away {
        return Err(Refusal::NotForwardedHere);
    }
    Ok(vec![EventBody::SentBack {
        reason: required(reason)?,
    }])
}

/// The first request pauses the clock; a second counts as late in the national score, so it is the
/// lead's (domain.md §1.2, 9).
fn request_supplement(
    state: &Dossier,
    items: Vec<String>,
    reason: String,
    context: &Context<'_>,
) -> Decided {
    held(state, context)?;
    in_status(state, BusinessStatus::Processing)?;
    if state.supplement_requests > 0 && context.role != Role::Lead {
        return Err(Refusal::NeedsLead);
    }
    if items.is_empty() || items.iter().any(|item| item.trim().is_empty()) {
        return Err(Refusal::NothingListed);
    }
    let is_long = |item: &String| item.chars().count() > NOTE_CHARS_MAX;
    if items.len() > ITEMS_MAX || items.iter().any(is_long) {
        return Err(Refusal::TooLong);
    }
    Ok(vec![EventBody::SupplementRequested {
        items,
        reason: required(reason)?,
    }])
}

/// The promise with the working minutes of the pause added.
fn resumed(state: &Dossier, context: &Context<'_>) -> Result<DuePromise, Refusal> {
    let (Some(promise), Some(from)) = (&state.due, state.paused_since) else {
        return Err(Refusal::Status {
            status: state.status,
        });
    };
    let pause = Pause {
        from,
        to: context.now,
    };
    due::extend(promise, pause, context.calendar, context.policy).map_err(Refusal::Due)
}

/// What is decided at once at the counter passes through *đang xử lý* on its way.
fn complete(state: &Dossier, decision: String, context: &Context<'_>) -> Decided {
    held(state, context)?;
    let decision = bounded(decision)?;
    let completed = EventBody::Completed { decision };
    if state.status == BusinessStatus::Received {
        return Ok(vec![EventBody::ProcessingStarted, completed]);
    }
    in_status(state, BusinessStatus::Processing)?;
    Ok(vec![completed])
}

fn return_outcome(
    state: &Dossier,
    collector: String,
    all_present: bool,
    context: &Context<'_>,
) -> Decided {
    if matches!(context.acting_for, Owner::Department { .. }) {
        return Err(Refusal::NotAnOffice);
    }
    known_here(state, context)?;
    in_status(state, BusinessStatus::Completed)?;
    if collector.trim().is_empty() {
        return Err(Refusal::CollectorMissing);
    }
    if context
        .procedure
        .is_some_and(|p| p.flags.all_present_at_return)
        && !all_present
    {
        return Err(Refusal::AllMustBePresent);
    }
    Ok(vec![EventBody::OutcomeReturned {
        collector: bounded(collector)?,
    }])
}

/// The owner; inside an office the desk that holds it. Any desk takes papers in and hands an outcome
/// out, for the citizen stands at one of them (invariant I2).
fn held(state: &Dossier, context: &Context<'_>) -> Result<(), Refusal> {
    owned(state, context)?;
    let is_elsewhere = context
        .desk
        .is_some_and(|desk| state.holder.is_some_and(|holder| holder != desk));
    if is_elsewhere {
        return Err(Refusal::NotHolder);
    }
    Ok(())
}

fn owned(state: &Dossier, context: &Context<'_>) -> Result<(), Refusal> {
    let is_owner = state.owner.as_ref() == Some(context.acting_for);
    is_owner.then_some(()).ok_or(Refusal::NotOwner)
}

/// The owner, or the office that received it and talks to the citizen.
fn known_here(state: &Dossier, context: &Context<'_>) -> Result<(), Refusal> {
    if is_home(state, context) {
        Ok(())
    } else {
        owned(state, context)
    }
}

fn is_home(state: &Dossier, context: &Context<'_>) -> bool {
    let Owner::Office { id } = context.acting_for else {
        return false;
    };
    state
        .received
        .as_ref()
        .is_some_and(|received| received.office == *id)
}

fn in_status(state: &Dossier, status: BusinessStatus) -> Result<(), Refusal> {
    let is_there = state.status == status;
    is_there.then_some(()).ok_or(Refusal::Status {
        status: state.status,
    })
}

fn required(text: String) -> Result<String, Refusal> {
    if text.trim().is_empty() {
        Err(Refusal::ReasonMissing)
    } else {
        bounded(text)
    }
}

fn bounded(text: String) -> Result<String, Refusal> {
    if text.chars().count() > NOTE_CHARS_MAX {
        Err(Refusal::TooLong)
    } else {
        Ok(text)
    }
}
