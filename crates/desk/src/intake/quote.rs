//! Due time and fee of a draft as it stands, with their working. Half a form is enough.

use domain::dossier::{FieldError, FieldReason, preview_charges, preview_due};
use domain::due::DuePromise;
use domain::fee::{Charge, total};
use protocol::view::{ChargeView, ErrorView, IntakeDraft, QuoteView};

use super::parse::parse;
use super::receive::may_receive;
use super::tags::tag;
use crate::catalogue::problem;
use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};

impl Desk {
    /// Due time and fee of a draft now.
    ///
    /// # Errors
    /// `catalogue.absent`; `intake.disk` and `intake.offline_too_long` while nothing can be received, so
    /// that no fee is taken for it. What cannot be promised is in the answer, not an error.
    pub fn quote(&self, draft: IntakeDraft) -> Result<QuoteView, ErrorView> {
        self.work()
            .and_then(|work| quote(&work, &draft))
            .map_err(view)
    }
}

fn quote(work: &Work<'_>, draft: &IntakeDraft) -> Result<QuoteView, Fault> {
    let books = work.books()?;
    let Some(procedure) = books.procedure(&draft.procedure, work.now) else {
        return Ok(nothing(""));
    };
    may_receive(work)?;
    let intake = parse(draft, Some(procedure), Vec::new())?.intake;
    let context = books.context(work.now, work.role()?, Some(procedure));
    let problem = problem(procedure, work.now.civil_date());
    let due = match problem {
        "not_in_force" | "no_direct" => Err(problem),
        _ => preview_due(&intake, &context).map_err(|error| due_problem(&error)),
    };
    let mut view = match due {
        Ok(promise) => promised(&promise),
        Err(problem) => nothing(problem),
    };
    if let Ok(charges) = preview_charges(&intake, &context) {
        let sum = total(&charges).ok();
        view.total = sum.map_or(0, |sum| sum.known.0);
        view.total_known = sum.is_some_and(|sum| sum.is_complete);
        view.charges = charges.iter().map(charge_view).collect();
    }
    Ok(view)
}

fn nothing(problem: &str) -> QuoteView {
    QuoteView {
        due_at: None,
        due_text: String::new(),
        due_working: String::new(),
        due_provisional: false,
        due_problem: problem.to_owned(),
        charges: Vec::new(),
        total: 0,
        total_known: true,
    }
}

fn promised(promise: &DuePromise) -> QuoteView {
    QuoteView {
        due_at: Some(promise.at.instant().0),
        due_text: promise.at.promise(),
        due_working: working(promise),
        due_provisional: promise.provisional,
        ..nothing("")
    }
}

/// The working without the moment it leads to, which stands above it.
pub(crate) fn working(promise: &DuePromise) -> String {
    let sentence = promise.sentence();
    sentence.split(" → ").next().unwrap_or_default().to_owned()
}

const fn due_problem(error: &FieldError) -> &'static str {
    if matches!(error.reason, FieldReason::LimitUnclear) {
        "unclear_limit"
    } else {
        error.reason.code()
    }
}

/// One charge as the window shows it.
pub(crate) fn charge_view(charge: &Charge) -> ChargeView {
    ChargeView {
        name: charge.name.clone(),
        kind: tag(&charge.kind),
        amount: charge.amount.map(|amount| amount.0),
        note: charge.note.clone(),
        exemption: charge
            .exemption
            .as_ref()
            .map(|e| e.name.clone())
            .unwrap_or_default(),
    }
}
