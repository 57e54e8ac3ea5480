// Types of the bridge, from crates/protocol/src/view. Generated: do not edit.

/**
 * Which screen the window must show.
 */
export type Stage = "unenrolled" | "signedOut" | "signedIn" | "locked" | "broken";

/**
 * The state of the application.
 */
export type AppState = { 
/**
 * Which screen.
 */
stage: Stage, 
/**
 * Version of this build.
 */
version: string, 
/**
 * Desk and office, once enrolled.
 */
desk: DeskInfo | null, 
/**
 * Officers who have signed in here before.
 */
officers: Array<OfficerChoice>, 
/**
 * Who is signed in.
 */
session: SessionView | null, 
/**
 * Set when the centre runs in demo mode.
 */
demo: DemoInfo | null, 
/**
 * Secrets are in a file, not in the keyring (CI and demos only).
 */
insecureKeyring: boolean, 
/**
 * Why the desk cannot open.
 */
problem: ErrorView | null, 
/**
 * When the data of this machine were wiped by order of the centre; until it is enrolled again.
 */
wiped: number | null, };

/**
 * Desk and office.
 */
export type DeskInfo = { 
/**
 * "Quầy 3".
 */
label: string, 
/**
 * Name of the office.
 */
officeName: string, 
/**
 * Identifier of the office's agency.
 */
agency: string, 
/**
 * Address of the centre.
 */
centre: string, };

/**
 * One officer on the sign-in screen.
 */
export type OfficerChoice = { 
/**
 * Login name.
 */
login: string, 
/**
 * Name.
 */
name: string, };

/**
 * Demo officers, with their passwords shown under a ribbon.
 */
export type DemoInfo = { 
/**
 * The officers.
 */
officers: Array<DemoOfficer>, };

/**
 * One demo officer.
 */
export type DemoOfficer = { 
/**
 * Login name.
 */
login: string, 
/**
 * Name.
 */
name: string, 
/**
 * Password, public by design.
 */
password: string, };

/**
 * Who is signed in.
 */
export type SessionView = { 
/**
 * Login name.
 */
login: string, 
/**
 * Name.
 */
name: string, 
/**
 * `counter`, `lead`, `department`, `administrator` or `auditor`.
 */
role: string, 
/**
 * The screen locks itself after so many minutes without a key or a pointer.
 */
idleLockMinutes: number, };

/**
 * Enrolment by the one-time code that carries the centre's address and CA fingerprint.
 */
export type EnrolRequest = { 
/**
 * The code as shown by the administrator.
 */
code: string, 
/**
 * What this desk is called, "Quầy 3".
 */
label: string, };

/**
 * Signing in.
 */
export type SignInRequest = { 
/**
 * Login name.
 */
login: string, 
/**
 * Password; never logged.
 */
password: string, };

/**
 * State of the link to the centre.
 */
export type LinkState = "online" | "offline" | "connecting";

/**
 * State of a device.
 */
export type DeviceState = "ready" | "absent" | "trouble" | "unknown";

/**
 * One device in the strip.
 */
export type DeviceView = { 
/**
 * Its state.
 */
state: DeviceState, 
/**
 * Its name.
 */
name: string, 
/**
 * Code of the trouble: `paper_out`, `jam`, `cover_open`, `offline`, `unknown`.
 */
reason: string, };

/**
 * How far the office's dossiers have come to a desk that is new or was begun anew.
 */
export type ReceivingView = { 
/**
 * Acts taken in.
 */
taken: number, 
/**
 * Acts there are.
 */
total: number, };

/**
 * What must be safe elsewhere before this desk is wiped.
 */
export type WipeView = { 
/**
 * Acts that no backup of the centre holds yet.
 */
events: number, 
/**
 * Pages and files it has not taken.
 */
files: number, 
/**
 * Receipts not out of the printer.
 */
prints: number, 
/**
 * Parked intakes.
 */
parked: number, 
/**
 * Intakes that are being typed.
 */
typed: number, };

/**
 * The status strip and the counts of the rail: the product's honesty.
 */
