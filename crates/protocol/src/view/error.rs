//! How an error reaches a person: a code the window finds words for, never a text to match on.

use std::collections::BTreeMap;

use super::view_types;

view_types! {
    /// An error at the edge.
    pub struct ErrorView {
        /// Stable code, `intake.refused`; the window's messages have words for it.
        pub code: String,
        /// Values the words name: counts, sizes, device names; never personal data.
        pub params: BTreeMap<String, String>,
        /// Errors of single fields, all of them at once.
        pub fields: Vec<FieldError>,
        /// Finds the lines in the log.
        pub trace_id: String,
    }

    /// One field that is not right.
    pub struct FieldError {
        /// Path in the request, `parties.0.number`.
        pub path: String,
        /// Stable code, `citizen_id.length`.
        pub code: String,
        /// Values the words name.
        pub params: BTreeMap<String, String>,
    }
}
