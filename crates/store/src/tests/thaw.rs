//! A person ends the freeze of a desk that forked: nothing of either copy is lost or counted twice.

use super::feed::{FEED, page};
use crate::testing::*;
use crate::{Acked, Cursor, NewThaw, Numbering, Pulled, Thawed};

/// What the other copy recorded under this desk's name at `seq`.
fn twins(position: u64, seq: u64, n: u64) -> Pulled {
    let mut pulled = pulled(position, seq, dossier(n), &walk(n).body());
    pulled.envelope.origin = desk(1);
    pulled
}

fn acked(upto: u64) -> Acked {
    Acked {
        incarnation: 1,
        upto,
        durable: 0,
        issues: Vec::new(),
        at: minutes(2),
    }
}

/// The centre has the first event; in the place of the second it has the other copy's.
fn forked() -> (World, Vec<Pulled>) {
    let world = World::new();
    let first = world.receive(&walk(1));
    world.write(|tx| tx.mark_acked(&acked(1)));
    world.receive(&walk(2));
    world.receive(&walk(3));
    let feed = vec![returned(1, &first), twins(2, 2, 7)];
    world.write(|tx| tx.apply_feed(&page(feed.clone()).ready()));
    assert_eq!(world.read(|r| r.numbering()), Numbering::Frozen, "a fork");
    (world, feed)
}

fn thaw(world: &World) -> u32 {
    let officer = officer();
    world.write(|tx| {
        tx.thaw(&NewThaw {
            incarnation: 2,
            at: minutes(4),
            officer: &officer,
            reason: "máy cũ bật lại",
        })
    })
}

#[test]
fn what_the_centre_does_not_have_goes_on_in_a_new_life_under_the_same_ids() {
    let (world, feed) = forked();
    assert_eq!(thaw(&world), 2, "the two events after the fork");
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Open,
        "numbers again"
    );
    let batch = world.read(|r| r.unsent(9)).expect("to send");
    let places = batch.events.iter().map(|e| (e.envelope.id, e.envelope.seq));
    assert_eq!(batch.incarnation, 2, "in the new life");
    assert_eq!(
        places.collect::<Vec<_>>(),
        [(event(2), 1), (event(3), 2)],
        "in their order, under their ids"
    );
    assert_eq!(
        world.read(|r| r.verify_life(1, 99)),
        1,
        "the old life ends at the fork"
    );
    assert_eq!(
        world.read(|r| r.verify_life(2, 99)),
        2,
        "the new one is sealed"
    );
    let kept = world.read(|r| r.thaws(9));
    let expected = Thawed {
        incarnation: 2,
        at: minutes(4),
        officer: officer().to_string(),
        reason: "máy cũ bật lại".into(),
        moved: 2,
    };
    assert_eq!(kept, [expected], "who, when and why");

    // the feed is read again: the other copy's dossier has a place now
    assert_eq!(
        world.read(|r| r.cursor(FEED)),
        Cursor {
            position: 0,
            epoch: 1
        }
    );
    world.write(|tx| tx.apply_feed(&page(feed).ready()));
    assert!(
        world.read(|r| r.row_of(dossier(7))).is_some(),
        "the other copy's is here"
    );
    let left = world.read(|r| r.tasks(9));
    assert!(left.is_empty(), "and nothing is left to ask: {left:?}");
    let sent: Vec<_> = batch
        .events
        .iter()
        .zip(3..)
        .map(|(e, at)| returned(at, e))
        .collect();
    world.write(|tx| tx.apply_feed(&page(sent).ready()));
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Open,
        "the same journal on both sides"
    );
}

#[test]
fn an_event_that_the_centre_had_after_all_at_its_former_place_is_no_fork() {
    let (world, _) = forked();
    let before = world.read(|r| r.unsent(9)).expect("to send");
    thaw(&world);
    let late = returned(5, &before.events[1]);
    world.write(|tx| tx.apply_feed(&page(vec![late]).ready()));
    assert_eq!(
        world.read(|r| r.numbering()),
        Numbering::Open,
        "it stood there once"
    );
}

#[test]
fn only_events_whose_place_was_written_down_are_moved_and_that_is_never_changed() {
    let (world, _) = forked();
    thaw(&world);
    let refused = |sql: &str| {
        let done = world.store().write(|tx| tx.execute(sql, []).map(drop));
        let error = format!("{:?}", done.expect_err("a trigger stands before it"));
        assert!(
            error.contains("stays") || error.contains("append-only"),
            "{error}"
        );
    };
    refused("UPDATE fact_event SET seq = 9 WHERE own = 1 AND incarnation = 1");
    refused("UPDATE fact_event SET head = zeroblob(32) WHERE own = 1 AND incarnation = 2");
    refused("UPDATE fact_former_place SET seq = 9");
    refused("DELETE FROM fact_former_place");
    refused("UPDATE fact_thaw SET reason = ''");
    refused("DELETE FROM fact_thaw");
}
