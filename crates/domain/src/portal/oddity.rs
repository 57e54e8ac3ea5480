//! What was not as it should be in a record. Shown to the administrator with the place and the
//! portal's own words.

use serde::{Deserialize, Serialize};

use crate::text::tidy;

/// Longest excerpt of the portal's words kept with an oddity, in characters.
const SOURCE_CHARS_MAX: usize = 240;

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oddity {
    /// Code of the procedure.
    pub procedure: String,
    /// Where in its record, `methods[2].fees[0]`.
    pub at: String,
    /// What it is.
    pub kind: OddityKind,
    /// The portal's words, cut to an excerpt.
    pub source: String,
}

/// Kinds of oddity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OddityKind {
    /// The note names another unit than the limit's: imported as unclear.
    UnitContradictsNote,
    /// The note names another number of days; unclear unless it names the limit too.
    NoteNamesAnotherLimit,
    /// Unit OTHER with a value: imported as unclear.
    OtherWithValue,
    /// Unit OTHER without a value: imported as unclear.
    OtherWithoutValue,
    /// A limit of zero, below zero or beyond 65,535: imported as unclear.
    ImpossibleLimit,
    /// A unit we do not know: imported as unclear.
    UnknownUnit,
    /// Several different limits for one way to submit: imported as unclear.
    SeveralLimits,
    /// A fee in a foreign currency: shown, never computed.
    ForeignCurrency,
    /// Fee 0 with the real fee in the note: shown, never computed.
    FeeOnlyInNote,
    /// An amount of 1–999 đồng, most likely a thousand times too small: shown, never computed.
    AmountSuspiciouslySmall,
    /// The note names other amounts: shown, never computed.
    AmountContradictsNote,
    /// An amount below zero: shown, never computed.
    AmountBelowZero,
    /// Several amounts, most likely alternatives: shown, never added up.
    SeveralFees,
    /// A fee per page, which needs a formula set by a person: shown, never computed.
    FeePerPage,
    /// A kind of fee we do not know, taken as phí.
    UnknownFeeType,
    /// A heading among the cases: became the group of its papers.
    HeadingAsCase,
    /// Remarks listed as a case with papers: became notes.
    NoteAsCase,
    /// A paper of which neither an original nor a copy is asked for, often a remark.
    PaperWithoutCount,
    /// A count of papers below 0 or above 255.
    ImpossibleCount,
    /// No paper at all.
    NoPapers,
    /// No way to submit.
    NoMethods,
    /// No level.
    NoLevel,
    /// A level we do not know: left out.
    UnknownLevel,
    /// A channel we do not know: its line is left out.
    UnknownChannel,
    /// The same line twice: kept once.
    DuplicateLine,
    /// Stray spaces, line breaks or invisible characters, or NFD: made tidy.
    StrayMarks,
    /// A list mark ("-", "+", "*") in front of a text: removed.
    ListMark,
    /// A title cut off at 500 characters by the source.
    TitleCutOff,
    /// A field the record shape does not have: left out.
    UnknownField,
}

/// Collects the oddities of one procedure.
pub(super) struct Log<'a> {
    pub(super) procedure: String,
    pub(super) oddities: &'a mut Vec<Oddity>,
}

impl Log<'_> {
    /// Notes one oddity.
    pub(super) fn add(&mut self, at: &str, kind: OddityKind, source: &str) {
        self.oddities.push(Oddity {
            procedure: self.procedure.clone(),
            at: at.to_owned(),
            kind,
            source: source.chars().take(SOURCE_CHARS_MAX).collect(),
        });
    }

    /// The tidy form of a text, without a list bullet in front; notes what was removed.
    pub(super) fn tidy(&mut self, at: &str, text: &str) -> String {
        let clean = tidy(text);
        if clean != text {
            self.add(at, OddityKind::StrayMarks, text);
        }
        let bare = clean.trim_start_matches(['-', '+', '*', '•', ' ']);
        if bare != clean {
            self.add(at, OddityKind::ListMark, text);
        }
        bare.to_owned()
    }
}
