//! Numbers that go back, the copies of the mark, a database that finds itself elsewhere: whatever
//! comes in whatever order, nothing that is on a paper is given again.

use std::collections::BTreeSet;
use std::fs;

use domain::ids::LeaseId;
use proptest::prelude::*;

use crate::testing::*;
use crate::{Lease, NumberRefusal, Numbering, Want};

fn take(world: &World, n: u64) -> Result<u32, NumberRefusal> {
    let agency = agency();
    let want = Want {
        agency: &agency,
        day: day(),
        now: NOW,
        dossier: dossier(n),
    };
    world
        .write(|tx| tx.take_number(&want))
        .map(|taken| taken.number)
}

fn numbering(world: &World) -> Numbering {
    world.read(|r| r.numbering())
}

/// The files of the database without the mark beside it.
fn copy(world: &mut World) -> Vec<u8> {
    world.close();
    let bytes = fs::read(world.paths.database()).expect("a database");
    world.reopen();
    bytes
}

fn put_back(world: &mut World, copy: &[u8]) {
    world.close();
    world.store_from(copy);
}

#[test]
fn what_went_back_is_void_here_and_told_until_the_centre_knows() {
    let world = World::new();
    let tomorrow = Lease {
        day: day().plus_days(1),
        ..lease(3, 1, 9)
    };
    world.write(|tx| tx.put_leases(&[lease(1, 1, 3), lease(2, 10, 19), tomorrow]));
    let taken: Vec<_> = (1..=4).map(|n| take(&world, n)).collect();
    assert_eq!(taken, [Ok(1), Ok(2), Ok(3), Ok(10)], "the first four");
    assert_eq!(
        world.read(|r| r.lease_days_before(day().plus_days(1))),
        [day()],
        "a day with numbers left"
    );
    assert_eq!(world.write(|tx| tx.give_back(day())), 1, "one has a rest");
    assert_eq!(take(&world, 5), Err(NumberRefusal::NoLease), "void at once");
    let told = world.read(|r| r.returns_to_tell());
    assert_eq!(
        told.iter()
            .map(|l| (l.next, l.lease.to))
            .collect::<Vec<_>>(),
        [(11, 19)],
        "from the first number nobody drew; a used-up lease is not told"
    );
    world.write(|tx| tx.returns_told(&[lease_id(2)]));
    assert!(
        world.read(|r| r.returns_to_tell()).is_empty(),
        "told once the centre has answered"
    );
    assert_eq!(
        world.read(|r| r.codes_left(&agency(), day().plus_days(1))),
        9,
        "another day keeps its own"
    );
    let revived = world
        .store()
        .write(|tx| tx.execute("UPDATE fact_lease SET returned = 1 WHERE void = 0", []));
    assert!(revived.is_err(), "only what is void can have gone back");
}

#[test]
fn a_copy_from_before_numbers_went_back_gives_none_of_them() {
    let mut world = World::new();
    world.write(|tx| tx.put_leases(&[lease(1, 1, 9)]));
    let before = copy(&mut world);
    world.write(|tx| tx.give_back(day()));
    put_back(&mut world, &before);
    assert_eq!(
        (numbering(&world), take(&world, 1)),
        (Numbering::Restored, Err(NumberRefusal::Restored)),
        "no event tells it, the mark does"
    );
}

#[test]
fn a_copy_with_its_mark_is_told_by_the_copy_of_the_mark_elsewhere() {
    let mut world = World::new();
    world.write(|tx| tx.put_leases(&[lease(1, 1, 9)]));
    world.append(1, 1, NOW, &walk(1).body());
    let (before, mark) = (
        copy(&mut world),
        fs::read(world.paths.mark()).expect("a mark"),
    );
    world.append(2, 2, NOW, &walk(2).body());
    let elsewhere = world.store().mark_copy().expect("read").expect("a copy");
    world
        .store()
        .compare_with_copy(&elsewhere)
        .expect("compared");
    assert_eq!(numbering(&world), Numbering::Open, "the same is fine");

    world.close();
    crate::files::write_atomic(&world.paths.mark(), &mark).expect("the mark too");
    world.store_from(&before);
    assert_eq!(
        numbering(&world),
        Numbering::Open,
        "the side file sees nothing"
    );
    world
        .store()
        .compare_with_copy("of another program")
        .expect("compared");
    assert_eq!(numbering(&world), Numbering::Open, "no witness, no verdict");
    world
        .store()
        .compare_with_copy(&elsewhere)
        .expect("compared");
    assert_eq!(numbering(&world), Numbering::Restored, "the copy does");
    assert_eq!(
        world.store().mark_copy().expect("read"),
        None,
        "and is not lowered before the new life"
    );
}

