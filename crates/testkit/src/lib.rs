//! What tests share: a real centre in the process, real desks in folders of their own, a clock that
//! stands until it is moved, a link that fails on purpose. Nothing here is a mock of ours: the
//! centre is the centre, the desk is the desk, the wire is TLS on the loopback.
//!
//! Everything panics when it does not work: this crate is for tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops by panicking"
)]

mod centre;
mod changes;
mod faults;
mod intake;
mod moment;
mod pages;
mod rng;
pub mod sim;
mod station;

pub use central::{Limits, Rate};
pub use centre::TestCentre;
pub use changes::ChangeLog;
pub use faults::{Fault, Faults, FaultyTransport};
pub use intake::{HUONG_CARD, filled_draft, social_allowance};
pub use moment::friday_morning;
pub use pages::{jpeg_page, pdf_page};
pub use station::{BINH, HUONG, LAN, Officer, Station};
