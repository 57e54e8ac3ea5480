//! Waiting for processes that give no signal, within limits.

use std::time::{Duration, Instant};

pub(crate) use testkit::Process;

use crate::Failure;

/// How often something without a signal of its own is asked.
const ASK_EVERY: Duration = Duration::from_millis(20);

/// Asks until there is an answer, within a limit.
pub(crate) fn until<T>(
    what: &str,
    limit: Duration,
    mut ask: impl FnMut() -> Option<T>,
) -> Result<T, Failure> {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Ok(answer);
        }
        if begun.elapsed() > limit {
            return Err(format!("after {} s still no {what}", limit.as_secs()).into());
        }
        pause(ASK_EVERY);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a window gives no signal; every wait has a limit"
)]
pub(crate) fn pause(time: Duration) {
    std::thread::sleep(time);
}
