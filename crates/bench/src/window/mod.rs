//! Window: from the start of the program until the sign-in field has taken a typed character, and
//! the memory of the whole process tree ten seconds later, beside an empty Tauri window in turns.
//!
//! Characters are typed by WebKitWebDriver, which needs no window manager and asks the page itself
//! whether they arrived; a picture of the screen would have to tell a letter from a blinking cursor.
//! Both windows pay alike for being driven, so the difference stands; the absolute values are
//! printed and not claimed. The desk is enrolled, its database exists, its sign-in screen is shown.

mod desk;
mod driver;
mod memory;
mod session;

use std::time::Duration;

use crate::Failure;
use crate::args::WindowOptions;
use crate::claim::{Claim, Goal, Report};
use crate::live::Progress;
use crate::process;
use crate::stats::{median, ms};
use desk::Programs;
use driver::{Driver, Program};
use session::Session;

/// How much later than an empty window the sign-in field may take a character, in milliseconds.
const LATER_MS_MAX: f64 = 700.0;
/// How much more memory the application may have, in MB.
const MORE_MB_MAX: f64 = 150.0;
/// Memory is looked at when everything has settled.
const SETTLED_AFTER: Duration = Duration::from_secs(10);

/// One start.
struct Start {
    typed_ms: f64,
    pss_mb: f64,
    processes: usize,
}

/// Starts both windows in turns and compares their medians.
pub(crate) fn measure(options: &WindowOptions) -> Result<Report, Failure> {
    let programs = Programs::find(options)?;
    let session = Session::start()?;
    let enrolled = desk::enrolled(&session, &programs)?;
    let arguments: Vec<&str> = enrolled.iter().map(String::as_str).collect();
    let desk = Program {
        path: &programs.desk,
        arguments: &arguments,
        field: desk::SIGN_IN,
    };
    let bare = Program {
        path: &programs.empty,
        arguments: &[],
        field: "input",
    };
    let (mut full, mut empty) = (Vec::new(), Vec::new());
    start(&session, &bare, Duration::ZERO)?; // warm, as the desk is by now
    let mut progress = Progress::new("starts of each window", options.starts);
    for n in 1..=options.starts {
        empty.push(start(&session, &bare, SETTLED_AFTER)?);
        full.push(start(&session, &desk, SETTLED_AFTER)?);
        progress.reached(n);
    }
    Ok(report(options, &full, &empty))
}

fn start(session: &Session, program: &Program<'_>, settle: Duration) -> Result<Start, Failure> {
    let (window, typed) = Driver::start(session)?.open(program)?;
    process::pause(settle);
    let (pss_mb, processes) = memory::pss_mb(window.app())?;
    window.close()?;
    Ok(Start {
        typed_ms: ms(typed),
        pss_mb,
        processes,
    })
}

fn report(options: &WindowOptions, full: &[Start], empty: &[Start]) -> Report {
    let of = |starts: &[Start], part: fn(&Start) -> f64| median(starts.iter().map(part).collect());
    let (typed, empty_typed) = (of(full, |one| one.typed_ms), of(empty, |one| one.typed_ms));
    let (pss, empty_pss) = (of(full, |one| one.pss_mb), of(empty, |one| one.pss_mb));
    let mut report = Report::new(
        "window",
        format!("medians of {} fresh starts", options.starts),
    );
    for (name, typed, pss, starts) in [
        ("application", typed, pss, full),
        ("empty window", empty_typed, empty_pss, empty),
    ] {
        let processes = starts
            .iter()
            .map(|one| one.processes)
            .max()
            .unwrap_or_default();
        report.measure(format!("{name}: character taken after"), typed, "ms");
        report.measure(format!("{name}: PSS of the tree after 10 s"), pss, "MB");
        let processes = u32::try_from(processes).map_or(f64::NAN, f64::from);
        report.measure(format!("{name}: processes"), processes, "");
    }
    report.claim(Claim {
        name: "sign-in takes a character, later than an empty window".to_owned(),
        goal: Goal::AtMost(LATER_MS_MAX),
        measured: typed - empty_typed,
        unit: "ms",
        beside: format!("{empty_typed:.0} ms for an empty Tauri window"),
    });
    report.claim(Claim {
        name: "memory of the process tree, more than an empty window".to_owned(),
        goal: Goal::AtMost(MORE_MB_MAX),
        measured: pss - empty_pss,
        unit: "MB",
        beside: format!("{empty_pss:.0} MB for an empty Tauri window"),
    });
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_claims_are_differences_of_medians() {
        let start = |typed_ms: f64, pss_mb: f64| Start {
            typed_ms,
            pss_mb,
            processes: 3,
        };
        let full = [
            start(900.0, 300.0),
            start(5_000.0, 900.0),
            start(800.0, 280.0),
        ];
        let empty = [
            start(300.0, 200.0),
            start(310.0, 190.0),
            start(290.0, 210.0),
        ];
        let options = WindowOptions {
            starts: 3,
            app: None,
            empty: None,
        };
        let report = report(&options, &full, &empty);
        let measured: Vec<f64> = report.claims.iter().map(|claim| claim.measured).collect();
        assert!(
            (measured[0] - 600.0).abs() < 1e-9,
            "900 less 300: {measured:?}"
        );
        assert!(
            (measured[1] - 100.0).abs() < 1e-9,
            "300 less 200: {measured:?}"
        );
        assert_eq!(report.missed(), 0, "both hold");
    }
}
