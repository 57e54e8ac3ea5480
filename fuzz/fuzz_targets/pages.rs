//! See `bodies/pages.rs`.
#![no_main]

#[path = "../bodies/pages.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
