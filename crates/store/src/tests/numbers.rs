//! Official numbers: the pointer only grows, nothing is given twice, refusals are named.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::testing::*;
use crate::{
    Ended, Lease, NewDayConfirmed, NumberRefusal, Numbering, RestoredWhy, StoreError, Want,
};
use domain::code::ProvisionalCode;
use domain::day::DayConfirmed;

fn take_at(world: &World, n: u64, minute: i64) -> Result<u32, NumberRefusal> {
    let agency = agency();
    let want = Want {
        agency: &agency,
        day: day(),
        now: minutes(minute),
        dossier: dossier(n),
    };
    world
        .write(|tx| tx.take_number(&want))
        .map(|taken| taken.number)
}

fn take(world: &World, n: u64) -> Result<u32, NumberRefusal> {
    take_at(world, n, 0)
}

#[test]
fn numbers_come_in_order_everyday_blocks_before_the_reserve() {
    let world = World::new();
    let reserve = Lease {
        reserve: true,
        ..lease(1, 5_000, 5_001)
    };
    world.write(|tx| tx.put_leases(&[reserve, lease(3, 21, 21), lease(2, 11, 12)]));
    assert_eq!(
        world.read(|r| r.codes_left(&agency(), day())),
        5,
        "what the strip shows"
    );
    let taken: Vec<_> = (1..=6).map(|n| take(&world, n)).collect();
    let expected = [
        Ok(11),
        Ok(12),
        Ok(21),
        Ok(5_000),
        Ok(5_001),
        Err(NumberRefusal::NoLease),
    ];
    assert_eq!(taken, expected, "lowest first, the reserve last, then none");
    assert_eq!(world.read(|r| r.codes_left(&agency(), day())), 0, "used up");
}

#[test]
fn another_day_agency_desk_or_life_has_no_lease_here() {
    let world = World::new();
    world.write(|tx| tx.put_leases(&[lease(1, 1, 9)]));
    let (agency, other) = (
        agency(),
        domain::ids::AgencyCode::parse("H42.18").expect("a name"),
    );
    let refused = |agency, day| {
        let want = Want {
            agency,
            day,
            now: NOW,
            dossier: dossier(1),
        };
        world.write(|tx| tx.take_number(&want))
    };
    assert_eq!(
        refused(&agency, day().plus_days(1)),
        Err(NumberRefusal::NoLease),
        "tomorrow"
    );
    assert_eq!(
        refused(&other, day()),
        Err(NumberRefusal::NoLease),
        "another agency"
    );
    for wrong in [
        Lease {
            desk: desk(2),
            ..lease(2, 10, 19)
        },
        Lease {
            incarnation: 2,
            ..lease(2, 10, 19)
        },
        lease(2, 19, 10),
        lease(2, 0, 10),
    ] {
        let kept = world
            .store()
            .write(|tx| tx.put_leases(std::slice::from_ref(&wrong)));
        assert!(
            matches!(kept, Err(StoreError::NotNow { .. })),
            "not ours: {wrong:?}"
        );
    }
}

#[test]
fn a_lease_that_comes_again_keeps_its_pointer_and_a_void_one_stays_void() {
    let world = World::new();
    world.write(|tx| tx.put_leases(&[lease(1, 1, 9)]));
    assert_eq!(take(&world, 1), Ok(1), "the first");
    world.write(|tx| tx.put_leases(&[lease(1, 1, 9)]));
    assert_eq!(take(&world, 2), Ok(2), "the pointer did not go back");
    let back = world
        .store()
        .write(|tx| tx.execute("UPDATE fact_lease SET next = 1", []));
    assert!(back.is_err(), "not even by SQL");
    world.write(|tx| tx.void_lease(lease_id(1)));
    assert_eq!(take(&world, 3), Err(NumberRefusal::NoLease), "void");
    let revived = world
        .store()
        .write(|tx| tx.execute("UPDATE fact_lease SET void = 0", []));
    assert!(revived.is_err(), "void for ever");
    let states = world.read(|r| r.leases(day()));
    assert_eq!(
        (states[0].next, states[0].void),
        (3, true),
        "as the overview shows"
    );
}

