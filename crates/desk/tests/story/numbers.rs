//! Where numbers come from: ahead, on demand, from the reserve, past 9999.

use std::sync::Arc;

use domain::policy::NumberRanges;
use platform::clock::{Clock as _, FixedClock};
use protocol::Spoken;
use protocol::view::{DossierQuery, DossierView, LinkState, ReceivedView, RowsRequest};
use sync::{Answer, Request, Transport};
use testkit::{
    HUONG, Station, TestCentre, filled_draft, friday_morning, social_allowance, wrap_connections,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Longest wait for numbers, as the officer sees it.
const WAIT_MS: i64 = 4_000;
/// An agency that nobody holds numbers for.
const ELSEWHERE: &str = "H42.05";

fn receive(station: &Station) -> ReceivedView {
    let draft = filled_draft(station, social_allowance());
    station.desk().receive(draft).expect("received")
}

/// From now on the department receives it, not the office.
fn received_elsewhere(centre: &TestCentre) {
    centre.edit_catalogue(|catalogue| {
        for procedure in &mut catalogue.procedures {
            if procedure.code.as_str() == social_allowance() {
                procedure.competent_agency = Some(ELSEWHERE.parse().expect("a name"));
            }
        }
    });
}

#[test]
fn for_an_agency_nobody_held_numbers_for_the_centre_is_asked_at_once() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    received_elsewhere(&centre);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let received = receive(&station);
    assert_eq!(
        received.code, "H42.05-261120-0001",
        "a number of the department, while the officer waited"
    );
    station.wait_sent();

    // now it is one of those most received for: held ahead like the office's own
    let held = || -> Option<()> {
        station.desk().send_now(()).expect("signed in");
        let leases = station.desk().sync_overview(()).ok()?.leases;
        let mut ahead = leases.iter().filter(|lease| lease.agency == ELSEWHERE);
        ahead.any(|lease| lease.day == "2026-11-23").then_some(())
    };
    station.until("numbers of the department for Monday", held);
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    clock.advance_ms(3 * DAY_MS);
    let monday = receive(&station);
    assert_eq!(
        monday.code, "H42.05-261123-0001",
        "official without a link, too"
    );
}

/// The centre takes its time over numbers of [`ELSEWHERE`].
struct Slow {
    inner: Arc<dyn Transport>,
    clock: Arc<FixedClock>,
}

impl Transport for Slow {
    fn centre(&self) -> Option<Spoken> {
        self.inner.centre()
    }

    fn send(&self, request: Request) -> Answer<'_> {
        let names = |body: &[u8]| String::from_utf8_lossy(body).contains(ELSEWHERE);
        if request.path == "/v1/lease" && names(&request.body) {
            self.clock.advance_ms(WAIT_MS);
        }
        self.inner.send(request)
    }
}

/// Received so long after 09:41 that Friday, with numbers that had to be waited for.
fn received_after_a_wait(late_ms: i64) -> (String, DossierView) {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    received_elsewhere(&centre);
    clock.advance_ms(late_ms);
    let slow = Arc::clone(&clock);
    let station = Station::tuned(&clock, move |config| {
        let clock = Arc::clone(&slow);
        wrap_connections(config, move |inner| {
            let clock = Arc::clone(&clock);
            Slow { inner, clock }
        });
    });
    station.enrol(&centre, "Quầy 3");
    station.begin_work(HUONG);
    let at = clock.now().0 + WAIT_MS;
    let received = receive(&station);
    let dossier = station.desk().dossier(received.dossier).expect("there");
    assert_eq!(dossier.timeline[0].at, at, "the event, when it was over");
    assert_eq!(dossier.row.received_at / 60_000, at / 60_000, "the receipt");
    (received.code, dossier)
}

#[test]
fn who_waited_for_a_number_is_received_when_it_came() {
    let (code, dossier) = received_after_a_wait(5 * 60_000 - 2_000);
    assert_eq!(code, "H42.05-261120-0001", "a number came");
    assert_eq!(
        dossier.due_text, "10:00 thứ Hai 07/12",
        "counted from 09:46"
    );
}

#[test]
fn a_wait_past_midnight_gives_number_day_and_promise_of_one_day() {
    let midnight_ms = (14 * 60 + 19) * 60_000;
    let (code, dossier) = received_after_a_wait(midnight_ms - 2_000);
    assert!(code.contains("-261121-"), "no number of Friday: {code}");
    let due = "07:30 thứ Ba 08/12";
    assert_eq!(dossier.due_text, due, "counted from Monday morning");
}

#[test]
fn in_an_outage_the_reserve_follows_the_everyday_numbers() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    centre.set_rules(|rules| {
        rules.numbers = NumberRanges {
            everyday_last: 2,
            reserve_last: 5,
            last: 6,
        };
        rules.codes_low = 4;
    });
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    station.until("everyday numbers and the reserve", || {
        station.desk().send_now(()).expect("signed in");
        (station.strip().codes_left == 6).then_some(())
    });
    assert_eq!(station.strip().codes_low, 4, "the site says when to warn");
    station.faults.cut(true);
    station.wait_link(&LinkState::Offline);
    let codes: Vec<String> = (0..7).map(|_| receive(&station).code).collect();
    let ends: Vec<&str> = codes
        .iter()
        .filter_map(|code| code.rsplit('-').next())
        .collect();
    assert_eq!(
        ends[..6],
        ["0001", "0002", "0006", "0003", "0004", "0005"],
        "everyday, past the reserve, then the reserve"
    );
    assert!(codes[6].starts_with("TAM-"), "then slips: {}", codes[6]);
}

#[test]
fn past_9999_the_code_has_five_digits_and_is_found() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    centre.set_rules(|rules| rules.numbers.everyday_last = 1);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let codes = [receive(&station).code, receive(&station).code];
    assert_eq!(
        codes,
        ["H42.17-261120-0001", "H42.17-261120-10000"],
        "the everyday range is full"
    );
    let query = DossierQuery {
        text: codes[1].clone(),
        queue: "all".to_owned(),
        scope: "office".to_owned(),
    };
    let ids = station.desk().dossier_ids(query).expect("a list").ids;
    let rows = station.desk().dossier_rows(RowsRequest { ids });
    let found: Vec<String> = rows
        .expect("rows")
        .into_iter()
        .map(|row| row.code)
        .collect();
    assert_eq!(found, codes[1..], "by its code");
    station.wait_sent();
    let tasks = station.desk().sync_overview(()).expect("overview").tasks;
    assert!(tasks.is_empty(), "the centre had leased it: {tasks:?}");
}
