//! Closing the window: the page is asked first, keeps what was typed, and answers. A page that cannot answer holds
//! nobody up: the second request closes.

use std::sync::atomic::{AtomicBool, Ordering};

use protocol::view::ErrorView;
use tauri::{CloseRequestApi, Emitter as _, State, WebviewWindow};

use crate::errors;
use crate::window::LABEL;

/// The event that asks the page.
const CLOSING: &str = "closing";

/// Whether the page has been asked and has not answered yet.
#[derive(Default)]
pub(crate) struct Closing(AtomicBool);

impl Closing {
    /// The window is asked to close: by its button, by Alt+F4, by the session's end.
    pub(crate) fn request(&self, window: &WebviewWindow, api: &CloseRequestApi) {
        if self.0.swap(true, Ordering::Relaxed) {
            return tracing::info!("closing without an answer of the page");
        }
        match window.emit_to(LABEL, CLOSING, ()) {
            Ok(()) => api.prevent_close(),
            Err(error) => tracing::warn!("the page cannot be asked: {error}"),
        }
    }
}

/// The page's answer: close now, or stay.
#[tauri::command]
pub(crate) async fn answer_closing(
    window: WebviewWindow,
    closing: State<'_, Closing>,
    request: bool,
) -> Result<(), ErrorView> {
    closing.0.store(false, Ordering::Relaxed);
    if request {
        let closed = window.destroy();
        return closed.map_err(|error| errors::internal("answer_closing", &error.to_string()));
    }
    Ok(())
}
