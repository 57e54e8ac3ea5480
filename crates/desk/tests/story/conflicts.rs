//! Two desks of one office without a link: what collides becomes a task, a person decides, and the
//! decision reaches everyone.

use protocol::view::{ActRequest, DossierView, ForwardRequest, LinkState, SettleRequest, TaskView};
use testkit::{
    BINH, HUONG, LAN, Station, TestCentre, filled_draft, friday_morning, social_allowance,
};

use crate::main_job::dossier_when;

fn receive(station: &Station) -> String {
    let draft = filled_draft(station, social_allowance());
    station.desk().receive(draft).expect("received").dossier
}

fn act(station: &Station, dossier: &str, act: &str, text: &str) -> Result<(), String> {
    let request = ActRequest {
        dossier: dossier.to_owned(),
        act: act.to_owned(),
        text: text.to_owned(),
        confirmed: true,
    };
    station.desk().act(request).map_err(|error| {
        let reason = error.params.get("reason").cloned();
        reason.unwrap_or(error.code)
    })
}

fn forward(station: &Station, dossier: &str, request: u8) -> Result<(), String> {
    let desk = station.desk();
    let target = desk.forward_targets(()).expect("targets").remove(0);
    let request = ForwardRequest {
        request_id: format!("0197a000-0000-7000-8000-0000000000{request:02}"),
        dossiers: vec![dossier.to_owned()],
        to: target.id,
    };
    desk.forward(request).map_err(|error| error.code)
}

fn tasks_when(station: &Station, what: &str, test: impl Fn(&[TaskView]) -> bool) -> Vec<TaskView> {
    station.changes.wait_for(what, || {
        let sync = station.desk().sync_overview(()).ok()?;
        test(&sync.tasks).then_some(sync.tasks)
    })
}

fn has_status(status: &'static str) -> impl Fn(&DossierView) -> bool {
    move |dossier| dossier.row.status == status
}

/// Field by field, who and at which desk, and what may be decided.
fn both_sides_are_shown(station: &Station, task: u32) {
    let sides = station.desk().task(task).expect("both sides");
    let collector = sides.fields.iter().find(|field| field.name == "collector");
    let collector = collector.expect("who took it, on both sides");
    let mut names = [collector.mine.as_str(), collector.theirs.as_str()];
    names.sort_unstable();
    assert_eq!(names, ["Đặng Thị Ánh", "Đặng Văn An"], "field by field");
    let (mine, theirs) = (sides.mine.expect("one"), sides.theirs.expect("the other"));
    let mut desks = [mine.desk.as_str(), theirs.desk.as_str()];
    desks.sort_unstable();
    assert_eq!(desks, ["Quầy 3", "Quầy 5"], "at which desk");
    assert_eq!(
        sides.choices,
        ["standing", "other", "both"],
        "what may be decided"
    );
}

#[test]
fn two_returns_without_a_link_are_one_task_at_both_desks_and_one_decision_ends_it() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let one = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let two = Station::at_work(&centre, &clock, "Quầy 5", BINH);
    let id = receive(&one);
    act(&one, &id, "complete", "").expect("the outcome is there");
    dossier_when(
        &two,
        &id,
        "the outcome at the other desk",
        has_status("completed"),
    );
    centre.stop();
    for station in [&one, &two] {
        station.wait_link(&LinkState::Offline);
    }
    act(&one, &id, "return_outcome", "Đặng Thị Ánh").expect("handed out without a link");
    act(&two, &id, "return_outcome", "Đặng Văn An").expect("at the other desk, too");
    centre.start_again();
    for station in [&one, &two] {
        station.wait_link(&LinkState::Online);
        station.wait_sent();
    }
    for station in [&one, &two] {
        let tasks = tasks_when(station, "the task", |tasks| !tasks.is_empty());
        let told: Vec<_> = tasks
            .iter()
            .map(|t| (t.kind.as_str(), t.event.as_str()))
            .collect();
        assert_eq!(told, [("not_fitting", "outcome_returned")], "one task");
        assert_eq!(station.strip().tasks, 1, "counted beside the screen");
    }
    let task = tasks_when(&two, "the task", |tasks| !tasks.is_empty()).remove(0);
    both_sides_are_shown(&two, task.id);
    let settle = |choice: &str, note: &str| {
        two.desk().settle(SettleRequest {
            task: task.id,
            choice: choice.to_owned(),
            note: note.to_owned(),
        })
    };
    assert_eq!(
        settle("both", " ").expect_err("no ground").code,
        "dossier.refused",
        "a decision needs a ground"
    );
    assert_eq!(
        settle("resend", "x").expect_err("no such choice").code,
        "task.choice",
        "only what is offered"
    );
    settle("both", "Hai bản kết quả, hai người ký nhận").expect("decided");
    for station in [&one, &two] {
        tasks_when(station, "the end of the task", <[_]>::is_empty);
        assert_eq!(station.strip().tasks, 0, "nor counted");
    }
    one.wait_sent();
    two.wait_sent();
    let there = centre.dossier(&id).expect("at the centre");
    assert_eq!(there.settled.len(), 1, "a fact of the dossier there, too");
    for station in [&one, &two] {
        let dossier = station.desk().dossier(id.clone()).expect("here");
        let last = dossier.timeline.last().expect("events");
        assert_eq!(
            last.kind, "conflict_settled",
            "in the journal of every desk"
        );
    }
}

