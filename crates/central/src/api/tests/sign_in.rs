//! Enrolment, sessions, passwords, revocation.

use super::*;
use crate::keys::tests::seal;
use crate::store::Revocation;

#[tokio::test]
async fn an_enrolment_code_is_good_once_and_a_lost_answer_is_answered_again() {
    let centre = Centre::new().await;
    let code = centre.running.enrol_code().await.expect("a code");
    let key = keys::random().expect("random");
    let first = Desk::try_enrol(&code, key).await.expect("enrolled");
    let again = Desk::try_enrol(&code, key).await.expect("answered again");
    assert_eq!(first.id, again.id, "the same desk");
    let other = keys::random().expect("random");
    let refused = Desk::try_enrol(&code, other).await.err().expect("refused");
    assert_eq!(refused.code, "not_found", "the code is spent");
    assert_eq!(
        first.enrolled.agency.as_str(),
        fixture::AGENCY,
        "agency of the office"
    );
    let weak = json!({ "secret": "x", "desk_key": "00".repeat(32), "machine": "", "label": "" });
    assert_eq!(
        first.post("/v1/enrol", &weak).await.fault(400).code,
        "bad_request",
        "no key"
    );
}

#[tokio::test]
async fn a_right_password_opens_and_the_refresh_secret_renews() {
    let centre = Centre::new().await;
    let mut desk = centre.desk().await;
    let opened = desk.sign_in().await;
    assert_eq!(opened.officer_name, "Nguyễn Thị Hương", "who signed in");
    assert_eq!(opened.server_time, fixture::morning(), "the centre's time");
    assert_eq!(
        opened.expires,
        fixture::morning().plus_ms(15 * 60 * 1000),
        "a quarter of an hour"
    );
    assert_eq!(opened.database_key, None, "none was ever sealed");
    centre.clock.advance_secs(15 * 60 + 1);
    assert_eq!(
        desk.pull(&home(), 0, 0).await.fault(401).code,
        "unauthorised",
        "it ended"
    );
    let renew = |body: &mut Value| {
        body["password"] = json!("");
        body["refresh"] = json!(opened.refresh);
    };
    let renewed: SessionReply = desk.session(renew).await.json();
    desk.token = renewed.token;
    assert!(
        desk.pull(&home(), 0, 0).await.status.is_success(),
        "and goes on"
    );
    let guess = |body: &mut Value| {
        body["password"] = json!("");
        body["refresh"] = json!("00".repeat(32));
    };
    assert_eq!(
        desk.session(guess).await.fault(401).code,
        "unauthorised",
        "a guess"
    );
}

#[tokio::test]
async fn the_sealed_database_key_comes_back_to_desk_and_officer_with_the_password_only() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let sealed = hex::encode(&seal(&desk.enrolled.seal_key, &[9; 32]));
    let keep = |body: &mut Value| body["sealed_key"] = json!(sealed);
    let opened: SessionReply = desk.session(keep).await.json();
    assert_eq!(
        opened.database_key,
        Some("09".repeat(32)),
        "kept and opened"
    );
    let as_lead = |body: &mut Value| {
        body["officer"] = json!("pt.lan");
        body["password"] = json!("motcua-lan");
    };
    let opened: SessionReply = desk.session(as_lead).await.json();
    assert_eq!(
        opened.database_key,
        Some("09".repeat(32)),
        "for any officer of the desk"
    );
    let renew = |body: &mut Value| {
        body["officer"] = json!("pt.lan");
        body["password"] = json!("");
        body["refresh"] = json!(opened.refresh);
    };
    let renewed: SessionReply = desk.session(renew).await.json();
    assert_eq!(renewed.database_key, None, "not without a password");
    let other = centre.desk().await;
    let stranger: SessionReply = other.session(|_| ()).await.json();
    assert_eq!(stranger.database_key, None, "not to another desk");
    let spoil = |body: &mut Value| body["sealed_key"] = json!("00".repeat(104));
    assert_eq!(
        desk.session(spoil).await.fault(400).code,
        "sealed_key",
        "would never open"
    );
}

#[tokio::test]
async fn only_the_desks_own_signature_over_a_fresh_nonce_counts() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let told = async |change: &dyn Fn(&mut Value)| desk.session(change).await.fault(401).code;
    assert_eq!(
        told(&|b| b["signature"] = json!("00".repeat(64))).await,
        "unauthorised",
        "forged"
    );
    assert_eq!(
        told(&|b| b["signature"] = json!("x")).await,
        "unauthorised",
        "no signature"
    );
    assert_eq!(
        told(&|b| b["nonce"] = json!("00".repeat(32))).await,
        "unauthorised",
        "no nonce"
    );
    let nonce: ChallengeReply = desk
        .post("/v1/challenge", &json!({ "desk": desk.id }))
        .await
        .json();
    let replay = |body: &mut Value| body["nonce"] = json!(nonce.nonce);
    assert!(desk.session(replay).await.status.is_success(), "once");
    assert_eq!(
        desk.session(replay).await.fault(401).code,
        "unauthorised",
        "not twice"
    );
    let future = |body: &mut Value| body["incarnation"] = json!(2);
    assert_eq!(
        desk.session(future).await.fault(401).code,
        "unauthorised",
        "signed for another"
    );
    let unknown = json!({ "desk": uuid::Uuid::now_v7() });
    assert_eq!(
        desk.post("/v1/challenge", &unknown).await.fault(404).code,
        "not_found",
        "unknown"
    );
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_officer_for_a_quarter_of_an_hour_and_no_one_else() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let wrong = |body: &mut Value| body["password"] = json!("sai");
    let begun = tokio::time::Instant::now();
    for _ in 0..5 {
        assert_eq!(
            desk.session(wrong).await.fault(401).code,
            "wrong_password",
            "wrong"
        );
    }
    assert!(
        begun.elapsed().as_millis() >= 1500,
        "each failure makes the next one slower"
    );
    let locked = desk.session(|_| ()).await;
    assert_eq!(locked.header("retry-after"), "901", "also as a header");
    let locked = locked.fault(429);
    assert_eq!(
        (locked.code.as_str(), locked.retry_after),
        ("locked", Some(901)),
        "even if right"
    );
    let as_lead = |body: &mut Value| {
        body["officer"] = json!("pt.lan");
        body["password"] = json!("motcua-lan");
    };
    assert!(
        desk.session(as_lead).await.status.is_success(),
        "a colleague is not locked"
    );
    let nobody = |body: &mut Value| body["officer"] = json!("nobody");
    assert_eq!(
        desk.session(nobody).await.fault(401).code,
        "wrong_password",
        "tells nothing"
    );
    centre.clock.advance_secs(15 * 60 + 1);
    assert!(
        desk.session(|_| ()).await.status.is_success(),
        "the lock has ended"
    );
}

