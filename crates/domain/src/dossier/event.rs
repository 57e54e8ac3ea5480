//! What can happen to a dossier. Bodies are stored and sent as the JSON of [`EventBody`]; a field
//! never changes its meaning, new ones come with a default.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::code::{DossierCode, ProvisionalCode};
use crate::dossier::settling::Decision;
use crate::dossier::state::Owner;
use crate::due::DuePromise;
use crate::fee::{Charge, FeeContext};
use crate::ids::{
    AgencyCode, AttachmentId, BlobHash, DeskId, EventId, LeaseId, OfficeId, ProcedureCode,
    RequestId,
};
use crate::party::{Party, Submitter};
use crate::procedure::Channel;
use crate::time::{CivilDateTime, Timestamp};

/// The body of an event. `kind` is the tag on the wire. `Debug` shows the kind alone: bodies carry
/// personal data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventBody {
    /// The counter received the dossier and gave a receipt.
    Received(Box<Received>),
    /// The counter did not receive and gave Mẫu 02 or Mẫu 03 at the door: not counted, no pause.
    NoticeIssued(Box<Notice>),
    /// The competent authority confirmed its own reception: the clock runs from there (Decree
    /// 309/2026, Art. 17(3)).
    CompetentAgencyReceived {
        /// When it received.
        received_at: CivilDateTime,
        /// The due moment, final now.
        due: DuePromise,
    },
    /// An official code took the place of a provisional one, which stays an alias for ever.
    CodeAssigned {
        /// The official code.
        code: DossierCode,
    },
    /// The ministry's system gave its code after an outage, in place of a provisional one.
    ForeignCodeAssigned {
        /// As that system wrote it.
        code: String,
    },
    /// The code turned out to be another dossier's: this one goes by a new code, on a corrected
    /// receipt. The former code stays an alias.
    CodeCorrected {
        /// The new code.
        code: DossierCode,
    },
    /// Pages or files were bound to papers.
    AttachmentsAdded {
        /// What was added, in order.
        attachments: Vec<Attachment>,
    },
    /// A page or file was taken out again; the bytes stay.
    AttachmentRemoved {
        /// Which.
        attachment: AttachmentId,
        /// Why.
        reason: String,
    },
    /// The receipt was printed again.
    ReceiptReprinted {
        /// The how-manieth reprint, from 1.
        reprint_no: u16,
        /// Why.
        reason: String,
    },
    /// The counter handed the dossier over.
    Forwarded {
        /// To whom.
        to: Owner,
        /// The request, so that a repeated one is harmless.
        request: RequestId,
    },
    /// The new owner took it over.
    Accepted {
        /// Who took it.
        by: Owner,
    },
    /// The new owner sent it back.
    SentBack {
        /// Why.
        reason: String,
    },
    /// The owner took a hand-over back before the other side accepted it.
    Recalled {
        /// Why.
        reason: String,
    },
    /// Another desk of the office holds the dossier from now on (invariant I2).
    Claimed {
        /// Who held it, as the claiming side knew; of two claims at once the later one does not fit.
        from: Option<DeskId>,
        /// Who holds it now.
        to: DeskId,
    },
    /// A person decided over two acts that did not go together. Changes nothing by itself: what
    /// has to be done again is done by events of its own.
    ConflictSettled {
        /// The act that found no place.
        about: EventId,
        /// What was decided.
        decision: Decision,
        /// In words.
        note: String,
    },
    /// Processing began.
    ProcessingStarted,
    /// More papers were asked for; the clock pauses.
    SupplementRequested {
        /// What is missing, one line each.
        items: Vec<String>,
        /// Why.
        reason: String,
    },
    /// The papers came; the clock runs again.
    SupplementReceived {
        /// The new due moment.
        due: DuePromise,
    },
    /// A financial obligation must be met; the clock pauses.
    ObligationRequested {
        /// What must be paid, in words.
        note: String,
    },
    /// It was met; the clock runs again.
    ObligationMet {
        /// The new due moment.
        due: DuePromise,
    },
    /// The applicant asked to stop.
    Withdrawn {
        /// Their reason.
        reason: String,
    },
    /// The agency stopped it.
    Stopped {
        /// Legal reason.
        reason: String,
    },
    /// The outcome is signed and issued.
    Completed {
        /// Number of the decision, if any.
        decision: String,
    },
    /// A wrong outcome goes back for correction.
    Reopened {
        /// Why.
        reason: String,
    },
    /// The outcome was handed over.
    OutcomeReturned {
        /// Who took it, in words for the register.
        collector: String,
    },
    /// Money changed hands.
    Paid {
        /// What was paid, in đồng.
        amount: crate::money::Dong,
        /// How: "cash", "transfer", "portal".
        method: String,
    },
}

