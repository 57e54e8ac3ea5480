// The table of commands, from crates/protocol/src/commands.rs. Generated: do not edit.

import type {
  ActRequest,
  AppState,
  AttachmentView,
  AuditCheck,
  AuditPage,
  AuditWish,
  CardView,
  ChangeTag,
  ConfirmDay,
  ConflictView,
  CourierAnswered,
  CourierMade,
  CourierView,
  CourierWish,
  DayView,
  DossierIds,
  DossierQuery,
  DossierRow,
  DossierView,
  EnrolRequest,
  ForeignCodeRequest,
  ForwardRequest,
  ForwardTarget,
  IntakeDraft,
  PagesView,
  ParkedView,
  PersonHints,
  PrintJobView,
  ProcedureHit,
  ProcedureQuery,
  ProcedureView,
  QuoteView,
  ReceiptCheck,
  ReceivedView,
  RemoveAttachmentRequest,
  ReprintRequest,
  RowsRequest,
  ScanRequest,
  SettingChange,
  SettingsView,
  SettleRequest,
  SignInRequest,
  StripView,
  SyncView,
  WardHit,
} from "./bindings";

export interface Commands {
  /** Stage and session. */
  app_state: { request: null; reply: AppState };
  /** Enrol this desk. */
  enrol: { request: EnrolRequest; reply: AppState };
  /** Sign in (also unlocks). */
  sign_in: { request: SignInRequest; reply: AppState };
  /** Lock the screen. */
  lock: { request: null; reply: AppState };
  /** Sign out; drafts stay with their officer. */
  sign_out: { request: null; reply: AppState };
  /** The status strip. */
  strip: { request: null; reply: StripView };
  /** What the machine knows of the day, and how it can be confirmed. */
  day: { request: null; reply: DayView };
  /** Confirms that the day on this machine is right. */
  confirm_day: { request: ConfirmDay; reply: null };
  /** The lead's code over the telephone for the challenge of another desk. */
  day_code: { request: string; reply: string };
  /** Reads what a card reader typed. */
  read_card: { request: string; reply: CardView };
  /** What is known of a person by number. */
  person_hints: { request: string; reply: PersonHints };
  /** Wards by words. */
  search_wards: { request: string; reply: Array<WardHit> };
  /** Procedures by words or code. */
  search_procedures: { request: ProcedureQuery; reply: Array<ProcedureHit> };
  /** One procedure. */
  procedure: { request: string; reply: ProcedureView };
  /** Due time and fee of a draft now. */
  quote: { request: IntakeDraft; reply: QuoteView };
  /** The officer's draft, or a new empty one. */
  current_draft: { request: null; reply: IntakeDraft };
  /** Autosave. */
  save_draft: { request: IntakeDraft; reply: null };
  /** Throw the draft away and begin a new one. */
  discard_draft: { request: string; reply: IntakeDraft };
  /** Tạm gác; a new empty draft comes back. */
  park: { request: IntakeDraft; reply: IntakeDraft };
  /** Parked intakes. */
  parked: { request: null; reply: Array<ParkedView> };
  /** Takes a parked intake up again; the current draft is parked in its place if it has content. */
  resume: { request: string; reply: IntakeDraft };
  /** Ctrl+Enter: one transaction, the code, the receipt. */
  receive: { request: IntakeDraft; reply: ReceivedView };
  /** Pages of a draft or dossier: `draft:<request id>` or `dossier:<id>`. */
  attachments: { request: string; reply: Array<AttachmentView> };
  /** Takes a page out. */
  remove_attachment: { request: RemoveAttachmentRequest; reply: null };
  /** Scans into a paper. */
  scan: { request: ScanRequest; reply: PagesView };
  /** Stops the scan; pages that came stay. */
  cancel_scan: { request: null; reply: null };
  /** Ordered row ids of a list. */
  dossier_ids: { request: DossierQuery; reply: DossierIds };
  /** Rows by id. */
  dossier_rows: { request: RowsRequest; reply: Array<DossierRow> };
  /** One dossier. */
  dossier: { request: string; reply: DossierView };
  /** Hands dossiers over. */
  forward: { request: ForwardRequest; reply: null };
  /** Where dossiers can be forwarded to. */
  forward_targets: { request: null; reply: Array<ForwardTarget> };
  /** An act of one line: take back, claim, take papers in, hand the outcome out, …. */
  act: { request: ActRequest; reply: null };
  /** Checks what was scanned from the QR of a receipt. */
  check_receipt: { request: string; reply: ReceiptCheck };
  /** Prints the receipt again. */
  reprint: { request: ReprintRequest; reply: PrintJobView };
  /** Puts in the code a ministry's system gave after its outage. */
  set_foreign_code: { request: ForeignCodeRequest; reply: null };
  /** Print jobs that wait or failed. */
  print_jobs: { request: null; reply: Array<PrintJobView> };
  /** Tries a waiting or failed print job again. */
  retry_print: { request: string; reply: PrintJobView };
  /** Saves both copies of the receipt as PDF in the documents folder; returns the file name. */
  save_receipt: { request: string; reply: string };
  /** Synchronisation. */
  sync_overview: { request: null; reply: SyncView };
  /** One task with both sides. */
  task: { request: number; reply: ConflictView };
  /** Decides over a task; returns the name of the file that was written, or nothing. */
  settle: { request: SettleRequest; reply: string };
  /** The lead takes over what another desk holds; how many dossiers. */
  take_over: { request: string; reply: number };
  /** Send now. */
  send_now: { request: null; reply: null };
  /** What could be carried to the centre by hand, and what was. */
  courier: { request: null; reply: CourierView };
  /** Copies what waits into one file in a folder, reads it back, and notes it. */
  courier_export: { request: CourierWish; reply: CourierMade };
  /** Takes in the centre's answer from the file at this path. */
  courier_answer: { request: string; reply: CourierAnswered };
  /** Lead or administrator let a desk whose journal forked go on, with a reason. */
  thaw: { request: string; reply: null };
  /** A page of the journal, for auditor, lead and administrator. */
  audit_page: { request: AuditWish; reply: AuditPage };
  /** Computes the chains of this desk's journal again. */
  audit_check: { request: null; reply: AuditCheck };
  /** Writes that part of the journal into a file of the documents folder; its name. */
  audit_export: { request: AuditWish; reply: string };
  /** Settings. */
  settings: { request: null; reply: SettingsView };
  /** Changes one. */
  change_setting: { request: SettingChange; reply: SettingsView };
  /** Looks for devices again. */
  find_devices: { request: null; reply: SettingsView };
  /** Builds every list and the search again from the journal. */
  rebuild: { request: null; reply: null };
  /** Makes a backup; returns where it is. */
  backup: { request: null; reply: string };
  /** Announced restore from a backup folder; leases are void until the centre answers. */
  restore: { request: string; reply: AppState };
}

