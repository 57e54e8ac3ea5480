//! VNI typed with the input method switched off: "chu7ng1 thu7c5" means "chứng thực".

use super::syllable::{is_syllable, is_vowel};

/// Longest word looked at, in bytes.
const WORD_BYTES_MAX: usize = 16;

/// The folded letters of a lower-case ASCII word read as VNI; `None` when a digit in it marks
/// nothing (codes such as `h42`) or the rest is no syllable.
pub(super) fn decode(word: &str) -> Option<String> {
    if word.len() > WORD_BYTES_MAX || !word.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let mut letters = String::with_capacity(word.len());
    let (mut has_tone, mut has_digit) = (false, false);
    for key in word.chars() {
        let is_mark = match key {
            'a'..='z' => {
                letters.push(key);
                continue;
            }
            '0'..='5' => {
                let is_first = !std::mem::replace(&mut has_tone, true);
                is_first && letters.chars().any(is_vowel)
            }
            '6' => letters.contains(['a', 'e', 'o']),
            '7' => letters.contains(['o', 'u']),
            '8' => letters.contains('a'),
            '9' => letters.starts_with('d'),
            _ => false,
        };
        if !is_mark {
            return None;
        }
        has_digit = true;
    }
    let is_d_alone = letters == "d";
    (has_digit && (is_d_alone || is_syllable(&letters))).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vni_becomes_folded_letters() {
        for (typed, letters) in [
            ("chu7ng1", "chung"),
            ("thu7c5", "thuc"),
            ("tro75", "tro"),
            ("cap61", "cap"),
            ("d9at61", "dat"),
            ("dat961", "dat"),
            ("nguye6n4", "nguyen"),
            ("d9", "d"),
        ] {
            assert_eq!(decode(typed).as_deref(), Some(letters), "typed {typed}");
        }
    }

    #[test]
    fn codes_and_numbers_are_left_alone() {
        for word in ["h42", "2026", "d12", "khai", "", "m01a", "x5", "to12"] {
            assert_eq!(decode(word), None, "{word} is not VNI");
        }
    }
}
