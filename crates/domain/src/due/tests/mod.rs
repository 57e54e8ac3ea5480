//! Tests of due dates: the vectors, the edge cases of domain.md §12, the vendor bugs of §7.3, and
//! properties over any limit, moment and calendar.

mod later;
mod properties;

use super::*;
use crate::calendar::{CalendarData, ClockTime, Holiday, Session, SpecialDay, Week};
use crate::policy::OutOfHours;
use crate::procedure::DayEnd;

const VECTORS: &str = include_str!("../../../../../tests/data/deadline_vectors.json");

fn at(text: &str) -> CivilDateTime {
    let format = if text.len() == 16 {
        "%Y-%m-%d %H:%M"
    } else {
        "%Y-%m-%d %H:%M:%S"
    };
    CivilDateTime(chrono::NaiveDateTime::parse_from_str(text, format).expect("a moment"))
}

fn day(text: &str) -> CivilDate {
    CivilDate(text.parse().expect("a date"))
}

fn calendar() -> WorkingCalendar {
    WorkingCalendar::bundled().expect("the bundled calendar reads")
}

fn changed(change: impl FnOnce(&mut CalendarData)) -> WorkingCalendar {
    let mut data = calendar().data().clone();
    change(&mut data);
    WorkingCalendar::new(data).expect("a calendar")
}

fn with_special(date: &str, sessions: &[&str]) -> WorkingCalendar {
    let sessions: Vec<Session> = sessions.iter().map(|t| t.parse().expect("hours")).collect();
    let name = "ngày đặc biệt".to_owned();
    changed(|data| {
        data.special_days.push(SpecialDay {
            date: day(date),
            name,
            sessions,
        })
    })
}

const fn working(count: u16) -> Limit {
    Limit::WorkingDays {
        count,
        end: DayEnd::SameClock,
    }
}

const fn same_day_15() -> Limit {
    Limit::SameDay {
        cut_off_hour: Some(15),
    }
}

fn due_in(calendar: &WorkingCalendar, limit: &Limit, received: &str) -> DuePromise {
    compute(limit, at(received), calendar, &SitePolicy::default()).expect("a promise")
}

fn due(limit: &Limit, received: &str) -> DuePromise {
    due_in(&calendar(), limit, received)
}

fn limit_of(rule: &str, value: Option<u64>) -> Limit {
    let count = u16::try_from(value.unwrap_or_default()).expect("a small count");
    match rule {
        "WORKING_DAY/SAME_CLOCK" => working(count),
        "WORKING_DAY/END_OF_DAY" => Limit::WorkingDays {
            count,
            end: DayEnd::EndOfDay,
        },
        "WORKING_HOUR" => Limit::WorkingHours { count },
        "DAY" => Limit::Days { count },
        "MONTH" => Limit::Months { count },
        "YEAR" => Limit::Years { count },
        "SAME_DAY_15H" => same_day_15(),
        "SAME_DAY" => Limit::SameDay { cut_off_hour: None },
        other => panic!("unknown rule {other}"),
    }
}

#[test]
fn every_vector_holds() {
    let data: serde_json::Value = serde_json::from_str(VECTORS).expect("the vectors read");
    let vectors = data["vectors"].as_array().expect("vectors");
    assert!(vectors.len() >= 13, "none was lost: {}", vectors.len());
    for vector in vectors {
        let text = |field: &str| vector[field].as_str().expect("a text").to_owned();
        let limit = limit_of(&text("rule"), vector["value"].as_u64());
        let promise = due(&limit, &text("received_at"));
        assert_eq!(
            promise.at,
            at(&text("due")),
            "{} from {}",
            text("name"),
            text("received_at")
        );
    }
}

#[test]
fn the_vectors_hold_under_any_time_zone_of_the_machine() {
    let program = std::env::current_exe().expect("this test program");
    for zone in [
        "UTC",
        "America/New_York",
        "Asia/Ho_Chi_Minh",
        "Pacific/Kiritimati",
    ] {
        let run = std::process::Command::new(&program)
            .args(["--exact", "due::tests::every_vector_holds"])
            .env("TZ", zone)
            .output()
            .expect("the test program runs");
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(
            run.status.success() && said.contains("1 passed"),
            "TZ={zone}: {said}"
        );
    }
}

