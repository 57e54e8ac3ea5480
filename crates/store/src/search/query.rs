//! What was typed, read: a receipt's QR, a code, a number, or words and numbers together. Pure.

use domain::text;

use super::fragments::FRAGMENT_DIGITS_MIN;
use super::index::digits;
use super::words::Sought;

/// Longest query looked at, in characters.
const QUERY_CHARS_MAX: usize = 200;
/// Most words of one query; the rest is not looked at.
const WORDS_MAX: usize = 12;

/// How a query is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Query {
    /// Nothing was asked.
    All,
    /// A code, whole or its beginning, small letters, and its digits for day and number.
    Code {
        /// As typed, small letters.
        code: String,
        /// Digits after the agency, or all of them.
        dated: String,
    },
    /// Words, all of which must match, and digits, all of which must.
    Mixed {
        /// What the words may mean; everything of one form must match. Empty without words.
        words: Vec<Vec<Sought>>,
        /// Runs of digits, and numbers of papers with a letter.
        numbers: Vec<String>,
    },
}

/// Reads a query.
pub(super) fn read(typed: &str) -> Query {
    let typed: String = typed.chars().take(QUERY_CHARS_MAX).collect();
    let typed = code_of_qr(typed.trim());
    if typed.is_empty() {
        return Query::All;
    }
    if let Some(code) = as_code(typed) {
        return code;
    }
    if let Some(number) = as_number(typed) {
        return Query::Mixed {
            words: Vec::new(),
            numbers: vec![number],
        };
    }
    mixed(typed)
}

/// A receipt's QR is `<address>#<code>.<uuid tail>.<key id>.<signature>`; the code may have dots.
fn code_of_qr(typed: &str) -> &str {
    let Some((address, payload)) = typed.split_once('#') else {
        return typed;
    };
    let is_address = address.starts_with("http://") || address.starts_with("https://");
    if !is_address {
        return typed;
    }
    payload.rsplitn(4, '.').nth(3).unwrap_or(payload)
}

/// One word with a dash and digits, like `H42.17-261122-0131` or `261122-01`.
fn as_code(typed: &str) -> Option<Query> {
    let is_code = typed.contains('-')
        && typed.chars().any(|letter| letter.is_ascii_digit())
        && typed
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || ".-/".contains(letter))
        && !is_phone(typed);
    is_code.then(|| Query::Code {
        code: typed.to_ascii_lowercase(),
        dated: dated(typed),
    })
}

/// `0912-345-678`: only digits and dashes, and as long as a telephone number.
fn is_phone(typed: &str) -> bool {
    let only_digits = typed
        .chars()
        .all(|letter| letter.is_ascii_digit() || letter == '-');
    only_digits && typed.starts_with('0') && digits(typed).len() >= 9
}

/// Day and number of a code: the parts after one that holds letters, else all parts.
fn dated(typed: &str) -> String {
    let after = typed
        .split('-')
        .skip_while(|part| part.chars().any(|l| l.is_ascii_alphabetic()));
    let dated: String = after.map(digits).collect();
    if dated.is_empty() {
        digits(typed)
    } else {
        dated
    }
}

