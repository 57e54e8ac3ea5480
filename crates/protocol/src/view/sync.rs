//! What waits to be sent, and why.

use super::{LinkState, view_types};

view_types! {
    /// The synchronisation screen.
    pub struct SyncView {
        /// Link.
        pub link: LinkState,
        /// Reason code when it is down.
        pub link_reason: String,
        /// Last time the centre answered.
        #[ts(type = "number | null")]
        pub last_contact: Option<i64>,
        /// Next attempt.
        #[ts(type = "number | null")]
        pub next_attempt: Option<i64>,
        /// Events recorded here.
        #[ts(type = "number")]
        pub recorded: u64,
        /// Events the centre has.
        #[ts(type = "number")]
        pub acked: u64,
        /// Events in the centre's verified backup.
        #[ts(type = "number")]
        pub durable: u64,
        /// Files waiting.
        pub files_waiting: u32,
        /// Their size.
        #[ts(type = "number")]
        pub bytes_waiting: u64,
        /// What waits, oldest first, at most 200.
        pub items: Vec<SyncItem>,
        /// Leased numbers by day.
        pub leases: Vec<LeaseView>,
        /// Outages, newest first, at most 50.
        pub outages: Vec<OutageView>,
    }

    /// One thing that waits.
    pub struct SyncItem {
        /// Dossier id; empty for what concerns the whole desk.
        pub dossier: String,
        /// Code.
        pub code: String,
        /// Event kind, or `file`; empty for what concerns the whole dossier or desk.
        pub kind: String,
        /// Since when.
        #[ts(type = "number")]
        pub since: i64,
        /// `waiting`, `sending` or `refused`.
        pub state: String,
        /// Why, as a code, or empty.
        pub reason: String,
    }

    /// Numbers of one day.
    pub struct LeaseView {
        /// Agency.
        pub agency: String,
        /// Day, `YYYY-MM-DD`.
        pub day: String,
        /// First number.
        pub from: u32,
        /// Last number.
        pub to: u32,
        /// Next number.
        pub next: u32,
    }

    /// One outage.
    pub struct OutageView {
        /// Start.
        #[ts(type = "number")]
        pub from: i64,
        /// End, `None` while it lasts.
        #[ts(type = "number | null")]
        pub to: Option<i64>,
        /// Reason code.
        pub reason: String,
    }
}
