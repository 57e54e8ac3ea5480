//! A link that fails from a seed, between real processes: lines cut in the middle of a request or an
//! answer, half open, slow, late.

use std::collections::BTreeSet;

use protocol::view::ForwardRequest;
use testkit::{BINH, Door, HUONG, Station, Weather, filled_draft, large_page, social_allowance};

use crate::world::{centre_on, station};

/// Seeds of the weather; another one in the environment plays another.
const SEED: u64 = 2026;
const SEED_VARIABLE: &str = "MOTCUA_SEED";
/// Share of the lines that fail.
const PERCENT: u64 = 70;
/// Receptions at each desk, with a page each, and half of them handed over.
const RECEIVED: u64 = 50;
/// After so many receptions all lines are broken, and new ones drawn from the weather.
const LINES_LAST: u64 = 5;
const PAGE_BYTES: usize = 60_000;

#[test]
fn hundreds_of_events_and_pages_arrive_once_over_a_link_that_fails_from_a_seed() {
    let seed = std::env::var(SEED_VARIABLE).ok();
    let seed = seed.map_or(SEED, |text| text.parse().expect("a number"));
    println!("{SEED_VARIABLE}={seed}");
    let centre = centre_on(None);
    let door = Door::to(centre.address()).expect("a door");
    let one = station(&centre, &door, "Quầy 3", HUONG);
    let two = station(&centre, &door, "Quầy 4", BINH);
    door.set_weather(Some(Weather::new(seed, PERCENT)));
    door.break_lines();
    std::thread::scope(|scope| {
        for (station, nth) in [(&one, 0), (&two, 1)] {
            let door = &door;
            scope.spawn(move || work(station, nth, door));
        }
    });
    let happened = door.happened();
    println!("{happened:?}");
    assert!(happened.len() >= 5, "the weather was bad: {happened:?}");

    let kept = centre.journal();
    let (mut recorded, mut here) = (0, BTreeSet::new());
    for station in [&one, &two] {
        let sync = station.desk().sync_overview(()).expect("overview");
        recorded += sync.recorded;
        assert!(
            sync.tasks.is_empty(),
            "nobody has to decide anything, seed {seed}"
        );
        here.extend(all(station));
    }
    let there: BTreeSet<&String> = kept.iter().map(|event| &event.dossier).collect();
    assert_eq!(kept.len() as u64, recorded, "each event once, seed {seed}");
    assert_eq!(there.len(), here.len(), "of every dossier, seed {seed}");
    assert_eq!(centre.pages() as u64, 2 * RECEIVED, "whole, seed {seed}");
    centre.verify();
}

/// Receives and hands over, then waits in the bad weather until everything is sent.
fn work(station: &Station, nth: u64, door: &Door) {
    let to = station
        .desk()
        .forward_targets(())
        .expect("targets")
        .remove(0);
    for n in 0..RECEIVED {
        // lines that stay sound would be used to the end
        if n % LINES_LAST == 0 {
            door.break_lines();
        }
        let draft = filled_draft(station, social_allowance());
        let (request, component) = (draft.request_id.clone(), draft.papers[0].component.clone());
        let page = large_page(2 * n + nth, PAGE_BYTES);
        let target = format!("draft:{request}");
        let attached = station
            .desk()
            .attach(&target, &component, "trang.pdf", &page);
        attached.expect("a page");
        let received = station.desk().receive(draft).expect("received");
        if n % 2 == 0 {
            let forward = ForwardRequest {
                request_id: format!("{}f", received.dossier.get(..35).expect("a UUID")),
                dossiers: vec![received.dossier],
                to: to.id.clone(),
            };
            station.desk().forward(forward).expect("handed over");
        }
    }
    station.until("everything arrives in bad weather", || {
        station.desk().send_now(()).expect("signed in");
        let sync = station.desk().sync_overview(()).expect("overview");
        (sync.recorded == sync.acked && sync.files_waiting == 0).then_some(())
    });
}

/// Every dossier the desk shows.
fn all(station: &Station) -> Vec<u32> {
    let query = protocol::view::DossierQuery {
        text: String::new(),
        queue: "all".to_owned(),
        scope: "office".to_owned(),
    };
    station.desk().dossier_ids(query).expect("a list").ids
}
