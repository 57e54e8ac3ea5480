//! Typed calls to the centre over any transport: JSON in, JSON out, compressed where it pays,
//! every size and every wait bounded.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::ids::BlobHash;
use protocol::wire::{
    self, BLOB_PIECE_BYTES_MAX, BODY_BYTES_MAX, ChallengeReply, ChallengeRequest, EnrolReply,
    EnrolRequest, IncarnationReply, IncarnationRequest, Lease, LeaseWish, PublishedReply,
    PullReply, PushReply, SessionReply, SessionRequest, WireError, ZSTD_WINDOW_LOG_MAX,
};
use protocol::{Capability, Spoken};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::transport::{BodyKind, Method, Request, Response, Transport, TransportError};

const CALL_TIMEOUT: Duration = Duration::from_secs(20);
/// On top of the seconds a long poll asks to wait.
const POLL_MARGIN: Duration = Duration::from_secs(10);
/// Largest published document, in bytes: a catalogue of 6,000 procedures.
const PUBLISHED_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Bodies below this are sent as they are, in bytes.
const ZSTD_BYTES_MIN: usize = 1024;
const ZSTD_LEVEL: i32 = 3;

/// Longest wait a centre is believed to mean.
const WAIT_MAX: Duration = Duration::from_secs(5 * 60);

/// The centre's code for an officer it had taken out of service.
pub const OFFICER_REVOKED: &str = "officer_revoked";

/// The centre's code for a desk it had taken out of service.
pub(crate) const REVOKED: &str = "revoked";

/// Why a call did not succeed.
#[derive(Debug, Error)]
pub enum CallError {
    /// There was no answer.
    #[error("no answer")]
    Transport(#[from] TransportError),
    /// The centre said no.
    #[error("the centre answered {status} {}", error.code)]
    Refused {
        /// HTTP status.
        status: u16,
        /// What it said.
        error: WireError,
    },
    /// The answer is not what the protocol says.
    #[error("the answer is not of this protocol")]
    Garbled,
    /// The request cannot be written.
    #[error("the request cannot be written")]
    Request(#[source] serde_json::Error),
    /// The request cannot be compressed.
    #[error("the request cannot be compressed")]
    Compress(#[source] std::io::Error),
}

impl CallError {
    /// The centre's code, if it answered with one.
    #[must_use]
    pub fn code(&self) -> &str {
        if let Self::Refused { error, .. } = self {
            &error.code
        } else {
            ""
        }
    }

    /// The centre asks to come again later: the desk asked too much. The link is sound.
    #[must_use]
    pub fn is_too_many(&self) -> bool {
        self.code() == wire::TOO_MANY
    }

    /// How long the centre asks to be left alone, at least.
    #[must_use]
    pub fn wait(&self) -> Duration {
        let asked = match self {
            Self::Refused { status, error } if self.is_too_many() || *status == 503 => {
                error.retry_after
            }
            Self::Refused { .. }
            | Self::Transport(_)
            | Self::Garbled
            | Self::Request(_)
            | Self::Compress(_) => None,
        };
        Duration::from_secs(u64::from(asked.unwrap_or_default())).min(WAIT_MAX)
    }

    /// The order to wipe this desk, if the centre gave one. Nobody has checked it yet.
    #[must_use]
    pub fn wipe(&self) -> Option<&wire::WipeOrder> {
        if let Self::Refused { error, .. } = self {
            error.wipe.as_deref()
        } else {
            None
        }
    }

    /// The HTTP status, if there was one.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        if let Self::Refused { status, .. } = self {
            Some(*status)
        } else {
            None
        }
    }
}

/// How far an upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadState {
    /// Bytes the centre has.
    pub offset: u64,
    /// Whether it has them all, verified.
    pub complete: bool,
}

/// Typed calls to one centre.
#[derive(Clone)]
pub struct Client {
    transport: Arc<dyn Transport>,
}

impl Client {
    /// Calls over `transport`.
    #[must_use]
    pub fn new(transport: Arc<dyn Transport>) -> Self {
        Self { transport }
    }

    /// `POST /v1/enrol`
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn enrol(&self, request: &EnrolRequest) -> Result<EnrolReply, CallError> {
        self.post("/v1/enrol", None, request).await
    }

    /// `POST /v1/challenge`
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn challenge(&self, request: &ChallengeRequest) -> Result<ChallengeReply, CallError> {
        self.post("/v1/challenge", None, request).await
    }

    /// `POST /v1/session`
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn session(&self, request: &SessionRequest) -> Result<SessionReply, CallError> {
        self.post("/v1/session", None, request).await
    }

    /// `POST /v1/incarnation`
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn incarnation(
        &self,
        token: &str,
        reason: &str,
    ) -> Result<IncarnationReply, CallError> {
        let request = IncarnationRequest {
            reason: reason.to_owned(),
        };
        self.post("/v1/incarnation", Some(token), &request).await
    }