#[test]
fn the_working_is_one_line_in_the_officers_words() {
    assert_eq!(
        due(&working(10), "2026-11-20 09:41").sentence(),
        "10 ngày làm việc, từ 09:41 20/11, nghỉ thứ Bảy, Chủ nhật, 24/11 → 09:45 thứ Hai 07/12",
        "the line of the receipt form"
    );
    assert_eq!(
        due(&working(3), "2026-02-13 10:00").sentence(),
        "3 ngày làm việc, từ 10:00 13/02, nghỉ thứ Bảy, Chủ nhật, 16–20/02 → 10:00 thứ Tư 25/02",
        "neighbouring holidays are a range"
    );
    assert_eq!(
        due(&Limit::Days { count: 10 }, "2026-11-19 09:00").sentence(),
        "10 ngày, từ 09:00 19/11, hết hạn Chủ nhật 29/11, nghỉ Chủ nhật → 17:00 thứ Hai 30/11",
        "only the days off at the end were skipped"
    );
    assert_eq!(
        due(&same_day_15(), "2026-11-20 15:01").sentence(),
        "trong ngày, từ 15:01 20/11, sau 15 giờ nên trả ngày làm việc tiếp theo, \
         nghỉ thứ Bảy, Chủ nhật → 17:00 thứ Hai 23/11",
        "the cut-off is named"
    );
    assert_eq!(
        due(&working(1), "2026-11-21 09:00").sentence(),
        "1 ngày làm việc, từ 07:30 23/11 (nhận 09:00 21/11), nghỉ 24/11 → 07:30 thứ Tư 25/11",
        "a reception out of hours names both moments"
    );
    assert_eq!(
        due(&working(3), "2026-12-30 10:00").sentence(),
        "3 ngày làm việc, từ 10:00 30/12, nghỉ thứ Bảy, Chủ nhật → 10:00 thứ Hai 04/01/2027 \
         (tạm tính)",
        "a promise beyond the published calendar says so, and its year"
    );
}

#[test]
fn the_explanation_is_data_with_a_reason_for_each_day_off() {
    let promise = due(&working(3), "2026-11-20 09:10");
    let reasons: Vec<(String, OffReason)> = promise
        .explanation
        .days_off
        .iter()
        .map(|off| (off.date.to_string(), off.reason.clone()))
        .collect();
    let holiday = OffReason::Holiday {
        name: "Ngày Văn hóa Việt Nam".to_owned(),
    };
    let expected = vec![
        ("2026-11-21".to_owned(), OffReason::Saturday),
        ("2026-11-22".to_owned(), OffReason::Sunday),
        ("2026-11-24".to_owned(), holiday),
    ];
    assert_eq!(reasons, expected, "each with its reason");
    assert!(promise.explanation.rounded, "09:10 became 09:15");
    assert_eq!(
        promise.unrounded,
        at("2026-11-26 09:10"),
        "pauses are added here"
    );
    let text = serde_json::to_string(&promise).expect("a promise is data");
    assert_eq!(
        serde_json::from_str::<DuePromise>(&text).ok(),
        Some(promise),
        "and back"
    );
}

#[test]
fn received_at_15_00_00_is_the_same_day_and_a_second_later_the_next() {
    assert_eq!(
        due(&same_day_15(), "2026-11-20 15:00:00").at,
        at("2026-11-20 17:00"),
        "in time"
    );
    assert_eq!(
        due(&same_day_15(), "2026-11-20 15:00:01").at,
        at("2026-11-23 17:00"),
        "late"
    );
    assert_eq!(
        due(&same_day_15(), "2026-11-20 17:05").at,
        at("2026-11-23 17:00"),
        "not twice"
    );
    assert_eq!(
        due(&same_day_15(), "2026-11-21 16:00").at,
        at("2026-11-23 17:00"),
        "a Saturday"
    );
}

#[test]
fn around_lunch_and_closing_the_clock_starts_where_it_should() {
    let cases = [
        ("2026-11-20 11:29", "2026-11-23 11:30"),
        ("2026-11-20 11:30", "2026-11-23 11:30"),
        ("2026-11-20 11:31", "2026-11-23 13:00"),
        ("2026-11-20 12:59", "2026-11-23 13:00"),
        ("2026-11-20 13:00", "2026-11-23 13:00"),
        ("2026-11-20 16:59", "2026-11-23 17:00"),
        ("2026-11-20 17:00", "2026-11-23 17:00"),
        ("2026-11-20 17:00:01", "2026-11-25 07:30"),
        ("2026-11-20 06:00", "2026-11-23 07:30"),
    ];
    for (received, expected) in cases {
        assert_eq!(
            due(&working(1), received).at,
            at(expected),
            "received {received}"
        );
    }
}

#[test]
fn the_last_working_day_before_tet_leads_to_the_first_after_it() {
    assert_eq!(
        due(&working(1), "2026-02-13 16:59").at,
        at("2026-02-23 17:00"),
        "one day"
    );
    let hours = Limit::WorkingHours { count: 1 };
    assert_eq!(
        due(&hours, "2026-02-13 16:30").at,
        at("2026-02-23 08:00"),
        "one hour"
    );
}

