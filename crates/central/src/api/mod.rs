//! HTTP: shapes checked at the edge, one store call, an answer. No rule of the counter is here.
//!
//! Everything is bounded: bodies ([`protocol::wire::BODY_BYTES_MAX`] after decompression), pieces of
//! blobs, requests at one time, requests of one desk, seconds per request. Logs carry method, route, status and time,
//! never a body, a name or a token.

mod auth;
mod blob;
mod body;
mod claim;
mod competent;
mod courier;
mod fault;
mod guard;
mod journal;
mod metrics;
mod numbers;
mod open;
mod openapi;
mod published;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, head, post};
use domain::time::Timestamp;
use protocol::Spoken;
use protocol::wire::{CA_PATH, DemoOffice};
use tokio::sync::{Semaphore, watch};
use tower_http::timeout::TimeoutLayer;

use crate::blobs::Blobs;
use crate::clock::Clock;
use crate::keys::CentreKeys;
use crate::limits::Limiter;
use crate::store::CentralStore;
use competent::Competent;
use metrics::Metrics;

/// Most requests at one time, long polls among them.
const REQUESTS_AT_ONCE_MAX: usize = 512;
/// Longest request; a long poll ends well before.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);

/// What every handler sees.
pub(crate) struct App {
    pub(crate) store: Arc<dyn CentralStore>,
    pub(crate) keys: Arc<CentreKeys>,
    pub(crate) clock: Clock,
    pub(crate) blobs: Blobs,
    pub(crate) ca_der: Vec<u8>,
    pub(crate) demo: Option<DemoOffice>,
    limiter: Option<Limiter>,
    speaks: Spoken,
    /// Turns true when the server stops, so that long polls end at once.
    pub(crate) stopping: watch::Receiver<bool>,
    metrics: Metrics,
    competent: Competent,
    requests: Semaphore,
    /// A bundle is held in memory while it is taken in: one at a time.
    bundles: Semaphore,
}

/// The parts of an [`App`] a server is started with.
pub(crate) struct AppParts {
    pub(crate) store: Arc<dyn CentralStore>,
    pub(crate) keys: Arc<CentreKeys>,
    pub(crate) clock: Clock,
    pub(crate) blobs: Blobs,
    pub(crate) ca_der: Vec<u8>,
    pub(crate) demo: Option<DemoOffice>,
    pub(crate) limiter: Option<Limiter>,
    pub(crate) speaks: Spoken,
    pub(crate) stopping: watch::Receiver<bool>,
    /// Journals in which the walk at the start met a bad event.
    pub(crate) chains_bad: u64,
}

type Shared = Arc<App>;

impl App {
    pub(crate) fn new(parts: AppParts) -> Self {
        let AppParts {
            store,
            keys,
            clock,
            blobs,
            ca_der,
            demo,
            limiter,
            speaks,
            stopping,
            chains_bad,
        } = parts;
        let requests = Semaphore::new(REQUESTS_AT_ONCE_MAX);
        Self {
            store,
            keys,
            clock,
            blobs,
            ca_der,
            demo,
            limiter,
            speaks,
            stopping,
            metrics: Metrics::begun(chains_bad),
            competent: Competent::default(),
            requests,
            bundles: Semaphore::new(1),
        }
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }
}

/// One path with the methods it answers; the OpenAPI document must name each.
struct Route {
    path: &'static str,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by the test of the OpenAPI document")
    )]
    methods: &'static [&'static str],
    handler: MethodRouter<Shared>,
}

fn routes() -> Vec<Route> {
    let route = |path, methods, handler| Route {
        path,
        methods,
        handler,
    };
    vec![
        route(CA_PATH, &["get"], get(open::ca)),
        route("/healthz", &["get"], get(open::healthz)),
        route("/metrics", &["get"], get(metrics::metrics)),
        route("/openapi.json", &["get"], get(openapi::document)),
        route("/v1/enrol", &["post"], post(open::enrol)),
        route("/v1/challenge", &["post"], post(auth::challenge)),
        route("/v1/session", &["post"], post(auth::session)),
        route("/v1/incarnation", &["post"], post(auth::incarnation)),
        route("/v1/push", &["post"], post(journal::push)),
        route("/v1/pull", &["get"], get(journal::pull)),
        route("/v1/courier", &["post"], post(courier::bring)),
        route("/v1/claim", &["post"], post(claim::claim)),
        route("/v1/lease", &["post"], post(numbers::lease)),
        route("/v1/lease/return", &["post"], post(numbers::give_back)),
        route("/v1/published", &["get"], get(published::published)),
        route("/v1/blobs", &["post"], post(blob::take)),
        route(
            "/v1/blob/{hash}",
            &["get", "head", "patch"],
            head(blob::standing).get(blob::read).patch(blob::append),
        ),
    ]
}

/// The whole service.
pub(crate) fn router(app: App) -> Router {
    let app = Arc::new(app);
    let paths = routes().into_iter().fold(Router::new(), |router, route| {
        router.route(route.path, route.handler)
    });
    paths
        .fallback(guard::not_found)
        .method_not_allowed_fallback(guard::method_not_allowed)
        .layer(from_fn(body::compress))
        .layer(from_fn_with_state(Arc::clone(&app), guard::admit))
        .layer(from_fn_with_state(Arc::clone(&app), guard::protocol))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            REQUEST_TIMEOUT,
        ))
        .layer(from_fn_with_state(Arc::clone(&app), guard::crowd))
        .layer(from_fn_with_state(Arc::clone(&app), guard::log))
        .with_state(app)
}
