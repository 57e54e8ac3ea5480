//! Instants and civil time. Storage and wire carry UTC milliseconds; people read civil time at the
//! one constant offset UTC+07:00 (Vietnam has had no other since 1975), so no time-zone database
//! is needed and `TZ` of the machine means nothing.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

/// Offset of civil time from UTC, in milliseconds.
pub const CIVIL_OFFSET_MS: i64 = 7 * 60 * 60 * 1000;

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A day of the civil calendar at UTC+07:00.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CivilDate(pub NaiveDate);

/// A moment on the civil clock at UTC+07:00, as printed: day, hour, minute.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CivilDateTime(pub NaiveDateTime);

impl Timestamp {
    /// The civil moment of this instant. Instants outside chrono's range (years ±262,000) clamp.
    #[must_use]
    pub fn civil(self) -> CivilDateTime {
        let shifted = self.0.saturating_add(CIVIL_OFFSET_MS);
        let clamped = if shifted < 0 {
            DateTime::UNIX_EPOCH
        } else {
            DateTime::<chrono::Utc>::MAX_UTC
        };
        CivilDateTime(
            DateTime::from_timestamp_millis(shifted)
                .unwrap_or(clamped)
                .naive_utc(),
        )
    }

    /// The civil day of this instant.
    #[must_use]
    pub fn civil_date(self) -> CivilDate {
        self.civil().date()
    }

    /// This instant moved by `ms` milliseconds, saturating.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

impl CivilDate {
    /// The day `year-month-day`, if it exists.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// `YYMMDD`, as dossier codes carry it.
    #[must_use]
    pub fn yymmdd(self) -> String {
        self.0.format("%y%m%d").to_string()
    }

    /// The day `days` later (or earlier when negative); saturates at the ends of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let moved = TimeDelta::try_days(days).and_then(|d| self.0.checked_add_signed(d));
        Self(moved.unwrap_or(if days < 0 {
            NaiveDate::MIN
        } else {
            NaiveDate::MAX
        }))
    }

    /// This day at `hour:minute`, if the clock has it.
    #[must_use]
    pub fn at(self, hour: u32, minute: u32) -> Option<CivilDateTime> {
        self.0.and_hms_opt(hour, minute, 0).map(CivilDateTime)
    }

    /// `dd/mm/yyyy`.
    #[must_use]
    pub fn vietnamese(self) -> String {
        self.0.format("%d/%m/%Y").to_string()
    }

    /// "thứ Hai" … "Chủ nhật".
    #[must_use]
    pub fn weekday_name(self) -> &'static str {
        match self.0.weekday() {
            chrono::Weekday::Mon => "thứ Hai",
            chrono::Weekday::Tue => "thứ Ba",
            chrono::Weekday::Wed => "thứ Tư",
            chrono::Weekday::Thu => "thứ Năm",
            chrono::Weekday::Fri => "thứ Sáu",
            chrono::Weekday::Sat => "thứ Bảy",
            chrono::Weekday::Sun => "Chủ nhật",
        }
    }
}

impl CivilDateTime {
    /// The day of this moment.
    #[must_use]
    pub fn date(self) -> CivilDate {
        CivilDate(self.0.date())
    }

    /// The time of day.
    #[must_use]
    pub fn time(self) -> NaiveTime {
        self.0.time()
    }

    /// The instant of this civil moment.
    #[must_use]
    pub fn instant(self) -> Timestamp {
        Timestamp(
            self.0
                .and_utc()
                .timestamp_millis()
                .saturating_sub(CIVIL_OFFSET_MS),
        )
    }

    /// The same minute with seconds cut off.
    #[must_use]
    pub fn to_minute(self) -> Self {
        Self(
            self.0
                .with_second(0)
                .and_then(|t| t.with_nanosecond(0))
                .unwrap_or(self.0),
        )
    }

    /// "09:45 thứ Hai 07/12": a promise carries its date (`counter.md`, Words).
    #[must_use]
    pub fn promise(self) -> String {
        let day = self.date();
        format!(
            "{} {} {}",
            self.0.format("%H:%M"),
            day.weekday_name(),
            self.0.format("%d/%m")
        )
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}
impl fmt::Debug for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl fmt::Display for CivilDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d %H:%M"))
    }
}
impl fmt::Debug for CivilDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_just_before_midnight_utc_is_the_next_civil_day() {
        let late = Timestamp(1_795_391_940_000); // 2026-11-22T23:59:00Z
        assert_eq!(
            late.civil().to_string(),
            "2026-11-23 06:59",
            "UTC+07:00 is already tomorrow"
        );
        assert_eq!(
            late.civil().instant(),
            late,
            "civil and back is the same instant"
        );
        assert_eq!(
            late.civil_date().yymmdd(),
            "261123",
            "codes carry the civil day"
        );
    }

    #[test]
    fn a_promise_names_its_weekday_and_date() {
        let due = CivilDate::new(2026, 12, 7)
            .and_then(|d| d.at(9, 45))
            .expect("a real moment");
        assert_eq!(
            due.promise(),
            "09:45 thứ Hai 07/12",
            "counter.md: a promise carries its date"
        );
    }
}
