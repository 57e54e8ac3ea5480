//! What the form promises so far: also while the rest of it is incomplete.

use super::{Intake, LimitChoice};
use crate::dossier::context::Context;
use crate::dossier::refusal::{FieldError, FieldReason};
use crate::due::{self, DueError, DuePromise};
use crate::fee::{self, Charge, FeeError};
use crate::procedure::{Limit, Method};
use crate::time::CivilDateTime;

/// The due moment the form would promise now, also while the rest of it is incomplete.
///
/// # Errors
/// One field error, at the field that is in the way.
pub fn preview_due(intake: &Intake, context: &Context<'_>) -> Result<DuePromise, FieldError> {
    let at = |path: &str, reason| FieldError::new(path, reason);
    let procedure = context
        .procedure
        .ok_or_else(|| at("procedure", FieldReason::ProcedureMissing))?;
    let method = procedure
        .terms(intake.channel)
        .ok_or_else(|| at("channel", FieldReason::ChannelNotOffered))?;
    let limit = limit_of(method, intake.limit)
        .ok_or_else(|| at("limit", FieldReason::NoVerificationLimit))?;
    let received_at = received_at(intake, context);
    let (calendar, policy) = (context.calendar, context.policy);
    let promise = match &intake.due_wish {
        Some(wish) => due::compute_wished(limit, received_at, wish, calendar, policy),
        None => due::compute(limit, received_at, calendar, policy),
    };
    let mut promise = promise.map_err(|error| at("due", due_reason(error)))?;
    let is_elsewhere = context.resolving_agency(procedure) != context.agency;
    if is_elsewhere && due::counts_from_competent_agency(received_at.date()) {
        promise.await_competent_agency();
    }
    Ok(promise)
}

/// The charges the form would ask for now, also while the rest of it is incomplete.
///
/// # Errors
/// One field error, at the field that is in the way.
pub fn preview_charges(intake: &Intake, context: &Context<'_>) -> Result<Vec<Charge>, FieldError> {
    let procedure = context
        .procedure
        .ok_or_else(|| FieldError::new("procedure", FieldReason::ProcedureMissing))?;
    let method = procedure
        .terms(intake.channel)
        .ok_or_else(|| FieldError::new("channel", FieldReason::ChannelNotOffered))?;
    let found = fee::charges(method, &intake.fee_context);
    let checked = found.and_then(|charges| fee::total(&charges).map(|_| charges));
    checked.map_err(fee_error)
}

pub(super) fn fee_error(error: FeeError) -> FieldError {
    match error {
        FeeError::ExemptionUnknown => {
            FieldError::new("fee_context.exemption", FieldReason::ExemptionUnknown)
        }
        FeeError::TooManyRows => FieldError::new("fee_context.copy_rows", FieldReason::TooMany),
        FeeError::Overflow | FeeError::Percent => {
            FieldError::new("fee_context", FieldReason::FeeWrong)
        }
    }
}

const fn due_reason(error: DueError) -> FieldReason {
    match error {
        DueError::Unclear => FieldReason::LimitUnclear,
        DueError::Zero | DueError::TooFar => FieldReason::DueNotComputed,
        DueError::WishInPast => FieldReason::DueInPast,
        DueError::WishOutsideHours => FieldReason::DueOutsideHours,
        DueError::WishWithoutGround => FieldReason::DueWithoutGround,
    }
}

fn limit_of(method: &Method, choice: LimitChoice) -> Option<&Limit> {
    match choice {
        LimitChoice::Ordinary => Some(&method.limit),
        LimitChoice::Verification => method.verification_limit.as_ref(),
    }
}

/// With seconds: a cut-off is strict to the second.
pub(super) fn received_at(intake: &Intake, context: &Context<'_>) -> CivilDateTime {
    intake.received_at.unwrap_or_else(|| context.now.civil())
}
