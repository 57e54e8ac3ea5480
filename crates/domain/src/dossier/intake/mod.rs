//! The intake form, checked. Reception is two steps because the number is drawn by the store inside
//! its transaction: [`check_intake`] applies every rule that needs no number and collects all field
//! errors; [`CheckedIntake::receive`], with the code in hand, cannot fail but on a wrong code. So no
//! number is ever spent on a form that is refused.

mod check;
mod preview;

use std::fmt;

pub use check::foreign_code;
pub use preview::{preview_charges, preview_due};

use crate::dossier::context::Context;
use crate::dossier::event::{
    Attachment, Conclusion, DirectReason, EventBody, Notice, NoticeForm, Paper, Received,
    ReceivedCode, ResultDelivery,
};
use crate::dossier::refusal::{FieldReason, Refusal};
use crate::dossier::state::Owner;
use crate::due::{DuePromise, DueWish};
use crate::fee::{Charge, FeeContext};
use crate::ids::{AgencyCode, OfficeId, ProcedureCode, RequestId};
use crate::journal::PinnedVersions;
use crate::party::{Party, Submitter};
use crate::procedure::Channel;
use crate::time::{CivilDate, CivilDateTime};
use check::{Check, is_out_of_order, owner_first};
use preview::received_at;

/// Most parties of one dossier.
pub const PARTIES_MAX: usize = 20;
/// Most papers of one dossier.
pub const PAPERS_MAX: usize = 100;
/// Most pages and files bound at reception.
pub const ATTACHMENTS_MAX: usize = 300;
/// Most sets of papers.
pub const SETS_MAX: u16 = 100;
/// Longest note or reason, in characters.
pub const NOTE_CHARS_MAX: usize = 2_000;
/// How long ago a reception may have been that is recorded now (post, an outage), in days.
pub const RECEIVED_AGO_DAYS_MAX: i64 = 31;

/// What the officer filled in, parsed into domain types.
#[derive(Clone, PartialEq, Eq)]
pub struct Intake {
    /// The request of this form, made once.
    pub request: RequestId,
    /// How it ends.
    pub conclusion: Conclusion,
    /// The procedure chosen.
    pub procedure: Option<ProcedureCode>,
    /// Which of its cases, from 0.
    pub case: usize,
    /// How it is submitted.
    pub channel: Channel,
    /// How it really came.
    pub actual_channel: Channel,
    /// Whether an officer helps to submit online.
    pub assisted: bool,
    /// Why paper is received although the procedure takes none.
    pub direct_reason: Option<DirectReason>,
    /// Which of the two limits applies.
    pub limit: LimitChoice,
    /// The people and organisations.
    pub parties: Vec<Party>,
    /// Who hands the papers over.
    pub submitter: Submitter,
    /// The papers that were judged.
    pub papers: Vec<Paper>,
    /// Pages and files bound so far.
    pub attachments: Vec<Attachment>,
    /// Sets of papers (bộ).
    pub sets: u16,
    /// How the outcome is to be received.
    pub delivery: ResultDelivery,
    /// Copies, the grid of certified copies, the exemption.
    pub fee_context: FeeContext,
    /// *Hẹn khác thời hạn quy định*.
    pub due_wish: Option<DueWish>,
    /// Code given by the ministry's system.
    pub foreign_code: Option<String>,
    /// Whether that system is down, so that a temporary slip is given.
    pub is_foreign_system_down: bool,
    /// When it was received, if not now.
    pub received_at: Option<CivilDateTime>,
    /// Legal reason of a refusal, or why papers are asked for.
    pub reason: String,
    /// Free note.
    pub note: String,
}

impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Intake({:?}, {:?})", self.conclusion, self.procedure)
    }
}

/// Which limit of the procedure applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LimitChoice {
    /// The ordinary one.
    #[default]
    Ordinary,
    /// The one for when verification is needed (domain.md §7.2, 6).
    Verification,
}

/// The code a reception needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeNeed {
    /// One drawn from the lease of that agency and day; a temporary one where there is none.
    Official {
        /// The agency that resolves.
        agency: AgencyCode,
        /// The day of reception.
        day: CivilDate,
    },
    /// The one the ministry's system gave.
    Foreign {
        /// As that system wrote it.
        code: String,
    },
    /// A temporary one: the ministry's system is down.
    Provisional {
        /// The day of reception.
        day: CivilDate,
    },
}

/// An intake that every rule allows; only the code is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedIntake {
    intake: Intake,
    office: OfficeId,
    agency: AgencyCode,
    procedure: ProcedureCode,
    procedure_name: String,
    service_area: String,
    case: String,
    received_at: CivilDateTime,
    due: DuePromise,
    charges: Vec<Charge>,
    need: CodeNeed,
    versions: PinnedVersions,
}

impl CheckedIntake {
    /// The code it needs.
    #[must_use]
    pub const fn need(&self) -> &CodeNeed {
        &self.need
    }

    /// When it is received.
    #[must_use]
    pub const fn received_at(&self) -> CivilDateTime {
        self.received_at
    }

    /// What will be promised.
    #[must_use]
    pub const fn due(&self) -> &DuePromise {
        &self.due
    }

    /// What will have to be paid.
    #[must_use]
    pub fn charges(&self) -> &[Charge] {
        &self.charges
    }

    /// The versions it was checked under, for the envelope.
    #[must_use]
    pub const fn versions(&self) -> PinnedVersions {
        self.versions
    }

