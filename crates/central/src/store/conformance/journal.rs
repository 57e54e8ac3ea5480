//! Pushes and feeds.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::dossier::{EventBody, fold};
use domain::ids::OfficerId;
use serde_json::json;
use uuid::Uuid;

use super::{World, elsewhere, now};
use crate::admit::{Feed, Push, PushOutcome};
use crate::fixture::{self, Journal, received};
use crate::store::{CentralStore, LifeMark, PageWish, Released, Revocation, Ruler};
use protocol::wire::FeedEvent;

pub(super) fn home() -> Feed {
    Feed::Office(fixture::office())
}

pub(super) async fn all(store: &Arc<dyn CentralStore>, feed: Feed) -> Vec<FeedEvent> {
    let mut events: Vec<FeedEvent> = Vec::new();
    loop {
        let after = events.last().map_or(0, |event| event.position);
        let wish = PageWish {
            after,
            limit: 100,
            bytes_max: 1 << 20,
        };
        let page = store.feed_page(feed.clone(), wish).await.expect("answers");
        events.extend(page.events);
        if !page.more {
            return events;
        }
    }
}

fn lead() -> Ruler {
    let login = OfficerId::parse("pt.lan").expect("a name");
    Ruler::new(login, "đã hỏi", now()).expect("a reason")
}

fn assert_gapless(events: &[FeedEvent]) {
    let positions: Vec<_> = events.iter().map(|event| event.position).collect();
    let expected: Vec<_> = (1..=events.len() as u64).collect();
    assert_eq!(positions, expected, "a cursor never skips");
}

pub(super) async fn events_come_out_of_the_feed_as_they_went_in(world: World) {
    let mut journal = Journal::new(world.desk().await);
    let dossier = fixture::dossier_id();
    journal.act(dossier, &received(1, &[]));
    journal.append(
        domain::ids::EventId(Uuid::now_v7()),
        0,
        dossier,
        "{ \"amount\":\t12000,\"method\":\"ti\\u1ec1n m\u{1eb7}t\", \"kind\":\"paid\"}".into(),
    );
    let standing = world.admitted(&journal).await;
    assert_eq!(
        (standing.acked, standing.head),
        (2, journal.head()),
        "held to the end"
    );
    let events = all(&world.store, home()).await;
    for (event, sent) in events.iter().zip(&journal.events) {
        assert_eq!(event.event.envelope, sent.envelope, "the envelope");
        assert_eq!(
            event.event.body.get(),
            sent.body.get(),
            "the body, byte for byte"
        );
    }
    assert_gapless(&events);
    assert_eq!(events.len(), 2, "both");
}

pub(super) async fn a_repeated_push_is_counted_and_told_its_issues_again(world: World) {
    let mut journal = Journal::new(world.desk().await);
    let bad = journal.act(fixture::dossier_id(), &json!({ "kind": "unknown" }));
    journal.act(fixture::dossier_id(), &received(1, &[]));
    let first = world.admitted(&journal).await;
    let again = world.admitted(&journal).await;
    assert_eq!(
        (first.duplicates, again.duplicates),
        (0, 2),
        "the second time they are known"
    );
    assert_eq!(first.issues, again.issues, "a lost answer loses no issue");
    assert_eq!(
        (first.issues[0].event, first.issues[0].code.as_str()),
        (bad, "unreadable"),
        "told"
    );
    assert_eq!(
        first.issues[1].code, "code_not_leased",
        "nobody leased number 1"
    );
    assert!(
        first.changed && !again.changed,
        "only the first changed anything"
    );
    let empty = world.push(journal.piece(0, 0), journal.desk).await;
    let PushOutcome::Admitted(empty) = empty else {
        panic!("an empty push asks where one stands")
    };
    assert_eq!((empty.acked, empty.head), (2, journal.head()), "here");
    assert_eq!(
        all(&world.store, home()).await.len(),
        1,
        "the unreadable one is in no feed"
    );
}

