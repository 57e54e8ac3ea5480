//! The one command whose request is bytes: a file on its way into a paper. What it belongs to is in three headers,
//! percent-encoded because a header is ASCII and a file's name is Vietnamese. Its size is looked at before it is copied.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use protocol::view::{ErrorView, PagesView};
use protocol::wire::BLOB_BYTES_MAX;
use tauri::State;
use tauri::http::HeaderMap;
use tauri::ipc::{InvokeBody, Request};

use crate::errors;
use crate::host::Host;

/// Longest decoded header, in bytes; a target, a code of a paper and a file name are far below.
const HEADER_BYTES_MAX: usize = 4096;

/// Takes one file into a paper of a draft or dossier.
#[tauri::command]
pub(crate) async fn attach(
    host: State<'_, Host>,
    request: Request<'_>,
) -> Result<PagesView, ErrorView> {
    let File {
        target,
        component,
        name,
        bytes,
    } = File::read(&request)?;
    host.call("attach", move |desk| {
        desk.attach(&target, &component, &name, &bytes)
    })
    .await
}

struct File {
    target: String,
    component: String,
    name: String,
    bytes: Vec<u8>,
}

impl File {
    fn read(request: &Request<'_>) -> Result<Self, ErrorView> {
        let InvokeBody::Raw(bytes) = request.body() else {
            return Err(errors::malformed("attach", "its body is not bytes"));
        };
        check_size(bytes.len())?;
        Ok(Self {
            target: header(request.headers(), "x-target")?,
            component: header(request.headers(), "x-component")?,
            name: header(request.headers(), "x-name")?,
            bytes: bytes.clone(),
        })
    }
}

fn check_size(size: usize) -> Result<(), ErrorView> {
    match u64::try_from(size) {
        Ok(size) if size <= BLOB_BYTES_MAX => Ok(()),
        _ => Err(errors::coded("file.too_large", BTreeMap::new())),
    }
}

fn header(headers: &HeaderMap, name: &'static str) -> Result<String, ErrorView> {
    let text = headers.get(name).and_then(|value| value.to_str().ok());
    let decoded = text
        .filter(|text| text.len() <= 3 * HEADER_BYTES_MAX)
        .and_then(|text| percent_decode_str(text).decode_utf8().ok())
        .filter(|text| text.len() <= HEADER_BYTES_MAX);
    match decoded {
        Some(text) => Ok(text.into_owned()),
        None => Err(errors::malformed("attach", name)),
    }
}

#[cfg(test)]
mod tests {
    use tauri::http::HeaderValue;

    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(
            name.parse().expect("a header name"),
            HeaderValue::from_str(value).expect("ASCII"),
        )])
    }

    #[test]
    fn a_vietnamese_file_name_comes_through_a_header() {
        let headers = headers("x-name", "t%E1%BB%9D%20khai%201%2B1.pdf");
        let name = header(&headers, "x-name").expect("readable");
        assert_eq!(name, "tờ khai 1+1.pdf", "as encodeURIComponent wrote it");
    }

    #[test]
    fn a_missing_a_broken_and_an_endless_header_are_refused() {
        let endless = "a".repeat(HEADER_BYTES_MAX + 1);
        for headers in [
            HeaderMap::new(),
            headers("x-name", "%FF"),
            headers("x-name", &endless),
        ] {
            let refusal = header(&headers, "x-name").expect_err("not readable");
            assert_eq!(
                refusal.code, "app.internal",
                "the page of this program never sends it"
            );
        }
    }

    #[test]
    fn a_file_above_the_limit_is_refused_by_its_size() {
        let limit = usize::try_from(BLOB_BYTES_MAX).expect("it fits");
        assert!(check_size(limit).is_ok(), "the limit itself is allowed");
        let refusal = check_size(limit + 1).expect_err("too large");
        assert_eq!(
            refusal.code, "file.too_large",
            "a code the window has words for"
        );
    }
}
