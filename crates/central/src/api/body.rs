//! JSON bodies, zstd-compressed or plain, never more than they may be: the decompressor stops at
//! the limit, so a small bomb costs no memory.

use std::io::Read;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use protocol::wire::{BODY_BYTES_MAX, ZSTD_WINDOW_LOG_MAX};
use serde::de::DeserializeOwned;

use super::fault::Fault;

/// Answers smaller than this stay plain.
const COMPRESS_FROM_BYTES: usize = 1024;
/// Pages of a feed are alike: more effort than the usual 3 saves nearly a tenth of the bytes.
const ZSTD_LEVEL: i32 = 6;
const ZSTD: &str = "zstd";

/// A JSON body.
pub(super) struct Wire<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Wire<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        let compressed = match request.headers().get(header::CONTENT_ENCODING) {
            None => false,
            Some(encoding) if encoding == ZSTD => true,
            Some(_) => {
                let status = axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE;
                return Err(Fault::new(status, "encoding"));
            }
        };
        let bytes = read(request.into_body(), BODY_BYTES_MAX).await?;
        let parsed = if compressed {
            serde_json::from_slice(&decompress(&bytes, BODY_BYTES_MAX)?)
        } else {
            serde_json::from_slice(&bytes)
        };
        parsed.map(Wire).map_err(|_garbage| Fault::bad_request())
    }
}

/// At most `most` bytes of a body.
pub(super) async fn read(body: Body, most: usize) -> Result<Bytes, Fault> {
    to_bytes(body, most).await.map_err(|error| {
        // the one error of the limit has no source of its own kind to look at; a broken connection
        // never reads the answer anyway
        tracing::debug!(error = %error, "a body was not read");
        Fault::too_large()
    })
}

fn decompress(bytes: &[u8], most: usize) -> Result<Vec<u8>, Fault> {
    let garbage = |_: std::io::Error| Fault::bad_request();
    let mut decoder = zstd::stream::read::Decoder::new(bytes).map_err(garbage)?;
    decoder
        .window_log_max(ZSTD_WINDOW_LOG_MAX)
        .map_err(garbage)?;
    let mut plain = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    decoder
        .take(limit)
        .read_to_end(&mut plain)
        .map_err(garbage)?;
    if plain.len() > most {
        Err(Fault::too_large())
    } else {
        Ok(plain)
    }
}

/// Compresses JSON answers for those who take zstd.
pub(super) async fn compress(request: Request, next: Next) -> Response {
    let wanted = accepts_zstd(request.headers());
    let response = next.run(request).await;
    if !wanted || !is_json(response.headers()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // our own answers are whole in memory already
    let Ok(plain) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    if plain.len() < COMPRESS_FROM_BYTES {
        return Response::from_parts(parts, Body::from(plain));
    }
    match zstd::stream::encode_all(plain.as_ref(), ZSTD_LEVEL) {
        Ok(small) => {
            parts
                .headers
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static(ZSTD));
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(small))
        }
        Err(_) => Response::from_parts(parts, Body::from(plain)),
    }
}

fn accepts_zstd(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|v| v.to_str().ok());
    accepted
        .flat_map(|list| list.split(','))
        .any(|one| one.trim().eq_ignore_ascii_case(ZSTD))
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/json")
}
