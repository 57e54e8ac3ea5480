//! Counting: each kind of limit from its start to its end, then rounding, days off, and marks.

use chrono::{Months, Timelike};

use super::{DAYS_OFF_LISTED_MAX, DayOff, DueError, DuePromise, Explanation, ProvisionalReason};
use crate::calendar::{HORIZON_DAYS_MAX, WorkingCalendar, at_time, on, plus_minutes};
use crate::policy::{OutOfHours, SitePolicy};
use crate::procedure::{DayEnd, Limit};
use crate::time::{CivilDate, CivilDateTime};

/// Everything a rule needs to count.
pub(super) struct Counting<'a> {
    pub(super) received_at: CivilDateTime,
    pub(super) calendar: &'a WorkingCalendar,
    pub(super) policy: &'a SitePolicy,
}

/// Where a rule started and ended, before rounding.
#[derive(Clone, Copy)]
pub(super) struct Counted {
    pub(super) start: CivilDateTime,
    pub(super) moved_from: Option<CivilDateTime>,
    pub(super) end: CivilDateTime,
    pub(super) rounds: bool,
}

impl Counting<'_> {
    /// The clock starts with the reception, or with the next session when that was out of hours.
    fn session_start(&self) -> Result<CivilDateTime, DueError> {
        self.calendar
            .next_session_start(self.received_at)
            .map(CivilDateTime::to_minute)
            .ok_or(DueError::TooFar)
    }

    /// From where days are counted, and the clock time that is carried to the last day.
    fn days_start(&self) -> Result<CivilDateTime, DueError> {
        let next = self.session_start()?;
        let same_day = next.date() == self.received_at.date();
        match self.policy.out_of_hours {
            OutOfHours::OwnDay if !same_day => self
                .calendar
                .working_day_until(self.received_at.date())
                .and_then(|day| self.calendar.close_of(day))
                .ok_or(DueError::TooFar),
            OutOfHours::OwnDay | OutOfHours::NextSession => Ok(next),
        }
    }

    /// N working days after the day of reception; a half-day counts as one.
    pub(super) fn working_days(&self, count: u16, end: DayEnd) -> Result<Counted, DueError> {
        let start = self.days_start()?;
        let last = non_zero(count).and_then(|n| {
            self.calendar
                .working_day_after(start.date(), n)
                .ok_or(DueError::TooFar)
        })?;
        match end {
            DayEnd::EndOfDay => {
                let end = self.calendar.close_of(last).ok_or(DueError::TooFar)?;
                Ok(Counted {
                    start,
                    moved_from: None,
                    end,
                    rounds: false,
                })
            }
            DayEnd::SameClock => {
                let wanted = at_time(last, start.time());
                let end = self
                    .calendar
                    .next_session_start(wanted)
                    .ok_or(DueError::TooFar)?;
                let moved_from = (end != wanted).then_some(wanted);
                Ok(Counted {
                    start,
                    moved_from,
                    end,
                    rounds: true,
                })
            }
        }
    }

    /// N hours of sessions; lunch and night do not count.
    pub(super) fn working_hours(&self, count: u16) -> Result<Counted, DueError> {
        let start = self.session_start()?;
        let minutes = i64::from(non_zero(count)?) * 60;
        let end = self
            .calendar
            .add_working_minutes(start, minutes)
            .ok_or(DueError::TooFar)?;
        Ok(Counted {
            start,
            moved_from: None,
            end,
            rounds: false,
        })
    }

    /// Calendar days, months, years: the close of the last session, moved to a working day
    /// (Civil Code 2015, Art. 148(5)).
    pub(super) fn to_day(
        &self,
        count: u16,
        plus: impl Fn(CivilDate, u16) -> Option<CivilDate>,
    ) -> Result<Counted, DueError> {
        let start = match self.policy.out_of_hours {
            OutOfHours::NextSession => self.session_start()?,
            OutOfHours::OwnDay => self.received_at.to_minute(),
        };
        let wanted = plus(start.date(), non_zero(count)?).ok_or(DueError::TooFar)?;
        let day = self
            .calendar
            .working_day_from(wanted)
            .ok_or(DueError::TooFar)?;
        let end = self.calendar.close_of(day).ok_or(DueError::TooFar)?;
        let moved_from = (day != wanted).then(|| at_time(wanted, end.time()));
        Ok(Counted {
            start,
            moved_from,
            end,
            rounds: false,
        })
    }

    /// The same working day, or the next when received strictly after the cut-off.
    pub(super) fn same_day(&self, cut_off_hour: Option<u8>) -> Result<Counted, DueError> {
        let start = self.session_start()?;
        let same_date = start.date() == self.received_at.date();
        let is_late =
            same_date && cut_off_hour.is_some_and(|hour| is_after(self.received_at, hour));
        let later = u16::from(is_late);
        let day = self
            .calendar
            .working_day_after(start.date(), later)
            .ok_or(DueError::TooFar)?;
        let close = self.calendar.close_of(day).ok_or(DueError::TooFar)?;
        let end = self
            .latest_return_on(day)
            .filter(|&at| at >= start)
            .unwrap_or(close);
        Ok(Counted {
            start,
            moved_from: None,
            end,
            rounds: false,
        })
    }

    /// The last moment within the sessions of `day` that the latest return time allows.
    fn latest_return_on(&self, day: CivilDate) -> Option<CivilDateTime> {
        let latest = self.policy.latest_return?;
        let sessions = self.calendar.sessions_of(day);
        let session = sessions.iter().rev().find(|s| s.start() < latest)?;
        Some(on(day, session.end().min(latest)))
    }

    /// Rounds once, lists the days off, and marks what is not final.
    pub(super) fn promise(&self, limit: &Limit, counted: Counted) -> Result<DuePromise, DueError> {
        let Counted {
            start,
            moved_from,
            end,
            rounds,
        } = counted;
        let at = round(end, rounds, self.calendar, self.policy)?;
        if (at.date().0 - start.date().0).num_days() > HORIZON_DAYS_MAX {
            return Err(DueError::TooFar);
        }
        let mut explanation = Explanation {
            received_at: self.received_at.to_minute(),
            start,
            days_off: Vec::new(),
            days_off_more: 0,
            rounded: at != end,
            moved_from,
            paused_minutes: 0,
            provisional_because: Vec::new(),
        };
        let listed_from = match limit {
            // calendar days count themselves; only those at the end were skipped
            Limit::Days { .. } | Limit::Months { .. } | Limit::Years { .. } => {
                moved_from.map_or(at.date(), |wanted| wanted.date().plus_days(-1))
            }
            Limit::WorkingDays { .. }
            | Limit::WorkingHours { .. }
            | Limit::SameDay { .. }
            | Limit::Unclear { .. } => start.date(),
        };
        list_days_off(&mut explanation, self.calendar, listed_from, at.date());
        let limit = limit.clone();
        let mut promise = DuePromise {
            at,
            unrounded: end,
            provisional: false,
            limit,
            explanation,
            wish: None,
        };
        mark_unpublished(&mut promise, self.calendar);
        Ok(promise)
    }
}

