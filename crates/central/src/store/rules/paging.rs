//! Where a page of a feed ends: by count, by bytes, never empty while there is something.

use protocol::wire::{FeedEvent, WireEvent, WireRuling};
use serde_json::value::RawValue;

use super::texts::from_json;
use crate::store::{FeedPage, PageWish, StoreError};

/// A page being filled.
pub(in crate::store) struct Filling {
    page: FeedPage,
    wish: PageWish,
    bytes: usize,
}

impl Filling {
    pub(in crate::store) const fn new(wish: PageWish, feed_epoch: u32, last: u64) -> Self {
        let page = FeedPage {
            events: Vec::new(),
            rulings: Vec::new(),
            more: false,
            feed_epoch,
            last,
        };
        Self {
            page,
            wish,
            bytes: 0,
        }
    }

    /// How many rows to ask the database for: one more than the page holds says whether there is
    /// more.
    pub(in crate::store) fn rows(&self) -> i64 {
        i64::try_from(self.wish.limit)
            .unwrap_or(i64::MAX - 1)
            .saturating_add(1)
    }

    /// Adds the next event; false when the page was full without it.
    pub(in crate::store) fn add(&mut self, event: FeedEvent) -> bool {
        self.bytes += event.event.body.get().len();
        let full = self.page.events.len() >= self.wish.limit || self.bytes > self.wish.bytes_max;
        if full && !self.page.events.is_empty() {
            self.page.more = true;
            return false;
        }
        self.page.events.push(event);
        true
    }

    /// Adds the next decision; false when the page was full without it. A decision is small: only
    /// their number counts.
    pub(in crate::store) fn add_ruling(&mut self, ruling: WireRuling) -> bool {
        let is_full = self.page.rulings.len() >= self.wish.limit;
        if is_full {
            self.page.more = true;
        } else {
            self.page.rulings.push(ruling);
        }
        !is_full
    }

    pub(in crate::store) fn done(self) -> FeedPage {
        self.page
    }
}

/// An event as it goes out again: the envelope and the body's exact bytes.
pub(in crate::store) fn wire_event(envelope: &str, body: String) -> Result<WireEvent, StoreError> {
    Ok(WireEvent {
        envelope: from_json(envelope, "envelope")?,
        body: RawValue::from_string(body).map_err(|_damaged| StoreError::Row { what: "body" })?,
    })
}
