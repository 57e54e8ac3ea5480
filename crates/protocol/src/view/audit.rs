//! The journal for who audits it: read only.

use super::view_types;

view_types! {
    /// Which part of the journal.
    pub struct AuditWish {
        /// The next page goes on before this place; the newest first without.
        #[ts(type = "number | null")]
        pub before: Option<i64>,
        /// Login name; empty for everybody.
        pub officer: String,
        /// Part of a dossier's code; empty for all.
        pub code: String,
        /// First day, `YYYY-MM-DD`; empty for the beginning.
        pub from: String,
        /// Last day, `YYYY-MM-DD`; empty for today.
        pub until: String,
    }

    /// A page of the journal.
    pub struct AuditPage {
        /// Entries, newest first.
        pub entries: Vec<AuditEntryView>,
        /// Whether there are older ones.
        pub more: bool,
        /// Officers to choose from.
        pub officers: Vec<AuditOfficer>,
    }

    /// An officer.
    pub struct AuditOfficer {
        /// Login name.
        pub login: String,
        /// Name.
        pub name: String,
    }

    /// One official act.
    pub struct AuditEntryView {
        /// Its place.
        #[ts(type = "number")]
        pub row: i64,
        /// Dossier id.
        pub dossier: String,
        /// The dossier's code.
        pub code: String,
        /// What happened and its proof.
        pub entry: super::TimelineEntry,
        /// What the centre said against it, or empty.
        pub issue: String,
    }

    /// What became of computing the chains again.
    pub struct AuditCheck {
        /// Events that verify.
        #[ts(type = "number")]
        pub sound: u64,
        /// The first that does not.
        #[ts(type = "number | null")]
        pub broken_at: Option<u64>,
    }
}
