//! What the page asks about the program itself.

/// The version shown in the settings and sent with a report of a fault.
#[tauri::command]
pub(crate) fn app_version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
