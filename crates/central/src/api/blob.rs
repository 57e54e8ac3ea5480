//! Pages and files by the BLAKE3 hash of their bytes. Sent in pieces from an offset, so that a
//! broken connection loses at most one piece; verified whole before anyone can read them. Only for
//! blobs that a dossier names which the caller's office may read: for others the answer is the same
//! as for none.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ids::BlobHash;
use protocol::wire::{
    BLOB_BYTES_MAX, BLOB_PIECE_BYTES_MAX, PAGES_BYTES_MAX, PageOutcome, PagesReply, WireError,
    pages_of,
};
use serde::Deserialize;

use super::auth::TokenOf;
use super::fault::Fault;
use super::{App, Shared, body};
use crate::blobs::{Appended, BlobFault, Piece};
use crate::calls::Call;
use crate::store::{BlobStanding, Caller};

const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_COMPLETE: HeaderName = HeaderName::from_static("upload-complete");

/// Where a piece belongs.
#[derive(Debug, Deserialize)]
pub(super) struct Place {
    off: u64,
    size: u64,
}

/// How far a blob is here.
#[utoipa::path(head, path = "/v1/blob/{hash}", tag = "blobs", security(("token" = [])),
    params(("hash" = String, Path, description = "`b3:` and 64 hexadecimal digits")),
    responses(
        (status = 200, description = "`Upload-Offset`, `Upload-Complete: ?0|?1`"),
        (status = 401), (status = 404, description = "no dossier of the office names it")))]
pub(super) async fn standing(
    State(app): State<Shared>,
    token: TokenOf,
    Path(hash): Path<String>,
) -> Result<Response, Fault> {
    let caller = token.to(Call::HandOverPages)?;
    let hash = read_hash(&hash)?;
    Ok(match find(&app, &caller, hash).await? {
        BlobStanding::Here { size } => progress(size, true),
        BlobStanding::Wanted => progress(app.blobs.offset(caller.desk, hash).await?, false),
    })
}

/// Appends a piece of at most 1 MiB at `off`; the last one completes the blob if its hash is right.
#[utoipa::path(patch, path = "/v1/blob/{hash}", tag = "blobs", security(("token" = [])),
    params(
        ("hash" = String, Path, description = "`b3:` and 64 hexadecimal digits"),
        ("off" = u64, Query, description = "where the piece begins"),
        ("size" = u64, Query, description = "size of the whole blob, at most 64 MiB")),
    request_body(content = String, content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "`Upload-Offset`, `Upload-Complete: ?0|?1`"),
        (status = 404, body = WireError),
        (status = 409, description = "`offset`: the real one in `Upload-Offset` and `expected`", body = WireError),
        (status = 413, description = "`too_large`", body = WireError),
        (status = 422, description = "`hash`: the bytes are others; begin again at 0", body = WireError)))]
pub(super) async fn append(
    State(app): State<Shared>,
    token: TokenOf,
    Path(hash): Path<String>,
    place: Result<Query<Place>, QueryRejection>,
    request: Request,
) -> Result<Response, Fault> {
    let caller = token.to(Call::HandOverPages)?;
    let hash = read_hash(&hash)?;
    let Query(Place { off, size }) = place.map_err(|_garbage| Fault::bad_request())?;
    if size > BLOB_BYTES_MAX {
        return Err(Fault::too_large());
    }
    if let BlobStanding::Here { size } = find(&app, &caller, hash).await? {
        return Ok(progress(size, true));
    }
    let bytes = body::read(request.into_body(), BLOB_PIECE_BYTES_MAX).await?;
    let piece = piece(off, size, bytes);
    match app.blobs.append((caller.desk, hash), piece).await {
        Ok(Appended::Until(offset)) => Ok(progress(offset, false)),
        Ok(Appended::Complete(size)) => {
            app.store
                .blobs_arrived(vec![(hash, size)], app.now())
                .await?;
            Ok(progress(size, true))
        }
        Err(BlobFault::Offset(real)) => {
            let fault = Fault::from(BlobFault::Offset(real));
            Ok(with_progress(fault.into_response(), real, false))
        }
        Err(BlobFault::Hash) => {
            tracing::warn!(desk = %caller.desk, "a blob's bytes were not those of its hash");
            let fault = Fault::from(BlobFault::Hash);
            Ok(with_progress(fault.into_response(), 0, false))
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Takes several whole pages: what a `PATCH` of each would do, with one wait for disk and database.
/// A page that is not taken holds up none of the others.
#[utoipa::path(post, path = "/v1/blobs", tag = "blobs", security(("token" = [])),
    request_body(content = String, content_type = "application/octet-stream",
        description = "for each page 32 bytes of hash, 4 of length, and its bytes; at most 64 pages, 2 MiB"),
    responses(
        (status = 200, body = PagesReply),
        (status = 400, body = WireError),
        (status = 413, description = "`too_large`", body = WireError)))]
pub(super) async fn take(
    State(app): State<Shared>,
    token: TokenOf,
    request: Request,
) -> Result<Json<PagesReply>, Fault> {
    let caller = token.to(Call::HandOverPages)?;
    let body = body::read(request.into_body(), PAGES_BYTES_MAX).await?;
    let pages = pages_of(&body).ok_or_else(Fault::bad_request)?;
    let hashes: Vec<_> = pages.iter().map(|(hash, _)| *hash).collect();
    let standings = app.store.blobs(caller.office.clone(), hashes).await?;
    let pages: Vec<_> = pages.into_iter().zip(standings).collect();
    let wanted = pages
        .iter()
        .filter(|(_, standing)| *standing == Some(BlobStanding::Wanted))
        .map(|((hash, at), _)| (*hash, body.slice(at.clone())));
    let kept = app.blobs.keep(caller.desk, wanted.collect()).await?;
    app.store.blobs_arrived(kept.clone(), app.now()).await?;
    let outcome = |((hash, _), standing)| match standing {
        None => PageOutcome::Unknown,
        Some(BlobStanding::Wanted) if !kept.iter().any(|(one, _)| *one == hash) => {
            tracing::warn!(desk = %caller.desk, "a blob's bytes were not those of its hash");
            PageOutcome::Hash
        }
        Some(_) => PageOutcome::Here,
    };
    let pages = pages.into_iter().map(outcome).collect();
    Ok(Json(PagesReply { pages }))
}

/// The bytes, or those of one `Range`.
#[utoipa::path(get, path = "/v1/blob/{hash}", tag = "blobs", security(("token" = [])),
    params(("hash" = String, Path, description = "`b3:` and 64 hexadecimal digits")),
    responses(
        (status = 200, description = "all of it", content_type = "application/octet-stream"),
        (status = 206, description = "the range asked for", content_type = "application/octet-stream"),
        (status = 404, body = WireError),
        (status = 416, description = "`range`: past the end", body = WireError)))]
