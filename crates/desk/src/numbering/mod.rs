//! Codes: the one drawn at reception, the temporary one where there is none to give, and the official
//! one that takes its place the same day.

mod assign_codes;
mod clerk;
mod code;

pub(crate) use clerk::{ClerkDesk, start};
pub(crate) use code::{draw, official, provisional};
