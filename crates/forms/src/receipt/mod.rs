//! Mẫu 01, *Giấy tiếp nhận hồ sơ và hẹn trả kết quả* (Annex I of Circular 03/2025/TT-VPCP, or of
//! Circular 01/2018/TT-VPCP for receipts of its time), as one PDF per copy.
//!
//! Two real renderings of the form agree on the fields and their order; the box under the title
//! is ours: the moment a citizen comes back for is read first.

mod body;
mod closing;
mod head;

use crate::canvas::{Mark, PAGE_HEIGHT, PAGE_WIDTH, Page, Rule, Style, TextRun, mm, text};
use crate::error::RenderError;
use crate::flow::Flow;
use crate::paragraph::{Align, Column};
use crate::pdf;
use crate::snapshot::{Copy, CopyNumber, ReceiptSnapshot};

/// Papers a receipt can list; the largest real dossiers have about a hundred.
pub const PAPERS_MAX: usize = 1_000;

/// How closely the form is set.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Density {
    /// Size of the running text.
    size: f32,
    /// Size of the text in the table.
    table: f32,
    /// Space below each field.
    gap: f32,
    /// Room for a signature.
    signature: f32,
}

/// From the form as it is meant to look to the closest still easy to read.
const DENSITIES: [Density; 3] = [
    Density {
        size: 12.0,
        table: 11.0,
        gap: 1.4,
        signature: mm(18.0),
    },
    Density {
        size: 11.5,
        table: 11.0,
        gap: 0.8,
        signature: mm(17.0),
    },
    Density {
        size: 11.0,
        table: 10.5,
        gap: 0.4,
        signature: mm(15.0),
    },
];

const LEFT: f32 = mm(20.0);
const WIDTH: f32 = mm(175.0);
const RIGHT: f32 = LEFT + WIDTH;

const TITLE: &str = "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ";
const DEMO: &str = "BẢN TẬP HUẤN";
const DEMO_NOTE: &str = "KHÔNG CÓ GIÁ TRỊ";

/// The column of the running text.
const fn body_column() -> Column {
    Column {
        x: LEFT,
        width: WIDTH,
        align: Align::Left,
        hang: 0.0,
    }
}

/// Could this receipt be printed? Asked before a number is drawn: afterwards it is too late to
/// find out that a letter of a name has no glyph.
///
/// # Errors
/// Every reason [`render`] has, except a fault of the PDF writer.
pub fn can_render(snapshot: &ReceiptSnapshot) -> Result<(), RenderError> {
    lay_out(
        snapshot,
        Copy {
            number: CopyNumber::Given,
            reprint_no: u16::MAX,
        },
    )
    .map(drop)
}

/// One copy of the receipt as a PDF. The same snapshot and copy give the same bytes.
///
/// # Errors
/// [`RenderError`] names what stands in the way: a character without a glyph, a part that does
/// not fit, a code or look-up text that cannot be coded, or a fault of the PDF writer.
pub fn render(snapshot: &ReceiptSnapshot, copy: Copy) -> Result<Vec<u8>, RenderError> {
    document(snapshot, &[copy])
}

/// Both copies in one document, the kept one first: what a printer is handed, so that a receipt is
/// one job and comes out whole or not at all.
///
/// # Errors
/// As [`render`].
pub fn render_both(snapshot: &ReceiptSnapshot, reprint_no: u16) -> Result<Vec<u8>, RenderError> {
    let copy = |number| Copy { number, reprint_no };
    document(snapshot, &[copy(CopyNumber::Kept), copy(CopyNumber::Given)])
}

fn document(snapshot: &ReceiptSnapshot, copies: &[Copy]) -> Result<Vec<u8>, RenderError> {
    let mut pages = Vec::new();
    for copy in copies {
        pages.extend(lay_out(snapshot, *copy)?);
    }
    let input = serde_json::to_vec(&(snapshot, copies)).map_err(|_cause| RenderError::Writer)?;
    let identity = pdf::Identity {
        title: format!("Giấy tiếp nhận hồ sơ và hẹn trả kết quả {}", snapshot.code),
        created: snapshot.received_at,
        hash: blake3::hash(&input),
    };
    pdf::write(&pages, &identity)
}

