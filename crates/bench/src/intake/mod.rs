//! Intake: the one transaction of `Ctrl+Enter`, beside the very statements it runs, replayed with
//! prepared statements on a copy of the same database over a bare SQLCipher connection (same key,
//! WAL, `synchronous=FULL`). What the store and the rules add to SQL is the ratio of the two.
//!
//! Three databases begin as copies of one. The first only tells which statements each intake runs.
//! On the other two, intake after intake, one side and then the other, in turns that change, so that
//! the load of the machine and the fill of the write-ahead log hit both alike. At the end both must
//! hold the same rows. The steps are those of `desk::intake::receive` inside its transaction, called
//! on the library level without its workers, which would write in between.

mod bare;
mod pdf;
mod plan;
mod receipt;
mod receive;
mod recorder;
mod replay;
mod sides;
mod values;

use crate::Failure;
use crate::args::IntakeOptions;
use crate::claim::{Claim, Goal, Report};
use crate::seeded::Site;
use crate::stats::Times;
use sides::Measured;

/// How much the store and the rules may cost above the statements alone.
const TIMES_BARE_MAX: f64 = 1.5;
/// From the key press to a transaction and a side file on the disk, in milliseconds.
const DURABLE_P99_MS_MAX: f64 = 25.0;

/// Receives, replays, compares; then renders the receipts.
pub(crate) fn measure(options: &IntakeOptions) -> Result<Report, Failure> {
    let site = Site::new()?;
    let measured = sides::run(&site, options)?;
    let IntakeOptions {
        count,
        dossiers,
        seed,
    } = options;
    let conditions = format!("{count} intakes into {dossiers} dossiers, seed {seed}, FULL");
    let mut report = Report::new("intake", conditions);
    report_times(&mut report, &measured.times);
    report.measure("statements in one intake", measured.statements, "");
    pdf::report(&mut report, &measured.receipts)?;
    Ok(report)
}

fn report_times(report: &mut Report, times: &[Measured]) {
    let of =
        |part: fn(&Measured) -> std::time::Duration| Times::new(times.iter().map(part).collect());
    let transaction = of(|one| one.transaction);
    let side_file = of(|one| one.side_file);
    let durable = of(|one| one.transaction + one.side_file);
    let bare = of(|one| one.bare);
    for (name, times) in [
        ("intake transaction", &transaction),
        ("its statements in bare SQLCipher", &bare),
        ("side file after the commit", &side_file),
        ("transaction and side file", &durable),
    ] {
        report.measure(format!("{name}: p50"), times.median_ms(), "ms");
        report.measure(format!("{name}: p99"), times.p99_ms(), "ms");
    }
    report.claim(Claim {
        name: "intake transaction, beside its statements alone".to_owned(),
        goal: Goal::AtMost(TIMES_BARE_MAX),
        measured: transaction.median_ms() / bare.median_ms(),
        unit: "×",
        beside: format!("bare SQLCipher p50 {:.2} ms", bare.median_ms()),
    });
    report.claim(Claim {
        name: "durable commit with its side file, p99".to_owned(),
        goal: Goal::AtMost(DURABLE_P99_MS_MAX),
        measured: durable.p99_ms(),
        unit: "ms",
        beside: format!("bare SQLCipher p99 {:.2} ms, no side file", bare.p99_ms()),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_intakes_are_received_replayed_to_the_same_rows_and_printed() {
        let options = IntakeOptions {
            count: 20,
            dossiers: 50,
            seed: 5,
        };
        let report = measure(&options).expect("measured");
        assert_eq!(report.claims.len(), 2, "two claims");
        assert!(
            report.claims.iter().all(|claim| claim.measured.is_finite()),
            "both measured"
        );
        let statements = report
            .measures
            .iter()
            .find(|one| one.name.starts_with("statements"));
        assert!(
            statements.is_some_and(|one| one.value > 20.0),
            "an intake is many statements"
        );
    }
}
