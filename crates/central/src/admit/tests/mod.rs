//! Tables and properties of admission, over a model that loads and writes as a store does.

mod interleaving;
mod model;

use domain::ids::{DeskId, OfficeId, OfficerId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::fixture::{self, Journal, received};
use model::Model;

fn desk() -> DeskId {
    DeskId(Uuid::now_v7())
}

fn journal_of(count: usize) -> Journal {
    let mut journal = Journal::new(desk());
    let dossier = fixture::dossier_id();
    journal.act(dossier, &received(1, &[]));
    for _ in 1..count {
        journal.act(dossier, &fixture::paid());
    }
    journal
}

#[test]
fn a_gap_names_the_event_expected_and_writes_nothing() {
    let mut model = Model::default();
    let journal = journal_of(5);
    let verdict = model.push(journal.piece(2, 5), journal.desk);
    assert!(
        matches!(verdict, Verdict::Gap { expected: 1 }),
        "the first is missing: {verdict:?}"
    );
    model.push(journal.piece(0, 2), journal.desk);
    let verdict = model.push(journal.piece(3, 5), journal.desk);
    assert!(
        matches!(verdict, Verdict::Gap { expected: 3 }),
        "the third is missing: {verdict:?}"
    );
    assert_eq!(model.applied.len(), 2, "a gap brings nothing in");
}

#[test]
fn an_overlap_is_counted_and_only_the_rest_is_new() {
    let mut model = Model::default();
    let journal = journal_of(5);
    model.push(journal.piece(0, 3), journal.desk);
    let Verdict::Admit(admission) = model.push(journal.piece(1, 5), journal.desk) else {
        panic!("an overlap is fine")
    };
    assert_eq!(
        (admission.duplicates, admission.events.len()),
        (2, 2),
        "two known, two new"
    );
    assert_eq!(
        admission.life,
        Life {
            acked: 5,
            head: journal.head()
        },
        "the desk's own head"
    );
}

#[test]
fn a_changed_byte_anywhere_in_the_overlap_is_a_fork() {
    let journal = journal_of(4);
    let mut model = Model::default();
    model.push(journal.whole(), journal.desk);
    let mut other = Journal {
        events: Vec::new(),
        heads: Vec::new(),
        ..journal.clone()
    };
    for (index, event) in journal.events.iter().enumerate() {
        let body = event.body.get().to_owned();
        let body = if index == 2 {
            body.replacen(':', ": ", 1)
        } else {
            body
        };
        other.append(event.envelope.id, 0, event.envelope.dossier, body);
    }
    for piece in [other.piece(0, 4), other.piece(2, 3), other.piece(3, 4)] {
        let verdict = model.push(piece, journal.desk);
        let Verdict::Fork { head } = verdict else {
            panic!("one blank is a fork: {verdict:?}")
        };
        assert_eq!(head, journal.head(), "the desk is told what is held");
    }
    let mut longer = other.clone();
    longer.act(fixture::dossier_id(), &fixture::paid());
    let verdict = model.push(longer.piece(4, 5), journal.desk);
    assert!(
        matches!(verdict, Verdict::Fork { .. }),
        "a forked continuation: {verdict:?}"
    );
}

#[test]
fn what_is_no_piece_of_this_desks_journal_is_malformed() {
    let journal = journal_of(3);
    let read = |request| Push::read(journal.desk, request).expect_err("malformed");
    let mut swapped = journal.whole();
    swapped.events.swap(1, 2);
    assert_eq!(read(swapped), Malformed::Order, "out of order");
    let mut zero = journal.whole();
    zero.events[0].envelope.seq = 0;
    assert_eq!(read(zero), Malformed::Order, "positions begin at 1");
    let mut foreign = journal.whole();
    foreign.events[1].envelope.origin = desk();
    assert_eq!(read(foreign), Malformed::Origin, "another desk's event");
    let mut headless = journal.whole();
    headless.prev_head = "zz".into();
    assert_eq!(read(headless), Malformed::Head, "a head that does not read");
    let mut many = journal.whole();
    many.events = vec![many.events[0].clone(); 501];
    assert_eq!(
        read(many),
        Malformed::TooMany,
        "more than one push may carry"
    );
    for incarnation in [0, 7] {
        let mut future = Journal::life(journal.desk, incarnation);
        future.act(fixture::dossier_id(), &received(1, &[]));
        let verdict = Model::default().push(future.whole(), journal.desk);
        let malformed = matches!(verdict, Verdict::Malformed(Malformed::Incarnation));
        assert!(malformed, "{incarnation} was never given");
    }
}

#[test]
fn frozen_and_revoked_desks_change_nothing() {
    let journal = journal_of(1);
    let mut model = Model {
        standing: Some(DeskStanding::Frozen),
        ..Model::default()
    };
    assert!(
        matches!(model.push(journal.whole(), journal.desk), Verdict::Frozen),
        "frozen"
    );
    model.standing = Some(DeskStanding::Revoked);
    assert!(
        matches!(
            model.push(journal.whole(), journal.desk),
            Verdict::Quarantine
        ),
        "revoked"
    );
    assert!(model.applied.is_empty(), "nothing took effect");
}

#[test]
fn a_poison_event_is_kept_and_does_not_block_those_behind_it() {
    let mut model = Model::default();
    let mut journal = Journal::new(desk());
    let dossier = fixture::dossier_id();
    journal.act(dossier, &json!({ "kind": "from_the_future", "x": 1 }));
    journal.act(dossier, &json!([1, 2, 3]));
    journal.act(dossier, &received(1, &[]));
    let huge = format!("{{\"kind\":\"paid\",\"pad\":\"{}\"}}", "x".repeat(300_000));
    journal.append(EventId(Uuid::now_v7()), 0, dossier, huge);
    assert_eq!(
        model.issues(&journal),
        ["unreadable"; 3],
        "three bodies do not read"
    );
    assert_eq!(
        model.issues(&journal),
        ["unreadable"; 3],
        "a repeated push is told again"
    );
    assert_eq!(model.lives[&(journal.desk, 1)].acked, 4, "all are held");
    assert_eq!(model.applied.len(), 1, "the good one took effect");
}

#[test]
fn only_events_of_known_officers_in_service_take_effect() {
    let mut model = Model {
        officer: OfficerStanding {
            revoked_at: Some(fixture::morning()),
            ..OfficerStanding::default()
        },
        ..Model::default()
    };
    let mut journal = journal_of(1);
    journal.officer = OfficerId::parse("nobody").expect("a name");
    journal.act(fixture::dossier_id(), &received(2, &[]));
    assert_eq!(
        model.issues(&journal),
        ["revoked_officer", "unknown_officer"],
        "both are kept"
    );
    model.officer.revoked_at = Some(fixture::morning().plus_ms(1));
    let earlier = journal_of(1);
    assert_eq!(
        model.issues(&earlier),
        [""; 0],
        "what was done before the revocation stands"
    );
}

#[test]
fn an_officer_records_only_while_their_role_acts_at_the_counter() {
    let mut model = Model::default();
    model.officer.left_counter_at = Some(fixture::morning());
    assert_eq!(
        model.issues(&journal_of(1)),
        ["not_allowed"],
        "an auditor receives nothing"
    );
    model.officer.left_counter_at = Some(fixture::morning().plus_ms(1));
    assert_eq!(
        model.issues(&journal_of(1)),
        [""; 0],
        "what was received before the role changed stands, however late it comes"
    );
}

#[test]
fn acts_need_a_dossier_and_a_part_in_it() {
    let mut model = Model::default();
    let mut ours = Journal::new(desk());
    let dossier = fixture::dossier_id();
    ours.act(dossier, &fixture::paid());
    ours.act(dossier, &received(1, &[]));
    ours.act(dossier, &received(2, &[]));
    ours.act(
        fixture::dossier_id(),
        &fixture::received_at("elsewhere", 3, &[]),
    );
    ours.act_under(9, dossier, &fixture::paid());
    let told = [
        "unknown_dossier",
        "already_received",
        "not_allowed",
        "not_allowed",
    ];
    assert_eq!(model.issues(&ours), told, "each is kept with its reason");
    let mut theirs = Journal::new(desk());
    model
        .offices
        .insert(theirs.desk, OfficeId::parse("elsewhere").expect("a name"));
    theirs.act(dossier, &fixture::paid());
    assert_eq!(model.issues(&theirs), ["not_allowed"], "not their dossier");
    let office = Feed::Office(fixture::office());
    assert_eq!(
        model.feeds[&office].len(),
        1,
        "what did not take effect is in no feed"
    );
}

#[test]
fn a_recall_that_comes_after_the_acceptance_loses_and_a_decision_over_it_counts() {
    let mut model = Model::default();
    let (mut ours, mut theirs) = (Journal::new(desk()), Journal::new(desk()));
    let elsewhere = OfficeId::parse("elsewhere").expect("a name");
    model.offices.insert(theirs.desk, elsewhere);
    let dossier = fixture::dossier_id();
    ours.act(dossier, &received(1, &[]));
    ours.act(dossier, &fixture::forwarded_to_office("elsewhere"));
    model.issues(&ours);
    theirs.act(dossier, &fixture::accepted_by_office("elsewhere"));
    model.issues(&theirs);
    let recall = ours.act(
        dossier,
        &json!({ "kind": "recalled", "reason": "nhầm nơi" }),
    );
    assert_eq!(model.issues(&ours), ["stale_owner"], "the acceptance wins");
    let decided = json!({
        "kind": "conflict_settled", "about": recall, "decision": "standing", "note": "đã gọi",
    });
    ours.act(dossier, &decided);
    assert_eq!(
        model.issues(&ours),
        ["stale_owner"],
        "the decision stands, whoever holds the dossier"
    );
    let state = &model.dossiers[&dossier].state;
    assert_eq!(state.settled.len(), 1, "and is in the state");
}

#[test]
fn after_a_hand_over_stale_content_is_kept_aside_and_facts_still_count() {
    let mut model = Model::default();
    let (mut ours, mut theirs) = (Journal::new(desk()), Journal::new(desk()));
    let elsewhere = OfficeId::parse("elsewhere").expect("a name");
    model.offices.insert(theirs.desk, elsewhere.clone());
    let dossier = fixture::dossier_id();
    ours.act(dossier, &received(1, &[]));
    ours.act(dossier, &fixture::forwarded_to_office("elsewhere"));
    assert_eq!(model.issues(&ours), [""; 0], "forwarded");
    theirs.act(dossier, &fixture::accepted_by_office("elsewhere"));
    assert_eq!(
        model.issues(&theirs),
        [""; 0],
        "accepted: the feed of the other office joined"
    );
    ours.act(dossier, &fixture::started());
    ours.act(dossier, &fixture::paid());
    assert_eq!(
        model.issues(&ours),
        ["stale_owner"],
        "processing is the owner's, money a fact"
    );
    let (home, away) = (Feed::Office(fixture::office()), Feed::Office(elsewhere));
    assert_eq!(
        model.feeds[&home], model.feeds[&away],
        "both fold the same events"
    );
    assert_eq!(
        model.feeds[&away].len(),
        4,
        "with what happened before it joined"
    );
}

#[test]
fn a_feed_that_joins_later_gets_the_history_first() {
    let mut model = Model::default();
    let mut journal = Journal::new(desk());
    let dossier = fixture::dossier_id();
    journal.act(dossier, &received(1, &[]));
    journal.act(dossier, &fixture::paid());
    model.issues(&journal);
    journal.act(dossier, &fixture::paid());
    journal.act(dossier, &fixture::forwarded_to_department("vh-xh"));
    model.issues(&journal);
    let ids: Vec<_> = journal.events.iter().map(|e| e.envelope.id).collect();
    let department: Feed = "department:vh-xh".parse().expect("a feed");
    assert_eq!(model.feeds[&department], ids, "all of it, in order");
    assert_eq!(
        model.feeds[&Feed::Office(fixture::office())],
        ids,
        "the office saw the same"
    );
}

#[test]
fn a_code_belongs_to_the_first_dossier_and_the_second_needs_a_corrected_receipt() {
    let mut model = Model::default();
    let (mut one, mut two) = (Journal::new(desk()), Journal::new(desk()));
    one.act(fixture::dossier_id(), &received(7, &[]));
    let second = fixture::dossier_id();
    let mut same: Value = received(7, &[]);
    same["code"]["code"] = json!("H42.17-261120-00007");
    two.act(second, &same);
    two.act(fixture::dossier_id(), &received(9_500, &[]));
    assert_eq!(model.issues(&one), [""; 0], "the first has it");
    let told = ["code_clash", "code_not_leased"];
    assert_eq!(
        model.issues(&two),
        told,
        "zeros make no new number; 9500 was never leased"
    );
    assert!(
        model.dossiers[&second].state.received.is_some(),
        "its papers were received"
    );
    assert_eq!(model.applied.len(), 3, "every reception stands");
}

#[test]
fn an_act_the_state_has_no_place_for_is_delivered_and_named() {
    let mut model = Model::default();
    let mut journal = Journal::new(desk());
    let dossier = fixture::dossier_id();
    journal.act(dossier, &received(1, &[]));
    let returned = json!({ "kind": "outcome_returned", "collector": "" });
    journal.act(dossier, &returned);
    assert_eq!(
        model.issues(&journal),
        ["not_fitting"],
        "nothing was completed yet"
    );
    assert_eq!(
        model.feeds[&Feed::Office(fixture::office())].len(),
        2,
        "both facts are seen"
    );
}

#[test]
fn an_event_sent_again_under_a_new_life_takes_effect_once() {
    let mut model = Model::default();
    let journal = journal_of(2);
    model.issues(&journal);
    let mut twin = Journal::new(desk());
    for event in &journal.events {
        let body = event.body.get().to_owned();
        twin.append(event.envelope.id, 0, event.envelope.dossier, body);
    }
    assert_eq!(
        model.issues(&twin),
        ["duplicate_id"; 2],
        "held already, elsewhere"
    );
    assert_eq!(model.applied.len(), 2, "once each");
}

#[test]
fn issue_codes_round_trip_as_text() {
    for code in IssueCode::ALL {
        assert_eq!(IssueCode::parse(code.as_str()), Some(code), "{code:?}");
    }
    assert_eq!(IssueCode::parse(""), None, "no issue");
}

#[test]
fn feed_names_round_trip_and_others_are_refused() {
    for name in ["office:a.b", "department:x", "catalogue", "policy"] {
        assert_eq!(
            name.parse::<Feed>().expect("a feed").to_string(),
            name,
            "there and back"
        );
    }
    for bad in ["", "office:", "office", "desk:1", "policy:1", "office:a b"] {
        assert_eq!(bad.parse::<Feed>(), Err(FeedError), "{bad:?} is no feed");
    }
}
