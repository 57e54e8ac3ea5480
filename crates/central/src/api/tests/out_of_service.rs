//! A desk that was taken out of service, at every call there is.

use reqwest::Method;
use serde_json::json;

use super::*;
use crate::store::Revocation;

/// What a desk out of service meets: the code it is refused with, or nothing.
type Met = Option<&'static str>;

const REFUSED: Met = Some("revoked");
const ANSWERED: Met = None;

/// Calls that need no desk's session.
const WITHOUT_SESSION: [(&str, &str); 4] = [
    ("/v1/ca", "get"),
    ("/v1/enrol", "post"),
    ("/v1/challenge", "post"),
    ("/v1/session", "post"),
];

const CALLS: [(&str, &str, Met); 12] = [
    ("/v1/incarnation", "post", ANSWERED),
    ("/v1/push", "post", ANSWERED),
    ("/v1/pull", "get", REFUSED),
    ("/v1/claim", "post", REFUSED),
    ("/v1/lease", "post", REFUSED),
    ("/v1/lease/return", "post", REFUSED),
    ("/v1/published", "get", REFUSED),
    ("/v1/blob/{hash}", "get", REFUSED),
    ("/v1/blob/{hash}", "head", ANSWERED),
    ("/v1/blob/{hash}", "patch", ANSWERED),
    ("/v1/blobs", "post", ANSWERED),
    ("/v1/courier", "post", REFUSED),
];

#[test]
fn every_call_of_a_session_is_in_the_list() {
    let listed: Vec<_> = WITHOUT_SESSION
        .into_iter()
        .chain(CALLS.map(|(path, method, _)| (path, method)))
        .collect();
    for route in crate::api::routes() {
        for method in route.methods {
            let is_listed = listed.contains(&(route.path, method));
            let is_of_a_desk = route.path.starts_with("/v1/");
            assert_eq!(is_listed, is_of_a_desk, "{method} {}", route.path);
        }
    }
}

#[tokio::test]
async fn a_desk_out_of_service_hands_over_and_is_given_nothing() {
    let centre = Centre::new().await;
    let mut desk = centre.desk().await;
    let page = domain::ids::BlobHash::of(b"trang");
    let mut journal = fixture::Journal::new(desk.id);
    journal.act(fixture::dossier_id(), &fixture::received(1, &[page]));
    desk.pushed(&journal.whole()).await;
    let store = &centre.running.centre.store;
    let whom = Revocation::Desk(desk.id);
    store
        .revoke(whom, fixture::morning())
        .await
        .expect("answers");
    let mut pages = Vec::new();
    assert!(protocol::wire::add_page(&mut pages, page, b"trang"), "room");
    for (path, method, met) in CALLS {
        let body = match path {
            "/v1/push" => json!({ "incarnation": 1, "prev_head": "00".repeat(32), "events": [] }),
            "/v1/claim" => json!({ "dossiers": [] }),
            "/v1/lease" | "/v1/lease/return" => json!([]),
            _ => json!({}),
        };
        let at = path.replace("{hash}", &page.to_string());
        let at = match (path, method) {
            ("/v1/pull", _) => format!("{at}?feed={}&after=0&limit=1&wait=0", home()),
            (_, "patch") => format!("{at}?off=0&size=5"),
            _ => at,
        };
        let verb = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
        let request = desk.request(verb, &at);
        let request = match method {
            "patch" => request.body(&b"trang"[..]),
            "post" if path == "/v1/blobs" => request.body(pages.clone()),
            "post" => request.json(&body),
            _ => request,
        };
        let answer = send(request).await;
        let code = (!answer.status.is_success()).then(|| answer.fault(403).code);
        assert_eq!(code.as_deref(), met, "{method} {path}");
    }
    let opened = desk.sign_in().await;
    assert_eq!(opened.database_key, None, "nor the key of its database");
}