/// The finished pages.
fn lay_out(snapshot: &ReceiptSnapshot, copy: Copy) -> Result<Vec<Page>, RenderError> {
    let found = snapshot.papers.len();
    if found > PAPERS_MAX {
        return Err(RenderError::TooManyPapers {
            found,
            max: PAPERS_MAX,
        });
    }
    let mut flow = Flow::new(head::running_head(snapshot)?);
    flow.place(head::head(snapshot, copy)?)?;
    flow.place(head::title(snapshot, copy)?)?;
    flow.place(head::promise(snapshot)?)?;
    let mut pages = fit(snapshot, &flow)?;
    let total = pages.len();
    for (page, number) in pages.iter_mut().zip(1..) {
        page.marks.extend(footer(snapshot, copy, number, total)?);
        if snapshot.demo {
            page.marks.splice(0..0, watermark()?);
        }
    }
    pages.iter().try_for_each(Page::check)?;
    Ok(pages)
}

/// Sets what follows the head as it is meant, or more closely if that saves the second sheet.
fn fit(snapshot: &ReceiptSnapshot, head: &Flow) -> Result<Vec<Page>, RenderError> {
    let [meant, closer @ ..] = DENSITIES;
    let pages = set(snapshot, meant, head.clone())?;
    if pages.len() == 2 {
        for density in closer {
            let close = set(snapshot, density, head.clone())?;
            if close.len() == 1 {
                return Ok(close);
            }
        }
    }
    Ok(pages)
}

fn set(
    snapshot: &ReceiptSnapshot,
    density: Density,
    mut flow: Flow,
) -> Result<Vec<Page>, RenderError> {
    let last = body::place(snapshot, density, &mut flow)?;
    closing::place(snapshot, density, last, &mut flow)?;
    Ok(flow.finish())
}

/// Name of a copy as the form says it.
const fn copy_name(number: CopyNumber) -> &'static str {
    match number {
        CopyNumber::Kept => "Liên 1: Lưu",
        CopyNumber::Given => "Liên 2: Giao người nộp hồ sơ",
    }
}

fn footer(
    snapshot: &ReceiptSnapshot,
    copy: Copy,
    page: usize,
    pages: usize,
) -> Result<[Mark; 3], RenderError> {
    let style = Style::regular(8.5);
    let y = PAGE_HEIGHT - mm(9.5);
    let rule = Rule {
        from: (LEFT, y - mm(4.5)),
        to: (RIGHT, y - mm(4.5)),
        width: 0.4,
    };
    let cited = text(
        &format!("Mẫu 01 – {}", snapshot.form_set.citation()),
        style,
        (LEFT, y),
    )?;
    let mut place = format!("{} · Trang {page}/{pages}", copy_name(copy.number));
    if copy.reprint_no > 0 {
        place = format!("In lại lần {} · {place}", copy.reprint_no);
    }
    let place = text(&place, style, (0.0, y))?.ending_at(RIGHT);
    Ok([Mark::Rule(rule), Mark::Text(cited), Mark::Text(place)])
}

/// Across the sheet, under everything: a paper of the training mode must never pass for a receipt.
fn watermark() -> Result<[Mark; 2], RenderError> {
    Ok([slanted(DEMO, 76.0, 0.0)?, slanted(DEMO_NOTE, 34.0, 52.0)?])
}

fn slanted(words: &str, size: f32, below: f32) -> Result<Mark, RenderError> {
    const ANGLE: f32 = 40.0;
    let run = text(words, Style::bold(size), (0.0, 0.0))?;
    let (sin, cos) = ANGLE.to_radians().sin_cos();
    let half = run.width() / 2.0;
    let x = PAGE_WIDTH / 2.0 - half * cos + below * sin;
    let y = PAGE_HEIGHT * 0.6 + half * sin + below * cos;
    Ok(Mark::Text(TextRun {
        x,
        y,
        ink: 0.1,
        angle: ANGLE,
        ..run
    }))
}