pub(super) async fn a_gap_and_a_fork_write_nothing_and_the_fork_freezes(world: World) {
    let mut journal = Journal::new(world.desk().await);
    let dossier = fixture::dossier_id();
    journal.act(dossier, &received(1, &[]));
    let mut twin = journal.clone();
    journal.act(dossier, &fixture::paid());
    twin.act(dossier, &fixture::started());
    let gap = world.push(journal.piece(1, 2), journal.desk).await;
    assert!(
        matches!(gap, PushOutcome::Gap { expected: 1 }),
        "the first is missing: {gap:?}"
    );
    world.admitted(&journal).await;
    let fork = world.push(twin.piece(1, 2), journal.desk).await;
    let PushOutcome::Fork { head } = fork else {
        panic!("another second event: {fork:?}")
    };
    assert_eq!(head, journal.head(), "what is held");
    let frozen = world.push(journal.whole(), journal.desk).await;
    assert!(
        matches!(frozen, PushOutcome::Frozen),
        "both histories wait for a person: {frozen:?}"
    );
    assert_eq!(
        all(&world.store, home()).await.len(),
        2,
        "nothing of the twin came in"
    );
    let nobody = Journal::new(domain::ids::DeskId(Uuid::now_v7()));
    let met = world.push(nobody.whole(), nobody.desk).await;
    assert!(
        matches!(met, PushOutcome::UnknownDesk),
        "no such desk: {met:?}"
    );
}

pub(super) async fn a_revoked_desk_is_set_aside_each_event_once(world: World) {
    let mut journal = Journal::new(world.desk().await);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    let whom = Revocation::Desk(journal.desk);
    assert!(
        world.store.revoke(whom, now()).await.expect("answers"),
        "known"
    );
    for _ in 0..2 {
        let met = world.push(journal.whole(), journal.desk).await;
        let PushOutcome::Quarantined(standing) = met else {
            panic!("set aside: {met:?}")
        };
        assert_eq!(
            (standing.acked, standing.head),
            (1, journal.head()),
            "need not come again"
        );
    }
    assert!(
        all(&world.store, home()).await.is_empty(),
        "nothing took effect"
    );
}

pub(super) async fn a_poison_event_at_place_1_of_500_stops_none_of_the_499_behind_it(world: World) {
    let mut journal = Journal::new(world.desk().await);
    let dossier = fixture::dossier_id();
    let poison = journal.act(dossier, &json!({ "kind": "of a newer program" }));
    journal.act(dossier, &received(1, &[]));
    for _ in 0..498 {
        journal.act(dossier, &fixture::paid());
    }
    let standing = world.admitted(&journal).await;
    assert_eq!(standing.acked, 500, "the whole journal is held");
    let told = standing.issues.iter().find(|issue| issue.event == poison);
    assert_eq!(
        told.map(|issue| issue.code.as_str()),
        Some("unreadable"),
        "the desk is told which and why"
    );
    let events = all(&world.store, home()).await;
    assert_eq!(events.len(), 499, "all the others took effect");
    let waiting = world.store.quarantined(10).await.expect("answers");
    assert_eq!(
        (waiting.len(), waiting[0].seq, waiting[0].kind.as_str()),
        (1, 1, "of a newer program"),
        "and the administrator sees it"
    );
}

pub(super) async fn what_was_set_aside_is_listed_and_released_as_if_it_had_just_come(world: World) {
    let mut journal = Journal::new(world.desk().await);
    let dossier = fixture::dossier_id();
    journal.act(dossier, &received(1, &[]));
    world.admitted(&journal).await;
    let poison = journal.act(dossier, &json!({ "kind": "of a newer program" }));
    for _ in 0..600 {
        journal.act(dossier, &fixture::paid());
    }
    let nothing = world.store.release(journal.desk, lead()).await;
    assert_eq!(
        nothing.expect("answers"),
        Released::Nothing,
        "nothing waits yet"
    );
    let whom = Revocation::Desk(journal.desk);
    world.store.revoke(whom, now()).await.expect("answers");
    let late = world.push(journal.piece(400, 602), journal.desk).await;
    assert!(matches!(late, PushOutcome::Quarantined(_)), "{late:?}");
    let gap = world.store.release(journal.desk, lead()).await;
    assert_eq!(
        gap.expect("answers"),
        Released::Gap { expected: 2 },
        "what lies before it never came"
    );
    world.push(journal.piece(0, 400), journal.desk).await;
    let waiting = world.store.quarantined(1_000).await.expect("answers");
    assert_eq!(waiting.len(), 602, "each once, what is held already too");
    assert!(
        waiting.iter().all(|event| event.reason == "revoked_desk"),
        "with its reason"
    );
    let released = world.store.release(journal.desk, lead()).await;
    let expected = Released::Admitted {
        events: 601,
        issues: 1,
    };
    assert_eq!(released.expect("answers"), expected, "all, the poison held");
    assert_eq!(
        all(&world.store, home()).await.len(),
        601,
        "the reception and every payment"
    );
    let waiting = world.store.quarantined(1_000).await.expect("answers");
    assert_eq!(waiting.len(), 1, "only the poison still waits");
    assert_eq!(
        (waiting[0].seq, waiting[0].reason.as_str()),
        (2, "unreadable"),
        "{poison}"
    );
}

