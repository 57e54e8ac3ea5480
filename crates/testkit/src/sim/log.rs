//! What happened in a run: a readable line for each step, and how often each thing happened.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::{Mutex, MutexGuard};

/// How often each thing happened, by its name.
pub type Counts = BTreeMap<&'static str, u64>;

#[derive(Default)]
pub(super) struct Log(Mutex<Book>);

#[derive(Default)]
struct Book {
    lines: String,
    counts: Counts,
}

impl Log {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().expect("no thread panicked here")
    }

    pub(super) fn line(&self, line: fmt::Arguments<'_>) {
        let mut book = self.book();
        writeln!(book.lines, "{line}").expect("a text takes text");
    }

    pub(super) fn happened(&self, what: &'static str) {
        *self.book().counts.entry(what).or_default() += 1;
    }

    pub(super) fn take(&self) -> (String, Counts) {
        let mut book = self.book();
        (
            std::mem::take(&mut book.lines),
            std::mem::take(&mut book.counts),
        )
    }
}
