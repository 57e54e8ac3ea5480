//! Signatures and notes.

use super::{Density, LEFT, RIGHT, WIDTH, body_column};
use crate::canvas::{Mark, Rule, Style, mm};
use crate::error::RenderError;
use crate::flow::{Block, Flow};
use crate::paragraph::{Align, Column, Span};
use crate::snapshot::ReceiptSnapshot;

const NOTE_SIZE: f32 = 9.5;

/// What the form itself tells the citizen.
const NOTES: [&str; 2] = [
    "Khi đến nhận kết quả, đề nghị mang theo giấy này và giấy tờ tùy thân, nộp phí, lệ phí còn thiếu (nếu có); người \
     nhận thay mang theo văn bản ủy quyền.",
    "Giấy này được thu lại và lưu vào hồ sơ khi trả kết quả.",
];

/// Places the last fields with the signatures, then the notes.
pub(super) fn place(
    snapshot: &ReceiptSnapshot,
    density: Density,
    mut last: Block,
    flow: &mut Flow,
) -> Result<(), RenderError> {
    last.stack(signatures(snapshot, density)?);
    flow.place(last)?;
    notes(snapshot, flow)
}

fn signatures(snapshot: &ReceiptSnapshot, density: Density) -> Result<Block, RenderError> {
    let submitter = snapshot
        .submitter
        .as_ref()
        .map_or(&snapshot.owner, |s| &s.party);
    let officer = &snapshot.officer;
    let phone = officer.phone.trim();
    let phone = if phone.is_empty() {
        String::new()
    } else {
        format!("Điện thoại: {phone}")
    };
    let mut columns = signature(LEFT, ["NGƯỜI NỘP HỒ SƠ", &submitter.name, ""], density)?;
    let right = LEFT + WIDTH / 2.0;
    columns.overlay(signature(
        right,
        ["NGƯỜI TIẾP NHẬN HỒ SƠ", &officer.name, &phone],
        density,
    )?);
    let mut block = Block::default();
    block.space(mm(3.0));
    block.stack(columns);
    block.space(mm(2.5));
    Ok(block)
}

fn signature(
    x: f32,
    [title, name, phone]: [&str; 3],
    density: Density,
) -> Result<Block, RenderError> {
    let column = Column {
        x,
        width: WIDTH / 2.0,
        align: Align::Centre,
        hang: 0.0,
    };
    let line = |text, style| Block::text(&[Span { text, style }], column);
    let mut block = line(title, Style::bold(12.0))?;
    block.stack(line("(Ký và ghi rõ họ tên)", Style::italic(11.0))?);
    block.space(density.signature);
    block.stack(line(name, Style::bold(12.0))?);
    if !phone.is_empty() {
        block.stack(line(phone, Style::regular(10.5))?);
    }
    Ok(block)
}

fn notes(snapshot: &ReceiptSnapshot, flow: &mut Flow) -> Result<(), RenderError> {
    let hotline = snapshot.hotline.trim();
    let hotline = if hotline.is_empty() {
        String::new()
    } else {
        format!("Đường dây nóng: {hotline}.")
    };
    let all = NOTES
        .into_iter()
        .chain(snapshot.notes.iter().map(String::as_str))
        .chain([hotline.as_str()]);
    let mut first = Block {
        height: 3.0,
        marks: Vec::new(),
    };
    first.marks.push(Mark::Rule(Rule {
        from: (LEFT, 0.0),
        to: (RIGHT, 0.0),
        width: 0.4,
    }));
    first.stack(Block::text(
        &[Span {
            text: "Lưu ý:",
            style: Style::bold(NOTE_SIZE),
        }],
        body_column(),
    )?);
    for (index, note) in all.filter(|note| !note.trim().is_empty()).enumerate() {
        let column = Column {
            hang: mm(2.6),
            ..body_column()
        };
        let spans = [
            Span {
                text: "–\u{A0}",
                style: Style::regular(NOTE_SIZE),
            },
            Span {
                text: note,
                style: Style::regular(NOTE_SIZE),
            },
        ];
        let block = Block::text(&spans, column)?;
        if index == 0 {
            first.stack(block);
            flow.place(std::mem::take(&mut first))?;
        } else {
            flow.place(block)?;
        }
    }
    Ok(())
}