pub(super) async fn the_state_is_the_fold_of_the_feed(world: World) {
    let (desk, other) = (world.desk().await, world.desk().await);
    let (mut one, mut two) = (Journal::new(desk), Journal::new(other));
    let dossiers = [fixture::dossier_id(), fixture::dossier_id()];
    for (number, dossier) in (1..).zip(dossiers) {
        one.act(dossier, &received(number, &[]));
    }
    world.admitted(&one).await;
    for dossier in dossiers {
        two.act(dossier, &fixture::paid());
        one.act(dossier, &fixture::forwarded_to_department("vh-xh"));
    }
    world.admitted(&two).await;
    world.admitted(&one).await;
    let feed = all(&world.store, home()).await;
    let bodies: Vec<EventBody> = feed
        .iter()
        .map(|e| serde_json::from_str(e.event.body.get()).expect("reads"))
        .collect();
    for dossier in dossiers {
        let own = feed
            .iter()
            .zip(&bodies)
            .filter(|(e, _)| e.event.envelope.dossier == dossier);
        let folded = fold(dossier, own.map(|(e, body)| (&e.event.envelope, body)));
        let state = world
            .store
            .dossier(dossier)
            .await
            .expect("answers")
            .expect("known");
        assert_eq!(state, folded, "desk and centre hold the same");
        assert_eq!(state.events, 3, "all three events");
    }
    let nothing = world
        .store
        .dossier(fixture::dossier_id())
        .await
        .expect("answers");
    assert!(nothing.is_none(), "nobody received this one");
}

pub(super) async fn a_late_feed_gets_the_history_first(world: World) {
    let mut ours = Journal::new(world.desk().await);
    let mut theirs = Journal::new(world.desk_of(&elsewhere()).await);
    theirs.officer = OfficerId::parse("e.nt.huong").expect("a name");
    let (dossier, other) = (fixture::dossier_id(), fixture::dossier_id());
    theirs.act(dossier, &fixture::paid());
    assert_eq!(
        world.admitted(&theirs).await.issues[0].code,
        "unknown_dossier",
        "not yet"
    );
    ours.act(dossier, &received(1, &[]));
    ours.act(other, &received(2, &[]));
    world.admitted(&ours).await;
    ours.act(dossier, &fixture::forwarded_to_office("elsewhere"));
    ours.act(dossier, &fixture::forwarded_to_department("vh-xh"));
    world.admitted(&ours).await;
    theirs.act(dossier, &fixture::accepted_by_office("elsewhere"));
    let issues = world.admitted(&theirs).await.issues;
    assert_eq!(issues.len(), 1, "the acceptance is fine: {issues:?}");
    let away = all(&world.store, Feed::Office(elsewhere())).await;
    assert_gapless(&away);
    let sent = [
        &ours.events[0],
        &ours.events[2],
        &ours.events[3],
        &theirs.events[1],
    ];
    let expected: Vec<_> = sent.iter().map(|e| e.envelope.id).collect();
    let got: Vec<_> = away.iter().map(|e| e.event.envelope.id).collect();
    assert_eq!(
        got, expected,
        "that dossier from its beginning, the other not"
    );
    let department: Feed = "department:vh-xh".parse().expect("a feed");
    assert_eq!(
        all(&world.store, department).await.len(),
        4,
        "the department too"
    );
}

