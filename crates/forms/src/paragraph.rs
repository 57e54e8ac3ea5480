//! Text broken into lines. Breaks at spaces; a word wider than the line is broken where it must,
//! because nothing a citizen is called may be cut off.

use crate::canvas::{BLACK, Mark, Style, TextRun};
use crate::error::RenderError;
use crate::font::{Fonts, Glyph};

/// A stretch of text in one style.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span<'a> {
    pub(crate) text: &'a str,
    pub(crate) style: Style,
}

/// Where lines stand between the edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Centre,
}

/// The column a text stands in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) align: Align,
    /// Further indent of all lines but the first.
    pub(crate) hang: f32,
}

/// One glyph with its style.
#[derive(Debug, Clone, Copy)]
struct Piece {
    glyph: Glyph,
    style: Style,
}

impl Piece {
    fn width(&self) -> f32 {
        self.glyph.advance * self.style.size
    }
}

/// A line of text, not yet placed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pieces: Vec<Piece>,
    width: f32,
    indent: f32,
}

impl Line {
    fn push(&mut self, piece: Piece) {
        self.width += piece.width();
        self.pieces.push(piece);
    }

    fn extend(&mut self, pieces: &[Piece]) {
        pieces.iter().for_each(|piece| self.push(*piece));
    }

    /// The text runs of this line with its base line at `y`.
    pub(crate) fn marks(&self, column: Column, y: f32) -> Vec<Mark> {
        let slack = match column.align {
            Align::Left => 0.0,
            Align::Centre => (column.width - self.width) / 2.0,
        };
        let mut x = column.x + slack + self.indent;
        let same_style = |a: &Piece, b: &Piece| a.style == b.style;
        let mut marks = Vec::new();
        for run in self.pieces.chunk_by(same_style) {
            let Some(first) = run.first() else { continue };
            let glyphs = run.iter().map(|piece| piece.glyph).collect();
            marks.push(Mark::Text(TextRun {
                x,
                y,
                style: first.style,
                ink: BLACK,
                angle: 0.0,
                glyphs,
            }));
            x += run.iter().map(Piece::width).sum::<f32>();
        }
        marks
    }
}

/// The lines of `spans` in `column`; no text is one empty line.
pub(crate) fn lines(spans: &[Span<'_>], column: Column) -> Result<Vec<Line>, RenderError> {
    let fonts = Fonts::shared()?;
    let mut pieces = Vec::new();
    for span in spans {
        let glyphs = fonts.glyphs(span.text, span.style.face)?;
        pieces.extend(glyphs.into_iter().map(|glyph| Piece {
            glyph,
            style: span.style,
        }));
    }
    Ok(match column.align {
        Align::Left => wrap(&pieces, column),
        Align::Centre => balanced(&pieces, column),
    })
}

/// Centred lines of about the same length, so that no word stands alone under a full line.
fn balanced(pieces: &[Piece], column: Column) -> Vec<Line> {
    const STEPS: u8 = 8;
    let mut best = wrap(pieces, column);
    let count = best.len();
    let (mut narrow, mut wide) = (column.width / 2.0, column.width);
    for _ in 0..if count > 1 { STEPS } else { 0 } {
        let width = f32::midpoint(narrow, wide);
        let tried = wrap(pieces, Column { width, ..column });
        if tried.len() > count {
            narrow = width;
        } else {
            wide = width;
            best = tried;
        }
    }
    best
}

fn wrap(pieces: &[Piece], column: Column) -> Vec<Line> {
    let mut done = Vec::new();
    let mut line = Line::default();
    let mut gap: Option<Piece> = None;
    for part in pieces.chunk_by(|a, b| !a.glyph.is_space() && !b.glyph.is_space()) {
        if let [space] = part
            && space.glyph.is_space()
        {
            gap = Some(*space);
            continue;
        }
        let word_width: f32 = part.iter().map(Piece::width).sum();
        let gap_width = gap.as_ref().map_or(0.0, Piece::width);
        if !line.pieces.is_empty()
            && line.indent + line.width + gap_width + word_width > column.width
        {
            done.push(next_line(&mut line, column));
        } else if let Some(space) = gap
            && !line.pieces.is_empty()
        {
            line.push(space);
        }
        gap = None;
        place_word(part, &mut line, &mut done, column);
    }
    if !line.pieces.is_empty() || done.is_empty() {
        done.push(line);
    }
    done
}

/// Puts a word on the line, over several lines if it is wider than one.
fn place_word(word: &[Piece], line: &mut Line, done: &mut Vec<Line>, column: Column) {
    let word_width: f32 = word.iter().map(Piece::width).sum();
    if line.indent + line.width + word_width <= column.width {
        line.extend(word);
        return;
    }
    for piece in word {
        if !line.pieces.is_empty() && line.indent + line.width + piece.width() > column.width {
            done.push(next_line(line, column));
        }
        line.push(*piece);
    }
}

fn next_line(line: &mut Line, column: Column) -> Line {
    std::mem::replace(
        line,
        Line {
            indent: column.hang,
            ..Line::default()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMN: Column = Column {
        x: 0.0,
        width: 100.0,
        align: Align::Left,
        hang: 10.0,
    };

    fn wrapped(text: &str) -> Vec<String> {
        let spans = [Span {
            text,
            style: Style::regular(12.0),
        }];
        let said = |line: &Line| line.pieces.iter().map(|p| p.glyph.text()).collect();
        lines(&spans, COLUMN)
            .expect("glyphs")
            .iter()
            .map(said)
            .collect()
    }

    #[test]
    fn lines_break_at_spaces_and_lose_nothing_else() {
        let text = "Trợ cấp xã hội hằng tháng đối với người cao tuổi";
        let found = wrapped(text);
        assert!(found.len() > 1, "the text is wider than the column");
        assert_eq!(found.join(" "), text, "only the spaces at the breaks went");
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken_and_whole() {
        let word = "n".repeat(80);
        let found = wrapped(&word);
        assert!(found.len() > 3, "several lines");
        assert_eq!(found.concat(), word, "no letter lost");
    }

    #[test]
    fn centred_lines_are_of_about_the_same_length() {
        let spans = [Span {
            text: "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
            style: Style::bold(12.0),
        }];
        let column = Column {
            x: 0.0,
            width: 225.0,
            align: Align::Centre,
            hang: 0.0,
        };
        let found = lines(&spans, column).expect("glyphs");
        let widths: Vec<_> = found.iter().map(|line| line.width).collect();
        assert_eq!(widths.len(), 2, "two lines, as without balancing");
        assert!(widths[1] > widths[0] * 0.6, "no word alone: {widths:?}");
    }

    #[test]
    fn no_line_is_wider_than_its_column() {
        let spans = [Span {
            text: "Ủy ban nhân dân phường Hoa Lư, tỉnh Ninh Bình",
            style: Style::bold(13.0),
        }];
        for line in lines(&spans, COLUMN).expect("glyphs") {
            assert!(
                line.indent + line.width <= COLUMN.width + 0.01,
                "width {}",
                line.width
            );
        }
    }

    #[test]
    fn runs_of_space_are_one_space_and_empty_text_is_one_empty_line() {
        assert_eq!(wrapped("  a   b  "), ["a b"], "spaces collapse");
        assert_eq!(wrapped(""), [""], "an empty line still has a height");
    }
}
