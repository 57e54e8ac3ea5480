//! A small reader of Code 128: run lengths of one scan line in, text out. It shares the standard's table of widths
//! with the writer (which another crate's encoder checks) and nothing else.

const PATTERNS: [&str; 107] = include!("../../src/code128_patterns.in");
const TO_C: usize = 99;
const TO_B: usize = 100;
const START_B: usize = 104;
const START_C: usize = 105;

/// A code found on a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) text: String,
    /// From first to last bar, in the unit of the run lengths.
    pub(crate) width: f64,
}

/// The first code in `runs`, whose even entries are bars and odd ones spaces.
pub(crate) fn decode(runs: &[f64]) -> Option<Found> {
    (0..runs.len())
        .step_by(2)
        .find_map(|start| from(&runs[start..]))
}

fn from(runs: &[f64]) -> Option<Found> {
    let mut symbols = vec![symbol(runs.get(..6)?).filter(|s| [START_B, START_C].contains(s))?];
    let mut rest = &runs[6..];
    while !matches(rest.get(..7)?, PATTERNS[106]) {
        symbols.push(symbol(&rest[..6])?);
        rest = &rest[6..];
    }
    let (check, data) = symbols.split_last()?;
    let sum: usize = data
        .iter()
        .enumerate()
        .map(|(index, symbol)| index.max(1) * symbol)
        .sum();
    let width = runs[..runs.len() - rest.len() + 7].iter().sum();
    (sum % 103 == *check).then(|| Found {
        text: text_of(data),
        width,
    })
}

/// Is each width within 0.45 modules of the pattern's?
fn matches(runs: &[f64], pattern: &str) -> bool {
    let modules = if pattern.len() == 7 { 13.0 } else { 11.0 };
    let module = runs.iter().sum::<f64>() / modules;
    pattern
        .bytes()
        .zip(runs)
        .all(|(digit, run)| (f64::from(digit - b'0') - run / module).abs() < 0.45)
}

fn symbol(runs: &[f64]) -> Option<usize> {
    PATTERNS[..106]
        .iter()
        .position(|pattern| matches(runs, pattern))
}

fn text_of(symbols: &[usize]) -> String {
    let mut set_c = symbols.first() == Some(&START_C);
    let mut text = String::new();
    for symbol in &symbols[1..] {
        match *symbol {
            TO_C if !set_c => set_c = true,
            TO_B if set_c => set_c = false,
            pair if set_c => text.push_str(&format!("{pair:02}")),
            letter => text.push(char::from(b' ' + u8::try_from(letter).unwrap_or(0))),
        }
    }
    text
}
