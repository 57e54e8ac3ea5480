//! The simulator is known to bite: with a guard switched off it finds out within fifty runs, and
//! nobody but the simulator can switch one off.
#![cfg(test)]

use std::path::Path;

use testkit::sim::{Guard, Simulator};

/// Runs within which a missing guard must be found out.
const SEEDS: u32 = 50;
/// From here on all of them are found out soon.
const FIRST: u64 = 1;

#[test]
fn every_missing_guard_is_found_out() {
    let simulator = Simulator::new();
    for guard in Guard::ALL {
        let found = simulator.find_out(guard, FIRST, SEEDS);
        assert!(
            found.is_some(),
            "{guard:?} may be switched off and nobody notices"
        );
    }
}

#[test]
fn only_the_simulator_switches_guards_off() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut makers = Vec::new();
    look(&crates, &mut makers);
    look(&crates.join("../src-tauri/src"), &mut makers);
    makers.sort();
    let allowed = ["mutation.rs", "mutants.rs", "mod.rs"]; // made there, named here, used by the simulator
    assert_eq!(makers.len(), allowed.len(), "{makers:?}");
    let outside =
        |path: &String| !path.contains("testkit") && !path.ends_with("domain/src/mutation.rs");
    assert!(!makers.iter().any(outside), "{makers:?}");
}

fn look(folder: &Path, makers: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            look(&path, makers);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = std::fs::read_to_string(&path).expect("a source");
            if source.contains("of_the_simulator") {
                makers.push(path.to_string_lossy().into_owned());
            }
        }
    }
}
