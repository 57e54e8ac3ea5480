//! See `bodies/wire_answer.rs`.
#![no_main]

#[path = "../bodies/wire_answer.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
