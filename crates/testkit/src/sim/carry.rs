//! Carries one request to the centre's router and its answer back, as the product's HTTPS does.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{self, HeaderMap, Method as HttpMethod};
use protocol::{PROTOCOL_HEADER, Spoken};
use sync::{BodyKind, Method, Request, Response, TransportError};
use tokio::io::{AsyncRead, AsyncReadExt as _, ReadBuf};
use tokio_util::io::ReaderStream;
use tower::ServiceExt as _;

/// How much of a request's body arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrives {
    Whole,
    /// So many percent, then the connection breaks.
    Percent(usize),
}

/// The answer of the centre, if it could be asked.
pub(super) async fn carry(
    router: Router,
    request: &Request,
    arrives: Arrives,
) -> Result<Response, TransportError> {
    let answered = router.oneshot(http_request(request, arrives)).await;
    let answer = match answered {
        Ok(answer) => answer,
        Err(never) => match never {},
    };
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, request.answer_bytes_max).await;
    Ok(Response {
        status: parts.status.as_u16(),
        zstd: text(&parts.headers, "content-encoding") == "zstd",
        upload_offset: text(&parts.headers, "upload-offset").parse().ok(),
        upload_complete: text(&parts.headers, "upload-complete") == "?1",
        body: body.map_err(|_too_large| TransportError::Garbled)?.to_vec(),
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

fn http_request(request: &Request, arrives: Arrives) -> http::Request<Body> {
    let method = match request.method {
        Method::Get => HttpMethod::GET,
        Method::Head => HttpMethod::HEAD,
        Method::Post => HttpMethod::POST,
        Method::Patch => HttpMethod::PATCH,
    };
    let mut builder = http::Request::builder()
        .method(method)
        .uri(&request.path)
        .header(PROTOCOL_HEADER, Spoken::OURS.to_string())
        .header("accept-encoding", "zstd");
    if let Some(token) = &request.token {
        builder = builder.header("authorization", format!("Bearer {token}"));
    }
    let (kind, encoding) = match request.body_kind {
        BodyKind::Empty => return builder.body(Body::empty()).expect("a request"),
        BodyKind::Json => ("application/json", None),
        BodyKind::ZstdJson => ("application/json", Some("zstd")),
        BodyKind::Octets => ("application/octet-stream", None),
    };
    if let Some(encoding) = encoding {
        builder = builder.header("content-encoding", encoding);
    }
    let builder = builder.header("content-type", kind);
    builder.body(body(request, arrives)).expect("a request")
}

fn body(request: &Request, arrives: Arrives) -> Body {
    let bytes = request.body.clone();
    let Arrives::Percent(percent) = arrives else {
        return Body::from(bytes);
    };
    let count = bytes.len() * percent / 100;
    let part = io::Cursor::new(bytes.into_iter().take(count).collect::<Vec<_>>());
    Body::from_stream(ReaderStream::new(part.chain(Broken)))
}

/// A connection that is gone.
struct Broken;

impl AsyncRead for Broken {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        _: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
    }
}
