//! The working calendar of a site: opening hours by weekday and season, holidays, days with hours
//! of their own (swapped Saturdays, half-days), and up to which day the state has published it.
//!
//! Holidays come by annual notice and swaps by decision of the Prime Minister, so a calendar is
//! data with a version, never computed; beyond [`WorkingCalendar::published_until`] only the week
//! is known. A holiday wins over everything else said about its day: adding one can only take
//! working time away. Searches are bounded; a calendar without working time cannot be made.
//!
//! Labour Code 2019, Articles 111–112; Resolution 28/2026/QH16 (24 November).

mod data;
mod hours;
#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveTime};
use serde::{Deserialize, Serialize};

pub use data::{CalendarData, CalendarError, Holiday, OffReason, Season, SpecialDay};
pub use hours::{ClockTime, HoursError, SESSIONS_PER_DAY_MAX, Session, Week};

use crate::time::{CivilDate, CivilDateTime};

/// Farthest any search or count goes, in days: a hundred years.
pub const HORIZON_DAYS_MAX: i64 = 36_525;
/// Most holidays, special days or seasons one calendar may carry, each.
pub const ENTRIES_MAX: usize = 4_000;

/// The calendar of 2026 with ordinary office hours, for the demonstration and the seed: as far as
/// published, so that a promise beyond 31 December 2026 is provisional.
const BUNDLED_JSON: &str = include_str!("vietnam_2026.json");

/// A checked calendar: dates in order, sessions in order, some working time in every week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CalendarData", into = "CalendarData")]
pub struct WorkingCalendar(CalendarData);

impl TryFrom<CalendarData> for WorkingCalendar {
    type Error = CalendarError;
    fn try_from(data: CalendarData) -> Result<Self, CalendarError> {
        Self::new(data)
    }
}

impl From<WorkingCalendar> for CalendarData {
    fn from(calendar: WorkingCalendar) -> Self {
        calendar.0
    }
}

impl WorkingCalendar {
    /// Checks and orders `data`.
    ///
    /// # Errors
    /// [`CalendarError`] names what is wrong with it.
    pub fn new(mut data: CalendarData) -> Result<Self, CalendarError> {
        let sizes = [
            data.seasons.len(),
            data.holidays.len(),
            data.special_days.len(),
        ];
        if sizes.iter().any(|&size| size > ENTRIES_MAX) {
            return Err(CalendarError::TooLarge);
        }
        for week in std::iter::once(&data.week).chain(data.seasons.iter().map(|s| &s.week)) {
            check_week(week)?;
        }
        if let Some(season) = data
            .seasons
            .iter()
            .find(|s| s.until.is_some_and(|u| u < s.from))
        {
            return Err(CalendarError::Season { from: season.from });
        }
        if !data
            .special_days
            .iter()
            .all(|day| hours::is_ordered(&day.sessions))
        {
            return Err(CalendarError::Sessions);
        }
        data.holidays.sort_by_key(|h| h.date);
        data.special_days.sort_by_key(|d| d.date);
        check_unique(data.holidays.iter().map(|h| h.date))?;
        check_unique(data.special_days.iter().map(|d| d.date))?;
        Ok(Self(data))
    }

    /// The bundled calendar of 2026 with ordinary office hours.
    ///
    /// # Errors
    /// Never in practice: a test reads the bundled data.
    pub fn bundled() -> Result<Self, CalendarError> {
        Self::from_json(BUNDLED_JSON)
    }

    /// Reads a calendar from JSON.
    ///
    /// # Errors
    /// [`CalendarError`] names what is wrong with it.
    pub fn from_json(json: &str) -> Result<Self, CalendarError> {
        Self::new(serde_json::from_str::<CalendarData>(json)?)
    }

    /// The data, in order.
    #[must_use]
    pub const fn data(&self) -> &CalendarData {
        &self.0
    }

