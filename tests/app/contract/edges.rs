//! Arrows point down: which crate may use which (docs/architecture.md has the picture).

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// A crate and the crates of ours it may be built from.
const ALLOWED: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("protocol", &["domain"]),
    ("courier", &["protocol", "domain"]),
    ("store", &["domain"]),
    ("forms", &["domain"]),
    ("capture", &["domain"]),
    ("platform", &["domain"]),
    ("sync", &["store", "protocol", "domain"]),
    (
        "desk",
        &[
            "capture", "courier", "forms", "platform", "sync", "store", "protocol", "domain",
        ],
    ),
    ("central", &["courier", "forms", "protocol", "domain"]),
    // the shell puts the machine together: it alone names the scanner, the keyring, the clock
    (
        "app",
        &["desk", "capture", "platform", "protocol", "domain"],
    ),
];

/// What tests may add: the tools, a PostgreSQL of their own, and the real centre.
const ALLOWED_IN_TESTS: [&str; 3] = ["testkit", "pgcluster", "central"];

/// Synchronous crates have no runtime; only the application knows Tauri.
const WITHOUT_TOKIO: [&str; 7] = [
    "domain", "protocol", "courier", "store", "forms", "capture", "platform",
];

struct Edge {
    to: String,
    is_for_tests: bool,
}

fn short(package: &str) -> &str {
    package.strip_prefix("motcua-").unwrap_or(package)
}

/// The dependencies of each package of the workspace.
fn edges() -> BTreeMap<String, Vec<Edge>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .args([
            "--manifest-path",
            concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
        ])
        .output()
        .expect("cargo is there");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| (name_of(package), edges_of(package)))
        .collect()
}

fn name_of(package: &Value) -> String {
    short(package["name"].as_str().expect("a name")).to_owned()
}

fn edges_of(package: &Value) -> Vec<Edge> {
    let dependencies = package["dependencies"].as_array().expect("dependencies");
    dependencies
        .iter()
        .map(|dependency| Edge {
            to: name_of(dependency),
            is_for_tests: dependency["kind"] == "dev",
        })
        .collect()
}

#[test]
fn arrows_between_crates_point_down() {
    let edges = edges();
    let ours: BTreeSet<&str> = edges.keys().map(String::as_str).collect();
    let mut wrong = Vec::new();
    for (from, allowed) in ALLOWED {
        let found = edges
            .get(from)
            .unwrap_or_else(|| panic!("the crate {from} is gone"));
        for edge in found.iter().filter(|edge| ours.contains(edge.to.as_str())) {
            let to = edge.to.as_str();
            let in_tests = edge.is_for_tests && ALLOWED_IN_TESTS.contains(&to);
            if !allowed.contains(&to) && !in_tests {
                wrong.push(format!("{from} -> {to}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "these arrows are not in the architecture: {wrong:?}"
    );
}

#[test]
fn nothing_is_built_from_the_application_or_the_benches() {
    for (from, found) in edges() {
        for edge in found {
            assert!(
                !["app", "bench"].contains(&edge.to.as_str()),
                "{from} -> {}",
                edge.to
            );
            let is_tool =
                ["testkit", "pgcluster"].contains(&edge.to.as_str()) && !edge.is_for_tests;
            assert!(
                !is_tool || ["bench", "testkit"].contains(&from.as_str()),
                "{from} ships what belongs to tests"
            );
        }
    }
}

#[test]
fn every_crate_has_its_place_in_the_picture() {
    let known: BTreeSet<&str> = ALLOWED
        .iter()
        .map(|(name, _)| *name)
        .chain(["testkit", "pgcluster", "bench"])
        .collect();
    let found = edges();
    let found: BTreeSet<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(
        found, known,
        "a crate came or went: say here what it may use"
    );
}

#[test]
fn only_the_application_knows_tauri_and_pure_crates_have_no_runtime() {
    for (from, found) in edges() {
        for edge in found.iter().filter(|edge| !edge.is_for_tests) {
            let is_tauri = edge.to.starts_with("tauri") || edge.to == "wry" || edge.to == "tao";
            assert!(!is_tauri || from == "app", "{from} knows {}", edge.to);
            let is_runtime = edge.to == "tokio" && WITHOUT_TOKIO.contains(&from.as_str());
            assert!(!is_runtime, "{from} must stay synchronous");
        }
    }
}
