//! Telex typed with the input method switched off: "chuwngs thuwcj" means "chứng thực". Decoded
//! straight to folded letters, which is all a search needs.

use super::syllable::{is_syllable, is_vowel};

/// Longest word looked at, in bytes: the longest syllable with all its keys has fewer.
const WORD_BYTES_MAX: usize = 16;

/// The folded letters of a lower-case ASCII word read as Telex; `None` when it has no Telex key or
/// does not become a syllable, so that "certify" stays what it is.
pub(super) fn decode(word: &str) -> Option<String> {
    if word.len() > WORD_BYTES_MAX
        || !word
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b == b'[' || b == b']')
    {
        return None;
    }
    let mut letters = String::with_capacity(word.len());
    for key in word.chars() {
        push_key(&mut letters, key);
    }
    let is_d_alone = letters == "d" && word == "dd";
    (letters != word && (is_d_alone || is_syllable(&letters))).then_some(letters)
}

/// Adds one key: a letter, or a mark that leaves no folded letter behind.
fn push_key(letters: &mut String, key: char) {
    let has_vowel = letters.chars().any(is_vowel);
    match key {
        's' | 'f' | 'r' | 'x' | 'j' | 'z' if has_vowel => {}
        'w' if letters.contains(['a', 'o', 'u']) => {}
        'w' | ']' => letters.push('u'),
        '[' => letters.push('o'),
        'd' if letters.starts_with('d') => {}
        'a' | 'e' | 'o' if is_circumflex(letters, key) => {}
        _ => letters.push(key),
    }
}

/// Whether a second `key` puts a circumflex on the first: "aa", or "thana" with a final between.
fn is_circumflex(letters: &str, key: char) -> bool {
    letters
        .rsplit_once(key)
        .is_some_and(|(_, after)| !after.chars().any(is_vowel))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telex_becomes_folded_letters_wherever_the_keys_stand() {
        for (typed, letters) in [
            ("chuwngs", "chung"),
            ("chuwsng", "chung"),
            ("thuwcj", "thuc"),
            ("thwcj", "thuc"),
            ("caps", "cap"),
            ("xax", "xa"),
            ("hooij", "hoi"),
            ("ddaats", "dat"),
            ("dadats", "dat"),
            ("thana", "than"),
            ("nguyeenx", "nguyen"),
            ("nguowif", "nguoi"),
            ("dduwowng", "duong"),
            ("t[", "to"),
            ("dd", "d"),
        ] {
            assert_eq!(decode(typed).as_deref(), Some(letters), "typed {typed}");
        }
    }

    #[test]
    fn words_of_other_languages_and_plain_words_are_left_alone() {
        for word in [
            "certify", "passport", "tro", "cap", "khai", "sinh", "window", "2026", "",
        ] {
            assert_eq!(decode(word), None, "{word} has nothing to decode");
        }
    }
}
