//! Telephone numbers: Vietnamese mobile (10 digits) and fixed (11 digits, `02…`) in national form,
//! foreign ones as `+…`. Unknown prefixes are accepted: operators get new ones.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// A telephone number in its stored form: `0912345678`, `02293871234`, `+12025550123`. `Debug`
/// shows nothing: it is personal data.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// What a number reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneKind {
    /// A mobile: takes SMS.
    Mobile,
    /// A fixed line: takes no SMS.
    Fixed,
    /// A number of another country.
    Foreign,
}

/// Why a text is no telephone number.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum PhoneError {
    /// Nothing was typed.
    #[error("no telephone number")]
    Empty,
    /// Something else than digits and `+ ( ) . -` or spaces.
    #[error("a telephone number has only digits")]
    NotDigits,
    /// The number of digits fits no kind of number.
    #[error("{digits} digits are no telephone number")]
    Length {
        /// How many there are, in national form.
        digits: usize,
    },
    /// No area or operator begins so.
    #[error("no number begins like this")]
    Prefix,
    /// An 11-digit mobile number from before September 2018.
    #[error("an 11-digit mobile number from before 2018")]
    OldMobile,
}

/// Digits a foreign number may have (E.164).
const FOREIGN_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

impl Phone {
    /// Parses what people type: `+84 912 345 678`, `0912.345.678`, `(0229) 3871234`.
    ///
    /// # Errors
    /// [`PhoneError`] by cause.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let text = text.trim();
        let (is_international, rest) = match text.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut digits = String::with_capacity(16);
        for letter in rest.chars() {
            match letter {
                '0'..='9' if digits.len() < 32 => digits.push(letter),
                ' ' | '.' | '-' | '(' | ')' | '\u{a0}' => {}
                _ => return Err(PhoneError::NotDigits),
            }
        }
        let (is_international, digits) = match digits.strip_prefix("00") {
            Some(rest) if !is_international => (true, rest.to_owned()),
            _ => (is_international, digits),
        };
        if digits.is_empty() {
            return Err(PhoneError::Empty);
        }
        let is_long_84 = digits.len() >= 11;
        match digits.strip_prefix("84") {
            Some(rest) if is_international || is_long_84 => {
                Self::national(&format!("0{}", rest.trim_start_matches('0')))
            }
            _ if is_international => Self::foreign(&digits),
            _ => Self::national(&digits),
        }
    }

    fn national(digits: &str) -> Result<Self, PhoneError> {
        let mut leading = digits.chars();
        match (leading.next(), leading.next(), digits.len()) {
            (Some('0'), Some('3' | '5' | '7' | '8' | '9'), 10) | (Some('0'), Some('2'), 11) => {
                Ok(Self(digits.to_owned()))
            }
            (Some('0'), Some('1'), 11) => Err(PhoneError::OldMobile),
            (Some('0'), Some('2' | '3' | '5' | '7' | '8' | '9'), digits) => {
                Err(PhoneError::Length { digits })
            }
            (_, _, 10 | 11) => Err(PhoneError::Prefix),
            (_, _, digits) => Err(PhoneError::Length { digits }),
        }
    }

    fn foreign(digits: &str) -> Result<Self, PhoneError> {
        if digits.starts_with('0') {
            return Err(PhoneError::Prefix);
        }
        if !FOREIGN_DIGITS.contains(&digits.len()) {
            return Err(PhoneError::Length {
                digits: digits.len(),
            });
        }
        Ok(Self(format!("+{digits}")))
    }

    /// The stored form, also the search key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it reaches.
    #[must_use]
    pub fn kind(&self) -> PhoneKind {
        match (self.0.starts_with('+'), self.0.len()) {
            (true, _) => PhoneKind::Foreign,
            (false, 10) => PhoneKind::Mobile,
            (false, _) => PhoneKind::Fixed,
        }
    }

    /// As people read it: "0912 345 678", "0229 3871 234".
    #[must_use]
    pub fn spaced(&self) -> String {
        if self.kind() == PhoneKind::Foreign {
            return self.0.clone();
        }
        let mut text = String::with_capacity(13);
        let breaks: [usize; 2] = if self.0.len() == 10 { [4, 7] } else { [4, 8] };
        for (index, digit) in self.0.chars().enumerate() {
            if breaks.contains(&index) {
                text.push(' ');
            }
            text.push(digit);
        }
        text
    }
}

impl FromStr for Phone {
    type Err = PhoneError;
    fn from_str(text: &str) -> Result<Self, PhoneError> {
        Self::parse(text)
    }
}
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({:?} …)", self.kind())
    }
}
impl Serialize for Phone {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for Phone {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_normalised_to_the_national_form() {
        for (typed, stored, kind) in [
            ("0912345678", "0912345678", PhoneKind::Mobile),
            ("+84 912 345 678", "0912345678", PhoneKind::Mobile),
            ("84912345678", "0912345678", PhoneKind::Mobile),
            ("0084 0912.345.678", "0912345678", PhoneKind::Mobile),
            ("(0229) 387-1234", "02293871234", PhoneKind::Fixed),
            ("+84 24 3825 1234", "02438251234", PhoneKind::Fixed),
            ("+1 202 555 0123", "+12025550123", PhoneKind::Foreign),
        ] {
            let phone = Phone::parse(typed).expect("a number");
            assert_eq!(phone.as_str(), stored, "typed {typed}");
            assert_eq!(phone.kind(), kind, "kind of {typed}");
        }
    }

    #[test]
    fn wrong_numbers_are_refused_by_cause() {
        for (typed, cause) in [
            ("", PhoneError::Empty),
            ("+", PhoneError::Empty),
            ("không có", PhoneError::NotDigits),
            ("091234567", PhoneError::Length { digits: 9 }),
            ("09123456789", PhoneError::Length { digits: 11 }),
            ("912345678", PhoneError::Length { digits: 9 }),
            ("0612345678", PhoneError::Prefix),
            ("1912345678", PhoneError::Prefix),
            ("01692345678", PhoneError::OldMobile),
            ("+123", PhoneError::Length { digits: 3 }),
        ] {
            assert_eq!(Phone::parse(typed), Err(cause), "typed {typed}");
        }
    }

    #[test]
    fn a_number_is_shown_in_groups_and_never_in_debug() {
        let phone = Phone::parse("0912345678").expect("a number");
        assert_eq!(
            phone.spaced(),
            "0912 345 678",
            "groups of a Vietnamese mobile"
        );
        assert_eq!(
            format!("{phone:?}"),
            "Phone(Mobile …)",
            "personal data stays out of logs"
        );
    }

    proptest! {
        #[test]
        fn a_number_read_is_read_again_the_same(text in "[+0-9 ().-]{0,20}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone.clone()), "stored form");
                prop_assert_eq!(Phone::parse(&phone.spaced()), Ok(phone.clone()), "shown form");
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,40}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert!((8..=16).contains(&phone.as_str().len()), "a bounded number");
            }
        }
    }
}