#[test]
fn a_rolled_back_intake_draws_nothing() {
    let world = World::new();
    world.write(|tx| tx.put_leases(&[lease(1, 1, 9)]));
    let agency = agency();
    let failed: Result<(), StoreError> = world.store().write(|tx| {
        let want = Want {
            agency: &agency,
            day: day(),
            now: NOW,
            dossier: dossier(1),
        };
        tx.take_number(&want)?.expect("a number");
        Err(StoreError::NotFound { what: "glyph" })
    });
    assert!(failed.is_err(), "the intake failed");
    assert_eq!(take(&world, 2), Ok(1), "the number was not lost");
}

#[test]
fn a_number_the_feed_has_seen_is_stepped_over() {
    let world = World::new();
    world.write(|tx| tx.put_leases(&[lease(1, 1, 3)]));
    world.receive(&walk(1));
    world.receive(&walk(2));
    assert_eq!(take(&world, 7), Ok(3), "1 and 2 are on somebody's paper");
    assert_eq!(
        take(&world, 8),
        Err(NumberRefusal::NoLease),
        "and that was the last"
    );
}

#[test]
fn a_clock_below_the_last_event_gives_no_number_until_a_person_confirms_it() {
    let world = World::new();
    world.write(|tx| tx.put_leases(&[lease(1, 100, 109)]));
    world.append(1, 1, minutes(60), &walk(1).body());
    assert_eq!(
        take_at(&world, 2, 59),
        Err(NumberRefusal::ClockBelowLastEvent),
        "set back"
    );
    assert_eq!(take_at(&world, 2, 60), Ok(100), "the same minute is fine");
    let officer = domain::ids::OfficerId::parse("nt.huong").expect("a name");
    let confirmed = DayConfirmed {
        at: minutes(10),
        over: Some(NOW),
    };
    world.write(|tx| {
        tx.confirm_day(&NewDayConfirmed {
            confirmed,
            officer: &officer,
            lead: None,
        })
    });
    assert_eq!(
        world.read(|r| r.day_confirmed()),
        Some(confirmed),
        "and it is kept"
    );
    let changed = world
        .store()
        .write(|tx| tx.execute("DELETE FROM fact_day_confirmed", []));
    assert!(changed.is_err(), "for ever");
    assert_eq!(
        take_at(&world, 3, 10),
        Ok(101),
        "confirmed: it was the other reading that was off"
    );
}

#[test]
fn a_restored_or_frozen_desk_refuses_by_name_and_still_counts_temporary_slips() {
    let world = World::new();
    world.write(|tx| tx.put_leases(&[lease(1, 1, 9)]));
    let slip = |world: &World| world.write(|tx| tx.next_provisional(day()));
    assert_eq!((slip(&world), slip(&world)), (1, 2), "temporary numbers");
    world.write(|tx| tx.freeze_numbering());
    assert_eq!(take(&world, 1), Err(NumberRefusal::Frozen), "a fork");
    world.write(|tx| tx.thaw_numbering());
    assert_eq!(take(&world, 1), Ok(1), "decided");
    world.write(|tx| tx.set_restored(RestoredWhy::Older));
    assert_eq!(take(&world, 2), Err(NumberRefusal::Restored), "restored");
    assert_eq!(
        slip(&world),
        501,
        "away from those that may be on paper already"
    );
    assert_eq!(slip(&world), 502, "and on");
    world.write(|tx| tx.begin_incarnation(2));
    assert_eq!(
        take(&world, 2),
        Err(NumberRefusal::NoLease),
        "old leases are void"
    );
    world.write(|tx| {
        tx.put_leases(&[Lease {
            incarnation: 2,
            ..lease(9, 50, 59)
        }])
    });
    assert_eq!(take(&world, 2), Ok(50), "new ones are good");
    assert_eq!(world.read(|r| r.numbering()), Numbering::Open, "open");
}

#[test]
fn two_copies_that_wait_for_a_life_count_alike_and_still_give_no_temporary_code_twice() {
    let code_of = |n| {
        let copy = World::new();
        copy.write(|tx| tx.compare_machine("the desk"));
        copy.write(|tx| tx.compare_machine(&format!("another machine, {n}")));
        assert_eq!(
            take(&copy, n),
            Err(NumberRefusal::Restored),
            "waits for a life"
        );
        let number = copy.write(|tx| tx.next_provisional(day()));
        let code = ProvisionalCode::new("Q3C4E5", day(), u64::from(number), dossier(n));
        (number, code.expect("a code"))
    };
    let ((ours, our_code), (theirs, their_code)) = (code_of(1), code_of(2));
    assert_eq!(ours, theirs, "neither knows of the other");
    assert_ne!(our_code, their_code, "the dossier is in the code");
}