export type StripView = { 
/**
 * Link to the centre.
 */
link: LinkState, 
/**
 * Since when it is in that state.
 */
linkSince: number | null, 
/**
 * Why it is down: `refused`, `timeout`, `certificate`, `garbled`, `revoked`, …; `update` while
 * it is up and the centre has published what only newer software reads; or empty.
 */
linkReason: string, 
/**
 * How far the office's dossiers have come, while many are still to come.
 */
receiving: ReceivingView | null, 
/**
 * The centre has ordered that this desk be wiped: what is still only here.
 */
wipe: WipeView | null, 
/**
 * Dossiers with something unsent.
 */
unsent: number, 
/**
 * Pages and files unsent.
 */
unsentFiles: number, 
/**
 * Official codes left for today.
 */
codesLeft: number, 
/**
 * Codes left at or below which the strip warns.
 */
codesLow: number, 
/**
 * Why no official code can be given: `clock`, `clock_before`, `clock_after`, `restored`, `older`, `moved`, `frozen`, `twin`, or empty.
 */
numberingProblem: string, 
/**
 * Printer.
 */
printer: DeviceView, 
/**
 * Scanner.
 */
scanner: DeviceView, 
/**
 * Whether the clock can be trusted.
 */
clockOk: boolean, 
/**
 * How much of the room for pages is taken, in percent; above 100 when pages wait for the
 * centre.
 */
diskPercent: number, 
/**
 * In how many days it is full at the pace of the last week; `None` where it is not growing
 * or far from full.
 */
diskDaysLeft: number | null, 
/**
 * The desk's time now.
 */
now: number, 
/**
 * Parked intakes.
 */
parked: number, 
/**
 * Received and not yet forwarded.
 */
toForward: number, 
/**
 * Received with papers not yet digitised.
 */
toDigitise: number, 
/**
 * Print jobs that wait or failed.
 */
printWaiting: number, 
/**
 * What a person here has to decide; not what was handed to the administrator.
 */
tasks: number, };

/**
 * What the machine knows of the day, and how it can be confirmed.
 */
export type DayView = { 
/**
 * Why it is not believed: `clock`, `clock_before`, `clock_after`, or empty.
 */
doubt: string, 
/**
 * The machine's clock.
 */
now: number, 
/**
 * Time of the newest act here.
 */
lastAct: number | null, 
/**
 * The centre's last word.
 */
heard: number | null, 
/**
 * What is read to the lead on the telephone; empty when the centre gave no key.
 */
challenge: string, 
/**
 * Leads of the office who have signed in here before.
 */
leads: Array<OfficerChoice>, };

/**
 * Confirms the day: by the lead's password, or by the code the lead told.
 */
export type ConfirmDay = { 
/**
 * Login of the lead, or empty.
 */
lead: string, 
/**
 * Password of the lead; never logged.
 */
password: string, 
/**
 * Code told on the telephone, or empty.
 */
code: string, };

/**
 * What the officer may set on this desk.
 */
export type SettingsView = { 
/**
 * Queue name of the printer, empty when none, `folder:` for saving to a folder.
 */
printer: string, 
/**
 * Device name of the scanner, empty when none.
 */
scanner: string, 
/**
 * `system`, `light` or `dark`.
 */
theme: string, 
/**
 * Text size in percent, 100–200.
 */
textSize: number, 
/**
 * `vi` or `en`.
 */
language: string, 
/**
 * Printers found.
 */
printers: Array<string>, 
/**
 * Scanners found.
 */
scanners: Array<ScannerChoice>, 
/**
 * Where the desk keeps its data.
 */
dataDir: string, 
/**
 * When the last backup was made.
 */
lastBackup: number | null, };

/**
 * One scanner found.
 */
export type ScannerChoice = { 
/**
 * Device name.
 */
id: string, 
/**
 * Name for people.
 */
name: string, };

/**
 * A changed setting.
 */
export type SettingChange = { 
/**
 * `printer`, `scanner`, `theme`, `textSize` or `language`.
 */
key: string, 
/**
 * The new value as text.
 */
value: string, };

/**
 * Which part of the journal.
 */
export type AuditWish = { 
/**
 * The next page goes on before this place; the newest first without.
 */
before: number | null, 
/**
 * Login name; empty for everybody.
 */
officer: string, 
/**
 * Part of a dossier's code; empty for all.
 */
code: string, 
/**
 * First day, `YYYY-MM-DD`; empty for the beginning.
 */
from: string, 
/**
 * Last day, `YYYY-MM-DD`; empty for today.
 */
until: string, };

/**
 * A page of the journal.
 */
export type AuditPage = { 
/**
 * Entries, newest first.
 */
entries: Array<AuditEntryView>, 
/**
 * Whether there are older ones.
 */
more: boolean, 
/**
 * Officers to choose from.
 */
officers: Array<AuditOfficer>, };

/**
 * An officer.
 */
export type AuditOfficer = { 
/**
 * Login name.
 */
login: string, 
/**
 * Name.
 */
name: string, };

/**
 * One official act.
 */
export type AuditEntryView = { 
/**
 * Its place.
 */
row: number, 
/**
 * Dossier id.
 */
dossier: string, 
/**
 * The dossier's code.
 */
code: string, 
/**
 * What happened and its proof.
 */
entry: TimelineEntry, 
/**
 * What the centre said against it, or empty.
 */
issue: string, };

/**
 * What became of computing the chains again.
 */
