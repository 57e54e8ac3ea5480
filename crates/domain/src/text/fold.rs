//! NFC for storing, the fold for finding: NFD, marks dropped, đ → d, lower case, spaces collapsed.
//! The place of a tone mark (hoà, hòa) folds away with the mark.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// `text` in normalisation form C, as everything is stored.
#[must_use]
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// `text` in NFC on one line: runs of spaces and control characters become one space, invisible
/// format characters go, the ends are trimmed. For names, titles and addresses.
#[must_use]
pub fn tidy(text: &str) -> String {
    collapse(text.nfc())
}

/// The search form of `text`: `fold("ĐẶNG  Thị Hoà") == "dang thi hoa"`. The same for NFC and NFD
/// input, and unchanged by a second fold.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            letters.push(letter.to_ascii_lowercase());
        } else {
            fold_letter(letter, &mut letters);
        }
    }
    collapse(letters.chars())
}

/// NFD letter by letter: it differs from that of the whole text in the order of the marks alone, and
/// they are dropped.
fn fold_letter(letter: char, to: &mut String) {
    decompose_canonical(letter, |part| {
        for small in part.to_lowercase() {
            decompose_canonical(small, |part| {
                if !is_combining_mark(part) {
                    to.push(without_stroke(part));
                }
            });
        }
    });
}

/// Letters whose stroke is not a combining mark: đ, and the ƀ of several ethnic names.
const fn without_stroke(letter: char) -> char {
    match letter {
        'đ' | 'ð' => 'd',
        'ƀ' => 'b',
        'ł' => 'l',
        _ => letter,
    }
}

fn collapse(letters: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    let mut is_space_due = false;
    for letter in letters {
        if letter.is_whitespace() || letter.is_control() {
            is_space_due = !text.is_empty();
        } else if !is_invisible(letter) {
            if is_space_due {
                text.push(' ');
                is_space_due = false;
            }
            text.push(letter);
        }
    }
    text
}

/// Zero-width characters, soft hyphen, direction marks and the byte-order mark, which pasted texts
/// carry and nobody sees.
const fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_fold_drops_every_mark_and_keeps_every_letter() {
        for (text, folded) in [
            ("Trợ cấp xã hội hằng tháng", "tro cap xa hoi hang thang"),
            ("ĐẶNG  Thị\tHoà ", "dang thi hoa"),
            ("Nguyễn Ước Nghiêng", "nguyen uoc nghieng"),
            ("thuỷ, thủy", "thuy, thuy"),
            ("H'Ƀlơi Niê Čơ̆k", "h'bloi nie cok"),
            ("\u{feff}số\u{200b} 1.001776", "so 1.001776"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "fold of {text:?}");
        }
    }

    #[test]
    fn tidying_keeps_marks_and_case() {
        assert_eq!(
            tidy("  Nguye\u{302}\u{303}n \n Văn\u{a0}An "),
            "Nguyễn Văn An",
            "NFC, one line"
        );
    }

    proptest! {
        #[test]
        fn the_fold_is_the_same_for_composed_and_decomposed_text(text in "\\PC{0,60}") {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&composed), fold(&decomposed), "one key per text");
            prop_assert_eq!(fold(&text), fold(&fold(&text)), "folding twice changes nothing");
        }

        #[test]
        fn vietnamese_folds_to_plain_letters(text in "[a-zA-Z ăâđêôơưĂÂĐÊÔƠƯấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữựáàảãạýỳỷỹỵ]{0,40}") {
            let folded = fold(&text);
            prop_assert!(folded.bytes().all(|b| b == b' ' || b.is_ascii_lowercase()), "{}", folded);
        }
    }
}
