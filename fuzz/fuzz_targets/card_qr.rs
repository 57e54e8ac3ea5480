//! See `bodies/card_qr.rs`.
#![no_main]

#[path = "../bodies/card_qr.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
