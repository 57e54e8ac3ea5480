//! Acts that collide, decisions over them, and the desk that holds a dossier.

use super::*;

fn at_desk(desk: DeskId) -> Site {
    Site {
        desk,
        ..Site::new()
    }
}

fn forward(n: u128) -> Act {
    Act::Forward {
        to: department(),
        request: request(n),
    }
}

#[test]
fn a_hand_over_is_taken_back_only_before_it_is_accepted() {
    let site = Site::new();
    let mut story = Story::received();
    let recall = || Act::Recall { reason: reason() };
    assert_eq!(
        story.act(&site, recall()),
        Err(Refusal::NotForwarded),
        "nothing to take back"
    );
    story.done(&site, forward(4));
    story.done(&site, recall());
    assert_eq!(
        (&story.state.forwarded_to, story.state.own_epoch),
        (&None, 0),
        "as if it had not been handed over"
    );
    story.done(&site, forward(5));
    story.done(&Site::new().acting_for(department()), Act::Accept);
    assert_eq!(
        story.act(&site, recall()),
        Err(Refusal::NotOwner),
        "the department's acceptance wins"
    );
}

#[test]
fn only_the_desk_that_holds_a_dossier_hands_it_over_and_any_takes_papers_and_hands_out() {
    let there = at_desk(OTHER_DESK);
    let mut story = Story::received();
    assert_eq!(
        story.state.holder,
        Some(DESK),
        "the receiving desk holds it"
    );
    assert_eq!(
        story.act(&there, forward(4)),
        Err(Refusal::NotHolder),
        "not from another desk"
    );
    story.done(&there, Act::Claim { desk: OTHER_DESK });
    assert_eq!(story.state.holder, Some(OTHER_DESK), "claimed");
    let site = Site::new();
    assert_eq!(
        story.act(&site, forward(4)),
        Err(Refusal::NotHolder),
        "gone"
    );
    story.done(&there, Act::StartProcessing);
    story.done(&there, ask("Ảnh"));
    story.done(&site, Act::ReceiveSupplement);
    story.done(
        &there,
        Act::Complete {
            decision: String::new(),
        },
    );
    let act = Act::ReturnOutcome {
        collector: "A".to_owned(),
        all_present: true,
    };
    story.done(&site, act);
}

#[test]
fn an_officer_claims_for_the_own_desk_and_the_lead_for_any() {
    let mut story = Story::received();
    let site = Site::new();
    let claim = Act::Claim { desk: OTHER_DESK };
    assert_eq!(
        story.act(&site, claim.clone()),
        Err(Refusal::NeedsLead),
        "moving to another desk is the lead's"
    );
    story.done(&Site::new().lead(), claim.clone());
    let again = story.act(&Site::new().lead(), claim);
    assert_eq!(again, Ok(0), "once is enough");
}

#[test]
fn of_two_claims_at_once_the_later_finds_no_place() {
    let story = Story::received();
    let claim = |to| EventBody::Claimed {
        from: Some(DESK),
        to,
    };
    let now = Site::new().now;
    let first = apply(story.state, &envelope(2, now), &claim(OTHER_DESK));
    let third = DeskId(Uuid::from_u128(7));
    assert!(
        !fits(&first, &envelope(3, now), &claim(third)),
        "left to a person"
    );
}

#[test]
fn a_settled_conflict_is_a_fact_of_the_dossier_and_is_settled_once() {
    let mut story = Story::received();
    let settle = || Act::Settle {
        about: EventId(Uuid::from_u128(9)),
        decision: Decision::Both,
        note: "đã gọi cho công dân".to_owned(),
    };
    story.done(&Site::new(), settle());
    let told = Settled {
        about: EventId(Uuid::from_u128(9)),
        decision: Decision::Both,
    };
    assert_eq!(story.state.settled, [told], "in the state of both ends");
    assert_eq!(story.act(&Site::new(), settle()), Ok(0), "once is enough");
}

#[test]
fn a_code_of_another_dossier_is_replaced_by_one_of_the_same_day() {
    let mut story = Story::received();
    let code = |text| Act::CorrectCode {
        code: DossierCode::parse(text).expect("a code"),
    };
    let site = Site::new();
    let held = story.state.code().expect("a code");
    assert_eq!(
        story.act(&site, code(&held)),
        Err(Refusal::CodeMismatch),
        "the same code is no correction"
    );
    assert_eq!(
        story.act(&site, code("H42.17-261121-0132")),
        Err(Refusal::CodeMismatch),
        "a code carries the day of reception"
    );
    story.done(&site, code("H42.17-261120-0132"));
    story.done(&site, code("H42.17-261120-0133"));
    assert_eq!(
        story.state.code().as_deref(),
        Some("H42.17-261120-0133"),
        "the newest"
    );
    assert_eq!(
        story.state.former_codes,
        ["H42.17-261120-0132"],
        "with those between"
    );
}
