//! Head of the receipt: agency and state motto, code with its bars, title, and the promise.

use super::{DEMO, DEMO_NOTE, LEFT, RIGHT, TITLE, WIDTH, copy_name};
use crate::barcode;
use crate::canvas::{Mark, Rect, Rule, Style, mm, outline, text};
use crate::error::RenderError;
use crate::flow::{Block, line_height};
use crate::paragraph::{Align, Column, Span};
use crate::snapshot::{Copy, ReceiptSnapshot};
use crate::words;

const AGENCY_WIDTH: f32 = mm(79.0);
const STATE_X: f32 = LEFT + mm(81.0);
const STATE_WIDTH: f32 = WIDTH - mm(81.0);
/// First to last bar; at least 60 mm (`architecture.md`), here with quiet zones inside the column.
const BARS_WIDTH: f32 = mm(68.0);
/// The same for a code whose bars would be too fine then, as a temporary one of a desk with a long name.
const BARS_WIDTH_MAX: f32 = mm(74.0);
/// Sizes of the code's line, the first that fits.
const CODE_SIZES: [f32; 3] = [11.5, 10.0, 8.5];
const BARS_HEIGHT: f32 = mm(10.0);
/// Side of the QR, quiet zone included.
const QR_SIDE: f32 = mm(28.0);

const fn centred(x: f32, width: f32) -> Column {
    Column {
        x,
        width,
        align: Align::Centre,
        hang: 0.0,
    }
}

fn one(words: &str, style: Style, column: Column) -> Result<Block, RenderError> {
    Block::text(&[Span { text: words, style }], column)
}

/// A short rule in the middle of a column.
fn rule(column: Column, length: f32, gap: f32) -> Block {
    let middle = column.x + column.width / 2.0;
    let line = Rule {
        from: (middle - length / 2.0, gap),
        to: (middle + length / 2.0, gap),
        width: 0.75,
    };
    Block {
        height: gap + 1.0,
        marks: vec![Mark::Rule(line)],
    }
}

/// Two columns: who issues, with the code and its bars; the state, its motto, place and day.
pub(super) fn head(snapshot: &ReceiptSnapshot, copy: Copy) -> Result<Block, RenderError> {
    let mut head = agency(snapshot)?;
    head.overlay(state(snapshot, copy)?);
    Ok(head)
}

fn agency(snapshot: &ReceiptSnapshot) -> Result<Block, RenderError> {
    let column = centred(LEFT, AGENCY_WIDTH);
    let mut block = Block::default();
    if !snapshot.agency_parent.trim().is_empty() {
        block.stack(one(
            &snapshot.agency_parent.to_uppercase(),
            Style::regular(12.0),
            column,
        )?);
    }
    block.stack(one(
        &snapshot.agency_name.to_uppercase(),
        Style::bold(12.0),
        column,
    )?);
    block.stack(rule(column, mm(24.0), 1.5));
    block.space(mm(3.0));
    block.stack(Block {
        height: BARS_HEIGHT + 1.5,
        marks: vec![bars(&snapshot.code)?],
    });
    block.stack(code_line(&snapshot.code, column)?);
    Ok(block)
}

fn bars(code: &str) -> Result<Mark, RenderError> {
    let within = |width| {
        let x = LEFT + (AGENCY_WIDTH - width) / 2.0;
        barcode::code_128(code, x, width, BARS_HEIGHT)
    };
    within(BARS_WIDTH).or_else(|_too_fine| within(BARS_WIDTH_MAX))
}

fn code_line(code: &str, column: Column) -> Result<Block, RenderError> {
    for size in CODE_SIZES {
        let spans = [
            Span {
                text: "Mã hồ sơ: ",
                style: Style::regular(size),
            },
            Span {
                text: code,
                style: Style::bold(size),
            },
        ];
        let line = Block::text(&spans, column)?;
        if line.height <= line_height(size) * 1.5 {
            return Ok(line);
        }
    }
    Err(RenderError::Overflow {
        part: "dossier code",
    })
}

fn state(snapshot: &ReceiptSnapshot, copy: Copy) -> Result<Block, RenderError> {
    const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
    let column = centred(STATE_X, STATE_WIDTH);
    let mut block = one(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        Style::bold(12.0),
        column,
    )?;
    let motto = Style::bold(13.0);
    block.stack(one(MOTTO, motto, column)?);
    block.stack(rule(column, text(MOTTO, motto, (0.0, 0.0))?.width(), 1.5));
    block.space(mm(2.5));
    let day = words::date(snapshot.received_at.date());
    let dated = if snapshot.place.trim().is_empty() {
        day
    } else {
        format!("{}, {day}", snapshot.place)
    };
    block.stack(one(&dated, Style::italic(12.5), column)?);
    if copy.reprint_no > 0 {
        block.space(mm(4.0));
        block.stack(stamp(
            &format!("BẢN IN LẠI lần {}", copy.reprint_no),
            column,
        )?);
    }
    Ok(block)
}

