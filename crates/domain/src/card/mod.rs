//! The QR of an identity card as a reader types it: the CCCD with chip (seven fields between `|`)
//! and the thẻ căn cước since July 2024 (the same seven and extra fields about the family, which are
//! not read, not kept, not shown).
//!
//! The content is not signed and proves nothing: the officer compares face and card. What cannot be
//! read is either a warning beside a filled form (a date, the sex) or an error that says why; a wrong
//! date never refuses a card (counter.md 14). Input is hostile: any bytes, at most
//! [`CARD_BYTES_MAX`].

mod burst;
mod parse;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::birth_date::BirthDate;
use crate::citizen_id::{CitizenId, OldIdNumber};
use crate::party::Sex;
use crate::text::Garble;
use crate::time::CivilDate;

pub use burst::is_burst;
pub use parse::{parse_card, parse_card_bytes};

/// Longest content of a QR on a card, in bytes (a QR of version 40 holds less).
pub const CARD_BYTES_MAX: usize = 4096;

/// What a card says. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardReading {
    /// The personal number.
    pub number: CitizenId,
    /// The old number of nine digits, where the card names it.
    pub old_number: Option<OldIdNumber>,
    /// Name in NFC, as on the card.
    pub name: String,
    /// Date of birth, perhaps partial; `None` when unreadable, with a warning.
    pub birth: Option<BirthDate>,
    /// Sex; `None` when unreadable, with a warning.
    pub sex: Option<Sex>,
    /// Address as printed, often the old one of three levels.
    pub address: String,
    /// Day of issue.
    pub issued_on: Option<CivilDate>,
    /// What the officer should look at; empty for a clean reading.
    pub warnings: Vec<CardWarning>,
}

/// Something of a reading to look at; shown amber, never a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardWarning {
    /// The date of birth is missing, impossible or cut.
    BirthUnreadable,
    /// The date of birth has no day or no month (ordinary for old people).
    BirthPartial,
    /// The year of birth is not the one in the personal number.
    BirthYearDiffers,
    /// The sex is neither Nam nor Nữ.
    SexUnreadable,
    /// The sex is not the one in the personal number (corrections exist).
    SexDiffers,
    /// The day of issue is missing, impossible or cut.
    IssueDateUnreadable,
    /// The field of the old number holds something else.
    OldNumberUnreadable,
    /// The number begins with no known province or country.
    OriginUnknown,
    /// There is no address.
    AddressMissing,
    /// The text ends with the address: its end may be missing.
    MayBeCut,
    /// The reader sent the card more than once.
    Repeated,
}

/// Why a text is no reading of a card.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum CardError {
    /// Nothing came.
    #[error("nothing was read")]
    Empty,
    /// More than [`CARD_BYTES_MAX`] bytes.
    #[error("longer than a card can be")]
    TooLong,
    /// It begins like a card and stops: scan again (quét lại).
    #[error("the reading was cut short")]
    CutShort,
    /// Letters or digits were damaged on the way: switch the input method off, scan again.
    #[error("the reading was damaged on the way: {0:?}")]
    Garbled(Damage),
    /// Two different cards in one reading: scan each by itself.
    #[error("two cards in one reading")]
    TwoCards,
    /// A QR of VNeID, which cannot be read here: type the number.
    #[error("a code of the VNeID application")]
    Vneid,
    /// The first field is a number nobody can have.
    #[error("the number on the card is not possible")]
    Number,
    /// Another text or QR altogether.
    #[error("not a card")]
    NotACard,
}

/// What damaged a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// Not UTF-8.
    NotUtf8,
    /// The digit row of a foreign keyboard layout typed letters.
    Layout,
    /// The letters of name or address.
    Text(Garble),
}

impl fmt::Debug for CardReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardReading(… {:?})", self.warnings)
    }
}
