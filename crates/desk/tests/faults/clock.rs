//! A clock that was set back, and a computer that believes it is elsewhere.

use platform::clock::Clock as _;
use testkit::{HUONG, Station, TestCentre, friday_morning};

use crate::child::{command, is_child, passed};
use crate::world::World;

const HOUR_MS: i64 = 60 * 60 * 1000;

#[test]
fn a_clock_set_back_gives_a_temporary_slip_and_spends_no_official_number() {
    let mut world = World::at_work();
    let before = world.desk().receive(world.typed()).expect("received");
    world.station.wait_sent();
    world.station.wait_printed();
    world.clock.advance_ms(-2 * HOUR_MS);
    let slip = world.desk().receive(world.typed()).expect("received");
    assert!(slip.provisional, "the clock is below the last act");
    let strip = world.station.strip();
    assert_eq!(
        (strip.clock_ok, strip.numbering_problem.as_str()),
        (false, "clock"),
        "the strip says it"
    );
    world.clock.advance_ms(2 * HOUR_MS + 60_000);
    let after = world
        .desk()
        .receive(world.typed())
        .expect("set right, official codes go on");
    assert!(!after.provisional, "{}", after.code);
    let assigned = world.station.until("the slip has its code", || {
        let dossier = world.desk().dossier(slip.dossier.clone()).ok()?;
        (!dossier.row.provisional).then_some(dossier.row.code)
    });
    let mut numbers = [&before.code, &after.code, &assigned].map(|code| number(code));
    numbers.sort_unstable();
    let first = number(&before.code);
    assert_eq!(
        numbers,
        [first, first + 1, first + 2],
        "no official number was spent in between"
    );
    world.station.wait_sent();
    assert_eq!(world.sound(), 4, "three receptions and a code")
}

fn number(code: &str) -> u32 {
    code.rsplit('-')
        .next()
        .and_then(|n| n.parse().ok())
        .expect("a code")
}

const TEST: &str = "clock::civil_times_are_vietnams_wherever_the_computer_believes_it_is";
const MARK: &str = "civil: ";

/// Half past midnight in Hà Nội is the day before in London and New York.
#[test]
fn civil_times_are_vietnams_wherever_the_computer_believes_it_is() {
    if is_child() {
        receive_at_night();
        return;
    }
    let said: Vec<String> = ["Asia/Ho_Chi_Minh", "UTC", "America/New_York"]
        .into_iter()
        .map(|zone| {
            let mut child = command(TEST);
            child.env("TZ", zone);
            let output = passed(child);
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let lines = text.lines().filter_map(|line| line.split_once(MARK));
            lines
                .map(|(_, said)| said.to_owned())
                .collect::<Vec<_>>()
                .join("\n")
        })
        .collect();
    assert!(
        said[0].contains("H42.17-261120-"),
        "the code has Vietnam's day: {}",
        said[0]
    );
    assert!(
        said[0].contains("00:30"),
        "the receipt has Vietnam's hour: {}",
        said[0]
    );
    assert_eq!(said[0], said[1], "the same in London's time");
    assert_eq!(said[0], said[2], "the same in New York's");
}

/// Says every civil time an officer or citizen reads.
fn receive_at_night() {
    let clock = friday_morning();
    clock.advance_ms(-(9 * HOUR_MS + 11 * 60_000));
    let centre = TestCentre::start(&clock);
    let station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let world = World {
        clock,
        centre,
        station,
    };
    let draft = world.typed();
    let quote = world.desk().quote(draft.clone()).expect("a quote");
    println!("{MARK}{} | {}", quote.due_text, quote.due_working);
    let received = world.desk().receive(draft).expect("received");
    println!("{MARK}{} | {}", received.code, received.due_text);
    let dossier = world
        .desk()
        .dossier(received.dossier.clone())
        .expect("the dossier");
    println!("{MARK}{} {:?}", dossier.row.received_at, dossier.row.due_at);
    let civil = world.clock.now().civil();
    println!("{MARK}{civil:?}");
}
