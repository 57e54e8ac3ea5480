//! Waiting for what gives no signal: another process, a file, a line.

use std::time::{Duration, Instant};

/// Longest wait of a test for something that must happen.
const WAIT_MAX: Duration = Duration::from_secs(40);
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Asks until there is an answer; `what` names it when it never comes.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + WAIT_MAX;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < end, "waited {WAIT_MAX:?} in vain: {what}");
        std::thread::park_timeout(LOOK_EVERY);
    }
}
