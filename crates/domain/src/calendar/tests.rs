//! Tests of the working calendar.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> CivilDate {
    CivilDate(text.parse().expect("a date"))
}

fn at(text: &str) -> CivilDateTime {
    CivilDateTime(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a moment"))
}

fn bundled() -> WorkingCalendar {
    WorkingCalendar::bundled().expect("the bundled calendar reads")
}

fn sessions(texts: &[&str]) -> Vec<Session> {
    texts
        .iter()
        .map(|t| t.parse().expect("a session"))
        .collect()
}

fn changed(change: impl FnOnce(&mut CalendarData)) -> Result<WorkingCalendar, CalendarError> {
    let mut data = bundled().data().clone();
    change(&mut data);
    WorkingCalendar::new(data)
}

#[test]
fn the_bundled_calendar_has_the_holidays_of_the_vectors() {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../../../tests/data/deadline_vectors.json"))
            .expect("the vectors read");
    let calendar = bundled();
    let holidays = vectors["holidays"].as_object().expect("holidays");
    assert_eq!(
        calendar.data().holidays.len(),
        holidays.len(),
        "as many as published"
    );
    for date in holidays.keys() {
        assert!(!calendar.is_working_day(day(date)), "{date} is off");
    }
    for date in vectors["makeup_working_days"].as_array().expect("swaps") {
        let date = day(date.as_str().expect("a date"));
        assert_eq!(
            calendar.sessions_of(date).len(),
            2,
            "{date} is worked in both sessions"
        );
    }
    assert_eq!(
        calendar.published_until(),
        day("2026-12-31"),
        "2027 is not published yet"
    );
    assert_eq!(
        calendar.data().week,
        Week::office_hours(),
        "ordinary office hours"
    );
}

#[test]
fn the_new_holiday_of_24_november_2026_is_off_by_name() {
    let reason = bundled().why_off(day("2026-11-24"));
    assert_eq!(
        reason,
        Some(OffReason::Holiday {
            name: "Ngày Văn hóa Việt Nam".to_owned()
        }),
        "Resolution 28/2026/QH16"
    );
    assert!(
        bundled().is_working_day(day("2026-11-23")),
        "no bridge day was published"
    );
}

#[test]
fn a_weekend_day_is_off_as_a_weekend_day_even_on_a_holiday() {
    let calendar = changed(|data| {
        data.holidays.push(Holiday {
            date: day("2026-11-22"),
            name: "x".to_owned(),
        });
    })
    .expect("a calendar");
    assert_eq!(
        calendar.why_off(day("2026-11-21")),
        Some(OffReason::Saturday),
        "Saturday"
    );
    assert_eq!(
        calendar.why_off(day("2026-11-22")),
        Some(OffReason::Sunday),
        "Sunday"
    );
    assert_eq!(
        calendar.why_off(day("2026-11-20")),
        None,
        "Friday is worked"
    );
}

#[test]
fn a_holiday_wins_over_a_swapped_day() {
    let calendar = changed(|data| {
        data.holidays.push(Holiday {
            date: day("2026-08-22"),
            name: "bão".to_owned(),
        });
    })
    .expect("a calendar");
    assert!(
        !calendar.is_working_day(day("2026-08-22")),
        "a closure takes the swap away"
    );
}

#[test]
fn a_moment_in_a_session_stays_and_others_move_to_the_next_start() {
    let calendar = bundled();
    for (from, to) in [
        ("2026-11-20 07:29", "2026-11-20 07:30"),
        ("2026-11-20 07:30", "2026-11-20 07:30"),
        ("2026-11-20 11:29", "2026-11-20 11:29"),
        ("2026-11-20 11:30", "2026-11-20 11:30"),
        ("2026-11-20 11:31", "2026-11-20 13:00"),
        ("2026-11-20 13:00", "2026-11-20 13:00"),
        ("2026-11-20 17:00", "2026-11-20 17:00"),
        ("2026-11-20 17:01", "2026-11-23 07:30"),
        ("2026-11-21 09:00", "2026-11-23 07:30"),
        ("2026-11-23 20:00", "2026-11-25 07:30"),
    ] {
        assert_eq!(
            calendar.next_session_start(at(from)),
            Some(at(to)),
            "from {from}"
        );
    }
}

#[test]
fn working_minutes_skip_lunch_nights_and_days_off() {
    let calendar = bundled();
    let between = |from, to| calendar.working_minutes_between(at(from), at(to));
    assert_eq!(
        between("2026-11-20 11:00", "2026-11-20 13:30"),
        60,
        "lunch does not count"
    );
    assert_eq!(
        between("2026-11-20 16:30", "2026-11-25 08:00"),
        540,
        "Fri, Mon, Wed"
    );
    assert_eq!(
        between("2026-11-21 08:00", "2026-11-22 20:00"),
        0,
        "a weekend"
    );
    assert_eq!(
        between("2026-11-25 08:00", "2026-11-20 08:00"),
        0,
        "reversed"
    );
    assert_eq!(
        between("2026-02-13 16:00", "2026-02-23 08:00"),
        90,
        "over Tết"
    );
}

#[test]
fn what_ends_with_a_session_stays_at_its_end() {
    let calendar = bundled();
    let add = |from, minutes| calendar.add_working_minutes(at(from), minutes);
    assert_eq!(
        add("2026-11-20 07:30", 480),
        Some(at("2026-11-20 17:00")),
        "one whole day"
    );
    assert_eq!(
        add("2026-11-20 10:30", 60),
        Some(at("2026-11-20 11:30")),
        "at the lunch bell"
    );
    assert_eq!(
        add("2026-11-20 10:30", 61),
        Some(at("2026-11-20 13:01")),
        "one minute more"
    );
    assert_eq!(
        add("2026-11-20 17:00", 1),
        Some(at("2026-11-23 07:31")),
        "over the weekend"
    );
    assert_eq!(
        add("2026-11-20 12:00", 0),
        Some(at("2026-11-20 12:00")),
        "nothing to add"
    );
}

#[test]
fn seasons_change_the_hours_and_the_later_in_the_list_counts() {
    let calendar = changed(|data| {
        let winter = Week::monday_to_friday(&sessions(&["08:00-12:00", "13:30-17:30"]));
        let short = Week::monday_to_friday(&sessions(&["08:00-12:00"]));
        let from = day("2026-10-15");
        data.seasons.push(Season {
            from,
            until: Some(day("2027-04-15")),
            week: winter,
        });
        let from = day("2026-12-24");
        data.seasons.push(Season {
            from,
            until: Some(day("2026-12-24")),
            week: short,
        });
    })
    .expect("a calendar");
    assert_eq!(
        calendar.close_of(day("2026-10-14")),
        Some(at("2026-10-14 17:00")),
        "summer"
    );
    assert_eq!(
        calendar.close_of(day("2026-10-15")),
        Some(at("2026-10-15 17:30")),
        "winter"
    );
    assert_eq!(
        calendar.close_of(day("2026-12-24")),
        Some(at("2026-12-24 12:00")),
        "one day"
    );
    assert_eq!(
        calendar.close_of(day("2027-04-16")),
        Some(at("2027-04-16 17:00")),
        "summer"
    );
}

#[test]
fn a_calendar_that_makes_no_sense_is_refused_with_its_reason() {
    let twice = changed(|data| data.holidays.extend(data.holidays.clone()));
    assert!(
        matches!(twice, Err(CalendarError::Twice { .. })),
        "each holiday twice"
    );
    let empty = changed(|data| data.week = Week::default());
    assert!(
        matches!(empty, Err(CalendarError::NoWorkingTime)),
        "nobody ever works"
    );
    let order = changed(|data| data.week.friday = sessions(&["13:00-17:00", "07:30-11:30"]));
    assert!(
        matches!(order, Err(CalendarError::Sessions)),
        "afternoon before morning"
    );
    let season = changed(|data| {
        let (from, until) = (day("2026-02-01"), Some(day("2026-01-01")));
        data.seasons.push(Season {
            from,
            until,
            week: Week::office_hours(),
        });
    });
    assert!(
        matches!(season, Err(CalendarError::Season { .. })),
        "ends before it begins"
    );
    let json = WorkingCalendar::from_json("{\"version\":1}");
    assert!(
        matches!(json, Err(CalendarError::Json(_))),
        "fields are missing"
    );
}

#[test]
fn a_calendar_round_trips_through_its_data() {
    let text = serde_json::to_string(&bundled()).expect("a calendar is data");
    let back: WorkingCalendar = serde_json::from_str(&text).expect("data is a calendar");
    assert_eq!(back, bundled(), "text and back is the same calendar");
}

proptest! {
    #[test]
    fn adding_minutes_and_counting_them_agree(
        start in 0_i64..60 * 24 * 360, minutes in 1_i64..20_000,
    ) {
        let calendar = bundled();
        let from = plus_minutes(at("2026-01-01 00:00"), start);
        let to = calendar.add_working_minutes(from, minutes).expect("within the horizon");
        prop_assert!(calendar.is_open(to), "{} is within the sessions", to);
        prop_assert_eq!(calendar.working_minutes_between(from, to), minutes, "{} to {}", from, to);
    }
}
