//! The table of commands a window may call: name, request, reply, and which kinds of data change,
//! so that the window knows what to read again. TypeScript is generated from here.

use crate::view::*;

/// A kind of data a window may have read; a command that changes it names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ChangeTag {
    /// Stage, session, officers.
    App,
    /// Status strip and rail counts.
    Strip,
    /// Drafts and parked intakes.
    Drafts,
    /// Lists and dossiers.
    Dossiers,
    /// Pages and files.
    Attachments,
    /// Print jobs.
    PrintJobs,
    /// Synchronisation.
    Sync,
    /// Procedures, calendar.
    Catalogue,
    /// Settings of this desk.
    Settings,
}

impl ChangeTag {
    /// The tag as the bridge writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Strip => "strip",
            Self::Drafts => "drafts",
            Self::Dossiers => "dossiers",
            Self::Attachments => "attachments",
            Self::PrintJobs => "printJobs",
            Self::Sync => "sync",
            Self::Catalogue => "catalogue",
            Self::Settings => "settings",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct CommandSpec {
    /// Name on the bridge.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// TypeScript name of the request type.
    pub request: fn() -> String,
    /// TypeScript name of the reply type.
    pub reply: fn() -> String,
    /// What it changes.
    pub changes: &'static [ChangeTag],
}

/// The rows of the table, handed to the macro that is named: each is a line of what the command
/// does, then `name(request) -> reply`, then what it changes. Here they become [`COMMANDS`], in the
/// shell the functions behind the bridge; so the two cannot differ. Where it is used, the types of
/// [`crate::view`] must be in scope.
#[macro_export]
macro_rules! for_each_command {
    ($then:ident) => {
        $then! {
            /// Stage and session.
            app_state(()) -> AppState;
            /// Enrol this desk.
            enrol(EnrolRequest) -> AppState, changes App Strip;
            /// Sign in (also unlocks).
            sign_in(SignInRequest) -> AppState, changes App Strip Drafts Dossiers Sync Settings Catalogue;
            /// Lock the screen.
            lock(()) -> AppState, changes App;
            /// Sign out; drafts stay with their officer.
            sign_out(()) -> AppState, changes App;
            /// The status strip.
            strip(()) -> StripView;
            /// What the machine knows of the day, and how it can be confirmed.
            day(()) -> DayView;
            /// Confirms that the day on this machine is right.
            confirm_day(ConfirmDay) -> (), changes Strip Dossiers Sync;
            /// The lead's code over the telephone for the challenge of another desk.
            day_code(String) -> String;

            /// Reads what a card reader typed.
            read_card(String) -> CardView;
            /// What is known of a person by number.
            person_hints(String) -> PersonHints;
            /// Wards by words.
            search_wards(String) -> Vec<WardHit>;
            /// Procedures by words or code.
            search_procedures(ProcedureQuery) -> Vec<ProcedureHit>;
            /// One procedure.
            procedure(String) -> ProcedureView;
            /// Due time and fee of a draft now.
            quote(IntakeDraft) -> QuoteView;
            /// The officer's draft, or a new empty one.
            current_draft(()) -> IntakeDraft;
            /// Autosave.
            save_draft(IntakeDraft) -> (), changes Drafts;
            /// Throw the draft away and begin a new one.
            discard_draft(String) -> IntakeDraft, changes Drafts Strip;
            /// Tạm gác; a new empty draft comes back.
            park(IntakeDraft) -> IntakeDraft, changes Drafts Strip;
            /// Parked intakes.
            parked(()) -> Vec<ParkedView>;
            /// Takes a parked intake up again; the current draft is parked in its place if it has content.
            resume(String) -> IntakeDraft, changes Drafts Strip Attachments;
            /// Ctrl+Enter: one transaction, the code, the receipt.
            receive(IntakeDraft) -> ReceivedView, changes Drafts Dossiers Strip PrintJobs Sync Attachments;

            /// Pages of a draft or dossier: `draft:<request id>` or `dossier:<id>`.
            attachments(String) -> Vec<AttachmentView>;
            /// Takes a page out.
            remove_attachment(RemoveAttachmentRequest) -> (), changes Attachments Dossiers Strip Sync;
            /// Scans into a paper.
            scan(ScanRequest) -> PagesView, changes Attachments Dossiers Strip Sync;
            /// Stops the scan; pages that came stay.
            cancel_scan(()) -> ();

            /// Ordered row ids of a list.
            dossier_ids(DossierQuery) -> DossierIds;
            /// Rows by id.
            dossier_rows(RowsRequest) -> Vec<DossierRow>;
            /// One dossier.
            dossier(String) -> DossierView;
            /// Hands dossiers over.
            forward(ForwardRequest) -> (), changes Dossiers Strip Sync;
            /// Where dossiers can be forwarded to.
            forward_targets(()) -> Vec<ForwardTarget>;
            /// An act of one line: take back, claim, take papers in, hand the outcome out, ….
            act(ActRequest) -> (), changes Dossiers Strip Sync;
            /// Checks what was scanned from the QR of a receipt.
            check_receipt(String) -> ReceiptCheck;
            /// Prints the receipt again.
            reprint(ReprintRequest) -> PrintJobView, changes PrintJobs Dossiers Strip Sync;
            /// Puts in the code a ministry's system gave after its outage.
            set_foreign_code(ForeignCodeRequest) -> (), changes Dossiers Strip Sync;
            /// Print jobs that wait or failed.
            print_jobs(()) -> Vec<PrintJobView>;
            /// Tries a waiting or failed print job again.
            retry_print(String) -> PrintJobView, changes PrintJobs Strip;
            /// Saves both copies of the receipt as PDF in the documents folder; returns the file name.
            save_receipt(String) -> String;

            /// Synchronisation.
            sync_overview(()) -> SyncView;
            /// One task with both sides.
            task(u32) -> ConflictView;
            /// Decides over a task; returns the name of the file that was written, or nothing.
            settle(SettleRequest) -> String, changes Sync Strip Dossiers PrintJobs;
            /// The lead takes over what another desk holds; how many dossiers.
            take_over(String) -> u32, changes Dossiers Strip Sync;
            /// Send now.
            send_now(()) -> (), changes Sync Strip;
            /// What could be carried to the centre by hand, and what was.
            courier(()) -> CourierView;
            /// Copies what waits into one file in a folder, reads it back, and notes it.
            courier_export(CourierWish) -> CourierMade, changes Sync;
            /// Takes in the centre's answer from the file at this path.
            courier_answer(String) -> CourierAnswered, changes Sync Strip Dossiers Attachments;
            /// Lead or administrator let a desk whose journal forked go on, with a reason.
            thaw(String) -> (), changes Sync Strip Dossiers;

            /// A page of the journal, for auditor, lead and administrator.
            audit_page(AuditWish) -> AuditPage;
            /// Computes the chains of this desk's journal again.
            audit_check(()) -> AuditCheck;
            /// Writes that part of the journal into a file of the documents folder; its name.
            audit_export(AuditWish) -> String;

            /// Settings.
            settings(()) -> SettingsView;
            /// Changes one.
            change_setting(SettingChange) -> SettingsView, changes Settings Strip;
            /// Looks for devices again.
            find_devices(()) -> SettingsView, changes Settings Strip;
            /// Builds every list and the search again from the journal.
            rebuild(()) -> (), changes Dossiers Strip;
            /// Makes a backup; returns where it is.
            backup(()) -> String, changes Settings;
            /// Announced restore from a backup folder; leases are void until the centre answers.
            restore(String) -> AppState, changes App Strip Drafts Dossiers Sync Settings;
        }
    };
}

macro_rules! commands {
    ($(#[doc = $doc:literal] $name:ident($request:ty) -> $reply:ty $(, changes $($tag:ident)+)?;)*) => {
        /// Every command.
        pub const COMMANDS: &[CommandSpec] = &[$(CommandSpec {
            name: stringify!($name),
            doc: $doc,
            request: || type_name::<$request>(),
            reply: || type_name::<$reply>(),
            changes: &[$($(ChangeTag::$tag),+)?],
        }),*];
    };
}

fn type_name<T: ts_rs::TS>() -> String {
    T::name(&ts_rs::Config::default())
}

for_each_command!(commands);
