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
    /// How many gigabytes of pages a desk keeps; beyond, what the centre has in a backup leaves.
    pub page_budget_gb: u16,
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