#[tokio::test]
async fn passwords_tried_at_once_count_all_the_same() {
    let centre = Centre::new().await;
    let desk = Arc::new(centre.desk().await);
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let desk = Arc::clone(&desk);
        tries.spawn(async move {
            desk.session(|body| body["password"] = json!("sai"))
                .await
                .status
                .as_u16()
        });
    }
    let mut codes = tries.join_all().await;
    codes.sort_unstable();
    assert_eq!(
        codes,
        [&[401; 5][..], &[429; 7][..]].concat(),
        "five guesses, no more"
    );
}

#[tokio::test]
async fn who_is_revoked_is_told_so_and_a_revoked_desk_can_still_hand_over_its_events() {
    let centre = Centre::new().await;
    let (desk, other) = (centre.desk().await, centre.desk().await);
    let store = &centre.running.centre.store;
    store
        .revoke(Revocation::Desk(desk.id), fixture::morning())
        .await
        .expect("answers");
    assert_eq!(
        desk.pull(&home(), 0, 0).await.fault(403).code,
        "revoked",
        "no feed"
    );
    assert_eq!(
        desk.post("/v1/lease", &json!([])).await.fault(403).code,
        "revoked",
        "no numbers"
    );
    let mut journal = fixture::Journal::new(desk.id);
    journal.act(fixture::dossier_id(), &fixture::received(1, &[]));
    let aside = desk.push(&journal.whole()).await;
    assert_eq!(
        aside.status,
        StatusCode::ACCEPTED,
        "set aside, not thrown away"
    );
    let standing: PushReply = aside.json();
    assert_eq!(standing.acked, 1, "and need not come again");
    let begun = desk.post("/v1/incarnation", &json!({})).await;
    assert!(
        begun.status.is_success(),
        "a life for what an older copy of it recorded"
    );
    let whom = Revocation::Officer(fixture::officer());
    store
        .revoke(whom, fixture::morning())
        .await
        .expect("answers");
    assert_eq!(
        other.pull(&home(), 0, 0).await.fault(403).code,
        "officer_revoked",
        "a living token"
    );
    assert_eq!(
        other.session(|_| ()).await.fault(403).code,
        "officer_revoked",
        "a new one"
    );
}

#[tokio::test]
async fn a_desk_that_is_to_be_wiped_is_told_so_with_a_signature_over_desk_life_and_time() {
    let centre = Centre::new().await;
    let (desk, other) = (centre.desk().await, centre.desk().await);
    let store = &centre.running.centre.store;
    for whom in [Revocation::AndWipe(desk.id), Revocation::Desk(other.id)] {
        let revoked = store.revoke(whom, fixture::morning()).await;
        assert!(revoked.expect("answers"), "a desk of the office");
    }
    let told = desk.get("/v1/published").await.fault(403);
    let order = told.wipe.expect("the order");
    assert_eq!(
        (told.code.as_str(), order.desk, order.incarnation, order.at),
        ("revoked", desk.id, 1, fixture::morning()),
        "which desk, which life, since when"
    );
    let key: [u8; 32] = hex::decode_array(&desk.enrolled.centre_key).expect("a key");
    let message = protocol::wire::wipe_message(desk.id, 1, fixture::morning());
    assert!(
        keys::verifies(&key, &message, &order.signature),
        "as the centre signs"
    );
    let told = other.get("/v1/published").await.fault(403);
    assert_eq!(
        told.wipe, None,
        "one that is only out of service keeps its data"
    );
}

#[tokio::test]
async fn a_new_incarnation_goes_on_with_the_same_token() {
    let centre = Centre::new().await;
    let mut desk = centre.desk().await;
    let raised: Value = desk.post("/v1/incarnation", &json!({})).await.json();
    assert_eq!(raised["incarnation"], 2, "the second life");
    let wish =
        json!([{ "agency": fixture::AGENCY, "day": fixture::day(), "want": 5, "reserve": false }]);
    let leases: Vec<protocol::wire::Lease> = desk.post("/v1/lease", &wish).await.json();
    assert_eq!(leases[0].incarnation, 2, "bound to the new life");
    let old = desk.sign_in().await;
    assert_eq!(old.incarnation, 2, "a desk that still says 1 is told");
    assert_eq!(
        desk.post("/v1/lease", &wish).await.fault(409).code,
        "old_incarnation",
        "not for 1"
    );
}