    /// The version that events pin.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.0.version
    }

    /// The last day for which holidays and swaps are known.
    #[must_use]
    pub const fn published_until(&self) -> CivilDate {
        self.0.published_until
    }

    /// The sessions of `day` in order; none when it is off.
    #[must_use]
    pub fn sessions_of(&self, day: CivilDate) -> &[Session] {
        if self.holiday(day).is_some() {
            return &[];
        }
        match self.special_day(day) {
            Some(special) if special.sessions.is_empty() => &self.week_on(day).monday,
            Some(special) => &special.sessions,
            None => self.week_on(day).of(day.0.weekday()),
        }
    }

    /// Whether any work is done on `day`; a half-day counts.
    #[must_use]
    pub fn is_working_day(&self, day: CivilDate) -> bool {
        !self.sessions_of(day).is_empty()
    }

    /// Why `day` is off; `None` when it is a working day.
    #[must_use]
    pub fn why_off(&self, day: CivilDate) -> Option<OffReason> {
        if self.is_working_day(day) {
            return None;
        }
        let is_weekly = self.week_on(day).of(day.0.weekday()).is_empty();
        Some(match (self.holiday(day), day.0.weekday()) {
            (Some(holiday), _) if !is_weekly => OffReason::Holiday {
                name: holiday.name.clone(),
            },
            (_, chrono::Weekday::Sat) => OffReason::Saturday,
            (_, chrono::Weekday::Sun) => OffReason::Sunday,
            _ => OffReason::Weekday,
        })
    }

    /// Whether `at` lies in a session.
    #[must_use]
    pub fn is_open(&self, at: CivilDateTime) -> bool {
        self.sessions_of(at.date())
            .iter()
            .any(|session| session.contains(at.time()))
    }

    /// `at` itself when it lies in a session, else the start of the next one.
    /// `None` when there is none within [`HORIZON_DAYS_MAX`].
    #[must_use]
    pub fn next_session_start(&self, at: CivilDateTime) -> Option<CivilDateTime> {
        let today = at.date();
        let later = self
            .sessions_of(today)
            .iter()
            .find(|s| at.time() <= s.end().time());
        match later {
            Some(session) if session.contains(at.time()) => Some(at),
            Some(session) => Some(on(today, session.start())),
            None => {
                let day = self.working_day_from(today.plus_days(1))?;
                self.sessions_of(day)
                    .first()
                    .map(|session| on(day, session.start()))
            }
        }
    }

    /// `day` itself when it is a working day, else the next one.
    #[must_use]
    pub fn working_day_from(&self, day: CivilDate) -> Option<CivilDate> {
        (0..=HORIZON_DAYS_MAX)
            .map(|n| day.plus_days(n))
            .find(|&d| self.is_working_day(d))
    }

    /// `day` itself when it is a working day, else the one before.
    #[must_use]
    pub fn working_day_until(&self, day: CivilDate) -> Option<CivilDate> {
        (0..=HORIZON_DAYS_MAX)
            .map(|n| day.plus_days(-n))
            .find(|&d| self.is_working_day(d))
    }

    /// The `count`-th working day after `day`; `day` itself for 0.
    #[must_use]
    pub fn working_day_after(&self, day: CivilDate, count: u16) -> Option<CivilDate> {
        if count == 0 {
            return Some(day);
        }
        (1..=HORIZON_DAYS_MAX)
            .map(|n| day.plus_days(n))
            .filter(|&d| self.is_working_day(d))
            .nth(usize::from(count) - 1)
    }

    /// When the last session of `day` closes; `None` on a day off.
    #[must_use]
    pub fn close_of(&self, day: CivilDate) -> Option<CivilDateTime> {
        self.sessions_of(day)
            .last()
            .map(|session| on(day, session.end()))
    }

    /// Minutes of working time from `from` to `to`, seconds cut off both; 0 when reversed.
    /// Time more than [`HORIZON_DAYS_MAX`] after `from` is not counted.
    #[must_use]
    pub fn working_minutes_between(&self, from: CivilDateTime, to: CivilDateTime) -> i64 {
        let (from, to) = (from.to_minute(), to.to_minute());
        (0..=HORIZON_DAYS_MAX)
            .map(|n| from.date().plus_days(n))
            .take_while(|&day| day <= to.date())
            .map(|day| self.minutes_on(day, from, to))
            .sum()
    }

    /// The moment `minutes` of working time after `from`; what ends with a session stays at its
    /// end. `from` itself for 0 or less; `None` beyond [`HORIZON_DAYS_MAX`].
    #[must_use]
    pub fn add_working_minutes(&self, from: CivilDateTime, minutes: i64) -> Option<CivilDateTime> {
        if minutes <= 0 {
            return Some(from);
        }
        let from = from.to_minute();
        let mut left = minutes;
        for day in (0..=HORIZON_DAYS_MAX).map(|n| from.date().plus_days(n)) {
            for &session in self.sessions_of(day) {
                let start = on(day, session.start()).max(from);
                let here = minutes_from(start, on(day, session.end()));
                if left <= here {
                    return Some(plus_minutes(start, left));
                }
                left -= here.max(0);
            }
        }
        None
    }

    /// Days off strictly after `from` and up to and including `until`, with their reasons.
    pub(crate) fn days_off(
        &self,
        from: CivilDate,
        until: CivilDate,
    ) -> impl Iterator<Item = (CivilDate, OffReason)> {
        (1..=HORIZON_DAYS_MAX)
            .map(move |n| from.plus_days(n))
            .take_while(move |&day| day <= until)
            .filter_map(|day| self.why_off(day).map(|reason| (day, reason)))
    }

    fn minutes_on(&self, day: CivilDate, from: CivilDateTime, to: CivilDateTime) -> i64 {
        self.sessions_of(day)
            .iter()
            .map(|s| minutes_from(on(day, s.start()).max(from), on(day, s.end()).min(to)).max(0))
            .sum()
    }

    fn week_on(&self, day: CivilDate) -> &Week {
        self.0
            .seasons
            .iter()
            .rev()
            .find(|s| s.from <= day && s.until.is_none_or(|until| day <= until))
            .map_or(&self.0.week, |season| &season.week)
    }

    fn holiday(&self, day: CivilDate) -> Option<&Holiday> {
        let at = self
            .0
            .holidays
            .binary_search_by_key(&day, |h| h.date)
            .ok()?;
        self.0.holidays.get(at)
    }

    fn special_day(&self, day: CivilDate) -> Option<&SpecialDay> {
        let at = self
            .0
            .special_days
            .binary_search_by_key(&day, |d| d.date)
            .ok()?;
        self.0.special_days.get(at)
    }
}

