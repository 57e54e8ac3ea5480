//! The index of pieces of numbers: every five letters or digits that follow each other, so that
//! three to five are one look-up and more are two that are then compared with the text.

use rusqlite::named_params;

use super::words::{Sought, runs};
use crate::error::StoreError;
use crate::tx::Reader;

/// Fewest digits that are looked for in the middle of numbers.
pub(super) const FRAGMENT_DIGITS_MIN: usize = 3;
/// Letters of an indexed piece; fewer only at the end of a number.
const PIECE: usize = 5;

pub(super) const PIECES: &str = "SELECT rowid FROM view_fragments
     WHERE view_fragments MATCH :pieces ORDER BY rowid DESC";
pub(super) const FRAGMENT: &str = "SELECT f.rowid FROM view_fragments AS f
     JOIN view_search AS s ON s.row = f.rowid
     WHERE f.view_fragments MATCH :pieces AND instr(s.fragment_key, :fragment) > 0
     ORDER BY f.rowid DESC";

/// The pieces of a text of numbers, as the index reads them. The first piece of a number begins
/// with an `s`; its first three and four digits are words (see [`super::words`]).
pub(super) fn pieces(fragments: &str) -> String {
    let (mut firsts, mut middles) = (Vec::new(), Vec::new());
    for run in runs(fragments) {
        firsts.extend(run.get(..PIECE));
        let last = run.len().saturating_sub(FRAGMENT_DIGITS_MIN);
        middles.extend((1..=last).filter_map(|at| run.get(at..run.len().min(at + PIECE))));
    }
    let in_order = |mut pieces: Vec<_>| {
        pieces.sort_unstable();
        pieces.dedup();
        pieces
    };
    let mut text = in_order(middles).join(" ");
    for first in in_order(firsts) {
        text.push_str(if text.is_empty() { "s" } else { " s" });
        text.push_str(first);
    }
    text
}

impl Reader<'_> {
    /// Rows with a number that has these letters and digits anywhere, at least
    /// [`FRAGMENT_DIGITS_MIN`] of them, in any order and perhaps twice.
    pub(super) fn by_fragment(&self, fragment: &str) -> Result<Vec<u32>, StoreError> {
        let length = fragment.len();
        if length < PIECE {
            let mut rows = self.rows_with(&[vec![Sought::first_digits(fragment)]])?;
            let pieces = format!("\"{fragment}\"*");
            rows.extend(self.ids(PIECES, named_params! {":pieces": pieces})?);
            return Ok(rows);
        }
        let first_at = length.saturating_sub(2 * PIECE);
        let piece = |at: usize| fragment.get(at..at + PIECE).unwrap_or_default();
        let (first, last) = (piece(first_at), piece(length - PIECE));
        let mut pieces = match first_at {
            0 => format!("(\"{first}\" OR \"s{first}\")"),
            _ => format!("\"{first}\""),
        };
        if length == PIECE {
            return self.ids(PIECES, named_params! {":pieces": pieces});
        }
        pieces += &format!(" AND \"{last}\"");
        let params = named_params! {":pieces": pieces, ":fragment": fragment};
        self.ids(FRAGMENT, params)
    }
}