export type AuditCheck = { 
/**
 * Events that verify.
 */
sound: number, 
/**
 * The first that does not.
 */
brokenAt: number | null, };

/**
 * Words or a code typed into the procedure field.
 */
export type ProcedureQuery = { 
/**
 * What was typed: with or without marks, any word order, Telex and VNI raw, or a code.
 */
text: string, 
/**
 * How many at most (≤ 50).
 */
limit: number, };

/**
 * One procedure found.
 */
export type ProcedureHit = { 
/**
 * National code.
 */
code: string, 
/**
 * Official name.
 */
name: string, 
/**
 * Service area.
 */
area: string, 
/**
 * `ward`, `province`, `ministry`, `other`.
 */
levels: Array<string>, 
/**
 * The direct limit in words, "10 ngày làm việc"; empty when unclear.
 */
limitText: string, 
/**
 * Why it cannot be received here today: `not_in_force`, `unclear_limit`, `no_paper`,
 * `no_direct`, or empty.
 */
problem: string, };

/**
 * A procedure with all an intake needs.
 */
export type ProcedureView = { 
/**
 * As in the list.
 */
hit: ProcedureHit, 
/**
 * Version of the rules.
 */
version: number, 
/**
 * `province`, `ministry` or `vertical`.
 */
codeIssuer: string, 
/**
 * Roles of the parties, owner first; a single `applicant` when ordinary.
 */
roles: Array<string>, 
/**
 * `allowed`, `must_be_certified` or `forbidden`.
 */
authority: string, 
/**
 * Cases with their papers.
 */
cases: Array<CaseView>, 
/**
 * Exemptions from fees.
 */
exemptions: Array<string>, 
/**
 * Whether the fee counts pages and copies (certified copies).
 */
countsPages: boolean, 
/**
 * Whether the fee counts copies.
 */
countsCopies: boolean, 
/**
 * Whether there is a second limit with verification.
 */
hasVerification: boolean, 
/**
 * The catalogue's own words on limit and fee.
 */
note: string, 
/**
 * Outcomes.
 */
outcomes: Array<string>, 
/**
 * Legal basis.
 */
legalBasis: Array<string>, 
/**
 * Publishing decision.
 */
decision: string, };

/**
 * One case.
 */
export type CaseView = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its papers.
 */
papers: Array<ComponentView>, };

/**
 * One paper asked for.
 */
export type ComponentView = { 
/**
 * Code.
 */
code: string, 
/**
 * Title.
 */
title: string, 
/**
 * Group heading.
 */
group: string, 
/**
 * Originals asked for.
 */
originals: number, 
/**
 * Copies asked for.
 */
copies: number, 
/**
 * Only shown.
 */
showOnly: boolean, 
/**
 * May be left out.
 */
optional: boolean, 
/**
 * The outcome of another procedure: reuse first.
 */
reusable: boolean, };

/**
 * A ward for address entry.
 */
export type WardHit = { 
/**
 * Code of the ward.
 */
code: string, 
/**
 * "Phường Nam Hoa Lư".
 */
name: string, 
/**
 * Code of the province.
 */
province: string, 
/**
 * "Tỉnh Ninh Bình".
 */
provinceName: string, };

/**
 * What could be copied now, what was, and where to.
 */
export type CourierView = { 
/**
 * Bundles made here, newest first, at most 50.
 */
bundles: Array<CourierBundle>, 
/**
 * Sticks that are plugged in.
 */
places: Array<CourierPlace>, 
/**
 * Answers of the centre on these sticks and in the documents folder, newest first: paths.
 */
answers: Array<string>, 
/**
 * The documents folder, for want of a stick.
 */
documents: string, 
/**
 * Events that wait.
 */
events: number, 
/**
 * Files that wait.
 */
files: number, 
/**
 * Bytes of both, about.
 */
bytes: number, 
/**
 * Files of these that lie in a bundle whose answer has not come.
 */
filesCopied: number, 
/**
 * Events that cannot be carried: they wait for the centre to begin a new life of this desk.
 */
unsealed: number, };

/**
 * A stick.
 */
export type CourierPlace = { 
/**
 * Its folder.
 */
folder: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * Room on it, in bytes.
 */
free: number, };

/**
 * One bundle.
 */
export type CourierBundle = { 
/**
 * Its number on this desk.
 */
number: number, 
/**
 * Its file.
 */
file: string, 
/**
 * The folder it was written to.
 */
place: string, 
/**
 * Name of the officer who made it.
 */
officer: string, 
/**
 * When.
 */
madeAt: number, 
/**
 * Events in it.
 */
events: number, 
/**
 * Files in it.
 */
files: number, 
/**
 * Size of the file.
 */
bytes: number, 
/**
 * `waiting` for the answer; `answered`, or `partly` when not all of it was taken; `arrived`
 * when the link brought all of it meanwhile; `unfinished` when it was never read back whole.
 */
state: string, 
/**
 * When the answer was taken in.
 */
answeredAt: number | null, };

