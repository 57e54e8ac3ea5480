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
mod centre_process;
mod changes;
mod desk_process;
mod door;
mod faults;
mod intake;
mod moment;
mod pages;
mod process;
mod rng;
pub mod sim;
mod small_disk;
mod station;
mod waiting;

pub use central::store::{Ruled, RulingKind};
pub use central::{Limits, Rate};
pub use centre::TestCentre;
pub use centre_process::{CentreProcess, KeptEvent};
pub use changes::ChangeLog;
pub use desk_process::{DeskProcess, Received, desk_child};
pub use door::{Counter, Counts, Door, Weather};
pub use faults::{Fault, Faults, FaultyTransport};
pub use intake::{HUONG_CARD, filled_draft, social_allowance};
pub use moment::{clock_of_the_machine, friday_morning};
pub use pages::{jpeg_page, large_page, pdf_page};
pub use process::Process;
pub use small_disk::{SmallDisk, on_a_small_disk};
pub use station::{BINH, HUONG, LAN, Officer, Station, wrap_connections};
pub use waiting::until;
