//! Due dates (ngày hẹn trả): from a limit and the moment of reception to a promised moment with
//! its working, kept as data so that the receipt, the timeline and a later review say the same.
//!
//! The rules are those of domain.md §7 as architecture.md ("Due dates") closes them. Nothing is
//! guessed: an unclear limit is an error, never a default. A promise stays as it was given;
//! [`review`] only tells whether today's calendar would give another one.

mod counting;
mod explain;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use explain::limit_words;

use counting::{
    Counted, Counting, list_days_off, mark_unpublished, plus_months, round, rounds_to_quarter,
};

use crate::calendar::{OffReason, WorkingCalendar};
use crate::policy::SitePolicy;
use crate::procedure::Limit;
use crate::time::{CivilDate, CivilDateTime, Timestamp};

/// Most days off listed one by one in an explanation; the rest are only counted.
pub const DAYS_OFF_LISTED_MAX: usize = 400;

/// From this day a dossier received for another authority counts from that authority's own
/// reception (Decree 309/2026, Art. 17(3), second paragraph); before it, from the counter's.
pub const COMPETENT_CLOCK_SINCE: (i32, u32, u32) = (2026, 8, 5);

/// Why no due moment can be promised.
#[derive(Debug, Error, Clone, Copy, PartialEq, Eq)]
pub enum DueError {
    /// *Thời hạn chưa rõ*: a person must set a rule first (counter.md 2).
    #[error("the limit is unclear")]
    Unclear,
    /// A limit of zero is no limit.
    #[error("the limit is zero")]
    Zero,
    /// Farther than the horizon of the calendar.
    #[error("the due moment lies beyond the horizon of the calendar")]
    TooFar,
    /// A wished moment not later than the reception.
    #[error("the wished moment is not after the reception")]
    WishInPast,
    /// A wished moment outside working hours.
    #[error("the wished moment is outside working hours")]
    WishOutsideHours,
    /// A wished moment later than the rule allows, without legal ground or approver.
    #[error("a later moment needs a legal ground and an approver")]
    WishWithoutGround,
}

/// The promised moment with its working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuePromise {
    /// The promise, as printed.
    pub at: CivilDateTime,
    /// The moment before rounding; pauses are added here.
    pub unrounded: CivilDateTime,
    /// *Tạm tính* / *dự kiến*: not final yet.
    pub provisional: bool,
    /// The limit it rests on.
    pub limit: Limit,
    /// How it was reached.
    pub explanation: Explanation,
    /// *Hẹn khác thời hạn quy định*, when a person set the moment.
    #[serde(default)]
    pub wish: Option<DueWish>,
}

/// How a due moment was reached, as data; [`DuePromise::sentence`] says it in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// When the dossier was received, to the minute.
    pub received_at: CivilDateTime,
    /// Where counting started.
    pub start: CivilDateTime,
    /// Days that did not count, in order.
    pub days_off: Vec<DayOff>,
    /// Days off beyond [`DAYS_OFF_LISTED_MAX`].
    #[serde(default)]
    pub days_off_more: u32,
    /// Whether the clock time was rounded up.
    pub rounded: bool,
    /// Where the limit really ended, when that was a day off or outside the sessions.
    #[serde(default)]
    pub moved_from: Option<CivilDateTime>,
    /// Working minutes added by pauses so far.
    #[serde(default)]
    pub paused_minutes: i64,
    /// Why it is provisional; empty when it is not.
    #[serde(default)]
    pub provisional_because: Vec<ProvisionalReason>,
}

/// A day that did not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOff {
    /// The day.
    pub date: CivilDate,
    /// Why it was off.
    #[serde(flatten)]
    pub reason: OffReason,
}

/// Why a promise is provisional.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProvisionalReason {
    /// It lies beyond the published calendar.
    CalendarNotPublished,
    /// Another authority resolves it and has not confirmed its own reception.
    CompetentAgencyNotConfirmed,
}

/// *Hẹn khác thời hạn quy định*: a moment set by a person. Earlier than the rule: free. Later, or
/// without a rule: legal ground and approver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueWish {
    /// The moment.
    pub at: CivilDateTime,
    /// Legal ground.
    #[serde(default)]
    pub ground: String,
    /// Who approved it.
    #[serde(default)]
    pub approver: String,
}

/// A stretch of time in which the clock stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// From the request.
    pub from: Timestamp,
    /// To its completion.
    pub to: Timestamp,
}

/// What today's calendar says about an old promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Review {
    /// It would be the same.
    Stands,
    /// It would be this; the promise stays until a person issues a new one (invariant I9).
    WouldBe(Box<DuePromise>),
}

/// The promise of `limit` for a dossier received at `received_at`.
///
/// # Errors
/// [`DueError::Unclear`], [`DueError::Zero`] or [`DueError::TooFar`].
pub fn compute(
    limit: &Limit,
    received_at: CivilDateTime,
    calendar: &WorkingCalendar,
    policy: &SitePolicy,
) -> Result<DuePromise, DueError> {
    let counting = Counting {
        received_at,
        calendar,
        policy,
    };
    let counted = match limit {
        Limit::WorkingDays { count, end } => counting.working_days(*count, *end),
        Limit::WorkingHours { count } => counting.working_hours(*count),
        Limit::Days { count } => counting.to_day(*count, |day, n| Some(day.plus_days(n.into()))),
        Limit::Months { count } => counting.to_day(*count, |day, n| plus_months(day, n.into())),
        Limit::Years { count } => {
            counting.to_day(*count, |day, n| plus_months(day, u32::from(n) * 12))
        }
        Limit::SameDay { cut_off_hour } => counting.same_day(*cut_off_hour),
        Limit::Unclear { .. } => Err(DueError::Unclear),
    }?;
    counting.promise(limit, counted)
}

