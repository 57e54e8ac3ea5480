//! How a form writes dates, times and counts.

use chrono::{Datelike, Timelike};
use domain::time::{CivilDate, CivilDateTime};

/// "ngày 07 tháng 12 năm 2026". The day has two digits; a month has two only for January and February, so that
/// nobody can put a 1 before it (Decree 30/2020/NĐ-CP, Annex I).
pub(crate) fn date(day: CivilDate) -> String {
    let month = day.0.month();
    let month = if month <= 2 {
        format!("{month:02}")
    } else {
        month.to_string()
    };
    format!("ngày {:02} tháng {month} năm {}", day.0.day(), day.0.year())
}

/// "09 giờ 41 phút, ngày 20 tháng 11 năm 2026".
pub(crate) fn moment(at: CivilDateTime) -> String {
    format!(
        "{:02} giờ {:02} phút, {}",
        at.0.hour(),
        at.0.minute(),
        date(at.date())
    )
}

/// "thứ Hai" with a capital for the head of a line.
pub(crate) fn weekday(at: CivilDateTime) -> String {
    let name = at.date().weekday_name();
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A count of papers: two digits, and nothing for none, so that a full column reads at a glance.
pub(crate) fn count(n: u16) -> String {
    if n == 0 {
        String::new()
    } else {
        format!("{n:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(month: u32, day: u32, hour: u32, minute: u32) -> CivilDateTime {
        CivilDate::new(2026, month, day)
            .and_then(|d| d.at(hour, minute))
            .expect("a real moment")
    }

    #[test]
    fn only_january_and_february_take_a_leading_zero() {
        assert_eq!(
            date(at(2, 3, 0, 0).date()),
            "ngày 03 tháng 02 năm 2026",
            "February"
        );
        assert_eq!(
            date(at(3, 3, 0, 0).date()),
            "ngày 03 tháng 3 năm 2026",
            "March"
        );
        assert_eq!(
            date(at(10, 31, 0, 0).date()),
            "ngày 31 tháng 10 năm 2026",
            "October"
        );
    }

    #[test]
    fn a_moment_carries_hour_minute_and_full_date() {
        assert_eq!(
            moment(at(11, 20, 9, 41)),
            "09 giờ 41 phút, ngày 20 tháng 11 năm 2026",
            "form wording"
        );
    }

    #[test]
    fn a_weekday_starts_a_line_with_a_capital() {
        assert_eq!(weekday(at(12, 7, 9, 45)), "Thứ Hai", "Monday");
        assert_eq!(weekday(at(12, 6, 9, 45)), "Chủ nhật", "Sunday");
    }

    #[test]
    fn none_of_a_paper_is_an_empty_cell() {
        assert_eq!(
            (count(0).as_str(), count(1).as_str(), count(12).as_str()),
            ("", "01", "12"),
            "two digits"
        );
    }
}
