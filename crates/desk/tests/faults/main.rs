//! Bad input and faults of the world, at library level: a real desk, the real centre, real files,
//! SANE's test device, a CUPS spooler, a small disk. Each answers with a code the window has
//! Vietnamese words for, and nothing that was typed, scanned or received is lost.
#![cfg(test)]
#![expect(
    clippy::disallowed_methods,
    reason = "tests damage files and configure devices on purpose"
)]

mod card;
mod centre;
mod child;
mod clock;
mod database;
mod disk;
mod files;
mod form;
mod printing;
mod scanning;
mod secrets;
mod twice;
mod words;
mod world;