/**
 * A bundle to make.
 */
export type CourierWish = { 
/**
 * The folder.
 */
folder: string, 
/**
 * Largest file, in bytes; 0 for as much as fits there.
 */
bytesMax: number, };

/**
 * A bundle that is there.
 */
export type CourierMade = { 
/**
 * It.
 */
bundle: CourierBundle, 
/**
 * Events that did not fit.
 */
eventsLeft: number, 
/**
 * Files that did not fit.
 */
filesLeft: number, };

/**
 * What an answer of the centre said.
 */
export type CourierAnswered = { 
/**
 * Number of the bundle it is about.
 */
number: number, 
/**
 * Whether it had been taken in before: nothing changed.
 */
already: boolean, 
/**
 * Events of this desk that the centre is newly known to have.
 */
events: number, 
/**
 * Files that it is newly known to have.
 */
files: number, 
/**
 * Events a person has to look at.
 */
issues: number, 
/**
 * Empty, or what went otherwise: `set_aside`, `gap`, `fork`.
 */
outcome: string, };

/**
 * Which dossiers.
 */
export type DossierQuery = { 
/**
 * Words, code, number or telephone as typed; empty for all.
 */
text: string, 
/**
 * `all`, `to_forward`, `to_digitise`, `due_soon`, `overdue`, `unsent`.
 */
queue: string, 
/**
 * `office`, `desk` or `mine`.
 */
scope: string, };

/**
 * The ordered row ids of a query; rows come by id, 200 at a time.
 */
export type DossierIds = { 
/**
 * Row ids, newest first.
 */
ids: Array<number>, 
/**
 * True when there are more than the limit: narrow the filter.
 */
cut: boolean, };

/**
 * Rows wanted.
 */
export type RowsRequest = { 
/**
 * At most 200 row ids.
 */
ids: Array<number>, };

/**
 * One row of a list.
 */
export type DossierRow = { 
/**
 * Row id.
 */
row: number, 
/**
 * Dossier id.
 */
id: string, 
/**
 * Code, official or provisional.
 */
code: string, 
/**
 * Whether the code is provisional.
 */
provisional: boolean, 
/**
 * Owner's name.
 */
person: string, 
/**
 * Procedure name.
 */
procedure: string, 
/**
 * A `BusinessStatus` tag.
 */
status: string, 
/**
 * Received when.
 */
receivedAt: number, 
/**
 * Promised when.
 */
dueAt: number | null, 
/**
 * Handed over, to whom; empty when still here.
 */
forwardedTo: string, 
/**
 * Papers that still need scanning.
 */
digitise: boolean, 
/**
 * Events or files not yet at the centre.
 */
unsent: boolean, };

/**
 * A dossier, whole.
 */
export type DossierView = { 
/**
 * As in the list.
 */
row: DossierRow, 
/**
 * Former temporary code, or empty.
 */
alias: string, 
/**
 * Parties.
 */
parties: Array<PartyDraft>, 
/**
 * Submitter's capacity.
 */
capacity: string, 
/**
 * Submitter's name when not the owner.
 */
submitter: string, 
/**
 * "09:45 thứ Hai 07/12".
 */
dueText: string, 
/**
 * The working of the due time.
 */
dueWorking: string, 
/**
 * Papers.
 */
papers: Array<PaperDraft>, 
/**
 * Pages and files.
 */
attachments: Array<AttachmentView>, 
/**
 * Charges.
 */
charges: Array<ChargeView>, 
/**
 * Total of the known charges.
 */
total: number, 
/**
 * A `MoneyStatus` tag.
 */
money: string, 
/**
 * A `DeliveryStatus` tag.
 */
deliveryStatus: string, 
/**
 * A `DigitisationStatus` tag.
 */
digitisation: string, 
/**
 * `at_office`, `post` or `electronic`.
 */
delivery: string, 
/**
 * Note.
 */
note: string, 
/**
 * Label of the desk that holds it, or empty.
 */
holder: string, 
/**
 * Whether that is this desk.
 */
heldHere: boolean, 
/**
 * Why it is late; `None` when it is not.
 */
lateness: LatenessView | null, 
/**
 * Times without a link in which it was received or handled here, oldest first.
 */
outages: Array<OutageView>, 
/**
 * The journal, oldest first.
 */
timeline: Array<TimelineEntry>, 
/**
 * Print jobs of its receipt.
 */
printJobs: Array<PrintJobView>, 
/**
 * Acts legal now for this officer: `forward`, `reprint`, `attach`, `accept`, …
 */
acts: Array<string>, 
/**
 * Where it can be forwarded.
 */
forwardTargets: Array<ForwardTarget>, };

