//! The printed forms as PDF: from a stored snapshot to bytes.
//!
//! A form is a pure function of its snapshot: what was promised on paper can be printed again
//! years later, byte for byte, whatever has happened to the catalogue, the calendar or the clock
//! since. Nothing here reads a clock, draws a random number, touches a file or knows a database.
//!
//! Shape: `receipt` writes the form in terms of `flow` and `table`, which know paper, lines and
//! page breaks; they draw with the three marks of `canvas` (text, line, filled boxes); `pdf` is
//! the only file that names the PDF writer. Each letter is resolved to a glyph while the page is
//! laid out, so [`can_render`] fails before a number is drawn and never after.
//!
//! Limits: [`PAPERS_MAX`] rows, [`PAGES_MAX`] pages. What does not fit is an error, never a form
//! with something cut off.

mod barcode;
mod canvas;
mod code128;
mod error;
mod flow;
mod font;
mod form_set;
mod paragraph;
mod pdf;
mod receipt;
mod snapshot;
mod table;
mod words;

pub use error::RenderError;
pub use flow::PAGES_MAX;
pub use form_set::FormSet;
pub use receipt::{PAPERS_MAX, can_render, render, render_both};
pub use snapshot::{
    Copy, CopyNumber, FeeLine, FeeLines, OfficerLine, PaperLine, PartyLine, ProcedureLine,
    ReceiptSnapshot, RegisterEntry, ResultBy, StageTimes, SubmitterLine,
};

/// Can `text` be printed? For fields checked while they are typed and for imported catalogues;
/// [`can_render`] checks a whole receipt.
///
/// # Errors
/// [`RenderError::MissingGlyph`] with the first character the embedded fonts do not hold.
pub fn can_print(text: &str) -> Result<(), RenderError> {
    font::Fonts::shared()?
        .glyphs(text, font::Face::Regular)
        .map(drop)
}
