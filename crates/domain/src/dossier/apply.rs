//! Folding events into a state. Total: no event ever fails. One that does not fit the state leaves
//! it as it is and is only counted; whoever asks [`fits`] first can make a task of it. So desk and
//! centre fold any order of any events to the same state.

use crate::dossier::event::ReceivedCode;
use crate::dossier::event::{Attachment, EventBody, Notice, NoticeForm, PaperState, Received};
use crate::dossier::settling::Settled;
use crate::dossier::state::{
    BusinessStatus, DeliveryStatus, DigitisationStatus, Dossier, MoneyStatus, Owner,
};
use crate::due::DuePromise;
use crate::fee;
use crate::ids::{AttachmentId, DeskId, DossierId};
use crate::journal::Envelope;
use crate::money::Dong;
use crate::procedure::Channel;

/// The state after one event.
#[must_use]
pub fn apply(mut state: Dossier, envelope: &Envelope, body: &EventBody) -> Dossier {
    // whether it fitted is for `fits`; here an event that did not is only counted
    let _fitted: bool = take(&mut state, envelope, body);
    state
}

/// Changes the state by one event; whether the event fitted, as [`fits`] says. One that did not is
/// only counted.
pub fn take(state: &mut Dossier, envelope: &Envelope, body: &EventBody) -> bool {
    let fitting = step(state, envelope, body);
    state.events = state.events.saturating_add(1);
    state.last_event_at = state.last_event_at.max(envelope.at);
    fitting
}

/// Whether the event changes the state rather than being only counted.
#[must_use]
pub fn fits(state: &Dossier, envelope: &Envelope, body: &EventBody) -> bool {
    step(&mut state.clone(), envelope, body)
}

/// The state after all `events`, in their order.
pub fn fold<'a>(
    id: DossierId,
    events: impl IntoIterator<Item = (&'a Envelope, &'a EventBody)>,
) -> Dossier {
    events
        .into_iter()
        .fold(Dossier::new(id), |state, (envelope, body)| {
            apply(state, envelope, body)
        })
}

/// Changes the state and says true, or leaves it untouched and says false.
fn step(state: &mut Dossier, envelope: &Envelope, body: &EventBody) -> bool {
    if envelope.dossier != state.id {
        return false;
    }
    match body {
        EventBody::Received(received) => receive(state, envelope, received),
        EventBody::NoticeIssued(notice) => notice_issued(state, notice),
        EventBody::CompetentAgencyReceived { received_at, due } => {
            let fitting = state.received.is_some()
                && state
                    .due
                    .as_ref()
                    .is_some_and(DuePromise::waits_for_competent_agency);
            if fitting {
                state.competent_received_at = Some(*received_at);
                state.due = Some(due.clone());
            }
            fitting
        }
        EventBody::CodeAssigned { code } => assign_code(state, code.to_string(), CodeFrom::Lease),
        EventBody::ForeignCodeAssigned { code } => {
            assign_code(state, code.clone(), CodeFrom::ForeignSystem)
        }
        EventBody::CodeCorrected { code } => correct_code(state, code.to_string()),
        EventBody::AttachmentsAdded { attachments } => add_attachments(state, attachments),
        EventBody::AttachmentRemoved { attachment, .. } => remove_attachment(state, *attachment),
        EventBody::ReceiptReprinted { .. } => {
            let fitting = state.received.is_some();
            state.reprints = state.reprints.saturating_add(u16::from(fitting));
            fitting
        }
        EventBody::Paid { amount, .. } => pay(state, *amount),
        EventBody::Claimed { from, to } => claim(state, *from, *to),
        EventBody::ConflictSettled {
            about, decision, ..
        } => {
            let fitting = state.received.is_some();
            let (about, decision) = (*about, *decision);
            state
                .settled
                .extend(fitting.then_some(Settled { about, decision }));
            fitting
        }
        EventBody::Forwarded { .. }
        | EventBody::Recalled { .. }
        | EventBody::Accepted { .. }
        | EventBody::SentBack { .. } => hand_over(state, envelope, body),
        EventBody::ProcessingStarted
        | EventBody::SupplementRequested { .. }
        | EventBody::SupplementReceived { .. }
        | EventBody::ObligationRequested { .. }
        | EventBody::ObligationMet { .. }
        | EventBody::Withdrawn { .. }
        | EventBody::Stopped { .. }
        | EventBody::Completed { .. }
        | EventBody::Reopened { .. }
        | EventBody::OutcomeReturned { .. } => process(state, envelope, body),
    }
}

/// Who numbers in place of the provisional code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CodeFrom {
    Lease,
    ForeignSystem,
}