/**
 * What the QR of a receipt says, and what this desk makes of it.
 */
export type ReceiptCheck = { 
/**
 * Whether it is believed.
 */
verdict: ReceiptVerdict, 
/**
 * The dossier code in it.
 */
code: string, 
/**
 * Label of the desk that signed it; empty when its key is unknown here.
 */
desk: string, 
/**
 * Id of the dossier, if this desk has it.
 */
dossier: string | null, };

/**
 * Whether a receipt is believed.
 */
export type ReceiptVerdict = "genuine" | "unverified" | "altered" | "foreign";

/**
 * A place a dossier can be forwarded to.
 */
export type ForwardTarget = { 
/**
 * `department:<id>` or `office:<id>`.
 */
id: string, 
/**
 * Name.
 */
name: string, };

/**
 * One event in words' ingredients, with its proof.
 */
export type TimelineEntry = { 
/**
 * When.
 */
at: number, 
/**
 * Event kind tag.
 */
kind: string, 
/**
 * Values the sentence names.
 */
params: { [key in string]: string }, 
/**
 * Officer's name.
 */
officer: string, 
/**
 * Desk's label.
 */
desk: string, 
/**
 * Position in the desk's journal.
 */
seq: number, 
/**
 * Last 8 hexadecimal digits of the chain head.
 */
hashTail: string, 
/**
 * `pending`, `acked` or `durable`.
 */
sent: string, 
/**
 * Whether it was done here while there was no link.
 */
offline: boolean, 
/**
 * Why the centre keeps it without effect, a reason code; empty for one that has effect.
 */
held: string, 
/**
 * The decision that it never takes effect.
 */
refusal: RefusalView | null, 
/**
 * Whether a person at this desk still has to decide over it.
 */
toDecide: boolean, };

/**
 * How late, and the parts it is made of, in milliseconds; they sum to the whole.
 */
export type LatenessView = { 
/**
 * The whole.
 */
total: number, 
/**
 * Synchronisation.
 */
sync: number, 
/**
 * The office.
 */
officer: number, 
/**
 * The department.
 */
department: number, 
/**
 * The citizen.
 */
citizen: number, 
/**
 * The largest part: `sync`, `officer`, `department` or `citizen`.
 */
cause: string, };

/**
 * An act of one line on a dossier.
 */
export type ActRequest = { 
/**
 * Which dossier.
 */
dossier: string, 
/**
 * Which act, as in `DossierView.acts`.
 */
act: string, 
/**
 * Reason, name of the collector, or what is missing, a line each; empty where none is needed.
 */
text: string, 
/**
 * That every party is present, where the procedure asks for it.
 */
confirmed: boolean, };

/**
 * One print job.
 */
export type PrintJobView = { 
/**
 * Id.
 */
id: string, 
/**
 * Dossier id.
 */
dossier: string, 
/**
 * Dossier code.
 */
code: string, 
/**
 * `waiting`, `sending`, `printing`, `done`, `held`, `failed`.
 */
state: string, 
/**
 * Trouble code as in the strip, or empty.
 */
reason: string, 
/**
 * Reprint number, 0 for the first.
 */
reprintNo: number, 
/**
 * When it was made.
 */
at: number, };

/**
 * Hand dossiers over.
 */
export type ForwardRequest = { 
/**
 * Made once.
 */
requestId: string, 
/**
 * Which dossiers (at most 200).
 */
dossiers: Array<string>, 
/**
 * A [`ForwardTarget`] id.
 */
to: string, };

/**
 * Print a receipt again.
 */
export type ReprintRequest = { 
/**
 * Made once.
 */
requestId: string, 
/**
 * Which dossier.
 */
dossier: string, 
/**
 * Why.
 */
reason: string, };

/**
 * The code a ministry's system gave after its outage.
 */
export type ForeignCodeRequest = { 
/**
 * Which dossier.
 */
dossier: string, 
/**
 * The code as typed.
 */
code: string, };

/**
 * Take a page out.
 */
export type RemoveAttachmentRequest = { 
/**
 * `draft:<request id>` or `dossier:<id>`.
 */
target: string, 
/**
 * Which attachment.
 */
attachment: string, 
/**
 * Why (dossiers only).
 */
reason: string, };

/**
 * Where pages go.
 */
export type PageTarget = { 
/**
 * `draft:<request id>` or `dossier:<id>`.
 */
target: string, 
/**
 * Component code.
 */
component: string, };

/**
 * Start scanning.
 */
export type ScanRequest = { 
/**
 * Where the pages go.
 */
to: PageTarget, 
/**
 * From the feeder (else the glass).
 */
feeder: boolean, };