    /// `POST /v1/push`
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn push(&self, token: &str, request: Encoded) -> Result<PushReply, CallError> {
        self.post_encoded("/v1/push", Some(token), request).await
    }

    /// `POST /v1/claim`
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn claim(
        &self,
        token: &str,
        request: &wire::ClaimRequest,
    ) -> Result<wire::ClaimReply, CallError> {
        self.post("/v1/claim", Some(token), request).await
    }

    /// `POST /v1/lease`
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn lease(&self, token: &str, wishes: &[LeaseWish]) -> Result<Vec<Lease>, CallError> {
        self.post("/v1/lease", Some(token), wishes).await
    }

    /// `POST /v1/lease/return`
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn return_numbers(
        &self,
        token: &str,
        returns: &[wire::LeaseReturn],
    ) -> Result<wire::ReturnReply, CallError> {
        self.post("/v1/lease/return", Some(token), returns).await
    }

    /// `GET /v1/published`
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn published(
        &self,
        token: &str,
        after: PublishedAfter,
    ) -> Result<PublishedReply, CallError> {
        let PublishedAfter { catalogue, policy } = after;
        let path = format!("/v1/published?after_catalogue={catalogue}&after_policy={policy}");
        let request = Request {
            answer_bytes_max: PUBLISHED_BYTES_MAX,
            ..bare(path, token)
        };
        decode(&self.transport.send(request).await?, PUBLISHED_BYTES_MAX)
    }

    /// `GET /v1/pull`
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn pull(&self, token: &str, query: &wire::PullQuery) -> Result<PullReply, CallError> {
        let wire::PullQuery {
            feed,
            after,
            limit,
            wait,
            told,
        } = query;
        let told = told.map_or_else(String::new, |told| format!("&told={told}"));
        let path = format!("/v1/pull?feed={feed}&after={after}&limit={limit}&wait={wait}{told}");
        self.get(&path, token, Duration::from_secs(*wait) + POLL_MARGIN)
            .await
    }

    /// `HEAD /v1/blob/…`: how much of it the centre has.
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn blob_state(&self, token: &str, hash: BlobHash) -> Result<UploadState, CallError> {
        let path = format!("/v1/blob/{hash}");
        let request = Request {
            method: Method::Head,
            ..bare(path, token)
        };
        let answer = self.transport.send(request).await?;
        match answer.status {
            404 => Ok(UploadState {
                offset: 0,
                complete: false,
            }),
            200 | 204 => upload_state(&answer),
            _ => Err(refusal(&answer)),
        }
    }

    /// `PATCH /v1/blob/…`: one piece, at most [`BLOB_PIECE_BYTES_MAX`]. A wrong offset is no
    /// error: the state that comes back says where to go on.
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn blob_piece(
        &self,
        token: &str,
        hash: BlobHash,
        piece: BlobPiece,
    ) -> Result<UploadState, CallError> {
        let BlobPiece {
            offset,
            size,
            bytes,
        } = piece;
        let path = format!("/v1/blob/{hash}?off={offset}&size={size}");
        let request = Request {
            method: Method::Patch,
            body: bytes.into(),
            body_kind: BodyKind::Octets,
            ..bare(path, token)
        };
        let answer = self.transport.send(request).await?;
        match answer.status {
            200 | 201 | 204 | 409 => upload_state(&answer),
            _ => Err(refusal(&answer)),
        }
    }

    /// `POST /v1/blobs`: several whole pages, as [`wire::add_page`] packed them.
    ///
    /// # Errors
    /// [`CallError`], as every call.
    pub async fn pages(&self, token: &str, pages: Vec<u8>) -> Result<wire::PagesReply, CallError> {
        let request = Encoded {
            body: pages,
            kind: BodyKind::Octets,
        };
        self.post_encoded("/v1/blobs", Some(token), request).await
    }

    /// `GET /v1/blob/…`
    ///
    /// # Errors
    /// [`CallError`]; [`CallError::Garbled`] when the bytes are not those of `hash`.
    pub async fn blob(&self, token: &str, hash: BlobHash) -> Result<Vec<u8>, CallError> {
        let request = Request {
            timeout: Duration::from_secs(120),
            answer_bytes_max: usize::try_from(wire::BLOB_BYTES_MAX).unwrap_or(usize::MAX),
            ..bare(format!("/v1/blob/{hash}"), token)
        };
        let answer = self.transport.send(request).await?;
        if answer.status != 200 {
            return Err(refusal(&answer));
        }
        if BlobHash::of(&answer.body) != hash {
            return Err(CallError::Garbled);
        }
        Ok(answer.body)
    }

