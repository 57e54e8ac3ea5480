//! The commands of the page, one file for each part of the work. Each authorises, converts, calls one function of `desk`
//! and converts: no SQL, no rule of business. `command_names.txt` lists them.

pub(crate) mod app;
