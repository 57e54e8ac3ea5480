//! What a person meets on the screen, in the built application.

mod fences;
mod keys;
mod opening;
