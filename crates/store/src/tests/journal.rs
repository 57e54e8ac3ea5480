//! Recording, chain, outbox, requests, the centre's answers.

use domain::journal::{ChainHead, EVENT_BODY_BYTES_MAX};
use rusqlite::named_params;

use crate::testing::*;
use crate::{Acked, Numbering, RestoredWhy, SentState, StoreError};

fn acked(upto: u64, durable: u64) -> Acked {
    Acked {
        incarnation: 1,
        upto,
        durable,
        issues: Vec::new(),
        at: NOW,
    }
}

#[test]
fn events_are_gapless_sealed_and_idempotent_to_find() {
    let world = World::new();
    let events: Vec<_> = (1..=5).map(|n| world.receive(&walk(n))).collect();
    let mut head = ChainHead::default();
    for (n, event) in (1..).zip(&events) {
        head = head.after(&event.envelope, event.body.as_bytes());
        assert_eq!(event.envelope.seq, n, "gapless from 1");
        assert_eq!(event.head, Some(head), "sealed over the exact stored bytes");
    }
    let position = world.read(|r| r.journal());
    assert_eq!(
        (position.recorded, position.head),
        (5, head),
        "the journal stands there"
    );
    world.read(|r| r.verify_journal(u32::MAX));
    let known = world.read(|r| r.dossier_of_request(request(3)));
    assert_eq!(
        known,
        Some(dossier(3)),
        "a second Ctrl+Enter finds the dossier of the first"
    );
}

#[test]
fn an_event_id_is_recorded_once_and_a_failed_transaction_leaves_no_gap() {
    let world = World::new();
    world.receive(&walk(1));
    let body = walk(2).body();
    let twice = world.store().write(|tx| {
        tx.append(&new_event(2, 2, NOW, &officer(), &body))?;
        tx.append(&new_event(1, 2, NOW, &officer(), &body))
    });
    assert!(
        matches!(twice, Err(StoreError::Sqlite(_))),
        "an id is unique: {twice:?}"
    );
    assert_eq!(world.read(|r| r.journal()).recorded, 1, "rolled back whole");
    assert_eq!(world.find("").len(), 1, "also the views");
    assert_eq!(
        world.receive(&walk(3)).envelope.seq,
        2,
        "the next one follows without a gap"
    );
}

#[test]
fn the_journal_cannot_be_changed_or_shortened() {
    let world = World::new();
    world.receive(&walk(1));
    for sql in [
        "UPDATE fact_event SET body = '{}'",
        "UPDATE fact_event SET at_ms = 0",
        "UPDATE fact_event SET seq = 9",
        "UPDATE fact_event SET head = zeroblob(32)",
        "UPDATE fact_event SET own = 0",
        "DELETE FROM fact_event",
        "DELETE FROM fact_dossier",
    ] {
        let refused = world.store().write(|tx| tx.execute(sql, []));
        assert!(refused.is_err(), "{sql} must be refused");
    }
    world.read(|r| r.verify_journal(u32::MAX));
}

#[test]
fn a_rewritten_history_breaks_the_chain_even_if_the_triggers_are_gone() {
    let mut world = World::new();
    for n in 1..=4 {
        world.receive(&walk(n));
    }
    world.write(|tx| {
        tx.execute("DROP TRIGGER fact_event_fixed", [])?;
        tx.execute(
            "UPDATE fact_event SET officer = 'kẻ.gian' WHERE seq = 3",
            [],
        )?;
        tx.execute(
            "UPDATE fact_event SET officer = 'ke.gian' WHERE seq = 3",
            [],
        )
    });
    let broken = world.store().read(|r| r.verify_journal(u32::MAX));
    assert!(
        matches!(broken, Err(StoreError::BrokenChain { seq: 3 })),
        "{broken:?}"
    );
    let faults = world.store().integrity().expect("checked");
    assert!(
        faults.iter().any(|fault| fault.check == "journal"),
        "the full check says so too"
    );
    world.reopen();
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Frozen,
        "a start freezes numbering"
    );
}