/// How the body of a reception begins.
const RECEIVED: &str = r#"{"kind":"received","#;

impl EventBody {
    /// Reads a body; `None` for what is none, or of a kind that a newer program made.
    ///
    /// A reception, the largest body and nearly every one, is read without the detour by which serde
    /// reads a tagged enum: it keeps all of it as a tree until the tag has come by.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        // the tag comes first in what a desk writes
        let is_received = text.starts_with(RECEIVED) || Self::kind_of(text)? == "received";
        if is_received {
            serde_json::from_str(text).map(Self::Received).ok()
        } else {
            serde_json::from_str(text).ok()
        }
    }

    /// The tag of a body, known to this program or not.
    #[must_use]
    pub fn kind_of(text: &str) -> Option<String> {
        #[derive(Deserialize)]
        struct Tagged {
            kind: String,
        }
        let tagged: Tagged = serde_json::from_str(text).ok()?;
        Some(tagged.kind)
    }

    /// The tag on the wire.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Received(_) => "received",
            Self::NoticeIssued(_) => "notice_issued",
            Self::CompetentAgencyReceived { .. } => "competent_agency_received",
            Self::CodeAssigned { .. } => "code_assigned",
            Self::ForeignCodeAssigned { .. } => "foreign_code_assigned",
            Self::CodeCorrected { .. } => "code_corrected",
            Self::AttachmentsAdded { .. } => "attachments_added",
            Self::AttachmentRemoved { .. } => "attachment_removed",
            Self::ReceiptReprinted { .. } => "receipt_reprinted",
            Self::Forwarded { .. } => "forwarded",
            Self::Accepted { .. } => "accepted",
            Self::SentBack { .. } => "sent_back",
            Self::Recalled { .. } => "recalled",
            Self::Claimed { .. } => "claimed",
            Self::ConflictSettled { .. } => "conflict_settled",
            Self::ProcessingStarted => "processing_started",
            Self::SupplementRequested { .. } => "supplement_requested",
            Self::SupplementReceived { .. } => "supplement_received",
            Self::ObligationRequested { .. } => "obligation_requested",
            Self::ObligationMet { .. } => "obligation_met",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Stopped { .. } => "stopped",
            Self::Completed { .. } => "completed",
            Self::Reopened { .. } => "reopened",
            Self::OutcomeReturned { .. } => "outcome_returned",
            Self::Paid { .. } => "paid",
        }
    }
}

impl fmt::Debug for EventBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventBody({})", self.kind())
    }
}

/// Reception at the counter: everything the receipt promises.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The request of the form that was filled in.
    pub request: RequestId,
    /// The code, official or provisional.
    pub code: ReceivedCode,
    /// The office that received.
    pub office: OfficeId,
    /// The agency that resolves; its identifier begins the code.
    pub agency: AgencyCode,
    /// The procedure; its version is pinned in the envelope.
    pub procedure: ProcedureCode,
    /// Its official name that day.
    pub procedure_name: String,
    /// The service area that day.
    pub service_area: String,
    /// Which case, empty when there is one.
    pub case: String,
    /// How it was submitted.
    pub channel: Channel,
    /// How it really came, where that differs from the channel of the statistics.
    pub actual_channel: Channel,
    /// Whether an officer helped to submit online.
    pub assisted: bool,
    /// Parties by role, the owner first.
    pub parties: Vec<Party>,
    /// Who handed the papers over.
    pub submitter: Submitter,
    /// Every paper with its state.
    pub papers: Vec<Paper>,
    /// Pages and files already bound at reception.
    pub attachments: Vec<Attachment>,
    /// Sets of papers (bộ).
    pub sets: u16,
    /// When it was received.
    pub received_at: CivilDateTime,
    /// The promised moment with its working.
    pub due: DuePromise,
    /// What is to be paid.
    pub charges: Vec<Charge>,
    /// How the outcome is to be received.
    pub delivery: ResultDelivery,
    /// Free note of the officer.
    pub note: String,
    /// What the fees depended on.
    #[serde(default)]
    pub fee_context: FeeContext,
    /// Why paper was received although the procedure takes none (counter.md 8).
    #[serde(default)]
    pub direct_reason: Option<DirectReason>,
    /// Whether the provisional code waits for a ministry's system, and not for a lease.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub awaits_foreign_code: bool,
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Received({}, {})", self.code, self.procedure)
    }
}

