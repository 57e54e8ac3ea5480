//! A desk taken out of service whose data are to be wiped: nothing goes before all of it is safe.

use platform::secret::{FileSecretStore, SecretStore as _};
use protocol::view::{ReceivedView, Stage, WipeView};
use testkit::{
    HUONG, Station, TestCentre, filled_draft, friday_morning, jpeg_page, social_allowance,
};

use crate::main_job::receive_with_pages;

fn receive(station: &Station) -> ReceivedView {
    let draft = filled_draft(station, social_allowance());
    station.desk().receive(draft).expect("received")
}

fn stage(station: &Station) -> Stage {
    station.desk().app_state(()).expect("a state").stage
}

/// Files of the desk that are still there.
fn files(station: &Station) -> Vec<String> {
    let found = std::fs::read_dir(station.data()).expect("the folder");
    let mut names: Vec<_> = found
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn secrets(station: &Station) -> usize {
    let store = FileSecretStore::new(station.data().with_file_name("secrets.json"));
    let names = ["device-secret", "desk-key", "high-water-mark"];
    let kept = names.map(|name| store.get(name).expect("readable"));
    kept.iter().flatten().count()
}

#[test]
fn a_desk_is_wiped_by_order_of_the_centre_once_a_backup_holds_everything_it_recorded() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    receive(&station);
    station.wait_printed();
    station.wait_sent();
    station.faults.cut(true);
    let last = receive(&station);
    station.wait_printed();
    centre.wipe_desk("Quầy 3");
    assert_eq!(stage(&station), Stage::SignedIn, "nobody has told it");
    assert!(station.strip().wipe.is_none(), "and it says nothing");

    station.faults.cut(false);
    let left = |what: &str, test: &dyn Fn(&WipeView) -> bool| {
        station.until(what, || {
            station.desk().send_now(()).ok()?;
            assert_eq!(stage(&station), Stage::SignedIn, "not yet");
            station.strip().wipe.filter(test)
        })
    };
    left("what the centre took is not safe yet", &|_| {
        centre.set_aside() == 1
    });
    assert_eq!(
        station.strip().wipe.expect("ordered").events,
        2,
        "no backup"
    );
    centre.back_up();
    left("the backup is heard of", &|left| left.events == 1);
    centre.release("Quầy 3");
    for _ in 0..3 {
        left("what was set aside was let in", &|left| left.events == 1);
    }
    centre.back_up();
    station.until("the desk is wiped", || {
        drop(station.desk().send_now(()));
        (stage(&station) == Stage::Unenrolled).then_some(())
    });
    assert_eq!(files(&station), ["wiped.json"], "nothing else is left");
    assert_eq!(secrets(&station), 0, "nor in the keyring");
    assert!(centre.dossier(&last.dossier).is_some(), "nothing was lost");

    station.stop();
    station.start();
    let state = station.desk().app_state(()).expect("a state");
    assert_eq!(state.stage, Stage::Unenrolled, "it stays so");
    assert!(state.wiped.is_some(), "and the window says why");
    station.enrol(&centre, "Quầy 3b");
    let state = station.desk().app_state(()).expect("a state");
    assert_eq!(
        state.wiped, None,
        "a new desk begins with nothing of the old"
    );
}

#[test]
fn while_a_page_a_receipt_or_an_intake_is_only_here_nothing_is_wiped() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.faults.cut(true);
    receive_with_pages(&station, &[jpeg_page(1)]);
    station.wait_printed();
    let draft = filled_draft(&station, social_allowance());
    let parked = draft.request_id.clone();
    station.desk().park(draft).expect("parked");
    let typing = filled_draft(&station, social_allowance());
    let typed = typing.request_id.clone();
    station.desk().save_draft(typing).expect("autosaved");
    centre.wipe_desk("Quầy 3");
    station.faults.cut(false);
    station.desk().send_now(()).expect("signed in");

    // the events are set aside, so no dossier names the page yet: the centre cannot take it
    let left = station.until("what is still only here", || {
        station.desk().send_now(()).ok()?;
        assert_eq!(stage(&station), Stage::SignedIn, "not while anything is");
        let left = station.strip().wipe?;
        (centre.set_aside() > 0).then_some(left)
    });
    assert_eq!(
        (left.files, left.parked, left.typed),
        (1, 1, 1),
        "all three"
    );
    centre.release("Quầy 3");
    station.until("the page is taken", || {
        station.desk().send_now(()).ok()?;
        assert_eq!(stage(&station), Stage::SignedIn, "one is still parked");
        (station.strip().wipe?.files == 0).then_some(())
    });
    assert_eq!(centre.pages(), 1, "at the centre");
    centre.back_up();
    for (draft, parked, typed) in [(&parked, 1, 1), (&typed, 0, 1)] {
        station.until("only intakes are left", || {
            station.desk().send_now(()).ok()?;
            assert_eq!(
                stage(&station),
                Stage::SignedIn,
                "an intake is nowhere else"
            );
            let left = station.strip().wipe?;
            (left.events == 0 && (left.parked, left.typed) == (parked, typed)).then_some(())
        });
        station
            .desk()
            .discard_draft(draft.clone())
            .expect("given up");
    }
    station.until("the desk is wiped", || {
        drop(station.desk().send_now(()));
        (stage(&station) == Stage::Unenrolled).then_some(())
    });
    assert_eq!(secrets(&station), 0, "with its secrets");
}
