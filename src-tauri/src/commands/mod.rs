//! The commands of the page. Each converts, calls one function of `desk` (which asks whether an officer is signed in) on
//! a thread that may wait, and converts: no SQL, no rule of business. `command_names.txt` lists them.

pub(crate) mod attach;
pub(crate) mod calls;
