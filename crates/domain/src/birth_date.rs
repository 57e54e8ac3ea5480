//! Dates of birth as papers have them: complete, month and year, or the year alone (ordinary for
//! old people). Typed as digits in one field ("22112026", "22/11/2026", "5/1957", "1957").
//!
//! Whether the day is in the future is for the caller, who has a clock: [`BirthDate::begins_after`].

use std::fmt;
use std::str::FromStr;

use chrono::Datelike;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::time::CivilDate;

/// First year a living or recently deceased person can have been born in.
pub const BIRTH_YEAR_MIN: u16 = 1850;
/// Last year this century of papers can carry; the future is refused by the caller's clock.
pub const BIRTH_YEAR_MAX: u16 = 2199;

/// A date of birth, perhaps partial. `Debug` shows nothing: it is personal data.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum BirthDate {
    /// Day, month and year.
    Full(CivilDate),
    /// Month and year.
    MonthYear {
        /// 1–12.
        month: u8,
        /// [`BIRTH_YEAR_MIN`]–[`BIRTH_YEAR_MAX`].
        year: u16,
    },
    /// The year alone.
    YearOnly(u16),
}

/// Why a text is no date of birth.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum BirthDateError {
    /// Nothing was typed.
    #[error("no date of birth")]
    Empty,
    /// Something else than digits and `/ . -` or a space between them.
    #[error("not written as a date")]
    Shape,
    /// The year has two digits.
    #[error("the year needs four digits")]
    TwoDigitYear,
    /// The year is outside [`BIRTH_YEAR_MIN`]–[`BIRTH_YEAR_MAX`].
    #[error("no year a person is born in")]
    Year,
    /// The month is not 1–12.
    #[error("no such month")]
    Month,
    /// The month has no such day.
    #[error("no such day in that month")]
    Day,
}

impl BirthDate {
    /// Parses what people type and cards carry. A day or month of zero means "not known".
    ///
    /// # Errors
    /// [`BirthDateError`] names the first part that cannot be.
    pub fn parse(text: &str) -> Result<Self, BirthDateError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BirthDateError::Empty);
        }
        if text.len() > 32 {
            return Err(BirthDateError::Shape);
        }
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::from_digits(text);
        }
        let mut parts = [""; 3];
        let mut count = 0;
        for part in text
            .split(['/', '.', '-', ' '])
            .map(str::trim)
            .filter(|p| !p.is_empty())
        {
            *parts.get_mut(count).ok_or(BirthDateError::Shape)? = part;
            count += 1;
        }
        match (count, parts) {
            (3, [year, month, day]) if year.len() == 4 => Self::from_parts(day, month, year),
            (3, [day, month, year]) => Self::from_parts(day, month, year),
            (2, [month, year, _]) => Self::from_parts("0", month, year),
            _ => Err(BirthDateError::Shape),
        }
    }

    /// `ddMMyyyy`, `MMyyyy` or `yyyy`. Six digits cannot be `ddMMyy`: its month would be 18–21.
    fn from_digits(text: &str) -> Result<Self, BirthDateError> {
        match text.len() {
            8 => match (text.get(0..2), text.get(2..4), text.get(4..8)) {
                (Some(day), Some(month), Some(year)) => Self::from_parts(day, month, year),
                _ => Err(BirthDateError::Shape),
            },
            6 => match (text.get(0..2), text.get(2..6)) {
                (Some(month), Some(year)) => Self::from_parts("0", month, year)
                    .map_err(|_cause| BirthDateError::TwoDigitYear),
                _ => Err(BirthDateError::Shape),
            },
            4 => Self::from_parts("0", "0", text),
            2 => Err(BirthDateError::TwoDigitYear),
            _ => Err(BirthDateError::Shape),
        }
    }

    fn from_parts(day: &str, month: &str, year: &str) -> Result<Self, BirthDateError> {
        let number = |part: &str, longest: usize| {
            let is_number = part.len() <= longest && part.bytes().all(|b| b.is_ascii_digit());
            is_number
                .then(|| part.parse::<u16>().ok())
                .flatten()
                .ok_or(BirthDateError::Shape)
        };
        let (day, month) = (number(day, 2)?, number(month, 2)?);
        if year.len() == 2 && number(year, 2).is_ok() {
            return Err(BirthDateError::TwoDigitYear);
        }
        let year = number(year, 4)?;
        if !(BIRTH_YEAR_MIN..=BIRTH_YEAR_MAX).contains(&year) {
            return Err(BirthDateError::Year);
        }
        match (day, month) {
            (0, 0) => Ok(Self::YearOnly(year)),
            (_, 0 | 13..) => Err(BirthDateError::Month),
            (0, month) => u8::try_from(month)
                .map(|month| Self::MonthYear { month, year })
                .map_err(|_too_large| BirthDateError::Month),
            (day, month) => CivilDate::new(i32::from(year), u32::from(month), u32::from(day))
                .map(Self::Full)
                .ok_or(BirthDateError::Day),
        }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        match self {
            Self::Full(day) => u16::try_from(day.0.year()).unwrap_or(0),
            Self::MonthYear { year, .. } | Self::YearOnly(year) => year,
        }
    }

    /// Whether even the earliest day this can mean is after `day`: born in the future.
    #[must_use]
    pub fn begins_after(self, day: CivilDate) -> bool {
        let (year, month) = (i32::from(self.year()), day.0.month());
        match self {
            Self::Full(born) => born > day,
            Self::MonthYear { month: born, .. } => (year, u32::from(born)) > (day.0.year(), month),
            Self::YearOnly(_) => year > day.0.year(),
        }
    }

    /// As papers print it: "22/11/1957", "05/1957" or "1957".
    #[must_use]
    pub fn vietnamese(self) -> String {
        match self {
            Self::Full(day) => day.vietnamese(),
            Self::MonthYear { month, year } => format!("{month:02}/{year}"),
            Self::YearOnly(year) => year.to_string(),
        }
    }

    /// As stored and sent: "1957-11-22", "1957-05" or "1957".
    #[must_use]
    pub fn iso(self) -> String {
        match self {
            Self::Full(day) => day.to_string(),
            Self::MonthYear { month, year } => format!("{year}-{month:02}"),
            Self::YearOnly(year) => year.to_string(),
        }
    }
}

