//! The fields of the receipt, in the order of the official form.

use super::{Density, LEFT, WIDTH, body_column};
use crate::canvas::{Style, mm};
use crate::error::RenderError;
use crate::flow::{Block, Flow};
use crate::paragraph::{Align, Span};
use crate::snapshot::{FeeLine, FeeLines, PaperLine, PartyLine, ReceiptSnapshot};
use crate::table::{Table, TableColumn};
use crate::words;

/// Spaces that are not collapsed, between two entries on one line.
const BETWEEN: &str = "\u{A0}\u{A0}\u{A0}\u{A0}\u{A0} ";

/// How strongly a value is set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    Plain,
    Strong,
}

/// Writes field after field.
struct Fields<'a> {
    flow: &'a mut Flow,
    density: Density,
    /// Number of the next item of the form.
    next: u8,
}

/// Places the fields and returns the last ones, which stay with the signatures: nobody signs an
/// otherwise empty sheet.
pub(super) fn place(
    snapshot: &ReceiptSnapshot,
    density: Density,
    flow: &mut Flow,
) -> Result<Block, RenderError> {
    let mut fields = Fields {
        flow,
        density,
        next: 1,
    };
    fields.people(snapshot)?;
    fields.address(snapshot)?;
    fields.contact(snapshot)?;
    fields.procedure(snapshot)?;
    fields.papers(&snapshot.papers)?;
    fields.times(snapshot)?;
    fields.endings(snapshot)
}

