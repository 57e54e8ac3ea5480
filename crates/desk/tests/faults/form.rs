//! Forms that cannot be received: every wrong field by its path, no code drawn, the form kept.

use protocol::view::IntakeDraft;
use store::{Published, PublishedKind, Store};
use testkit::{HUONG, filled_draft, social_allowance};

use crate::words::told_as;
use crate::world::{World, field, key, paths, told};
use platform::clock::Clock as _;

fn with_number(world: &World, number: &str) -> IntakeDraft {
    let mut draft = world.typed();
    draft.parties[0].number = number.to_owned();
    draft
}

#[test]
fn a_number_nobody_can_have_says_what_is_wrong_with_it() {
    let world = World::at_work();
    let error = world.refused(&with_number(&world, "03718800432"));
    assert_eq!(error.code, "intake.fields", "a field is to blame");
    let eleven = field(&error, "parties.0.number");
    assert_eq!(eleven.code, "number_digits", "by its digits");
    assert_eq!(eleven.params["count"], "11", "of which there are eleven");
    let error = world.refused(&with_number(&world, "0371880043211"));
    assert_eq!(
        field(&error, "parties.0.number").params["count"],
        "13",
        "thirteen"
    );
    let error = world.refused(&with_number(&world, "000000000001"));
    assert_eq!(
        field(&error, "parties.0.number").code,
        "number_origin",
        "of no province"
    );
    let draft = with_number(&world, "037 188 004 321");
    world
        .desk()
        .receive(draft)
        .expect("spaces between the digits are how people write it");
}

#[test]
fn an_unknown_procedure_is_named_and_nothing_is_promised() {
    let world = World::at_work();
    let mut draft = world.typed();
    draft.procedure = "9.999999".to_owned();
    let error = world.refused(&draft);
    assert_eq!(
        field(&error, "procedure").code,
        "procedure_unknown",
        "not in the catalogue"
    );
    let quote = world.desk().quote(draft.clone()).expect("an empty quote");
    assert_eq!(
        (quote.due_at, quote.due_text.as_str()),
        (None, ""),
        "no promise"
    );
    let error = world
        .desk()
        .procedure("9.999999".to_owned())
        .expect_err("unknown");
    assert_eq!(error.code, "procedure.unknown", "asked for by its code");
    told(&error);
    draft.procedure = "tro cap".to_owned();
    assert_eq!(
        field(&world.refused(&draft), "procedure").code,
        "procedure_missing",
        "words are no code"
    );
    draft.procedure = String::new();
    assert_eq!(
        field(&world.refused(&draft), "procedure").code,
        "procedure_missing",
        "none chosen"
    );
}

#[test]
fn a_procedure_that_ended_yesterday_is_not_received_today() {
    let mut world = World::at_work();
    let draft = world.typed();
    world.centre.stop();
    world.station.stop();
    ends_on(&world, "2026-11-19");
    world.station.start();
    world
        .station
        .sign_in(HUONG)
        .expect("signed in without the centre");
    let found = world
        .desk()
        .procedure(draft.procedure.clone())
        .expect("still shown");
    assert_eq!(found.hit.problem, "not_in_force", "with its problem");
    let quote = world.desk().quote(draft.clone()).expect("a quote");
    assert_eq!(
        (quote.due_at, quote.due_problem.as_str()),
        (None, "not_in_force"),
        "no promise"
    );
    let error = world.refused(&draft);
    assert_eq!(
        field(&error, "procedure").code,
        "procedure_not_in_force",
        "named"
    );
}

/// Publishes the catalogue again with an end for the social allowance.
fn ends_on(world: &World, day: &str) {
    let key = key(&world.station, &paths(&world.station));
    let store = Store::open(&paths(&world.station), &key).expect("opened");
    let kind = PublishedKind::Catalogue;
    let held = store
        .read(|r| r.published(kind))
        .expect("read")
        .expect("published");
    let mut catalogue: serde_json::Value = serde_json::from_str(&held.json).expect("JSON");
    let procedures = catalogue["procedures"].as_array_mut().expect("procedures");
    let ended = procedures
        .iter_mut()
        .find(|p| p["code"] == social_allowance());
    ended.expect("the allowance")["valid_until"] = day.into();
    let json = catalogue.to_string();
    let next = Published {
        version: held.version + 1,
        json,
        ..held
    };
    store
        .write(|tx| tx.put_published(&next, world.clock.now()))
        .expect("published");
}

