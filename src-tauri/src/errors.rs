//! Errors that arise in the shell itself, as the page sees them: a code, never a text.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};

use desk::Code;
use protocol::view::ErrorView;

/// An error with a code that the window has words for.
pub(crate) fn coded(code: &str, params: BTreeMap<String, String>) -> ErrorView {
    ErrorView {
        code: code.to_owned(),
        params,
        fields: Vec::new(),
        trace_id: trace_id(),
    }
}

/// A command whose thread ended in a panic. The panic itself is in the log already.
pub(crate) fn panicked(command: &str) -> ErrorView {
    internal(command, "it panicked")
}

/// A request that the page of this program never makes.
pub(crate) fn malformed(command: &str, what: &str) -> ErrorView {
    internal(command, what)
}

/// Something that should not happen, of a command.
pub(crate) fn internal(command: &str, what: &str) -> ErrorView {
    let error = coded(Code::Internal.as_str(), BTreeMap::new());
    tracing::error!(trace_id = error.trace_id, command, what, "a command failed");
    error
}

/// Eight hexadecimal digits that find the line in the log.
fn trace_id() -> String {
    format!("{:08x}", RandomState::new().hash_one(()) >> 32)
}
