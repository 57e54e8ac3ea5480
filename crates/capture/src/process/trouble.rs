//! An error of the driver as it crosses to the other process: its code, SANE's number, and what lay
//! behind it as text for the log.

use std::error::Error;
use std::io;

use serde::{Deserialize, Serialize};

use crate::scanner::{Cause, ScanError};

/// Longest text of a cause, in characters.
const CAUSE_CHARS_MAX: usize = 300;

/// A [`ScanError`] on the way.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Trouble {
    code: String,
    status: i32,
    cause: String,
}

impl Trouble {
    pub(super) fn of(error: &ScanError) -> Self {
        let status = if let ScanError::Device(status) = error {
            *status
        } else {
            0
        };
        Self {
            code: error.code().to_owned(),
            status,
            cause: tidy(&causes(error)),
        }
    }

    /// The error it was; `None` for a code that no driver says.
    pub(super) fn error(self) -> Option<ScanError> {
        let text = tidy(&self.cause);
        let cause = || Cause::from(text.as_str());
        let known_cause = || (!text.is_empty()).then(cause);
        Some(match self.code.as_str() {
            "scan.no_backend" => ScanError::NoBackend(known_cause()),
            "scan.gone" => ScanError::Gone,
            "scan.busy" => ScanError::Busy,
            "scan.jammed" => ScanError::Jammed,
            "scan.no_paper" => ScanError::NoPaper,
            "scan.cover_open" => ScanError::CoverOpen,
            "scan.denied" => ScanError::Denied,
            "scan.cancelled" => ScanError::Cancelled,
            "scan.bad_picture" => ScanError::BadPicture(known_cause()),
            "scan.device" => ScanError::Device(self.status),
            "scan.folder" => ScanError::Folder(io::Error::other(cause())),
            "scan.not_kept" => ScanError::Sink(cause()),
            "scan.too_many_sheets" => ScanError::TooManySheets,
            _ => return None,
        })
    }
}

/// The causes behind an error, joined.
fn causes(error: &ScanError) -> String {
    let mut texts = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        texts.push(error.to_string());
        cause = error.source();
    }
    texts.join(": ")
}

/// One line of the log, whoever wrote it.
fn tidy(text: &str) -> String {
    let printable = text.chars().filter(|c| !c.is_control());
    printable.take(CAUSE_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_of_a_driver_crosses_with_its_kind_and_its_cause() {
        let cause = || Cause::from("libsane.so.1: not found");
        let picture = image::ImageError::IoError(io::Error::other("no room"));
        for error in [
            ScanError::NoBackend(Some(cause())),
            ScanError::NoBackend(None),
            ScanError::Gone,
            ScanError::Busy,
            ScanError::Jammed,
            ScanError::NoPaper,
            ScanError::CoverOpen,
            ScanError::Denied,
            ScanError::Cancelled,
            ScanError::BadPicture(Some(picture.into())),
            ScanError::Device(10),
            ScanError::Folder(io::Error::other(cause())),
            ScanError::Sink(cause()),
            ScanError::TooManySheets,
        ] {
            let crossed = Trouble::of(&error).error().expect("a code of ours");
            assert_eq!(crossed.code(), error.code(), "the same kind");
            assert_eq!(crossed.to_string(), error.to_string(), "the same number");
            assert_eq!(causes(&crossed), causes(&error), "{}", error.code());
        }
    }

    #[test]
    fn a_cause_is_one_bounded_line_whatever_the_driver_made_of_it() {
        let trouble = Trouble {
            code: "scan.no_backend".to_owned(),
            status: 0,
            cause: format!("a\nERROR forged\u{1b}[2J{}", "x".repeat(100_000)),
        };
        let text = causes(&trouble.error().expect("known"));
        assert!(!text.chars().any(char::is_control), "one line: {text:?}");
        assert_eq!(text.chars().count(), CAUSE_CHARS_MAX, "bounded");
    }
}
