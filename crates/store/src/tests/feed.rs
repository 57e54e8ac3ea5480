//! Pulling: other desks' events, own events coming back, rebasing, tampering.

use domain::dossier::{BusinessStatus, Decision, EventBody, Owner};
use domain::ids::DepartmentId;

use crate::testing::*;
use crate::{
    Acked, Cursor, FeedPage, Numbering, Pulled, Refusal, RefusalPage, StoreError, TaskState, Told,
};

pub(super) const FEED: &str = "office:tthcc-a";

pub(super) fn page(events: Vec<Pulled>) -> FeedPage {
    let next = events.last().map_or(0, |pulled| pulled.position);
    FeedPage {
        feed: FEED.into(),
        events,
        next,
        epoch: 1,
        at: minutes(3),
    }
}

#[test]
fn a_page_is_taken_in_once_with_its_cursor() {
    let world = World::new();
    let theirs = page(vec![
        pulled(1, 1, dossier(8), &walk(8).body()),
        pulled(2, 2, dossier(8), &forwarded(80)),
        pulled(3, 3, dossier(9), &walk(9).body()),
    ]);
    let outcome = world.write(|tx| tx.apply_feed(&theirs.clone().ready()));
    assert_eq!(
        (outcome.new, outcome.tasks),
        (3, 0),
        "all new, nothing to ask"
    );
    assert_eq!(
        outcome.touched,
        [dossier(8), dossier(9)],
        "what a window must read again"
    );
    let again = world.write(|tx| tx.apply_feed(&theirs.clone().ready()));
    assert_eq!(again.new, 0, "a repeated page is nothing");
    let cursor = world.read(|r| r.cursor(FEED));
    assert_eq!(
        cursor,
        Cursor {
            position: 3,
            epoch: 1
        },
        "the cursor follows"
    );
    assert_eq!(world.find("nguyen van an").len(), 2, "found like one's own");
    assert_eq!(world.read(|r| r.unsent(9)), None, "and never sent back");
    assert_eq!(
        world.read(|r| r.row_of(dossier(9))).expect("a row").desk,
        desk(2),
        "whose it is"
    );
}

#[test]
fn own_events_coming_back_only_get_their_place() {
    let world = World::new();
    let own = world.receive(&walk(1));
    let outcome = world.write(|tx| tx.apply_feed(&page(vec![returned(1, &own)]).ready()));
    assert_eq!((outcome.new, outcome.tasks), (0, 0), "known already");
    let timeline = world.read(|r| r.timeline(dossier(1)));
    assert_eq!(
        (timeline.len(), timeline[0].position),
        (1, Some(1)),
        "at its place"
    );
    assert_eq!(timeline[0].body, own.body, "the bytes are untouched");
}

#[test]
fn a_pending_act_that_no_longer_applies_becomes_a_task_and_the_feed_wins() {
    let world = World::new();
    let own = world.receive(&walk(1));
    world.write(|tx| tx.apply_feed(&page(vec![returned(1, &own)]).ready()));
    world.append(2, 1, minutes(1), &forwarded(70));
    let elsewhere = Owner::Department {
        id: DepartmentId::parse("dia-chinh").expect("a name"),
    };
    let theirs = EventBody::Forwarded {
        to: elsewhere.clone(),
        request: request(81),
    };
    let outcome =
        world.write(|tx| tx.apply_feed(&page(vec![pulled(2, 1, dossier(1), &theirs)]).ready()));
    assert_eq!(outcome.tasks, 1, "a person must look");
    let state = world.read(|r| r.dossier(dossier(1))).expect("a state");
    assert_eq!(
        state.forwarded_to,
        Some(elsewhere),
        "the centre's order decides"
    );
    let tasks = world.read(|r| r.tasks(9));
    assert_eq!(
        tasks[0].kind, "no_longer_applies",
        "it is said what happened"
    );
    assert_eq!(tasks[0].event, Some(event(2)), "to which act");
}

#[test]
fn a_pending_act_that_still_applies_is_rebased_silently() {
    let world = World::new();
    let own = world.receive(&walk(1));
    world.append(2, 1, minutes(1), &forwarded(70));
    let reprint = EventBody::ReceiptReprinted {
        reprint_no: 1,
        reason: "mất".into(),
    };
    let outcome = world.write(|tx| {
        tx.apply_feed(&page(vec![returned(1, &own), pulled(2, 1, dossier(1), &reprint)]).ready())
    });
    assert_eq!(outcome.tasks, 0, "nothing to ask");
    let state = world.read(|r| r.dossier(dossier(1))).expect("a state");
    assert!(
        state.forwarded_to.is_some() && state.reprints == 1,
        "both acts stand"
    );
    let order: Vec<_> = world
        .read(|r| r.timeline(dossier(1)))
        .iter()
        .map(|e| e.envelope.id)
        .collect();
    assert_eq!(
        order,
        [event(1), event(1_000_002), event(2)],
        "pending on top of the feed"
    );
}

