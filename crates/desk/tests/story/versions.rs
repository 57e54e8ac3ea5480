//! Desks and centres of different builds.

use protocol::Spoken;
use protocol::view::LinkState;
use testkit::{BINH, HUONG, Station, TestCentre, filled_draft, friday_morning, social_allowance};

/// A schema of years to come.
const LATER: u32 = 99;

/// Receives a dossier and waits until the centre has it.
fn receive_and_send(station: &Station, centre: &TestCentre) {
    let draft = filled_draft(station, social_allowance());
    let received = station.desk().receive(draft).expect("received");
    station.wait_sent();
    let dossier = centre.dossier(&received.dossier).expect("at the centre");
    assert_eq!(dossier.events, 1, "once");
}

fn wait_reason(station: &Station, wanted: &str) {
    station.until("the word of the strip", || {
        station.desk().send_now(()).expect("signed in");
        let strip = station.strip();
        let is_there = strip.link == LinkState::Online && strip.link_reason == wanted;
        is_there.then_some(())
    });
}

#[test]
fn a_catalogue_only_newer_software_reads_is_left_and_the_desk_says_so_and_goes_on() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let today = centre.catalogue().schema;
    centre.edit_catalogue(|catalogue| {
        catalogue.schema = LATER;
        catalogue.procedures.clear();
    });
    wait_reason(&station, "update");
    receive_and_send(&station, &centre);
    let overview = station.desk().sync_overview(()).expect("overview");
    assert_eq!(overview.link_reason, "update", "said there too");
    assert!(overview.outages.is_empty(), "no outage: the link is sound");
    let whole = centre.catalogue();
    assert!(whole.procedures.is_empty(), "the centre has the later one");

    centre.edit_catalogue(move |catalogue| {
        catalogue.schema = today;
        catalogue.procedures = domain::portal::seed().to_vec();
    });
    wait_reason(&station, "");
    receive_and_send(&station, &centre);
}

#[test]
fn a_desk_newer_than_its_centre_speaks_the_centres_version() {
    let clock = friday_morning();
    let mut centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    receive_and_send(&station, &centre);
    centre.stop();
    centre.becomes(Spoken::FIRST);
    centre.start_again();
    station.wait_link(&LinkState::Online);
    receive_and_send(&station, &centre);
    let second = Station::at_work(&centre, &clock, "Quầy 4", BINH);
    receive_and_send(&second, &centre);

    centre.stop();
    centre.becomes(Spoken::OURS);
    centre.start_again();
    station.wait_link(&LinkState::Online);
    receive_and_send(&station, &centre);
}
