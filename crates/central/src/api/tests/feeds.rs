//! Pushes, pulls, leases, published documents.

use std::time::Duration;

use protocol::wire::{
    Catalogue, Lease, Policy, PublishedReply, PullReply, ReturnReply, Signed, lease_message,
    published_message,
};

use super::*;
use crate::fixture::{Journal, received};
use crate::store::{Ruled, Ruler, RulingKind};

#[tokio::test]
async fn what_one_desk_pushes_another_pulls_byte_for_byte() {
    let centre = Centre::new().await;
    let (one, two) = (centre.desk().await, centre.desk().await);
    let mut journal = Journal::new(one.id);
    let dossier = fixture::dossier_id();
    journal.act(dossier, &received(1, &[]));
    for _ in 1..500 {
        journal.act(dossier, &fixture::paid());
    }
    let standing = one.pushed(&journal.whole()).await;
    assert_eq!(
        (standing.acked, standing.head),
        (500, journal.head().hex()),
        "500 at once"
    );
    let again = one.pushed(&journal.whole()).await;
    assert_eq!(
        (again.acked, again.duplicates),
        (500, 500),
        "a repeated push is harmless"
    );
    let page: PullReply = two.pull(&home(), 0, 0).await.json();
    assert_eq!(
        (page.events.len(), page.next, page.more),
        (500, 500, false),
        "all of it"
    );
    for (pulled, sent) in page.events.iter().zip(&journal.events) {
        assert_eq!(pulled.event.envelope, sent.envelope, "the envelope");
        assert_eq!(pulled.event.body.get(), sent.body.get(), "the body");
    }
    let gap = one
        .push(&PushRequest {
            events: vec![],
            ..journal.piece(0, 0)
        })
        .await;
    assert!(
        gap.status.is_success(),
        "an empty push asks where one stands"
    );
    let mut five_hundred_and_one = journal.whole();
    journal.act(dossier, &fixture::paid());
    five_hundred_and_one.events = journal.events.clone();
    assert_eq!(
        one.push(&five_hundred_and_one).await.fault(400).code,
        "bad_request",
        "too many"
    );
}

#[tokio::test]
async fn gaps_and_forks_name_what_the_centre_holds_and_a_fork_freezes() {
    let centre = Centre::new().await;
    let mut desk = centre.desk().await;
    let mut journal = Journal::new(desk.id);
    let dossier = fixture::dossier_id();
    journal.act(dossier, &received(1, &[]));
    let mut twin = journal.clone();
    journal.act(dossier, &fixture::paid());
    twin.act(dossier, &fixture::started());
    let gap = desk.push(&journal.piece(1, 2)).await.fault(409);
    assert_eq!(
        (gap.code.as_str(), gap.expected),
        ("gap", Some(1)),
        "begin there"
    );
    desk.pushed(&journal.whole()).await;
    let fork = desk.push(&twin.piece(1, 2)).await.fault(409);
    assert_eq!(
        (fork.code.as_str(), fork.head),
        ("fork", Some(journal.head().hex())),
        "held"
    );
    assert_eq!(
        desk.push(&journal.whole()).await.fault(423).code,
        "frozen",
        "no more events"
    );
    assert_eq!(
        desk.post("/v1/lease", &json!([])).await.fault(423).code,
        "frozen",
        "no numbers"
    );
    let asked = json!({ "reason": "bản kia đã tắt hẳn" });
    for (body, status, code) in [
        (json!({}), 423, "frozen"),
        (asked.clone(), 403, "not_allowed"),
    ] {
        let refused = desk.post("/v1/incarnation", &body).await.fault(status);
        assert_eq!(refused.code, code, "the counter does not decide over it");
    }
    let lead = |body: &mut Value| {
        body["officer"] = json!("pt.lan");
        body["password"] = json!("motcua-lan");
    };
    let opened: SessionReply = desk.session(lead).await.json();
    desk.token = opened.token;
    let begun = desk.post("/v1/incarnation", &asked).await;
    assert!(begun.status.is_success(), "a new life, for the lead");
    assert!(
        desk.post("/v1/lease", &json!([])).await.status.is_success(),
        "thaws it"
    );
    let mut foreign = Journal::new(centre.desk().await.id);
    foreign.act(dossier, &fixture::paid());
    assert_eq!(
        desk.push(&foreign.whole()).await.fault(400).code,
        "bad_request",
        "not its own"
    );
}