#[test]
fn a_swapped_saturday_is_worked_and_the_swapped_monday_is_not() {
    assert_eq!(
        due(&working(1), "2026-08-21 14:00").at,
        at("2026-08-22 14:00"),
        "the swap"
    );
    assert_eq!(
        due(&working(1), "2026-08-28 14:00").at,
        at("2026-09-03 14:00"),
        "31/8 – 2/9 off"
    );
    let promise = due(&working(2), "2026-08-21 14:00");
    assert_eq!(
        promise.sentence(),
        "2 ngày làm việc, từ 14:00 21/08, nghỉ Chủ nhật → 14:00 thứ Hai 24/08",
        "a worked Saturday is not named as a day off"
    );
}

#[test]
fn a_half_day_counts_as_a_day_and_a_clock_time_after_it_moves_on() {
    let calendar = with_special("2026-11-28", &["07:30-11:30"]);
    let morning = due_in(&calendar, &working(1), "2026-11-27 09:00");
    assert_eq!(
        morning.at,
        at("2026-11-28 09:00"),
        "in the morning it is a day like others"
    );
    let afternoon = due_in(&calendar, &working(1), "2026-11-27 14:10");
    assert_eq!(
        afternoon.at,
        at("2026-11-30 07:30"),
        "14:10 is outside: the next start"
    );
    assert_eq!(
        afternoon.explanation.moved_from,
        Some(at("2026-11-28 14:10")),
        "and why"
    );
    let end = Limit::WorkingDays {
        count: 1,
        end: DayEnd::EndOfDay,
    };
    assert_eq!(
        due_in(&calendar, &end, "2026-11-27 14:10").at,
        at("2026-11-28 11:30"),
        "close"
    );
    assert_eq!(
        due_in(&calendar, &Limit::Days { count: 1 }, "2026-11-27 14:10").at,
        at("2026-11-28 11:30"),
        "a limit in days ends with its last session"
    );
}

#[test]
fn hours_run_over_two_nights() {
    let hours = Limit::WorkingHours { count: 17 };
    assert_eq!(
        due(&hours, "2026-11-25 16:00").at,
        at("2026-11-27 17:00"),
        "1 + 8 + 8"
    );
    let homestay = Limit::WorkingHours { count: 176 };
    assert_eq!(
        due(&homestay, "2026-11-02 08:00").at,
        at("2026-12-03 08:00"),
        "22 days of 8 h"
    );
}

#[test]
fn a_limit_in_days_that_ends_on_labour_day_moves_to_the_next_working_day() {
    let promise = due(&Limit::Days { count: 10 }, "2026-04-21 09:00");
    assert_eq!(
        promise.at,
        at("2026-05-04 17:00"),
        "1/5 is Friday, then the weekend"
    );
    assert_eq!(
        promise.explanation.moved_from,
        Some(at("2026-05-01 17:00")),
        "where it ended"
    );
}

#[test]
fn months_and_years_clamp_at_the_end_of_a_month() {
    let month = Limit::Months { count: 1 };
    assert_eq!(
        due(&month, "2026-07-31 09:00").at,
        at("2026-09-03 17:00"),
        "31/8 to 2/9 are off"
    );
    assert_eq!(
        due(&month, "2026-03-31 09:00").at,
        at("2026-05-04 17:00"),
        "30/4 and 1/5 are off"
    );
    assert_eq!(
        due(&month, "2026-10-30 09:00").at,
        at("2026-11-30 17:00"),
        "an ordinary month"
    );
    let january = due(&month, "2026-01-30 09:00");
    assert_eq!(
        january.at,
        at("2026-03-02 17:00"),
        "28/2/2026 is a Saturday"
    );
    assert_eq!(
        january.explanation.moved_from,
        Some(at("2026-02-28 17:00")),
        "clamped to 28/2"
    );
    let year = Limit::Years { count: 1 };
    assert_eq!(
        due(&year, "2028-02-29 09:00").at,
        at("2029-02-28 17:00"),
        "no 29/2 in 2029"
    );
}

#[test]
fn the_latest_return_time_of_the_site_ends_a_same_day_limit() {
    let latest_return = ClockTime::new(16, 30);
    let policy = SitePolicy {
        latest_return,
        ..SitePolicy::default()
    };
    let limit = Limit::SameDay { cut_off_hour: None };
    let get = |calendar: &WorkingCalendar, received| {
        compute(&limit, at(received), calendar, &policy)
            .expect("a promise")
            .at
    };
    assert_eq!(
        get(&calendar(), "2026-11-20 09:00"),
        at("2026-11-20 16:30"),
        "the setting"
    );
    assert_eq!(
        get(&calendar(), "2026-11-20 16:45"),
        at("2026-11-20 17:00"),
        "never in the past"
    );
    let half = with_special("2026-11-28", &["07:30-11:30"]);
    assert_eq!(
        get(&half, "2026-11-28 09:00"),
        at("2026-11-28 11:30"),
        "a half-day closes first"
    );
    let noon = SitePolicy {
        latest_return: ClockTime::new(12, 15),
        ..SitePolicy::default()
    };
    let promise = compute(&limit, at("2026-11-20 09:00"), &calendar(), &noon).expect("a promise");
    assert_eq!(
        promise.at,
        at("2026-11-20 11:30"),
        "a time at lunch is the end of the morning"
    );
}

