//! The room that pages take on this desk. What the centre holds in a backup leaves when it gets
//! tight; the strip says when even that is not enough.

use std::sync::Arc;
use std::time::Duration;

use domain::policy::SitePolicy;
use domain::time::Timestamp;
use platform::clock::Clock;
use protocol::commands::ChangeTag;
use store::{PageRoom, Reader, Store};

use crate::catalogue::BooksCache;
use crate::config::Changes;
use crate::errors::{Fault, chain};
use crate::pace::Pace;
use crate::routine::Routine;
use crate::signal::Signal;

const GIGABYTE: u64 = 1_000_000_000;
/// Share of the budget above which pages leave, and down to which, in percent: the room between is
/// that of a busy day, so that pages leave once and not with every page that comes.
const LEAVE_ABOVE_PERCENT: u64 = 75;
const LEAVE_DOWN_TO_PERCENT: u64 = 70;
/// From when on the days that are left are worth telling, in percent.
const TELL_FROM_PERCENT: u64 = 80;
/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10 * 60);
const WEEK_DAYS: u64 = 7;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// How many bytes of pages a desk keeps.
pub(crate) fn page_budget(rules: &SitePolicy) -> u64 {
    u64::from(rules.page_budget_gb.max(1)) * GIGABYTE
}

/// How the room is taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    pages: PageRoom,
    budget: u64,
}

impl Room {
    pub(crate) fn read(r: &Reader<'_>, now: Timestamp, budget: u64) -> Result<Self, Fault> {
        let week = DAY_MS * i64::try_from(WEEK_DAYS).unwrap_or(0);
        let pages = r.page_room(Timestamp(now.0.saturating_sub(week)))?;
        Ok(Self { pages, budget })
    }

    /// How much of the budget is taken.
    pub(crate) fn percent(&self) -> u16 {
        let percent = self.pages.held_bytes.saturating_mul(100) / self.budget.max(1);
        u16::try_from(percent).unwrap_or(u16::MAX)
    }

    /// In how many days the budget is spent at the pace of the last week; `None` while that is far.
    pub(crate) fn days_left(&self) -> Option<u16> {
        if u64::from(self.percent()) < TELL_FROM_PERCENT {
            return None;
        }
        let left = self.budget.saturating_sub(self.pages.held_bytes);
        let days = left
            .saturating_mul(WEEK_DAYS)
            .checked_div(self.pages.recent_bytes)?;
        Some(u16::try_from(days).unwrap_or(u16::MAX))
    }

    fn is_tight(&self) -> bool {
        u64::from(self.percent()) >= LEAVE_ABOVE_PERCENT
    }
}

/// What looking after the room needs.
pub(crate) struct RoomDesk {
    pub(crate) store: Arc<Store>,
    pub(crate) books: Arc<BooksCache>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) changes: Changes,
    pub(crate) pace: Pace,
}

/// Starts looking after the room.
pub(crate) fn start(desk: RoomDesk) -> Result<Routine, Fault> {
    let pace = desk.pace;
    let turn = move || {
        if let Err(fault) = look(&desk) {
            tracing::warn!(error = %chain(&fault), "no room was made for pages");
        }
        LOOK_EVERY
    };
    Routine::start(pace, "motcua-room", Arc::new(Signal::default()), turn)
}

fn look(desk: &RoomDesk) -> Result<(), Fault> {
    let Ok(books) = desk.books.get(&desk.store) else {
        return Ok(()); // nothing has been published: nothing has been received either
    };
    let (now, budget) = (desk.clock.now(), page_budget(&books.policy.rules));
    let room = desk.store.read(|r| Room::read(r, now, budget))?;
    if !room.is_tight() {
        return Ok(());
    }
    let purged = desk
        .store
        .purge_pages(budget / 100 * LEAVE_DOWN_TO_PERCENT, now)?;
    if purged.files > 0 {
        tracing::info!(files = purged.files, bytes = purged.bytes, "pages left");
        (desk.changes)(&[ChangeTag::Attachments, ChangeTag::Strip]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(held: u64, recent: u64) -> Room {
        let pages = PageRoom {
            held_bytes: held * GIGABYTE,
            recent_bytes: recent * GIGABYTE,
        };
        Room {
            pages,
            budget: page_budget(&SitePolicy::default()),
        }
    }

    #[test]
    fn the_days_left_are_told_from_four_fifths_on_at_the_pace_of_the_last_week() {
        assert_eq!(room(10, 7).percent(), 50, "half of twenty");
        assert_eq!(room(10, 7).days_left(), None, "far from full");
        assert_eq!(room(16, 7).days_left(), Some(4), "a gigabyte a day");
        assert_eq!(room(16, 0).days_left(), None, "nothing comes any more");
        assert_eq!(
            room(25, 7).days_left(),
            Some(0),
            "pages wait for the centre"
        );
        assert_eq!(room(25, 7).percent(), 125, "and take more than they should");
    }

    #[test]
    fn pages_leave_before_the_officer_is_warned() {
        assert!(!room(14, 7).is_tight(), "room for a busy day");
        assert!(room(15, 7).is_tight() && room(15, 7).days_left().is_none());
    }
}
