//! The limits of a long outage: one desk works for days without the centre, then everything goes. A
//! real desk and the real centre over TLS in this process, so that what is said of memory is said of
//! both together.
//!
//! Claimed: the last day's intake is as fast as the first's; the backlog goes in the order in which it
//! was recorded, pages nearest their due time first; draining it takes a bounded amount of memory.

mod order;
mod week;

use std::fs;
use std::time::{Duration, Instant};

use crate::Failure;
use crate::args::OfflineOptions;
use crate::claim::{Claim, Goal, Report};
use crate::process::{pause, until};
use crate::stats::Times;
use week::Week;

/// How much slower intake may be on the last day.
const LAST_DAY_TIMES_MAX: f64 = 1.2;
/// What draining may take of memory above what the desk and the centre held before, in MB.
const DRAIN_MB_MAX: f64 = 128.0;
/// Pages that may overtake others: those of the rounds under way.
const OVERTAKING_MAX: u32 = 64;
/// Longest time the backlog may take.
const DRAIN_MAX: Duration = Duration::from_secs(4 * 3600);
/// How often memory is looked at while it goes.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// After so many looks it is asked whether all is sent, for which the desk counts every page that waits.
const LOOKS_BEFORE_ASKING: u32 = 10;

/// Works, drains, looks at what arrived.
pub(crate) fn measure(options: &OfflineOptions) -> Result<Report, Failure> {
    let OfflineOptions {
        dossiers,
        pages,
        days,
        page_kb,
        ..
    } = *options;
    let conditions = format!("{days} days, {dossiers} dossiers, {pages} pages of {page_kb} KB");
    let mut report = Report::new("offline", conditions);
    let week = Week::worked(options)?;
    intake(&mut report, &week);
    drain(&mut report, &week)?;
    order::report(&mut report, &week)?;
    Ok(report)
}

/// How long each act of one kind took on a day.
type PartOfDay = fn(&week::Day) -> &Vec<Duration>;

fn intake(report: &mut Report, week: &Week) {
    let times = |day: Option<&week::Day>, what: PartOfDay| {
        Times::new(day.map(|day| what(day).clone()).unwrap_or_default())
    };
    let (first, last) = (week.days.first(), week.days.last());
    report.measure(
        "receipts without an official code",
        f64::from(week.slips),
        "",
    );
    let parts: [(&str, PartOfDay); 2] = [
        ("intake", |day| &day.receptions),
        ("taking in a page", |day| &day.pages),
    ];
    for (name, part) in parts {
        let (first, last) = (times(first, part), times(last, part));
        report.measure(format!("{name}, first day: p50"), first.median_ms(), "ms");
        report.measure(format!("{name}, last day: p50"), last.median_ms(), "ms");
        report.measure(format!("{name}, last day: p99"), last.p99_ms(), "ms");
        report.claim(Claim {
            name: format!("{name} on the last day, beside the first"),
            goal: Goal::AtMost(LAST_DAY_TIMES_MAX),
            measured: last.median_ms() / first.median_ms(),
            unit: "×",
            beside: format!("first day p50 {:.2} ms", first.median_ms()),
        });
    }
}

fn drain(report: &mut Report, week: &Week) -> Result<(), Failure> {
    let before = memory_mb("VmRSS:")?;
    let (begun, mut most) = (Instant::now(), before);
    week.plug_in();
    until("end of the backlog", DRAIN_MAX, || {
        for _ in 0..LOOKS_BEFORE_ASKING {
            most = most.max(memory_mb("VmRSS:").unwrap_or(f64::INFINITY));
            pause(LOOK_EVERY);
        }
        week.is_sent().then_some(())
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    report.measure("backlog gone after", seconds, "s");
    report.measure("pages a second", f64::from(week.page_count()) / seconds, "");
    report.measure("memory before", before, "MB");
    report.claim(Claim {
        name: "memory while draining, above what it was".to_owned(),
        goal: Goal::AtMost(DRAIN_MB_MAX),
        measured: most - before,
        unit: "MB",
        beside: format!("{before:.0} MB before, desk and centre together"),
    });
    Ok(())
}

/// A line of `/proc/self/status`, in MB.
fn memory_mb(name: &str) -> Result<f64, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB"));
    let kib: f64 = kib.ok_or("no such line")?.trim().parse()?;
    Ok(kib * 1_024.0 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_backlog_of_a_week_arrives_whole_and_in_order() {
        let options = OfflineOptions {
            dossiers: 75,
            pages: 450,
            days: 5,
            page_kb: 1,
            seed: 3,
        };
        let report = measure(&options).expect("measured");
        let counted = report.claims.iter().filter(|claim| claim.unit.is_empty());
        let (mut count, mut missed) = (0, Vec::new());
        for claim in counted {
            count += 1;
            if !claim.holds() {
                missed.push(claim);
            }
        }
        assert!(missed.is_empty(), "{missed:?}");
        assert_eq!(count, 4, "lost, doubled, events and pages out of order");
    }
}