#[test]
fn a_life_that_is_ended_twice_within_a_day_is_not_replaced_by_itself() {
    const DAY: i64 = 24 * 60;
    let world = World::new();
    let ended = |minute| world.write(|tx| tx.note_ended(minutes(minute)));
    assert_eq!(
        ended(0),
        Ended::Once,
        "it may have been cloned for a reason"
    );
    assert_eq!(ended(1), Ended::Once, "the answer was lost: the same life");
    world.write(|tx| tx.begin_incarnation(3));
    assert_eq!(ended(1 + DAY), Ended::Once, "a day later");
    world.write(|tx| tx.begin_incarnation(5));
    assert!(!world.read(|r| r.has_twin()), "numbers are given");
    assert_eq!(ended(2 + DAY), Ended::Again, "the other machine works");
    assert!(world.read(|r| r.has_twin()), "and that is said");
    assert_eq!(take(&world, 1), Err(NumberRefusal::Frozen), "no number");
    let slip = world.write(|tx| tx.next_provisional(day()));
    assert_eq!(slip, 501, "away from those that the other machine counts");
    let event = world.receive(&walk(1));
    assert_eq!(
        event.envelope.incarnation, 5,
        "recorded in its life, and sent"
    );
    world.write(|tx| tx.begin_incarnation(7));
    assert!(!world.read(|r| r.has_twin()), "a person let it go on");
    assert_eq!(world.read(|r| r.numbering()), Numbering::Open, "in its own");
    world.write(|tx| tx.freeze_numbering());
    assert!(!world.read(|r| r.has_twin()), "a fork is no twin");
}

#[derive(Debug, Clone)]
enum Step {
    Lease {
        from: u32,
        length: u32,
        reserve: bool,
    },
    Take {
        minute: i64,
    },
    FailedTake,
    Seen {
        number: u32,
    },
    VoidAll,
    Reopen,
    Restore,
    NewLife,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1..60_u32, 1..8_u32, any::<bool>())
            .prop_map(|(from, length, reserve)| Step::Lease { from, length, reserve }),
        8 => (0..30_i64).prop_map(|minute| Step::Take { minute }),
        2 => Just(Step::FailedTake),
        2 => (1..60_u32).prop_map(|number| Step::Seen { number }),
        1 => Just(Step::VoidAll),
        1 => Just(Step::Reopen),
        1 => Just(Step::Restore),
        1 => Just(Step::NewLife),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_leases_faults_and_restarts_gives_a_number_twice(
        steps in prop::collection::vec(step(), 1..40)
    ) {
        let mut world = World::new();
        let (mut given, mut leased, mut life) = (BTreeSet::new(), BTreeSet::new(), 1);
        for (n, step) in (1..).zip(steps) {
            match step {
                Step::Lease { from, length, reserve } => {
                    let to = from + length - 1;
                    let new = Lease { reserve, incarnation: life, ..lease(n, from, to) };
                    world.write(|tx| tx.put_leases(&[new]));
                    leased.extend(from..=to);
                }
                Step::Take { minute } => if let Ok(number) = take_at(&world, n, minute) {
                    prop_assert!(given.insert(number), "{} was given before", number);
                    prop_assert!(leased.contains(&number), "{} was never leased", number);
                },
                Step::FailedTake => {
                    let agency = agency();
                    let failed: Result<(), StoreError> = world.store().write(|tx| {
                        let want = Want { agency: &agency, day: day(), now: minutes(30), dossier: dossier(n) };
                        tx.take_number(&want)?.ok();
                        Err(StoreError::Busy)
                    });
                    prop_assert!(failed.is_err(), "rolled back");
                }
                Step::Seen { number } => {
                    let code = official(number.into());
                    let code = serde_json::from_value(code["code"].clone()).expect("a code");
                    world.write(|tx| tx.note_number(&code, dossier(n), NOW));
                    given.insert(number);
                }
                Step::VoidAll => world.write(|tx| tx.void_leases()),
                Step::Reopen => world.reopen(),
                Step::Restore => world.write(|tx| tx.set_restored(RestoredWhy::Older)),
                Step::NewLife => {
                    life += 1;
                    world.write(|tx| tx.begin_incarnation(life));
                }
            }
        }
    }
}
