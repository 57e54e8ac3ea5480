//! Dossier codes (mã hồ sơ): `<agency>-<YYMMDD>-<n>`, the identifier of the agency that resolves,
//! the day of reception, and the running number of that agency and day (domain.md §3).
//!
//! Reading is tolerant, for codes come from cards, barcodes and ministry systems in several
//! shapes; writing follows a configured [`CodePattern`]. Leading zeros belong to a code: two texts
//! that differ are two codes. Numbers never come from here: they are drawn from a lease.

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use chrono::Datelike;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::ids::{AgencyCode, DossierId};
use crate::time::CivilDate;

/// Longest code, in bytes (vendor column for the code).
pub const CODE_BYTES_MAX: usize = 50;
/// Most digits of the running number.
pub const DIGITS_MAX: usize = 12;
/// Longest short name of a desk in a provisional code, in bytes.
pub const DESK_SHORT_BYTES_MAX: usize = 12;
/// Fewest digits any shape of code has.
const DIGITS_MIN: usize = 4;
const PROVISIONAL_DIGITS_MIN: usize = 3;
const PROVISIONAL_PREFIX: &str = "TAM";
/// Digits of its dossier that a provisional code ends with.
pub const DOSSIER_DIGITS: usize = 5;
/// One more than the largest number of so many digits.
const DOSSIER_DIGITS_END: u64 = 100_000;

/// A text that is no code, or parts that make none.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum CodeError {
    /// Not three parts with dashes, or too long.
    #[error("not of the form agency-YYMMDD-number")]
    Shape,
    /// Not an agency identifier of either system.
    #[error("not an agency identifier")]
    Agency,
    /// Not a day of this century.
    #[error("not a day YYMMDD")]
    Day,
    /// Not a number of enough digits, or zero.
    #[error("not a running number")]
    Number,
    /// Not `TAM-<desk>-YYMMDD-NNNDDDDD`, nor the shorter form of before.
    #[error("not a provisional code")]
    Provisional,
}

/// How the province writes its codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CodePattern {
    /// Digits the number is filled up to; longer numbers keep their length (9999 → 10000).
    pub min_digits: u8,
    /// First two digits that name a ministry's central system in numbers of six digits and more.
    pub ministry_prefixes: Vec<String>,
}

impl Default for CodePattern {
    fn default() -> Self {
        let known = ["02", "03", "06", "09", "10", "15", "16", "17", "18"];
        Self {
            min_digits: 4,
            ministry_prefixes: known.map(str::to_owned).to_vec(),
        }
    }
}

impl CodePattern {
    /// The code of the `number`-th dossier of `agency` on `day`.
    ///
    /// # Errors
    /// [`CodeError`] names the part that makes no code.
    pub fn code(
        &self,
        agency: &AgencyCode,
        day: CivilDate,
        number: u64,
    ) -> Result<DossierCode, CodeError> {
        let width = usize::from(self.min_digits).max(DIGITS_MIN);
        DossierCode::from_parts(agency.as_str(), day, &format!("{number:0width$}"))
    }

    /// Whether `code` was numbered by a ministry's central system: six digits and more that begin
    /// with a known prefix. Five digits are a province's busy day, never a guess.
    #[must_use]
    pub fn is_ministry(&self, code: &DossierCode) -> bool {
        let digits = code.digits();
        digits.len() >= 6
            && self
                .ministry_prefixes
                .iter()
                .any(|p| digits.starts_with(p.as_str()))
    }
}

/// An official code; see the module.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DossierCode {
    agency: AgencyCode,
    day: CivilDate,
    number: u64,
    /// How many digits the number is written with.
    width: u8,
}

impl DossierCode {
    /// Reads a code: spaces around it are dropped, small letters become capitals.
    ///
    /// # Errors
    /// [`CodeError`] names the part that is wrong.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        if text.len() > CODE_BYTES_MAX {
            return Err(CodeError::Shape);
        }
        let upper = text.to_ascii_uppercase();
        let mut parts = upper.split('-');
        let (Some(agency), Some(day), Some(digits), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(CodeError::Shape);
        };
        Self::from_parts(agency, parse_day(day)?, digits)
    }

    /// The agency that resolves.
    #[must_use]
    pub const fn agency(&self) -> &AgencyCode {
        &self.agency
    }

    /// The day of reception.
    #[must_use]
    pub const fn day(&self) -> CivilDate {
        self.day
    }

    /// The running number.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The running number as written.
    #[must_use]
    pub fn digits(&self) -> String {
        format!("{:0width$}", self.number, width = usize::from(self.width))
    }

    fn from_parts(agency: &str, day: CivilDate, digits: &str) -> Result<Self, CodeError> {
        if !is_agency(agency) {
            return Err(CodeError::Agency);
        }
        if !(2000..2100).contains(&day.0.year()) {
            return Err(CodeError::Day);
        }
        let number = parse_number(digits, DIGITS_MIN)?;
        let agency = AgencyCode::parse(agency).ok().ok_or(CodeError::Agency)?;
        let width = u8::try_from(digits.len()).ok().ok_or(CodeError::Number)?;
        Ok(Self {
            agency,
            day,
            number,
            width,
        })
    }
}

impl fmt::Display for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.agency, self.day.yymmdd(), self.digits())
    }
}