impl FromStr for BirthDate {
    type Err = BirthDateError;
    /// Reads the stored form of [`BirthDate::iso`].
    fn from_str(text: &str) -> Result<Self, BirthDateError> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        if parts.next().is_some() {
            return Err(BirthDateError::Shape);
        }
        Self::from_parts(day.unwrap_or("0"), month.unwrap_or("0"), year.unwrap_or(""))
    }
}

impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full(_) => "BirthDate(full …)",
            Self::MonthYear { .. } => "BirthDate(month and year …)",
            Self::YearOnly(_) => "BirthDate(year …)",
        })
    }
}
impl Serialize for BirthDate {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.iso())
    }
}
impl<'de> Deserialize<'de> for BirthDate {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_way_people_write_a_birth_date_is_read() {
        for (typed, printed) in [
            ("22111957", "22/11/1957"),
            ("22/11/1957", "22/11/1957"),
            (" 2-1-1957 ", "02/01/1957"),
            ("1.2.2003", "01/02/2003"),
            ("1957-11-22", "22/11/1957"),
            ("29/02/2000", "29/02/2000"),
            ("5/1957", "05/1957"),
            ("051957", "05/1957"),
            ("00/05/1957", "05/1957"),
            ("1957", "1957"),
            ("00001957", "1957"),
        ] {
            let born = BirthDate::parse(typed).map(BirthDate::vietnamese);
            assert_eq!(born, Ok(printed.to_owned()), "typed {typed}");
        }
    }

    #[test]
    fn impossible_dates_are_refused_by_their_wrong_part() {
        for (typed, cause) in [
            ("", BirthDateError::Empty),
            ("hôm qua", BirthDateError::Shape),
            ("1/2/3/1957", BirthDateError::Shape),
            ("195", BirthDateError::Shape),
            ("22/11/57", BirthDateError::TwoDigitYear),
            ("221157", BirthDateError::TwoDigitYear),
            ("57", BirthDateError::TwoDigitYear),
            ("1/1/1066", BirthDateError::Year),
            ("31/13/1990", BirthDateError::Month),
            ("5/0/1990", BirthDateError::Month),
            ("31/02/1990", BirthDateError::Day),
            ("29/02/1900", BirthDateError::Day),
            ("32011990", BirthDateError::Day),
        ] {
            assert_eq!(BirthDate::parse(typed), Err(cause), "typed {typed}");
        }
    }

    #[test]
    fn a_partial_date_is_in_the_future_only_when_its_start_is() {
        let today = CivilDate::new(2026, 11, 22).expect("a real day");
        for (typed, is_future) in [
            ("23112026", true),
            ("22112026", false),
            ("12/2026", true),
            ("11/2026", false),
            ("2027", true),
            ("2026", false),
        ] {
            let born = BirthDate::parse(typed).expect("a birth date");
            assert_eq!(born.begins_after(today), is_future, "{typed} on 22/11/2026");
        }
    }

    #[test]
    fn debug_shows_no_date() {
        let born = BirthDate::parse("22111957").expect("a birth date");
        assert_eq!(
            format!("{born:?}"),
            "BirthDate(full …)",
            "personal data stays out of logs"
        );
    }

    proptest! {
        #[test]
        fn a_birth_date_survives_storing_and_printing(
            year in BIRTH_YEAR_MIN..=BIRTH_YEAR_MAX, month in 0_u8..=12, day in 0_u8..=31,
        ) {
            let day = if month == 0 { 0 } else { day };
            let typed = format!("{day:02}{month:02}{year}");
            if let Ok(born) = BirthDate::parse(&typed) {
                prop_assert_eq!(born.iso().parse(), Ok(born), "stored form");
                prop_assert_eq!(BirthDate::parse(&born.vietnamese()), Ok(born), "printed form");
                prop_assert_eq!(born.year(), year, "the year stays");
            } else {
                prop_assert!(day > 28, "only a day past the month's end can be wrong");
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,40}") {
            for born in [BirthDate::parse(&text), text.parse::<BirthDate>()].into_iter().flatten() {
                let years = BIRTH_YEAR_MIN..=BIRTH_YEAR_MAX;
                prop_assert!(years.contains(&born.year()), "a year people are born in");
            }
        }
    }
}
