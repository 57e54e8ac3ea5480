//! What a person at the centre refused for good is told to the desk that recorded it: who, when, why,
//! and what is to be done; once, whatever happens meanwhile.

use std::sync::Arc;

use platform::clock::{Clock as _, FixedClock};
use protocol::view::{LinkState, SettleRequest, TaskView, TimelineEntry};
use testkit::{
    HUONG, LAN, Ruled, RulingKind, Station, TestCentre, filled_draft, friday_morning,
    social_allowance,
};

use crate::main_job::hand_over;

/// A desk whose officer handed a dossier over after being taken out of service, without knowing; the
/// lead signed in, and the centre holds that act.
struct Scene {
    clock: Arc<FixedClock>,
    centre: TestCentre,
    station: Station,
    dossier: String,
}

fn tasks(station: &Station) -> Vec<TaskView> {
    station.desk().sync_overview(()).expect("overview").tasks
}

impl Scene {
    fn new() -> Self {
        let clock = friday_morning();
        let centre = TestCentre::start(&clock);
        let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
        let draft = filled_draft(&station, social_allowance());
        let dossier = station.desk().receive(draft).expect("received").dossier;
        station.wait_sent();
        station.faults.cut(true);
        station.wait_link(&LinkState::Offline);
        clock.advance_ms(60_000);
        centre.revoke_officer(HUONG);
        clock.advance_ms(60_000);
        hand_over(&station, &dossier); // she does not know
        station.faults.cut(false);
        station.sign_in(LAN).expect("the lead sits down");
        let scene = Self {
            clock,
            centre,
            station,
            dossier,
        };
        scene.group_when("held");
        scene
    }

    /// The one task, when it is in this group.
    fn group_when(&self, group: &str) -> TaskView {
        self.station.until(group, || {
            self.station.desk().send_now(()).ok()?;
            let task = tasks(&self.station).pop()?;
            (task.group == group).then_some(task)
        })
    }

    fn rule(&self, kind: RulingKind) {
        let waiting = self.centre.waiting();
        assert_eq!(waiting.len(), 1, "one act waits for a person");
        let ruled = self.centre.rule(waiting[0].event, kind);
        assert!(matches!(ruled, Ruled::Done { .. }), "{ruled:?}");
    }

    fn settle(&self, task: &TaskView, choice: &str) {
        let request = SettleRequest {
            task: task.id,
            choice: choice.to_owned(),
            note: String::new(),
        };
        self.station.desk().settle(request).expect("decided");
    }

    /// The act as its dossier shows it.
    fn entry(&self) -> TimelineEntry {
        let dossier = self.station.desk().dossier(self.dossier.clone());
        dossier.expect("there").timeline.remove(1)
    }

    /// Why it is held, and who refused it.
    fn shown(&self) -> (String, Option<String>) {
        let act = self.entry();
        (act.held, act.refusal.map(|refusal| refusal.officer))
    }
}

#[test]
fn a_refused_act_says_who_when_and_why_and_is_done_again_or_left() {
    let scene = Scene::new();
    let task = scene.group_when("held");
    assert_eq!(scene.shown(), ("revoked_officer".into(), None), "it waits");
    scene.settle(&task, "hand");
    assert_eq!(scene.station.strip().tasks, 0, "left to the administrator");
    let at = scene.clock.now().0;
    scene.rule(RulingKind::Refused);
    let task = scene.group_when("refused");
    let refusal = task.refusal.expect("the decision");
    let said = (refusal.officer.as_str(), refusal.at);
    assert_eq!(said, ("Phạm Thị Lan", at), "who and when");
    assert!(!refusal.reason.is_empty(), "and why");
    assert_eq!(task.state, "", "it is the officer's again");
    assert_eq!(scene.station.strip().tasks, 1, "and counted");
    let named = Some("Phạm Thị Lan".to_owned());
    let shown = ("revoked_officer".to_owned(), named);
    assert_eq!(scene.shown(), shown, "where the dossier is looked at");
    assert!(scene.entry().to_decide, "with the way to decide");
    let sides = scene.station.desk().task(task.id).expect("open");
    assert_eq!(sides.choices, ["resend", "leave"], "what may be done");

    scene.settle(&scene.group_when("refused"), "resend");
    assert!(tasks(&scene.station).is_empty(), "nothing left to ask");
    assert_eq!(scene.station.strip().tasks, 0, "nor counted");
    scene.station.wait_sent();
    let there = scene.centre.dossier(&scene.dossier).expect("there");
    assert!(
        there.forwarded_to.is_some(),
        "the lead's own act has effect"
    );
    assert_eq!(scene.shown(), shown, "the refused one stays in the journal");
    assert!(!scene.entry().to_decide, "where nothing is left to decide");
    assert!(scene.centre.is_sound(), "the chain is whole");
}

#[test]
fn a_refusal_is_told_to_a_desk_that_was_away_and_comes_back_no_more_when_it_was_left() {
    let mut scene = Scene::new();
    scene.station.stop();
    scene.rule(RulingKind::Refused);
    scene.station.start();
    scene.station.sign_in(LAN).expect("signed in");
    let task = scene.group_when("refused");
    scene.settle(&task, "leave");
    assert!(tasks(&scene.station).is_empty(), "the officer has seen it");
    for _ in 0..2 {
        scene.station.stop();
        scene.station.start();
        scene.station.sign_in(LAN).expect("signed in");
        scene.station.wait_link(&LinkState::Online);
        scene.station.desk().send_now(()).expect("signed in");
        scene.station.wait_sent();
        assert!(tasks(&scene.station).is_empty(), "told once");
    }
    assert_eq!(
        scene.shown().1.as_deref(),
        Some("Phạm Thị Lan"),
        "still said"
    );
}

#[test]
fn a_restored_centre_that_forgot_the_refusal_holds_the_act_again_and_may_let_it_in() {
    let mut scene = Scene::new();
    scene.centre.stop();
    let copy = scene.centre.backed_up();
    scene.centre.start_again();
    scene.rule(RulingKind::Refused);
    scene.group_when("refused");
    scene.centre.stop();
    scene.centre.put_back(copy);
    scene.centre.start_again();
    let task = scene.group_when("held");
    assert_eq!(task.refusal, None, "nobody has decided as yet");
    assert_eq!(scene.shown().1, None, "in the dossier, too");
    scene.rule(RulingKind::Released);
    scene.station.until("the act has effect", || {
        scene.station.desk().send_now(()).ok()?;
        (scene.shown() == (String::new(), None)).then_some(())
    });
    assert!(tasks(&scene.station).is_empty(), "and nobody is asked");
}

#[test]
fn a_restored_centre_that_forgot_the_release_holds_the_act_again_and_says_so() {
    let mut scene = Scene::new();
    scene.centre.stop();
    let copy = scene.centre.backed_up();
    scene.centre.start_again();
    scene.rule(RulingKind::Released);
    scene.station.until("the act has effect", || {
        scene.station.desk().send_now(()).ok()?;
        tasks(&scene.station).is_empty().then_some(())
    });
    scene.centre.stop();
    scene.centre.put_back(copy);
    scene.centre.start_again();
    scene.group_when("held");
    scene.rule(RulingKind::Refused);
    scene.group_when("refused");
}
