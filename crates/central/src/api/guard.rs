//! What stands before every handler: protocol version, who asks and how often, crowd control, the
//! log line.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use protocol::wire::{BODY_BYTES_MAX, CA_PATH};
use protocol::{PROTOCOL_HEADER, Spoken};
use tokio::time::Instant;

use super::fault::Fault;
use super::metrics::StoreFailed;
use super::{App, Shared, auth, body};
use crate::limits::Asker;

/// Says which protocol both sides speak, and what they can besides.
const SPOKEN: HeaderName = HeaderName::from_static(PROTOCOL_HEADER);

/// Refuses a desk whose protocol is too old, or newer than this centre's, before its body is read;
/// a newer one then speaks this centre's. The CA is answered to anyone: it is fetched before
/// anything else is agreed.
pub(super) async fn protocol(
    State(app): State<Shared>,
    mut request: Request,
    next: Next,
) -> Response {
    let ours = app.speaks;
    let path = request.uri().path();
    let checked = path.starts_with("/v1/") && path != CA_PATH;
    let theirs = spoken(request.headers()).filter(|theirs| ours.understands(theirs.version));
    let mut response = if checked && theirs.is_none() {
        Fault::new(StatusCode::UPGRADE_REQUIRED, "protocol")
            .expecting(u64::from(ours.version))
            .into_response()
    } else {
        request
            .extensions_mut()
            .insert(theirs.unwrap_or(Spoken::FIRST));
        next.run(request).await
    };
    if let Ok(said) = HeaderValue::from_str(&ours.to_string()) {
        response.headers_mut().insert(SPOKEN, said);
    }
    response
}

fn spoken(headers: &HeaderMap) -> Option<Spoken> {
    Spoken::parse(headers.get(SPOKEN)?.to_str().ok()?)
}

/// Finds out who asks, and turns away who asked too much: a desk by its own count, whoever shows no
/// token of one by the address. The body is read all the same: an answer that comes while a desk
/// still sends would break its connection, and it would take the centre to be gone.
pub(super) async fn admit(State(app): State<Shared>, mut request: Request, next: Next) -> Response {
    match count(&app, &mut request).await {
        Ok(()) => next.run(request).await,
        Err(fault) => {
            // what was sent does not matter any more, nor whether it was too large
            drop(body::read(request.into_body(), BODY_BYTES_MAX).await);
            fault.into_response()
        }
    }
}

async fn count(app: &App, request: &mut Request) -> Result<(), Fault> {
    let caller = auth::caller(app, request.headers()).await?;
    let limiter = app.limiter.as_ref();
    if let Some(caller) = caller {
        limiter.map_or(Ok(()), |limiter| limiter.desk(caller.desk))?;
        request.extensions_mut().insert(caller);
        return Ok(());
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let is_counted = request.uri().path().starts_with("/v1/");
    match (limiter, peer) {
        (Some(limiter), Some(ConnectInfo(peer))) if is_counted => Ok(limiter.address(peer.ip())?),
        _ => Ok(()),
    }
}

/// Turns requests away when too many are under way.
pub(super) async fn crowd(State(app): State<Shared>, request: Request, next: Next) -> Response {
    match app.requests.try_acquire() {
        Ok(_place) => next.run(request).await,
        Err(_) => Fault::busy().into_response(),
    }
}

/// One line per request: method, route, status, milliseconds. Paths are written as patterns.
pub(super) async fn log(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_default();
    let start = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let took = start.elapsed();
    app.metrics.count((&method, &route), status, took);
    if response.extensions().get::<StoreFailed>().is_some() {
        app.metrics.count_store_failure();
    }
    if let Some(asker) = response.extensions().get::<Asker>() {
        app.metrics.count_told_to_wait(*asker);
    }
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        tracing::warn!(%method, route, status, ms, "answered");
    } else {
        tracing::debug!(%method, route, status, ms, "answered");
    }
    response
}

pub(super) async fn not_found() -> Fault {
    Fault::not_found()
}

pub(super) async fn method_not_allowed() -> Fault {
    Fault::new(StatusCode::METHOD_NOT_ALLOWED, "method")
}
