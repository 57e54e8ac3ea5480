//! Waiting for what a browser does: there is no signal to wait for, so it is asked again, with a limit.

use std::time::{Duration, Instant};

const ASK_EVERY: Duration = Duration::from_millis(40);

/// Asks until there is an answer; panics with `what` when `limit` has passed.
pub(crate) fn until<T>(what: &str, limit: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(
            start.elapsed() < limit,
            "after {} s still no {what}",
            limit.as_secs()
        );
        pause();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a page gives no signal; every caller has a limit"
)]
fn pause() {
    std::thread::sleep(ASK_EVERY);
}
