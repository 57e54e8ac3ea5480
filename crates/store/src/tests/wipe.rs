//! What counts as safe elsewhere before a desk is wiped.

use uuid::Uuid;

use crate::testing::*;
use crate::{Acked, CourierLife, Draft, NewCourier, OnlyHere};

fn acked(world: &World, upto: u64, durable: u64) {
    let answer = Acked {
        incarnation: 1,
        upto,
        durable,
        issues: Vec::new(),
        at: NOW,
    };
    world.write(|tx| tx.mark_acked(&answer));
}

fn left(world: &World) -> OnlyHere {
    world.read(|r| r.only_here())
}

/// Copies the first event onto a stick; the file was read back.
fn copied(world: &World) {
    let id = Uuid::from_u128(7);
    let lives = [CourierLife {
        incarnation: 1,
        first: 1,
        last: 1,
    }];
    world.write(|tx| {
        tx.begin_courier(&NewCourier {
            id,
            number: 1,
            officer: &officer(),
            place: "USB",
            file: "goi.motcua-chuyen",
            at: NOW,
            epoch: 1,
            lives: &lives,
            files: &[],
        })?;
        tx.courier_verified(id, 100, NOW)
    });
}

#[test]
fn only_what_a_backup_of_the_centre_holds_is_safe() {
    let world = World::new();
    for n in [1, 2] {
        world.receive(&walk(n));
    }
    assert_eq!(left(&world).events, 2, "nothing was sent");
    copied(&world);
    assert_eq!(left(&world).events, 2, "a stick is no safe place");
    acked(&world, 2, 0);
    assert_eq!(
        left(&world).events,
        2,
        "the centre took them, no backup did"
    );
    assert_eq!(
        world.read(|r| r.lives_not_durable()),
        [1],
        "to be asked for"
    );
    acked(&world, 2, 1);
    assert_eq!(left(&world).events, 1, "the first is in a backup");
    acked(&world, 2, 2);
    assert!(left(&world).is_nothing(), "both are");
    let to_ask = world.read(|r| r.lives_not_durable());
    assert!(to_ask.is_empty(), "nothing to ask");
}

#[test]
fn an_intake_that_is_typed_or_parked_is_nowhere_else() {
    let world = World::new();
    let draft = Draft {
        request: request(1),
        officer: officer(),
        json: "{}".into(),
        person: String::new(),
        procedure: String::new(),
        parked_since: None,
        saved_at: NOW,
        pages: 0,
    };
    world.write(|tx| tx.save_draft(&draft));
    let counts = left(&world);
    assert_eq!((counts.typed, counts.parked), (1, 0), "being typed");
    assert!(!counts.is_nothing(), "the wipe waits for it");
    world.write(|tx| tx.park_draft(request(1), NOW));
    let counts = left(&world);
    assert_eq!((counts.typed, counts.parked), (0, 1), "parked");
    world.write(|tx| tx.remove_draft(request(1)));
    assert!(left(&world).is_nothing(), "given up or received");
}
