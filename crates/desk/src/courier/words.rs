//! Faults of files on a stick, as codes the window has words for.

use std::io::{Error, ErrorKind};

use courier::CourierError;

use crate::errors::{Code, Fault, chain};

/// Why a bundle could not be written there.
pub(super) fn not_written(error: &Error) -> Fault {
    tracing::warn!(error = %chain(error), "a bundle was not written");
    Fault::code(code_of(error))
}

fn code_of(error: &Error) -> Code {
    let kind = error.kind();
    let is_full = matches!(
        kind,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    );
    if is_full {
        return Code::CourierFull;
    }
    // a folder that was there a moment ago; input/output error, no such device, no such address
    let is_gone = matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory)
        || (cfg!(unix) && matches!(error.raw_os_error(), Some(5 | 6 | 19)));
    if is_gone {
        Code::CourierGone
    } else {
        Code::CourierFolder
    }
}

/// The same of the format's own errors while writing.
pub(super) fn format_not_written(error: CourierError) -> Fault {
    if let CourierError::Io(error) = error {
        return not_written(&error);
    }
    tracing::error!(error = %chain(&error), "a bundle could not be made");
    Fault::Broken("a bundle could not be made")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_a_pulled_and_a_locked_stick_are_told_apart() {
        let of_system = |code| code_of(&Error::from_raw_os_error(code));
        assert_eq!(of_system(28), Code::CourierFull, "no space left on device");
        assert_eq!(of_system(27), Code::CourierFull, "file too large for FAT32");
        assert_eq!(of_system(5), Code::CourierGone, "input/output error");
        assert_eq!(of_system(19), Code::CourierGone, "no such device");
        assert_eq!(of_system(2), Code::CourierGone, "the folder went away");
        assert_eq!(of_system(30), Code::CourierFolder, "read-only file system");
        assert_eq!(of_system(13), Code::CourierFolder, "permission denied");
    }
}
