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
