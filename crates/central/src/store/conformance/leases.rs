//! Numbers.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::ids::AgencyCode;
use domain::policy::NumberRanges;
use protocol::wire::{Lease, LeaseReturn, LeaseWish};

use super::{World, now};
use crate::fixture::{self, Journal, received};
use crate::lease::{LeaseOutcome, ReturnOutcome};
use crate::store::{Caller, LeaseAsk, Restore, ReturnAsk};

/// An agency that procedures name and no office lists.
fn competent() -> AgencyCode {
    AgencyCode::parse("H42.05").expect("a name")
}

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
        competent: Arc::new(BTreeSet::from([competent()])),
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
        .new_incarnation(old, String::new(), now())
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
    let mut named = wish(5, false);
    named.agency = competent();
    let ours = leases(&world, &caller, vec![named]).await;
    assert_eq!(ours[0].from, 1, "one that procedures name has numbers too");
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

pub(super) async fn an_office_sets_the_ranges_of_its_agency(world: World) {
    let desk = world.desk().await;
    let caller = world.caller(desk).await;
    let before = leases(&world, &caller, vec![wish(40, false)]).await;
    assert_eq!((before[0].from, before[0].to), (1, 40), "as ever");
    let mut site = super::without_passwords(crate::demo::site().expect("the demo's site reads"));
    site.rules.numbers = NumberRanges {
        everyday_last: 30,
        reserve_last: 90,
        last: 200,
    };
    for site in [super::at_elsewhere(site.clone()), site] {
        world.store.apply_site(site, now()).await.expect("applied");
    }
    let other = world.desk().await;
    let other = world.caller(other).await;
    let after = leases(&world, &other, vec![wish(10, false), wish(60, true)]).await;
    let blocks: Vec<_> = after.iter().map(|lease| (lease.from, lease.to)).collect();
    assert_eq!(
        blocks,
        [(91, 100), (41, 90), (101, 110)],
        "a block cut before the change reaches into the reserve and is stepped over"
    );
}

pub(super) async fn a_restored_centre_gives_an_agency_it_does_not_know_numbers_nobody_can_have(
    world: World,
) {
    let desk = world.desk().await;
    let caller = world.caller(desk).await;
    let (given_up, free) = (fixture::day().plus_days(2), fixture::day().plus_days(3));
    let restore = Restore {
        declared: true,
        days: (fixture::day().plus_days(-2), given_up),
        now: now(),
    };
    let epoch = world.store.renew_after_restore(restore).await;
    assert!(epoch.expect("answers").is_some(), "declared");
    let mut blocks = Vec::new();
    for (day, want) in [(given_up, 10), (given_up, 30), (free, 10)] {
        let wish = LeaseWish {
            agency: competent(),
            day,
            want,
            reserve: false,
        };
        let leases = leases(&world, &caller, vec![wish]).await;
        let newest = leases.last().expect("a block");
        blocks.push((newest.from, newest.to));
    }
    assert_eq!(
        blocks,
        [(11_000, 11_009), (11_010, 11_029), (1, 10)],
        "past all that may have been leased after the copy, until the last such day"
    );
}

async fn give_back(world: &World, caller: &Caller, lease: &Lease, from: u32) -> ReturnOutcome {
    let ask = ReturnAsk {
        caller: caller.clone(),
        returns: vec![LeaseReturn {
            lease: lease.id,
            from,
        }],
    };
    world.store.return_numbers(ask).await.expect("answers")
}

pub(super) async fn what_nobody_drew_goes_back_once_and_another_desk_gets_it(world: World) {
    let desk = world.desk().await;
    let caller = world.caller(desk).await;
    let held = leases(&world, &caller, vec![wish(20, false), wish(10, true)]).await;
    let (everyday, reserve) = (&held[0], &held[1]);
    let mut journal = Journal::new(desk);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    world.admitted(&journal).await;
    for (lease, from, taken) in [
        (everyday, 4, true),
        (everyday, 4, false), // a lost answer: told again
        (reserve, reserve.from, true),
        (reserve, reserve.from, false),
    ] {
        let expected = if taken { vec![lease.id] } else { Vec::new() };
        assert_eq!(
            give_back(&world, &caller, lease, from).await,
            ReturnOutcome::Taken(expected),
            "from {from} on, once"
        );
    }
    let other = world.desk().await;
    let other = world.caller(other).await;
    let next = leases(&world, &other, vec![wish(20, false), wish(10, true)]).await;
    let blocks: Vec<_> = next.iter().map(|lease| (lease.from, lease.to)).collect();
    assert_eq!(
        blocks,
        [(4, 23), (5_000, 5_009)],
        "2 and 3 may be on a paper that is still to come"
    );
    let again = leases(&world, &caller, vec![wish(4, false)]).await;
    assert_eq!(
        (again[0].from, again[0].to),
        (1, 3),
        "what was kept is still the desk's"
    );
}

pub(super) async fn only_the_desk_itself_in_its_present_life_gives_back_what_is_on_no_paper(
    world: World,
) {
    let desk = world.desk().await;
    let caller = world.caller(desk).await;
    let held = leases(&world, &caller, vec![wish(20, false)])
        .await
        .remove(0);
    let mut journal = Journal::new(desk);
    journal.act(fixture::dossier_id(), &received(5, &[]));
    world.admitted(&journal).await;
    let stranger = world.desk().await;
    let stranger = world.caller(stranger).await;
    let nothing = ReturnOutcome::Taken(Vec::new());
    for (who, from, why) in [
        (&stranger, 6, "not its lease"),
        (&caller, 5, "5 is on a paper"),
        (&caller, 21, "above the lease"),
        (&caller, 0, "below it"),
    ] {
        assert_eq!(give_back(&world, who, &held, from).await, nothing, "{why}");
    }
    world
        .store
        .new_incarnation(caller.clone(), String::new(), now())
        .await
        .expect("answers");
    let old = Caller {
        session_incarnation: 0,
        ..caller
    };
    let old = give_back(&world, &old, &held, 6).await;
    assert_eq!(old, ReturnOutcome::OldIncarnation, "of an ended life");
    let caller = world.caller(desk).await;
    assert_eq!(
        give_back(&world, &caller, &held, 6).await,
        nothing,
        "what was void stays given out: an older copy may hold it"
    );
}
