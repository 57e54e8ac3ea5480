//! The simulator (`testkit::sim`) at length: what was done, what was broken on purpose, and that
//! nothing was lost, doubled or renumbered; then that a missing guard is found out.

use std::time::Instant;

use testkit::sim::{Counts, Guard, Run, Simulator};

use crate::args::SimulateOptions;
use crate::claim::{Claim, Goal, Report};
use crate::live::Progress;

/// Seeds within which a missing guard must be found out.
const SEEDS_TO_CATCH: u32 = 50;

/// One run, told step by step.
pub(crate) fn trace(options: &SimulateOptions) -> String {
    let run = Simulator::new().run(options.first);
    let verdict = if run.violations.is_empty() {
        "every invariant holds".to_owned()
    } else {
        run.violations.join("\n")
    };
    format!("{}seed {}: {verdict}\n", run.trace, run.seed)
}

/// Plays the runs.
pub(crate) fn measure(options: &SimulateOptions) -> Report {
    let simulator = Simulator::new();
    let SimulateOptions { first, seeds, .. } = *options;
    if options.mutants {
        return mutants(&simulator, first);
    }
    let begun = Instant::now();
    let (mut counts, mut failed) = (Counts::new(), Vec::new());
    let mut progress = Progress::new("runs played", seeds);
    for (n, seed) in (0..seeds).zip(first..) {
        let run = simulator.run(seed);
        for (what, count) in &run.counts {
            *counts.entry(what).or_default() += *count;
        }
        failed.extend(
            run.violations
                .first()
                .map(|what| format!("seed {seed}: {what}")),
        );
        progress.reached(n);
    }
    let conditions = format!("{seeds} runs from seed {first} on");
    let mut report = Report::new("simulate", conditions);
    report.measure("time", begun.elapsed().as_secs_f64(), "s");
    for (what, count) in counts {
        report.measure(what, float(count), "");
    }
    report.claim(Claim {
        name: "runs in which an invariant is violated".into(),
        goal: Goal::AtMost(0.0),
        measured: float(u64::try_from(failed.len()).unwrap_or(u64::MAX)),
        unit: "",
        beside: failed.join("; "),
    });
    report
}

/// How many runs it takes to notice that a guard is missing.
fn mutants(simulator: &Simulator, first: u64) -> Report {
    let conditions = format!("a guard switched off, at most {SEEDS_TO_CATCH} runs each");
    let mut report = Report::new("simulate --mutants", conditions);
    for guard in Guard::ALL {
        let found = simulator.find_out(guard, first, SEEDS_TO_CATCH);
        let (runs, beside) = match found {
            Some(run) => (run.seed - first + 1, said(&run)),
            None => (u64::from(SEEDS_TO_CATCH) + 1, "never found out".to_owned()),
        };
        crate::complain(&format!("without {guard:?}: {beside}"));
        report.claim(Claim {
            name: format!("without {guard:?}: runs until it is found out"),
            goal: Goal::AtMost(f64::from(SEEDS_TO_CATCH)),
            measured: float(runs),
            unit: "",
            beside,
        });
    }
    report
}

/// The seed and the first thing that did not hold.
fn said(run: &Run) -> String {
    let what = run.violations.first().map_or("", String::as_str);
    format!("seed {}: {what}", run.seed)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a run are far below 2^52"
)]
const fn float(count: u64) -> f64 {
    count as f64
}
