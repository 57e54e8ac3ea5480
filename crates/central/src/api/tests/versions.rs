//! Desks of other versions than the centre's.

use protocol::wire::{Catalogue, PublishedReply};
use protocol::{PROTOCOL_OLDEST, PROTOCOL_VERSION};

use super::*;
use crate::fixture::{Journal, received};

/// As a desk that says `spoken` would ask.
async fn ask(desk: &Desk, spoken: Option<&str>) -> Answer {
    let mut request = desk.request(Method::GET, "/v1/published");
    if let Some(spoken) = spoken {
        request = request.header("Motcua-Protocol", spoken);
    }
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    Answer {
        status,
        headers,
        body: response.bytes().await.expect("a body").to_vec(),
    }
}

#[tokio::test]
async fn a_desk_of_a_version_nobody_speaks_is_told_which_one_is_spoken() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let newer = format!("{}; caps=zstd", PROTOCOL_VERSION + 1);
    let older = (PROTOCOL_OLDEST - 1).to_string();
    for spoken in [None, Some("x"), Some(""), Some(&*newer), Some(&*older)] {
        let answer = ask(&desk, spoken).await;
        let said = Spoken::parse(answer.header("motcua-protocol"));
        assert_eq!(said, Some(Spoken::OURS), "what is spoken here");
        let told = answer.fault(426);
        let expected = Some(u64::from(PROTOCOL_VERSION));
        assert_eq!((&*told.code, told.expected), ("protocol", expected), "told");
    }
    let ca = desk.http.get(format!("{}/v1/ca", desk.url)).send().await;
    let ca = ca.expect("an answer").status();
    assert!(ca.is_success(), "the CA is for anyone");
}

#[tokio::test]
async fn desks_of_the_first_version_and_of_one_with_more_capabilities_are_served() {
    let centre = Centre::new().await;
    // every request of `Desk` says 1 and no capabilities
    let desk = centre.desk().await;
    let mut journal = Journal::new(desk.id);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    assert_eq!(desk.pushed(&journal.whole()).await.acked, 1, "version 1");
    for spoken in ["1", "2; caps=future", "2; caps=zstd,schemas,future", "2"] {
        let reply: PublishedReply = ask(&desk, Some(spoken)).await.json();
        assert!(reply.catalogue.is_some(), "{spoken}: the catalogue");
        assert!(reply.policy.is_some(), "{spoken}: the policy");
    }
}

#[tokio::test]
async fn a_document_of_a_later_schema_is_only_for_desks_that_can_tell() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let keys = Arc::clone(&centre.running.centre.keys);
    let edit = |(), json: Option<String>, _version: u32| {
        let mut catalogue: Catalogue = serde_json::from_str(&json?).ok()?;
        catalogue.schema = 99;
        serde_json::to_string(&catalogue).ok()
    };
    let sign = Arc::new(move |message: &[u8]| keys.sign(message));
    let store = &centre.running.centre.store;
    let later = store.publish_catalogue(Box::new(edit), sign).await;
    later.expect("published");
    let first: PublishedReply = ask(&desk, Some("1")).await.json();
    assert!(first.catalogue.is_none(), "it would stumble over it");
    assert!(first.policy.is_some(), "the other is as it was");
    let today = Spoken::OURS.to_string();
    let today: PublishedReply = ask(&desk, Some(&today)).await.json();
    assert!(today.catalogue.is_some(), "it knows what to do");
}
