//! The commands of the page. Each converts, calls one function of `desk` (which asks whether an officer is signed in) on
//! a thread that may wait, and converts: no SQL, no rule of business. `command_names.txt` lists them.

#![allow(
    clippy::let_underscore_must_use,
    reason = "Tauri's command macro answers the page and has nobody to tell when the page is gone"
)]

pub(crate) mod attach;
pub(crate) mod calls;
pub(crate) mod closing;
