//! Search tokens of a text: its folded words, adjacent pairs (`nguyen_van`), and family with given
//! name (`nguyen_an`). The pairs stand in for phrases, which an index without positions refuses
//! (measured: full name by pairs 0.4 ms among a million dossiers).

use super::fold::fold;

/// Words taken from one text; the rest of a longer text is not indexed.
pub const TOKEN_WORDS_MAX: usize = 128;
/// Longest word indexed, in characters.
const WORD_CHARS_MAX: usize = 40;
/// A text of more words than this is a title and has no family and given name.
const NAME_WORDS_MAX: usize = 8;

/// The folded words of `text`, at most [`TOKEN_WORDS_MAX`]: runs of letters and digits, with the
/// points and dashes of codes as breaks.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(TOKEN_WORDS_MAX)
        .map(|word| word.chars().take(WORD_CHARS_MAX).collect())
        .collect()
}

/// Tokens to index for `text`: words, adjacent pairs, and for a name family with given; each once,
/// in that order.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    let words = words(text);
    let pairs = words.windows(2).filter_map(|pair| match pair {
        [first, second] => Some(format!("{first}_{second}")),
        _ => None,
    });
    let mut found = Vec::with_capacity(words.len() * 2);
    for token in words
        .iter()
        .cloned()
        .chain(pairs)
        .chain(family_given_of(&words))
    {
        if !found.contains(&token) {
            found.push(token);
        }
    }
    found
}

/// `family_given` of a personal name of three words or more, `nguyen_an`.
#[must_use]
pub fn family_given(name: &str) -> Option<String> {
    family_given_of(&words(name))
}

fn family_given_of(words: &[String]) -> Option<String> {
    match words {
        [family, _, .., given] if words.len() <= NAME_WORDS_MAX => {
            Some(format!("{family}_{given}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_gives_words_pairs_and_family_with_given() {
        let expected = [
            "nguyen",
            "thi",
            "huong",
            "nguyen_thi",
            "thi_huong",
            "nguyen_huong",
        ];
        assert_eq!(
            tokens("Nguyễn Thị Hương"),
            expected,
            "the six tokens of a name"
        );
        assert_eq!(tokens("Hương"), ["huong"], "a one-word name is legal");
        assert_eq!(tokens("Lê Lê"), ["le", "le_le"], "each token once");
    }

    #[test]
    fn a_code_breaks_at_its_points_and_dashes() {
        assert_eq!(
            words("H42.17-261122-0131"),
            ["h42", "17", "261122", "0131"],
            "code parts"
        );
    }

    #[test]
    fn a_long_title_has_no_family_and_given_name() {
        let title = "Thực hiện điều chỉnh thôi hưởng trợ cấp xã hội hằng tháng";
        assert_eq!(family_given(title), None, "titles are no names");
    }

    proptest! {
        #[test]
        fn tokens_are_bounded_folded_and_without_repetition(text in "\\PC{0,300}") {
            let found = tokens(&text);
            prop_assert!(found.len() <= 2 * TOKEN_WORDS_MAX, "{} tokens", found.len());
            for (index, token) in found.iter().enumerate() {
                prop_assert!(!found[..index].contains(token), "{} twice", token);
                prop_assert_eq!(&fold(token), token, "a token is folded");
            }
        }
    }
}
