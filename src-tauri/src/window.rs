//! The one window: where it may go, what it shows, how Vietnamese is typed into it.

use std::path::Path;

use tauri::utils::config::WindowConfig;
use tauri::webview::WebviewWindowBuilder;
use tauri::{AppHandle, Manager as _, Url, WebviewWindow, WindowEvent};

use crate::commands::closing::Closing;

/// The label of the one window.
pub(crate) const LABEL: &str = "main";

/// The menu of a browser (reload, back, inspect) has no place at a counter.
const NO_CONTEXT_MENU: &str =
    "addEventListener('contextmenu', event => event.preventDefault(), { capture: true });";

/// Makes the window of `tauri.conf.json`. The web view keeps its own files inside the data folder.
pub(crate) fn open(app: &AppHandle, data_dir: &Path) -> Result<(), tauri::Error> {
    let config = app.config();
    let Some(window) = config
        .app
        .windows
        .iter()
        .find(|window| window.label == LABEL)
    else {
        return Err(tauri::Error::WindowNotFound);
    };
    let mut builder = WebviewWindowBuilder::from_config(app, window)?
        .data_directory(data_dir.join("webview"))
        .on_navigation(is_own_page);
    if !cfg!(debug_assertions) {
        builder = builder.initialization_script(NO_CONTEXT_MENU);
    }
    if let Some((width, height)) = smaller_screen(app, window) {
        builder = builder.inner_size(width, height).maximized(true);
    }
    let window = builder.build()?;
    switch_pre_edit_on(&window);
    let asked = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            asked.state::<Closing>().request(&asked, api);
        }
    });
    Ok(())
}

/// The size of a screen on which the window as configured has no room: there it takes all of it.
fn smaller_screen(app: &AppHandle, window: &WindowConfig) -> Option<(f64, f64)> {
    let primary = app.primary_monitor().ok().flatten();
    let any = || app.available_monitors().ok()?.into_iter().next();
    let monitor = primary.or_else(any)?;
    let size = monitor.size().to_logical::<f64>(monitor.scale_factor());
    let has_room = size.width >= window.width && size.height >= window.height;
    (!has_room).then_some((size.width, size.height))
}

/// Nothing but the embedded page is ever shown (and Vite's in `tauri dev`).
fn is_own_page(url: &Url) -> bool {
    let is_embedded = url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost");
    let is_dev_server = tauri::is_dev() && url.host_str() == Some("127.0.0.1");
    let is_allowed = is_embedded || is_dev_server;
    if !is_allowed {
        tracing::warn!(scheme = url.scheme(), "the page tried to leave");
    }
    is_allowed
}

/// wry switches pre-edit off on Linux, and with it the composing of Vietnamese by ibus and fcitx.
#[cfg(target_os = "linux")]
fn switch_pre_edit_on(window: &WebviewWindow) {
    use webkit2gtk::{InputMethodContextExt as _, WebViewExt as _};
    let outcome = window.with_webview(|view| match view.inner().input_method_context() {
        Some(context) => {
            context.set_enable_preedit(true);
            tracing::info!("input method pre-edit is on");
        }
        None => tracing::warn!("the web view has no input method context"),
    });
    if let Err(error) = outcome {
        tracing::warn!("pre-edit stays off: {error}");
    }
}

#[cfg(not(target_os = "linux"))]
fn switch_pre_edit_on(_window: &WebviewWindow) {}

/// A second start shows the first one's window.
pub(crate) fn bring_to_front(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return tracing::warn!("a second start came before the window was there");
    };
    tracing::info!("a second start brings the window to the front");
    for step in [
        WebviewWindow::unminimize,
        WebviewWindow::show,
        WebviewWindow::set_focus,
    ] {
        if let Err(error) = step(&window) {
            tracing::warn!("the window does not come to the front: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_embedded_page_may_be_shown() {
        let allowed = |url: &str| is_own_page(&Url::parse(url).expect("a URL"));
        assert!(allowed("tauri://localhost/index.html"), "the page itself");
        assert!(
            allowed("http://tauri.localhost/"),
            "the page itself on Windows"
        );
        assert!(!allowed("https://dichvucong.gov.vn/"), "no remote content");
        assert!(!allowed("file:///etc/passwd"), "no files");
        assert!(!allowed("data:text/html,x"), "no page made of text");
    }
}
