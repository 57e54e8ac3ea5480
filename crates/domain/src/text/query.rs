//! What an officer types into the search field, as the folded forms it may mean. The first form is
//! always the text itself, so that plain words of any language are found as they stand; the others
//! read it as Telex or VNI typed with the input method off.

use super::fold::fold;
use super::{telex, vni};

/// Longest query looked at, in characters; the rest is cut off.
pub const QUERY_CHARS_MAX: usize = 200;
/// Most forms one query gives.
pub const QUERY_FORMS_MAX: usize = 3;

/// The folded forms of `query`, the plain one first, without repetitions. A query of nothing but
/// spaces has none.
#[must_use]
pub fn query_forms(query: &str) -> Vec<String> {
    let query: String = query.chars().take(QUERY_CHARS_MAX).collect();
    let plain = fold(&query);
    if plain.is_empty() {
        return Vec::new();
    }
    let mut forms = Vec::with_capacity(QUERY_FORMS_MAX);
    let (as_telex, as_vni) = (decoded(&query, telex::decode), decoded(&query, vni::decode));
    forms.push(plain);
    for form in [as_telex, as_vni] {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// The query with every word that decodes replaced; words with real marks are only folded.
fn decoded(query: &str, decode: impl Fn(&str) -> Option<String>) -> String {
    let words: Vec<String> = query
        .split_whitespace()
        .map(|word| decode(&word.to_ascii_lowercase()).unwrap_or_else(|| fold(word)))
        .collect();
    fold(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn raw_telex_and_vni_are_understood_beside_the_plain_reading() {
        for (typed, meant) in [
            ("chuwngs thuwcj", "chung thuc"),
            ("chu7ng1 thu7c5", "chung thuc"),
            ("tro caps xax hooij", "tro cap xa hoi"),
            ("tro75 cap61 xa4 ho6i5", "tro cap xa hoi"),
            ("CHUWNGS thực", "chung thuc"),
            ("nguyeenx vawn an", "nguyen van an"),
        ] {
            let forms = query_forms(typed);
            assert_eq!(
                forms.first(),
                Some(&fold(typed)),
                "{typed}: the plain form comes first"
            );
            assert!(
                forms.iter().any(|form| form == meant),
                "{typed} means {meant}: {forms:?}"
            );
        }
    }

    #[test]
    fn plain_words_have_one_form() {
        for typed in [
            "tro cap xa hoi",
            "Trợ cấp xã hội",
            "1.001776",
            "passport",
            "H42.17-261122",
        ] {
            assert_eq!(query_forms(typed), [fold(typed)], "{typed} means itself");
        }
        assert!(query_forms(" \t ").is_empty(), "nothing asked");
    }

    proptest! {
        #[test]
        fn forms_are_few_folded_and_begin_with_the_plain_one(query in "\\PC{0,260}") {
            let forms = query_forms(&query);
            prop_assert!(forms.len() <= QUERY_FORMS_MAX, "{} forms", forms.len());
            for form in &forms {
                prop_assert_eq!(&fold(form), form, "a form is folded");
            }
        }
    }
}