    /// The reception, with its code.
    ///
    /// # Errors
    /// [`Refusal::CodeMismatch`] when the code is not of the kind, agency or day that is needed.
    pub fn receive(self, code: ReceivedCode) -> Result<EventBody, Refusal> {
        if !self.need.is_met_by(&code) {
            return Err(Refusal::CodeMismatch);
        }
        let awaits_foreign_code = matches!(self.need, CodeNeed::Provisional { .. });
        let intake = self.intake;
        Ok(EventBody::Received(Box::new(Received {
            request: intake.request,
            code,
            office: self.office,
            agency: self.agency,
            procedure: self.procedure,
            procedure_name: self.procedure_name,
            service_area: self.service_area,
            case: self.case,
            channel: intake.channel,
            actual_channel: intake.actual_channel,
            assisted: intake.assisted,
            parties: intake.parties,
            submitter: intake.submitter,
            papers: intake.papers,
            attachments: intake.attachments,
            sets: intake.sets,
            received_at: self.received_at,
            due: self.due,
            charges: self.charges,
            delivery: intake.delivery,
            note: intake.note,
            fee_context: intake.fee_context,
            direct_reason: intake.direct_reason,
            awaits_foreign_code,
        })))
    }
}

impl CodeNeed {
    /// A temporary code always stands in for an official one.
    fn is_met_by(&self, code: &ReceivedCode) -> bool {
        match (self, code) {
            (Self::Official { agency, day }, ReceivedCode::Official { code, .. }) => {
                code.agency() == agency && code.day() == *day
            }
            (
                Self::Official { day, .. } | Self::Provisional { day },
                ReceivedCode::Provisional { code },
            ) => code.day() == *day,
            (Self::Foreign { code: given }, ReceivedCode::Foreign { code }) => given == code,
            _ => false,
        }
    }
}

/// Applies every rule of reception and collects all field errors.
///
/// # Errors
/// [`Refusal::Fields`] with every wrong field; [`Refusal::NotAnOffice`];
/// [`Refusal::OtherConclusion`] when the officer concluded otherwise.
pub fn check_intake(intake: &Intake, context: &Context<'_>) -> Result<CheckedIntake, Refusal> {
    let Owner::Office { id: office } = context.acting_for else {
        return Err(Refusal::NotAnOffice);
    };
    if intake.conclusion != Conclusion::Receive {
        return Err(Refusal::OtherConclusion);
    }
    let mut check = Check {
        intake,
        context,
        errors: Vec::new(),
    };
    check.parties();
    let procedure = check.procedure();
    check.submitter(procedure);
    let ways = procedure.map(|p| (check.way(p), check.papers(p), check.need(p)));
    check.attachments();
    check.rest();
    let method = ways.as_ref().and_then(|(method, ..)| *method);
    let due = method.and_then(|_| check.keep(preview_due(intake, context)));
    let charges = method.and_then(|method| check.charges(method));
    if !check.errors.is_empty() {
        return Err(Refusal::Fields(check.errors));
    }
    let (Some(procedure), Some((_, Some(case), Some(need))), Some(due), Some(charges)) =
        (procedure, ways, due, charges)
    else {
        return Err(Refusal::Fields(check.errors));
    };
    let mut intake = intake.clone();
    intake.parties = owner_first(intake.parties, procedure);
    Ok(CheckedIntake {
        received_at: received_at(&intake, context),
        intake,
        office: office.clone(),
        agency: context.resolving_agency(procedure).clone(),
        procedure: procedure.code.clone(),
        procedure_name: procedure.name.clone(),
        service_area: procedure.service_area.clone(),
        case: case.name.clone(),
        due,
        charges,
        need,
        versions: context.versions(),
    })
}

/// Checks an intake that ends with Mẫu 02 or Mẫu 03; a name is enough (counter.md 4).
///
/// # Errors
/// As [`check_intake`].
pub fn check_notice(intake: &Intake, context: &Context<'_>) -> Result<Notice, Refusal> {
    let Owner::Office { id: office } = context.acting_for else {
        return Err(Refusal::NotAnOffice);
    };
    let form = match intake.conclusion {
        Conclusion::Receive => return Err(Refusal::OtherConclusion),
        Conclusion::AskForSupplement => NoticeForm::SupplementRequest,
        Conclusion::Refuse => NoticeForm::RefusalNotice,
    };
    let mut check = Check {
        intake,
        context,
        errors: Vec::new(),
    };
    check.names();
    check.texts();
    let items = items_to_ask(&intake.papers);
    let has_reason = !intake.reason.trim().is_empty();
    if form == NoticeForm::RefusalNotice && !has_reason {
        check.error("reason", FieldReason::ReasonMissing);
    }
    if form == NoticeForm::SupplementRequest && items.is_empty() && !has_reason {
        check.error("papers", FieldReason::NothingToAsk);
    }
    if !check.errors.is_empty() {
        return Err(Refusal::Fields(check.errors));
    }
    Ok(Notice {
        request: intake.request,
        form,
        office: office.clone(),
        procedure: intake.procedure.clone(),
        procedure_name: context
            .procedure
            .map(|p| p.name.clone())
            .unwrap_or_default(),
        parties: intake.parties.clone(),
        items,
        reason: intake.reason.trim().to_owned(),
    })
}

/// One line for each paper that is missing or wrong.
fn items_to_ask(papers: &[Paper]) -> Vec<String> {
    papers
        .iter()
        .filter(|p| is_out_of_order(p.state))
        .map(|p| match p.note.trim() {
            "" => p.title.clone(),
            note => format!("{}: {note}", p.title),
        })
        .collect()
}
