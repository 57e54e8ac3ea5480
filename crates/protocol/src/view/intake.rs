//! The intake form: the draft as typed (texts, nothing checked), what a card says, the quote of
//! due time and fee, the conclusion.

use super::view_types;

view_types! {
    /// The intake as the officer has typed it; autosaved, parked, and in the end received.
    pub struct IntakeDraft {
        /// Made once per form (UUIDv7).
        pub request_id: String,
        /// Parties by role, the owner first.
        pub parties: Vec<PartyDraft>,
        /// Capacity of the submitter, a `SubmitterCapacity` tag.
        pub capacity: String,
        /// The submitter, when it is not the owner.
        pub submitter: Option<PartyDraft>,
        /// Code of the procedure, empty before it is chosen.
        pub procedure: String,
        /// Which case.
        pub case_index: u16,
        /// Papers as judged.
        pub papers: Vec<PaperDraft>,
        /// Sets of papers.
        pub sets: u16,
        /// `at_office`, `post` or `electronic`.
        pub delivery: String,
        /// Address for the post.
        pub delivery_address: String,
        /// Name of the exemption claimed, empty for none.
        pub exemption: String,
        /// Copies asked for, where the fee counts them.
        pub copies: u16,
        /// Pages of the original, where the fee counts them.
        pub pages: u16,
        /// Whether verification is needed (second limit).
        pub verification: bool,
        /// *Hẹn khác thời hạn quy định*: civil moment `YYYY-MM-DDTHH:MM`, empty for none.
        pub due_override: String,
        /// Its legal ground.
        pub due_ground: String,
        /// Who approved it.
        pub due_approver: String,
        /// Code given by a ministry's or vertical system.
        pub foreign_code: String,
        /// That system is down: a temporary slip is given, its code is put in later.
        #[serde(default)]
        pub foreign_system_down: bool,
        /// Note of the officer.
        pub note: String,
        /// Why paper is taken for a procedure that takes none (counter.md 8), or empty.
        pub direct_reason: String,
    }

    /// One party as typed.
    pub struct PartyDraft {
        /// A `PartyRole` tag.
        pub role: String,
        /// `person` or `organisation`.
        pub kind: String,
        /// Name.
        pub name: String,
        /// Identity number as typed.
        pub number: String,
        /// Date of birth as typed, or only a year.
        pub birth: String,
        /// `male`, `female` or empty.
        pub sex: String,
        /// Address as printed on the card.
        pub address_on_card: String,
        /// House, street, hamlet of the address now.
        pub address_line: String,
        /// Ward code of the address now.
        pub ward: String,
        /// Province code of the address now.
        pub province: String,
        /// Telephone.
        pub phone: String,
        /// E-mail.
        pub email: String,
        /// Tax code (organisations).
        pub tax_code: String,
        /// Legal representative (organisations).
        pub representative: String,
        /// Filled from a card, not typed.
        pub from_card: bool,
    }

    /// One paper as judged.
    pub struct PaperDraft {
        /// Component code.
        pub component: String,
        /// Title.
        pub title: String,
        /// A `PaperState` tag, empty when not judged yet.
        pub state: String,
        /// Originals.
        pub originals: u8,
        /// Certified copies.
        pub certified_copies: u8,
        /// Photocopies.
        pub photocopies: u8,
        /// Only shown and compared.
        pub shown_only: bool,
        /// What is missing or wrong.
        pub note: String,
    }

    /// What a card said.
    pub struct CardView {
        /// The person, ready for a party.
        pub person: PartyDraft,
        /// Codes of what to look at: `birth.impossible`, `sex.mismatch`, `doubled`.
        pub warnings: Vec<String>,
        /// Candidates for the address now, best first; none is a default where a unit was split.
        pub wards: Vec<super::WardHit>,
        /// True when exactly one candidate fits.
        pub ward_certain: bool,
    }

    /// What the desk knows of a person already.
    pub struct PersonHints {
        /// A telephone number given before.
        pub phone: String,
        /// Open dossiers of the same person, newest first.
        pub open: Vec<OpenDossier>,
    }

    /// One open dossier of a person.
    pub struct OpenDossier {
        /// Id.
        pub id: String,
        /// Code.
        pub code: String,
        /// Procedure name.
        pub procedure: String,
    }

    /// Due time and fee with their working.
    pub struct QuoteView {
        /// Promised moment; `None` when it cannot be promised.
        #[ts(type = "number | null")]
        pub due_at: Option<i64>,
        /// "09:45 thứ Hai 07/12".
        pub due_text: String,
        /// "10 ngày làm việc, từ 09:41 20/11, nghỉ thứ Bảy, Chủ nhật, 24/11".
        pub due_working: String,
        /// Beyond the published calendar (*tạm tính*).
        pub due_provisional: bool,
        /// Why there is no due time: `unclear_limit`, `not_in_force`, `no_direct`, or empty.
        pub due_problem: String,
        /// Charges.
        pub charges: Vec<ChargeView>,
        /// Sum of the known amounts.
        #[ts(type = "number")]
        pub total: i64,
        /// False when an amount stands only in the note.
        pub total_known: bool,
    }

    /// One charge.
    pub struct ChargeView {
        /// What for.
        pub name: String,
        /// `fee` or `levy`.
        pub kind: String,
        /// Amount; `None` when only the note knows.
        #[ts(type = "number | null")]
        pub amount: Option<i64>,
        /// The catalogue's words.
        pub note: String,
        /// The exemption applied, or empty.
        pub exemption: String,
    }

    /// What came of `Ctrl+Enter`.
    pub struct ReceivedView {
        /// The dossier.
        pub dossier: String,
        /// Its code.
        pub code: String,
        /// Whether the code is provisional.
        pub provisional: bool,
        /// "09:45 thứ Hai 07/12".
        pub due_text: String,
        /// Name of the owner.
        pub person: String,
        /// Procedure name.
        pub procedure: String,
        /// State of printing: `queued`, `saved`, `no_printer`.
        pub print: String,
    }

    /// One parked intake.
    pub struct ParkedView {
        /// The request.
        pub request_id: String,
        /// Name of the person, or empty.
        pub person: String,
        /// Name of the procedure, or empty.
        pub procedure: String,
        /// Since when.
        #[ts(type = "number")]
        pub since: i64,
        /// Pages already scanned.
        pub pages: u32,
    }

    /// A page or file of a draft or dossier.
    pub struct AttachmentView {
        /// Id; its picture is `page://localhost/<id>/thumb` or `/full`.
        pub id: String,
        /// Component it belongs to.
        pub component: String,
        /// Name as it came, without a path.
        pub name: String,
        /// Media type by content.
        pub media_type: String,
        /// Pages.
        pub pages: u16,
        /// Size.
        #[ts(type = "number")]
        pub size_bytes: u64,
        /// `scanner` or `file`.
        pub source: String,
        /// Whether the bytes are on this desk (else they are fetched when opened).
        pub local: bool,
        /// Whether the centre has them.
        pub sent: bool,
    }
}
