//! Bodies: compressed, garbage, bombs.

use super::*;
use crate::fixture::{Journal, received};

async fn push_raw(desk: &Desk, encoding: Option<&str>, body: Vec<u8>) -> Answer {
    let mut request = desk.request(Method::POST, "/v1/push");
    if let Some(encoding) = encoding {
        request = request.header("content-encoding", encoding);
    }
    send(request.body(body)).await
}

fn squeeze(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 3).expect("compresses")
}

#[tokio::test]
async fn bodies_travel_compressed_both_ways_and_plain_to_those_who_ask_for_nothing() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let mut journal = Journal::new(desk.id);
    for number in 1..20 {
        journal.act(fixture::dossier_id(), &received(number, &[]));
    }
    let body = serde_json::to_vec(&journal.whole()).expect("serialises");
    let standing: PushReply = push_raw(&desk, Some("zstd"), squeeze(&body)).await.json();
    assert_eq!(standing.acked, 19, "read");
    let path = format!("/v1/pull?feed={}&after=0&limit=500&wait=0", home());
    let plain = desk.get(&path).await;
    assert_eq!(
        plain.header("content-encoding"),
        "",
        "nobody asked for zstd"
    );
    let asked = desk
        .request(Method::GET, &path)
        .header("accept-encoding", "gzip, zstd");
    let small = send(asked).await;
    assert_eq!(small.header("content-encoding"), "zstd", "asked and got");
    assert!(small.body.len() * 3 < plain.body.len(), "much smaller");
    let opened = zstd::stream::decode_all(small.body.as_slice()).expect("zstd");
    assert_eq!(opened, plain.body, "the same answer");
}

#[tokio::test]
async fn garbage_gets_a_clear_answer_and_changes_nothing() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let mut journal = Journal::new(desk.id);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    let good = serde_json::to_vec(&journal.whole()).expect("serialises");
    let cut = good[..good.len() / 2].to_vec();
    for (what, body) in [
        ("nothing", Vec::new()),
        ("no JSON", b"{{{{".to_vec()),
        ("another shape", b"[1,2,3]".to_vec()),
        ("half a body", cut),
        ("bytes that are no text", vec![0xff, 0xfe, 0x00]),
        ("a nest of 10,000 lists", "[".repeat(10_000).into_bytes()),
    ] {
        assert_eq!(
            push_raw(&desk, None, body.clone()).await.fault(400).code,
            "bad_request",
            "{what}"
        );
        let squeezed = push_raw(&desk, Some("zstd"), squeeze(&body)).await;
        assert_eq!(
            squeezed.fault(400).code,
            "bad_request",
            "{what}, compressed"
        );
        let lied = push_raw(&desk, Some("zstd"), body).await;
        assert_eq!(
            lied.fault(400).code,
            "bad_request",
            "{what}, said to be compressed"
        );
    }
    let gzip = push_raw(&desk, Some("gzip"), good).await;
    assert_eq!(gzip.fault(415).code, "encoding", "we read zstd only");
    assert_eq!(
        desk.pushed(&journal.piece(0, 0)).await.acked,
        0,
        "nothing came in"
    );
}

#[tokio::test]
async fn a_bomb_is_stopped_at_the_limit() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let bomb = squeeze(&vec![b' '; 512 * 1024 * 1024]);
    assert!(bomb.len() < 100_000, "small outside: {}", bomb.len());
    assert_eq!(
        push_raw(&desk, Some("zstd"), bomb).await.fault(413).code,
        "too_large",
        "stopped"
    );
    let wide = push_raw(&desk, None, vec![b' '; 9 * 1024 * 1024]).await;
    assert_eq!(wide.fault(413).code, "too_large", "plain ones too");
    assert_eq!(
        desk.get("/healthz").await.text(),
        "ok",
        "and the centre lives"
    );
}

#[tokio::test]
async fn other_paths_methods_and_tokens_get_a_wire_error() {
    let centre = Centre::new().await;
    let mut desk = centre.desk().await;
    assert_eq!(
        desk.get("/v1/nothing").await.fault(404).code,
        "not_found",
        "no such path"
    );
    assert_eq!(
        desk.get("/v1/push").await.fault(405).code,
        "method",
        "push is posted"
    );
    for token in ["", "x", &"00".repeat(32)] {
        desk.token = token.to_owned();
        assert_eq!(
            desk.get("/v1/published").await.fault(401).code,
            "unauthorised",
            "{token}"
        );
    }
    let document: Value = desk.get("/openapi.json").await.json();
    assert!(
        document["paths"]["/v1/push"]["post"].is_object(),
        "described and open"
    );
}
