//! A page as three kinds of mark: a run of text, a line, filled boxes. Everything above draws with
//! these, everything below only has to put them into a file.
//!
//! Lengths are points (1/72 inch) from the top left corner of the sheet, downwards.

use crate::error::RenderError;
use crate::font::{Face, Fonts, Glyph};

/// A4.
pub(crate) const PAGE_WIDTH: f32 = mm(210.0);
pub(crate) const PAGE_HEIGHT: f32 = mm(297.0);

/// Millimetres in points.
pub(crate) const fn mm(length: f32) -> f32 {
    length * 72.0 / 25.4
}

/// Amount of black: 0 is paper, 1 is black.
pub(crate) type Ink = f32;
pub(crate) const BLACK: Ink = 1.0;

/// Face and size of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub(crate) face: Face,
    pub(crate) size: f32,
}

impl Style {
    pub(crate) const fn regular(size: f32) -> Self {
        Self {
            face: Face::Regular,
            size,
        }
    }
    pub(crate) const fn bold(size: f32) -> Self {
        Self {
            face: Face::Bold,
            size,
        }
    }
    pub(crate) const fn italic(size: f32) -> Self {
        Self {
            face: Face::Italic,
            size,
        }
    }
}

/// Glyphs on one base line.
#[derive(Debug, Clone)]
pub(crate) struct TextRun {
    pub(crate) x: f32,
    /// Of the base line.
    pub(crate) y: f32,
    pub(crate) style: Style,
    pub(crate) ink: Ink,
    /// Counter-clockwise, degrees.
    pub(crate) angle: f32,
    pub(crate) glyphs: Vec<Glyph>,
}

/// A straight line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) from: (f32, f32),
    pub(crate) to: (f32, f32),
    pub(crate) width: f32,
}

/// A rectangle by its top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

/// One mark on the paper.
#[derive(Debug, Clone)]
pub(crate) enum Mark {
    Text(TextRun),
    Rule(Rule),
    /// Black boxes: bar code, QR.
    Boxes(Vec<Rect>),
}

/// Width of `glyphs` at `size`.
pub(crate) fn width(glyphs: &[Glyph], size: f32) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance * size).sum()
}

/// One line of `text`, not wrapped, starting at `x`.
pub(crate) fn text(text: &str, style: Style, (x, y): (f32, f32)) -> Result<TextRun, RenderError> {
    let glyphs = Fonts::shared()?.glyphs(text, style.face)?;
    Ok(TextRun {
        x,
        y,
        style,
        ink: BLACK,
        angle: 0.0,
        glyphs,
    })
}

impl TextRun {
    pub(crate) fn width(&self) -> f32 {
        width(&self.glyphs, self.style.size)
    }

    /// The same text ending at `x`.
    pub(crate) fn ending_at(mut self, x: f32) -> Self {
        self.x = x - self.width();
        self
    }
}

/// The outline of a rectangle.
pub(crate) fn outline(rect: Rect, line_width: f32) -> [Mark; 4] {
    let (left, top) = (rect.x, rect.y);
    let (right, bottom) = (left + rect.width, top + rect.height);
    let line = |from, to| {
        Mark::Rule(Rule {
            from,
            to,
            width: line_width,
        })
    };
    let corner = line_width / 2.0;
    [
        line((left - corner, top), (right + corner, top)),
        line((right, top), (right, bottom)),
        line((right + corner, bottom), (left - corner, bottom)),
        line((left, bottom), (left, top)),
    ]
}

impl Mark {
    /// This mark moved down by `dy`.
    pub(crate) fn lowered(mut self, dy: f32) -> Self {
        match &mut self {
            Self::Text(run) => run.y += dy,
            Self::Rule(rule) => {
                rule.from.1 += dy;
                rule.to.1 += dy;
            }
            Self::Boxes(rects) => rects.iter_mut().for_each(|rect| rect.y += dy),
        }
        self
    }

    /// Does the mark lie on the sheet? The slanted text across a page is placed by its middle and not asked.
    fn is_on_sheet(&self) -> bool {
        let inside =
            |x: f32, y: f32| (0.0..=PAGE_WIDTH).contains(&x) && (0.0..=PAGE_HEIGHT).contains(&y);
        match self {
            Self::Text(run) if run.angle != 0.0 => true,
            Self::Text(run) => inside(run.x, run.y) && inside(run.x + run.width(), run.y),
            Self::Rule(rule) => inside(rule.from.0, rule.from.1) && inside(rule.to.0, rule.to.1),
            Self::Boxes(rects) => rects
                .iter()
                .all(|r| inside(r.x, r.y) && inside(r.x + r.width, r.y + r.height)),
        }
    }
}

/// A finished page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    pub(crate) marks: Vec<Mark>,
}

impl Page {
    /// The last guard: a mark off the sheet is a fault of the layout and withholds the form.
    pub(crate) fn check(&self) -> Result<(), RenderError> {
        if self.marks.iter().all(Mark::is_on_sheet) {
            Ok(())
        } else {
            Err(RenderError::Overflow { part: "page" })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_off_the_sheet_withholds_the_page() {
        let at = |x| Page {
            marks: vec![Mark::Text(
                text("Hoa Lư", Style::regular(12.0), (x, 50.0)).expect("glyphs"),
            )],
        };
        assert_eq!(at(20.0).check(), Ok(()), "on the sheet");
        assert_eq!(
            at(PAGE_WIDTH - 5.0).check(),
            Err(RenderError::Overflow { part: "page" }),
            "off its right edge"
        );
    }
}
