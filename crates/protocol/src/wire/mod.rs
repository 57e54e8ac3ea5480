//! Messages between desk and centre: JSON, zstd-compressed bodies, over TLS with the centre's own
//! CA. Every number that can grow is bounded here, for both sides.

mod audit;
mod auth;
mod claim;
mod events;
mod lease;
mod pages;
mod published;
mod shape;
mod wipe;

pub use audit::AuditLine;
pub use auth::*;
pub use claim::*;
pub use events::*;
pub use lease::*;
pub use pages::*;
pub use published::*;
pub use shape::{ClockShape, EnvelopeShape, SignedShape, VersionsShape};
pub use wipe::{WipeOrder, wipe_message};

/// Most events in one push.
pub const PUSH_EVENTS_MAX: usize = 500;
/// Most events in one pull answer.
pub const PULL_EVENTS_MAX: usize = 500;
/// Longest long poll, in seconds.
pub const PULL_WAIT_SECS_MAX: u64 = 25;
/// Largest decompressed JSON body, in bytes.
pub const BODY_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Largest bundle that `POST /v1/courier` takes, in bytes; a larger one is taken in at the centre's
/// own machine.
pub const BUNDLE_BODY_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Largest window a sender may make a receiver keep, as a power of two: 8 MiB, a whole body.
pub const ZSTD_WINDOW_LOG_MAX: u32 = 23;
/// Largest decompressed answer of `GET /v1/published`, in bytes: 6,000 procedures are about 40 MB.
pub const PUBLISHED_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Largest piece of a blob in one PATCH, in bytes.
pub const BLOB_PIECE_BYTES_MAX: usize = 1024 * 1024;
/// Largest blob, in bytes.
pub const BLOB_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Life of a session token, in seconds.
pub const TOKEN_SECS: i64 = 15 * 60;

/// Code of an answer that says to come again later, after `retry_after` seconds.
pub const TOO_MANY: &str = "too_many";

/// An error answer of the centre; the HTTP status says the class, the code says which.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct WireError {
    /// Stable code: `gap`, `fork`, `frozen`, `unauthorised`, `bad_request`, `not_found`, `too_many`, …
    pub code: String,
    /// With `gap`: the sequence number the centre expects next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<u64>,
    /// With `fork`: the head the centre holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
    /// With `locked`, `busy` and `too_many`: seconds until the next try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// With `revoked`: the order to wipe the desk, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wipe: Option<Box<WipeOrder>>,
}
