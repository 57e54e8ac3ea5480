//! Why the link is down, as the code the status strip finds words for.

use protocol::wire::TOO_MANY;

use crate::client::{CallError, OFFICER_REVOKED};
use crate::transport::TransportError;

/// Reason of a link that is down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkReason {
    /// Nobody answers.
    Refused,
    /// Too slow.
    Timeout,
    /// The certificate is not the centre's.
    Certificate,
    /// The answers make no sense.
    Garbled,
    /// The desk or the officer is no longer admitted.
    Revoked,
    /// The centre speaks another protocol version.
    Protocol,
    /// The centre wants the officer's password again.
    SignIn,
}

impl LinkReason {
    /// The code of `StripView::link_reason`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Timeout => "timeout",
            Self::Certificate => "certificate",
            Self::Garbled => "garbled",
            Self::Revoked => "revoked",
            Self::Protocol => "protocol",
            Self::SignIn => "sign_in",
        }
    }
}

impl From<TransportError> for LinkReason {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Refused => Self::Refused,
            TransportError::Timeout => Self::Timeout,
            TransportError::Certificate => Self::Certificate,
            TransportError::Garbled | TransportError::Address => Self::Garbled,
        }
    }
}

impl From<&CallError> for LinkReason {
    fn from(error: &CallError) -> Self {
        match error {
            CallError::Transport(error) => (*error).into(),
            CallError::Refused { error, status } => match (error.code.as_str(), status) {
                ("revoked" | OFFICER_REVOKED, _) => Self::Revoked,
                ("protocol", _) | (_, 426) => Self::Protocol,
                // it will answer: what was asked for now came too soon
                (TOO_MANY, _) => Self::Timeout,
                ("unauthorised" | "wrong_password" | "locked", _) => Self::SignIn,
                (_, 500..) => Self::Refused,
                _ => Self::Garbled,
            },
            CallError::Garbled | CallError::Request(_) | CallError::Compress(_) => Self::Garbled,
        }
    }
}
