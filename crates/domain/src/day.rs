//! Whether the day on a machine can be believed, and how a lead confirms it by telephone.
//!
//! A code and a promise carry the day, so a machine whose clock stands below what it recorded, on an
//! earlier day than the centre said, or more than one working day above it, gives no official number
//! until a person has confirmed the day together with the lead. A confirmation holds over what the
//! centre had said by then; what the centre says later is new.

use crate::calendar::WorkingCalendar;
use crate::time::{CivilDate, Timestamp};

/// From this working day after the last time that was heard on, the clock is not believed.
const AHEAD_DAYS: u16 = 2;
/// A clock this little behind the centre's is not on another day, whatever the date says.
const BEHIND_MS_MAX: i64 = 60 * 60 * 1000;
/// Digits of the code that is told by telephone.
const CODE_DIGITS: usize = 6;

/// What a machine knows of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayFacts {
    /// Its clock.
    pub now: Timestamp,
    /// Time of the newest act recorded there.
    pub last_act: Timestamp,
    /// The centre's last word.
    pub heard: Option<Timestamp>,
    /// The last confirmation.
    pub confirmed: Option<DayConfirmed>,
}

/// A confirmation by officer and lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayConfirmed {
    /// The clock then.
    pub at: Timestamp,
    /// The centre's last word then.
    pub over: Option<Timestamp>,
}

/// Why the day cannot be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayDoubt {
    /// The clock is below the newest act.
    BelowLastAct,
    /// The clock is on an earlier day than the centre said.
    BeforeCentre,
    /// The clock is more than one working day above the last time that was heard.
    FarAfterCentre,
}

/// Why the day cannot be believed, if so.
#[must_use]
pub fn doubt(facts: &DayFacts, calendar: &WorkingCalendar) -> Option<DayDoubt> {
    if facts.now < facts.last_act {
        return Some(DayDoubt::BelowLastAct);
    }
    let confirmed = facts.confirmed.filter(|held| held.over == facts.heard);
    let base = confirmed.map(|held| held.at).or(facts.heard)?;
    let (today, last) = (facts.now.civil_date(), base.civil_date());
    let behind_ms = base.0.saturating_sub(facts.now.0);
    if today < last && behind_ms > BEHIND_MS_MAX {
        return Some(DayDoubt::BeforeCentre);
    }
    let too_far = calendar.working_day_after(last, AHEAD_DAYS);
    too_far
        .is_some_and(|day| today >= day)
        .then_some(DayDoubt::FarAfterCentre)
}

/// The code by which a lead confirms a day over the telephone: it fits only this office's key, the
/// challenge on the screen and the day on the lead's own machine.
#[must_use]
pub fn phone_code(office_key: &[u8; 32], day: CivilDate, challenge: &str) -> String {
    let message = format!("motcua-day-1\n{day}\n{challenge}");
    let hash = blake3::keyed_hash(office_key, message.as_bytes());
    let number = hash
        .as_bytes()
        .iter()
        .take(8)
        .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let modulus = 10_u64.pow(u32::try_from(CODE_DIGITS).unwrap_or(6));
    format!("{:0CODE_DIGITS$}", number % modulus)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(month: u32, day: u32, hour: u32) -> Timestamp {
        CivilDate::new(2026, month, day)
            .and_then(|day| day.at(hour, 0))
            .expect("a moment")
            .instant()
    }

    fn seen(now: Timestamp, heard: Timestamp) -> DayFacts {
        DayFacts {
            now,
            last_act: Timestamp(0),
            heard: Some(heard),
            confirmed: None,
        }
    }

    fn judged(facts: &DayFacts) -> Option<DayDoubt> {
        doubt(facts, &WorkingCalendar::bundled().expect("a calendar"))
    }

    #[test]
    fn one_working_day_without_the_centre_is_believed_and_a_second_is_not() {
        let friday = at(11, 20, 16);
        assert_eq!(judged(&seen(at(11, 20, 17), friday)), None, "the same day");
        assert_eq!(judged(&seen(at(11, 23, 8), friday)), None, "Monday");
        assert_eq!(judged(&seen(at(11, 24, 8), friday)), None, "a holiday");
        assert_eq!(
            judged(&seen(at(11, 25, 8), friday)),
            Some(DayDoubt::FarAfterCentre),
            "Wednesday is the second working day"
        );
    }

    #[test]
    fn an_earlier_day_than_the_centre_said_is_not_believed() {
        let heard = at(11, 20, 8);
        let before = Some(DayDoubt::BeforeCentre);
        assert_eq!(judged(&seen(at(11, 19, 16), heard)), before, "yesterday");
        assert_eq!(
            judged(&seen(at(11, 20, 7), heard)),
            None,
            "an hour behind on the same day"
        );
        let midnight = at(11, 20, 0);
        let facts = seen(midnight.plus_ms(-1000), midnight.plus_ms(1000));
        assert_eq!(judged(&facts), None, "two seconds apart around midnight");
    }

    #[test]
    fn below_the_last_act_comes_first_and_nothing_heard_is_no_doubt() {
        let facts = DayFacts {
            last_act: at(11, 20, 10),
            heard: None,
            ..seen(at(11, 20, 9), at(11, 20, 9))
        };
        assert_eq!(judged(&facts), Some(DayDoubt::BelowLastAct), "set back");
        let later = DayFacts {
            now: at(12, 20, 9),
            ..facts
        };
        assert_eq!(judged(&later), None, "there is nothing to compare with");
    }

    #[test]
    fn a_confirmation_holds_until_the_centre_is_heard_again_and_for_one_working_day_more() {
        let heard = at(11, 16, 8);
        let confirmed = Some(DayConfirmed {
            at: at(11, 19, 8),
            over: Some(heard),
        });
        let on = |now| DayFacts {
            confirmed,
            ..seen(now, heard)
        };
        assert_eq!(judged(&on(at(11, 19, 9))), None, "that day");
        assert_eq!(judged(&on(at(11, 20, 9))), None, "the next");
        assert_eq!(
            judged(&on(at(11, 23, 9))),
            Some(DayDoubt::FarAfterCentre),
            "then again"
        );
        let contradicted = DayFacts {
            heard: Some(at(11, 16, 9)),
            ..on(at(11, 19, 10))
        };
        assert_eq!(
            judged(&contradicted),
            Some(DayDoubt::FarAfterCentre),
            "the centre has said something since"
        );
    }

    #[test]
    fn a_telephone_code_fits_one_office_day_and_challenge() {
        let day = CivilDate::new(2026, 11, 20).expect("a day");
        let code = phone_code(&[1; 32], day, "48213377");
        assert_eq!(code.len(), CODE_DIGITS, "{code}");
        assert!(code.chars().all(|c| c.is_ascii_digit()), "digits: {code}");
        assert_eq!(
            code,
            phone_code(&[1; 32], day, "48213377"),
            "the same again"
        );
        for (other, why) in [
            (phone_code(&[2; 32], day, "48213377"), "another office"),
            (
                phone_code(&[1; 32], day.plus_days(1), "48213377"),
                "another day",
            ),
            (phone_code(&[1; 32], day, "48213378"), "another challenge"),
        ] {
            assert_ne!(code, other, "{why}");
        }
    }
}
