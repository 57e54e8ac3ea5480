//! Counts and latencies for Prometheus, the store's connections, and what the start found. Routes are patterns and methods
//! are known ones, so there are never more rows than routes; no name, number or address is in them.
//!
//! Answered to the machine itself only (a Prometheus agent beside the centre): how busy an office is
//! is nobody else's business.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{ConnectInfo, Extension, State};
use axum::http::{Method, header};
use axum::response::IntoResponse;
use protocol::wire::WireError;

use super::Shared;
use super::fault::Fault;
use crate::limits::Asker;
use crate::store::StoreLoad;

/// Upper bounds of the latencies counted, in milliseconds; long polls end in the last.
const BOUNDS_MS: [u64; 9] = [5, 10, 25, 50, 100, 250, 500, 2_500, 30_000];

/// Marks an answer that is owed to a failure of the store.
#[derive(Debug, Clone, Copy)]
pub(super) struct StoreFailed;

/// What one process has answered since it began.
pub(crate) struct Metrics {
    answered: Mutex<Answered>,
    /// Journals in which the walk at the start met a bad event.
    chains_bad: u64,
}

#[derive(Default)]
struct Answered {
    routes: BTreeMap<Key, Timing>,
    store_failures: u64,
    told_to_wait: Told,
}

/// How many requests were told to come again.
#[derive(Default, Clone, Copy)]
struct Told {
    desks: u64,
    addresses: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Default)]
struct Timing {
    /// One more than bounds: the last one is what took longer.
    within: [u64; BOUNDS_MS.len() + 1],
    total: Duration,
}

impl Metrics {
    /// Those of a process whose start found so many journals broken.
    pub(super) fn begun(chains_bad: u64) -> Self {
        let answered = Mutex::default();
        Self {
            answered,
            chains_bad,
        }
    }

    /// Counts an answer.
    pub(super) fn count(&self, (method, route): (&Method, &str), status: u16, took: Duration) {
        let key = Key {
            route: route.to_owned(),
            method: known(method),
            status,
        };
        let place = BOUNDS_MS
            .iter()
            .position(|bound| took <= Duration::from_millis(*bound));
        self.change(|answered| {
            let timing = answered.routes.entry(key).or_default();
            timing.total += took;
            if let Some(count) = timing.within.get_mut(place.unwrap_or(BOUNDS_MS.len())) {
                *count += 1;
            }
        });
    }

    pub(super) fn count_store_failure(&self) {
        self.change(|answered| answered.store_failures += 1);
    }

    pub(super) fn count_told_to_wait(&self, asker: Asker) {
        self.change(|answered| match asker {
            Asker::Desk => answered.told_to_wait.desks += 1,
            Asker::Address => answered.told_to_wait.addresses += 1,
        });
    }

    fn write_chains(&self, text: &mut String) -> std::fmt::Result {
        let name = "motcua_chain_bad";
        writeln!(
            text,
            "# HELP {name} Journals with a bad event among the newest, found at the start."
        )?;
        writeln!(text, "# TYPE {name} gauge\n{name} {}", self.chains_bad)
    }

    fn change(&self, change: impl FnOnce(&mut Answered)) {
        // counts are whole after every step: a panic elsewhere has not spoilt them
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut answered);
    }

    fn text(&self, load: StoreLoad) -> String {
        let mut text = String::new();
        self.change(|answered| write(&mut text, answered, load).unwrap_or_default());
        self.write_chains(&mut text).unwrap_or_default();
        text
    }
}

fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "PATCH" => "PATCH",
        "POST" => "POST",
        _ => "other",
    }
}

