//! The receipt as PDF: both copies in one document, as a printer is handed them. Printed, not
//! claimed.

use std::time::Instant;

use forms::ReceiptSnapshot;

use crate::Failure;
use crate::claim::Report;
use crate::stats::{Times, median, ms};

/// Most receipts rendered.
const RECEIPTS_MAX: usize = 200;

pub(super) fn report(report: &mut Report, receipts: &[ReceiptSnapshot]) -> Result<(), Failure> {
    let (mut times, mut sizes) = (Vec::new(), Vec::new());
    for receipt in receipts.iter().take(RECEIPTS_MAX) {
        let begun = Instant::now();
        let document = forms::render_both(receipt, 0)?;
        times.push(begun.elapsed());
        sizes.push(f64::from(u32::try_from(document.len())?));
    }
    let first = times.first().copied().unwrap_or_default();
    let (times, most) = (Times::new(times), sizes.iter().copied().fold(0.0, f64::max));
    report.measure(
        "receipt PDF, both copies: first, with fonts",
        ms(first),
        "ms",
    );
    report.measure("receipt PDF, both copies: p50", times.median_ms(), "ms");
    report.measure("receipt PDF, both copies: p99", times.p99_ms(), "ms");
    report.measure(
        "receipt PDF, both copies: median size",
        median(sizes),
        "bytes",
    );
    report.measure("receipt PDF, both copies: largest", most, "bytes");
    Ok(())
}
