//! Numbers of persons: the 12-digit personal number (số định danh, CCCD), the old 9-digit CMND and
//! passports. The personal number has **no check digit**, so only its shape can be checked; its
//! parts are hints (sex corrections and births abroad exist) and never a reason to refuse.

mod person_number;
mod provinces;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use self::provinces::PROVINCES_OF_BIRTH;
use crate::party::Sex;

pub use person_number::{OldIdNumber, PassportNumber, PersonNumber, PersonNumberError};

/// The 12-digit personal number. `Debug` shows nothing: it is personal data.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CitizenId(String);

/// Why a text is no personal number.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum CitizenIdError {
    /// Nothing was typed.
    #[error("no personal number")]
    Empty,
    /// Something else than digits, spaces, points and dashes.
    #[error("a personal number has only digits")]
    NotDigits,
    /// Not twelve digits.
    #[error("a personal number has 12 digits, not {digits}")]
    Length {
        /// How many there are.
        digits: usize,
    },
    /// The first three digits are 000, which is no place of registration.
    #[error("no place has the code 000")]
    Origin,
}

/// Where the birth was registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// One of the 63 provinces before July 2025 (the codes were not renumbered).
    Province(&'static str),
    /// A country, codes 100 and above; kept as it is.
    Country(u16),
    /// A code below 100 that no province has: worth a second look, not a refusal.
    Unknown(u16),
}

impl CitizenId {
    /// Parses twelve digits; spaces, points and dashes between them are ignored.
    ///
    /// # Errors
    /// [`CitizenIdError`] by cause; a wrong length says how many digits there are.
    pub fn parse(text: &str) -> Result<Self, CitizenIdError> {
        let digits = digits_of(text).ok_or(CitizenIdError::NotDigits)?;
        match digits.len() {
            0 => Err(CitizenIdError::Empty),
            12 if digits.starts_with("000") => Err(CitizenIdError::Origin),
            12 => Ok(Self(digits)),
            digits => Err(CitizenIdError::Length { digits }),
        }
    }

    /// The twelve digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number with its middle hidden, for lists on a shared screen: "037•••••1234".
    #[must_use]
    pub fn masked(&self) -> String {
        self.0
            .char_indices()
            .map(|(i, c)| if (3..8).contains(&i) { '•' } else { c })
            .collect()
    }

    /// Where the birth was registered.
    #[must_use]
    pub fn origin(&self) -> Origin {
        let code = self.number(0, 3);
        match PROVINCES_OF_BIRTH.binary_search_by_key(&code, |(c, _)| *c) {
            Ok(index) => PROVINCES_OF_BIRTH
                .get(index)
                .map_or(Origin::Unknown(code), |(_, name)| Origin::Province(name)),
            Err(_) if code >= 100 => Origin::Country(code),
            Err(_) => Origin::Unknown(code),
        }
    }

    /// Sex at the time the number was given.
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.number(3, 4).is_multiple_of(2) {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// Year of birth.
    #[must_use]
    pub fn birth_year(&self) -> u16 {
        1900 + 100 * (self.number(3, 4) / 2) + self.number(4, 6)
    }

    fn number(&self, from: usize, to: usize) -> u16 {
        self.0
            .get(from..to)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0)
    }
}

/// The digits of `text` without spaces, points and dashes; `None` when there is anything else or
/// more than 32 digits.
pub(crate) fn digits_of(text: &str) -> Option<String> {
    let mut digits = String::with_capacity(16);
    for letter in text.chars() {
        match letter {
            '0'..='9' if digits.len() < 32 => digits.push(letter),
            '.' | '-' => {}
            _ if letter.is_whitespace() => {}
            _ => return None,
        }
    }
    Some(digits)
}

/// Text forms of a number: written and read as its digits, invisible in `Debug`.
macro_rules! personal_text {
    ($($name:ident, $error:ty;)*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
        impl FromStr for $name {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, $error> {
                Self::parse(text)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
            }
        }
    )*};
}
use personal_text;

personal_text! {
    CitizenId, CitizenIdError;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_parts_of_a_personal_number_are_read() {
        let id = CitizenId::parse("037 157 001234").expect("twelve digits");
        assert_eq!(
            id.origin(),
            Origin::Province("Ninh Bình"),
            "037 is Ninh Bình"
        );
        assert_eq!(
            (id.sex(), id.birth_year()),
            (Sex::Female, 1957),
            "1 is a woman of the 1900s"
        );
        let young = CitizenId::parse("036208001234").expect("twelve digits");
        assert_eq!(
            (young.sex(), young.birth_year()),
            (Sex::Male, 2008),
            "2 is a man of the 2000s"
        );
        assert_eq!(id.masked(), "037•••••1234", "the middle is hidden");
    }

    #[test]
    fn someone_born_abroad_or_in_a_code_nobody_knows_is_not_refused() {
        let abroad = CitizenId::parse("116190001234").expect("a country code");
        assert_eq!(
            abroad.origin(),
            Origin::Country(116),
            "codes from 100 are countries"
        );
        let odd = CitizenId::parse("003190001234").expect("an unknown code");
        assert_eq!(odd.origin(), Origin::Unknown(3), "unknown, to be looked at");
    }

    #[test]
    fn wrong_personal_numbers_are_refused_by_cause() {
        for (typed, cause) in [
            ("", CitizenIdError::Empty),
            ("03715700123x", CitizenIdError::NotDigits),
            ("03715700123", CitizenIdError::Length { digits: 11 }),
            ("0371570012345", CitizenIdError::Length { digits: 13 }),
            ("000157001234", CitizenIdError::Origin),
        ] {
            assert_eq!(CitizenId::parse(typed), Err(cause), "typed {typed}");
        }
        let eleven = CitizenId::parse("03715700123").expect_err("eleven digits");
        assert!(
            eleven.to_string().contains("not 11"),
            "the message says how many: {eleven}"
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
            if let Ok(id) = CitizenId::parse(&text) {
                prop_assert_eq!(id.as_str().len(), 12, "twelve digits");
            }
        }
    }
}
