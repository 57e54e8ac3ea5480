//! A ruled table that runs over pages: the header is repeated, a row keeps together, and a row
//! taller than a page is continued on the next one.

use crate::canvas::{Mark, Rule, Style};
use crate::error::RenderError;
use crate::flow::{Block, Flow, line_height};
use crate::paragraph::{Align, Column, Line, Span, lines};

const LINE_WIDTH: f32 = 0.5;
const PADDING_X: f32 = 4.0;
const PADDING_Y: f32 = 2.2;
/// Height of the base line in its line, over the size of the type: a little higher than in running text, so that a row
/// looks centred between its rules.
const ASCENT: f32 = 0.93;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TableColumn {
    pub(crate) title: &'static str,
    pub(crate) width: f32,
    pub(crate) align: Align,
}

/// A table at `x`.
#[derive(Debug)]
pub(crate) struct Table<'a, const N: usize> {
    pub(crate) x: f32,
    pub(crate) size: f32,
    pub(crate) columns: [TableColumn; N],
    pub(crate) rows: &'a [[String; N]],
}

impl<const N: usize> Table<'_, N> {
    /// Puts the table into `flow`. `lead` is the line above it, kept with the header and the first row.
    pub(crate) fn place(&self, lead: Block, flow: &mut Flow) -> Result<(), RenderError> {
        let header = self.header()?;
        let mut start = lead;
        start.stack(header.clone());
        let first_row = match self.rows.first() {
            Some(row) => self.height(&self.cells(row)?),
            None => 0.0,
        };
        if start.height + first_row > flow.room()
            && start.height + first_row <= flow.room_on_new_page()
        {
            flow.break_page()?;
        }
        flow.place(start)?;
        self.rows
            .iter()
            .try_for_each(|row| self.place_row(row, &header, flow))
    }

    fn place_row(
        &self,
        row: &[String; N],
        header: &Block,
        flow: &mut Flow,
    ) -> Result<(), RenderError> {
        let mut cells = self.cells(row)?;
        loop {
            let height = self.height(&cells);
            if height <= flow.room() {
                return flow.place(self.row_block(&cells));
            }
            if height + header.height > flow.room_on_new_page() {
                let part = self.take_lines(&mut cells, self.lines_in(flow.room()));
                if part.iter().any(|cell| !cell.is_empty()) {
                    flow.place(self.row_block(&part))?;
                }
            }
            flow.break_page()?;
            flow.place(header.clone())?;
        }
    }

    /// How many lines of a cell fit into `height`.
    fn lines_in(&self, height: f32) -> usize {
        let whole = ((height - 2.0 * PADDING_Y) / line_height(self.size)).floor();
        (0..).take_while(|n: &u16| f32::from(*n) < whole).count()
    }

    fn take_lines(&self, cells: &mut [Vec<Line>; N], count: usize) -> [Vec<Line>; N] {
        std::array::from_fn(|index| {
            cells.get_mut(index).map_or_else(Vec::new, |cell| {
                cell.drain(..count.min(cell.len())).collect()
            })
        })
    }

    fn header(&self) -> Result<Block, RenderError> {
        let mut cells = self.columns.map(|_| Vec::new());
        for ((cell, column), place) in cells.iter_mut().zip(self.columns).zip(self.places()) {
            let place = Column {
                align: Align::Centre,
                ..place
            };
            *cell = lines(
                &[Span {
                    text: column.title,
                    style: Style::bold(self.size),
                }],
                place,
            )?;
        }
        let tallest = cells.iter().map(Vec::len).max().unwrap_or(0);
        let mut block = self.grid(self.height(&cells));
        for (cell, place) in cells.iter().zip(self.places()) {
            let place = Column {
                align: Align::Centre,
                ..place
            };
            let free = f32::from(u16::try_from(tallest - cell.len()).unwrap_or(0))
                * line_height(self.size);
            block.marks.extend(
                self.cell_marks(cell, place)
                    .into_iter()
                    .map(|m| m.lowered(free / 2.0)),
            );
        }
        Ok(block)
    }

    fn cells(&self, row: &[String; N]) -> Result<[Vec<Line>; N], RenderError> {
        let mut cells = self.columns.map(|_| Vec::new());
        for ((cell, text), place) in cells.iter_mut().zip(row).zip(self.places()) {
            *cell = lines(
                &[Span {
                    text,
                    style: Style::regular(self.size),
                }],
                place,
            )?;
        }
        Ok(cells)
    }

    fn height(&self, cells: &[Vec<Line>; N]) -> f32 {
        let tallest = cells.iter().map(Vec::len).max().unwrap_or(0);
        f32::from(u16::try_from(tallest).unwrap_or(u16::MAX)) * line_height(self.size)
            + 2.0 * PADDING_Y
    }

    fn row_block(&self, cells: &[Vec<Line>; N]) -> Block {
        let mut block = self.grid(self.height(cells));
        for (cell, place) in cells.iter().zip(self.places()) {
            block.marks.extend(self.cell_marks(cell, place));
        }
        block
    }

    fn cell_marks(&self, cell: &[Line], place: Column) -> Vec<Mark> {
        let mut y = PADDING_Y + self.size * ASCENT;
        let mut marks = Vec::new();
        for line in cell {
            marks.extend(line.marks(place, y));
            y += line_height(self.size);
        }
        marks
    }

    /// Where the text of each column stands.
    fn places(&self) -> [Column; N] {
        let mut x = self.x;
        self.columns.map(|column| {
            let place = Column {
                x: x + PADDING_X,
                width: column.width - 2.0 * PADDING_X,
                align: column.align,
                hang: 0.0,
            };
            x += column.width;
            place
        })
    }

    /// The rules around one row.
    fn grid(&self, height: f32) -> Block {
        let right = self.x + self.columns.iter().map(|column| column.width).sum::<f32>();
        let rule = |from, to| {
            Mark::Rule(Rule {
                from,
                to,
                width: LINE_WIDTH,
            })
        };
        let mut marks = vec![
            rule((self.x, 0.0), (right, 0.0)),
            rule((self.x, height), (right, height)),
        ];
        let mut x = self.x;
        marks.push(rule((x, 0.0), (x, height)));
        for column in self.columns {
            x += column.width;
            marks.push(rule((x, 0.0), (x, height)));
        }
        Block { height, marks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[[String; 2]]) -> Table<'_, 2> {
        let column = |title, width| TableColumn {
            title,
            width,
            align: Align::Left,
        };
        Table {
            x: 50.0,
            size: 11.0,
            columns: [column("STT", 40.0), column("Tên giấy tờ", 300.0)],
            rows,
        }
    }

    fn said(page: &crate::canvas::Page) -> String {
        let text = |mark: &Mark| match mark {
            Mark::Text(run) => run.glyphs.iter().map(crate::font::Glyph::text).collect(),
            Mark::Rule(_) | Mark::Boxes(_) => String::new(),
        };
        page.marks.iter().map(text).collect::<Vec<_>>().join(" ")
    }

    fn pages(rows: &[[String; 2]]) -> Vec<crate::canvas::Page> {
        let mut flow = Flow::new(Block::default());
        table(rows)
            .place(Block::default(), &mut flow)
            .expect("a table of any length can be placed");
        flow.finish()
    }

    #[test]
    fn the_header_stands_on_every_page() {
        let rows: Vec<_> = (1..=120)
            .map(|n| [n.to_string(), format!("Giấy tờ {n}")])
            .collect();
        let pages = pages(&rows);
        assert!(pages.len() > 2, "the rows fill several pages");
        assert!(
            pages.iter().all(|page| said(page).contains("Tên giấy tờ")),
            "repeated header"
        );
        let all = pages.iter().map(said).collect::<Vec<_>>().join(" ");
        assert!(
            (1..=120).all(|n| all.contains(&format!("Giấy tờ {n} "))
                || all.ends_with(&format!("Giấy tờ {n}"))),
            "every row"
        );
    }

    #[test]
    fn a_row_taller_than_a_page_is_continued() {
        let text = (0..2_000)
            .map(|n| format!("chữ{n}"))
            .collect::<Vec<_>>()
            .join(" ");
        let pages = pages(&[["1".into(), text]]);
        assert!(pages.len() > 1, "one row over pages");
        let all = pages.iter().map(said).collect::<Vec<_>>().join(" ");
        assert!(
            (0..2_000).all(|n| all.contains(&format!("chữ{n}"))),
            "no word lost"
        );
    }
}