#[test]
fn a_database_that_finds_itself_elsewhere_is_a_copy() {
    let world = World::new();
    world.write(|tx| tx.put_leases(&[lease(1, 1, 9)]));
    world.write(|tx| tx.compare_machine("here"));
    world.write(|tx| tx.compare_machine("here"));
    assert_eq!(
        take(&world, 1),
        Ok(1),
        "the first time is learnt, then known"
    );
    world.write(|tx| tx.compare_machine("there"));
    assert_eq!(take(&world, 2), Err(NumberRefusal::Restored), "moved");
    world.write(|tx| tx.compare_machine("there"));
    assert_eq!(
        take(&world, 2),
        Err(NumberRefusal::Restored),
        "until the centre has answered, however often it starts"
    );
    world.write(|tx| tx.begin_incarnation(2));
    world.write(|tx| tx.compare_machine("there"));
    assert_eq!(numbering(&world), Numbering::Open, "at home there");
}

#[derive(Debug, Clone)]
enum Step {
    Lease { length: u32 },
    Take,
    GiveBack,
    Tell,
    Copy,
    PutBack,
    Reopen,
    NewLife,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..8_u32).prop_map(|length| Step::Lease { length }),
        9 => Just(Step::Take),
        2 => Just(Step::GiveBack),
        2 => Just(Step::Tell),
        2 => Just(Step::Copy),
        2 => Just(Step::PutBack),
        1 => Just(Step::Reopen),
        2 => Just(Step::NewLife),
    ]
}

/// The centre: disjoint blocks, and what went back is handed out again. A block ends where its rest
/// went back: an older copy that tells it once more frees nothing.
#[derive(Default)]
struct Centre {
    top: u32,
    free: Vec<u32>,
    ended: BTreeSet<LeaseId>,
}

impl Centre {
    fn block(&mut self, length: u32) -> (u32, u32) {
        if let Some(n) = self.free.pop() {
            return (n, n);
        }
        self.top += length;
        (self.top - length + 1, self.top)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn no_interleaving_of_leases_returns_copies_and_lives_gives_a_number_twice(
        steps in prop::collection::vec(step(), 1..60)
    ) {
        let (mut world, mut centre) = (World::new(), Centre::default());
        let (mut given, mut kept, mut life) = (BTreeSet::new(), None, 1);
        for (n, step) in (1..).zip(steps) {
            match step {
                Step::Lease { length } => if numbering(&world) == Numbering::Open {
                    let (from, to) = centre.block(length);
                    let new = Lease { incarnation: life, ..lease(n, from, to) };
                    // a copy put back is of an older life until it has heard of the new one
                    world.store().write(|tx| tx.put_leases(&[new])).ok();
                },
                Step::Take => if let Ok(number) = take(&world, n) {
                    prop_assert!(given.insert(number), "{} was given before", number);
                    let code = official(number.into());
                    world.append(n, n, NOW, &walk(n).code(code).body());
                },
                Step::GiveBack => { world.write(|tx| tx.give_back(day())); }
                Step::Tell => {
                    let back = world.read(|r| r.returns_to_tell());
                    for lease in &back {
                        if centre.ended.insert(lease.lease.id) {
                            centre.free.extend(lease.next..=lease.lease.to);
                        }
                    }
                    let ids: Vec<_> = back.iter().map(|lease| lease.lease.id).collect();
                    world.write(|tx| tx.returns_told(&ids));
                }
                Step::Copy => kept = Some(copy(&mut world)),
                Step::PutBack => if let Some(kept) = &kept {
                    put_back(&mut world, kept);
                },
                Step::Reopen => world.reopen(),
                Step::NewLife => {
                    life += 1;
                    world.write(|tx| tx.begin_incarnation(life));
                }
            }
        }
    }
}