impl Fields<'_> {
    /// "label value", wrapped.
    fn block(&self, label: &str, value: &str, weight: Weight) -> Result<Block, RenderError> {
        let size = self.density.size;
        let style = match weight {
            Weight::Plain => Style::regular(size),
            Weight::Strong => Style::bold(size),
        };
        let label = Span {
            text: label,
            style: Style::regular(size),
        };
        let mut block = Block::text(&[label, Span { text: value, style }], body_column())?;
        block.space(self.density.gap);
        Ok(block)
    }

    fn field(&mut self, label: &str, value: &str, weight: Weight) -> Result<(), RenderError> {
        let block = self.block(label, value, weight)?;
        self.flow.place(block)
    }

    /// A field that is left out when there is nothing to say.
    fn given(&mut self, label: &str, value: &str) -> Result<(), RenderError> {
        if value.trim().is_empty() {
            Ok(())
        } else {
            self.field(label, value, Weight::Plain)
        }
    }

    fn number(&mut self) -> u8 {
        let number = self.next;
        self.next += 1;
        number
    }

    fn item(&mut self, label: &str, value: &str, weight: Weight) -> Result<(), RenderError> {
        let number = self.number();
        self.field(&format!("{number}. {label}: "), value, weight)
    }

    fn people(&mut self, snapshot: &ReceiptSnapshot) -> Result<(), RenderError> {
        self.given("Bộ phận tiếp nhận và trả kết quả: ", &snapshot.office_name)?;
        self.party("Tiếp nhận hồ sơ của: ", &snapshot.owner, Weight::Strong)?;
        for owner in &snapshot.co_owners {
            self.party("Và của: ", owner, Weight::Strong)?;
        }
        let Some(submitter) = &snapshot.submitter else {
            return Ok(());
        };
        let mut party = submitter.party.clone();
        let capacity = submitter.capacity.trim();
        if !capacity.is_empty() {
            party.name = format!("{} ({capacity})", party.name);
        }
        self.party("Người nộp: ", &party, Weight::Plain)
    }

    fn party(&mut self, label: &str, party: &PartyLine, name: Weight) -> Result<(), RenderError> {
        self.field(label, &party.name, name)?;
        self.given(&format!("{}: ", party.id_label), &party.id_number)
    }

    /// One line, or two when the card names units that have since been merged.
    fn address(&mut self, snapshot: &ReceiptSnapshot) -> Result<(), RenderError> {
        let (card, now) = (snapshot.address_on_card.trim(), snapshot.address_now.trim());
        if card.is_empty() || now.is_empty() || card == now {
            return self.given("Địa chỉ: ", if now.is_empty() { card } else { now });
        }
        self.given("Địa chỉ trên giấy tờ: ", card)?;
        self.given("Địa chỉ nay: ", now)
    }

    fn contact(&mut self, snapshot: &ReceiptSnapshot) -> Result<(), RenderError> {
        let (phone, email) = (snapshot.phone.trim(), snapshot.email.trim());
        if phone.is_empty() {
            return self.given("Email: ", email);
        }
        let email = if email.is_empty() {
            String::new()
        } else {
            format!("{BETWEEN}Email: {email}")
        };
        self.given("Số điện thoại: ", &format!("{phone}{email}"))
    }

    fn procedure(&mut self, snapshot: &ReceiptSnapshot) -> Result<(), RenderError> {
        let code = snapshot.procedure.code.trim();
        let code = if code.is_empty() {
            String::new()
        } else {
            format!(" (mã\u{A0}thủ\u{A0}tục\u{A0}{code})")
        };
        let wanted = format!("{}{code}", snapshot.procedure.name);
        self.field("Nội dung yêu cầu giải quyết: ", &wanted, Weight::Plain)
    }

    fn papers(&mut self, papers: &[PaperLine]) -> Result<(), RenderError> {
        const LABEL: &str = "Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm";
        if papers.is_empty() {
            return self.item(LABEL, "không có giấy tờ", Weight::Plain);
        }
        let number = self.number();
        let mut lead = self.block(&format!("{number}. {LABEL}:"), "", Weight::Plain)?;
        lead.space(1.0);
        let size = self.density.table;
        let numbered = papers.iter().zip(1_u16..);
        if papers.iter().all(|paper| paper.note.trim().is_empty()) {
            let rows: Vec<_> = numbered.map(|(paper, n)| cells(paper, n)).collect();
            table(columns(NOTE_WIDTH), size, &rows).place(lead, self.flow)?;
        } else {
            let rows: Vec<_> = numbered.map(|(paper, n)| with_note(paper, n)).collect();
            let [number, name, originals, certified, photocopies] = columns(0.0);
            let note = column("Ghi chú", NOTE_WIDTH, Align::Left);
            let columns = [number, name, originals, certified, photocopies, note];
            table(columns, size, &rows).place(lead, self.flow)?;
        }
        self.flow.space(mm(1.8));
        Ok(())
    }

    fn times(&mut self, snapshot: &ReceiptSnapshot) -> Result<(), RenderError> {
        use Weight::{Plain, Strong};
        self.item(
            "Số lượng hồ sơ",
            &format!("{:02} (bộ)", snapshot.sets),
            Plain,
        )?;
        if !snapshot.processing_time.trim().is_empty() {
            let time = &snapshot.processing_time;
            self.item("Thời gian giải quyết hồ sơ theo quy định là", time, Plain)?;
        }
        self.item(
            "Thời gian nhận hồ sơ",
            &words::moment(snapshot.received_at),
            Plain,
        )?;
        self.item(
            "Thời gian trả kết quả giải quyết hồ sơ",
            &due(snapshot),
            Strong,
        )?;
        if let Some(stage) = snapshot.second_stage {
            self.item(
                "Thời gian nhận hồ sơ giai đoạn 2",
                &words::moment(stage.received_at),
                Plain,
            )?;
            self.item(
                "Thời gian trả kết quả giai đoạn 2",
                &words::moment(stage.due_at),
                Strong,
            )?;
        }
        Ok(())
    }

    fn endings(&mut self, snapshot: &ReceiptSnapshot) -> Result<Block, RenderError> {
        let result = &snapshot.result_by;
        let place = if result.address.trim().is_empty() {
            result.method.clone()
        } else {
            format!("{} – {}", result.method, result.address)
        };
        self.item("Đăng ký nhận kết quả", &place, Weight::Plain)?;
        let number = self.number();
        let label = format!("{number}. Phí, lệ phí (nếu có): ");
        let mut last = self.block(&label, &fee(&snapshot.fee), Weight::Plain)?;
        let (book, number) = match &snapshot.register {
            Some(entry) => (entry.book.as_str(), entry.number.as_str()),
            None => ("……………", "……………"),
        };
        let entry = format!("Quyển số: {book}{BETWEEN}Số thứ tự: {number}");
        last.stack(self.block("Vào Sổ theo dõi hồ sơ, ", &entry, Weight::Plain)?);
        Ok(last)
    }
}

