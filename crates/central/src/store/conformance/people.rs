//! Kinds of data, desks, officers, sessions.

use std::sync::{Arc, Mutex};

use domain::ids::{DeskId, OfficerId};
use domain::time::Timestamp;
use protocol::wire::Role;

use super::{World, digest, elsewhere, enrolment, now, without_passwords};
use crate::admit::PushOutcome;
use crate::fixture::{self, Journal, received};
use crate::store::{
    Caller, DataKind, DeskStanding, NewSession, OpenedSession, PolicyParts, Revocation,
    SessionProof, SignIn, SignInName, Signer,
};

pub(super) async fn data_are_of_one_kind_for_ever(world: World) {
    let kind = world
        .store
        .claim_kind(DataKind::Real)
        .await
        .expect("answers");
    assert_eq!(kind, DataKind::Demo, "what it was first");
    for (said, kept) in [("first", "first"), ("second", "first")] {
        let keys = world.store.claim_keys(said.into()).await;
        assert_eq!(keys.expect("answers"), kept, "keys are those of the first");
    }
    let offices = world.store.offices().await.expect("answers");
    assert_eq!(offices, [elsewhere(), fixture::office()], "both offices");
}

pub(super) async fn a_code_enrols_one_desk_and_the_same_key_is_the_same_desk(world: World) {
    assert!(world.code("once", &fixture::office(), false).await, "kept");
    let unknown = domain::ids::OfficeId::parse("nowhere").expect("a name");
    assert!(
        !world.code("nowhere", &unknown, false).await,
        "no such office"
    );
    let enrol = async |wish| world.store.enrol(wish).await.expect("answers");
    let first = enrol(enrolment("once", 1)).await.expect("enrolled");
    assert_eq!(
        (first.incarnation, first.agency.as_str()),
        (1, fixture::AGENCY),
        "told"
    );
    let again = enrol(enrolment("once", 1)).await.expect("a lost answer");
    assert_eq!(again.desk, first.desk, "the same key is the same desk");
    assert!(
        enrol(enrolment("once", 2)).await.is_none(),
        "the code is spent"
    );
    assert!(enrol(enrolment("never", 3)).await.is_none(), "no such code");
    assert!(world.code("late", &fixture::office(), false).await, "kept");
    let mut late = enrolment("late", 4);
    late.now = now().plus_ms(1001);
    assert!(enrol(late).await.is_none(), "the code is too old");
    assert!(
        enrol(enrolment("late", 1)).await.is_none(),
        "a key enrols once, by one code"
    );
    world
        .store
        .revoke(Revocation::Desk(first.desk), now())
        .await
        .expect("answers");
    assert!(
        enrol(enrolment("once", 1)).await.is_none(),
        "a revoked desk does not come back"
    );
}

pub(super) async fn a_desk_whose_secrets_are_lost_stays_itself_under_a_new_key(world: World) {
    assert!(world.code("once", &fixture::office(), false).await, "kept");
    let enrol = async |wish| world.store.enrol(wish).await.expect("answers");
    let first = enrol(enrolment("once", 1)).await.expect("enrolled");
    assert!(!first.recovers, "a new desk has nothing to recover");
    let opened = open(&world, first.desk, ("token", now()), by_password()).await;
    assert!(opened.is_some(), "a session that brings the sealed key");

    world.code_again("lost", first.desk).await;
    let again = enrol(enrolment("lost", 2)).await.expect("taken again");
    assert_eq!(again.desk, first.desk, "the same desk");
    assert!(again.recovers, "whose database key is here");
    let caller = who(&world, "token", now()).await;
    assert!(caller.is_none(), "what the old key opened has ended");
    let repeated = enrol(enrolment("lost", 2)).await.expect("a lost answer");
    assert!(repeated.recovers, "is told the same");
    assert!(enrol(enrolment("lost", 3)).await.is_none(), "spent");
    assert!(enrol(enrolment("once", 1)).await.is_none(), "no way back");
    let held = world.store.desk(first.desk).await.expect("answers");
    assert_eq!(held.expect("a desk").key, [2; 32], "the new key counts");
    let keys: Vec<String> = [2, 1].map(|key: u8| crate::hex::encode(&[key; 32])).into();
    let told = told_keys(&world).await;
    assert_eq!(told, keys, "what the old one signed is proved all the same");

    world.code_again("late", first.desk).await;
    let revoked = Revocation::Desk(first.desk);
    world.store.revoke(revoked, now()).await.expect("answers");
    assert!(
        enrol(enrolment("late", 4)).await.is_none(),
        "a revoked desk does not come back"
    );
}