#[test]
fn the_outbox_is_bounded_carries_the_head_before_it_and_empties() {
    let world = World::new();
    let events: Vec<_> = (1..=5).map(|n| world.receive(&walk(n))).collect();
    let first = world.read(|r| r.unsent(2)).expect("something waits");
    assert_eq!(
        (first.incarnation, first.prev_head),
        (1, ChainHead::default()),
        "from the start"
    );
    assert_eq!(
        first.events,
        events[..2],
        "two at most, in order, as recorded"
    );
    world.write(|tx| tx.mark_acked(&acked(2, 1)));
    let next = world.read(|r| r.unsent(100)).expect("more waits");
    assert_eq!(
        Some(next.prev_head),
        events[1].head,
        "the head before the batch"
    );
    assert_eq!(next.events.len(), 3, "the rest");
    world.write(|tx| tx.mark_acked(&acked(5, 2)));
    assert_eq!(world.read(|r| r.unsent(100)), None, "nothing waits");
    let journal = world.read(|r| r.journal());
    world.write(|tx| tx.mark_acked(&acked(5, 2)));
    assert_eq!(
        world.read(|r| r.journal()),
        journal,
        "a repeated answer changes nothing"
    );
    let states: Vec<_> = (1..=3)
        .map(|n| world.read(|r| r.timeline(dossier(n)))[0].sent)
        .collect();
    let expected = [SentState::Durable, SentState::Durable, SentState::Acked];
    assert_eq!(states, expected, "how far each has come");
}

#[test]
fn a_batch_stops_at_its_bytes_but_is_never_empty() {
    let world = World::new();
    for n in 1..=25 {
        let note = "x".repeat(200_000);
        let mut body = serde_json::to_value(walk(n).body()).expect("JSON");
        body["note"] = note.into();
        let body = serde_json::from_value(body).expect("a reception");
        world.append(n, n, NOW, &body);
    }
    let batch = world.read(|r| r.unsent(500)).expect("something waits");
    let bytes: usize = batch.events.iter().map(|event| event.body.len()).sum();
    assert!(
        (1..25).contains(&batch.events.len()),
        "{} events",
        batch.events.len()
    );
    assert!(bytes <= 4 * 1024 * 1024, "{bytes} bytes");
}

#[test]
fn a_body_beyond_the_limit_is_refused_and_nothing_is_recorded() {
    let world = World::new();
    let long = walk(1).named(&"N".repeat(EVENT_BODY_BYTES_MAX)).body();
    let refused = world
        .store()
        .write(|tx| tx.append(&new_event(1, 1, NOW, &officer(), &long)));
    assert!(
        matches!(refused, Err(StoreError::TooMuch { .. })),
        "{refused:?}"
    );
    assert_eq!(
        world.read(|r| r.journal()).recorded,
        0,
        "nothing is recorded"
    );
}

#[test]
fn an_issue_becomes_one_task_and_a_refused_act_loses_its_effect() {
    let world = World::new();
    world.receive(&walk(1));
    world.append(2, 1, minutes(1), &forwarded(70));
    let mut answer = acked(2, 0);
    answer.issues = vec![(event(2), "stale_owner".into())];
    world.write(|tx| tx.mark_acked(&answer));
    world.write(|tx| tx.mark_acked(&answer));
    let state = world.read(|r| r.dossier(dossier(1))).expect("a state");
    assert_eq!(state.forwarded_to, None, "the hand-over did not take place");
    let tasks = world.read(|r| r.tasks(10));
    let task = tasks.first().expect("a task");
    assert_eq!(tasks.len(), 1, "one task, however often the answer comes");
    assert_eq!(
        (task.kind.as_str(), task.event),
        ("stale_owner", Some(event(2))),
        "about it"
    );
    world.write(|tx| tx.finish_task(task.id, minutes(9)));
    assert!(world.read(|r| r.tasks(10)).is_empty(), "done");
    let timeline = world.read(|r| r.timeline(dossier(1)));
    assert_eq!(timeline.len(), 2, "the event itself stays in the journal");
}

#[test]
fn a_reception_stands_whatever_the_centre_says() {
    let world = World::new();
    world.receive(&walk(1));
    let mut answer = acked(1, 0);
    answer.issues = vec![(event(1), "not_allowed".into())];
    world.write(|tx| tx.mark_acked(&answer));
    assert_eq!(world.find("").len(), 1, "the citizen has the receipt");
    assert_eq!(world.read(|r| r.tasks(10)).len(), 1, "a person looks at it");
}

#[test]
fn what_a_centre_that_went_back_has_lost_is_sent_again() {
    let world = World::new();
    for n in 1..=3 {
        world.receive(&walk(n));
    }
    world.write(|tx| tx.mark_acked(&acked(3, 3)));
    assert!(world.read(|r| r.unsent(9)).is_none(), "everything is there");
    world.write(|tx| tx.rewind_acked(1, 1));
    let again = world.read(|r| r.unsent(9)).expect("sent again");
    assert_eq!(again.events.len(), 2, "what it lost");
    let counts = world.read(|r| r.counts());
    assert_eq!(counts.unsent, 2, "and the strip says so");
}