pub(super) async fn desks_at_once_leave_gapless_feeds(world: World) {
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..6 {
        let mut journal = Journal::new(world.desk().await);
        let store = Arc::clone(&world.store);
        tasks.spawn(async move {
            for round in 0..5 {
                journal.act(
                    fixture::dossier_id(),
                    &received(number * 10 + round + 1, &[]),
                );
                for _ in 0..2 {
                    let push = Push::read(journal.desk, journal.whole()).expect("a piece");
                    let met = store.push(push, now()).await.expect("answers");
                    assert!(matches!(met, PushOutcome::Admitted(_)), "{met:?}");
                }
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.expect("a desk's pushes");
    }
    let events = all(&world.store, home()).await;
    assert_eq!(events.len(), 30, "every event once");
    assert_gapless(&events);
}

pub(super) async fn a_dossier_received_at_two_desks_at_once_begins_once(world: World) {
    let (one, two) = (world.desk().await, world.desk().await);
    let (mut one, mut two) = (Journal::new(one), Journal::new(two));
    for round in 0..12 {
        let dossier = fixture::dossier_id();
        one.act(dossier, &received(2 * round + 1, &[]));
        two.act(dossier, &received(2 * round + 2, &[]));
        let (first, second) = tokio::join!(world.admitted(&one), world.admitted(&two));
        let told = first.issues.iter().chain(&second.issues);
        let twice = told
            .filter(|issue| issue.code == "already_received")
            .count();
        assert_eq!(twice, round as usize + 1, "in every round one of them");
        let feed = all(&world.store, home()).await;
        let own = feed.iter().filter(|e| e.event.envelope.dossier == dossier);
        assert_eq!(own.count(), 1, "one reception is in the feed");
        let state = world.store.dossier(dossier).await.expect("answers");
        assert_eq!(state.expect("known").events, 1, "and in the state");
    }
}

pub(super) async fn five_hundred_events_fit_one_push_and_pages_are_bounded(world: World) {
    let mut journal = Journal::new(world.desk().await);
    let dossier = fixture::dossier_id();
    journal.act(dossier, &received(1, &[]));
    for _ in 1..500 {
        journal.act(dossier, &fixture::paid());
    }
    assert_eq!(world.admitted(&journal).await.acked, 500, "one transaction");
    let page = async |after, limit, bytes_max| {
        let wish = PageWish {
            after,
            limit,
            bytes_max,
        };
        world.store.feed_page(home(), wish).await.expect("answers")
    };
    let some = page(0, 7, 1 << 20).await;
    assert_eq!((some.events.len(), some.more), (7, true), "by count");
    let small = page(0, 100, 10).await;
    assert_eq!(
        (small.events.len(), small.more),
        (1, true),
        "by bytes, but never empty"
    );
    let last = page(493, 7, 1 << 20).await;
    assert_eq!(
        (last.events.len(), last.more),
        (7, false),
        "exactly the end"
    );
    assert!(
        page(500, 7, 1 << 20).await.events.is_empty(),
        "nothing after it"
    );
    for after in [0, 493, 500] {
        let last = page(after, 7, 1 << 20).await.last;
        assert_eq!(last, 500, "every page tells how far the feed goes");
    }
    let state = world
        .store
        .dossier(dossier)
        .await
        .expect("answers")
        .expect("known");
    assert_eq!(state.events, 500, "all folded");
}

pub(super) async fn an_old_life_is_continued_and_its_fork_freezes_nothing(world: World) {
    let desk = world.desk().await;
    let mut old = Journal::new(desk);
    let dossier = fixture::dossier_id();
    old.act(dossier, &received(1, &[]));
    world.admitted(&old).await;
    let caller = world.caller(desk).await;
    world
        .store
        .new_incarnation(caller, String::new(), now())
        .await
        .expect("answers");
    let mut twin = old.clone();
    old.act(dossier, &fixture::paid());
    assert_eq!(
        world.admitted(&old).await.acked,
        2,
        "what was still to be sent of it"
    );
    twin.act(dossier, &fixture::started());
    let fork = world.push(twin.piece(1, 2), desk).await;
    assert!(
        matches!(fork, PushOutcome::Fork { .. }),
        "two histories: {fork:?}"
    );
    let mut new = Journal::life(desk, 2);
    new.append(
        old.events[1].envelope.id,
        0,
        dossier,
        old.events[1].body.get().into(),
    );
    let standing = world.admitted(&new).await;
    assert_eq!(
        standing.issues[0].code, "duplicate_id",
        "sent again under the new life"
    );
    assert_eq!(all(&world.store, home()).await.len(), 2, "it counts once");
}

pub(super) async fn durable_never_passes_what_is_held(world: World) {
    let mut journal = Journal::new(world.desk().await);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    assert_eq!(world.admitted(&journal).await.durable, 0, "no backup yet");
    let mark = |seq| {
        vec![LifeMark {
            desk: journal.desk,
            incarnation: 1,
            seq,
        }]
    };
    world.store.set_durable(mark(9)).await.expect("answers");
    assert_eq!(
        world.admitted(&journal).await.durable,
        1,
        "at most what is held"
    );
    world.store.set_durable(mark(0)).await.expect("answers");
    assert_eq!(world.admitted(&journal).await.durable, 1, "it never falls");
    let whom = Revocation::Desk(journal.desk);
    world.store.revoke(whom, now()).await.expect("answers");
    let late = journal.act(fixture::dossier_id(), &received(2, &[]));
    for push in [journal.whole(), journal.piece(0, 0)] {
        let met = world.push(push, journal.desk).await;
        let PushOutcome::Quarantined(standing) = met else {
            panic!("set aside: {met:?}")
        };
        assert_eq!(standing.durable, 1, "what is set aside is not: {late}");
    }
}

pub(super) async fn journals_are_read_as_they_were_kept_and_every_chain_verifies(world: World) {
    let (mut one, mut two) = (
        Journal::new(world.desk().await),
        Journal::new(world.desk().await),
    );
    let dossier = fixture::dossier_id();
    one.act(dossier, &received(1, &[]));
    two.act(dossier, &json!({ "kind": "unknown" }));
    world.admitted(&one).await;
    world.admitted(&two).await;
    one.act(dossier, &fixture::paid());
    world.admitted(&one).await;
    let walked = crate::audit::verify(&*world.store).await.expect("walks");
    let sound: BTreeMap<_, _> = walked.iter().map(|v| (v.held.desk, v.sound)).collect();
    assert_eq!(sound, BTreeMap::from([(one.desk, 2), (two.desk, 1)]));
    assert!(walked.iter().all(|v| v.fault.is_none()), "as recorded");
    let tail = crate::audit::verify_tail(&*world.store, 1).await;
    let tail = tail.expect("walks");
    let met: Vec<_> = tail.iter().map(|v| (v.held.desk, v.sound)).collect();
    assert_eq!(met, [(one.desk, 2)], "of the newest event alone");
    assert!(tail.iter().all(|v| v.fault.is_none()), "as recorded");
    let mut lines = Vec::new();
    let all = crate::audit::each(&*world.store, |event| {
        let line = crate::audit::line(event, false)?;
        lines.push(serde_json::from_str::<serde_json::Value>(&line).expect("JSON"));
        Ok::<_, crate::Error>(())
    });
    all.await.expect("listed");
    let issues: Vec<_> = lines.iter().map(|line| &line["issue"]).collect();
    assert_eq!(
        issues,
        ["code_not_leased", "unreadable", ""],
        "each in its place"
    );
    assert_eq!(lines[2]["kind"], "paid", "what happened");
    assert!(
        lines.iter().all(|line| line.get("body").is_none()),
        "names nobody"
    );
    let last = world.store.last_event().await.expect("answers");
    assert_eq!(last, 3, "the newest");
    let one_left = world.store.events_after(2, 5).await.expect("answers");
    assert_eq!((one_left.len(), one_left[0].no), (1, 3), "a page goes on");
}
