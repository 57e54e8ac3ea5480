//! Everything that is printed on a receipt, frozen at the moment of reception. It is stored with
//! the print job, so that a reprint shows what was promised and not what is true today.
//!
//! The types hold personal data: `Debug` shows counts and codes only.

use std::fmt;

use domain::money::Dong;
use domain::time::CivilDateTime;
use serde::{Deserialize, Serialize};

use crate::form_set::FormSet;

/// Everything printed on Mẫu 01, *Giấy tiếp nhận hồ sơ và hẹn trả kết quả*. An empty text is a line that is not printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptSnapshot {
    /// The set of forms in force on the day of reception.
    pub form_set: FormSet,
    /// Title in place of the form's own, where a province gives a temporary slip; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The superior agency, first line of the head ("ỦY BAN NHÂN DÂN PHƯỜNG HOA LƯ").
    pub agency_parent: String,
    /// The issuing agency, bold line of the head.
    pub agency_name: String,
    /// *Bộ phận tiếp nhận và trả kết quả*.
    pub office_name: String,
    /// Place name before the date ("Hoa Lư").
    pub place: String,
    /// The dossier code as text; also drawn as Code 128.
    pub code: String,
    /// The whole content of the one QR.
    pub look_up_qr: String,
    /// When the dossier was received.
    pub received_at: CivilDateTime,
    /// When the result is promised.
    pub due_at: CivilDateTime,
    /// What qualifies the promise ("tạm tính"), or empty.
    pub due_note: String,
    /// Second stage of a two-stage procedure, if it has one.
    #[serde(default)]
    pub second_stage: Option<StageTimes>,
    /// *Chủ hồ sơ*.
    pub owner: PartyLine,
    /// Further owners of the same dossier (marriage, shared land).
    #[serde(default)]
    pub co_owners: Vec<PartyLine>,
    /// Who submitted, when that is someone else.
    pub submitter: Option<SubmitterLine>,
    /// Address as printed on the card.
    pub address_on_card: String,
    /// The same address in today's units.
    pub address_now: String,
    /// Telephone number, formatted.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// The procedure.
    pub procedure: ProcedureLine,
    /// The papers handed in, in order.
    pub papers: Vec<PaperLine>,
    /// *Số lượng hồ sơ (bộ)*.
    pub sets: u16,
    /// *Thời gian giải quyết hồ sơ theo quy định*, as text.
    pub processing_time: String,
    /// *Phí, lệ phí*.
    pub fee: FeeLines,
    /// *Đăng ký nhận kết quả*.
    pub result_by: ResultBy,
    /// Book and number in the register; none until the centre has given them, then the form leaves room.
    pub register: Option<RegisterEntry>,
    /// Who received the dossier.
    pub officer: OfficerLine,
    /// Hot-line of the office.
    pub hotline: String,
    /// Notes besides those the form always carries.
    pub notes: Vec<String>,
    /// Made in training mode: printed across every page.
    pub demo: bool,
}

/// A person or organisation, as one line of the form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyLine {
    /// Name.
    pub name: String,
    /// What the number is ("Số định danh cá nhân", "Hộ chiếu số", "Mã số thuế").
    pub id_label: String,
    /// The number, or empty.
    pub id_number: String,
}

/// Who handed the dossier in for the owner.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmitterLine {
    /// The person.
    pub party: PartyLine,
    /// *Tư cách người nộp*.
    pub capacity: String,
}

/// Code and name of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureLine {
    /// National code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// One row of the table of papers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperLine {
    /// Name of the paper.
    pub name: String,
    /// *Bản chính*.
    pub originals: u16,
    /// *Bản sao chứng thực*.
    pub certified_copies: u16,
    /// *Bản chụp*.
    pub photocopies: u16,
    /// *Ghi chú*.
    pub note: String,
}

/// What is to be paid.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLines {
    /// Each fee.
    pub lines: Vec<FeeLine>,
    /// Their sum, as the desk computed it.
    pub total: Dong,
    /// State of payment ("Chưa thanh toán", "Đã thu").
    pub payment: String,
}

/// One fee.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// What it is for.
    pub label: String,
    /// How much.
    pub amount: Dong,
}

/// How and where the result is received.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultBy {
    /// "Tại Trung tâm", "Qua BCCI", "Bản điện tử".
    pub method: String,
    /// Where, or empty.
    pub address: String,
}

/// Entry in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterEntry {
    /// *Quyển số*.
    pub book: String,
    /// *Số thứ tự*.
    pub number: String,
}

/// The officer who signs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerLine {
    /// Name.
    pub name: String,
    /// Telephone number, or empty.
    pub phone: String,
}

/// Times of one stage of a procedure with two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageTimes {
    /// When the stage's papers are received.
    pub received_at: CivilDateTime,
    /// When its result is promised.
    pub due_at: CivilDateTime,
}

/// Which of the two copies (*liên*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyNumber {
    /// *Liên 1: Lưu*.
    Kept,
    /// *Liên 2: Giao người nộp hồ sơ*.
    Given,
}

/// One print: which copy, and how often it was printed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Copy {
    /// Which copy.
    pub number: CopyNumber,
    /// 0 for the first print; n is marked *BẢN IN LẠI lần n*.
    pub reprint_no: u16,
}

impl fmt::Debug for ReceiptSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiptSnapshot")
            .field("form_set", &self.form_set)
            .field("code", &self.code)
            .field("due_at", &self.due_at)
            .field("procedure", &self.procedure.code)
            .field("papers", &self.papers.len())
            .field("demo", &self.demo)
            .finish_non_exhaustive()
    }
}

/// `Debug` that tells the type and nothing of the person.
macro_rules! redacted_debug {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }
    )+};
}
redacted_debug!(
    PartyLine,
    SubmitterLine,
    PaperLine,
    FeeLines,
    FeeLine,
    ResultBy,
    OfficerLine
);
