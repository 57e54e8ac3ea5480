//! One request to the centre and its answer, whatever carries it. The HTTPS client carries it in
//! the product; tests wrap it in a link that drops, doubles, delays and cuts.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use protocol::Spoken;
use thiserror::Error;

/// A boxed future: the transport is chosen when the program runs.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Response, TransportError>> + Send + 'a>>;

/// What carries requests to the centre.
pub trait Transport: Send + Sync {
    /// Sends one request and waits for its whole answer, at most `request.timeout`.
    fn send(&self, request: Request) -> Answer<'_>;

    /// What the centre said of itself with its last answer; `None` before it has answered.
    fn centre(&self) -> Option<Spoken> {
        None
    }
}

/// HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Reads the head only.
    Head,
    /// Sends JSON.
    Post,
    /// Sends a piece of a blob.
    Patch,
}

/// One request. `Debug` shows no body and no token.
#[derive(Clone)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Path and query, from `/v1/`.
    pub path: String,
    /// Bearer token.
    pub token: Option<String>,
    /// Body.
    pub body: Bytes,
    /// What the body is.
    pub body_kind: BodyKind,
    /// Longest wait for the whole answer.
    pub timeout: Duration,
    /// Largest answer taken, in bytes.
    pub answer_bytes_max: usize,
}

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// There is none.
    Empty,
    /// JSON text.
    Json,
    /// JSON text compressed with zstd.
    ZstdJson,
    /// Bytes of a blob.
    Octets,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Request({:?} {}, {} bytes)",
            self.method,
            self.path,
            self.body.len()
        )
    }
}

/// An answer. `Debug` shows no body.
#[derive(Clone)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Whether the body is compressed with zstd.
    pub zstd: bool,
    /// `Upload-Offset`, on answers about blobs.
    pub upload_offset: Option<u64>,
    /// `Upload-Complete`, on answers about blobs.
    pub upload_complete: bool,
    /// Body, at most what the request allowed.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}

/// Why there is no answer. The texts name no person and no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TransportError {
    /// Nobody listens there, or the connection broke.
    #[error("the centre cannot be reached")]
    Refused,
    /// No answer in time.
    #[error("the centre did not answer in time")]
    Timeout,
    /// The certificate is not the centre's.
    #[error("the certificate is not the centre's")]
    Certificate,
    /// The answer is too large or no HTTP.
    #[error("the answer cannot be read")]
    Garbled,
    /// The address of the centre is no `https://` address.
    #[error("the address of the centre is not usable")]
    Address,
}
