//! A small part of the simulator, at every check; `motcua-bench simulate` plays more.
#![cfg(test)]

use testkit::sim::{RAN_OUT, Run, Simulator};

/// Runs at every check.
const SEEDS: u64 = 8;
/// Runs that once found something: the answer to an earlier bundle that took for settled what a later one
/// had brought; a desk whose twin had begun a newer life stood still until its
/// session ended; one that had more to send of an earlier life than the centre remembered, for ever;
/// one whose centre went back before it had read a feed; one out of service, put back to an older copy;
/// one whose twin waited for a life as it did, and counted the same temporary numbers.
const FOUND: [u64; 6] = [21, 43, 50, 82, 171, 178];

#[test]
fn whatever_fails_nothing_is_lost_doubled_or_renumbered() {
    let simulator = Simulator::new();
    let runs = (1..=SEEDS).chain(FOUND).map(|seed| simulator.run(seed));
    let runs: Vec<Run> = runs.collect();
    let ran_out = |run: &&Run| run.counts.contains_key(RAN_OUT);
    let dry = runs.iter().filter(ran_out).count();
    let failed = runs.into_iter().filter(|run| !run.violations.is_empty());
    let failed: Vec<Run> = failed.collect();
    let said: Vec<_> = failed
        .iter()
        .map(|run| (run.seed, &run.violations))
        .collect();
    let trace = failed.first().map_or("", |run| run.trace.as_str());
    assert!(failed.is_empty(), "{trace}\nfailed seeds: {said:#?}");
    assert!(dry > 0, "a desk draws every number it has in some of them");
}

#[test]
fn a_seed_plays_the_same_run_again() {
    let simulator = Simulator::new();
    let (first, second) = (simulator.run(7), simulator.run(7));
    assert_eq!(first.trace, second.trace, "line by line");
    assert_eq!(first.counts, second.counts, "and in numbers");
}
