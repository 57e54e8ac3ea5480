//! A calendar as data: what the administrator edits and the centre publishes.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::ENTRIES_MAX;
use super::hours::{Session, Week};
use crate::time::CivilDate;

/// Data that make no calendar.
#[derive(Debug, Error)]
pub enum CalendarError {
    /// Not the JSON of a calendar.
    #[error("read calendar data")]
    Json(#[from] serde_json::Error),
    /// The week, or a season, has no session at all.
    #[error("a week without any working time")]
    NoWorkingTime,
    /// Sessions of one day overlap, touch, are out of order or too many.
    #[error("sessions of a day are out of order, overlapping or too many")]
    Sessions,
    /// Two holidays or two special days on one date.
    #[error("two entries for {date}")]
    Twice {
        /// The date.
        date: CivilDate,
    },
    /// A season that ends before it begins.
    #[error("a season from {from} that ends before it begins")]
    Season {
        /// Its first day.
        from: CivilDate,
    },
    /// More than [`ENTRIES_MAX`] entries.
    #[error("more than {ENTRIES_MAX} entries")]
    TooLarge,
}

/// A calendar as data; [`super::WorkingCalendar::new`] checks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarData {
    /// Raised by one at each publication.
    pub version: u32,
    /// The ordinary week.
    pub week: Week,
    /// Other weeks between dates; where two cover a day, the later in the list counts.
    #[serde(default)]
    pub seasons: Vec<Season>,
    /// Days off by name.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// Working days with hours of their own.
    #[serde(default)]
    pub special_days: Vec<SpecialDay>,
    /// The last day for which holidays and swaps have been published.
    pub published_until: CivilDate,
}

/// A week of its own between dates: winter hours, or new hours from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// First day.
    pub from: CivilDate,
    /// Last day; `None` means from then on.
    #[serde(default)]
    pub until: Option<CivilDate>,
    /// Its sessions.
    pub week: Week,
}

/// A day off with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub date: CivilDate,
    /// "Quốc khánh"; a closure carries its decision number here.
    pub name: String,
}

/// A working day with hours of its own: an extra working Saturday, or a half-day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialDay {
    /// The day.
    pub date: CivilDate,
    /// Why.
    pub name: String,
    /// Its sessions; empty means those of a Monday of that season.
    #[serde(default)]
    pub sessions: Vec<Session>,
}

/// Why a day is off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum OffReason {
    /// Thứ Bảy.
    Saturday,
    /// Chủ nhật.
    Sunday,
    /// Another weekday on which the site does not open.
    Weekday,
    /// A holiday, swap or closure.
    Holiday {
        /// Its name.
        name: String,
    },
}