/** What a successful call changes. */
export const changes = {
  app_state: [],
  enrol: ["app", "strip"],
  sign_in: ["app", "strip", "drafts", "dossiers", "sync", "settings", "catalogue"],
  lock: ["app"],
  sign_out: ["app"],
  strip: [],
  day: [],
  confirm_day: ["strip", "dossiers", "sync"],
  day_code: [],
  read_card: [],
  person_hints: [],
  search_wards: [],
  search_procedures: [],
  procedure: [],
  quote: [],
  current_draft: [],
  save_draft: ["drafts"],
  discard_draft: ["drafts", "strip"],
  park: ["drafts", "strip"],
  parked: [],
  resume: ["drafts", "strip", "attachments"],
  receive: ["drafts", "dossiers", "strip", "printJobs", "sync", "attachments"],
  attachments: [],
  remove_attachment: ["attachments", "dossiers", "strip", "sync"],
  scan: ["attachments", "dossiers", "strip", "sync"],
  cancel_scan: [],
  dossier_ids: [],
  dossier_rows: [],
  dossier: [],
  forward: ["dossiers", "strip", "sync"],
  forward_targets: [],
  act: ["dossiers", "strip", "sync"],
  check_receipt: [],
  reprint: ["printJobs", "dossiers", "strip", "sync"],
  set_foreign_code: ["dossiers", "strip", "sync"],
  print_jobs: [],
  retry_print: ["printJobs", "strip"],
  save_receipt: [],
  sync_overview: [],
  task: [],
  settle: ["sync", "strip", "dossiers", "printJobs"],
  take_over: ["dossiers", "strip", "sync"],
  send_now: ["sync", "strip"],
  courier: [],
  courier_export: ["sync"],
  courier_answer: ["sync", "strip", "dossiers", "attachments"],
  thaw: ["sync", "strip", "dossiers"],
  audit_page: [],
  audit_check: [],
  audit_export: [],
  settings: [],
  change_setting: ["settings", "strip"],
  find_devices: ["settings", "strip"],
  rebuild: ["dossiers", "strip"],
  backup: ["settings"],
  restore: ["app", "strip", "drafts", "dossiers", "sync", "settings"],
} as const satisfies Record<keyof Commands, readonly ChangeTag[]>;
