//! What is carried to the centre by hand when there is no link.

use super::view_types;

view_types! {
    /// What could be copied now, what was, and where to.
    pub struct CourierView {
        /// Bundles made here, newest first, at most 50.
        pub bundles: Vec<CourierBundle>,
        /// Sticks that are plugged in.
        pub places: Vec<CourierPlace>,
        /// Answers of the centre on these sticks and in the documents folder, newest first: paths.
        pub answers: Vec<String>,
        /// The documents folder, for want of a stick.
        pub documents: String,
        /// Events that wait.
        #[ts(type = "number")]
        pub events: u64,
        /// Files that wait.
        pub files: u32,
        /// Bytes of both, about.
        #[ts(type = "number")]
        pub bytes: u64,
        /// Files of these that lie in a bundle whose answer has not come.
        pub files_copied: u32,
        /// Events that cannot be carried: they wait for the centre to begin a new life of this desk.
        #[ts(type = "number")]
        pub unsealed: u64,
    }

    /// A stick.
    pub struct CourierPlace {
        /// Its folder.
        pub folder: String,
        /// What it is called.
        pub name: String,
        /// Room on it, in bytes.
        #[ts(type = "number")]
        pub free: u64,
    }

    /// One bundle.
    pub struct CourierBundle {
        /// Its number on this desk.
        pub number: u32,
        /// Its file.
        pub file: String,
        /// The folder it was written to.
        pub place: String,
        /// Name of the officer who made it.
        pub officer: String,
        /// When.
        #[ts(type = "number")]
        pub made_at: i64,
        /// Events in it.
        #[ts(type = "number")]
        pub events: u64,
        /// Files in it.
        pub files: u32,
        /// Size of the file.
        #[ts(type = "number")]
        pub bytes: u64,
        /// `waiting` for the answer; `answered`, or `partly` when not all of it was taken; `arrived`
        /// when the link brought all of it meanwhile; `unfinished` when it was never read back whole.
        pub state: String,
        /// When the answer was taken in.
        #[ts(type = "number | null")]
        pub answered_at: Option<i64>,
    }

    /// A bundle to make.
    pub struct CourierWish {
        /// The folder.
        pub folder: String,
        /// Largest file, in bytes; 0 for as much as fits there.
        #[ts(type = "number")]
        pub bytes_max: u64,
    }

    /// A bundle that is there.
    pub struct CourierMade {
        /// It.
        pub bundle: CourierBundle,
        /// Events that did not fit.
        #[ts(type = "number")]
        pub events_left: u64,
        /// Files that did not fit.
        pub files_left: u32,
    }

    /// What an answer of the centre said.
    pub struct CourierAnswered {
        /// Number of the bundle it is about.
        pub number: u32,
        /// Whether it had been taken in before: nothing changed.
        pub already: bool,
        /// Events of this desk that the centre is newly known to have.
        #[ts(type = "number")]
        pub events: u64,
        /// Files that it is newly known to have.
        pub files: u32,
        /// Events a person has to look at.
        pub issues: u32,
        /// Empty, or what went otherwise: `set_aside`, `gap`, `fork`.
        pub outcome: String,
    }
}
