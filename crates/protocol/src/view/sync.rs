//! What waits to be sent, and why.

use super::{LinkState, ReceivingView, view_types};

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
        /// How far the office's dossiers have come, while many are still to come.
        pub receiving: Option<ReceivingView>,
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
        /// What a person has to decide, oldest first, at most 200.
        pub tasks: Vec<TaskView>,
        /// What waits, oldest first, at most 200.
        pub items: Vec<SyncItem>,
        /// Desks that hold dossiers of this office, for the lead; empty for others.
        pub holders: Vec<HolderView>,
        /// Leased numbers by day.
        pub leases: Vec<LeaseView>,
        /// Outages, newest first, at most 50.
        pub outages: Vec<OutageView>,
        /// Freezes of this desk that a person ended, newest first, at most 50.
        pub thaws: Vec<ThawView>,
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
        /// `waiting` or `sending`.
        pub state: String,
        /// Why, as a code, or empty.
        pub reason: String,
        /// When it was copied for the courier, if the centre's answer has not come.
        #[ts(type = "number | null")]
        pub copied_at: Option<i64>,
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
        /// How it was noticed: `call` or `start`.
        pub detected: String,
    }

    /// The end of a freeze, decided by a person.
    pub struct ThawView {
        /// When.
        #[ts(type = "number")]
        pub at: i64,
        /// Name of who decided.
        pub officer: String,
        /// Why, in words.
        pub reason: String,
        /// Acts the centre did not have, which went on from here.
        pub moved: u32,
    }

    /// A desk and how much it holds.
    pub struct HolderView {
        /// Id of the desk.
        pub desk: String,
        /// Its label.
        pub label: String,
        /// Dossiers it holds that are not at their end, at most 1,000 counted.
        pub held: u32,
        /// Whether it is this desk.
        pub here: bool,
    }

    /// One thing a person has to decide.
    pub struct TaskView {
        /// Its number on this desk.
        pub id: u32,
        /// What kind: a reason code.
        pub kind: String,
        /// Whether two acts collided (`conflict`), the centre keeps one without effect (`held`), or a
        /// person there decided that it never takes effect (`refused`).
        pub group: String,
        /// Dossier id; empty for what concerns the whole desk.
        pub dossier: String,
        /// Code.
        pub code: String,
        /// Event kind, or empty.
        pub event: String,
        /// Since when.
        #[ts(type = "number")]
        pub since: i64,
        /// What was done with it: empty, `handed` or `exported`.
        pub state: String,
        /// The decision, where it was refused.
        pub refusal: Option<RefusalView>,
    }

    /// Who decided at the centre that an act never takes effect.
    pub struct RefusalView {
        /// When.
        #[ts(type = "number")]
        pub at: i64,
        /// Name of who decided.
        pub officer: String,
        /// Why, in words.
        pub reason: String,
    }

    /// One task with both sides.
    pub struct ConflictView {
        /// The task.
        pub task: TaskView,
        /// The act that found no place.
        pub mine: Option<SideView>,
        /// What stands instead.
        pub theirs: Option<SideView>,
        /// Both sides field by field.
        pub fields: Vec<ConflictField>,
        /// What may be done: `standing`, `other`, `both`, `correct_code`, `resend`, `hand`, `export`,
        /// `leave`.
        pub choices: Vec<String>,
    }

    /// One side of a conflict.
    pub struct SideView {
        /// Event kind.
        pub kind: String,
        /// When.
        #[ts(type = "number")]
        pub at: i64,
        /// Officer's name.
        pub officer: String,
        /// Desk's label.
        pub desk: String,
        /// Dossier code, where the sides are two dossiers; else empty.
        pub code: String,
    }

    /// One field on both sides.
    pub struct ConflictField {
        /// Which: a code with words.
        pub name: String,
        /// Of the act that found no place.
        pub mine: String,
        /// Of what stands.
        pub theirs: String,
    }

    /// A decision over a task.
    pub struct SettleRequest {
        /// Which task.
        pub task: u32,
        /// One of the task's choices.
        pub choice: String,
        /// Why, in words; needed for a decision over a conflict.
        pub note: String,
    }
}
