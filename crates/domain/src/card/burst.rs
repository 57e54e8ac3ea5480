//! The raw burst of a reader: one card, a card twice, two cards, or something else altogether.

use super::{CardError, Damage};

/// Separators a reading of a card has at least (counter.md, Keys).
const SEPARATORS_MIN: usize = 5;

/// Whether `text` looks like the burst of a card reader, so that a text field must give it away
/// before anything else reads it.
#[must_use]
pub fn is_burst(text: &str) -> bool {
    text.bytes().filter(|b| *b == b'|').count() >= SEPARATORS_MIN
}

/// The reading of one card out of a burst, and whether it came more than once.
pub(super) struct Single<'a> {
    pub(super) text: &'a str,
    pub(super) is_repeated: bool,
}

/// Finds the one card in a burst: a repetition is cut off, a second card is an error.
pub(super) fn single(burst: &str) -> Result<Single<'_>, CardError> {
    let burst =
        burst.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    if burst.is_empty() {
        return Err(CardError::Empty);
    }
    if let Some((first, rest)) = burst.split_once(['\r', '\n'])
        && !rest.trim().is_empty()
    {
        return same_or_two(first.trim(), rest.trim());
    }
    if let Some((first, second)) = halves(burst)
        && first == second
    {
        return Ok(Single {
            text: first,
            is_repeated: true,
        });
    }
    match second_card(burst) {
        Some(at) => {
            let (first, rest) = burst.split_at_checked(at).unwrap_or((burst, ""));
            same_or_two(first, rest)
        }
        None => Ok(Single {
            text: burst,
            is_repeated: false,
        }),
    }
}

fn same_or_two<'a>(first: &'a str, rest: &str) -> Result<Single<'a>, CardError> {
    let number = |text: &str| text.split('|').next().map(str::trim).map(str::to_owned);
    if number(first) == number(rest) || first.starts_with(rest) {
        return Ok(Single {
            text: first,
            is_repeated: true,
        });
    }
    Err(CardError::TwoCards)
}

fn halves(text: &str) -> Option<(&str, &str)> {
    text.len()
        .is_multiple_of(2)
        .then(|| text.split_at_checked(text.len() / 2))
        .flatten()
}

/// Where a second card begins inside the seventh field: eight digits of the day of issue (or none)
/// and twelve digits before the next separator.
fn second_card(burst: &str) -> Option<usize> {
    let mut start = 0;
    for (index, field) in burst.split('|').enumerate() {
        let digits = field.bytes().filter(u8::is_ascii_digit).count();
        let is_glued =
            index >= 6 && digits == field.len() && (field.len() == 20 || field.len() == 12);
        let has_more = burst
            .get(start + field.len()..)
            .is_some_and(|rest| rest.starts_with('|'));
        if is_glued && has_more && index == 6 {
            return Some(start + field.len() - 12);
        }
        start += field.len() + 1;
    }
    None
}

/// What a text that is no card is: a VNeID code, a damaged card, or nothing of ours.
pub(super) fn other(text: &str) -> CardError {
    let lower = text.to_lowercase();
    let is_token = text.len() >= 64
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+/=_-.".contains(&b));
    if lower.contains("vneid") || is_token {
        return CardError::Vneid;
    }
    let first = text.split('|').next().unwrap_or_default().trim();
    let digits = first.bytes().filter(u8::is_ascii_digit).count();
    let is_number_begun = digits == first.len() && (9..=13).contains(&digits);
    match (is_burst(text), text.contains('|')) {
        (true, _) if digits < first.len() => CardError::Garbled(Damage::Layout),
        (true, _) => CardError::CutShort,
        (false, true) if is_number_begun => CardError::CutShort,
        _ => CardError::NotACard,
    }
}
