//! See `bodies/wire_request.rs`.
#![no_main]

#[path = "../bodies/wire_request.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