#[test]
fn whatever_the_interleaving_the_state_is_the_fold_of_the_feed() {
    let bodies = [
        walk(1).body(),
        forwarded(70),
        EventBody::Accepted {
            by: Owner::Department {
                id: DepartmentId::parse("tu-phap").expect("a name"),
            },
        },
        EventBody::ProcessingStarted,
    ];
    let all: Vec<Pulled> = (1..)
        .zip(&bodies)
        .map(|(n, b)| pulled(n, n, dossier(1), b))
        .collect();
    let at_once = World::new();
    at_once.write(|tx| tx.apply_feed(&page(all.clone()).ready()));
    let one_by_one = World::new();
    for event in all {
        one_by_one.write(|tx| tx.apply_feed(&page(vec![event]).ready()));
    }
    let state = at_once.read(|r| r.dossier(dossier(1)));
    assert_eq!(
        state,
        one_by_one.read(|r| r.dossier(dossier(1))),
        "pages make no difference"
    );
    assert_eq!(
        state.expect("a state").status,
        BusinessStatus::Processing,
        "and it is the fold"
    );
}

#[test]
fn an_event_of_an_unknown_kind_is_kept_and_blocks_nothing() {
    let world = World::new();
    let mut future = pulled(2, 2, dossier(1), &forwarded(70));
    future.body = r#"{"kind":"blessed_by_the_minister","how":"twice"}"#.into();
    let mut rubbish = pulled(3, 3, dossier(1), &forwarded(71));
    rubbish.body = "not even json".into();
    let after = pulled(4, 4, dossier(1), &forwarded(72));
    let first = pulled(1, 1, dossier(1), &walk(1).body());
    let outcome =
        world.write(|tx| tx.apply_feed(&page(vec![first, future, rubbish, after]).ready()));
    assert_eq!(
        (outcome.new, outcome.tasks),
        (3, 1),
        "the unreadable one is a task"
    );
    let state = world.read(|r| r.dossier(dossier(1))).expect("a state");
    assert!(state.forwarded_to.is_some(), "what came after took effect");
    let timeline = world.read(|r| r.timeline(dossier(1)));
    assert_eq!(
        timeline[1].kind, "blessed_by_the_minister",
        "kept for a newer program"
    );
    assert_eq!(timeline[1].parsed(), None, "not understood by this one");
    assert_eq!(
        world.read(|r| r.cursor(FEED)).position,
        4,
        "the cursor went on"
    );
}

#[test]
fn an_own_event_that_comes_back_changed_freezes_numbering() {
    let world = World::new();
    let own = world.receive(&walk(1));
    let mut changed = returned(1, &own);
    changed.body = changed.body.replace("An", "Em");
    let outcome = world.write(|tx| tx.apply_feed(&page(vec![changed]).ready()));
    assert_eq!(outcome.tasks, 1, "a person must look");
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Frozen,
        "no numbers on a forked journal"
    );
    assert_eq!(
        world.read(|r| r.timeline(dossier(1)))[0].body,
        own.body,
        "ours stays ours"
    );
}

#[test]
fn a_clone_with_our_name_is_seen_by_its_taken_place() {
    let world = World::new();
    world.receive(&walk(1));
    let mut twin = pulled(1, 1, dossier(5), &walk(5).body());
    twin.envelope.origin = desk(1);
    let outcome = world.write(|tx| tx.apply_feed(&page(vec![twin]).ready()));
    assert_eq!(
        (outcome.new, outcome.tasks),
        (0, 1),
        "not taken in, but told"
    );
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Frozen,
        "two of us: no numbers"
    );
}

#[test]
fn two_dossiers_with_one_code_are_both_kept_and_a_task() {
    let world = World::new();
    world.receive(&walk(1));
    let clash = walk(2).code(official(1)).body();
    let outcome =
        world.write(|tx| tx.apply_feed(&page(vec![pulled(1, 1, dossier(2), &clash)]).ready()));
    assert_eq!(outcome.tasks, 1, "a person must look");
    assert_eq!(
        world.read(|r| r.tasks(9))[0].kind,
        "code_clash",
        "it is said what happened"
    );
    assert_eq!(world.find("").len(), 2, "neither is lost");
}

