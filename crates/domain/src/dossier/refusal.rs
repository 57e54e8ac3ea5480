//! Why an act is refused. Codes are stable: the window chooses its Vietnamese words by them and
//! never by the English text, which is for logs and carries no personal data.

use thiserror::Error;

use crate::dossier::state::BusinessStatus;
use crate::due::DueError;
use crate::party::PartyRole;

/// An act that is refused.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Fields of the form are wrong; all of them, in the order of the form.
    #[error("{} fields of the form are wrong", .0.len())]
    Fields(Vec<FieldError>),
    /// The intake was not concluded that way.
    #[error("the intake has another conclusion")]
    OtherConclusion,
    /// The dossier was received already.
    #[error("the dossier was received already")]
    AlreadyReceived,
    /// Nothing was received yet.
    #[error("the dossier was not received yet")]
    NotReceived,
    /// Only an office receives and returns.
    #[error("only a one-stop office can do this")]
    NotAnOffice,
    /// Another office or department owns the dossier.
    #[error("another office or department owns the dossier")]
    NotOwner,
    /// The table of statuses does not allow it.
    #[error("not possible in status {}", status.national_code())]
    Status {
        /// The present status.
        status: BusinessStatus,
    },
    /// Only the lead may do this.
    #[error("needs the lead")]
    NeedsLead,
    /// A reason is required.
    #[error("a reason is required")]
    ReasonMissing,
    /// A list with nothing in it.
    #[error("nothing is listed")]
    NothingListed,
    /// Who took the outcome is required.
    #[error("who took the outcome is required")]
    CollectorMissing,
    /// Every party must be present at the return.
    #[error("every party must be present at the return")]
    AllMustBePresent,
    /// A text or list beyond its limit.
    #[error("a text or list is too long")]
    TooLong,
    /// It was handed over already and waits for the other side.
    #[error("handed over already, not yet accepted")]
    AlreadyForwarded,
    /// It cannot be handed over to its owner.
    #[error("the target owns the dossier already")]
    SameOwner,
    /// It was not handed over to this side.
    #[error("not handed over to this side")]
    NotForwardedHere,
    /// There is no hand-over to take back.
    #[error("not handed over, or accepted already")]
    NotForwarded,
    /// Another desk of the office holds the dossier.
    #[error("another desk of the office holds the dossier")]
    NotHolder,
    /// The code is not of the kind, agency or day the reception needs.
    #[error("the code does not fit the reception")]
    CodeMismatch,
    /// The dossier has an official code already.
    #[error("the dossier has its code already")]
    CodeGiven,
    /// A page or file that is bound already.
    #[error("a page or file is bound already")]
    AttachmentTwice,
    /// A page or file that is not there.
    #[error("no such page or file")]
    AttachmentUnknown,
    /// An amount of nothing or less.
    #[error("an amount must be more than zero")]
    AmountWrong,
    /// No competent authority is waited for.
    #[error("no competent authority is waited for")]
    NotAwaited,
    /// The new due moment cannot be computed.
    #[error("compute the due moment")]
    Due(#[source] DueError),
}

impl Refusal {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Fields(_) => "fields",
            Self::OtherConclusion => "other_conclusion",
            Self::AlreadyReceived => "already_received",
            Self::NotReceived => "not_received",
            Self::NotAnOffice => "not_an_office",
            Self::NotOwner => "not_owner",
            Self::Status { .. } => "status",
            Self::NeedsLead => "needs_lead",
            Self::ReasonMissing => "reason_missing",
            Self::NothingListed => "nothing_listed",
            Self::CollectorMissing => "collector_missing",
            Self::AllMustBePresent => "all_must_be_present",
            Self::TooLong => "too_long",
            Self::AlreadyForwarded => "already_forwarded",
            Self::SameOwner => "same_owner",
            Self::NotForwardedHere => "not_forwarded_here",
            Self::NotForwarded => "not_forwarded",
            Self::NotHolder => "not_holder",
            Self::CodeMismatch => "code_mismatch",
            Self::CodeGiven => "code_given",
            Self::AttachmentTwice => "attachment_twice",
            Self::AttachmentUnknown => "attachment_unknown",
            Self::AmountWrong => "amount_wrong",
            Self::NotAwaited => "not_awaited",
            Self::Due(_) => "due",
        }
    }

    /// The fields that are wrong; none for other refusals.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        if let Self::Fields(fields) = self {
            fields
        } else {
            &[]
        }
    }
}

/// One wrong field of the form.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[error("{path}: {reason}")]
pub struct FieldError {
    /// Where: "parties.0.name", "papers.2.state".
    pub path: String,
    /// Why.
    pub reason: FieldReason,
}

impl FieldError {
    /// `reason` at `path`.
    #[must_use]
    pub fn new(path: impl Into<String>, reason: FieldReason) -> Self {
        Self {
            path: path.into(),
            reason,
        }
    }

    /// The stable code of the reason.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.reason.code()
    }
}