pub(super) async fn read(
    State(app): State<Shared>,
    token: TokenOf,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let caller = token.to(Call::ReadPages)?;
    let hash = read_hash(&hash)?;
    let BlobStanding::Here { size } = find(&app, &caller, hash).await? else {
        return Err(Fault::not_found());
    };
    let range = match headers
        .get(header::RANGE)
        .and_then(|value| value.to_str().ok())
    {
        Some(text) => Some(read_range(text, size).ok_or_else(|| range_fault(size))?),
        None => None,
    };
    let (from, to) = range.unwrap_or((0, size.saturating_sub(1)));
    let length = if size == 0 { 0 } else { to - from + 1 };
    let bytes = app.blobs.read(hash, from..from + length).await?;
    let mut response = Response::new(bytes);
    let out = response.headers_mut();
    out.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    out.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    out.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if range.is_some() {
        if let Ok(span) = HeaderValue::from_str(&format!("bytes {from}-{to}/{size}")) {
            out.insert(header::CONTENT_RANGE, span);
        }
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(response)
}

fn read_hash(text: &str) -> Result<BlobHash, Fault> {
    text.parse().map_err(|_no_hash| Fault::bad_request())
}

/// One range `bytes=a-b`, `bytes=a-` or `bytes=-n`, cut to the size.
fn read_range(text: &str, size: u64) -> Option<(u64, u64)> {
    let (from, to) = text.trim().strip_prefix("bytes=")?.split_once('-')?;
    let last = size.checked_sub(1)?;
    let (from, to) = match (from.trim(), to.trim()) {
        ("", count) => (size.saturating_sub(count.parse::<u64>().ok()?.max(1)), last),
        (from, "") => (from.parse().ok()?, last),
        (from, to) => (from.parse().ok()?, to.parse::<u64>().ok()?.min(last)),
    };
    (from <= to).then_some((from, to))
}

fn range_fault(size: u64) -> Fault {
    Fault::new(StatusCode::RANGE_NOT_SATISFIABLE, "range").expecting(size)
}

async fn find(app: &App, caller: &Caller, hash: BlobHash) -> Result<BlobStanding, Fault> {
    let standings = app.store.blobs(caller.office.clone(), vec![hash]).await?;
    let standing = standings.into_iter().flatten().next();
    let standing = standing.ok_or_else(Fault::not_found)?;
    // it stands in its place before its row is written: a crash between leaves it there
    if standing == BlobStanding::Wanted
        && let Some(size) = app.blobs.size(hash).await?
    {
        app.store
            .blobs_arrived(vec![(hash, size)], app.now())
            .await?;
        return Ok(BlobStanding::Here { size });
    }
    Ok(standing)
}

const fn piece(offset: u64, size: u64, bytes: Bytes) -> Piece {
    Piece {
        offset,
        size,
        bytes,
    }
}

fn progress(offset: u64, complete: bool) -> Response {
    with_progress(StatusCode::OK.into_response(), offset, complete)
}

fn with_progress(mut response: Response, offset: u64, complete: bool) -> Response {
    let flag = if complete { "?1" } else { "?0" };
    response
        .headers_mut()
        .insert(UPLOAD_OFFSET, HeaderValue::from(offset));
    response
        .headers_mut()
        .insert(UPLOAD_COMPLETE, HeaderValue::from_static(flag));
    response
}
