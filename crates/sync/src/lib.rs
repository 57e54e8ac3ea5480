//! The link between a desk and the centre: events up, feeds down, pages both ways, numbers ahead
//! of time. Local work never waits for any of it.
//!
//! [`Link`] carries single calls (enrolment, the first session); [`Worker`] owns the one task that
//! keeps store and centre together, woken by a signal, a timer or the centre itself. Every wait,
//! size and retry is bounded; the task is joined at shutdown.

mod backoff;
mod client;
mod engine;
mod https;
mod lease_office;
mod ledger;
mod link;
mod reason;
mod session;
mod status;
mod steps;
mod tls;
mod transport;
mod worker;

pub use client::{
    BlobPiece, CallError, Client, Encoded, OFFICER_REVOKED, PublishedAfter, UploadState,
};
pub use engine::{ChangeSink, Clock, EngineConfig, SyncError};
pub use https::Https;
pub use lease_office::LeaseOffice;
pub use link::{Link, LinkError};
pub use reason::LinkReason;
pub use session::{Credential, DeskIdentity, Proof, SessionAsk, open_session};
pub use status::{LinkStatus, Receiving, Status};
pub use steps::answer::{Answered, take_answer};
pub use steps::published::needs_update;
pub use steps::session::revoked_setting;
pub use steps::wipe::{WIPE_SETTING, wipe_is_for};
pub use transport::{Answer, BodyKind, Method, Request, Response, Transport, TransportError};
pub use worker::Worker;

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes of lower- or upper-case hexadecimal.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect();
    let bytes: Vec<u8> = digits?
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
        .collect();
    (text.len() == 2 * N)
        .then(|| bytes.try_into().ok())
        .flatten()
}
