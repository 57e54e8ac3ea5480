//! The wire contract between desk and centre, versioned, and (`view`, `commands`) the types every
//! user interface shows and calls with. Shapes only: no I/O, no rules.

pub mod commands;
mod spoken;
mod typescript;
pub mod view;
pub mod wire;

pub use spoken::{Capability, PROTOCOL_HEADER, PROTOCOL_OLDEST, PROTOCOL_VERSION, Spoken};
pub use typescript::{typescript, typescript_commands};
