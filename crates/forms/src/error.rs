//! What can stop a form. Nothing here repeats a person's data: a character is named by its code.

use thiserror::Error;

/// Why a form could not be made.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum RenderError {
    /// A text holds a character the embedded fonts cannot draw.
    #[error("no glyph for U+{code_point:04X}")]
    MissingGlyph {
        /// Unicode code point of the character (of the combining mark, if that is what cannot be placed).
        code_point: u32,
    },
    /// Something is larger than the place the form has for it.
    #[error("{part} does not fit on the form")]
    Overflow {
        /// The part of the form, in words of this crate.
        part: &'static str,
    },
    /// More papers than a receipt may list.
    #[error("{found} papers, at most {max} can be listed")]
    TooManyPapers {
        /// How many the snapshot holds.
        found: usize,
        /// How many are allowed.
        max: usize,
    },
    /// The dossier code holds a character outside ASCII, or is too long for a bar code one can scan.
    #[error("the dossier code cannot be written as Code 128")]
    BarCode,
    /// The look-up text is longer than a QR code of the printed size can hold.
    #[error("the look-up text does not fit a QR code")]
    QrCode,
    /// The PDF writer warned or failed; the form is withheld.
    #[error("the PDF writer reported a problem")]
    Writer,
    /// An embedded font is damaged: a broken build.
    #[error("an embedded font cannot be read")]
    Font,
}
