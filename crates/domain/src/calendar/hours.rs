//! Opening hours: a moment of the day, a session, the sessions of a week. Written as people write
//! them ("07:30", "07:30-11:30"), so that a calendar is readable as data.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveTime, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Most sessions one day may have.
pub const SESSIONS_PER_DAY_MAX: usize = 4;

/// A text that is no opening hour.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum HoursError {
    /// Not `HH:MM`.
    #[error("not a time of day HH:MM")]
    Clock,
    /// Not `HH:MM-HH:MM`, or ending at or before its start.
    #[error("not a session HH:MM-HH:MM that ends after it starts")]
    Session,
}

/// A minute of the day, `16:30`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(NaiveTime);

impl ClockTime {
    /// `hour:minute`, if the clock has it.
    #[must_use]
    pub fn new(hour: u32, minute: u32) -> Option<Self> {
        NaiveTime::from_hms_opt(hour, minute, 0).map(Self)
    }

    /// The time of day.
    #[must_use]
    pub const fn time(self) -> NaiveTime {
        self.0
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%H:%M"))
    }
}
impl FromStr for ClockTime {
    type Err = HoursError;
    fn from_str(text: &str) -> Result<Self, HoursError> {
        let (hour, minute) = text.split_once(':').ok_or(HoursError::Clock)?;
        let number = |digits: &str| -> Option<u32> {
            (digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()))
                .then(|| digits.parse().ok())
                .flatten()
        };
        number(hour)
            .zip(number(minute))
            .and_then(|(hour, minute)| Self::new(hour, minute))
            .ok_or(HoursError::Clock)
    }
}

/// A stretch of working time within one day. It always ends after it starts. Its last minute
/// belongs to it: what is promised for 17:00 is promised within the hours 13:00–17:00.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Session {
    start: ClockTime,
    end: ClockTime,
}

impl Session {
    /// The session from `start` to `end`.
    ///
    /// # Errors
    /// [`HoursError::Session`] when it does not end after it starts.
    pub fn new(start: ClockTime, end: ClockTime) -> Result<Self, HoursError> {
        (start < end)
            .then_some(Self { start, end })
            .ok_or(HoursError::Session)
    }

    /// When it starts.
    #[must_use]
    pub const fn start(self) -> ClockTime {
        self.start
    }

    /// When it ends.
    #[must_use]
    pub const fn end(self) -> ClockTime {
        self.end
    }

    /// Whether `time` lies in it, both ends included.
    #[must_use]
    pub fn contains(self, time: NaiveTime) -> bool {
        self.start.time() <= time && time <= self.end.time()
    }
}

impl fmt::Display for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.start, self.end)
    }
}
impl FromStr for Session {
    type Err = HoursError;
    fn from_str(text: &str) -> Result<Self, HoursError> {
        let (start, end) = text.split_once('-').ok_or(HoursError::Session)?;
        Self::new(start.trim().parse()?, end.trim().parse()?)
    }
}

macro_rules! as_text {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
as_text!(ClockTime, Session);

/// The sessions of each day of a week, in the order of the clock. A day without any is off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Week {
    /// Thứ Hai.
    pub monday: Vec<Session>,
    /// Thứ Ba.
    pub tuesday: Vec<Session>,
    /// Thứ Tư.
    pub wednesday: Vec<Session>,
    /// Thứ Năm.
    pub thursday: Vec<Session>,
    /// Thứ Sáu.
    pub friday: Vec<Session>,
    /// Thứ Bảy.
    pub saturday: Vec<Session>,
    /// Chủ nhật.
    pub sunday: Vec<Session>,
}

impl Week {
    /// Monday to Friday with the same sessions, the weekend off.
    #[must_use]
    pub fn monday_to_friday(sessions: &[Session]) -> Self {
        Self {
            monday: sessions.to_vec(),
            tuesday: sessions.to_vec(),
            wednesday: sessions.to_vec(),
            thursday: sessions.to_vec(),
            friday: sessions.to_vec(),
            ..Self::default()
        }
    }

    /// 07:30–11:30 and 13:00–17:00, Monday to Friday.
    #[must_use]
    pub fn office_hours() -> Self {
        let session = |from: (u32, u32), to: (u32, u32)| {
            let start = ClockTime::new(from.0, from.1)?;
            Session::new(start, ClockTime::new(to.0, to.1)?).ok()
        };
        let day: Vec<Session> = [session((7, 30), (11, 30)), session((13, 0), (17, 0))]
            .into_iter()
            .flatten()
            .collect();
        Self::monday_to_friday(&day)
    }

    /// The sessions of `weekday`.
    #[must_use]
    pub fn of(&self, weekday: Weekday) -> &[Session] {
        match weekday {
            Weekday::Mon => &self.monday,
            Weekday::Tue => &self.tuesday,
            Weekday::Wed => &self.wednesday,
            Weekday::Thu => &self.thursday,
            Weekday::Fri => &self.friday,
            Weekday::Sat => &self.saturday,
            Weekday::Sun => &self.sunday,
        }
    }

    /// The seven days, Monday first.
    pub(crate) fn days(&self) -> [&[Session]; 7] {
        [
            &self.monday,
            &self.tuesday,
            &self.wednesday,
            &self.thursday,
            &self.friday,
            &self.saturday,
            &self.sunday,
        ]
    }
}

/// Whether `sessions` are at most [`SESSIONS_PER_DAY_MAX`], in order, and do not overlap.
pub(crate) fn is_ordered(sessions: &[Session]) -> bool {
    sessions.len() <= SESSIONS_PER_DAY_MAX
        && sessions
            .iter()
            .zip(sessions.iter().skip(1))
            .all(|(a, b)| a.end < b.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_reads_and_writes_as_people_write_it() {
        let session: Session = "07:30-11:30".parse().expect("an ordinary morning");
        assert_eq!(
            session.to_string(),
            "07:30-11:30",
            "text and back is the same session"
        );
        assert_eq!(
            serde_json::to_string(&session).ok().as_deref(),
            Some("\"07:30-11:30\""),
            "data carry the same text"
        );
    }

    #[test]
    fn nonsense_hours_are_refused() {
        for text in [
            "",
            "07:30",
            "11:30-07:30",
            "08:00-08:00",
            "7:30-11:30",
            "24:00-25:00",
            "a-b",
        ] {
            assert!(text.parse::<Session>().is_err(), "{text:?} is no session");
        }
        assert_eq!(
            "+7:30".parse::<ClockTime>(),
            Err(HoursError::Clock),
            "a sign is no digit"
        );
    }

    #[test]
    fn overlapping_or_disordered_sessions_are_seen() {
        let day = |texts: &[&str]| -> Vec<Session> {
            texts
                .iter()
                .map(|t| t.parse().expect("a session"))
                .collect()
        };
        assert!(
            is_ordered(&day(&["07:30-11:30", "13:00-17:00"])),
            "an ordinary day"
        );
        assert!(
            !is_ordered(&day(&["13:00-17:00", "07:30-11:30"])),
            "the wrong order"
        );
        assert!(
            !is_ordered(&day(&["07:30-11:30", "11:30-17:00"])),
            "no break between them"
        );
    }
}
