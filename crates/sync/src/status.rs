//! What the status strip and the synchronisation screen say of the link.

use domain::time::Timestamp;

use crate::reason::LinkReason;

/// The link to the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkStatus {
    /// Not tried yet.
    #[default]
    Connecting,
    /// The centre answered lately.
    Online,
    /// It did not.
    Offline(LinkReason),
}

/// How far the office's dossiers have come to this desk, in acts at their place in the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receiving {
    /// Taken in.
    pub taken: u64,
    /// What there was when the newest page was made.
    pub total: u64,
}

/// Acts behind from which on a person is told: one page comes in the twinkling of an eye.
const TOLD_FROM: u64 = 500;

impl Receiving {
    /// What is told when the feed is taken in up to `taken` of `total`; `was` is what was told last,
    /// so that a bar once shown goes on to its end.
    pub(crate) fn after(was: Option<Self>, taken: u64, total: u64) -> Option<Self> {
        let behind = total.saturating_sub(taken);
        let is_told = behind > TOLD_FROM || (was.is_some() && behind > 0);
        is_told.then_some(Self { taken, total })
    }
}

/// State of the worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Status {
    /// The link.
    pub link: LinkStatus,
    /// Since when it is so.
    pub since: Option<Timestamp>,
    /// When the centre answered last.
    pub last_contact: Option<Timestamp>,
    /// When it is tried next.
    pub next_attempt: Option<Timestamp>,
}

impl Status {
    /// The status after the link was found to be `link` at `now`.
    pub(crate) fn now(self, link: LinkStatus, now: Timestamp) -> Self {
        let is_same = std::mem::discriminant(&link) == std::mem::discriminant(&self.link);
        let since = if is_same { self.since } else { Some(now) };
        let last_contact = if link == LinkStatus::Online {
            Some(now)
        } else {
            self.last_contact
        };
        Self {
            link,
            since,
            last_contact,
            next_attempt: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_shown_for_more_than_a_page_and_goes_on_to_its_end() {
        assert_eq!(Receiving::after(None, 100, 600), None, "one page");
        let begun = Receiving::after(None, 0, 1_200);
        let all = [500, 1_000, 1_200].map(|taken| Receiving::after(begun, taken, 1_200));
        assert_eq!(
            all.map(|told| told.map(|told| told.taken)),
            [Some(500), Some(1_000), None],
            "shown until nothing is left"
        );
    }

    #[test]
    fn an_outage_keeps_its_beginning_while_its_reason_changes() {
        let online = Status::default().now(LinkStatus::Online, Timestamp(1));
        let down = online.now(LinkStatus::Offline(LinkReason::Refused), Timestamp(5));
        let slow = down.now(LinkStatus::Offline(LinkReason::Timeout), Timestamp(9));
        assert_eq!(
            slow.since,
            Some(Timestamp(5)),
            "it has been down since it went down"
        );
        assert_eq!(
            slow.last_contact,
            Some(Timestamp(1)),
            "the centre answered before"
        );
    }
}
