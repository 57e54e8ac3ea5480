//! See `bodies/portal_record.rs`.
#![no_main]

#[path = "../bodies/portal_record.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
