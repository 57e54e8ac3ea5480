//! Money: whole đồng in an `i64`, never a float. Arithmetic is checked, amounts are written as
//! officers read them ("12.000 đ") and as receipts spell them ("Mười hai nghìn đồng").

use serde::{Deserialize, Serialize};

/// An amount in đồng. Amounts at a counter are not negative; a refund may be.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Dong(pub i64);

impl Dong {
    /// Nothing to pay.
    pub const ZERO: Self = Self(0);

    /// The sum, or `None` on overflow.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference, or `None` on overflow.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(rest) => Some(Self(rest)),
            None => None,
        }
    }

    /// This amount `count` times, or `None` on overflow.
    #[must_use]
    pub fn checked_mul(self, count: u32) -> Option<Self> {
        self.0.checked_mul(i64::from(count)).map(Self)
    }

    /// The sum of all `amounts`, or `None` on overflow.
    #[must_use]
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// `percent` of this amount (0–100), rounded down to the đồng.
    #[must_use]
    pub fn percent(self, percent: u8) -> Option<Self> {
        Some(Self(
            self.0
                .checked_mul(i64::from(percent.min(100)))?
                .div_euclid(100),
        ))
    }

    /// "12.000 đ", the short form on screens.
    #[must_use]
    pub fn short(self) -> String {
        format!("{} đ", self.grouped())
    }

    /// "12.000 đồng", the form of printed papers.
    #[must_use]
    pub fn long(self) -> String {
        format!("{} đồng", self.grouped())
    }

    /// "Mười hai nghìn đồng", the form of receipts.
    #[must_use]
    pub fn words(self) -> String {
        let mut text = String::new();
        if self.0 < 0 {
            text.push_str("âm ");
        }
        match self.0.unsigned_abs() {
            0 => text.push_str("không"),
            n => push_number(&mut text, n),
        }
        text.push_str(" đồng");
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect::<String>()
        })
    }

    /// Digits in groups of three with points.
    fn grouped(self) -> String {
        let digits = self.0.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if self.0 < 0 {
            text.push('-');
        }
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push('.');
            }
            text.push(digit);
        }
        text
    }
}

const BILLION: u64 = 1_000_000_000;

/// Spells `n > 0`; above a tỷ the reading starts again ("hai nghìn tỷ").
fn push_number(text: &mut String, n: u64) {
    let (billions, rest) = (n / BILLION, n % BILLION);
    if billions > 0 {
        push_number(text, billions);
        text.push_str(" tỷ");
    }
    let mut started = billions > 0;
    for (size, name) in [(1_000_000, " triệu"), (1_000, " nghìn"), (1, "")] {
        let group = rest / size % 1_000;
        if group == 0 {
            continue;
        }
        if started {
            text.push(' ');
        }
        push_group(text, group, started);
        text.push_str(name);
        started = true;
    }
}

/// Spells 1–999; a group that is not the first says its zero hundreds ("không trăm linh năm").
fn push_group(text: &mut String, group: u64, is_after_another: bool) {
    let (hundreds, tens, units) = (group / 100, group / 10 % 10, group % 10);
    let has_hundreds = hundreds > 0 || is_after_another;
    if has_hundreds {
        text.push_str(digit_name(hundreds));
        text.push_str(" trăm");
    }
    match tens {
        0 if units > 0 && has_hundreds => text.push_str(" linh"),
        0 => {}
        1 => {
            push_space(text, has_hundreds);
            text.push_str("mười");
        }
        _ => {
            push_space(text, has_hundreds);
            text.push_str(digit_name(tens));
            text.push_str(" mươi");
        }
    }
    if units > 0 {
        push_space(text, has_hundreds || tens > 0);
        text.push_str(match (tens, units) {
            (2.., 1) => "mốt",
            (1.., 5) => "lăm",
            _ => digit_name(units),
        });
    }
}

fn push_space(text: &mut String, wanted: bool) {
    if wanted {
        text.push(' ');
    }
}

const fn digit_name(digit: u64) -> &'static str {
    match digit {
        1 => "một",
        2 => "hai",
        3 => "ba",
        4 => "bốn",
        5 => "năm",
        6 => "sáu",
        7 => "bảy",
        8 => "tám",
        9 => "chín",
        _ => "không",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_written_in_groups_of_three() {
        assert_eq!(Dong(8_000).short(), "8.000 đ", "one point");
        assert_eq!(Dong(12_000).long(), "12.000 đồng", "the long form");
        assert_eq!(
            Dong(1_234_567_890).short(),
            "1.234.567.890 đ",
            "three points"
        );
        assert_eq!(Dong(0).short(), "0 đ", "nothing to pay");
        assert_eq!(Dong(-200_000).short(), "-200.000 đ", "a refund");
        assert_eq!(
            Dong(i64::MIN).short(),
            "-9.223.372.036.854.775.808 đ",
            "no overflow"
        );
    }

    #[test]
    fn amounts_are_spelled_as_receipts_spell_them() {
        for (amount, words) in [
            (0, "Không đồng"),
            (5, "Năm đồng"),
            (10, "Mười đồng"),
            (15, "Mười lăm đồng"),
            (21, "Hai mươi mốt đồng"),
            (55, "Năm mươi lăm đồng"),
            (105, "Một trăm linh năm đồng"),
            (110, "Một trăm mười đồng"),
            (8_000, "Tám nghìn đồng"),
            (12_000, "Mười hai nghìn đồng"),
            (20_500, "Hai mươi nghìn năm trăm đồng"),
            (1_000_005, "Một triệu không trăm linh năm đồng"),
            (
                1_021_011,
                "Một triệu không trăm hai mươi mốt nghìn không trăm mười một đồng",
            ),
            (200_000, "Hai trăm nghìn đồng"),
            (
                2_015_031_000,
                "Hai tỷ không trăm mười lăm triệu không trăm ba mươi mốt nghìn đồng",
            ),
            (3_000_000_000_000, "Ba nghìn tỷ đồng"),
            (-8_000, "Âm tám nghìn đồng"),
        ] {
            assert_eq!(Dong(amount).words(), words, "{amount} in words");
        }
    }

    #[test]
    fn overflow_is_an_answer_and_not_a_crash() {
        assert_eq!(Dong(i64::MAX).checked_add(Dong(1)), None, "a sum too large");
        assert_eq!(Dong(i64::MAX).checked_mul(2), None, "a product too large");
        assert_eq!(
            Dong(i64::MIN).checked_sub(Dong(1)),
            None,
            "a difference too small"
        );
        let lines = [Dong(3_000), Dong(9_000)];
        assert_eq!(
            Dong::checked_sum(lines),
            Some(Dong(12_000)),
            "an ordinary sum"
        );
        assert_eq!(
            Dong(15_001).percent(50),
            Some(Dong(7_500)),
            "rounded down to the đồng"
        );
    }

    proptest! {
        #[test]
        fn any_amount_can_be_written_and_read_back(amount in any::<i64>()) {
            let digits: String =
                Dong(amount).short().chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
            prop_assert_eq!(digits.parse::<i64>(), Ok(amount), "the digits are the amount");
            let words = Dong(amount).words();
            prop_assert!(words.ends_with(" đồng") && !words.contains("  "), "spelled: {}", words);
        }
    }
}
