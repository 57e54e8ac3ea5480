//! Properties over any limit, moment, calendar and policy.

use proptest::prelude::*;

use super::*;

fn any_limit() -> impl Strategy<Value = Limit> {
    let end = prop_oneof![Just(DayEnd::SameClock), Just(DayEnd::EndOfDay)];
    prop_oneof![
        (1_u16..120, end).prop_map(|(count, end)| Limit::WorkingDays { count, end }),
        (1_u16..900).prop_map(|count| Limit::WorkingHours { count }),
        (1_u16..400).prop_map(|count| Limit::Days { count }),
        (1_u16..30).prop_map(|count| Limit::Months { count }),
        (1_u16..4).prop_map(|count| Limit::Years { count }),
        proptest::option::of(8_u8..18).prop_map(|cut_off_hour| Limit::SameDay { cut_off_hour }),
    ]
}

fn one_more(limit: &Limit) -> Limit {
    match limit.clone() {
        Limit::WorkingDays { count, end } => Limit::WorkingDays {
            count: count + 1,
            end,
        },
        Limit::WorkingHours { count } => Limit::WorkingHours { count: count + 1 },
        Limit::Days { count } => Limit::Days { count: count + 1 },
        Limit::Months { count } => Limit::Months { count: count + 1 },
        Limit::Years { count } => Limit::Years { count: count + 1 },
        other @ (Limit::SameDay { .. } | Limit::Unclear { .. }) => other,
    }
}

/// Any second of 2026.
fn any_moment() -> impl Strategy<Value = CivilDateTime> {
    (0_i64..365 * 86_400).prop_map(|s| at("2026-01-01 00:00").instant().plus_ms(s * 1000).civil())
}

fn any_policy() -> impl Strategy<Value = SitePolicy> {
    let readings = prop_oneof![Just(OutOfHours::NextSession), Just(OutOfHours::OwnDay)];
    let latest = proptest::option::of((8_u32..18, 0_u32..60));
    (readings, latest, 0_u8..31).prop_map(|(out_of_hours, latest, rounding_minutes)| SitePolicy {
        out_of_hours,
        latest_return: latest.and_then(|(hour, minute)| ClockTime::new(hour, minute)),
        rounding_minutes,
        ..SitePolicy::default()
    })
}

/// The bundled calendar, perhaps with half-days and extra holidays anywhere in 2026.
fn any_calendar() -> impl Strategy<Value = WorkingCalendar> {
    let days = proptest::collection::btree_set(0_i64..365, 0..12);
    (days.clone(), days).prop_map(|(half, off)| {
        let first = day("2026-01-01");
        changed(|data| {
            for n in half {
                let sessions = vec!["08:00-11:10".parse().expect("hours")];
                let (date, name) = (first.plus_days(n), "nửa ngày".to_owned());
                if data.special_days.iter().all(|d| d.date != date) {
                    data.special_days.push(SpecialDay {
                        date,
                        name,
                        sessions,
                    });
                }
            }
            for n in off {
                add_holiday(data, first.plus_days(n));
            }
        })
    })
}

fn add_holiday(data: &mut CalendarData, date: CivilDate) {
    if data.holidays.iter().all(|h| h.date != date) {
        data.holidays.push(Holiday {
            date,
            name: "nghỉ".to_owned(),
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_due_moment_is_in_a_session_and_not_before_the_reception(
        limit in any_limit(), received in any_moment(), calendar in any_calendar(),
        policy in any_policy(),
    ) {
        let promise = compute(&limit, received, &calendar, &policy).expect("a promise");
        prop_assert!(calendar.is_open(promise.at), "{} is outside the hours", promise.at);
        prop_assert!(calendar.is_open(promise.unrounded), "{} too", promise.unrounded);
        prop_assert!(promise.at >= promise.unrounded, "rounding never shortens");
        prop_assert!(promise.at >= received.to_minute(), "{} before {}", promise.at, received);
        prop_assert!(!promise.sentence().is_empty(), "it can always be said");
    }

    #[test]
    fn a_later_reception_is_never_due_earlier(
        limit in any_limit(), one in any_moment(), two in any_moment(),
        calendar in any_calendar(), policy in any_policy(),
    ) {
        let (first, second) = (one.min(two), one.max(two));
        let a = compute(&limit, first, &calendar, &policy).expect("a promise");
        let b = compute(&limit, second, &calendar, &policy).expect("a promise");
        prop_assert!(a.at <= b.at, "{} → {}, {} → {}", first, a.at, second, b.at);
    }

    #[test]
    fn a_longer_limit_is_never_due_earlier(
        limit in any_limit(), received in any_moment(), calendar in any_calendar(),
        policy in any_policy(),
    ) {
        let a = compute(&limit, received, &calendar, &policy).expect("a promise");
        let b = compute(&one_more(&limit), received, &calendar, &policy).expect("a promise");
        prop_assert!(a.at <= b.at, "{} > {}", a.at, b.at);
    }

    #[test]
    fn another_holiday_never_makes_it_earlier(
        limit in any_limit(), received in any_moment(), calendar in any_calendar(),
        extra in 0_i64..365,
    ) {
        let policy = SitePolicy::default();
        let mut data = calendar.data().clone();
        add_holiday(&mut data, day("2026-01-01").plus_days(extra));
        let with_holiday = WorkingCalendar::new(data).expect("a calendar");
        let a = compute(&limit, received, &calendar, &policy).expect("a promise");
        let b = compute(&limit, received, &with_holiday, &policy).expect("a promise");
        prop_assert!(a.at <= b.at, "{} > {}", a.at, b.at);
    }

    #[test]
    fn a_pause_never_shortens_and_stays_within_the_hours(
        limit in any_limit(), received in any_moment(), from in any_moment(), to in any_moment(),
        calendar in any_calendar(), policy in any_policy(),
    ) {
        let promise = compute(&limit, received, &calendar, &policy).expect("a promise");
        let pause = Pause { from: from.instant(), to: to.instant() };
        let later = extend(&promise, pause, &calendar, &policy).expect("a promise");
        prop_assert!(later.at >= promise.at, "{} < {}", later.at, promise.at);
        prop_assert!(calendar.is_open(later.at), "{} is outside the hours", later.at);
    }
}
