//! Events that are held without effect, and what a person decides over them.

use domain::dossier::{EventBody, fold};
use domain::ids::{DeskId, DossierId, EventId, OfficerId};
use protocol::wire::Role;

use super::journal::{all, home};
use super::{World, elsewhere, now};
use crate::admit::{Feed, IssueCode, PushOutcome};
use crate::fixture::{self, Journal, received};
use crate::store::{FeedPage, PageWish, Released, Revocation, Ruled, Ruler, RulingKind};

const WHY: &str = "có giấy tiếp nhận trên tay";

fn login(name: &str) -> OfficerId {
    OfficerId::parse(name).expect("a name")
}

fn by(name: &str) -> Ruler {
    Ruler::new(login(name), WHY, now()).expect("a reason")
}

fn lead() -> Ruler {
    by("pt.lan")
}

async fn rule(world: &World, event: EventId, kind: RulingKind, by: Ruler) -> Ruled {
    world.store.rule(event, kind, by).await.expect("answers")
}

async fn let_in(world: &World, event: EventId) -> Ruled {
    rule(world, event, RulingKind::Released, lead()).await
}

/// An officer who is out of service since before anything was recorded.
async fn revoked_officer(world: &World) -> OfficerId {
    let gone = login("tv.binh");
    let whom = Revocation::Officer(gone.clone());
    world
        .store
        .revoke(whom, now().plus_ms(-1))
        .await
        .expect("answers");
    gone
}

/// What waits: which event, and why.
async fn waiting(world: &World) -> Vec<(EventId, String)> {
    let waiting = world.store.quarantined(100).await.expect("answers");
    waiting
        .into_iter()
        .map(|event| (event.event, event.reason))
        .collect()
}

async fn ids(world: &World, feed: Feed, dossier: DossierId) -> Vec<EventId> {
    let events = all(&world.store, feed).await.into_iter();
    let own = events.filter(|e| e.event.envelope.dossier == dossier);
    own.map(|e| e.event.envelope.id).collect()
}

/// Desk and centre hold the same: the state is the fold of the feed.
async fn assert_folded(world: &World, dossier: DossierId) {
    let feed = all(&world.store, home()).await;
    let own: Vec<_> = feed
        .iter()
        .filter(|e| e.event.envelope.dossier == dossier)
        .map(|e| {
            let body: EventBody = serde_json::from_str(e.event.body.get()).expect("reads");
            (&e.event.envelope, body)
        })
        .collect();
    let folded = fold(
        dossier,
        own.iter().map(|(envelope, body)| (*envelope, body)),
    );
    let state = world.store.dossier(dossier).await.expect("answers");
    assert_eq!(state, Some(folded), "the fold of the feed");
}

async fn assert_sound(world: &World) {
    let walked = crate::audit::verify(&*world.store).await.expect("walks");
    assert!(
        walked.iter().all(|life| life.fault.is_none()),
        "every chain"
    );
}

pub(super) async fn what_an_officer_out_of_service_did_is_let_in_with_who_when_and_why(
    world: World,
) {
    let gone = revoked_officer(&world).await;
    let mut journal = Journal::new(world.desk().await);
    let dossier = fixture::dossier_id();
    journal.officer = gone;
    let reception = journal.act(dossier, &received(1, &[]));
    journal.officer = fixture::officer();
    let payment = journal.act(dossier, &fixture::paid());
    let issues = world.admitted(&journal).await.issues;
    let codes: Vec<_> = issues.iter().map(|issue| issue.code.as_str()).collect();
    assert_eq!(codes, ["revoked_officer", "unknown_dossier"], "both held");

    for name in ["nt.huong", "dn.son", "e.pt.lan", "nobody", "tv.binh"] {
        let met = rule(&world, reception, RulingKind::Released, by(name)).await;
        assert_eq!(met, Ruled::NotAllowed, "{name} decides over nothing here");
    }
    let early = let_in(&world, payment).await;
    let still = Ruled::Still(IssueCode::UnknownDossier);
    assert_eq!(early, still, "what it rests on is not let in");
    assert_eq!(waiting(&world).await.len(), 2, "and nothing was decided");

    let released = let_in(&world, reception).await;
    assert_eq!(
        released,
        Ruled::Done { effects: 2 },
        "and what waited for it"
    );
    assert_eq!(
        ids(&world, home(), dossier).await,
        [reception, payment],
        "in the feed, in order"
    );
    assert_folded(&world, dossier).await;
    assert!(waiting(&world).await.is_empty(), "nothing waits");
    let again = world.admitted(&journal).await.issues;
    let codes: Vec<_> = again.iter().map(|issue| issue.code.as_str()).collect();
    assert_eq!(
        codes,
        ["code_not_leased"],
        "only that nobody leased number 1"
    );
    let kept = world.store.rulings(10).await.expect("answers");
    let kept: Vec<_> = kept
        .iter()
        .map(|r| {
            (
                r.event,
                r.seq,
                r.kind,
                r.officer.as_str(),
                r.reason.as_str(),
            )
        })
        .collect();
    let one = |event, seq| (event, seq, RulingKind::Released, "pt.lan", WHY);
    assert_eq!(kept, [one(payment, 2), one(reception, 1)], "newest first");
    assert_eq!(let_in(&world, reception).await, Ruled::NotHeld, "only once");
    assert_sound(&world).await;
}