#[test]
fn what_a_restored_database_records_is_sealed_into_the_new_life() {
    let mut world = World::new();
    world.receive(&walk(1));
    world.write(|tx| tx.set_restored(RestoredWhy::Older));
    let slip = serde_json::json!({"type": "provisional", "code": "TAM-Q3-261122-501"});
    let waiting = world.receive(&walk(2).code(slip));
    world.append(3, 2, minutes(2), &forwarded(71));
    assert_eq!(waiting.envelope.incarnation, 0, "in no life yet");
    let batch = world.read(|r| r.unsent(9)).expect("the old life");
    assert_eq!(batch.events.len(), 1, "only the old life may be sent");
    assert_eq!(world.read(|r| r.journal()).unsealed, 2, "two wait");
    world.reopen();
    world.write(|tx| tx.begin_incarnation(4));
    let position = world.read(|r| r.journal());
    assert_eq!(
        (position.incarnation, position.recorded, position.unsealed),
        (4, 2, 0),
        "sealed"
    );
    world.read(|r| r.verify_journal(u32::MAX));
    world.write(|tx| tx.mark_acked(&acked(1, 0)));
    let batch = world.read(|r| r.unsent(9)).expect("the new life");
    assert_eq!(
        (batch.incarnation, batch.prev_head),
        (4, ChainHead::default()),
        "from the start"
    );
    let ids: Vec<_> = batch.events.iter().map(|event| event.envelope.id).collect();
    assert_eq!(
        ids,
        [event(2), event(3)],
        "the same events under the same ids"
    );
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Open,
        "numbers may be given again"
    );
    let refused = world.store().write(|tx| tx.begin_incarnation(4));
    assert!(
        matches!(refused, Err(StoreError::NotNow { .. })),
        "a life begins once"
    );
    world.reopen();
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Open,
        "the mark followed the new life"
    );
}

#[test]
fn a_centre_that_went_back_is_sent_the_earlier_lives_again_too() {
    let world = World::new();
    world.receive(&walk(1));
    world.write(|tx| tx.mark_acked(&acked(1, 1)));
    world.write(|tx| tx.set_restored(RestoredWhy::Older));
    world.write(|tx| tx.begin_incarnation(2));
    assert!(world.read(|r| r.unsent(9)).is_none(), "all of it is there");
    world.write(|tx| tx.rewind_earlier_lives());
    let batch = world.read(|r| r.unsent(9)).expect("the first life");
    assert_eq!(
        (batch.incarnation, batch.events.len()),
        (1, 1),
        "under its own name: what the centre still has is no news to it"
    );
    world.write(|tx| tx.mark_acked(&acked(1, 1)));
    assert!(world.read(|r| r.unsent(9)).is_none(), "sent");
}

#[test]
fn a_panic_inside_a_transaction_leaves_the_store_usable_and_nothing_done() {
    let world = World::new();
    let body = walk(1).body();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        world.store().write(|tx| -> Result<(), StoreError> {
            tx.append(&new_event(1, 1, NOW, &officer(), &body))?;
            panic!("as a bug would");
        })
    }));
    assert!(panicked.is_err(), "it did panic");
    assert_eq!(
        world.receive(&walk(1)).envelope.seq,
        1,
        "nothing of it happened"
    );
}

#[test]
fn the_hot_queries_of_the_outbox_use_their_indexes() {
    let world = World::new();
    world.read(|r| {
        for (sql, index) in [
            ("SELECT seq FROM fact_event WHERE own = 1 AND incarnation = 1 AND seq > 7 ORDER BY seq LIMIT 5", "fact_event_own"),
            ("SELECT DISTINCT dossier FROM fact_event WHERE own = 1 AND incarnation = 1 AND seq > 7 AND seq <= 9", "COVERING INDEX fact_event_own"),
            ("SELECT 1 FROM fact_event AS e JOIN fact_life AS l ON l.incarnation = e.incarnation WHERE e.dossier = 5 AND e.own = 1 AND e.seq > l.acked", "fact_event_own_dossier"),
            ("SELECT head FROM fact_event WHERE own = 1 AND incarnation = 1 AND seq = 5", "fact_event_own"),
            ("SELECT body FROM fact_event WHERE dossier = 5 ORDER BY position IS NULL, position, row", "fact_event_dossier"),
            ("SELECT id FROM fact_draft WHERE officer = 'x' AND parked_ms IS NULL", "fact_draft_current"),
        ] {
            let sql = sql.replace("SELECT id FROM fact_draft", "SELECT request FROM fact_draft");
            let plan: Vec<String> = r
                .connection
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?
                .query_map(named_params! {}, |row| row.get("detail"))?
                .collect::<Result<_, _>>()?;
            assert!(plan.iter().any(|step| step.contains(index)), "{sql}: {plan:?}");
        }
        Ok(())
    });
}
