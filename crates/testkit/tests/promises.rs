//! Every test that docs/promises.md names exists, so that the page stays true.
#![cfg(test)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Fewest tests the page names; fewer means that it was not read.
const NAMED_MIN: usize = 70;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What stands between backticks as `path::name`.
fn named(page: &str) -> Vec<(&str, &str)> {
    let quoted = page.split('`').skip(1).step_by(2);
    quoted.filter_map(|text| text.split_once("::")).collect()
}

/// `fn name(`, a macro's first argument, or the title of a test of the page.
fn is_in(source: &str, name: &str) -> bool {
    if name.contains(' ') {
        return source.contains(&format!("(\"{name}\""));
    }
    source.match_indices(name).any(|(at, _)| {
        let (before, after) = source.split_at(at);
        let (before, after) = (before.trim_end(), after.split_at(name.len()).1);
        (before.ends_with("fn") && after.starts_with('('))
            || (before.ends_with('(') && after.starts_with(','))
    })
}

#[test]
fn every_test_the_promises_name_exists() {
    let page = std::fs::read_to_string(root().join("docs/promises.md")).expect("the page");
    let named = named(&page);
    assert!(named.len() >= NAMED_MIN, "{} tests are named", named.len());
    let mut sources: BTreeMap<&str, String> = BTreeMap::new();
    let mut missing = Vec::new();
    for (path, name) in named {
        let source = sources
            .entry(path)
            .or_insert_with(|| std::fs::read_to_string(root().join(path)).unwrap_or_default());
        if !is_in(source, name) {
            missing.push(format!("{path}::{name}"));
        }
    }
    assert!(
        missing.is_empty(),
        "named in docs/promises.md and nowhere else: {missing:#?}"
    );
}

#[test]
fn every_invariant_and_every_fault_of_the_page_names_a_test() {
    let page = std::fs::read_to_string(root().join("docs/promises.md")).expect("the page");
    let rows = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| what"));
    let rows = rows.filter(|line| !line.starts_with("| promise") && !line.starts_with("| |"));
    let bare: Vec<&str> = rows.filter(|row| named(row).is_empty()).collect();
    assert!(bare.is_empty(), "promises without a test: {bare:#?}");
    for n in 1..=10 {
        assert!(
            page.contains(&format!("| I{n} |")),
            "I{n} is among the promises"
        );
    }
}
