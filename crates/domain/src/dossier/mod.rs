//! The dossier: events say what happened, `apply` folds them into a state, `decide` says which
//! events an act of an officer makes, or why it is refused. Four independent state machines, never
//! one status column; synchronisation is not a state of the dossier.

mod act;
mod apply;
mod context;
mod decide;
mod event;
mod intake;
mod lateness;
mod refusal;
mod settling;
mod state;
#[cfg(test)]
mod tests;

pub use act::Act;
pub use apply::{apply, fits, fold, take};
pub use context::{Context, Role};
pub use decide::{ITEMS_MAX, decide};
pub use event::{
    Attachment, Conclusion, DirectReason, EventBody, Notice, NoticeForm, Paper, PaperState,
    Received, ReceivedCode, ResultDelivery,
};
pub use intake::{
    ATTACHMENTS_MAX, CheckedIntake, CodeNeed, Intake, LimitChoice, NOTE_CHARS_MAX, PAPERS_MAX,
    PARTIES_MAX, RECEIVED_AGO_DAYS_MAX, SETS_MAX, check_intake, check_notice, foreign_code,
    preview_charges, preview_due,
};
pub use lateness::{Cause, Lateness, OutageSpan, lateness};
pub use refusal::{FieldError, FieldReason, Refusal};
pub use settling::{Decision, Settled};
pub use state::{BusinessStatus, DeliveryStatus, DigitisationStatus, Dossier, MoneyStatus, Owner};