/// Digits with spaces, dots or dashes between (`0912 345 678`), a `+84`, or a passport number.
fn as_number(typed: &str) -> Option<String> {
    let kept: String = typed
        .chars()
        .filter(|letter| !" .-".contains(*letter))
        .collect();
    if let Some(abroad) = kept.strip_prefix("+84").filter(|rest| is_digits(rest)) {
        return Some(format!("0{abroad}"));
    }
    let is_number = is_digits(&kept) || is_passport(typed, &kept);
    is_number.then(|| kept.to_ascii_lowercase())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A letter or two, then at least five digits; a space after the letters makes them a name.
fn is_passport(typed: &str, kept: &str) -> bool {
    let after_letters = |text: &str| {
        text.trim_start_matches(|letter: char| letter.is_ascii_alphabetic())
            .to_owned()
    };
    let rest = after_letters(kept);
    (1..=2).contains(&(kept.len() - rest.len()))
        && rest.len() >= 5
        && is_digits(&rest)
        && after_letters(typed).starts_with(|letter: char| letter.is_ascii_digit())
}

/// Words and numbers: `an 0912`. A run of fewer than three digits is a word.
fn mixed(typed: &str) -> Query {
    let (numbers, words): (Vec<&str>, Vec<&str>) = typed
        .split_whitespace()
        .partition(|word| is_digits(word) && word.len() >= FRAGMENT_DIGITS_MIN);
    let numbers = numbers
        .into_iter()
        .take(WORDS_MAX)
        .map(str::to_owned)
        .collect();
    Query::Mixed {
        words: forms(&words.join(" ")),
        numbers,
    }
}

/// Every form the words may mean; within a form every word must match, and the last one as a
/// beginning, for the officer is still typing.
fn forms(words: &str) -> Vec<Vec<Sought>> {
    let forms = text::query_forms(words);
    forms.iter().filter_map(|form| all_words(form)).collect()
}

fn all_words(form: &str) -> Option<Vec<Sought>> {
    let mut words = text::words(form);
    words.truncate(WORDS_MAX);
    let last = words.pop()?;
    words.sort_unstable();
    words.dedup();
    let last = Sought::beginning(&last);
    Some(words.into_iter().map(Sought::Word).chain([last]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(word: &str) -> Sought {
        Sought::Word(word.into())
    }

    fn numbers(typed: &str) -> Vec<String> {
        match read(typed) {
            Query::Mixed { words, numbers } if words.is_empty() => numbers,
            Query::All | Query::Code { .. } | Query::Mixed { .. } => panic!("{typed}: a number"),
        }
    }

    #[test]
    fn numbers_are_read_through_their_spaces_dots_and_country_code() {
        assert_eq!(numbers("0912 345 678"), ["0912345678"], "spaces");
        assert_eq!(numbers("0912.345.678"), ["0912345678"], "dots");
        assert_eq!(
            numbers("0912-345-678"),
            ["0912345678"],
            "dashes of a telephone, no code"
        );
        assert_eq!(numbers("+84 912 345 678"), ["0912345678"], "country code");
        assert_eq!(numbers("038091001234"), ["038091001234"], "citizen number");
        assert_eq!(numbers("C1234567"), ["c1234567"], "passport");
    }

    #[test]
    fn codes_are_read_whole_and_in_part() {
        let code = |typed: &str| match read(typed) {
            Query::Code { code, dated } => (code, dated),
            Query::All | Query::Mixed { .. } => panic!("{typed}: a code"),
        };
        let whole = code("H42.17-261122-0131");
        assert_eq!(
            whole,
            ("h42.17-261122-0131".into(), "2611220131".into()),
            "whole"
        );
        assert_eq!(code("261122-0131").1, "2611220131", "without the agency");
        let qr = "https://dichvucong.example.vn/tra-cuu#H42.17-261122-0131.k3xq.d1.c2ln";
        assert_eq!(
            code(qr).0,
            "h42.17-261122-0131",
            "what a scanner reads off a receipt"
        );
    }

    #[test]
    fn words_all_match_and_the_last_is_a_beginning() {
        let expected = Query::Mixed {
            words: vec![vec![word("nguyen"), word("van"), word("*a")]],
            numbers: Vec::new(),
        };
        assert_eq!(read("Nguyễn  Văn A"), expected, "folded, in order");
        let mixed = Query::Mixed {
            words: vec![vec![word("*an")]],
            numbers: vec!["0912".into()],
        };
        assert_eq!(read("an 0912"), mixed, "words and digits");
        let phone = Query::Mixed {
            words: vec![vec![word("*an")]],
            numbers: vec!["0912345".into()],
        };
        assert_eq!(
            read("an 0912345"),
            phone,
            "a name and a telephone, no passport"
        );
        assert_eq!(read("   "), Query::All, "nothing asked");
        let Query::Mixed { words, .. } = read("\" OR x) NOT y*") else {
            panic!("words")
        };
        let only_words = vec![word("not"), word("or"), word("x"), word("*y")];
        assert_eq!(words.first(), Some(&only_words), "no operators");
        let long = Query::Mixed {
            words: vec![vec![Sought::Beginning("nguye".into())]],
            numbers: Vec::new(),
        };
        assert_eq!(read("Nguyê"), long, "the beginning of a word");
    }
}