/// The promise when a person sets the moment. `limit` may be unclear: that is what wishes are for.
///
/// # Errors
/// [`DueError::WishInPast`], [`DueError::WishOutsideHours`], [`DueError::WishWithoutGround`].
pub fn compute_wished(
    limit: &Limit,
    received_at: CivilDateTime,
    wish: &DueWish,
    calendar: &WorkingCalendar,
    policy: &SitePolicy,
) -> Result<DuePromise, DueError> {
    let at = wish.at.to_minute();
    if at <= received_at {
        return Err(DueError::WishInPast);
    }
    if !calendar.is_open(at) {
        return Err(DueError::WishOutsideHours);
    }
    let by_rule = compute(limit, received_at, calendar, policy).ok();
    let is_earlier = by_rule.as_ref().is_some_and(|promise| at <= promise.at);
    let has_ground = !wish.ground.trim().is_empty() && !wish.approver.trim().is_empty();
    if !is_earlier && !has_ground {
        return Err(DueError::WishWithoutGround);
    }
    let counted = Counted {
        start: received_at.to_minute(),
        moved_from: None,
        end: at,
        rounds: false,
    };
    let mut promise = Counting {
        received_at,
        calendar,
        policy,
    }
    .promise(limit, counted)?;
    promise.wish = Some(DueWish { at, ..wish.clone() });
    promise.explanation.days_off = Vec::new();
    promise.explanation.days_off_more = 0;
    Ok(promise)
}

/// The promise after a pause: the working minutes of the pause are added to the unrounded moment.
///
/// # Errors
/// [`DueError::TooFar`].
pub fn extend(
    promise: &DuePromise,
    pause: Pause,
    calendar: &WorkingCalendar,
    policy: &SitePolicy,
) -> Result<DuePromise, DueError> {
    let minutes = calendar.working_minutes_between(pause.from.civil(), pause.to.civil());
    add_minutes(promise, minutes, calendar, policy)
}

/// What `calendar` and `policy` would make of `promise` today: for a holiday announced after the
/// slip was printed, and for provisional promises once the calendar is published. A moment set by
/// a person always stands.
///
/// # Errors
/// As [`compute`].
pub fn review(
    promise: &DuePromise,
    calendar: &WorkingCalendar,
    policy: &SitePolicy,
) -> Result<Review, DueError> {
    if promise.wish.is_some() {
        return Ok(Review::Stands);
    }
    let fresh = compute(
        &promise.limit,
        promise.explanation.received_at,
        calendar,
        policy,
    )?;
    let mut fresh = add_minutes(&fresh, promise.explanation.paused_minutes, calendar, policy)?;
    if promise.waits_for_competent_agency() {
        fresh.await_competent_agency();
    }
    let is_same = fresh.at == promise.at && fresh.provisional == promise.provisional;
    Ok(if is_same {
        Review::Stands
    } else {
        Review::WouldBe(Box::new(fresh))
    })
}

/// Whether a dossier received on `day` for another authority counts from that authority's own
/// reception, so that the counter's promise is provisional until then.
#[must_use]
pub fn counts_from_competent_agency(day: CivilDate) -> bool {
    let (year, month, first) = COMPETENT_CLOCK_SINCE;
    CivilDate::new(year, month, first).is_some_and(|since| since <= day)
}

impl DuePromise {
    /// Marks the promise *dự kiến* until the competent authority confirms its own reception.
    pub fn await_competent_agency(&mut self) {
        if !self.waits_for_competent_agency() {
            self.explanation
                .provisional_because
                .push(ProvisionalReason::CompetentAgencyNotConfirmed);
        }
        self.provisional = true;
    }

    /// Whether it waits for the competent authority.
    #[must_use]
    pub fn waits_for_competent_agency(&self) -> bool {
        self.explanation
            .provisional_because
            .contains(&ProvisionalReason::CompetentAgencyNotConfirmed)
    }
}

/// Adds working minutes and rounds once more, from the unrounded moment.
fn add_minutes(
    promise: &DuePromise,
    minutes: i64,
    calendar: &WorkingCalendar,
    policy: &SitePolicy,
) -> Result<DuePromise, DueError> {
    if minutes <= 0 {
        return Ok(promise.clone());
    }
    let unrounded = calendar
        .add_working_minutes(promise.unrounded, minutes)
        .ok_or(DueError::TooFar)?;
    let rounds = promise.wish.is_none() && rounds_to_quarter(&promise.limit);
    let at = round(unrounded, rounds, calendar, policy)?;
    let mut next = DuePromise {
        at,
        unrounded,
        ..promise.clone()
    };
    next.explanation.rounded = at != unrounded;
    next.explanation.paused_minutes = promise.explanation.paused_minutes.saturating_add(minutes);
    list_days_off(
        &mut next.explanation,
        calendar,
        promise.at.date(),
        at.date(),
    );
    mark_unpublished(&mut next, calendar);
    Ok(next)
}
