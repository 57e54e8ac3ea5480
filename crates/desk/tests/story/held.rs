//! What a desk or an officer recorded who had been taken out of service is held at the centre until a
//! person decides over it, and reaches every desk once it is let in.

use protocol::view::{LinkState, TaskView};
use testkit::{
    BINH, HUONG, LAN, Ruled, RulingKind, Station, TestCentre, filled_draft, friday_morning,
    social_allowance,
};

use crate::main_job::dossier_when;

fn receive(station: &Station) -> String {
    let draft = filled_draft(station, social_allowance());
    station.desk().receive(draft).expect("received").dossier
}

fn tasks(station: &Station) -> Vec<TaskView> {
    station.desk().sync_overview(()).expect("overview").tasks
}

#[test]
fn an_event_of_a_desk_out_of_service_that_is_let_in_reaches_the_other_desks() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let gone = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let other = Station::at_work(&centre, &clock, "Quầy 5", BINH);
    gone.faults.cut(true);
    gone.wait_link(&LinkState::Offline);
    let (first, second, third) = (receive(&gone), receive(&gone), receive(&gone));
    centre.revoke_desk("Quầy 3");
    gone.faults.cut(false);
    gone.until("the events are set aside", || {
        gone.desk().send_now(()).ok()?;
        (centre.set_aside() == 3).then_some(())
    });
    let waiting = centre.waiting();
    let of = |dossier: &str| {
        let found = waiting
            .iter()
            .find(|event| event.dossier.to_string() == dossier);
        found.expect("it waits").event
    };
    assert!(
        waiting.iter().all(|event| event.reason == "revoked_desk"),
        "each says why"
    );

    let released = centre.rule(of(&second), RulingKind::Released);
    assert_eq!(
        released,
        Ruled::Done { effects: 1 },
        "the one that was meant"
    );
    dossier_when(&other, &second, "the dossier that was let in", |_| true);
    assert!(centre.dossier(&first).is_none(), "not the one before it");
    assert!(centre.dossier(&third).is_none(), "nor the one behind it");
    assert_eq!(centre.set_aside(), 2, "which go on waiting");
    assert!(centre.is_sound(), "the chain is whole");

    let refused = centre.rule(of(&first), RulingKind::Refused);
    assert_eq!(refused, Ruled::Done { effects: 0 }, "never");
    let again = centre.rule(of(&first), RulingKind::Released);
    assert_eq!(again, Ruled::NotHeld, "decided over once");
    centre.release("Quầy 3");
    dossier_when(&other, &third, "what had waited behind it", |_| true);
    assert_eq!(centre.set_aside(), 0, "nothing waits");
    assert!(
        centre.dossier(&first).is_none(),
        "what was refused is not in it"
    );
    assert!(centre.is_sound(), "and the chain still whole");
}

#[test]
fn an_act_of_an_officer_out_of_service_that_is_let_in_ends_the_task_at_the_desk() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let other = Station::at_work(&centre, &clock, "Quầy 5", BINH);
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    clock.advance_ms(60_000);
    centre.revoke_officer(HUONG);
    clock.advance_ms(60_000);
    let dossier = receive(&station); // she does not know it yet
    station.faults.cut(false);
    station.sign_in(LAN).expect("the lead sits down");
    let told = station.until("the centre's word", || {
        station.desk().send_now(()).expect("signed in");
        let tasks = tasks(&station);
        (!tasks.is_empty()).then_some(tasks)
    });
    assert_eq!(told[0].kind, "revoked_officer", "held, with its reason");
    assert!(centre.dossier(&dossier).is_none(), "no effect");
    let waiting = centre.waiting();
    assert_eq!(waiting.len(), 1, "it waits for a person");

    let released = centre.rule(waiting[0].event, RulingKind::Released);
    assert_eq!(released, Ruled::Done { effects: 1 }, "let in");
    dossier_when(&other, &dossier, "the dossier at the other desk", |_| true);
    station.until("the task has ended", || {
        tasks(&station).is_empty().then_some(())
    });
    assert!(centre.is_sound(), "the chain is whole");
}