#[tokio::test]
async fn a_waiting_pull_is_woken_by_a_push_and_not_by_another_feed() {
    let centre = Centre::new().await;
    let (one, two) = (centre.desk().await, centre.desk().await);
    let mut journal = Journal::new(one.id);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    let feed = home();
    let begun = tokio::time::Instant::now();
    let (page, ()) = tokio::join!(two.pull(&feed, 0, 25), async {
        one.pull(&home(), 0, 0).await;
        one.pushed(&journal.whole()).await;
    });
    let page: PullReply = page.json();
    assert_eq!(page.events.len(), 1, "it came by the poll");
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "as soon as it was there"
    );
    let begun = tokio::time::Instant::now();
    let nothing: PullReply = two.pull(&home(), 1, 1).await.json();
    assert!(
        nothing.events.is_empty() && nothing.next == 1,
        "nothing after it"
    );
    assert!(
        begun.elapsed() >= Duration::from_secs(1),
        "it waited as long as it said"
    );
}

#[tokio::test]
async fn a_desk_pulls_its_own_offices_feed_only() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    for feed in ["office:elsewhere", "department:vh-xh"] {
        assert_eq!(
            desk.pull(feed, 0, 0).await.fault(403).code,
            "not_allowed",
            "{feed}"
        );
    }
    for feed in ["office:", "desk:1", "", "%00"] {
        assert_eq!(
            desk.pull(feed, 0, 0).await.fault(400).code,
            "bad_request",
            "{feed}"
        );
    }
    for query in [
        "",
        "?feed=catalogue",
        "?feed=catalogue&after=-1&limit=1&wait=0",
    ] {
        let told = desk.get(&format!("/v1/pull{query}")).await.fault(400);
        assert_eq!(told.code, "bad_request", "{query}");
    }
}

fn check<T: DeserializeOwned>(desk: &Desk, signed: &Signed<T>) -> T {
    let key = hex::decode(&desk.enrolled.centre_key).expect("a key");
    let message = published_message(signed.version, &signed.json);
    assert!(
        keys::verifies(&key, &message, &signed.signature),
        "signed by the centre"
    );
    serde_json::from_str(&signed.json).expect("reads")
}

#[tokio::test]
async fn catalogue_and_policy_come_signed_and_only_when_newer() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let path = |c: u32, p: u32| format!("/v1/published?after_catalogue={c}&after_policy={p}");
    let all: PublishedReply = desk.get(&path(0, 0)).await.json();
    let (catalogue, policy) = (all.catalogue.expect("new"), all.policy.expect("new"));
    let read: Catalogue = check(&desk, &catalogue);
    assert!(
        read.procedures.len() >= 30,
        "the seed: {}",
        read.procedures.len()
    );
    let read: Policy = check(&desk, &policy);
    assert_eq!(read.office.id, fixture::office(), "the desk's own office");
    assert_eq!(read.rules.version, policy.version, "events pin this number");
    assert_eq!(
        (read.officers.len(), read.departments.len(), read.demo),
        (4, 3, true),
        "the demo"
    );
    let key = hex::encode(desk.key.verifying_key().as_bytes());
    assert!(
        read.desks
            .iter()
            .any(|d| d.key == key && d.label == "Quầy 1"),
        "this desk's key"
    );
    let none: PublishedReply = desk
        .get(&path(catalogue.version, policy.version))
        .await
        .json();
    assert!(
        none.catalogue.is_none() && none.policy.is_none(),
        "nothing newer"
    );
    let waiting: PullReply = desk.pull("policy", 0, 0).await.json();
    assert_eq!(
        waiting.next,
        u64::from(policy.version),
        "its feed carries the version"
    );
    centre.desk().await;
    let newer: PublishedReply = desk
        .get(&path(catalogue.version, policy.version))
        .await
        .json();
    let newer = newer.policy.expect("another desk enrolled");
    assert_eq!(newer.version, policy.version + 1, "one more");
    assert_eq!(
        check::<Policy>(&desk, &newer).desks.len(),
        2,
        "with both keys"
    );
}