pub(super) async fn a_released_event_stands_where_it_took_effect_in_every_feed(world: World) {
    let gone = revoked_officer(&world).await;
    let mut journal = Journal::new(world.desk().await);
    let dossier = fixture::dossier_id();
    let reception = journal.act(dossier, &received(1, &[]));
    journal.officer = gone;
    let late = [(); 2].map(|()| journal.act(dossier, &fixture::paid()));
    journal.officer = fixture::officer();
    let payment = journal.act(dossier, &fixture::paid());
    world.admitted(&journal).await;
    for event in [late[1], late[0]] {
        let released = let_in(&world, event).await;
        assert_eq!(released, Ruled::Done { effects: 1 }, "that one");
    }
    let handed = journal.act(dossier, &fixture::forwarded_to_office("elsewhere"));
    world.admitted(&journal).await;
    let expected = [reception, payment, late[1], late[0], handed];
    assert_eq!(ids(&world, home(), dossier).await, expected, "at home");
    let away = ids(&world, Feed::Office(elsewhere()), dossier).await;
    assert_eq!(away, expected, "and where the history came later");
    assert_folded(&world, dossier).await;
}

pub(super) async fn what_is_refused_never_takes_effect_and_is_decided_over_once(world: World) {
    let gone = revoked_officer(&world).await;
    let mut journal = Journal::new(world.desk().await);
    journal.officer = gone;
    let dossier = fixture::dossier_id();
    let reception = journal.act(dossier, &received(1, &[]));
    world.admitted(&journal).await;
    let refused = rule(&world, reception, RulingKind::Refused, lead()).await;
    assert_eq!(refused, Ruled::Done { effects: 0 }, "never");
    for kind in [RulingKind::Released, RulingKind::Refused] {
        let again = rule(&world, reception, kind, lead()).await;
        assert_eq!(again, Ruled::NotHeld, "for good");
    }
    assert!(waiting(&world).await.is_empty(), "it waits no more");
    assert!(ids(&world, home(), dossier).await.is_empty(), "in no feed");
    let told = world.admitted(&journal).await.issues;
    assert_eq!(
        told[0].code, "revoked_officer",
        "the desk is told as before"
    );
    let kept = world.store.rulings(10).await.expect("answers");
    assert_eq!((kept.len(), kept[0].kind), (1, RulingKind::Refused), "kept");
    let nothing = let_in(&world, EventId(uuid::Uuid::now_v7())).await;
    assert_eq!(nothing, Ruled::NotHeld, "no such event");
}

pub(super) async fn one_event_of_a_desk_out_of_service_is_let_in_and_the_chain_stays_whole(
    world: World,
) {
    let mut journal = Journal::new(world.desk().await);
    let (one, two) = (fixture::dossier_id(), fixture::dossier_id());
    let first = journal.act(one, &received(1, &[]));
    let second = journal.act(two, &received(2, &[]));
    let third = journal.act(two, &fixture::paid());
    let fourth = journal.act(one, &fixture::paid());
    let whom = Revocation::Desk(journal.desk);
    world.store.revoke(whom, now()).await.expect("answers");
    let late = world.push(journal.piece(1, 4), journal.desk).await;
    assert!(matches!(late, PushOutcome::Quarantined(_)), "{late:?}");
    let gap = let_in(&world, second).await;
    assert_eq!(gap, Ruled::Gap { expected: 1 }, "the first never came");
    world.push(journal.piece(0, 1), journal.desk).await;

    let second_in = let_in(&world, second).await;
    assert_eq!(second_in, Ruled::Done { effects: 1 }, "that one");
    assert_eq!(ids(&world, home(), two).await, [second], "in the feed");
    assert_eq!(ids(&world, home(), one).await, [], "the first is not");
    let left = waiting(&world).await;
    let mut left: Vec<_> = left.iter().map(|(id, why)| (*id, why.as_str())).collect();
    left.sort();
    let mut expected = [first, third, fourth].map(|id| (id, "revoked_desk"));
    expected.sort();
    assert_eq!(left, expected, "before and behind it, with the reason");
    assert_sound(&world).await;

    let fourth_in = let_in(&world, fourth).await;
    let still = Ruled::Still(IssueCode::UnknownDossier);
    assert_eq!(fourth_in, still, "its dossier was not let in");
    let counter = world.store.release(journal.desk, by("nt.huong")).await;
    assert_eq!(counter.expect("answers"), Released::NotAllowed, "the lead");
    let rest = world.store.release(journal.desk, lead()).await;
    let all_of_it = Released::Admitted {
        events: 3,
        issues: 0,
    };
    assert_eq!(rest.expect("answers"), all_of_it, "the rest, in order");
    assert_eq!(ids(&world, home(), one).await, [first, fourth], "one");
    assert_eq!(ids(&world, home(), two).await, [second, third], "two");
    for dossier in [one, two] {
        assert_folded(&world, dossier).await;
    }
    assert!(waiting(&world).await.is_empty(), "nothing waits");
    assert_eq!(
        world.store.rulings(10).await.expect("answers").len(),
        4,
        "each is kept"
    );
    assert_sound(&world).await;
}