/**
 * Result of a scan or an import: what came in stays, whatever happened after.
 */
export type PagesView = { 
/**
 * What was taken in.
 */
added: Array<AttachmentView>, 
/**
 * What stopped it, if something did.
 */
problem: ErrorView | null, };

/**
 * An error at the edge.
 */
export type ErrorView = { 
/**
 * Stable code, `intake.refused`; the window's messages have words for it.
 */
code: string, 
/**
 * Values the words name: counts, sizes, device names; never personal data.
 */
params: { [key in string]: string }, 
/**
 * Errors of single fields, all of them at once.
 */
fields: Array<FieldError>, 
/**
 * Finds the lines in the log.
 */
traceId: string, };

/**
 * One field that is not right.
 */
export type FieldError = { 
/**
 * Path in the request, `parties.0.number`.
 */
path: string, 
/**
 * Stable code, `citizen_id.length`.
 */
code: string, 
/**
 * Values the words name.
 */
params: { [key in string]: string }, };

/**
 * The intake as the officer has typed it; autosaved, parked, and in the end received.
 */
export type IntakeDraft = { 
/**
 * Made once per form (UUIDv7).
 */
requestId: string, 
/**
 * Parties by role, the owner first.
 */
parties: Array<PartyDraft>, 
/**
 * Capacity of the submitter, a `SubmitterCapacity` tag.
 */
capacity: string, 
/**
 * The submitter, when it is not the owner.
 */
submitter: PartyDraft | null, 
/**
 * Code of the procedure, empty before it is chosen.
 */
procedure: string, 
/**
 * Which case.
 */
caseIndex: number, 
/**
 * Papers as judged.
 */
papers: Array<PaperDraft>, 
/**
 * Sets of papers.
 */
sets: number, 
/**
 * `at_office`, `post` or `electronic`.
 */
delivery: string, 
/**
 * Address for the post.
 */
deliveryAddress: string, 
/**
 * Name of the exemption claimed, empty for none.
 */
exemption: string, 
/**
 * Copies asked for, where the fee counts them.
 */
copies: number, 
/**
 * Pages of the original, where the fee counts them.
 */
pages: number, 
/**
 * Whether verification is needed (second limit).
 */
verification: boolean, 
/**
 * *Hẹn khác thời hạn quy định*: civil moment `YYYY-MM-DDTHH:MM`, empty for none.
 */
dueOverride: string, 
/**
 * Its legal ground.
 */
dueGround: string, 
/**
 * Who approved it.
 */
dueApprover: string, 
/**
 * Code given by a ministry's or vertical system.
 */
foreignCode: string, 
/**
 * That system is down: a temporary slip is given, its code is put in later.
 */
foreignSystemDown: boolean, 
/**
 * Note of the officer.
 */
note: string, 
/**
 * Why paper is taken for a procedure that takes none (counter.md 8), or empty.
 */
directReason: string, };

/**
 * One party as typed.
 */
export type PartyDraft = { 
/**
 * A `PartyRole` tag.
 */
role: string, 
/**
 * `person` or `organisation`.
 */
kind: string, 
/**
 * Name.
 */
name: string, 
/**
 * Identity number as typed.
 */
number: string, 
/**
 * Date of birth as typed, or only a year.
 */
birth: string, 
/**
 * `male`, `female` or empty.
 */
sex: string, 
/**
 * Address as printed on the card.
 */
addressOnCard: string, 
/**
 * House, street, hamlet of the address now.
 */
addressLine: string, 
/**
 * Ward code of the address now.
 */
ward: string, 
/**
 * Province code of the address now.
 */
province: string, 
/**
 * Telephone.
 */
phone: string, 
/**
 * E-mail.
 */
email: string, 
/**
 * Tax code (organisations).
 */
taxCode: string, 
/**
 * Legal representative (organisations).
 */
representative: string, 
/**
 * Filled from a card, not typed.
 */
fromCard: boolean, };

/**
 * One paper as judged.
 */
export type PaperDraft = { 
/**
 * Component code.
 */
component: string, 
/**
 * Title.
 */
title: string, 
/**
 * A `PaperState` tag, empty when not judged yet.
 */
state: string, 
/**
 * Originals.
 */
originals: number, 
/**
 * Certified copies.
 */
certifiedCopies: number, 
/**
 * Photocopies.
 */
photocopies: number, 
/**
 * Only shown and compared.
 */
shownOnly: boolean, 
/**
 * What is missing or wrong.
 */
note: string, };

/**
 * What a card said.
 */
