//! Every code an officer can meet has Vietnamese words in the window: at least three of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use desk::Code;
use domain::dossier::FieldReason;

/// Fewest words of a message.
const WORDS_MIN: usize = 3;

/// The file of words, with what else the window's messages are made of.
fn messages() -> String {
    let folder = root().join("ui/src/messages");
    let parts = ["vi", "vi-intake", "vi-dossiers", "vi-sync", "vi-errors"];
    let mut texts = Vec::new();
    for name in parts.map(|part| format!("{part}.ts")) {
        let path = folder.join(name);
        texts.push(std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path:?}: {e}")));
    }
    texts.join("\n")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text behind `code:` or `"code":`, up to the next entry.
fn words_of<'a>(messages: &'a str, code: &str) -> Option<&'a str> {
    let keys = [format!("\n  \"{code}\": "), format!("\n  {code}: ")];
    let start = keys
        .iter()
        .find_map(|key| Some(messages.find(key)? + key.len()))?;
    let (_, rest) = messages.split_at(start);
    let is_next =
        |line: &str| line.starts_with("  \"") || line.starts_with('}') || line.trim().is_empty();
    let mut end = 0;
    for (place, line) in rest.split_inclusive('\n').enumerate() {
        let begins = line
            .trim_start()
            .split_once(": (")
            .is_some_and(|(key, _)| is_key(key));
        if place > 0 && (is_next(line) || begins) {
            break;
        }
        end += line.len();
    }
    Some(rest.split_at(end).0)
}

fn is_key(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_lowercase() || c == '_' || c == '"' || c == '.')
}

/// Words with letters between quotation marks or backticks.
fn count(entry: &str) -> usize {
    let quoted = entry.split(['"', '`']).skip(1).step_by(2);
    let words = quoted.flat_map(str::split_whitespace);
    words
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count()
}

/// A command says what to do; beside a field two words may do ("Dài quá.").
fn is_told(messages: &str, code: &str) -> bool {
    let fewest = if code.contains('.') {
        WORDS_MIN
    } else {
        WORDS_MIN - 1
    };
    words_of(messages, code).is_some_and(|entry| count(entry) >= fewest)
}

/// The window has words for `code`.
pub(crate) fn assert_words(code: &str) {
    assert!(
        is_told(&messages(), code),
        "the window has no words for {code}"
    );
}

/// The window's words for `code`, as they stand in its source.
pub(crate) fn told_as(code: &str) -> String {
    words_of(&messages(), code).unwrap_or_default().to_owned()
}

/// Codes written in a source file of ours: `"file.empty"`, `push(path, "birth_wrong")`.
fn codes_in(source: &str, is_code: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let quoted = code.split('"').skip(1).step_by(2);
    quoted
        .filter(|text| is_code(text))
        .map(str::to_owned)
        .collect()
}

fn source(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// What `capture` says of files and scanners.
fn capture_codes() -> BTreeSet<String> {
    let files = codes_in(&source("crates/capture/src/import.rs"), |text| {
        text.starts_with("file.")
    });
    let scans = codes_in(&source("crates/capture/src/scanner.rs"), |text| {
        text.starts_with("scan.")
    });
    assert!(
        files.len() >= 6 && scans.len() >= 13,
        "found in the sources: {files:?} {scans:?}"
    );
    files.into_iter().chain(scans).collect()
}

/// What the parser of the form says of fields, beside the rules' own reasons.
fn parser_codes() -> BTreeSet<String> {
    let is_code =
        |text: &str| text.contains('_') && text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let ends = [
        "_wrong", "_digits", "_origin", "_garbled", "_unknown", "_long", "_many", "_card",
    ];
    let mut codes = BTreeSet::new();
    for file in ["party.rs", "rest.rs", "mod.rs"] {
        let found = codes_in(
            &source(&format!("crates/desk/src/intake/parse/{file}")),
            is_code,
        );
        codes.extend(
            found
                .into_iter()
                .filter(|code| ends.iter().any(|end| code.ends_with(end))),
        );
    }
    assert!(codes.len() >= 12, "found in the sources: {codes:?}");
    codes
}

#[test]
fn every_code_of_the_desk_has_words_in_the_window() {
    let messages = messages();
    let of_desk = Code::ALL.iter().map(|(code, _)| code.as_str().to_owned());
    let of_rules = FieldReason::CODES.iter().map(|code| (*code).to_owned());
    let all = of_desk
        .chain(of_rules)
        .chain(capture_codes())
        .chain(parser_codes());
    let missing: BTreeSet<String> = all.filter(|code| !is_told(&messages, code)).collect();
    assert!(
        missing.is_empty(),
        "{} codes without words: {missing:?}",
        missing.len()
    );
}

#[test]
fn every_reason_of_a_dead_link_has_words_in_the_strip() {
    let messages = messages();
    let (_, block) = messages
        .split_once("viLinkReason = {")
        .expect("the words of the strip");
    let block = block.split('}').next().unwrap_or_default();
    let reasons = codes_in(&source("crates/sync/src/reason.rs"), |text| {
        text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    });
    let shown = [
        "refused",
        "timeout",
        "certificate",
        "garbled",
        "revoked",
        "protocol",
        "sign_in",
    ];
    for reason in shown {
        assert!(
            reasons.contains(reason),
            "{reason} is a reason of the link: {reasons:?}"
        );
        let entry = block
            .split_once(&format!("{reason}: "))
            .map(|(_, rest)| rest);
        let line = entry
            .and_then(|rest| rest.lines().next())
            .unwrap_or_default();
        assert!(
            count(line) >= WORDS_MIN,
            "the strip has no words for {reason}"
        );
    }
}

#[test]
fn every_reason_for_no_official_number_has_words_in_the_strip_and_more_behind_them() {
    let messages = messages();
    let is_code = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let mut reasons = codes_in(&source("crates/desk/src/app/strip.rs"), |text| {
        is_code(text) && !text.is_empty()
    });
    reasons.extend(codes_in(
        &source("crates/desk/src/numbering/doubt.rs"),
        is_code,
    ));
    let known = [
        "clock",
        "clock_after",
        "clock_before",
        "frozen",
        "moved",
        "older",
        "restored",
        "twin",
    ];
    assert_eq!(
        reasons.iter().map(String::as_str).collect::<Vec<_>>(),
        known,
        "what the desk can say"
    );
    for (block, fewest) in [("numbering: {", 2 * WORDS_MIN), ("numberingNote: {", 9)] {
        let (_, words) = messages.split_once(block).expect("the words of the strip");
        let words = words.split('}').next().unwrap_or_default();
        for reason in known {
            let entry = words.split_once(&format!("\n      {reason}:"));
            let entry = entry.map(|(_, rest)| rest.split_inclusive("\",").next().unwrap_or(rest));
            assert!(
                entry.is_some_and(|entry| count(entry) >= fewest),
                "no words for {reason} in {block}"
            );
        }
    }
}
