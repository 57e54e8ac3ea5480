//! Tax codes (mã số thuế): 10 digits with a check digit, 13 for a branch (`0100684378-001`), or the
//! 12-digit personal number that individuals and household businesses use since 1 July 2025
//! (Circular 86/2024/TT-BTC).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::citizen_id::CitizenId;

/// Weights of the first nine digits (Circular 105/2020/TT-BTC).
const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/// A tax code in its written form. `Debug` shows nothing: twelve digits are a person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxCode(String);

/// Why a text is no tax code.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum TaxCodeError {
    /// Nothing was typed.
    #[error("no tax code")]
    Empty,
    /// Something else than digits, spaces, points and dashes.
    #[error("a tax code has only digits")]
    NotDigits,
    /// Not 10, 12 or 13 digits.
    #[error("a tax code has 10, 12 or 13 digits, not {digits}")]
    Length {
        /// How many there are.
        digits: usize,
    },
    /// The tenth digit does not fit the first nine.
    #[error("the check digit does not fit")]
    Checksum,
    /// Branch number 000.
    #[error("there is no branch 000")]
    Branch,
    /// Twelve digits that are no personal number.
    #[error("the twelve digits are no personal number")]
    PersonalNumber,
}

impl TaxCode {
    /// Parses a tax code; spaces, points and dashes between digits are ignored.
    ///
    /// # Errors
    /// [`TaxCodeError`] by cause.
    pub fn parse(text: &str) -> Result<Self, TaxCodeError> {
        let digits = crate::citizen_id::digits_of(text).ok_or(TaxCodeError::NotDigits)?;
        match digits.len() {
            0 => Err(TaxCodeError::Empty),
            10 => Self::checked(&digits).map(|()| Self(digits)),
            12 => CitizenId::parse(&digits)
                .map(|_| Self(digits))
                .map_err(|_cause| TaxCodeError::PersonalNumber),
            13 => {
                let (base, branch) = digits.split_at(10);
                Self::checked(base)?;
                if branch == "000" {
                    return Err(TaxCodeError::Branch);
                }
                Ok(Self(format!("{base}-{branch}")))
            }
            digits => Err(TaxCodeError::Length { digits }),
        }
    }

    /// Checks ten digits: d₁₀ = 10 − (Σ dᵢ·wᵢ mod 11); a multiple of 11 does not exist.
    fn checked(ten: &str) -> Result<(), TaxCodeError> {
        let mut values = ten.bytes().map(|b| u32::from(b.wrapping_sub(b'0')));
        let sum: u32 = WEIGHTS
            .iter()
            .zip(values.by_ref())
            .map(|(w, d)| w * d)
            .sum();
        let wanted = match sum % 11 {
            0 => return Err(TaxCodeError::Checksum),
            rest => 10 - rest,
        };
        (values.next() == Some(wanted))
            .then_some(())
            .ok_or(TaxCodeError::Checksum)
    }

    /// The code as written: `0100684378`, `0100684378-001` or twelve digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a person's twelve-digit number.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.0.len() == 12
    }
}

impl FromStr for TaxCode {
    type Err = TaxCodeError;
    fn from_str(text: &str) -> Result<Self, TaxCodeError> {
        Self::parse(text)
    }
}
impl fmt::Debug for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TaxCode(…)")
    }
}
impl Serialize for TaxCode {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for TaxCode {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn real_tax_codes_pass_their_check_digit() {
        for code in [
            "0100684378",
            "0100109106",
            "0101248141",
            "0300588569",
            "2700113651",
        ] {
            assert_eq!(
                TaxCode::parse(code).map(|c| c.0),
                Ok(code.to_owned()),
                "{code} exists"
            );
        }
    }

    #[test]
    fn a_branch_is_written_with_its_dash() {
        for typed in ["0100684378001", "0100684378-001", "0100684378 - 001"] {
            let code = TaxCode::parse(typed).map(|c| c.0);
            assert_eq!(code, Ok("0100684378-001".to_owned()), "typed {typed}");
        }
        assert_eq!(
            TaxCode::parse("0100684378-000"),
            Err(TaxCodeError::Branch),
            "no branch 000"
        );
    }

    #[test]
    fn a_person_pays_tax_under_the_personal_number() {
        let code = TaxCode::parse("037057001234").expect("twelve digits");
        assert!(code.is_personal(), "twelve digits are a person");
        assert_eq!(format!("{code:?}"), "TaxCode(…)", "and stay out of logs");
    }

    #[test]
    fn wrong_tax_codes_are_refused_by_cause() {
        for (typed, cause) in [
            (" ", TaxCodeError::Empty),
            ("01006843A8", TaxCodeError::NotDigits),
            ("010068437", TaxCodeError::Length { digits: 9 }),
            ("01006843781", TaxCodeError::Length { digits: 11 }),
            ("0100684379", TaxCodeError::Checksum),
            ("0000000000", TaxCodeError::Checksum),
            ("000000000000", TaxCodeError::PersonalNumber),
        ] {
            assert_eq!(TaxCode::parse(typed), Err(cause), "typed {typed}");
        }
    }

    proptest! {
        #[test]
        fn at_most_one_check_digit_fits_nine_digits(base in "[0-9]{9}") {
            let fitting = (0..10).filter(|d| TaxCode::parse(&format!("{base}{d}")).is_ok()).count();
            prop_assert!(fitting <= 1, "{} check digits fit", fitting);
        }

        #[test]
        fn a_code_read_is_read_again_the_same(text in "[0-9 .-]{9,16}") {
            if let Ok(code) = TaxCode::parse(&text) {
                prop_assert_eq!(TaxCode::parse(code.as_str()), Ok(code.clone()), "stable form");
            }
        }
    }
}
