//! The shape of a Vietnamese syllable without its marks: initial, vowels, final. Tells a syllable
//! typed with an input method switched off ("chuwngs") from a word of another language.

/// Whether `letters` (lower-case ASCII) are the letters of a Vietnamese syllable, or its beginning
/// while it is being typed.
pub(super) fn is_syllable(letters: &str) -> bool {
    INITIALS.iter().any(|initial| {
        letters.strip_prefix(initial).is_some_and(|rest| {
            let end = rest.find(|letter| !is_vowel(letter)).unwrap_or(rest.len());
            rest.split_at_checked(end)
                .is_some_and(|(vowels, last)| NUCLEI.contains(&vowels) && FINALS.contains(&last))
        })
    })
}

/// Whether `letter` is a vowel of the folded alphabet.
pub(super) const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

const INITIALS: [&str; 29] = [
    "", "b", "c", "ch", "d", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
    "p", "ph", "qu", "q", "r", "s", "t", "th", "tr", "v", "x", "kr",
];

const NUCLEI: [&str; 44] = [
    "a", "e", "i", "o", "u", "y", "ai", "ao", "au", "ay", "eo", "eu", "ia", "ie", "ieu", "io",
    "iu", "oa", "oai", "oao", "oay", "oe", "oeo", "oi", "oo", "ua", "uai", "uao", "uay", "ue",
    "ueu", "ui", "uo", "uoi", "uou", "uu", "uy", "uya", "uye", "uyen", "uyu", "ye", "yeu", "iai",
];

const FINALS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_told_from_other_words() {
        for syllable in [
            "nghieng", "khuyen", "quyet", "giau", "tho", "uong", "an", "y", "xoong",
        ] {
            assert!(is_syllable(syllable), "{syllable} is a syllable");
        }
        for other in [
            "certify", "block", "ng", "", "dads", "passport", "tran1", "huong_",
        ] {
            assert!(!is_syllable(other), "{other} is none");
        }
    }
}
