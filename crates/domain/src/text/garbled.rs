//! Signs that a text lost its letters on the way: typed by a reader through an active input method
//! or a foreign keyboard layout, decoded with the wrong character set, or pasted from a document in
//! an old font (TCVN3, VNI-Windows). Found, never repaired by guess: the answer is "quét lại".

use unicode_normalization::UnicodeNormalization;

use super::fold::fold;
use super::syllable::is_vowel;
use super::telex;

/// What damaged a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Garble {
    /// Letters replaced by `?` or U+FFFD.
    LostLetters,
    /// UTF-8 read as Latin-1 ("Nguyá»…n").
    WrongCharset,
    /// TCVN3 or VNI-Windows letters ("NguyÔn V¨n", "Nguyeãn Vaên").
    LegacyFont,
    /// Keys of an input method left in the text ("Nguyeenx Vawn"), or two tones in one syllable.
    InputMethod,
}

/// Two soft signs (each possible in one rare name) make a garbled text.
const SOFT_SIGNS_MAX: usize = 1;

/// How `text` is damaged, or `None` for a healthy text.
#[must_use]
pub fn garble(text: &str) -> Option<Garble> {
    let text: String = text.nfc().collect();
    if text.contains('\u{fffd}') || has_question_mark_in_a_word(&text) {
        return Some(Garble::LostLetters);
    }
    if is_utf8_as_latin1(&text) {
        return Some(Garble::WrongCharset);
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || ",;.|/()-".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let legacy = words.iter().map(|word| legacy_signs(word)).sum::<usize>();
    if legacy > SOFT_SIGNS_MAX {
        return Some(Garble::LegacyFont);
    }
    let keyed = words
        .iter()
        .filter(|word| has_input_method_keys(word))
        .count();
    (keyed > SOFT_SIGNS_MAX).then_some(Garble::InputMethod)
}

fn has_question_mark_in_a_word(text: &str) -> bool {
    let mut before = [' '; 2];
    for letter in text.chars() {
        if before[1] == '?' && before[0].is_alphabetic() && letter.is_alphabetic() {
            return true;
        }
        before = [before[1], letter];
    }
    false
}

/// Whether the text is the bytes of a Vietnamese UTF-8 text read one by one.
fn is_utf8_as_latin1(text: &str) -> bool {
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_lead = matches!(letter, 'Ã' | 'Ä' | 'Å' | 'Æ' | 'Ç' | 'á' | 'Ì');
        let is_trail = |c: &char| {
            matches!(*c, '\u{80}'..='\u{9f}' | '\u{a1}'..='\u{bf}' | '‘' | '’' | '“' | '”' | '•' | '–' | '—' | '˜' | '™'
                | '€' | '‚' | 'ƒ' | '„' | '…' | '†' | '‡' | 'ˆ' | '‰' | 'Š' | '‹' | 'Œ' | 'Ž'
                | 'š' | '›' | 'œ' | 'ž' | 'Ÿ')
        };
        let is_quote = |c: &char| matches!(*c, '’' | '”' | '–' | '—' | '…');
        if is_lead && letters.peek().is_some_and(|c| is_trail(c) && !is_quote(c)) {
            return true;
        }
    }
    text.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c))
}

/// Letters and letter pairs of old fonts that no Vietnamese word has.
fn legacy_signs(word: &str) -> usize {
    let has_letter = word.chars().any(char::is_alphabetic);
    let mut count = 0;
    let mut before = ' ';
    for letter in word.chars() {
        let lower = letter.to_lowercase().next().unwrap_or(letter);
        let is_symbol = matches!(
            letter,
            '¨' | '¸'
                | '·'
                | '¶'
                | '¹'
                | '»'
                | '¼'
                | '½'
                | '¾'
                | '©'
                | '®'
                | '¬'
                | '\u{ad}'
                | '×'
                | '÷'
                | '§'
                | '¡'
                | '¢'
                | '£'
                | '¤'
                | '¥'
                | '¦'
                | 'µ'
                | 'ª'
        );
        let is_foreign = matches!(
            lower,
            'ß' | 'ä' | 'å' | 'æ' | 'ç' | 'ë' | 'ï' | 'î' | 'ö' | 'ø' | 'ü' | 'û' | 'þ'
        );
        let is_pair = matches!(before, 'a' | 'e' | 'A' | 'E') && is_marked_vowel(lower);
        let is_capital_inside =
            before.is_lowercase() && letter.is_uppercase() && !letter.is_ascii();
        let is_sign = (is_symbol && has_letter) || is_foreign || is_pair || is_capital_inside;
        count += usize::from(is_sign);
        before = letter;
    }
    count
}

fn is_marked_vowel(letter: char) -> bool {
    !letter.is_ascii() && fold(&letter.to_string()).chars().all(is_vowel) && letter.is_alphabetic()
}

/// Whether a word carries keys of an input method: undone Telex, or more than one tone.
fn has_input_method_keys(word: &str) -> bool {
    let tones = word
        .nfd()
        .filter(|c| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'))
        .count();
    let folded = fold(word);
    tones > 1 || (folded.len() > 2 && telex::decode(&folded).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_texts_are_told_by_their_damage() {
        for (text, damage) in [
            ("Nguy?n V?n An", Garble::LostLetters),
            ("Nguy\u{fffd}n Văn An", Garble::LostLetters),
            ("Nguyá»…n VÄƒn An", Garble::WrongCharset),
            ("Nguyá»\u{85}n VÄ\u{83}n An", Garble::WrongCharset),
            ("NguyÔn V¨n ¸nh, x· Gia V©n", Garble::LegacyFont),
            ("Nguyeãn Vaên Höông", Garble::LegacyFont),
            ("Nguyeenx Vawn Anh", Garble::InputMethod),
            ("Nguyễnx Vănw Hùngf", Garble::InputMethod),
            ("Nguyễń Văn Hùnǵ, xã Trầǹ", Garble::InputMethod),
        ] {
            assert_eq!(garble(text), Some(damage), "{text}");
        }
    }

    #[test]
    fn healthy_names_and_addresses_are_not_called_damaged() {
        for text in [
            "Nguyễn Văn An",
            "Thôn 3, Gia Trung, Gia Viễn, Ninh Bình",
            "Tổ 5, Phường Hoa Lư, Tỉnh Ninh Bình (đối diện chợ?)",
            "H'Ƀlơi Niê Ksơr",
            "Y Bhĕr Byă, Buôn Kuôp, Đray Sáp",
            "Rơ Châm H'Phíp",
            "Ksor Phước, Nay Der",
            "NGUYỄN THỊ QUỲNH HOA",
            "Hoàng Thuỳ Loan",
            "Trần Lê Xoan, số 12 ngõ 4",
            "Alexander Marx Ullrich",
            "",
        ] {
            assert_eq!(garble(text), None, "{text}");
        }
    }

    #[test]
    fn decomposed_text_is_healthy() {
        let decomposed: String = "Nguyễn Thị Hường, xã Yên Từ".nfd().collect();
        assert_eq!(garble(&decomposed), None, "NFD is a form and no damage");
    }
}
