//! Real processes that fail: the program `motcua-central`, a desk in a process of its own, TLS on the
//! loopback, and between them a door that fails when it is told to. After each failure everything is
//! started again and looked at from outside: nothing lost, nothing doubled, one receipt, no code twice,
//! both journals sound.
#![cfg(test)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its world is not as it must be"
)]

mod disk;
mod killed;
mod link;
mod logs;
mod postgres;
mod world;

/// Not a test of its own: the body of the process that is killed.
#[test]
fn child_that_is_a_desk() {
    testkit::desk_child();
}
