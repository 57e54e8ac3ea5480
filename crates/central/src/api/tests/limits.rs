//! A desk, or an address, that asks too much.

use super::*;
use crate::Rate;
use crate::fixture::{Journal, received};

/// So many at once, and one more a second.
fn at_once(burst: u32) -> Rate {
    Rate::new(1, burst).expect("a rate")
}

fn assert_told_to_wait(answer: &Answer) {
    let told = answer.fault(429);
    assert_eq!(told.code, "too_many", "why");
    assert_eq!(told.retry_after, Some(1), "and when to come again");
    assert_eq!(answer.header("retry-after"), "1", "for anyone who asks");
}

#[tokio::test]
async fn a_greedy_desk_is_told_to_wait_while_another_goes_on() {
    let desk = at_once(20);
    let centre = Centre::limited(Limits {
        desk,
        ..Limits::default()
    })
    .await;
    let (greedy, other) = (centre.desk().await, centre.desk().await);
    let mut refused = Vec::new();
    for _ in 0..60 {
        let answer = greedy.pull(&home(), 0, 0).await;
        if !answer.status.is_success() {
            refused.push(answer);
        }
    }
    assert!(!refused.is_empty(), "60 requests are more than 20");
    refused.iter().for_each(assert_told_to_wait);
    let mut journal = Journal::new(other.id);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    assert_eq!(other.pushed(&journal.whole()).await.acked, 1, "goes on");
    let text = other.get("/metrics").await.text();
    let counted = format!("motcua_told_to_wait_total{{of=\"desk\"}} {}", refused.len());
    assert!(text.contains(&counted), "{counted}: {text}");
}

#[tokio::test]
async fn a_desk_told_to_wait_in_the_middle_of_a_large_body_hears_it() {
    let desk = at_once(2);
    let centre = Centre::limited(Limits {
        desk,
        ..Limits::default()
    })
    .await;
    let desk = centre.desk().await;
    for _ in 0..2 {
        desk.get("/v1/published").await;
    }
    let wide = vec![b'x'; 1024 * 1024];
    for _ in 0..8 {
        let answer = desk.patch("b3:0", (0, wide.len()), &wide).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            assert_told_to_wait(&answer);
            return;
        }
    }
    panic!("ten requests within a second are more than two");
}

#[tokio::test]
async fn whoever_shows_no_token_is_counted_by_the_address() {
    let address = at_once(6);
    let centre = Centre::limited(Limits {
        address,
        ..Limits::default()
    })
    .await;
    let desk = centre.desk().await;
    let mut stranger = Vec::new();
    for _ in 0..12 {
        let challenge = json!({ "desk": desk.id });
        let body = desk.http.post(format!("{}/v1/challenge", desk.url));
        let answer = send(body.json(&challenge)).await;
        if !answer.status.is_success() {
            stranger.push(answer);
        }
    }
    assert!(!stranger.is_empty(), "12 nonces are more than 6");
    stranger.iter().for_each(assert_told_to_wait);
    assert!(
        desk.get("/v1/published").await.status.is_success(),
        "a desk with a session is not kept away by what others do at its address"
    );
    assert_eq!(desk.get("/healthz").await.text(), "ok", "nor a watcher");
}