pub(super) async fn an_administrator_decides_over_the_desks_of_every_office(world: World) {
    let mut site = super::without_passwords(crate::demo::site().expect("reads"));
    for (officer, _) in &mut site.officers {
        if officer.login == login("dn.son") {
            officer.role = Role::Administrator;
        }
    }
    world.store.apply_site(site, now()).await.expect("applied");
    let mut journal = Journal::new(world.desk_of(&elsewhere()).await);
    journal.officer = login("e.tv.binh");
    let whom = Revocation::Officer(journal.officer.clone());
    let since = now().plus_ms(-1);
    world.store.revoke(whom, since).await.expect("answers");
    let dossier = fixture::dossier_id();
    let body = fixture::received_at("elsewhere", 1, &[]);
    let event = journal.act(dossier, &body);
    world.admitted(&journal).await;
    let theirs = let_in(&world, event).await;
    assert_eq!(theirs, Ruled::NotAllowed, "the lead of another office");
    let done = rule(&world, event, RulingKind::Released, by("dn.son")).await;
    assert_eq!(done, Ruled::Done { effects: 1 }, "the administrator");
}

/// What a desk is told in its own feed.
async fn told(world: &World, desk: DeskId, after: u64, limit: usize) -> FeedPage {
    let wish = PageWish {
        after,
        limit,
        bytes_max: usize::MAX,
    };
    let page = world.store.feed_page(Feed::Desk(desk), wish).await;
    page.expect("answers")
}

pub(super) async fn a_refusal_is_told_once_in_the_feed_of_the_desk_that_recorded_the_event(
    world: World,
) {
    let gone = revoked_officer(&world).await;
    let mut journal = Journal::new(world.desk().await);
    let other = world.desk().await;
    journal.officer = gone;
    let events = [1, 2, 3].map(|n| {
        let dossier = fixture::dossier_id();
        journal.act(dossier, &received(n, &[]))
    });
    world.admitted(&journal).await;
    let last = world.store.last_told(journal.desk).await;
    assert_eq!(last.expect("answers"), 0, "nothing was decided");

    let mut changes = world.store.changes();
    changes.mark_unchanged();
    rule(&world, events[1], RulingKind::Refused, lead()).await;
    assert!(
        changes.has_changed().expect("open"),
        "who waits hears of it"
    );
    let_in(&world, events[0]).await;
    rule(&world, events[2], RulingKind::Refused, lead()).await;
    rule(&world, events[2], RulingKind::Refused, lead()).await;

    let page = told(&world, journal.desk, 0, 10).await;
    let named = world.store.last_told(journal.desk).await.expect("answers");
    assert_eq!(
        (named, page.last),
        (2, 2),
        "what was let in needs no telling"
    );
    assert!(page.events.is_empty(), "no event takes effect by it");
    let of: Vec<_> = page.rulings.iter().map(|r| (r.position, r.event)).collect();
    assert_eq!(of, [(1, events[1]), (2, events[2])], "each once, in order");
    let first = &page.rulings[0];
    let said = (first.kind.as_str(), first.officer.as_str(), &*first.reason);
    assert_eq!(said, ("refused", "pt.lan", WHY), "who and why");
    assert_eq!(
        (&*first.name, first.at),
        ("Phạm Thị Lan", now()),
        "and when"
    );

    let piece = told(&world, journal.desk, 0, 1).await;
    assert_eq!((piece.rulings.len(), piece.more), (1, true), "in pieces");
    let rest = told(&world, journal.desk, 1, 1).await;
    assert_eq!((rest.rulings.len(), rest.more), (1, false), "to the end");
    let theirs = told(&world, other, 0, 10).await;
    assert_eq!((theirs.rulings.len(), theirs.last), (0, 0), "no other desk");
}