/// A temporary code, `TAM-<desk>-YYMMDD-NNNDDDDD`; an alias of the dossier for ever once the official
/// code has come.
///
/// `NNN` is the running number of that desk and day. Nobody leases it, so two copies of one disk count
/// the same: the last five digits are the dossier's own and tell them apart (ADR 7). Digits, because a
/// Vietnamese keyboard turns letters that follow each other into marks; without a dash before them,
/// because programs of before read the form then. Their own codes end with the running number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProvisionalCode {
    desk: String,
    day: CivilDate,
    /// What is written last, read as one number.
    digits: u64,
    /// How many digits that is written with.
    width: u8,
}

impl ProvisionalCode {
    /// The `number`-th temporary code of the desk called `desk_short` on `day`, for `dossier`.
    ///
    /// # Errors
    /// [`CodeError::Provisional`] when the short name is not 1 to [`DESK_SHORT_BYTES_MAX`] letters
    /// and digits, [`CodeError::Day`], or [`CodeError::Number`] for zero and for more digits than
    /// [`DIGITS_MAX`] leaves.
    pub fn new(
        desk_short: &str,
        day: CivilDate,
        number: u64,
        dossier: DossierId,
    ) -> Result<Self, CodeError> {
        if number == 0 {
            return Err(CodeError::Number);
        }
        let desk = desk_short.to_ascii_uppercase();
        let own = dossier.0.as_u128() % u128::from(DOSSIER_DIGITS_END);
        let digits = format!("{number:0PROVISIONAL_DIGITS_MIN$}{own:0DOSSIER_DIGITS$}");
        Self::from_parts(&desk, day, &digits)
    }

    /// Reads a temporary code: spaces around it are dropped, small letters become capitals.
    ///
    /// # Errors
    /// [`CodeError`] names the part that is wrong.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let text = text.trim();
        if text.len() > CODE_BYTES_MAX {
            return Err(CodeError::Provisional);
        }
        let upper = text.to_ascii_uppercase();
        let mut parts = upper.split('-');
        let (Some(PROVISIONAL_PREFIX), Some(desk), Some(day), Some(digits), None) = (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ) else {
            return Err(CodeError::Provisional);
        };
        Self::from_parts(desk, parse_day(day)?, digits)
    }

    /// Short name of the desk.
    #[must_use]
    pub fn desk(&self) -> &str {
        &self.desk
    }

    /// The day of reception.
    #[must_use]
    pub const fn day(&self) -> CivilDate {
        self.day
    }

    /// The running number of that desk and day, whether digits of the dossier follow it or not.
    #[must_use]
    pub fn number(&self) -> u64 {
        let has_own = usize::from(self.width) >= PROVISIONAL_DIGITS_MIN + DOSSIER_DIGITS;
        if has_own {
            self.digits / DOSSIER_DIGITS_END
        } else {
            self.digits
        }
    }

    fn from_parts(desk: &str, day: CivilDate, digits: &str) -> Result<Self, CodeError> {
        let is_short = (1..=DESK_SHORT_BYTES_MAX).contains(&desk.len())
            && desk
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if !is_short {
            return Err(CodeError::Provisional);
        }
        if !(2000..2100).contains(&day.0.year()) {
            return Err(CodeError::Day);
        }
        let width = u8::try_from(digits.len()).ok().ok_or(CodeError::Number)?;
        let digits = parse_number(digits, PROVISIONAL_DIGITS_MIN)?;
        Ok(Self {
            desk: desk.to_owned(),
            day,
            digits,
            width,
        })
    }
}

impl fmt::Display for ProvisionalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, width) = (self.day.yymmdd(), usize::from(self.width));
        write!(
            f,
            "{PROVISIONAL_PREFIX}-{}-{day}-{:0width$}",
            self.desk, self.digits
        )
    }
}

macro_rules! as_text {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl FromStr for $name {
            type Err = CodeError;
            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::parse(text)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
as_text!(DossierCode, ProvisionalCode);

/// Both systems in use: QCVN 102:2016, `000.00.10.H42`, and Decision 20/2020/QĐ-TTg,
/// `H42.10.01` with none to three groups.
fn is_agency(text: &str) -> bool {
    let groups: Vec<&str> = text.split('.').collect();
    match groups.as_slice() {
        [first, second, third, last] if is_digits(first, 3, 3) => {
            is_digits(second, 2, 2) && is_digits(third, 2, 3) && is_letter_and_two_digits(last)
        }
        [first, rest @ ..] => {
            is_letter_and_two_digits(first)
                && rest.len() <= 3
                && rest.iter().all(|group| is_digits(group, 2, 3))
        }
        [] => false,
    }
}

fn is_letter_and_two_digits(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_uppercase())
        && bytes.len() == 2
        && bytes.all(|b| b.is_ascii_digit())
}

fn is_digits(text: &str, min: usize, max: usize) -> bool {
    (min..=max).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn parse_number(digits: &str, min: usize) -> Result<u64, CodeError> {
    if !is_digits(digits, min, DIGITS_MAX) {
        return Err(CodeError::Number);
    }
    digits
        .parse()
        .ok()
        .filter(|&number| number > 0)
        .ok_or(CodeError::Number)
}

/// `YYMMDD` of this century.
fn parse_day(text: &str) -> Result<CivilDate, CodeError> {
    if !is_digits(text, 6, 6) {
        return Err(CodeError::Day);
    }
    let digits: u32 = text.parse().ok().ok_or(CodeError::Day)?;
    let year = i32::try_from(2000 + digits / 10_000)
        .ok()
        .ok_or(CodeError::Day)?;
    CivilDate::new(year, digits / 100 % 100, digits % 100).ok_or(CodeError::Day)
}