/// Width of the column of notes, or what the names gain without it.
const NOTE_WIDTH: f32 = mm(33.0);

const fn column(title: &'static str, width: f32, align: Align) -> TableColumn {
    TableColumn {
        title,
        width,
        align,
    }
}

/// The five columns of every table of papers; `wider` goes to the names.
const fn columns(wider: f32) -> [TableColumn; 5] {
    [
        column("STT", mm(11.0), Align::Centre),
        column("Tên giấy tờ", mm(75.0) + wider, Align::Left),
        column("Bản chính", mm(15.0), Align::Centre),
        column("Bản sao chứng thực", mm(26.0), Align::Centre),
        column("Bản chụp", mm(15.0), Align::Centre),
    ]
}

/// The table is as wide as the text.
const _: () = {
    let [number, name, originals, certified, photocopies] = columns(NOTE_WIDTH);
    let counts = originals.width + certified.width + photocopies.width;
    let sum = number.width + name.width + counts;
    assert!(sum > WIDTH - 0.1 && sum < WIDTH + 0.1);
};

fn cells(paper: &PaperLine, number: u16) -> [String; 5] {
    [
        number.to_string(),
        paper.name.clone(),
        words::count(paper.originals),
        words::count(paper.certified_copies),
        words::count(paper.photocopies),
    ]
}

fn with_note(paper: &PaperLine, number: u16) -> [String; 6] {
    let [number, name, originals, certified, photocopies] = cells(paper, number);
    [
        number,
        name,
        originals,
        certified,
        photocopies,
        paper.note.clone(),
    ]
}

const fn table<const N: usize>(
    columns: [TableColumn; N],
    size: f32,
    rows: &[[String; N]],
) -> Table<'_, N> {
    Table {
        x: LEFT,
        size,
        columns,
        rows,
    }
}

fn due(snapshot: &ReceiptSnapshot) -> String {
    let moment = words::moment(snapshot.due_at);
    let note = snapshot.due_note.trim();
    if note.is_empty() {
        moment
    } else {
        format!("{moment} ({note})")
    }
}

/// "Lệ phí hộ tịch 8.000 đồng; … Tổng cộng 12.000 đồng (Mười hai nghìn đồng). Chưa thanh toán".
fn fee(fee: &FeeLines) -> String {
    let mut parts = Vec::new();
    match fee.lines.as_slice() {
        [] if fee.total.0 == 0 && fee.payment.trim().is_empty() => {
            parts.push("không thu".to_owned())
        }
        [] if fee.total.0 == 0 => {}
        [] => parts.push(total("", fee)),
        [line] if line.amount == fee.total => parts.push(total(&format!("{} ", line.label), fee)),
        lines => {
            let said = |line: &FeeLine| format!("{} {}", line.label, line.amount.long());
            parts.push(lines.iter().map(said).collect::<Vec<_>>().join("; "));
            parts.push(total("Tổng cộng ", fee));
        }
    }
    if !fee.payment.trim().is_empty() {
        parts.push(fee.payment.trim().to_owned());
    }
    parts.join(". ")
}

fn total(label: &str, fee: &FeeLines) -> String {
    format!("{label}{} ({})", fee.total.long(), fee.total.words())
}