fn assign_code(state: &mut Dossier, code: String, from: CodeFrom) -> bool {
    let is_awaited = state
        .received
        .as_ref()
        .is_some_and(|received| received.awaits_foreign_code == (from == CodeFrom::ForeignSystem));
    let fitting = is_awaited && state.assigned_code.is_none() && has_provisional_code(state);
    if fitting {
        state.assigned_code = Some(code);
    }
    fitting
}

/// The code of the receipt, or the one that took its place, was another dossier's.
fn correct_code(state: &mut Dossier, code: String) -> bool {
    let fitting = state.received.as_ref().is_some_and(|received| {
        let is_official = matches!(received.code, ReceivedCode::Official { .. });
        let was_assigned = state.assigned_code.is_some() && !received.awaits_foreign_code;
        is_official || was_assigned
    });
    if fitting {
        let former = state.assigned_code.replace(code);
        state.former_codes.extend(former);
    }
    fitting
}

/// Fits only while the desk that was thought to hold it does: of two claims at once the later is
/// left to a person.
fn claim(state: &mut Dossier, from: Option<DeskId>, to: DeskId) -> bool {
    let fitting = state.received.is_some()
        && !state.status.is_final()
        && state.holder == from
        && from != Some(to);
    if fitting {
        state.holder = Some(to);
    }
    fitting
}

fn receive(state: &mut Dossier, envelope: &Envelope, received: &Received) -> bool {
    if state.received.is_some() || !advance(state, BusinessStatus::Received) {
        return false;
    }
    state.versions = envelope.versions;
    state.owner = Some(Owner::Office {
        id: received.office.clone(),
    });
    state.holder = Some(envelope.origin);
    state.due = Some(received.due.clone());
    state.attachments.clone_from(&received.attachments);
    state.received = Some(received.clone());
    state.money = money(state);
    state.digitisation = digitisation(state);
    true
}

/// A refusal at the door ends the dossier; a request for papers leaves it where it is.
fn notice_issued(state: &mut Dossier, notice: &Notice) -> bool {
    match notice.form {
        NoticeForm::SupplementRequest => state.received.is_none() && !state.status.is_final(),
        NoticeForm::RefusalNotice => {
            state.received.is_none() && advance(state, BusinessStatus::Refused)
        }
    }
}

/// Ownership: a hand-over is complete, and raises the epoch, when the other side takes it over or
/// sends it back (invariant I2).
fn hand_over(state: &mut Dossier, envelope: &Envelope, body: &EventBody) -> bool {
    let Some(received) = &state.received else {
        return false;
    };
    if state.status.is_final() {
        return false;
    }
    match (body, state.forwarded_to.take()) {
        (EventBody::Forwarded { to, request }, None) if state.owner.as_ref() != Some(to) => {
            state.forwarded_to = Some(to.clone());
            state.last_forward = Some(*request);
            true
        }
        // taken back, or not taken over at all: the owner stays
        (EventBody::Recalled { .. } | EventBody::SentBack { .. }, Some(_)) => true,
        (EventBody::Accepted { by }, Some(to)) if to == *by => {
            if matches!(to, Owner::Office { .. }) {
                state.holder = Some(envelope.origin);
            }
            change_owner(state, to);
            true
        }
        (EventBody::SentBack { .. }, None) => {
            let home = Owner::Office {
                id: received.office.clone(),
            };
            let is_away = state.owner.as_ref() != Some(&home);
            if is_away {
                change_owner(state, home);
            }
            is_away
        }
        (_, pending) => {
            state.forwarded_to = pending;
            false
        }
    }
}

fn change_owner(state: &mut Dossier, owner: Owner) {
    state.owner = Some(owner);
    state.own_epoch = state.own_epoch.saturating_add(1);
}