#[test]
fn a_restored_centre_is_read_again_from_where_it_knows() {
    let world = World::new();
    let events = (1..=4)
        .map(|n| pulled(n, n, dossier(n), &walk(n).body()))
        .collect();
    world.write(|tx| tx.apply_feed(&page(events).ready()));
    let mut after = page(vec![pulled(3, 3, dossier(3), &walk(3).body())]);
    after.epoch = 2;
    let refused = world
        .store()
        .write(|tx| tx.apply_feed(&after.clone().ready()));
    assert!(
        matches!(refused, Err(StoreError::NotNow { .. })),
        "another epoch is not guessed at"
    );
    world.write(|tx| tx.restart_feed(FEED, 2, 2));
    assert_eq!(
        world.read(|r| r.cursor(FEED)),
        Cursor {
            position: 2,
            epoch: 2
        },
        "from there"
    );
    let outcome = world.write(|tx| tx.apply_feed(&after.clone().ready()));
    assert_eq!(outcome.new, 0, "what is known stays one");
    assert_eq!(world.find("").len(), 4, "nothing is lost");
}

#[test]
fn a_centre_restored_again_before_its_feed_was_read_is_read_from_the_start_too() {
    let world = World::new();
    assert!(
        !world.read(|r| r.cursor(FEED)).is_outlived_by(7),
        "a feed never read begins in any epoch"
    );
    let first = || vec![pulled(1, 1, dossier(1), &walk(1).body())];
    world.write(|tx| tx.apply_feed(&page(first()).ready()));
    world.write(|tx| tx.restart_feed(FEED, 2, 0));
    let cursor = world.read(|r| r.cursor(FEED));
    assert!(
        cursor.is_outlived_by(3),
        "the second restore is seen at position {}",
        cursor.position
    );
    world.write(|tx| tx.restart_feed(FEED, 3, 0));
    let mut after = page(first());
    after.epoch = 3;
    world.write(|tx| tx.apply_feed(&after.clone().ready()));
    assert_eq!(world.read(|r| r.cursor(FEED)).position, 1, "read again");
}

#[test]
fn a_page_beyond_the_limit_is_refused_whole() {
    let world = World::new();
    let body = forwarded(1);
    let events = (1..=2_001)
        .map(|n| pulled(n, n, dossier(1), &body))
        .collect();
    let refused = world
        .store()
        .write(|tx| tx.apply_feed(&page(events).ready()));
    assert!(
        matches!(refused, Err(StoreError::TooMuch { .. })),
        "bounded"
    );
    assert_eq!(
        world.read(|r| r.cursor(FEED)).position,
        0,
        "nothing happened"
    );
}

fn settled(about: u64) -> EventBody {
    EventBody::ConflictSettled {
        about: event(about),
        decision: Decision::Standing,
        note: "nhầm quầy".into(),
    }
}

#[test]
fn two_acts_of_two_desks_that_collide_are_one_task_until_a_person_decides() {
    let world = World::new();
    let events = vec![
        pulled(1, 1, dossier(1), &walk(1).body()),
        pulled(2, 2, dossier(1), &forwarded(70)),
        pulled(3, 3, dossier(1), &forwarded(71)),
    ];
    let collided = events[2].envelope.id;
    world.write(|tx| tx.apply_feed(&page(events).ready()));
    let tasks = world.read(|r| r.tasks(9));
    assert_eq!(
        (tasks.len(), tasks[0].kind.as_str(), tasks[0].event),
        (1, "not_fitting", Some(collided)),
        "the second hand-over found no place"
    );
    let decision = EventBody::ConflictSettled {
        about: collided,
        decision: Decision::Standing,
        note: "nhầm quầy".into(),
    };
    world.write(|tx| tx.apply_feed(&page(vec![pulled(4, 4, dossier(1), &decision)]).ready()));
    assert!(
        world.read(|r| r.tasks(9)).is_empty(),
        "decided at another desk, ended here"
    );
    world.write(|tx| tx.restart_feed(FEED, 2, 0));
    let mut again = page(vec![pulled(3, 3, dossier(1), &forwarded(71))]);
    again.epoch = 2;
    world.write(|tx| tx.apply_feed(&again.clone().ready()));
    assert!(
        world.read(|r| r.tasks(9)).is_empty(),
        "read again, it stays decided"
    );
}

#[test]
fn a_decision_made_here_ends_the_task_in_the_same_transaction() {
    let world = World::new();
    world.receive(&walk(1));
    world.append(2, 1, minutes(2), &forwarded(70));
    let answer = Acked {
        incarnation: 1,
        upto: 2,
        durable: 0,
        issues: vec![(event(2), "stale_owner".into())],
        at: minutes(3),
    };
    world.write(|tx| tx.mark_acked(&answer));
    let task = world.read(|r| r.tasks(9)).remove(0);
    assert_eq!(task.state, TaskState::New, "nobody has looked");
    assert_eq!(world.read(|r| r.counts()).tasks, 1, "and it is counted");
    world.write(|tx| tx.set_task_state(task.id, TaskState::Handed));
    assert_eq!(world.read(|r| r.counts()).tasks, 0, "it waits elsewhere");
    assert_eq!(
        world.read(|r| r.task(task.id)).expect("open").state,
        TaskState::Handed,
        "still open, with what was done"
    );
    world.append(3, 1, minutes(4), &settled(2));
    assert!(world.read(|r| r.tasks(9)).is_empty(), "decided");
    world.write(|tx| tx.mark_acked(&answer));
    assert!(
        world.read(|r| r.tasks(9)).is_empty(),
        "a repeated answer asks nobody twice"
    );
}