pub(super) async fn a_reusable_code_replaces_the_last_one(world: World) {
    assert!(world.code("monday", &fixture::office(), true).await, "kept");
    for key in [1, 2] {
        let desk = world
            .store
            .enrol(enrolment("monday", key))
            .await
            .expect("answers");
        assert!(desk.is_some(), "any number of desks");
    }
    assert!(
        world.code("tuesday", &fixture::office(), true).await,
        "kept"
    );
    let old = world
        .store
        .enrol(enrolment("monday", 3))
        .await
        .expect("answers");
    assert!(old.is_none(), "yesterday's code is gone");
}

pub(super) async fn five_wrong_passwords_lock_and_a_right_one_clears(world: World) {
    let desk = world.desk().await;
    let who = || SignInName {
        office: fixture::office(),
        officer: fixture::officer(),
    };
    let attempt = async |at| world.store.begin_sign_in(who(), at).await.expect("answers");
    for before in 0..3 {
        let SignIn::Check { failures, .. } = attempt(now()).await else {
            panic!("not locked")
        };
        assert_eq!(failures, before, "attempts count before they are checked");
    }
    world.caller(desk).await;
    for before in 0..5 {
        let SignIn::Check { failures, .. } = attempt(now()).await else {
            panic!("not locked")
        };
        assert_eq!(failures, before, "a success had cleared the count");
    }
    let until = now().plus_ms(15 * 60 * 1000);
    assert_eq!(
        attempt(now()).await,
        SignIn::Locked { until },
        "a quarter of an hour"
    );
    let after = attempt(until).await;
    assert!(
        matches!(after, SignIn::Check { failures: 0, .. }),
        "then it begins again: {after:?}"
    );
    let stranger = SignInName {
        office: elsewhere(),
        officer: fixture::officer(),
    };
    let met = world
        .store
        .begin_sign_in(stranger, now())
        .await
        .expect("answers");
    assert_eq!(met, SignIn::Unknown, "an officer belongs to one office");
    let whom = Revocation::Officer(fixture::officer());
    assert!(
        world.store.revoke(whom, now()).await.expect("answers"),
        "known"
    );
    assert_eq!(attempt(until).await, SignIn::Revoked, "out of service");
}

pub(super) async fn a_role_away_from_the_counter_ends_what_the_officer_records(world: World) {
    let give = async |role, at| {
        let mut site = without_passwords(crate::demo::site().expect("the demo's site reads"));
        for (officer, _) in &mut site.officers {
            officer.role = role;
        }
        world.store.apply_site(site, at).await.expect("kept");
    };
    let refused = async |journal: &Journal| {
        let issues = world.admitted(journal).await.issues;
        issues.iter().any(|issue| issue.code == "not_allowed")
    };
    let mut journal = Journal::new(world.desk().await);
    let dossier = fixture::dossier_id();
    journal.act(dossier, &received(1, &[]));
    give(Role::Auditor, now().plus_ms(1)).await;
    give(Role::Department, now().plus_ms(5)).await;
    assert!(
        !refused(&journal).await,
        "what was received before stands, however late it comes"
    );
    let mut late = Journal::new(world.desk().await);
    late.act(fixture::dossier_id(), &received(2, &[]));
    give(Role::Lead, now()).await;
    assert!(!refused(&late).await, "a lead acts at the counter");
    give(Role::Auditor, now()).await;
    journal.act(dossier, &fixture::paid());
    assert!(refused(&journal).await, "an auditor records nothing");
}

