//! See `bodies/courier.rs`.
#![no_main]

#[path = "../bodies/courier.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
