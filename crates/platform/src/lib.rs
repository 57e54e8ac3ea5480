//! What the program needs of the machine it runs on: the printer, the secret store, the clock and
//! what tells one machine from another. No Tauri, no database, no rule of the counter.
//!
//! Every trait here has two implementations in use. Everything that waits for another program has
//! a time limit, so that a dead printer or keyring costs seconds and never the counter.

pub mod clock;
pub mod disk;
pub mod machine;
pub mod print;
pub mod secret;
pub mod stick;
