//! Bundles that a lead brings in over the network.

use ::courier::{Answer as CourierAnswer, Header, LifeOutcome, Lock, Writer};
use domain::ids::BlobHash;
use protocol::wire::{BUNDLE_BODY_BYTES_MAX, PullReply};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::*;
use crate::store::Revocation;

const PAGE: &[u8] = b"trang thu nhat";

/// What `desk` writes onto a stick.
fn bundle(centre: &Centre, desk: &Desk, push: &PushRequest) -> Vec<u8> {
    let header = Header {
        bundle: Uuid::now_v7(),
        desk: desk.id,
        office: fixture::office(),
        number: 1,
        made_at: fixture::morning(),
        events: 1000,
        files: 100,
    };
    let key = Zeroizing::new([9; 32]);
    let public = centre.running.centre.keys.seal_public();
    let sealed = keys::tests::seal(&public, key.as_slice());
    let mut writer = Writer::begin(Vec::new(), &header, &Lock { key, sealed }).expect("begun");
    writer.push(push).expect("events");
    let hash = BlobHash::of(PAGE);
    writer.file(hash, PAGE.len() as u64).expect("a file");
    writer.piece(PAGE).expect("a piece");
    writer.finish(&desk.key).expect("signed")
}

async fn bring(by: &Desk, bytes: Vec<u8>) -> Answer {
    send(by.request(Method::POST, "/v1/courier").body(bytes)).await
}

/// A desk whose lead is signed in.
async fn with_lead(centre: &Centre) -> Desk {
    let mut desk = centre.desk().await;
    let as_lead = |body: &mut Value| {
        body["officer"] = json!("pt.lan");
        body["password"] = json!("motcua-lan");
    };
    let opened: SessionReply = desk.session(as_lead).await.json();
    desk.token = opened.token;
    desk
}

#[tokio::test]
async fn a_lead_brings_in_a_bundle_and_a_second_time_changes_nothing() {
    let centre = Centre::new().await;
    let (sender, lead) = (centre.desk().await, with_lead(&centre).await);
    let mut journal = fixture::Journal::new(sender.id);
    let page = BlobHash::of(PAGE);
    journal.act(fixture::dossier_id(), &fixture::received(1, &[page]));
    let bytes = bundle(&centre, &sender, &journal.whole());
    let key: [u8; 32] = hex::decode_array(&sender.enrolled.centre_key).expect("a key");
    let read = |answer: &Answer| {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        CourierAnswer::decode(&answer.body, &key).expect("signed by the centre")
    };
    let first = read(&bring(&lead, bytes.clone()).await);
    let life = &first.lives[0];
    assert_eq!(
        (life.outcome, life.reply.acked, life.reply.duplicates),
        (LifeOutcome::Taken, 1, 0),
        "as over the link"
    );
    assert_eq!(first.held, [page], "the page, too");
    let feed: PullReply = lead.pull(&home(), 0, 0).await.json();
    assert_eq!(feed.events.len(), 1, "every desk sees it");
    let again = read(&bring(&lead, bytes).await);
    let life = &again.lives[0];
    assert_eq!(
        (life.reply.acked, life.reply.duplicates),
        (1, 1),
        "it was there"
    );
    let feed: PullReply = lead.pull(&home(), 0, 0).await.json();
    assert_eq!(feed.events.len(), 1, "and is there once");
    let over_the_link = sender.pushed(&journal.whole()).await;
    assert_eq!(over_the_link.duplicates, 1, "the link finds it there");
}

#[tokio::test]
async fn a_bundle_is_taken_only_from_who_may_and_only_whole() {
    let centre = Centre::new().await;
    let (sender, lead) = (centre.desk().await, with_lead(&centre).await);
    let elsewhere = centre.desk_elsewhere().await;
    let mut journal = fixture::Journal::new(sender.id);
    journal.act(fixture::dossier_id(), &fixture::received(1, &[]));
    let bytes = bundle(&centre, &sender, &journal.whole());
    let counter = bring(&sender, bytes.clone()).await.fault(403);
    assert_eq!(counter.code, "not_allowed", "an officer of the counter");
    let theirs = bring(&elsewhere, bytes.clone()).await.fault(403);
    assert_eq!(theirs.code, "not_allowed", "a lead of another office");
    for spoilt in [&b""[..], b"%PDF-1.7", &bytes[..bytes.len() - 1]] {
        let met = bring(&lead, spoilt.to_vec()).await.fault(422);
        assert_eq!(met.code, "bundle", "no bundle");
    }
    let huge = vec![0; BUNDLE_BODY_BYTES_MAX + 1];
    let met = bring(&lead, huge).await.fault(413);
    assert_eq!(met.code, "too_large", "bounded");
    let feed: PullReply = lead.pull(&home(), 0, 0).await.json();
    assert!(feed.events.is_empty(), "nothing came in");
    let store = &centre.running.centre.store;
    let whom = Revocation::Desk(lead.id);
    store
        .revoke(whom, fixture::morning())
        .await
        .expect("answers");
    let met = bring(&lead, bytes).await.fault(403);
    assert_eq!(met.code, "revoked", "from a desk out of service");
}