#[test]
fn the_saturday_question_is_a_setting() {
    let law = SitePolicy {
        out_of_hours: OutOfHours::OwnDay,
        ..SitePolicy::default()
    };
    let get = |limit: &Limit, received| {
        compute(limit, at(received), &calendar(), &law)
            .expect("a promise")
            .at
    };
    assert_eq!(
        due(&working(3), "2026-11-21 09:00").at,
        at("2026-11-27 07:30"),
        "Monday is day 0"
    );
    assert_eq!(
        get(&working(3), "2026-11-21 09:00"),
        at("2026-11-26 17:00"),
        "Monday is day 1"
    );
    assert_eq!(
        get(&working(3), "2026-11-20 17:05"),
        at("2026-11-26 17:00"),
        "as on the evening"
    );
    assert_eq!(
        get(&working(3), "2026-11-20 09:10"),
        at("2026-11-26 09:15"),
        "in hours no change"
    );
    let days = Limit::Days { count: 10 };
    assert_eq!(
        get(&days, "2026-11-21 09:00"),
        at("2026-12-01 17:00"),
        "from the day itself"
    );
    assert_eq!(
        get(&same_day_15(), "2026-11-21 09:00"),
        at("2026-11-23 17:00"),
        "never before"
    );
}

#[test]
fn an_unclear_limit_or_one_of_zero_is_an_error_and_never_a_default() {
    let unclear = Limit::Unclear {
        source_text: "0 OTHER".to_owned(),
    };
    let get = |limit: &Limit| {
        compute(
            limit,
            at("2026-11-20 09:00"),
            &calendar(),
            &SitePolicy::default(),
        )
    };
    assert_eq!(
        get(&unclear),
        Err(DueError::Unclear),
        "not two hours (vendor bug)"
    );
    for limit in [
        working(0),
        Limit::WorkingHours { count: 0 },
        Limit::Days { count: 0 },
        Limit::Months { count: 0 },
        Limit::Years { count: 0 },
    ] {
        assert_eq!(get(&limit), Err(DueError::Zero), "{limit:?} is no limit");
    }
    assert_eq!(
        get(&Limit::Years { count: 65_535 }),
        Err(DueError::TooFar),
        "not the year 1"
    );
    assert_eq!(get(&working(65_535)), Err(DueError::TooFar), "bounded");
}

#[test]
fn hours_that_end_in_the_lunch_break_go_on_in_the_afternoon() {
    let promise = due(&Limit::WorkingHours { count: 2 }, "2026-11-23 10:00");
    assert_eq!(
        promise.at,
        at("2026-11-23 13:30"),
        "not at night (vendor bug)"
    );
}

#[test]
fn a_reception_on_saturday_does_not_start_at_its_saturday_clock_time() {
    let hours = Limit::WorkingHours { count: 2 };
    assert_eq!(
        due(&hours, "2026-11-21 15:00").at,
        at("2026-11-23 09:30"),
        "Monday morning"
    );
}

#[test]
fn december_dossiers_see_the_first_of_january_and_tet() {
    assert_eq!(
        due(&working(2), "2025-12-30 10:00").at,
        at("2026-01-02 10:00"),
        "1/1 is off"
    );
    let hours = Limit::WorkingHours { count: 8 };
    assert_eq!(
        due(&hours, "2025-12-31 10:00").at,
        at("2026-01-02 10:00"),
        "for hours too"
    );
    let promise = due(&working(35), "2025-12-31 10:00");
    assert_eq!(promise.at, at("2026-02-26 10:00"), "and Tết lies between");
}

#[test]
fn rounding_past_the_end_of_a_session_moves_to_the_next_start() {
    let calendar = changed(|data| {
        let hours = ["07:00-11:20", "13:10-17:20"].map(|t| t.parse().expect("hours"));
        data.week = Week::monday_to_friday(&hours);
    });
    assert_eq!(
        due_in(&calendar, &working(1), "2026-11-25 11:17").at,
        at("2026-11-26 13:10"),
        "lunch"
    );
    assert_eq!(
        due_in(&calendar, &working(1), "2026-11-25 17:18").at,
        at("2026-11-27 07:00"),
        "night"
    );
}