macro_rules! field_reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)*) => {
        /// Why a field is wrong.
        #[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
        pub enum FieldReason {
            $($(#[$doc])* #[error($text)] $name,)*
            /// A party the procedure needs is not there.
            #[error("a party is missing")]
            PartyMissing(PartyRole),
        }

        impl FieldReason {
            /// Every stable code, for the test that each has its words.
            pub const CODES: &'static [&'static str] = &[$($code,)* "party_missing"];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                    Self::PartyMissing(_) => "party_missing",
                }
            }
        }
    };
}

field_reasons! {
    /// No name.
    NameMissing = "name_missing", "no name";
    /// A name with control characters.
    NameUnreadable = "name_unreadable", "the name has control characters";
    /// A text beyond its limit.
    TooLong = "too_long", "too long";
    /// More rows than the form can hold.
    TooMany = "too_many", "too many";
    /// Not the number of an identity paper; for whoever parses the form.
    NumberWrong = "number_wrong", "not the number of an identity paper";
    /// Not a telephone number; for whoever parses the form.
    PhoneWrong = "phone_wrong", "not a telephone number";
    /// Not a tax code; for whoever parses the form.
    TaxCodeWrong = "tax_code_wrong", "not a tax code";
    /// Not a date of birth; for whoever parses the form.
    BirthWrong = "birth_wrong", "not a date of birth";
    /// Born after today.
    BirthInFuture = "birth_in_future", "born in the future";
    /// No procedure was chosen.
    ProcedureMissing = "procedure_missing", "no procedure";
    /// The catalogue has no such procedure.
    ProcedureUnknown = "procedure_unknown", "no such procedure";
    /// Not in force today.
    ProcedureNotInForce = "procedure_not_in_force", "not in force today";
    /// The procedure has no such case.
    CaseUnknown = "case_unknown", "no such case";
    /// The procedure is not offered this way.
    ChannelNotOffered = "channel_not_offered", "not offered this way";
    /// Only an assisted submission is online at a counter.
    OnlineNotAssisted = "online_not_assisted", "online only with assistance";
    /// The procedure takes no paper.
    TakesNoPaper = "takes_no_paper", "takes no paper";
    /// The incident must be described.
    IncidentMissing = "incident_missing", "the incident is not described";
    /// Receiving paper nevertheless needs the lead.
    DirectNeedsLead = "direct_needs_lead", "needs the lead";
    /// The procedure has no second limit for verification.
    NoVerificationLimit = "no_verification_limit", "no limit for verification";
    /// The limit is unclear.
    LimitUnclear = "limit_unclear", "the limit is unclear";
    /// The due moment cannot be computed.
    DueNotComputed = "due_not_computed", "the due moment cannot be computed";
    /// The wished moment is not after the reception.
    DueInPast = "due_in_past", "not after the reception";
    /// The wished moment is out of hours.
    DueOutsideHours = "due_outside_hours", "outside working hours";
    /// A later moment needs ground and approver.
    DueWithoutGround = "due_without_ground", "needs a legal ground and an approver";
    /// The party has no place in this procedure.
    PartyUnexpected = "party_unexpected", "no such party in this procedure";
    /// Two parties in a role that only one can have.
    PartyTwice = "party_twice", "only one party can have this role";
    /// Nobody may submit for the owner.
    AuthorityForbidden = "authority_forbidden", "only the owner may submit";
    /// The authority must be certified.
    AuthorityMustBeCertified = "authority_must_be_certified", "the authority must be certified";
    /// Who submits is not named.
    SubmitterMissing = "submitter_missing", "the submitter is not named";
    /// No paper was judged.
    NoPaperJudged = "no_paper_judged", "no paper was judged";
    /// A paper is missing or wrong, so the dossier cannot be received.
    PaperNotInOrder = "paper_not_in_order", "missing or wrong";
    /// A page or file is bound to no paper of the dossier.
    AttachmentUnbound = "attachment_unbound", "bound to no paper of the dossier";
    /// The ministry's system has not given its code.
    ForeignCodeMissing = "foreign_code_missing", "no code of the ministry's system";
    /// Not a code of any system.
    ForeignCodeWrong = "foreign_code_wrong", "not a code";
    /// The desk numbers this procedure itself.
    ForeignCodeUnexpected = "foreign_code_unexpected", "the province numbers this procedure";
    /// Received later than now.
    ReceivedInFuture = "received_in_future", "later than now";
    /// Received too long ago to be recorded now.
    ReceivedLongAgo = "received_long_ago", "too long ago";
    /// Not a number of sets.
    SetsWrong = "sets_wrong", "not a number of sets";
    /// Where to post the outcome is missing.
    AddressMissing = "address_missing", "no address";
    /// The procedure knows no such exemption.
    ExemptionUnknown = "exemption_unknown", "no such exemption";
    /// The charges cannot be computed.
    FeeWrong = "fee_wrong", "the charges cannot be computed";
    /// A reason is required.
    ReasonMissing = "reason_missing", "a reason is required";
    /// Nothing to ask for.
    NothingToAsk = "nothing_to_ask", "no paper is missing or wrong";
}
