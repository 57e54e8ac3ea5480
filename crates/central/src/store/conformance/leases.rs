//! Numbers.

use std::collections::BTreeSet;

use domain::ids::AgencyCode;
use protocol::wire::{Lease, LeaseWish};

use super::{World, now};
use crate::fixture::{self, Journal, received};
use crate::lease::LeaseOutcome;
use crate::store::{Caller, LeaseAsk};

fn wish(want: u32, reserve: bool) -> LeaseWish {
    LeaseWish {
        agency: fixture::agency(),
        day: fixture::day(),
        want,
        reserve,
    }
}

async fn ask(world: &World, caller: &Caller, wishes: Vec<LeaseWish>) -> LeaseOutcome {
    let days = (fixture::day(), fixture::day().plus_days(5));
    let ask = LeaseAsk {
        caller: caller.clone(),
        wishes,
        days,
        now: now(),
    };
    world.store.lease(ask).await.expect("answers")
}

async fn leases(world: &World, caller: &Caller, wishes: Vec<LeaseWish>) -> Vec<Lease> {
    let outcome = ask(world, caller, wishes).await;
    let LeaseOutcome::Leased(leases) = outcome else {
        panic!("not leased: {outcome:?}")
    };
    leases
}

pub(super) async fn blocks_of_all_desks_are_disjoint_and_repeats_burn_nothing(world: World) {
    let mut taken = BTreeSet::new();
    for round in 0..4 {
        let desk = world.desk().await;
        let caller = world.caller(desk).await;
        let wishes = vec![wish(20, false), wish(30, true)];
        let first = leases(&world, &caller, wishes.clone()).await;
        assert_eq!(
            leases(&world, &caller, wishes).await,
            first,
            "a lost answer burns nothing"
        );
        for lease in &first {
            assert_eq!(
                (lease.desk, lease.incarnation),
                (desk, 1),
                "bound to the desk"
            );
            let own = if lease.reserve { 5000..10_000 } else { 1..5000 };
            for n in lease.from..=lease.to {
                assert!(own.contains(&n), "{n} is of the wanted range");
                assert!(
                    taken.insert(n),
                    "{n} was given to another desk in round {round}"
                );
            }
        }
        // using eleven of twenty leaves less than half: the next wish is topped up
        let mut journal = Journal::new(desk);
        for n in first[0].from..first[0].from + 11 {
            journal.act(fixture::dossier_id(), &received(n, &[]));
        }
        assert!(
            world.admitted(&journal).await.issues.is_empty(),
            "leased numbers are in order"
        );
        let more = leases(&world, &caller, vec![wish(20, false)]).await;
        assert_eq!(more.len(), 2, "the open block and a new one");
        assert_eq!(more[0], first[0], "the same block");
        for n in more[1].from..=more[1].to {
            assert!(taken.insert(n), "{n} was given before");
        }
    }
    assert_eq!(taken.len(), 4 * (20 + 30 + 11), "and none was burnt");
}

pub(super) async fn a_new_incarnation_never_gets_the_old_numbers(world: World) {
    let desk = world.desk().await;
    let old = world.caller(desk).await;
    let before = leases(&world, &old, vec![wish(20, false)]).await;
    assert_eq!(
        (before[0].from, before[0].to),
        (1, 20),
        "the first life's numbers"
    );
    world
        .store
        .new_incarnation(old, now())
        .await
        .expect("answers");
    let caller = world.caller(desk).await;
    let after = leases(&world, &caller, vec![wish(20, false)]).await;
    assert_eq!(
        (after[0].from, after[0].to, after[0].incarnation),
        (21, 40, 2),
        "fresh numbers"
    );
    let mut journal = Journal::life(desk, 2);
    journal.act(fixture::dossier_id(), &received(41, &[]));
    let told = world.admitted(&journal).await.issues;
    assert_eq!(told[0].code, "code_not_leased", "41 was nobody's");
    let other = world.desk().await;
    let other = world.caller(other).await;
    let next = leases(&world, &other, vec![wish(5, false)]).await;
    assert_eq!((next[0].from, next[0].to), (42, 46), "and is stepped over");
}

pub(super) async fn wishes_for_strange_days_agencies_or_lives_are_refused(world: World) {
    let desk = world.desk().await;
    let caller = world.caller(desk).await;
    let mut strange = wish(5, false);
    strange.agency = AgencyCode::parse("H99").expect("a name");
    let both = vec![wish(5, false), strange];
    assert_eq!(
        ask(&world, &caller, both).await,
        LeaseOutcome::UnknownAgency,
        "nobody's agency"
    );
    for days in [-1, 6] {
        let mut other = wish(5, false);
        other.day = fixture::day().plus_days(days);
        assert_eq!(
            ask(&world, &caller, vec![other]).await,
            LeaseOutcome::Day,
            "{days} days"
        );
    }
    let old = Caller {
        session_incarnation: 0,
        ..caller.clone()
    };
    let refused = ask(&world, &old, vec![wish(5, false)]).await;
    assert_eq!(refused, LeaseOutcome::OldIncarnation, "of an ended life");
    let first = leases(&world, &caller, vec![wish(5, false)]).await;
    assert_eq!(first[0].from, 1, "what was refused took nothing");
    let much = leases(&world, &caller, vec![wish(1_000_000, true)]).await;
    assert_eq!(
        much[0].to - much[0].from + 1,
        500,
        "a wish is cut to what a lease may hold"
    );
}
