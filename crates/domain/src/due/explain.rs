//! The working of a due moment in the officer's words, from the data of its explanation:
//! "10 ngày làm việc, từ 09:41 20/11, nghỉ thứ Bảy, Chủ nhật, 24/11 → 09:45 thứ Hai 07/12".

use chrono::Datelike;

use super::{DayOff, DuePromise, Explanation};
use crate::calendar::OffReason;
use crate::procedure::Limit;
use crate::time::{CivilDate, CivilDateTime};

/// A limit in words: "10 ngày làm việc", "8 giờ làm việc", "trong ngày".
#[must_use]
pub fn limit_words(limit: &Limit) -> String {
    match limit {
        Limit::WorkingDays { count, .. } => format!("{count} ngày làm việc"),
        Limit::WorkingHours { count } => format!("{count} giờ làm việc"),
        Limit::Days { count } => format!("{count} ngày"),
        Limit::Months { count } => format!("{count} tháng"),
        Limit::Years { count } => format!("{count} năm"),
        Limit::SameDay { .. } => "trong ngày".to_owned(),
        Limit::Unclear { .. } => "thời hạn chưa rõ".to_owned(),
    }
}

impl DuePromise {
    /// The working in one line.
    #[must_use]
    pub fn sentence(&self) -> String {
        let year = self.explanation.start.date().0.year();
        let mut parts = vec![self.rule(), self.from(year)];
        if let Some(reason) = self.cut_off() {
            parts.push(reason);
        }
        parts.extend(self.ended_off(year));
        let off = days_off_words(&self.explanation, year);
        if !off.is_empty() {
            parts.push(format!("nghỉ {off}"));
        }
        if self.explanation.paused_minutes > 0 {
            parts.push(format!(
                "cộng {}",
                paused_words(self.explanation.paused_minutes)
            ));
        }
        let due = promise_words(self.at, year);
        let mark = if self.provisional {
            " (tạm tính)"
        } else {
            ""
        };
        format!("{} → {due}{mark}", parts.join(", "))
    }

    fn rule(&self) -> String {
        let limit = limit_words(&self.limit);
        match &self.wish {
            None => limit,
            Some(wish) if wish.ground.trim().is_empty() => {
                format!("Hẹn sớm hơn thời hạn quy định ({limit})")
            }
            Some(wish) => format!(
                "Hẹn khác thời hạn quy định ({limit}), căn cứ {}, {} duyệt",
                wish.ground.trim(),
                wish.approver.trim()
            ),
        }
    }

    fn from(&self, year: i32) -> String {
        let Explanation {
            received_at, start, ..
        } = &self.explanation;
        let from = format!("từ {}", moment_words(*start, year));
        if received_at == start {
            return from;
        }
        format!("{from} (nhận {})", moment_words(*received_at, year))
    }

    /// A same-day limit that ends on a later day was received after its cut-off.
    fn cut_off(&self) -> Option<String> {
        let Limit::SameDay {
            cut_off_hour: Some(hour),
        } = self.limit
        else {
            return None;
        };
        let start = self.explanation.start;
        let is_late = self.wish.is_none()
            && self.explanation.paused_minutes == 0
            && start.date() < self.at.date();
        is_late.then(|| format!("sau {hour} giờ nên trả ngày làm việc tiếp theo"))
    }

    /// Where a limit ended on a day off or outside the sessions.
    fn ended_off(&self, year: i32) -> Option<String> {
        let moved = self.explanation.moved_from?;
        if matches!(self.limit, Limit::WorkingDays { .. }) {
            return Some(format!("{} ngoài giờ làm việc", moment_words(moved, year)));
        }
        let day = moved.date();
        Some(format!(
            "hết hạn {} {}",
            day.weekday_name(),
            day_words(day, year)
        ))
    }
}

/// "thứ Bảy, Chủ nhật, 24/11": weekdays once by name, other days by date, neighbours as a range.
fn days_off_words(explanation: &Explanation, year: i32) -> String {
    let days = &explanation.days_off;
    let mut words: Vec<String> = Vec::new();
    for reason in [OffReason::Weekday, OffReason::Saturday, OffReason::Sunday] {
        let names = days
            .iter()
            .filter(|d| d.reason == reason)
            .map(|d| d.date.weekday_name());
        for name in names {
            if !words.iter().any(|w| w == name) {
                words.push(name.to_owned());
            }
        }
    }
    let holidays = days
        .iter()
        .filter(|d| matches!(d.reason, OffReason::Holiday { .. }));
    words.extend(
        ranges(holidays)
            .into_iter()
            .map(|(first, last)| range_words(first, last, year)),
    );
    if explanation.days_off_more > 0 {
        words.push(format!("và {} ngày nghỉ nữa", explanation.days_off_more));
    }
    words.join(", ")
}

/// Runs of neighbouring days.
fn ranges<'a>(days: impl Iterator<Item = &'a DayOff>) -> Vec<(CivilDate, CivilDate)> {
    let mut runs: Vec<(CivilDate, CivilDate)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if last.plus_days(1) == day.date => *last = day.date,
            _ => runs.push((day.date, day.date)),
        }
    }
    runs
}

fn range_words(first: CivilDate, last: CivilDate, year: i32) -> String {
    if first == last {
        return day_words(last, year);
    }
    let same_month = (first.0.year(), first.0.month()) == (last.0.year(), last.0.month());
    let from = if same_month {
        first.0.format("%d").to_string()
    } else {
        day_words(first, year)
    };
    format!("{from}–{}", day_words(last, year))
}

/// "95 phút", "3 giờ 20 phút" of working time.
fn paused_words(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} phút làm việc tạm dừng"),
        (hours, 0) => format!("{hours} giờ làm việc tạm dừng"),
        (hours, rest) => format!("{hours} giờ {rest} phút làm việc tạm dừng"),
    }
}

/// "24/11", with its year when that is not the year counting started in.
fn day_words(day: CivilDate, year: i32) -> String {
    if day.0.year() == year {
        day.0.format("%d/%m").to_string()
    } else {
        day.vietnamese()
    }
}

fn moment_words(at: CivilDateTime, year: i32) -> String {
    format!("{} {}", at.0.format("%H:%M"), day_words(at.date(), year))
}

fn promise_words(at: CivilDateTime, year: i32) -> String {
    let day = at.date();
    format!(
        "{} {} {}",
        at.0.format("%H:%M"),
        day.weekday_name(),
        day_words(day, year)
    )
}
