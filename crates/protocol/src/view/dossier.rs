//! Lists of dossiers and the dossier itself.

use super::{AttachmentView, ChargeView, PaperDraft, PartyDraft, view_types};

view_types! {
    /// Which dossiers.
    pub struct DossierQuery {
        /// Words, code, number or telephone as typed; empty for all.
        pub text: String,
        /// `all`, `to_forward`, `to_digitise`, `due_soon`, `overdue`, `unsent`.
        pub queue: String,
        /// `office`, `desk` or `mine`.
        pub scope: String,
    }

    /// The ordered row ids of a query; rows come by id, 200 at a time.
    pub struct DossierIds {
        /// Row ids, newest first.
        pub ids: Vec<u32>,
        /// True when there are more than the limit: narrow the filter.
        pub cut: bool,
    }

    /// Rows wanted.
    pub struct RowsRequest {
        /// At most 200 row ids.
        pub ids: Vec<u32>,
    }

    /// One row of a list.
    pub struct DossierRow {
        /// Row id.
        pub row: u32,
        /// Dossier id.
        pub id: String,
        /// Code, official or provisional.
        pub code: String,
        /// Whether the code is provisional.
        pub provisional: bool,
        /// Owner's name.
        pub person: String,
        /// Procedure name.
        pub procedure: String,
        /// A `BusinessStatus` tag.
        pub status: String,
        /// Received when.
        #[ts(type = "number")]
        pub received_at: i64,
        /// Promised when.
        #[ts(type = "number | null")]
        pub due_at: Option<i64>,
        /// Handed over, to whom; empty when still here.
        pub forwarded_to: String,
        /// Papers that still need scanning.
        pub digitise: bool,
        /// Events or files not yet at the centre.
        pub unsent: bool,
    }

    /// A dossier, whole.
    pub struct DossierView {
        /// As in the list.
        pub row: DossierRow,
        /// Former temporary code, or empty.
        pub alias: String,
        /// Parties.
        pub parties: Vec<PartyDraft>,
        /// Submitter's capacity.
        pub capacity: String,
        /// Submitter's name when not the owner.
        pub submitter: String,
        /// "09:45 thứ Hai 07/12".
        pub due_text: String,
        /// The working of the due time.
        pub due_working: String,
        /// Papers.
        pub papers: Vec<PaperDraft>,
        /// Pages and files.
        pub attachments: Vec<AttachmentView>,
        /// Charges.
        pub charges: Vec<ChargeView>,
        /// Total of the known charges.
        #[ts(type = "number")]
        pub total: i64,
        /// A `MoneyStatus` tag.
        pub money: String,
        /// A `DeliveryStatus` tag.
        pub delivery_status: String,
        /// A `DigitisationStatus` tag.
        pub digitisation: String,
        /// `at_office`, `post` or `electronic`.
        pub delivery: String,
        /// Note.
        pub note: String,
        /// Label of the desk that holds it, or empty.
        pub holder: String,
        /// Whether that is this desk.
        pub held_here: bool,
        /// Why it is late; `None` when it is not.
        pub lateness: Option<LatenessView>,
        /// Times without a link in which it was received or handled here, oldest first.
        pub outages: Vec<super::OutageView>,
        /// The journal, oldest first.
        pub timeline: Vec<TimelineEntry>,
        /// Print jobs of its receipt.
        pub print_jobs: Vec<PrintJobView>,
        /// Acts legal now for this officer: `forward`, `reprint`, `attach`, `accept`, …
        pub acts: Vec<String>,
        /// Where it can be forwarded.
        pub forward_targets: Vec<ForwardTarget>,
    }

    /// What the QR of a receipt says, and what this desk makes of it.
    pub struct ReceiptCheck {
        /// Whether it is believed.
        pub verdict: ReceiptVerdict,
        /// The dossier code in it.
        pub code: String,
        /// Label of the desk that signed it; empty when its key is unknown here.
        pub desk: String,
        /// Id of the dossier, if this desk has it.
        pub dossier: Option<String>,
    }

    /// Whether a receipt is believed.
    pub enum ReceiptVerdict {
        /// Signed by a desk this one knows.
        Genuine,
        /// The key is not known here: nothing is said against it.
        Unverified,
        /// It names a known desk, and that desk did not sign this.
        Altered,
        /// What was scanned is no receipt's.
        Foreign,
    }

    /// A place a dossier can be forwarded to.
    pub struct ForwardTarget {
        /// `department:<id>` or `office:<id>`.
        pub id: String,
        /// Name.
        pub name: String,
    }

    /// One event in words' ingredients, with its proof.
    pub struct TimelineEntry {
        /// When.
        #[ts(type = "number")]
        pub at: i64,
        /// Event kind tag.
        pub kind: String,
        /// Values the sentence names.
        pub params: std::collections::BTreeMap<String, String>,
        /// Officer's name.
        pub officer: String,
        /// Desk's label.
        pub desk: String,
        /// Position in the desk's journal.
        #[ts(type = "number")]
        pub seq: u64,
        /// Last 8 hexadecimal digits of the chain head.
        pub hash_tail: String,
        /// `pending`, `acked` or `durable`.
        pub sent: String,
        /// Whether it was done here while there was no link.
        pub offline: bool,
        /// Why the centre keeps it without effect, a reason code; empty for one that has effect.
        pub held: String,
        /// The decision that it never takes effect.
        pub refusal: Option<super::RefusalView>,
        /// Whether a person at this desk still has to decide over it.
        pub to_decide: bool,
    }

    /// How late, and the parts it is made of, in milliseconds; they sum to the whole.
    pub struct LatenessView {
        /// The whole.
        #[ts(type = "number")]
        pub total: i64,
        /// Synchronisation.
        #[ts(type = "number")]
        pub sync: i64,
        /// The office.
        #[ts(type = "number")]
        pub officer: i64,
        /// The department.
        #[ts(type = "number")]
        pub department: i64,
        /// The citizen.
        #[ts(type = "number")]
        pub citizen: i64,
        /// The largest part: `sync`, `officer`, `department` or `citizen`.
        pub cause: String,
    }

    /// An act of one line on a dossier.
    pub struct ActRequest {
        /// Which dossier.
        pub dossier: String,
        /// Which act, as in `DossierView.acts`.
        pub act: String,
        /// Reason, name of the collector, or what is missing, a line each; empty where none is needed.
        pub text: String,
        /// That every party is present, where the procedure asks for it.
        pub confirmed: bool,
    }

    /// One print job.
    pub struct PrintJobView {
        /// Id.
        pub id: String,
        /// Dossier id.
        pub dossier: String,
        /// Dossier code.
        pub code: String,
        /// `waiting`, `sending`, `printing`, `done`, `held`, `failed`.
        pub state: String,
        /// Trouble code as in the strip, or empty.
        pub reason: String,
        /// Reprint number, 0 for the first.
        pub reprint_no: u16,
        /// When it was made.
        #[ts(type = "number")]
        pub at: i64,
    }

    /// Hand dossiers over.
    pub struct ForwardRequest {
        /// Made once.
        pub request_id: String,
        /// Which dossiers (at most 200).
        pub dossiers: Vec<String>,
        /// A [`ForwardTarget`] id.
        pub to: String,
    }

    /// Print a receipt again.
    pub struct ReprintRequest {
        /// Made once.
        pub request_id: String,
        /// Which dossier.
        pub dossier: String,
        /// Why.
        pub reason: String,
    }

    /// The code a ministry's system gave after its outage.
    pub struct ForeignCodeRequest {
        /// Which dossier.
        pub dossier: String,
        /// The code as typed.
        pub code: String,
    }

    /// Take a page out.
    pub struct RemoveAttachmentRequest {
        /// `draft:<request id>` or `dossier:<id>`.
        pub target: String,
        /// Which attachment.
        pub attachment: String,
        /// Why (dossiers only).
        pub reason: String,
    }

    /// Where pages go.
    pub struct PageTarget {
        /// `draft:<request id>` or `dossier:<id>`.
        pub target: String,
        /// Component code.
        pub component: String,
    }

    /// Start scanning.
    pub struct ScanRequest {
        /// Where the pages go.
        pub to: PageTarget,
        /// From the feeder (else the glass).
        pub feeder: bool,
    }

    /// Result of a scan or an import: what came in stays, whatever happened after.
    pub struct PagesView {
        /// What was taken in.
        pub added: Vec<AttachmentView>,
        /// What stopped it, if something did.
        pub problem: Option<super::ErrorView>,
    }
}