#[test]
fn an_unclear_limit_is_refused_until_a_person_has_set_it() {
    let world = World::at_work();
    let mut draft = filled_draft(&world.station, "1.010824");
    let mut deceased = draft.parties[0].clone();
    deceased.role = "deceased".to_owned();
    deceased.number = String::new();
    draft.parties.push(deceased);
    let error = world.refused(&draft);
    assert_eq!(
        field(&error, "dueOverride").code,
        "limit_unclear",
        "at the field that cures it"
    );
    draft.due_override = "2026-12-18T10:00".to_owned();
    let error = world.refused(&draft);
    assert_eq!(
        field(&error, "dueOverride").code,
        "due_without_ground",
        "with ground and name only"
    );
}

#[test]
fn a_form_whose_papers_nobody_looked_at_is_not_received() {
    let world = World::at_work();
    let mut draft = world.typed();
    for paper in &mut draft.papers {
        paper.state = String::new();
    }
    let error = world.refused(&draft);
    assert_eq!(
        field(&error, "papers").code,
        "no_paper_judged",
        "the papers are to blame"
    );
}

#[test]
fn a_form_larger_than_any_intake_is_refused_and_the_one_before_it_stays() {
    let world = World::at_work();
    let typed = world.typed();
    let mut endless = typed.clone();
    endless.note = "dài ".repeat(100_000);
    let error = world.desk().save_draft(endless).expect_err("too large");
    assert_eq!(error.code, "draft.too_large", "said as such");
    told(&error);
    assert_eq!(
        world.desk().current_draft(()).expect("the form"),
        typed,
        "the last one stands"
    );
}

#[test]
fn a_letter_no_form_can_print_is_named_before_a_code_is_drawn() {
    let world = World::at_work();
    let mut draft = world.typed();
    draft.parties[0].name = "Nguyễn Thị 吉".to_owned();
    let error = world.refused(&draft);
    assert_eq!(error.code, "intake.glyph", "the receipt could not show it");
    assert_eq!(error.params["codePoint"], "U+5409", "which letter");
    assert!(
        told_as("intake.glyph").contains("codePoint"),
        "the words name it"
    );
}

/// Land whose certificate is given out again: the owner, and co-owners if there are any.
const LAND: &str = "1.012786";

fn land(world: &World, co_owners: &[&str]) -> IntakeDraft {
    let mut draft = filled_draft(&world.station, LAND);
    draft.parties.truncate(1); // a form that was refused is still there
    let mut blank = draft.parties[0].clone();
    for text in [
        &mut blank.name,
        &mut blank.number,
        &mut blank.birth,
        &mut blank.sex,
        &mut blank.address_on_card,
        &mut blank.address_line,
        &mut blank.phone,
    ] {
        text.clear();
    }
    blank.role = "co_owner".to_owned();
    blank.from_card = false;
    for name in co_owners {
        let mut co_owner = blank.clone();
        (*name).clone_into(&mut co_owner.name);
        draft.parties.push(co_owner);
    }
    draft
}

#[test]
fn a_co_owner_nobody_typed_is_left_out_and_several_are_received() {
    let world = World::at_work();
    let mut wrong = land(&world, &["", "Bùi Văn Ổn"]);
    wrong.parties[2].number = "12345".to_owned();
    let error = world.refused(&wrong);
    let blamed: Vec<&str> = error
        .fields
        .iter()
        .map(|field| field.path.as_str())
        .collect();
    assert_eq!(
        blamed,
        ["parties.2.number"],
        "by its own place, not the blank one"
    );
    let procedure = world
        .desk()
        .procedure(LAND.to_owned())
        .expect("it is in the seed");
    assert!(
        procedure.roles.contains(&"co_owner".to_owned()),
        "it may have co-owners"
    );
    for (co_owners, expected) in [(&[""][..], 1), (&["Bùi Văn Ổn", "", "Đinh Thị Ƀĭh"][..], 3)]
    {
        let mut draft = land(&world, co_owners);
        draft.request_id = world.desk().current_draft(()).expect("a form").request_id;
        let received = world.desk().receive(draft).expect("received");
        let dossier = world.desk().dossier(received.dossier).expect("there");
        assert_eq!(dossier.parties.len(), expected, "as many as were typed");
    }
}

