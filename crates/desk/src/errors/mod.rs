//! What can go wrong in a use case, and how it reaches the window: a stable code with values, never
//! a text to match on, never personal data. Unexpected faults are logged with their chain under a
//! trace id that the window shows.

mod code;
mod fault;
mod fields;

pub use code::Code;
pub(crate) use fault::{Fault, chain, view};
pub(crate) use fields::Fields;