/// The business machine and what hangs on it: the clock and the delivery.
fn process(state: &mut Dossier, envelope: &Envelope, body: &EventBody) -> bool {
    use BusinessStatus as B;
    let (from, to) = match body {
        EventBody::ProcessingStarted => (Some(B::Received), B::Processing),
        EventBody::SupplementRequested { .. } => (Some(B::Processing), B::SupplementRequested),
        EventBody::SupplementReceived { .. } => (Some(B::SupplementRequested), B::Processing),
        EventBody::ObligationRequested { .. } => (Some(B::Processing), B::ObligationRequested),
        EventBody::ObligationMet { .. } => (Some(B::ObligationRequested), B::Processing),
        EventBody::Withdrawn { .. } => (None, B::Withdrawn),
        EventBody::Stopped { .. } => (Some(B::Processing), B::Stopped),
        EventBody::Completed { .. } => (Some(B::Processing), B::Completed),
        EventBody::Reopened { .. } => (Some(B::Completed), B::Processing),
        EventBody::OutcomeReturned { .. } => (Some(B::Completed), B::Returned),
        EventBody::Received(_)
        | EventBody::NoticeIssued(_)
        | EventBody::CompetentAgencyReceived { .. }
        | EventBody::CodeAssigned { .. }
        | EventBody::ForeignCodeAssigned { .. }
        | EventBody::CodeCorrected { .. }
        | EventBody::Recalled { .. }
        | EventBody::Claimed { .. }
        | EventBody::ConflictSettled { .. }
        | EventBody::AttachmentsAdded { .. }
        | EventBody::AttachmentRemoved { .. }
        | EventBody::ReceiptReprinted { .. }
        | EventBody::Forwarded { .. }
        | EventBody::Accepted { .. }
        | EventBody::SentBack { .. }
        | EventBody::Paid { .. } => return false,
    };
    let starts_there = from.is_none_or(|from| from == state.status);
    if state.received.is_none() || !starts_there || !advance(state, to) {
        return false;
    }
    if let EventBody::SupplementReceived { due } | EventBody::ObligationMet { due } = body {
        state.due = Some(due.clone());
    }
    if to == B::SupplementRequested {
        state.supplement_requests = state.supplement_requests.saturating_add(1);
    }
    let is_paused = matches!(to, B::SupplementRequested | B::ObligationRequested);
    state.paused_since = is_paused.then_some(envelope.at);
    state.delivery = if to == B::Completed {
        DeliveryStatus::Waiting
    } else if to == B::Returned {
        DeliveryStatus::Delivered
    } else {
        DeliveryStatus::NotReady
    };
    if to.is_final() {
        state.forwarded_to = None;
    }
    true
}

/// Moves the business status if the table allows it.
fn advance(state: &mut Dossier, next: BusinessStatus) -> bool {
    let may = state.status.may_become(next);
    if may {
        state.status = next;
    }
    may
}

fn has_provisional_code(state: &Dossier) -> bool {
    let code = state.received.as_ref().map(|received| &received.code);
    matches!(code, Some(ReceivedCode::Provisional { .. }))
}

/// All or nothing: a batch with an identity that is already there does not fit.
fn add_attachments(state: &mut Dossier, attachments: &[Attachment]) -> bool {
    let is_known = |id: AttachmentId| state.attachments.iter().any(|a| a.id == id);
    let fitting = state.received.is_some()
        && !attachments.is_empty()
        && !attachments.iter().any(|a| is_known(a.id));
    if fitting {
        state.attachments.extend_from_slice(attachments);
        state.digitisation = digitisation(state);
    }
    fitting
}

fn remove_attachment(state: &mut Dossier, id: AttachmentId) -> bool {
    let before = state.attachments.len();
    state.attachments.retain(|a| a.id != id);
    state.digitisation = digitisation(state);
    state.attachments.len() < before
}

/// Money only comes in here; a refund is a document of its own (domain.md §8).
fn pay(state: &mut Dossier, amount: Dong) -> bool {
    let paid = state
        .paid
        .checked_add(amount)
        .filter(|_| amount > Dong::ZERO);
    let (Some(paid), true) = (paid, state.received.is_some()) else {
        return false;
    };
    state.paid = paid;
    state.money = money(state);
    true
}

/// Paid once all known amounts are covered; where only a note knows, once anything was paid.
fn money(state: &Dossier) -> MoneyStatus {
    let Some(received) = &state.received else {
        return MoneyStatus::NoCharge;
    };
    let Ok(total) = fee::total(&received.charges) else {
        return MoneyStatus::Due;
    };
    if state.paid > Dong::ZERO && state.paid >= total.known {
        MoneyStatus::Paid
    } else if total.is_complete && total.known <= Dong::ZERO {
        MoneyStatus::NoCharge
    } else {
        MoneyStatus::Due
    }
}

/// What must be scanned: papers that were handed in, not only shown, and not electronic already
/// (Circular 03/2025, Art. 5(2)).
fn digitisation(state: &Dossier) -> DigitisationStatus {
    let Some(received) = &state.received else {
        return DigitisationStatus::NotNeeded;
    };
    let is_handed_in = |state: PaperState| match state {
        PaperState::Complete | PaperState::Incorrect => true,
        PaperState::NotApplicable | PaperState::Missing => false,
    };
    let needed: Vec<&str> = received
        .papers
        .iter()
        .filter(|p| is_handed_in(p.state) && !p.shown_only && received.channel != Channel::Online)
        .map(|p| p.component.as_str())
        .collect();
    let has_pages = |code: &&&str| {
        state
            .attachments
            .iter()
            .any(|a| a.pages > 0 && a.component == **code)
    };
    match (needed.len(), needed.iter().filter(has_pages).count()) {
        (0, _) => DigitisationStatus::NotNeeded,
        (_, 0) => DigitisationStatus::None,
        (all, done) if done < all => DigitisationStatus::Partial,
        _ => DigitisationStatus::Complete,
    }
}
