//! Settings of a site that rules read: they come signed from the centre with a version that events
//! pin. Each stands where the law leaves room and the province decides (domain.md §7, counter.md).

use serde::{Deserialize, Serialize};

use crate::calendar::ClockTime;
use crate::code::CodePattern;

/// Settings of one site. A desk that is one release older reads those it knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SitePolicy {
    /// Raised by one at each publication.
    pub version: u32,
    /// What a limit in days counts from when the reception was out of hours.
    pub out_of_hours: OutOfHours,
    /// Giờ trả muộn nhất trong ngày: until when a same-day outcome is handed over.
    pub latest_return: Option<ClockTime>,
    /// A promised clock time is rounded up to a multiple of this many minutes; 0 or 1: not at all.
    pub rounding_minutes: u8,
    /// Whether *Nhận trực tiếp – có lý do* of a procedure without paper needs the lead.
    pub direct_exception_needs_lead: bool,
    /// How the province writes its codes.
    pub code_pattern: CodePattern,
    /// Title of the temporary slip (counter.md 9).
    pub provisional_title: String,
    /// The screen locks itself after so many minutes without a key or a pointer.
    pub idle_lock_minutes: u8,
    /// From which ranges numbers of the office's own agency are leased.
    pub numbers: NumberRanges,
    /// The desk warns when so few official codes are left for the day.
    pub codes_low: u32,
    /// How many gigabytes of pages a desk keeps; beyond, what the centre has in a backup leaves.
    pub page_budget_gb: u16,
}

/// The ranges of an agency's numbers of one day, so that a normal day reads in order and numbers
/// held for outages are told at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NumberRanges {
    /// Last number of the everyday range, which begins at 1.
    pub everyday_last: u32,
    /// Last number of the reserve for outages, which follows.
    pub reserve_last: u32,
    /// Last number of all; what is past the reserve serves both when theirs is full.
    pub last: u32,
}

impl NumberRanges {
    /// The last number any site may set: six digits could be a ministry's.
    pub const LAST_MAX: u32 = 99_999;

    /// Whether the ranges follow each other within what may be set.
    #[must_use]
    pub const fn are_in_order(&self) -> bool {
        0 < self.everyday_last
            && self.everyday_last < self.reserve_last
            && self.reserve_last < self.last
            && self.last <= Self::LAST_MAX
    }
}

impl Default for NumberRanges {
    fn default() -> Self {
        Self {
            everyday_last: 4_999,
            reserve_last: 9_999,
            last: 99_999,
        }
    }
}

impl Default for SitePolicy {
    fn default() -> Self {
        Self {
            version: 1,
            out_of_hours: OutOfHours::NextSession,
            latest_return: None,
            rounding_minutes: 15,
            direct_exception_needs_lead: false,
            code_pattern: CodePattern::default(),
            provisional_title: "GIẤY BIÊN NHẬN HỒ SƠ TẠM THỜI".to_owned(),
            idle_lock_minutes: 10,
            numbers: NumberRanges::default(),
            codes_low: 10,
            page_budget_gb: 20,
        }
    }
}

/// The open question of the extra-opening Saturday (domain.md §7.2, 12): with 3 working days from
/// a Saturday, is Monday day 1 or day 0?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum OutOfHours {
    /// The clock starts with the next session, so Monday is day 0 (the reading of most software).
    #[default]
    NextSession,
    /// The day of reception is the one not counted, so Monday is day 1 (Civil Code 2015, Art.
    /// 147); the promise then holds until the close of the last day.
    OwnDay,
}
