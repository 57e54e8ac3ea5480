//! See `bodies/receipt_qr.rs`.
#![no_main]

#[path = "../bodies/receipt_qr.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| body::run(bytes));
