//! The number of whatever identity paper a person shows: personal number, old CMND, passport.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use super::{CitizenId, CitizenIdError, digits_of, personal_text};

/// A number of nine digits from the old CMND: only of historic value, but still on papers. `Debug`
/// shows nothing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OldIdNumber(String);

impl OldIdNumber {
    /// Parses nine digits.
    ///
    /// # Errors
    /// [`PersonNumberError::Digits`] for another length, [`PersonNumberError::Empty`] or
    /// [`PersonNumberError::Shape`] otherwise.
    pub fn parse(text: &str) -> Result<Self, PersonNumberError> {
        let digits = digits_of(text).ok_or(PersonNumberError::Shape)?;
        match digits.len() {
            0 => Err(PersonNumberError::Empty),
            9 => Ok(Self(digits)),
            count => Err(PersonNumberError::Digits { count }),
        }
    }

    /// The nine digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A passport number: 5 to 15 letters and digits, at least one digit. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassportNumber(String);

impl PassportNumber {
    /// Parses a passport number of any country; letters become capitals.
    ///
    /// # Errors
    /// [`PersonNumberError::Empty`] or [`PersonNumberError::Shape`].
    pub fn parse(text: &str) -> Result<Self, PersonNumberError> {
        let text: String = text.split_whitespace().collect();
        if text.is_empty() {
            return Err(PersonNumberError::Empty);
        }
        let is_shape = (5..=15).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric())
            && text.bytes().any(|b| b.is_ascii_digit());
        is_shape
            .then(|| Self(text.to_ascii_uppercase()))
            .ok_or(PersonNumberError::Shape)
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The number of a person's identity paper.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "number", rename_all = "snake_case")]
pub enum PersonNumber {
    /// Personal number, CCCD or thẻ căn cước.
    CitizenId(CitizenId),
    /// Old CMND of nine digits.
    OldId9(OldIdNumber),
    /// Passport.
    Passport(PassportNumber),
}

/// Why a text is no number of a person.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum PersonNumberError {
    /// Nothing was typed.
    #[error("no number")]
    Empty,
    /// Only digits, but neither 12 nor 9.
    #[error("{count} digits are neither a personal number (12) nor an old one (9)")]
    Digits {
        /// How many there are.
        count: usize,
    },
    /// Twelve digits beginning with 000.
    #[error("no place has the code 000")]
    Origin,
    /// Neither digits nor a passport number.
    #[error("not a number of an identity paper")]
    Shape,
}

impl PersonNumber {
    /// Tells the kind by the shape: 12 digits, 9 digits, or a passport with a letter. A passport of
    /// digits only must be given by [`PassportNumber::parse`].
    ///
    /// # Errors
    /// [`PersonNumberError`] by cause.
    pub fn parse(text: &str) -> Result<Self, PersonNumberError> {
        let Some(digits) = digits_of(text) else {
            return PassportNumber::parse(text).map(Self::Passport);
        };
        match CitizenId::parse(&digits) {
            Ok(id) => Ok(Self::CitizenId(id)),
            Err(CitizenIdError::Origin) => Err(PersonNumberError::Origin),
            Err(_) => OldIdNumber::parse(&digits).map(Self::OldId9),
        }
    }

    /// The number as printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::CitizenId(id) => id.as_str(),
            Self::OldId9(id) => id.as_str(),
            Self::Passport(id) => id.as_str(),
        }
    }
}

personal_text! {
    OldIdNumber, PersonNumberError;
    PassportNumber, PersonNumberError;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_kind_of_a_person_number_is_told_by_its_shape() {
        let kind = |text: &str| PersonNumber::parse(text);
        assert!(
            matches!(kind("037157001234"), Ok(PersonNumber::CitizenId(_))),
            "12 digits"
        );
        assert!(
            matches!(kind("161234567"), Ok(PersonNumber::OldId9(_))),
            "9 digits"
        );
        let passport = kind("c1234567").expect("a passport");
        assert_eq!(passport.as_str(), "C1234567", "letters become capitals");
        assert_eq!(
            kind("12345678901"),
            Err(PersonNumberError::Digits { count: 11 }),
            "11 digits"
        );
        assert_eq!(
            kind("không có"),
            Err(PersonNumberError::Shape),
            "words are no number"
        );
        assert_eq!(
            kind("000000000001"),
            Err(PersonNumberError::Origin),
            "an invented number"
        );
        assert!(
            PassportNumber::parse("123456789").is_ok(),
            "a passport of digits, said so"
        );
    }

    #[test]
    fn debug_never_shows_a_number() {
        let number = PersonNumber::parse("037157001234").expect("twelve digits");
        assert_eq!(
            format!("{number:?}"),
            "CitizenId(CitizenId(…))",
            "nothing of the number"
        );
    }

    proptest! {
        #[test]
        fn a_person_number_travels_unchanged(text in "(0[0-9]{2}[0-9]{9}|[0-9]{9}|[A-Z][0-9]{7,8})") {
            if let Ok(number) = PersonNumber::parse(&text) {
                prop_assert_eq!(number.as_str(), text.as_str(), "the number is as typed");
                let json = serde_json::to_string(&number).expect("a number can be written");
                let back: PersonNumber = serde_json::from_str(&json).expect("and read");
                prop_assert_eq!(back, number, "JSON and back");
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
            if let Ok(number) = PersonNumber::parse(&text) {
                prop_assert!((5..=15).contains(&number.as_str().len()), "a number");
            }
        }
    }
}
