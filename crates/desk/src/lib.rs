//! The use cases of a desk: one file, one public function, one write transaction each; read models
//! beside them. Knows no window: the shell converts, calls one function of [`Desk`], converts.
//!
//! Official acts are events, written with everything derived from them in one transaction; then the
//! workers are woken. Nothing here waits for the network but enrolment and the first sign-in of an
//! officer.

mod act;
mod app;
mod attachments;
mod catalogue;
mod config;
mod desk;
mod dossiers;
mod enrolment;
mod errors;
mod hex;
mod ids;
mod intake;
mod open;
mod printing;
mod sending;
mod settings;

pub use attachments::Picture;
pub use attachments::PictureSize;
pub use config::{Changes, Connect, DeskConfig, https};
pub use desk::Desk;
pub use errors::Code;