fn non_zero(count: u16) -> Result<u16, DueError> {
    if count == 0 {
        Err(DueError::Zero)
    } else {
        Ok(count)
    }
}

/// Strictly later than `hour`:00:00.
fn is_after(at: CivilDateTime, hour: u8) -> bool {
    let at = at.time();
    let past_full = at.minute() > 0 || at.second() > 0 || at.nanosecond() > 0;
    at.hour() > u32::from(hour) || (at.hour() == u32::from(hour) && past_full)
}

/// Months with the end clamped: 31 January and one month is 28 February.
pub(super) fn plus_months(day: CivilDate, months: u32) -> Option<CivilDate> {
    day.0.checked_add_months(Months::new(months)).map(CivilDate)
}

pub(super) const fn rounds_to_quarter(limit: &Limit) -> bool {
    matches!(
        limit,
        Limit::WorkingDays {
            end: DayEnd::SameClock,
            ..
        }
    )
}

/// Rounds up to the policy's quarter; what falls outside the sessions moves to the next start.
pub(super) fn round(
    at: CivilDateTime,
    rounds: bool,
    calendar: &WorkingCalendar,
    policy: &SitePolicy,
) -> Result<CivilDateTime, DueError> {
    let step = i64::from(policy.rounding_minutes);
    if !rounds || step <= 1 {
        return Ok(at);
    }
    let minute = i64::from(at.time().num_seconds_from_midnight() / 60);
    let over = minute.rem_euclid(step);
    if over == 0 {
        return Ok(at);
    }
    calendar
        .next_session_start(plus_minutes(at, step - over))
        .ok_or(DueError::TooFar)
}

pub(super) fn list_days_off(
    explanation: &mut Explanation,
    calendar: &WorkingCalendar,
    from: CivilDate,
    until: CivilDate,
) {
    for (date, reason) in calendar.days_off(from, until) {
        if explanation.days_off.len() < DAYS_OFF_LISTED_MAX {
            explanation.days_off.push(DayOff { date, reason });
        } else {
            explanation.days_off_more = explanation.days_off_more.saturating_add(1);
        }
    }
}

pub(super) fn mark_unpublished(promise: &mut DuePromise, calendar: &WorkingCalendar) {
    let reasons = &mut promise.explanation.provisional_because;
    reasons.retain(|reason| *reason != ProvisionalReason::CalendarNotPublished);
    if promise.at.date() > calendar.published_until() {
        reasons.push(ProvisionalReason::CalendarNotPublished);
    }
    promise.provisional = !reasons.is_empty();
}
