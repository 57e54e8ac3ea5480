//! Code 128 (ISO/IEC 15417), sets B and C: the dossier code as bars.
//!
//! Written here and not taken from a crate because pairs of digits in set C make the bars of a
//! dossier code an eighth wider at the same print width, and the table is all a crate would save.

use crate::error::RenderError;

const START_B: usize = 104;
const START_C: usize = 105;
const TO_C: usize = 99;
const TO_B: usize = 100;
const STOP: usize = 106;

/// Widths of bar, space, bar, … of each symbol.
const PATTERNS: [&str; 107] = include!("code128_patterns.in");

/// A bar: where it starts and how wide it is, in modules from the first bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bar {
    pub(crate) start: u16,
    pub(crate) width: u16,
}

/// The bars of `text` and their whole width in modules, without the quiet zones.
pub(crate) fn bars(text: &str) -> Result<(Vec<Bar>, u16), RenderError> {
    let mut symbols = symbols(text).ok_or(RenderError::BarCode)?;
    let weighted = symbols
        .iter()
        .enumerate()
        .map(|(index, symbol)| index.max(1) * symbol);
    symbols.push(weighted.sum::<usize>() % 103);
    symbols.push(STOP);
    let mut bars = Vec::new();
    let mut x: u16 = 0;
    for pattern in symbols.iter().filter_map(|symbol| PATTERNS.get(*symbol)) {
        for (index, digit) in pattern.bytes().enumerate() {
            let width = u16::from(digit - b'0');
            if index % 2 == 0 {
                bars.push(Bar { start: x, width });
            }
            x = x.checked_add(width).ok_or(RenderError::BarCode)?;
        }
    }
    Ok((bars, x))
}

/// A code set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    /// One symbol per character.
    B,
    /// One symbol per pair of digits.
    C,
}

/// Start symbol and data. Set C where four or more digits stand together (an even number of them).
fn symbols(text: &str) -> Option<Vec<usize>> {
    if text.is_empty() || !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return None;
    }
    let mut out = Vec::new();
    let mut set = None;
    for run in text
        .as_bytes()
        .chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit())
    {
        let in_pairs = run.first()?.is_ascii_digit() && run.len() >= 4;
        let (single, pairs) = run.split_at(if in_pairs { run.len() % 2 } else { run.len() });
        if !single.is_empty() {
            set = enter(&mut out, set, Set::B);
            out.extend(single.iter().map(|byte| usize::from(byte - b' ')));
        }
        if !pairs.is_empty() {
            set = enter(&mut out, set, Set::C);
            out.extend(pairs.chunks_exact(2).filter_map(pair));
        }
    }
    Some(out)
}

/// Starts or changes to `wanted`.
fn enter(out: &mut Vec<usize>, now: Option<Set>, wanted: Set) -> Option<Set> {
    match (now, wanted) {
        (None, Set::B) => out.push(START_B),
        (None, Set::C) => out.push(START_C),
        (Some(Set::C), Set::B) => out.push(TO_B),
        (Some(Set::B), Set::C) => out.push(TO_C),
        (Some(Set::B), Set::B) | (Some(Set::C), Set::C) => {}
    }
    Some(wanted)
}

fn pair(digits: &[u8]) -> Option<usize> {
    match digits {
        [tens, units] => Some(usize::from(tens - b'0') * 10 + usize::from(units - b'0')),
        _ => None,
    }
}

#[cfg(test)]
#[path = "../tests/receipt/code_128.rs"]
mod reader;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::reader::decode;
    use super::*;

    fn widths(text: &str) -> Vec<f64> {
        let (bars, whole) = bars(text).expect("can be coded");
        let mut edges: Vec<u16> = bars
            .iter()
            .flat_map(|bar| [bar.start, bar.start + bar.width])
            .collect();
        assert_eq!(edges.pop(), Some(whole), "ends with a bar");
        edges.push(whole);
        edges
            .windows(2)
            .map(|pair| f64::from(pair[1] - pair[0]))
            .collect()
    }

    #[test]
    fn the_table_has_the_properties_of_the_standard() {
        let distinct: HashSet<_> = PATTERNS.iter().collect();
        assert_eq!(distinct.len(), PATTERNS.len(), "no pattern twice");
        for pattern in &PATTERNS[..STOP] {
            let widths: Vec<u8> = pattern.bytes().map(|b| b - b'0').collect();
            assert_eq!(widths.iter().sum::<u8>(), 11, "{pattern} is eleven modules");
            assert_eq!(
                (widths[0] + widths[2] + widths[4]) % 2,
                0,
                "{pattern} has an even number of black modules"
            );
        }
    }

    #[test]
    fn set_b_agrees_with_an_independent_encoder() {
        let text = "H42.15.08-ABC";
        let oracle = barcoders::sym::code128::Code128::new(format!("Ɓ{text}"))
            .expect("can be coded")
            .encode();
        let (bars, whole) = bars(text).expect("can be coded");
        let mut ours = vec![0; usize::from(whole)];
        for bar in bars {
            ours[usize::from(bar.start)..usize::from(bar.start + bar.width)].fill(1);
        }
        assert_eq!(ours, oracle, "the same modules");
    }

    #[test]
    fn what_is_coded_is_read_back() {
        for text in [
            "H42.15.08-261120-0131",
            "000.00.10.H42-261120-10000",
            "1234",
            "12345",
            "A",
            "TAM-Q3-261120-007",
        ] {
            assert_eq!(
                decode(&widths(text)).map(|code| code.text).as_deref(),
                Some(text),
                "round trip"
            );
        }
    }

    #[test]
    fn pairs_of_digits_make_a_dossier_code_narrower() {
        let (_, whole) = bars("H42.15.08-261120-0131").expect("can be coded");
        assert!(
            whole <= 255,
            "set B alone would take 266 modules, this {whole}"
        );
    }

    #[test]
    fn letters_outside_ascii_are_refused() {
        for text in ["Đ42", "", "a\nb"] {
            assert_eq!(bars(text), Err(RenderError::BarCode), "{text:?}");
        }
    }
}