#[test]
fn another_desk_claims_with_a_link_and_without_one_hands_nothing_over() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let one = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let two = Station::at_work(&centre, &clock, "Quầy 5", BINH);
    let (id, other) = (receive(&one), receive(&one));
    one.wait_sent();
    let seen = dossier_when(&two, &id, "the dossier", |_| true);
    assert_eq!(
        (seen.holder.as_str(), seen.held_here),
        ("Quầy 3", false),
        "who holds it"
    );
    assert!(seen.acts.contains(&"claim".to_owned()), "it can be claimed");
    assert!(
        !seen.acts.contains(&"forward".to_owned()),
        "not handed over as it is"
    );
    act(&two, &id, "claim", "").expect("claimed");
    let there = dossier_when(&one, &id, "the claim", |dossier| dossier.holder == "Quầy 5");
    assert!(
        !there.acts.contains(&"forward".to_owned()),
        "gone from the first desk"
    );
    dossier_when(&two, &other, "the other dossier", |_| true);
    centre.stop();
    two.wait_link(&LinkState::Offline);
    assert_eq!(
        act(&two, &other, "claim", "").expect_err("no link"),
        "claim.offline",
        "a claim needs the centre"
    );
    assert_eq!(
        forward(&two, &other, 1).expect_err("no link"),
        "claim.offline",
        "and so does handing over what another desk holds"
    );
    forward(&two, &id, 2).expect("what it holds itself");
    centre.start_again();
    two.wait_link(&LinkState::Online);
    two.wait_sent();
    forward(&two, &other, 3).expect("claimed and handed over in one go");
    dossier_when(&one, &other, "the hand-over", |dossier| {
        dossier.holder == "Quầy 5" && !dossier.row.forwarded_to.is_empty()
    });
}

#[test]
fn the_lead_moves_what_a_dead_desk_holds() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let mut dead = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let lead = Station::at_work(&centre, &clock, "Quầy 1", LAN);
    let id = receive(&dead);
    dead.wait_sent();
    dossier_when(&lead, &id, "the dossier", |_| true);
    dead.stop();
    let holders = lead.desk().sync_overview(()).expect("sync").holders;
    let held = holders.iter().find(|holder| holder.label == "Quầy 3");
    let held = held.expect("the lead sees who holds what");
    assert_eq!((held.held, held.here), (1, false), "one dossier there");
    let moved = lead.desk().take_over(held.desk.clone()).expect("moved");
    assert_eq!(moved, 1, "all of it");
    let dossier = lead.desk().dossier(id).expect("here");
    assert!(dossier.held_here, "this desk holds it now");
    lead.wait_sent();
    let tasks = lead.desk().sync_overview(()).expect("sync").tasks;
    assert_eq!(tasks, [], "the centre agrees");
}

#[test]
fn what_was_done_in_an_outage_says_so_and_an_overdue_dossier_says_why() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let before = receive(&station);
    station.wait_sent();
    clock.advance_ms(60_000);
    centre.stop();
    station.wait_link(&LinkState::Offline);
    let id = receive(&station);
    forward(&station, &id, 1).expect("handed over");
    let sync = station.desk().sync_overview(()).expect("sync");
    assert_eq!(sync.outages[0].detected, "call", "how it was noticed");
    let dossier = station.desk().dossier(id.clone()).expect("here");
    assert_eq!(
        dossier.outages.len(),
        1,
        "the outage is a fact of the dossier"
    );
    assert!(
        dossier.timeline.iter().all(|entry| entry.offline),
        "all of it"
    );
    let calm = station.desk().dossier(before).expect("here");
    assert!(
        calm.outages.is_empty(),
        "nothing was done with this one then"
    );
    assert!(dossier.lateness.is_none(), "not late");
    clock.advance_ms(60 * 24 * 60 * 60_000);
    let late = station.desk().dossier(id).expect("here").lateness;
    let late = late.expect("overdue by now");
    assert_eq!(
        (late.sync, late.cause.as_str()),
        (late.total, "sync"),
        "it never could travel"
    );
}