export type CardView = { 
/**
 * The person, ready for a party.
 */
person: PartyDraft, 
/**
 * Codes of what to look at: `birth.impossible`, `sex.mismatch`, `doubled`.
 */
warnings: Array<string>, 
/**
 * Candidates for the address now, best first; none is a default where a unit was split.
 */
wards: Array<WardHit>, 
/**
 * True when exactly one candidate fits.
 */
wardCertain: boolean, };

/**
 * What the desk knows of a person already.
 */
export type PersonHints = { 
/**
 * A telephone number given before.
 */
phone: string, 
/**
 * Open dossiers of the same person, newest first.
 */
open: Array<OpenDossier>, };

/**
 * One open dossier of a person.
 */
export type OpenDossier = { 
/**
 * Id.
 */
id: string, 
/**
 * Code.
 */
code: string, 
/**
 * Procedure name.
 */
procedure: string, };

/**
 * Due time and fee with their working.
 */
export type QuoteView = { 
/**
 * Promised moment; `None` when it cannot be promised.
 */
dueAt: number | null, 
/**
 * "09:45 thứ Hai 07/12".
 */
dueText: string, 
/**
 * "10 ngày làm việc, từ 09:41 20/11, nghỉ thứ Bảy, Chủ nhật, 24/11".
 */
dueWorking: string, 
/**
 * Beyond the published calendar (*tạm tính*).
 */
dueProvisional: boolean, 
/**
 * Why there is no due time: `unclear_limit`, `not_in_force`, `no_direct`, or empty.
 */
dueProblem: string, 
/**
 * Charges.
 */
charges: Array<ChargeView>, 
/**
 * Sum of the known amounts.
 */
total: number, 
/**
 * False when an amount stands only in the note.
 */
totalKnown: boolean, };

/**
 * One charge.
 */
export type ChargeView = { 
/**
 * What for.
 */
name: string, 
/**
 * `fee` or `levy`.
 */
kind: string, 
/**
 * Amount; `None` when only the note knows.
 */
amount: number | null, 
/**
 * The catalogue's words.
 */
note: string, 
/**
 * The exemption applied, or empty.
 */
exemption: string, };

/**
 * What came of `Ctrl+Enter`.
 */
export type ReceivedView = { 
/**
 * The dossier.
 */
dossier: string, 
/**
 * Its code.
 */
code: string, 
/**
 * Whether the code is provisional.
 */
provisional: boolean, 
/**
 * "09:45 thứ Hai 07/12".
 */
dueText: string, 
/**
 * Name of the owner.
 */
person: string, 
/**
 * Procedure name.
 */
procedure: string, 
/**
 * State of printing: `queued`, `saved`, `no_printer`.
 */
print: string, };

/**
 * One parked intake.
 */
export type ParkedView = { 
/**
 * The request.
 */
requestId: string, 
/**
 * Name of the person, or empty.
 */
person: string, 
/**
 * Name of the procedure, or empty.
 */
procedure: string, 
/**
 * Since when.
 */
since: number, 
/**
 * Pages already scanned.
 */
pages: number, };

/**
 * A page or file of a draft or dossier.
 */
export type AttachmentView = { 
/**
 * Id; its picture is `page://localhost/<id>/thumb` or `/full`.
 */
id: string, 
/**
 * Component it belongs to.
 */
component: string, 
/**
 * Name as it came, without a path.
 */
name: string, 
/**
 * Media type by content.
 */
mediaType: string, 
/**
 * Pages.
 */
pages: number, 
/**
 * Size.
 */
sizeBytes: number, 
/**
 * `scanner` or `file`.
 */
source: string, 
/**
 * Whether the bytes are on this desk (else they are fetched when opened).
 */
local: boolean, 
/**
 * Whether the centre has them.
 */
sent: boolean, };

/**
 * The synchronisation screen.
 */
export type SyncView = { 
/**
 * Link.
 */
link: LinkState, 
/**
 * Reason code when it is down.
 */
linkReason: string, 
/**
 * Last time the centre answered.
 */
lastContact: number | null, 
/**
 * Next attempt.
 */
nextAttempt: number | null, 
/**
 * How far the office's dossiers have come, while many are still to come.
 */
receiving: ReceivingView | null, 
/**
 * Events recorded here.
 */
recorded: number, 
/**
 * Events the centre has.
 */
acked: number, 
/**
 * Events in the centre's verified backup.
 */
durable: number, 
/**
 * Files waiting.
 */
filesWaiting: number, 
/**
 * Their size.
 */
bytesWaiting: number, 
/**
 * What a person has to decide, oldest first, at most 200.
 */
tasks: Array<TaskView>, 
/**
 * What waits, oldest first, at most 200.
 */
items: Array<SyncItem>, 
/**
 * Desks that hold dossiers of this office, for the lead; empty for others.
 */
holders: Array<HolderView>, 
/**
 * Leased numbers by day.
 */
leases: Array<LeaseView>, 
/**
 * Outages, newest first, at most 50.
 */
outages: Array<OutageView>, 
/**
 * Freezes of this desk that a person ended, newest first, at most 50.
 */
thaws: Array<ThawView>, };

