//! Stage and session: enrolment, signing in, locking, the status strip.

mod day;
mod enrol;
mod lock;
mod officer;
mod secrets;
mod send_off;
mod sign_in;
mod sign_out;
mod sleep;
mod state;
mod strip;
mod wipe;

pub(crate) use officer::is_removed;
pub(crate) use sleep::start_waking;
pub(crate) use wipe::Wiped;