#[test]
fn an_event_the_administrator_lets_in_takes_effect_and_ends_its_task() {
    let world = World::new();
    let first = world.receive(&walk(1));
    let own = world.append(2, 1, minutes(2), &forwarded(70));
    let answer = Acked {
        incarnation: 1,
        upto: 2,
        durable: 0,
        issues: vec![(event(2), "revoked_officer".into())],
        at: minutes(3),
    };
    world.write(|tx| tx.mark_acked(&answer));
    let state = || world.read(|r| r.dossier(dossier(1))).expect("a state");
    assert!(state().forwarded_to.is_none(), "held without effect");
    world.write(|tx| tx.apply_feed(&page(vec![returned(1, &first), returned(2, &own)]).ready()));
    assert!(state().forwarded_to.is_some(), "let in");
    assert!(world.read(|r| r.tasks(9)).is_empty(), "nothing left to ask");
}

/// What the centre says of an event that it holds.
fn held(event: domain::ids::EventId) -> Acked {
    Acked {
        incarnation: 1,
        upto: 2,
        durable: 0,
        issues: vec![(event, "revoked_officer".into())],
        at: minutes(3),
    }
}

#[test]
fn a_centre_that_forgot_that_it_let_an_event_in_holds_it_again() {
    let world = World::new();
    let first = world.receive(&walk(1));
    let own = world.append(2, 1, minutes(2), &forwarded(70));
    world.write(|tx| tx.mark_acked(&held(event(2))));
    let both = page(vec![returned(1, &first), returned(2, &own)]);
    world.write(|tx| tx.apply_feed(&both.clone().ready()));
    assert!(world.read(|r| r.tasks(9)).is_empty(), "let in");
    world.write(|tx| tx.restart_feed(FEED, 2, 0));
    assert_eq!(world.read(|r| r.tasks(9)).len(), 1, "nobody knows");
    let anew = FeedPage { epoch: 2, ..both };
    world.write(|tx| tx.apply_feed(&anew.ready()));
    assert!(
        world.read(|r| r.tasks(9)).is_empty(),
        "it had not forgotten"
    );
}

#[test]
fn a_refusal_is_taken_in_once_with_its_cursor_and_forgotten_with_the_centre_that_said_it() {
    let world = World::new();
    world.receive(&walk(1));
    world.append(2, 1, minutes(2), &forwarded(70));
    world.write(|tx| tx.mark_acked(&held(event(2))));
    let task = world.read(|r| r.tasks(9)).remove(0);
    world.write(|tx| tx.set_task_state(task.id, TaskState::Handed));
    let refusal = Refusal {
        officer: "pt.lan".into(),
        name: "Phạm Thị Lan".into(),
        reason: "đã chuyển bằng giấy".into(),
        at: minutes(4),
    };
    let page = RefusalPage {
        feed: "desk:1".into(),
        after: 0,
        refusals: vec![(event(2), refusal.clone()), (event(77), refusal.clone())],
        next: 2,
        epoch: 1,
    };
    let take = |page: &RefusalPage| world.write(|tx| tx.take_refusals(page));
    assert_eq!(take(&page), Told::Taken, "written down");
    let told = || world.read(|r| r.task(task.id)).expect("open");
    assert_eq!(told().refusal, Some(refusal.clone()), "beside the task");
    assert_eq!(told().state, TaskState::New, "to be looked at anew");
    let of = world.read(|r| r.refusals(dossier(1)));
    assert_eq!(of.get(&event(2)), Some(&refusal), "beside the event");
    world.write(|tx| tx.set_task_state(task.id, TaskState::Handed));
    assert_eq!(take(&page), Told::Taken, "the page comes twice");
    assert_eq!(told().state, TaskState::Handed, "and is nothing");
    assert_eq!(world.read(|r| r.cursor("desk:1")).position, 2, "the cursor");
    assert_eq!(
        world.read(|r| r.timeline(dossier(1))).len(),
        2,
        "the event itself stays in the journal"
    );
    let (refusals, next) = (Vec::new(), 0);
    let anew = RefusalPage {
        refusals,
        next,
        epoch: 2,
        ..page
    };
    assert_eq!(take(&anew), Told::BeganAnew, "the centre was restored");
    assert_eq!(told().refusal, None, "it is held again");
    assert_eq!(take(&anew), Told::Taken, "and read from the beginning");
}