/// *Nhận trực tiếp – có lý do*: paper received for a procedure that takes none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum DirectReason {
    /// No level-2 account of electronic identity.
    NoAccount,
    /// The portal is down.
    PortalDown {
        /// Service, time and error of the incident.
        incident: String,
    },
    /// An old or disabled person.
    OldOrDisabled,
}

/// Mẫu 02 or Mẫu 03 given at the door, before any number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The request of the form that was filled in.
    pub request: RequestId,
    /// Which form.
    pub form: NoticeForm,
    /// The office that gave it.
    pub office: OfficeId,
    /// The procedure asked for, when it was known.
    pub procedure: Option<ProcedureCode>,
    /// Its official name that day, or empty.
    pub procedure_name: String,
    /// Who came; at least one name.
    pub parties: Vec<Party>,
    /// What is missing or wrong, one line each.
    pub items: Vec<String>,
    /// Why; for a refusal the legal reason.
    pub reason: String,
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Notice({:?})", self.form)
    }
}

/// The two notices an intake can end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeForm {
    /// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Mẫu 02).
    SupplementRequest,
    /// Phiếu từ chối tiếp nhận giải quyết hồ sơ (Mẫu 03).
    RefusalNotice,
}

/// The code on the receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ReceivedCode {
    /// Drawn from a lease.
    Official {
        /// The code.
        code: DossierCode,
        /// The lease it was drawn from.
        lease: LeaseId,
    },
    /// Given by a ministry's or vertical agency's system, typed or scanned in.
    Foreign {
        /// As that system wrote it.
        code: String,
    },
    /// None to give: a temporary slip.
    Provisional {
        /// The temporary code.
        code: ProvisionalCode,
    },
}

impl fmt::Display for ReceivedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Official { code, .. } => fmt::Display::fmt(code, f),
            Self::Foreign { code } => f.write_str(code),
            Self::Provisional { code } => fmt::Display::fmt(code, f),
        }
    }
}

/// One paper of the dossier as the officer judged it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Code of the component.
    pub component: String,
    /// Its title.
    pub title: String,
    /// The officer's judgement.
    pub state: PaperState,
    /// Originals handed in.
    pub originals: u8,
    /// Certified copies handed in.
    pub certified_copies: u8,
    /// Photocopies handed in.
    pub photocopies: u8,
    /// Only shown and compared; never scanned.
    pub shown_only: bool,
    /// What is missing or wrong.
    pub note: String,
}

/// The four states of a paper (counter.md 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperState {
    /// Không áp dụng.
    NotApplicable,
    /// Đủ.
    Complete,
    /// Thiếu.
    Missing,
    /// Chưa đúng.
    Incorrect,
}

/// A page or file bound to a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its identity.
    pub id: AttachmentId,
    /// Code of the component it belongs to.
    pub component: String,
    /// The bytes.
    pub blob: BlobHash,
    /// How many.
    pub size_bytes: u64,
    /// `application/pdf`, `image/jpeg` or `image/png`, by content.
    pub media_type: String,
    /// Pages in it.
    pub pages: u16,
    /// Where it came from: "scanner", "file".
    pub source: String,
    /// When it was taken in.
    pub at: Timestamp,
}

/// How the outcome is to be received.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum ResultDelivery {
    /// Tại Trung tâm.
    AtOffice,
    /// Qua BCCI.
    Post {
        /// Where to.
        address: String,
    },
    /// Bản điện tử.
    Electronic,
}

impl fmt::Debug for ResultDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtOffice => "AtOffice",
            Self::Post { .. } => "Post(…)",
            Self::Electronic => "Electronic",
        })
    }
}

/// How an intake ends (counter.md 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// Tiếp nhận.
    #[default]
    Receive,
    /// Yêu cầu bổ sung (Mẫu 02).
    AskForSupplement,
    /// Từ chối (Mẫu 03).
    Refuse,
}