#[test]
fn a_paper_nobody_looked_at_is_named_when_others_were_judged() {
    let world = World::at_work();
    let mut draft = world.typed();
    let procedure = world
        .desk()
        .procedure(draft.procedure.clone())
        .expect("it is in the seed");
    let is_needed = |n: &usize| !procedure.cases[0].papers[*n].optional;
    let needed: Vec<usize> = (0..draft.papers.len()).filter(is_needed).collect();
    assert!(needed.len() > 1, "two papers are needed");
    draft.papers[needed[1]].state.clear();
    let error = world.refused(&draft);
    let path = format!("papers.{}.state", needed[1]);
    assert_eq!(
        field(&error, &path).code,
        "paper_state_unknown",
        "by its row"
    );
    told(&error);
    draft.papers[needed[1]].state = "complete".to_owned();
    for n in 0..draft.papers.len() {
        if !needed.contains(&n) {
            draft.papers[n].state.clear();
        }
    }
    world
        .desk()
        .receive(draft)
        .expect("what may be left out need not be judged");
}

#[test]
fn a_page_of_a_paper_nobody_judged_asks_for_the_paper_and_is_not_homeless() {
    let world = World::at_work();
    let mut draft = world.typed();
    let procedure = world
        .desk()
        .procedure(draft.procedure.clone())
        .expect("it is in the seed");
    let papers = &procedure.cases[0].papers;
    let spare = papers.iter().position(|paper| paper.optional);
    let spare = spare.expect("one may be left out");
    draft.papers[spare].state.clear();
    let target = format!("draft:{}", draft.request_id);
    let page = testkit::jpeg_page(7);
    world
        .desk()
        .attach(&target, &draft.papers[spare].component, "trang.jpg", &page)
        .expect("a page");
    let error = world.refused(&draft);
    let found: Vec<(&str, &str)> = error
        .fields
        .iter()
        .map(|field| (field.path.as_str(), field.code.as_str()))
        .collect();
    let row = format!("papers.{spare}.state");
    assert_eq!(
        found,
        [(row.as_str(), "paper_state_unknown")],
        "its row is to blame"
    );
    draft.papers[spare].state = "complete".to_owned();
    world.desk().receive(draft).expect("judged, it is received");
}

/// A certificate that can be asked for online alone; the police number it.
const ONLINE_ONLY: &str = "1.010041";

#[test]
fn a_procedure_without_paper_is_received_for_a_reason_and_on_the_terms_of_the_way_online() {
    let world = World::at_work();
    let procedure = world
        .desk()
        .procedure(ONLINE_ONLY.to_owned())
        .expect("it is in the seed");
    assert_eq!(
        procedure.hit.problem, "no_paper",
        "the window asks for a reason"
    );
    let mut draft = filled_draft(&world.station, ONLINE_ONLY);
    draft.foreign_code = "CA-2026-9".to_owned();
    let error = world.refused(&draft);
    assert_eq!(
        field(&error, "directReason").code,
        "takes_no_paper",
        "without one it is refused"
    );
    draft.direct_reason = "portal_down:".to_owned();
    let error = world.refused(&draft);
    assert_eq!(
        field(&error, "directReason.incident").code,
        "incident_missing",
        "an outage has its incident"
    );
    draft.direct_reason = "old_or_disabled".to_owned();
    let quote = world.desk().quote(draft.clone()).expect("a quote");
    assert!(quote.due_at.is_some(), "promised: {}", quote.due_problem);
    let received = world.desk().receive(draft).expect("never a dead end");
    assert_eq!(received.due_text, quote.due_text, "as promised");
}