fn write(text: &mut String, answered: &Answered, load: StoreLoad) -> std::fmt::Result {
    let name = "motcua_request_seconds";
    writeln!(
        text,
        "# HELP {name} Time from a request's head to its answer's."
    )?;
    writeln!(text, "# TYPE {name} histogram")?;
    for (key, timing) in &answered.routes {
        let Key {
            route,
            method,
            status,
        } = key;
        let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
        let mut count = 0;
        for (within, bound) in timing.within.iter().zip(BOUNDS_MS) {
            count += within;
            let seconds = Duration::from_millis(bound).as_secs_f64();
            writeln!(text, "{name}_bucket{{{labels},le=\"{seconds}\"}} {count}")?;
        }
        let count: u64 = timing.within.iter().sum();
        writeln!(text, "{name}_bucket{{{labels},le=\"+Inf\"}} {count}")?;
        let seconds = timing.total.as_secs_f64();
        writeln!(text, "{name}_sum{{{labels}}} {seconds}")?;
        writeln!(text, "{name}_count{{{labels}}} {count}")?;
    }
    let name = "motcua_store_failures_total";
    writeln!(
        text,
        "# HELP {name} Answers owed to a failure of the store."
    )?;
    writeln!(
        text,
        "# TYPE {name} counter\n{name} {}",
        answered.store_failures
    )?;
    let name = "motcua_told_to_wait_total";
    writeln!(
        text,
        "# HELP {name} Requests of one desk, or one address, beyond its rate.\n# TYPE {name} counter"
    )?;
    let Told { desks, addresses } = answered.told_to_wait;
    writeln!(text, "{name}{{of=\"desk\"}} {desks}")?;
    writeln!(text, "{name}{{of=\"address\"}} {addresses}")?;
    let name = "motcua_store_connections";
    writeln!(
        text,
        "# HELP {name} Connections to the database.\n# TYPE {name} gauge"
    )?;
    writeln!(text, "{name}{{state=\"busy\"}} {}", load.busy)?;
    writeln!(text, "{name}{{state=\"idle\"}} {}", load.idle)
}

/// Counts and latencies in Prometheus' text form; for the machine itself.
#[utoipa::path(get, path = "/metrics", tag = "open",
    responses(
        (status = 200, description = "counts and latencies", body = String),
        (status = 404, description = "`not_found`: asked from another machine", body = WireError)))]
pub(super) async fn metrics(
    State(app): State<Shared>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
) -> Result<impl IntoResponse, Fault> {
    let here = peer.is_some_and(|Extension(ConnectInfo(peer))| peer.ip().is_loopback());
    if !here {
        return Err(Fault::not_found());
    }
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    let text = app.metrics.text(app.store.load());
    Ok(([(header::CONTENT_TYPE, kind)], text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_counted_once_under_its_pattern() {
        let metrics = Metrics::begun(4);
        let route = (&Method::POST, "/v1/push");
        metrics.count(route, 200, Duration::from_millis(7));
        metrics.count(route, 200, Duration::from_secs(40));
        metrics.count((&Method::TRACE, ""), 404, Duration::ZERO);
        metrics.count_store_failure();
        metrics.count_told_to_wait(Asker::Desk);
        let text = metrics.text(StoreLoad { busy: 2, idle: 3 });
        let labels = "route=\"/v1/push\",method=\"POST\",status=\"200\"";
        for line in [
            format!("motcua_request_seconds_bucket{{{labels},le=\"0.005\"}} 0"),
            format!("motcua_request_seconds_bucket{{{labels},le=\"0.01\"}} 1"),
            format!("motcua_request_seconds_bucket{{{labels},le=\"30\"}} 1"),
            format!("motcua_request_seconds_bucket{{{labels},le=\"+Inf\"}} 2"),
            format!("motcua_request_seconds_sum{{{labels}}} 40.007"),
            format!("motcua_request_seconds_count{{{labels}}} 2"),
            "motcua_store_failures_total 1".into(),
            "motcua_told_to_wait_total{of=\"desk\"} 1".into(),
            "motcua_told_to_wait_total{of=\"address\"} 0".into(),
            "motcua_store_connections{state=\"idle\"} 3".into(),
            "motcua_chain_bad 4".into(),
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        assert!(
            text.contains("method=\"other\""),
            "no method of a stranger's"
        );
    }
}
