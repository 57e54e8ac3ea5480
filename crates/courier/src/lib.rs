//! The USB courier: what a desk would push over the link, as one file that a person carries to the
//! centre, and the centre's answer as a file that comes back.
//!
//! A *bundle* is encrypted to the centre and signed by the desk; an *answer* is signed by the centre
//! and names no person. Nothing here knows a database or a network: both sides stream through it,
//! 64 KiB at a time, and every length that is read is bounded before anything is made of it. The
//! format is written down in docs/adr/0009-a-bundle-is-a-push.md.

mod answer;
mod bundle;
mod error;
mod header;
mod record;
mod seal;
#[cfg(test)]
mod tests;
mod writer;

pub use answer::{Answer, LifeAnswer, LifeOutcome};
pub use bundle::{Bundle, Payload, Verified};
pub use error::CourierError;
pub use header::{Header, SEALED_BYTES};
pub use record::{Record, Records};
pub use writer::{Lock, Writer};

/// Ending of a bundle's name.
pub const BUNDLE_SUFFIX: &str = ".motcua-chuyen";
/// Ending of an answer's name.
pub const ANSWER_SUFFIX: &str = ".motcua-phanhoi";
/// Newest format this program reads, and the one it writes.
pub const FORMAT_VERSION: u16 = 1;
/// Largest bundle, in bytes: a FAT32 stick takes no larger file.
pub const BUNDLE_BYTES_MAX: u64 = 4_000 * 1024 * 1024;
/// Largest answer, in bytes.
pub const ANSWER_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Most events in one bundle.
pub const EVENTS_MAX: u32 = 200_000;
/// Most files in one bundle.
pub const FILES_MAX: u32 = 50_000;

/// Bytes of an Ed25519 signature.
const SIGNATURE_BYTES: usize = 64;
/// What a desk signs begins with it, and so is nothing else it ever signs.
const BUNDLE_CONTEXT: &[u8] = b"motcua-courier-bundle-1\n";
/// The same of the centre.
const ANSWER_CONTEXT: &[u8] = b"motcua-courier-answer-1\n";