/// Words in a box, as a rubber stamp has them.
fn stamp(words: &str, column: Column) -> Result<Block, RenderError> {
    let style = Style::bold(13.0);
    let width = text(words, style, (0.0, 0.0))?.width() + mm(8.0);
    let mut block = one(words, style, column)?;
    block.height += 5.0;
    block.marks = block
        .marks
        .into_iter()
        .map(|mark| mark.lowered(2.0))
        .collect();
    let x = column.x + (column.width - width) / 2.0;
    block.marks.extend(outline(
        Rect {
            x,
            y: 0.0,
            width,
            height: block.height,
        },
        0.9,
    ));
    Ok(block)
}

/// The form's own title, or the one the province gives a temporary slip.
fn title_of(snapshot: &ReceiptSnapshot) -> &str {
    match snapshot.title.trim() {
        "" => TITLE,
        title => title,
    }
}

/// Title and which copy this is.
pub(super) fn title(snapshot: &ReceiptSnapshot, copy: Copy) -> Result<Block, RenderError> {
    let column = centred(LEFT, WIDTH);
    let mut block = Block::default();
    block.space(mm(5.0));
    block.stack(one(title_of(snapshot), Style::bold(15.5), column)?);
    block.stack(one(
        &format!("({})", copy_name(copy.number)),
        Style::italic(12.0),
        column,
    )?);
    if snapshot.demo {
        block.stack(one(
            &format!("{DEMO} – {DEMO_NOTE}"),
            Style::bold(12.0),
            column,
        )?);
    }
    block.space(mm(2.5));
    Ok(block)
}

/// The box read first: when to come back, and the QR to ask with until then.
pub(super) fn promise(snapshot: &ReceiptSnapshot) -> Result<Block, RenderError> {
    const PADDING: f32 = mm(5.0);
    let column = Column {
        x: LEFT + PADDING,
        width: WIDTH - QR_SIDE - 2.0 * PADDING,
        align: Align::Left,
        hang: 0.0,
    };
    let mut words = one("HẸN TRẢ KẾT QUẢ", Style::bold(11.5), column)?;
    words.space(1.5);
    words.stack(one(
        &words::moment(snapshot.due_at),
        Style::bold(19.0),
        column,
    )?);
    let weekday = words::weekday(snapshot.due_at);
    let mut spans = vec![Span {
        text: &weekday,
        style: Style::regular(12.0),
    }];
    if !snapshot.due_note.trim().is_empty() {
        spans.push(Span {
            text: " – ",
            style: Style::regular(12.0),
        });
        spans.push(Span {
            text: &snapshot.due_note,
            style: Style::bold(12.0),
        });
    }
    words.stack(Block::text(&spans, column)?);
    words.space(2.0);
    words.stack(one(
        "Quét mã QR để tra cứu tình trạng hồ sơ",
        Style::italic(10.0),
        column,
    )?);

    let height = QR_SIDE.max(words.height + mm(3.0));
    let lift = (height - words.height) / 2.0;
    let mut marks: Vec<Mark> = words
        .marks
        .into_iter()
        .map(|mark| mark.lowered(lift))
        .collect();
    marks.push(barcode::qr(
        &snapshot.look_up_qr,
        (RIGHT - QR_SIDE, (height - QR_SIDE) / 2.0),
        QR_SIDE,
    )?);
    marks.extend(outline(
        Rect {
            x: LEFT,
            y: 0.0,
            width: WIDTH,
            height,
        },
        1.0,
    ));
    Ok(Block {
        height: height + mm(3.0),
        marks,
    })
}

/// Head of the second and all further pages.
pub(super) fn running_head(snapshot: &ReceiptSnapshot) -> Result<Block, RenderError> {
    let y = 9.0;
    let name = text(
        &format!("{} (tiếp theo)", title_of(snapshot)),
        Style::regular(9.0),
        (LEFT, y),
    )?;
    let code = text(
        &format!("Mã hồ sơ: {}", snapshot.code),
        Style::bold(9.0),
        (0.0, y),
    )?
    .ending_at(RIGHT);
    let line = Rule {
        from: (LEFT, y + 4.0),
        to: (RIGHT, y + 4.0),
        width: 0.4,
    };
    Ok(Block {
        height: y + mm(5.0),
        marks: vec![Mark::Text(name), Mark::Text(code), Mark::Rule(line)],
    })
}
