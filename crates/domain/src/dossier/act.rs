//! The acts of an officer on a dossier, as asked for; [`super::decide()`] says what they make.

use std::fmt;

use crate::code::DossierCode;
use crate::dossier::event::{Attachment, Notice, ReceivedCode};
use crate::dossier::intake::CheckedIntake;
use crate::dossier::settling::Decision;
use crate::dossier::state::Owner;
use crate::ids::{AttachmentId, DeskId, EventId, RequestId};
use crate::money::Dong;
use crate::time::CivilDateTime;

/// An official act.
#[derive(Clone, PartialEq, Eq)]
pub enum Act {
    /// Receive a checked intake under a code.
    Receive {
        /// The intake.
        intake: Box<CheckedIntake>,
        /// Its code, drawn just now.
        code: ReceivedCode,
    },
    /// Give Mẫu 02 or Mẫu 03 at the door.
    IssueNotice {
        /// The notice.
        notice: Box<Notice>,
    },
    /// Record that the competent authority confirmed its own reception.
    ConfirmCompetentReception {
        /// When it received.
        received_at: CivilDateTime,
    },
    /// Give the official code in place of a temporary one.
    AssignCode {
        /// The code.
        code: DossierCode,
    },
    /// Give the code of a ministry's system in place of a temporary one.
    AssignForeignCode {
        /// As that system wrote it.
        code: String,
    },
    /// Give a new code in place of one that is another dossier's.
    CorrectCode {
        /// The code, drawn just now.
        code: DossierCode,
    },
    /// Bind pages or files.
    AddAttachments {
        /// In order.
        attachments: Vec<Attachment>,
    },
    /// Take a page or file out again.
    RemoveAttachment {
        /// Which.
        attachment: AttachmentId,
        /// Why.
        reason: String,
    },
    /// Print the receipt again.
    ReprintReceipt {
        /// Why.
        reason: String,
    },
    /// Hand the dossier over.
    Forward {
        /// To whom.
        to: Owner,
        /// The request, made once.
        request: RequestId,
    },
    /// Take it over.
    Accept,
    /// Send it back.
    SendBack {
        /// Why.
        reason: String,
    },
    /// Take a hand-over back that was not accepted yet.
    Recall {
        /// Why.
        reason: String,
    },
    /// Make a desk the holder: one's own, or by the lead any.
    Claim {
        /// Which.
        desk: DeskId,
    },
    /// Decide over two acts that did not go together.
    Settle {
        /// The act that found no place.
        about: EventId,
        /// What is decided.
        decision: Decision,
        /// In words.
        note: String,
    },
    /// Begin processing.
    StartProcessing,
    /// Ask for more papers; the clock pauses.
    RequestSupplement {
        /// What is missing, one line each.
        items: Vec<String>,
        /// Why.
        reason: String,
    },
    /// Take in the papers that were asked for.
    ReceiveSupplement,
    /// Ask for a financial obligation; the clock pauses.
    RequestObligation {
        /// What must be paid, in words.
        note: String,
    },
    /// Record that it was met.
    MeetObligation,
    /// Stop on the applicant's request.
    Withdraw {
        /// Their reason.
        reason: String,
    },
    /// Stop by the agency.
    Stop {
        /// Legal reason.
        reason: String,
    },
    /// The outcome is signed and issued.
    Complete {
        /// Number of the decision, if any.
        decision: String,
    },
    /// Send a wrong outcome back for correction.
    Reopen {
        /// Why.
        reason: String,
    },
    /// Hand the outcome over.
    ReturnOutcome {
        /// Who took it, in words for the register.
        collector: String,
        /// Whether every party is present.
        all_present: bool,
    },
    /// Take money.
    Pay {
        /// How much.
        amount: Dong,
        /// How: "cash", "transfer", "portal".
        method: String,
    },
}

impl fmt::Debug for Act {
    /// The name alone: acts carry personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Receive { .. } => "Receive",
            Self::IssueNotice { .. } => "IssueNotice",
            Self::ConfirmCompetentReception { .. } => "ConfirmCompetentReception",
            Self::AssignCode { .. } => "AssignCode",
            Self::AssignForeignCode { .. } => "AssignForeignCode",
            Self::CorrectCode { .. } => "CorrectCode",
            Self::AddAttachments { .. } => "AddAttachments",
            Self::RemoveAttachment { .. } => "RemoveAttachment",
            Self::ReprintReceipt { .. } => "ReprintReceipt",
            Self::Forward { .. } => "Forward",
            Self::Accept => "Accept",
            Self::SendBack { .. } => "SendBack",
            Self::Recall { .. } => "Recall",
            Self::Claim { .. } => "Claim",
            Self::Settle { .. } => "Settle",
            Self::StartProcessing => "StartProcessing",
            Self::RequestSupplement { .. } => "RequestSupplement",
            Self::ReceiveSupplement => "ReceiveSupplement",
            Self::RequestObligation { .. } => "RequestObligation",
            Self::MeetObligation => "MeetObligation",
            Self::Withdraw { .. } => "Withdraw",
            Self::Stop { .. } => "Stop",
            Self::Complete { .. } => "Complete",
            Self::Reopen { .. } => "Reopen",
            Self::ReturnOutcome { .. } => "ReturnOutcome",
            Self::Pay { .. } => "Pay",
        })
    }
}
