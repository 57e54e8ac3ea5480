//! The frame: which stage the window is in, who is signed in, the status strip, settings.

use super::{ErrorView, view_types};

view_types! {
    /// Which screen the window must show.
    pub enum Stage {
        /// No desk yet: the enrolment screen only.
        Unenrolled,
        /// Enrolled, nobody signed in.
        SignedOut,
        /// At work.
        SignedIn,
        /// Signed in but the screen is locked; the sync worker goes on.
        Locked,
        /// The desk cannot open; `problem` says why and what to do.
        Broken,
    }

    /// The state of the application.
    pub struct AppState {
        /// Which screen.
        pub stage: Stage,
        /// Version of this build.
        pub version: String,
        /// Desk and office, once enrolled.
        pub desk: Option<DeskInfo>,
        /// Officers who have signed in here before.
        pub officers: Vec<OfficerChoice>,
        /// Who is signed in.
        pub session: Option<SessionView>,
        /// Set when the centre runs in demo mode.
        pub demo: Option<DemoInfo>,
        /// Secrets are in a file, not in the keyring (CI and demos only).
        pub insecure_keyring: bool,
        /// Why the desk cannot open.
        pub problem: Option<ErrorView>,
        /// When the data of this machine were wiped by order of the centre; until it is enrolled again.
        #[ts(type = "number | null")]
        pub wiped: Option<i64>,
    }

    /// Desk and office.
    pub struct DeskInfo {
        /// "Quầy 3".
        pub label: String,
        /// Name of the office.
        pub office_name: String,
        /// Identifier of the office's agency.
        pub agency: String,
        /// Address of the centre.
        pub centre: String,
    }

    /// One officer on the sign-in screen.
    pub struct OfficerChoice {
        /// Login name.
        pub login: String,
        /// Name.
        pub name: String,
    }

    /// Demo officers, with their passwords shown under a ribbon.
    pub struct DemoInfo {
        /// The officers.
        pub officers: Vec<DemoOfficer>,
    }

    /// One demo officer.
    pub struct DemoOfficer {
        /// Login name.
        pub login: String,
        /// Name.
        pub name: String,
        /// Password, public by design.
        pub password: String,
    }

    /// Who is signed in.
    pub struct SessionView {
        /// Login name.
        pub login: String,
        /// Name.
        pub name: String,
        /// `counter`, `lead`, `department`, `administrator` or `auditor`.
        pub role: String,
        /// The screen locks itself after so many minutes without a key or a pointer.
        pub idle_lock_minutes: u8,
    }

    /// Enrolment by the one-time code that carries the centre's address and CA fingerprint.
    pub struct EnrolRequest {
        /// The code as shown by the administrator.
        pub code: String,
        /// What this desk is called, "Quầy 3".
        pub label: String,
    }

    /// Signing in.
    pub struct SignInRequest {
        /// Login name.
        pub login: String,
        /// Password; never logged.
        pub password: String,
    }

    /// State of the link to the centre.
    pub enum LinkState {
        /// The centre answered lately.
        Online,
        /// It did not.
        Offline,
        /// Not tried yet.
        Connecting,
    }

    /// State of a device.
    pub enum DeviceState {
        /// Ready.
        Ready,
        /// None chosen or none there.
        Absent,
        /// There, but in trouble; `reason` says which.
        Trouble,
        /// Not asked yet.
        Unknown,
    }

    /// One device in the strip.
    pub struct DeviceView {
        /// Its state.
        pub state: DeviceState,
        /// Its name.
        pub name: String,
        /// Code of the trouble: `paper_out`, `jam`, `cover_open`, `offline`, `unknown`.
        pub reason: String,
    }

    /// How far the office's dossiers have come to a desk that is new or was begun anew.
    pub struct ReceivingView {
        /// Acts taken in.
        #[ts(type = "number")]
        pub taken: u64,
        /// Acts there are.
        #[ts(type = "number")]
        pub total: u64,
    }

    /// What must be safe elsewhere before this desk is wiped.
    pub struct WipeView {
        /// Acts that no backup of the centre holds yet.
        pub events: u32,
        /// Pages and files it has not taken.
        pub files: u32,
        /// Receipts not out of the printer.
        pub prints: u32,
        /// Parked intakes.
        pub parked: u32,
        /// Intakes that are being typed.
        pub typed: u32,
    }

    /// The status strip and the counts of the rail: the product's honesty.
    pub struct StripView {
        /// Link to the centre.
        pub link: LinkState,
        /// Since when it is in that state.
        #[ts(type = "number | null")]
        pub link_since: Option<i64>,
        /// Why it is down: `refused`, `timeout`, `certificate`, `garbled`, `revoked`, …; `update` while
        /// it is up and the centre has published what only newer software reads; or empty.
        pub link_reason: String,
        /// How far the office's dossiers have come, while many are still to come.
        pub receiving: Option<ReceivingView>,
        /// The centre has ordered that this desk be wiped: what is still only here.
        pub wipe: Option<WipeView>,
        /// Dossiers with something unsent.
        pub unsent: u32,
        /// Pages and files unsent.
        pub unsent_files: u32,
        /// Official codes left for today.
        pub codes_left: u32,
        /// Codes left at or below which the strip warns.
        pub codes_low: u32,
        /// Why no official code can be given: `clock`, `clock_before`, `clock_after`, `restored`, `older`, `moved`, `frozen`, `twin`, or empty.
        pub numbering_problem: String,
        /// Printer.
        pub printer: DeviceView,
        /// Scanner.
        pub scanner: DeviceView,
        /// Whether the clock can be trusted.
        pub clock_ok: bool,
        /// How much of the room for pages is taken, in percent; above 100 when pages wait for the
        /// centre.
        pub disk_percent: u16,
        /// In how many days it is full at the pace of the last week; `None` where it is not growing
        /// or far from full.
        pub disk_days_left: Option<u16>,
        /// The desk's time now.
        #[ts(type = "number")]
        pub now: i64,
        /// Parked intakes.
        pub parked: u32,
        /// Received and not yet forwarded.
        pub to_forward: u32,
        /// Received with papers not yet digitised.
        pub to_digitise: u32,
        /// Print jobs that wait or failed.
        pub print_waiting: u32,
        /// What a person here has to decide; not what was handed to the administrator.
        pub tasks: u32,
    }

    /// What the machine knows of the day, and how it can be confirmed.
    pub struct DayView {
        /// Why it is not believed: `clock`, `clock_before`, `clock_after`, or empty.
        pub doubt: String,
        /// The machine's clock.
        #[ts(type = "number")]
        pub now: i64,
        /// Time of the newest act here.
        #[ts(type = "number | null")]
        pub last_act: Option<i64>,
        /// The centre's last word.
        #[ts(type = "number | null")]
        pub heard: Option<i64>,
        /// What is read to the lead on the telephone; empty when the centre gave no key.
        pub challenge: String,
        /// Leads of the office who have signed in here before.
        pub leads: Vec<OfficerChoice>,
    }

    /// Confirms the day: by the lead's password, or by the code the lead told.
    pub struct ConfirmDay {
        /// Login of the lead, or empty.
        pub lead: String,
        /// Password of the lead; never logged.
        pub password: String,
        /// Code told on the telephone, or empty.
        pub code: String,
    }

    /// What the officer may set on this desk.
    pub struct SettingsView {
        /// Queue name of the printer, empty when none, `folder:` for saving to a folder.
        pub printer: String,
        /// Device name of the scanner, empty when none.
        pub scanner: String,
        /// `system`, `light` or `dark`.
        pub theme: String,
        /// Text size in percent, 100–200.
        pub text_size: u16,
        /// `vi` or `en`.
        pub language: String,
        /// Printers found.
        pub printers: Vec<String>,
        /// Scanners found.
        pub scanners: Vec<ScannerChoice>,
        /// Where the desk keeps its data.
        pub data_dir: String,
        /// When the last backup was made.
        #[ts(type = "number | null")]
        pub last_backup: Option<i64>,
    }

    /// One scanner found.
    pub struct ScannerChoice {
        /// Device name.
        pub id: String,
        /// Name for people.
        pub name: String,
    }

    /// A changed setting.
    pub struct SettingChange {
        /// `printer`, `scanner`, `theme`, `textSize` or `language`.
        pub key: String,
        /// The new value as text.
        pub value: String,
    }
}