/// `clock` on `day`.
pub(crate) fn on(day: CivilDate, clock: ClockTime) -> CivilDateTime {
    at_time(day, clock.time())
}

/// `time` on `day`.
pub(crate) fn at_time(day: CivilDate, time: NaiveTime) -> CivilDateTime {
    CivilDateTime(day.0.and_time(time))
}

/// `at` moved by `minutes`, saturating at the ends of the calendar.
pub(crate) fn plus_minutes(at: CivilDateTime, minutes: i64) -> CivilDateTime {
    let moved = chrono::TimeDelta::try_minutes(minutes).and_then(|d| at.0.checked_add_signed(d));
    CivilDateTime(moved.unwrap_or(at.0))
}

fn minutes_from(from: CivilDateTime, to: CivilDateTime) -> i64 {
    (to.0 - from.0).num_minutes()
}

fn check_week(week: &Week) -> Result<(), CalendarError> {
    if !week.days().iter().all(|day| hours::is_ordered(day)) {
        return Err(CalendarError::Sessions);
    }
    if week.days().iter().all(|day| day.is_empty()) {
        return Err(CalendarError::NoWorkingTime);
    }
    Ok(())
}

fn check_unique(dates: impl Iterator<Item = CivilDate>) -> Result<(), CalendarError> {
    let mut last = None;
    for date in dates {
        if last == Some(date) {
            return Err(CalendarError::Twice { date });
        }
        last = Some(date);
    }
    Ok(())
}