    /// Writes out a request, compressed where it pays and the centre reads it.
    ///
    /// # Errors
    /// [`CallError::Request`], [`CallError::Compress`].
    pub fn encoded<B: Serialize + ?Sized>(&self, body: &B) -> Result<Encoded, CallError> {
        let json = serde_json::to_vec(body).map_err(CallError::Request)?;
        let (body, kind) = if json.len() < ZSTD_BYTES_MIN || !self.centre_can(Capability::Zstd) {
            (json, BodyKind::Json)
        } else {
            let small = zstd::stream::encode_all(json.as_slice(), ZSTD_LEVEL);
            (small.map_err(CallError::Compress)?, BodyKind::ZstdJson)
        };
        Ok(Encoded { body, kind })
    }

    /// Whether the centre has said so; before it has spoken it is taken for what every build so far
    /// could.
    pub(crate) fn centre_can(&self, capability: Capability) -> bool {
        let centre = self.transport.centre().unwrap_or(Spoken::FIRST);
        centre.can(capability)
    }

    async fn post<B: Serialize + ?Sized, R: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&str>,
        body: &B,
    ) -> Result<R, CallError> {
        self.post_encoded(path, token, self.encoded(body)?).await
    }

    async fn post_encoded<R: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&str>,
        encoded: Encoded,
    ) -> Result<R, CallError> {
        let request = Request {
            method: Method::Post,
            token: token.map(str::to_owned),
            body: encoded.body.into(),
            body_kind: encoded.kind,
            ..bare(path.to_owned(), "")
        };
        decode(&self.transport.send(request).await?, BODY_BYTES_MAX)
    }

    async fn get<R: DeserializeOwned>(
        &self,
        path: &str,
        token: &str,
        timeout: Duration,
    ) -> Result<R, CallError> {
        let request = Request {
            timeout,
            ..bare(path.to_owned(), token)
        };
        decode(&self.transport.send(request).await?, BODY_BYTES_MAX)
    }
}

/// A request written out: made ready while another is on its way.
pub struct Encoded {
    body: Vec<u8>,
    kind: BodyKind,
}

/// Versions of the published documents a desk holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PublishedAfter {
    /// Of the catalogue.
    pub catalogue: u32,
    /// Of the policy.
    pub policy: u32,
}

/// One piece of a blob.
pub struct BlobPiece {
    /// Where it starts.
    pub offset: u64,
    /// Size of the whole blob.
    pub size: u64,
    /// The bytes.
    pub bytes: Vec<u8>,
}

const _: () = assert!(
    BLOB_PIECE_BYTES_MAX <= BODY_BYTES_MAX,
    "a piece is a body too"
);

fn bare(path: String, token: &str) -> Request {
    Request {
        method: Method::Get,
        path,
        token: (!token.is_empty()).then(|| token.to_owned()),
        body: Bytes::new(),
        body_kind: BodyKind::Empty,
        timeout: CALL_TIMEOUT,
        answer_bytes_max: BODY_BYTES_MAX,
    }
}

fn upload_state(answer: &Response) -> Result<UploadState, CallError> {
    let complete = answer.upload_complete;
    let offset = answer
        .upload_offset
        .or_else(|| complete.then_some(u64::MAX));
    offset
        .map(|offset| UploadState { offset, complete })
        .ok_or(CallError::Garbled)
}

fn decode<R: DeserializeOwned>(answer: &Response, bytes_max: usize) -> Result<R, CallError> {
    if !(200..300).contains(&answer.status) {
        return Err(refusal(answer));
    }
    serde_json::from_slice(&plain(answer, bytes_max)?)
        .map_err(|_content_is_not_repeated| CallError::Garbled)
}

/// The body, decompressed to at most `bytes_max`.
fn plain(answer: &Response, bytes_max: usize) -> Result<Vec<u8>, CallError> {
    if !answer.zstd {
        return Ok(answer.body.clone());
    }
    let mut decoder = zstd::stream::Decoder::new(answer.body.as_slice())
        .and_then(|mut decoder| {
            decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
            Ok(decoder)
        })
        .map_err(|_no_frame| CallError::Garbled)?;
    let mut bytes = Vec::new();
    let limit = u64::try_from(bytes_max).map_or(u64::MAX, |max| max.saturating_add(1));
    let read = decoder.by_ref().take(limit).read_to_end(&mut bytes);
    match read {
        Ok(count) if count <= bytes_max => Ok(bytes),
        Ok(_) | Err(_) => Err(CallError::Garbled),
    }
}

fn refusal(answer: &Response) -> CallError {
    let said = plain(answer, BODY_BYTES_MAX)
        .ok()
        .and_then(|body| serde_json::from_slice::<WireError>(&body).ok());
    let error = said.unwrap_or_else(|| WireError {
        wipe: None,
        code: match answer.status {
            401 => "unauthorised",
            403 => "not_allowed",
            404 => "not_found",
            423 => "frozen",
            426 => "protocol",
            // of something before the centre
            429 => wire::TOO_MANY,
            _ => "",
        }
        .to_owned(),
        expected: None,
        head: None,
        retry_after: None,
    });
    if error.code.is_empty() && answer.status < 500 {
        return CallError::Garbled;
    }
    CallError::Refused {
        status: answer.status,
        error,
    }
}