pub(super) async fn a_nonce_is_used_once_by_its_desk_within_its_time(world: World) {
    let (one, two) = (world.desk().await, world.desk().await);
    let until = now().plus_ms(60_000);
    let add = async |desk, nonce: &str| {
        world
            .store
            .add_challenge(desk, digest(nonce), until, now())
            .await
            .expect("answers")
    };
    let take = async |desk, nonce: &str, at| {
        world
            .store
            .take_challenge(desk, digest(nonce), at)
            .await
            .expect("answers")
    };
    assert!(add(one, "a").await && add(one, "b").await, "kept");
    let stranger = DeskId(uuid::Uuid::now_v7());
    assert!(!add(stranger, "c").await, "an unknown desk gets none");
    assert!(!take(two, "a", now()).await, "not another desk's");
    assert!(take(one, "a", now()).await, "once");
    assert!(!take(one, "a", now()).await, "not twice");
    assert!(!take(one, "b", until.plus_ms(1)).await, "not too late");
    let nonces: Vec<_> = (0..20).map(|number| format!("n{number}")).collect();
    for nonce in &nonces {
        assert!(add(two, nonce).await, "kept");
    }
    assert!(
        take(two, "n19", now()).await,
        "the newest is there, however many were asked for"
    );
}

/// Opens what `proof` allows, for a second from `at`.
async fn open(
    world: &World,
    desk: DeskId,
    (token, at): (&str, Timestamp),
    proof: SessionProof,
) -> Option<OpenedSession> {
    let session = NewSession {
        token: digest(token),
        desk,
        incarnation: 1,
        officer: fixture::officer(),
        sealed_key: matches!(proof, SessionProof::Password(..)).then(|| b"sealed".to_vec()),
        proof,
        until: at.plus_ms(1000),
        now: at,
    };
    world.store.open_session(session).await.expect("answers")
}

/// Keys of the office's desks, as the policy tells them.
async fn told_keys(world: &World) -> Vec<String> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let hear = Arc::clone(&told);
    let edit = Box::new(move |parts: PolicyParts, _: Option<String>, _: u32| {
        let keys = parts.desks.into_iter().map(|desk| desk.key);
        *hear.lock().expect("whole") = keys.collect();
        None
    });
    let signer: Signer = Arc::new(|_: &[u8]| String::new());
    let asked = world
        .store
        .publish_policy(fixture::office(), edit, signer)
        .await;
    asked.expect("answers");
    std::mem::take(&mut *told.lock().expect("whole"))
}

async fn who(world: &World, token: &str, at: Timestamp) -> Option<Caller> {
    let caller = world.store.caller(digest(token), at);
    caller.await.expect("answers")
}

fn by_password() -> SessionProof {
    SessionProof::Password(digest("refresh"), now().plus_ms(60_000))
}

pub(super) async fn a_session_ends_with_its_time_and_knows_the_journal(world: World) {
    let desk = world.desk().await;
    let mut journal = Journal::new(desk);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    world.admitted(&journal).await;
    let opened = open(&world, desk, ("t1", now()), by_password()).await;
    let opened = opened.expect("opened");
    let stands = (opened.acked, opened.head);
    assert_eq!(stands, (1, journal.head()), "where the journal stands");
    let sealed = opened.sealed_key.as_deref();
    assert_eq!(sealed, Some(b"sealed".as_slice()), "the key it just kept");
    let (last, over) = (now().plus_ms(1000), now().plus_ms(1001));
    assert!(who(&world, "t1", last).await.is_some(), "alive to its end");
    assert!(who(&world, "t1", over).await.is_none(), "dead after it");
    assert!(who(&world, "t9", now()).await.is_none(), "no such token");
}

