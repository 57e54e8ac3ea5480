//! What a test needs to drive the built application: processes that end with the test, a desktop session of its own,
//! a WebDriver client, and the window.

mod close;
pub(crate) mod http;
pub(crate) mod poll;
pub(crate) mod process;
pub(crate) mod session;
pub(crate) mod window;

pub(crate) use session::{Keyring, Session};
pub(crate) use window::Window;

use std::path::PathBuf;

/// The built application: the one Cargo made for this test run, or `MOTCUA_APP`.
pub(crate) fn app_under_test() -> PathBuf {
    std::env::var_os("MOTCUA_APP").map_or_else(
        || PathBuf::from(env!("CARGO_BIN_EXE_motcua-desk")),
        PathBuf::from,
    )
}

/// Where pictures and logs are kept for people to look at.
pub(crate) fn output_dir() -> PathBuf {
    let dir = std::env::var_os("MOTCUA_OUTPUT").map_or_else(
        || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("output"),
        PathBuf::from,
    );
    std::fs::create_dir_all(&dir).expect("the output folder can be made");
    dir
}