#[tokio::test]
async fn leases_are_signed_disjoint_and_the_same_when_asked_again() {
    let centre = Centre::new().await;
    let (one, two) = (centre.desk().await, centre.desk().await);
    let wish = |day: domain::time::CivilDate| {
        json!([
            { "agency": fixture::AGENCY, "day": day, "want": 20, "reserve": false },
            { "agency": fixture::AGENCY, "day": day, "want": 40, "reserve": true },
        ])
    };
    let today = wish(fixture::day());
    let first: Vec<Lease> = one.post("/v1/lease", &today).await.json();
    let again: Vec<Lease> = one.post("/v1/lease", &today).await.json();
    assert_eq!(first, again, "a lost answer burns nothing");
    let other: Vec<Lease> = two.post("/v1/lease", &today).await.json();
    assert_eq!(
        (other[0].from, other[1].from),
        (21, 5040),
        "after the first desk's"
    );
    let key = hex::decode(&one.enrolled.centre_key).expect("a key");
    for lease in first.iter().chain(&other) {
        assert!(
            keys::verifies(&key, &lease_message(lease), &lease.signature),
            "signed"
        );
    }
    let mut longer = first[0].clone();
    longer.to += 1;
    assert!(
        !keys::verifies(&key, &lease_message(&longer), &longer.signature),
        "and sealed"
    );
    for (days, status) in [(-22, 400), (-21, 200), (5, 200), (22, 400)] {
        let asked = one
            .post("/v1/lease", &wish(fixture::day().plus_days(days)))
            .await;
        assert_eq!(asked.status.as_u16(), status, "{days} days from today");
    }
    let many = vec![today[0].clone(); 101];
    assert_eq!(
        one.post("/v1/lease", &json!(many)).await.fault(400).code,
        "bad_request",
        "many"
    );
    let back = json!([{ "lease": other[0].id, "from": 25 }]);
    for (desk, taken) in [(&one, 0), (&two, 1), (&two, 0)] {
        let reply: ReturnReply = desk.post("/v1/lease/return", &back).await.json();
        assert_eq!(reply.taken.len(), taken, "its own desk, once");
    }
    let many = vec![back[0].clone(); 101];
    let refused = one.post("/v1/lease/return", &json!(many)).await;
    assert_eq!(refused.fault(400).code, "bad_request", "many");
}

#[tokio::test]
async fn a_waiting_pull_hears_of_a_refusal_only_if_it_says_how_far_it_was_told() {
    let centre = Centre::new().await;
    let (desk, other) = (centre.desk().await, centre.desk().await);
    let mut journal = Journal::new(desk.id);
    let event = journal.act(fixture::dossier_id(), &json!({ "kind": "unknown" }));
    let issues = desk.pushed(&journal.whole()).await.issues;
    assert_eq!(issues.len(), 1, "held");
    let lead = fixture::lead();
    let waiting = format!("/v1/pull?feed={}&after=0&limit=500&wait=25&told=0", home());
    let begun = tokio::time::Instant::now();
    let (page, ()) = tokio::join!(desk.get(&waiting), async {
        other.pull(&home(), 0, 0).await;
        let store = &centre.running.centre.store;
        let by = Ruler::new(lead, "vì thế", fixture::morning()).expect("a reason");
        let ruled = store.rule(event, RulingKind::Refused, by).await;
        assert_eq!(ruled.expect("answers"), Ruled::Done { effects: 0 }, "never");
    });
    let page: PullReply = page.json();
    assert_eq!((page.told, page.next), (Some(1), 0), "there is something");
    assert!(begun.elapsed() < Duration::from_secs(5), "at once");
    let own = format!("desk:{}", desk.id);
    let told: PullReply = desk.pull(&own, 0, 0).await.json();
    assert_eq!((told.next, told.more), (1, false), "all of it");
    assert_eq!(told.rulings[0].event, event, "which");
    let again: PullReply = desk.pull(&own, 1, 0).await.json();
    assert!(again.rulings.is_empty() && again.next == 1, "nothing more");

    let older = desk.pull(&home(), 0, 0).await;
    let text = String::from_utf8(older.body.to_vec()).expect("text");
    let is_new = text.contains("told") || text.contains("rulings");
    assert!(!is_new, "an older desk gets what it always got: {text}");
    let met = other.pull(&own, 0, 0).await.fault(403);
    assert_eq!(met.code, "not_allowed", "another desk's");
}
