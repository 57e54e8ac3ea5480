//! The use cases of a desk: one file, one public function, one write transaction each; read models
//! beside them. Knows no window: the shell converts, calls one function of [`Desk`], converts.
//!
//! Official acts are events, written with everything derived from them in one transaction; then the
//! workers are woken. Nothing here waits for the network but enrolment and the first sign-in of an
//! officer.

#![expect(
    clippy::needless_pass_by_value,
    reason = "a command takes its request whole: the bridge made it for this call alone"
)]

mod act;
mod app;
mod attachments;
mod audit;
mod catalogue;
mod config;
mod courier;
mod desk;
mod documents;
mod dossiers;
mod enrolment;
mod errors;
mod hex;
mod ids;
mod intake;
mod numbering;
mod open;
mod pace;
mod printing;
mod routine;
mod sending;
mod settings;
mod signal;

pub use attachments::Picture;
pub use attachments::PictureSize;
pub use config::{Changes, Connect, DeskConfig, https};
pub use desk::Desk;
pub use errors::Code;
pub use pace::Pace;
