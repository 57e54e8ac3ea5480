//! The simulator is known to bite: with a guard switched off it finds out within fifty runs, and
//! nobody but the simulator can switch one off. One test a guard, so that they share the machine
//! with the others and a hole has its name.
#![cfg(test)]

use std::path::{Path, PathBuf};

use testkit::sim::{Guard, Simulator};

/// Runs within which a missing guard must be found out.
const SEEDS: u32 = 50;

/// `first` is a seed from which on it is found out soon: a check at every commit must be short.
/// `motcua-bench simulate --mutants` begins at 1.
fn is_found_out(guard: Guard, first: u64) {
    let found = Simulator::new().find_out(guard, first, SEEDS);
    let found = found.expect("without the guard nothing is noticed: the simulator is blind there");
    println!("seed {}: {:?}", found.seed, found.violations);
}

#[test]
fn a_centre_that_lets_a_repeated_event_count_again_is_found_out() {
    is_found_out(Guard::Idempotency, 1);
}

#[test]
fn a_centre_that_overlooks_a_gap_in_a_journal_is_found_out() {
    is_found_out(Guard::GapCheck, 5);
}

#[test]
fn a_feed_whose_positions_become_visible_out_of_order_is_found_out() {
    is_found_out(Guard::FeedCounter, 4);
}

#[test]
fn a_desk_that_folds_events_as_they_came_is_found_out() {
    is_found_out(Guard::Rebase, 29);
}

#[test]
fn a_desk_that_numbers_on_a_restored_database_is_found_out() {
    is_found_out(Guard::HighWaterMark, 26);
}

/// Where a guard may be switched off: where that is defined, and in the simulator.
const MAKERS: [&str; 2] = [
    "crates/domain/src/mutation.rs",
    "crates/testkit/src/sim/mod.rs",
];

#[test]
fn nothing_but_the_simulator_can_switch_a_guard_off() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().expect("the project");
    let mut makers = Vec::new();
    for folder in ["crates", "src-tauri", "tests"] {
        look(&root.join(folder), &mut makers);
    }
    let itself = "crates/testkit/tests/mutants.rs";
    let mut makers: Vec<String> = makers
        .iter()
        .map(|path| path.strip_prefix(&root).expect("below the project"))
        .map(|path| path.to_string_lossy().into_owned())
        .filter(|path| path != itself)
        .collect();
    makers.sort();
    assert_eq!(makers, MAKERS, "the product passes `Mutation::NONE`");
}

/// Sources below `folder` that make a mutation.
fn look(folder: &Path, makers: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            look(&path, makers);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = std::fs::read_to_string(&path).expect("a source");
            if source.contains("of_the_simulator") {
                makers.push(path);
            }
        }
    }
}
