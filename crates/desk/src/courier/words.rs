//! Faults of files on a stick, as codes the window has words for.

use std::io::{Error, ErrorKind};

use courier::CourierError;

use crate::errors::{Code, Fault, chain};

/// Why a bundle could not be written there.
pub(super) fn not_written(error: &Error) -> Fault {
    tracing::warn!(error = %chain(error), "a bundle was not written");
    Fault::code(match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            Code::CourierFull
        }
        // a folder that was there a moment ago
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::StaleNetworkFileHandle => {
            Code::CourierGone
        }
        _ if is_device_gone(error) => Code::CourierGone,
        _ => Code::CourierFolder,
    })
}

/// The codes of a stick that was pulled: input/output error, no such device, no such address.
fn is_device_gone(error: &Error) -> bool {
    matches!(error.raw_os_error(), Some(5 | 6 | 19)) && cfg!(unix)
}

/// The same of the format's own errors while writing.
pub(super) fn format_not_written(error: CourierError) -> Fault {
    match error {
        CourierError::Io(error) => not_written(&error),
        other => {
            tracing::error!(error = %chain(&other), "a bundle could not be made");
            Fault::Broken("a bundle could not be made")
        }
    }
}

/// What is wrong with an answer.
pub(super) fn not_read(error: &CourierError) -> Fault {
    tracing::warn!(error = %chain(error), "an answer was refused");
    Fault::code(match error {
        CourierError::Signature => Code::CourierAnswerCentre,
        CourierError::Newer { .. } => Code::CourierAnswerNewer,
        CourierError::Foreign { .. }
        | CourierError::Header
        | CourierError::OtherCentre
        | CourierError::Damaged
        | CourierError::TooLarge { .. }
        | CourierError::Order
        | CourierError::Io(_) => Code::CourierAnswerFile,
    })
}