pub(super) async fn a_session_is_renewed_by_its_secret_unless_the_officer_left(world: World) {
    let desk = world.desk().await;
    open(&world, desk, ("t1", now()), by_password())
        .await
        .expect("opened");
    let later = now().plus_ms(1001);
    let renew = async |token: &str, secret: &str| {
        let proof = SessionProof::Refresh(digest(secret));
        open(&world, desk, (token, later), proof).await
    };
    let renewed = renew("t2", "refresh").await.expect("renewed");
    let sealed = renewed.sealed_key.as_deref();
    assert_eq!(sealed, Some(b"sealed".as_slice()), "keys are kept");
    assert!(renew("t3", "guess").await.is_none(), "a guess");
    let other = world.desk().await;
    let proof = SessionProof::Refresh(digest("refresh"));
    let stolen = open(&world, other, ("t4", later), proof).await;
    assert!(stolen.is_none(), "the secret is another desk's");
    let whom = Revocation::Officer(fixture::officer());
    world.store.revoke(whom, later).await.expect("answers");
    assert!(renew("t5", "refresh").await.is_none(), "the officer left");
    let caller = who(&world, "t2", later).await.expect("the token lives");
    assert!(caller.officer_revoked, "but says so");
    let ordered = async |desk| world.store.wipe_ordered(desk).await.expect("answers");
    assert_eq!(ordered(desk).await, None, "nobody ordered it");
    for at in [later, later.plus_ms(1)] {
        let whom = Revocation::AndWipe(desk);
        assert!(
            world.store.revoke(whom, at).await.expect("answers"),
            "known"
        );
    }
    assert_eq!(
        ordered(desk).await,
        Some(later),
        "since it was ordered first"
    );
    assert_eq!(
        world.standing(desk).await,
        DeskStanding::Revoked,
        "and out of service"
    );
    let nobody = Revocation::Officer(OfficerId::parse("nobody").expect("a name"));
    let known = world.store.revoke(nobody, later).await.expect("answers");
    assert!(!known, "nobody of that name");
}

pub(super) async fn a_new_incarnation_thaws_and_keeps_the_token(world: World) {
    let desk = world.desk().await;
    let mut journal = Journal::new(desk);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    let mut twin = journal.clone();
    world.admitted(&journal).await;
    twin.events.clear();
    twin.heads.clear();
    twin.act(fixture::dossier_id(), &received(2, &[]));
    let fork = world.push(twin.whole(), desk).await;
    assert!(
        matches!(fork, PushOutcome::Fork { .. }),
        "two histories: {fork:?}"
    );
    assert_eq!(world.standing(desk).await, DeskStanding::Frozen, "frozen");
    let counter = world.caller(desk).await;
    for reason in ["", "hai bản cùng làm việc"] {
        let given = world
            .store
            .new_incarnation(counter.clone(), reason.to_owned(), now());
        let given = given.await.expect("answers");
        assert_eq!(given, None, "the counter does not decide over a fork");
    }
    assert_eq!(world.standing(desk).await, DeskStanding::Frozen, "still");
    let caller = Caller {
        role: Role::Lead,
        ..counter
    };
    let why = "máy cũ bật lại".to_owned();
    let next = world
        .store
        .new_incarnation(caller.clone(), why.clone(), now())
        .await
        .expect("answers")
        .expect("the lead decides");
    let thaws = world.store.thaws(10).await.expect("answers");
    let kept = thaws
        .iter()
        .map(|thaw| (thaw.desk, thaw.incarnation, &thaw.reason));
    assert_eq!(
        kept.collect::<Vec<_>>(),
        [(desk, 2, &why)],
        "kept with its reason"
    );
    let again = world
        .store
        .caller(caller.token, now())
        .await
        .expect("answers")
        .expect("lives");
    assert_eq!(
        (next, again.incarnation, again.session_incarnation),
        (2, 2, 2),
        "goes on under 2"
    );
    assert_eq!(
        world.standing(desk).await,
        DeskStanding::InService,
        "thawed"
    );
    let mut second = Journal::life(desk, 2);
    second.act(fixture::dossier_id(), &received(3, &[]));
    assert_eq!(
        world.admitted(&second).await.acked,
        1,
        "a new life begins at 1"
    );
}