/**
 * One thing that waits.
 */
export type SyncItem = { 
/**
 * Dossier id; empty for what concerns the whole desk.
 */
dossier: string, 
/**
 * Code.
 */
code: string, 
/**
 * Event kind, or `file`; empty for what concerns the whole dossier or desk.
 */
kind: string, 
/**
 * Since when.
 */
since: number, 
/**
 * `waiting` or `sending`.
 */
state: string, 
/**
 * Why, as a code, or empty.
 */
reason: string, 
/**
 * When it was copied for the courier, if the centre's answer has not come.
 */
copiedAt: number | null, };

/**
 * Numbers of one day.
 */
export type LeaseView = { 
/**
 * Agency.
 */
agency: string, 
/**
 * Day, `YYYY-MM-DD`.
 */
day: string, 
/**
 * First number.
 */
from: number, 
/**
 * Last number.
 */
to: number, 
/**
 * Next number.
 */
next: number, };

/**
 * One outage.
 */
export type OutageView = { 
/**
 * Start.
 */
from: number, 
/**
 * End, `None` while it lasts.
 */
to: number | null, 
/**
 * Reason code.
 */
reason: string, 
/**
 * How it was noticed: `call` or `start`.
 */
detected: string, };

/**
 * The end of a freeze, decided by a person.
 */
export type ThawView = { 
/**
 * When.
 */
at: number, 
/**
 * Name of who decided.
 */
officer: string, 
/**
 * Why, in words.
 */
reason: string, 
/**
 * Acts the centre did not have, which went on from here.
 */
moved: number, };

/**
 * A desk and how much it holds.
 */
export type HolderView = { 
/**
 * Id of the desk.
 */
desk: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Dossiers it holds that are not at their end, at most 1,000 counted.
 */
held: number, 
/**
 * Whether it is this desk.
 */
here: boolean, };

/**
 * One thing a person has to decide.
 */
export type TaskView = { 
/**
 * Its number on this desk.
 */
id: number, 
/**
 * What kind: a reason code.
 */
kind: string, 
/**
 * Whether two acts collided (`conflict`), the centre keeps one without effect (`held`), or a
 * person there decided that it never takes effect (`refused`).
 */
group: string, 
/**
 * Dossier id; empty for what concerns the whole desk.
 */
dossier: string, 
/**
 * Code.
 */
code: string, 
/**
 * Event kind, or empty.
 */
event: string, 
/**
 * Since when.
 */
since: number, 
/**
 * What was done with it: empty, `handed` or `exported`.
 */
state: string, 
/**
 * The decision, where it was refused.
 */
refusal: RefusalView | null, };

/**
 * Who decided at the centre that an act never takes effect.
 */
export type RefusalView = { 
/**
 * When.
 */
at: number, 
/**
 * Name of who decided.
 */
officer: string, 
/**
 * Why, in words.
 */
reason: string, };

/**
 * One task with both sides.
 */
export type ConflictView = { 
/**
 * The task.
 */
task: TaskView, 
/**
 * The act that found no place.
 */
mine: SideView | null, 
/**
 * What stands instead.
 */
theirs: SideView | null, 
/**
 * Both sides field by field.
 */
fields: Array<ConflictField>, 
/**
 * What may be done: `standing`, `other`, `both`, `correct_code`, `resend`, `hand`, `export`,
 * `leave`.
 */
choices: Array<string>, };

/**
 * One side of a conflict.
 */
export type SideView = { 
/**
 * Event kind.
 */
kind: string, 
/**
 * When.
 */
at: number, 
/**
 * Officer's name.
 */
officer: string, 
/**
 * Desk's label.
 */
desk: string, 
/**
 * Dossier code, where the sides are two dossiers; else empty.
 */
code: string, };

/**
 * One field on both sides.
 */
export type ConflictField = { 
/**
 * Which: a code with words.
 */
name: string, 
/**
 * Of the act that found no place.
 */
mine: string, 
/**
 * Of what stands.
 */
theirs: string, };

/**
 * A decision over a task.
 */
export type SettleRequest = { 
/**
 * Which task.
 */
task: number, 
/**
 * One of the task's choices.
 */
choice: string, 
/**
 * Why, in words; needed for a decision over a conflict.
 */
note: string, };

/**
 * A kind of data a window may have read; a command that changes it names it.
 */
export type ChangeTag = "app" | "strip" | "drafts" | "dossiers" | "attachments" | "printJobs" | "sync" | "catalogue" | "settings";
