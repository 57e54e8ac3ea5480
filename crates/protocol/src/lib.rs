//! The wire contract between desk and centre, versioned, and (`view`, `commands`) the types every
//! user interface shows and calls with. Shapes only: no I/O, no rules.

pub mod commands;
mod typescript;
pub mod view;
pub mod wire;

pub use typescript::{typescript, typescript_commands};

/// Version of the desk–centre protocol this build speaks (`Motcua-Protocol` header).
pub const PROTOCOL_VERSION: u16 = 1;
