//! Tells the page which kinds of data changed. Workers may say so at any rate and never wait: what is said while the page
//! is being told is put together, so that at most one event waits and none names a kind twice.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use desk::Changes;
use protocol::commands::ChangeTag;

/// The page is told at most this often.
const PAUSE: Duration = Duration::from_millis(100);

/// The thread that tells the page; `stop` ends and joins it.
pub(crate) struct Events {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    condition: Condvar,
}

#[derive(Default)]
struct State {
    changed: Vec<ChangeTag>,
    is_over: bool,
}

impl Events {
    /// Starts the thread; `emit` sends one event.
    pub(crate) fn start(emit: impl Fn(&[ChangeTag]) + Send + 'static) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let telling = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("motcua-events".to_owned())
            .spawn(move || telling.tell(&emit))?;
        Ok(Self {
            shared,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// What the desk calls when something changed.
    pub(crate) fn sink(&self) -> Changes {
        let shared = Arc::clone(&self.shared);
        Arc::new(move |tags| shared.add(tags))
    }

    /// Ends the thread; what was not told yet is not told any more.
    pub(crate) fn stop(&self) {
        lock(&self.shared.state).is_over = true;
        self.shared.condition.notify_one();
        if let Some(thread) = lock(&self.thread).take()
            && thread.join().is_err()
        {
            tracing::error!("the thread of events did not end by itself");
        }
    }
}

impl Shared {
    fn add(&self, tags: &[ChangeTag]) {
        let mut state = lock(&self.state);
        for tag in tags {
            if !state.changed.contains(tag) {
                state.changed.push(*tag);
            }
        }
        drop(state);
        self.condition.notify_one();
    }

    fn tell(&self, emit: &impl Fn(&[ChangeTag])) {
        while let Some(changed) = self.next() {
            emit(&changed);
            let is_on = |state: &mut State| !state.is_over;
            drop(
                self.condition
                    .wait_timeout_while(lock(&self.state), PAUSE, is_on),
            );
        }
    }

    /// Waits for a change; `None` when it is over.
    #[expect(
        clippy::significant_drop_tightening,
        reason = "taken under the lock, given up at the end"
    )]
    fn next(&self) -> Option<Vec<ChangeTag>> {
        let quiet = |state: &mut State| state.changed.is_empty() && !state.is_over;
        let waited = self.condition.wait_while(lock(&self.state), quiet);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        let changed = (!state.is_over).then(|| std::mem::take(&mut state.changed));
        drop(state);
        changed
    }
}

/// A panic while the lock was held left only whole values behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_thousand_changes_become_few_events_and_none_is_lost() {
        let (sender, receiver) = mpsc::channel();
        let events = Events::start(move |tags| sender.send(tags.to_vec()).expect("it listens"))
            .expect("a thread");
        let sink = events.sink();
        for _ in 0..1000 {
            sink(&[ChangeTag::Strip, ChangeTag::Sync]);
        }
        sink(&[ChangeTag::Drafts]);
        let mut told: Vec<Vec<ChangeTag>> = Vec::new();
        while !told.concat().contains(&ChangeTag::Drafts) {
            let next = receiver.recv_timeout(Duration::from_secs(10));
            told.push(next.expect("the last change is told as well"));
        }
        assert!(
            told.len() < 20,
            "a burst is put together: {} events",
            told.len()
        );
        assert!(
            told.iter().all(|tags| tags.len() <= 3),
            "no event names a kind twice: {told:?}"
        );
        events.stop();
    }

    #[test]
    fn stopping_ends_a_thread_that_waits() {
        let events = Events::start(|_tags| {}).expect("a thread");
        events.stop();
        (events.sink())(&[ChangeTag::App]); // nobody listens any more: no panic, no wait
    }
}
