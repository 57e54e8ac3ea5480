//! `page://localhost/<attachment>/thumb` and `/full`: pictures of papers for `<img>`, and PDFs whose bytes the window's
//! own page reads and draws. The desk answers nobody but a signed-in officer; nothing of it is kept by the web view, so
//! that locking the screen takes it away.

use desk::{Code, PictureSize};
use protocol::view::ErrorView;
use tauri::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use tauri::http::{HeaderValue, Method, Request, Response, StatusCode};
use tauri::{Manager as _, UriSchemeContext, UriSchemeResponder, Wry};

use crate::host::Host;
use crate::window;

/// The scheme's name.
pub(crate) const NAME: &str = "page";

/// Where the window's page comes from: nobody else may read the bytes.
const PAGE_ORIGIN: &str = if tauri::is_dev() {
    "http://127.0.0.1:5173"
} else if cfg!(windows) {
    "http://tauri.localhost"
} else {
    "tauri://localhost"
};

/// Answers one request of the page on a thread that may wait.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tauri's")]
pub(crate) fn answer(
    context: UriSchemeContext<'_, Wry>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let wanted = parse(request.uri().path())
        .filter(|_| request.method() == Method::GET && context.webview_label() == window::LABEL);
    let Some((id, size)) = wanted else {
        return responder.respond(refusal(StatusCode::NOT_FOUND));
    };
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        let host = app.state::<Host>();
        let picture = host
            .call("page", move |desk| desk.page_picture(&id, size))
            .await;
        responder.respond(match picture {
            Ok(picture) => response(
                StatusCode::OK,
                content_type(&picture.media_type),
                picture.bytes,
            ),
            Err(error) => refusal(status(&error)),
        });
    });
}

/// `/<attachment>/thumb` or `/<attachment>/full`.
fn parse(path: &str) -> Option<(String, PictureSize)> {
    let (id, size) = path.strip_prefix('/')?.split_once('/')?;
    let size = match size {
        "thumb" => PictureSize::Thumb,
        "full" => PictureSize::Full,
        _ => return None,
    };
    let is_id = !id.is_empty()
        && id.len() <= 64
        && id.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
    is_id.then(|| (id.to_owned(), size))
}

/// Only what the desk takes in; the web view must not guess at anything else.
fn content_type(media_type: &str) -> HeaderValue {
    HeaderValue::from_static(match media_type {
        "image/jpeg" => "image/jpeg",
        "image/png" => "image/png",
        "application/pdf" => "application/pdf",
        _ => "application/octet-stream",
    })
}

fn status(error: &ErrorView) -> StatusCode {
    let is = |codes: &[Code]| codes.iter().any(|code| code.as_str() == error.code);
    if is(&[
        Code::SignedOut,
        Code::Locked,
        Code::Unenrolled,
        Code::NotAllowed,
    ]) {
        StatusCode::FORBIDDEN
    } else if is(&[Code::AttachmentUnknown, Code::PageNoPicture]) {
        StatusCode::NOT_FOUND
    } else if is(&[Code::PageOffline]) {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

fn refusal(status: StatusCode) -> Response<Vec<u8>> {
    response(status, HeaderValue::from_static("text/plain"), Vec::new())
}

fn response(status: StatusCode, kind: HeaderValue, bytes: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(bytes);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, kind);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let reader = HeaderValue::from_static(PAGE_ORIGIN);
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, reader);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let nothing = HeaderValue::from_static("default-src 'none'; sandbox");
    headers.insert(CONTENT_SECURITY_POLICY, nothing);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_address_of_a_picture_is_understood() {
        let id = "01970000-0000-7000-8000-000000000001";
        assert_eq!(
            parse(&format!("/{id}/thumb")),
            Some((id.to_owned(), PictureSize::Thumb)),
            "a small picture"
        );
        for path in [
            "/",
            "/x",
            "//thumb",
            "/../thumb",
            "/x/thumb/",
            "/x/raw",
            "/%2e%2e/full",
        ] {
            assert_eq!(parse(path), None, "{path} is no picture");
        }
    }

    #[test]
    fn a_picture_is_never_guessed_at_nor_kept() {
        let answer = response(StatusCode::OK, content_type("text/html"), Vec::new());
        let header = |name: &str| answer.headers().get(name).and_then(|v| v.to_str().ok());
        assert_eq!(
            header("content-type"),
            Some("application/octet-stream"),
            "no page of ours"
        );
        assert_eq!(
            header("x-content-type-options"),
            Some("nosniff"),
            "nor a guess"
        );
        assert_eq!(
            header("cache-control"),
            Some("no-store"),
            "gone when the screen is locked"
        );
    }

    #[test]
    fn who_is_not_signed_in_is_told_so() {
        let error = |code: Code| crate::errors::coded(code.as_str(), Default::default());
        assert_eq!(
            status(&error(Code::SignedOut)),
            StatusCode::FORBIDDEN,
            "nobody at the desk"
        );
        assert_eq!(
            status(&error(Code::Locked)),
            StatusCode::FORBIDDEN,
            "a locked screen"
        );
        assert_eq!(
            status(&error(Code::AttachmentUnknown)),
            StatusCode::NOT_FOUND,
            "no such page"
        );
    }
}
