type Params = Record<string, string>;
type Words = (params: Params) => string;

const say =
  (text: string): Words =>
  () =>
    text;

const commands: Record<string, Words> = {
  "window.unreachable": say(
    "The program does not answer. What was typed is still here; if it goes on, reopen the window.",
  ),
  "app.internal": say(
    "The program failed. What was recorded is safe. Try again; if it goes on, tell the administrator the trace.",
  ),
  "app.unenrolled": say("This machine is not enrolled yet."),
  "app.signed_out": say("Nobody is signed in."),
  "app.locked": say("The screen is locked. Unlock it; the draft is still here."),
  "thaw.reason": ({ max }) => `Say what was looked at${max ? `, in at most ${max} characters` : ""}.`,
  "app.not_allowed": say("Your role may not do this."),
  "app.officer_removed": say(
    "You are no longer on your office's list of officers. What was recorded and the draft are still here; tell your lead.",
  ),
  "enrol.code": say("The code is not right. Paste it exactly as it was given."),
  "enrol.used": say("The code was used or has run out. Ask for a new one."),
  "enrol.fingerprint": say(
    "The server there is not the centre the code names. Not enrolled; tell the administrator.",
  ),
  "enrol.label": ({ max }) => `The desk needs a name${max ? ` of at most ${max} letters` : ""}.`,
  "enrol.already": say("This machine is enrolled already."),
  "enrol.recovery": say(
    "This is not the recovery code of this machine. Ask the administrator for the right one; the data here are safe.",
  ),
  "sign_in.password": ({ left }) => `Wrong password.${left ? ` ${left} tries left.` : ""}`,
  "sign_in.wait": ({ seconds }) => `Too soon after a wrong one. Wait ${seconds ?? "a few"} seconds.`,
  "sign_in.locked": ({ minutes }) =>
    `Five wrong passwords: locked here${minutes ? ` for ${minutes} minutes` : ""}. Dossiers and drafts are safe.`,
  "sign_in.offline": say(
    "The first sign-in on this machine needs the centre. Check the network and try again.",
  ),
  "sign_in.offline_too_long": ({ days }) =>
    `This machine has not reached the centre for more than ${days ?? ""} days; signing in needs a connection. What was recorded and the draft are still here; check the network and try again.`,
  "sign_in.unknown": say("No officer has this login."),
  "sign_in.no_key": say("The centre holds no key of this machine. Tell the administrator."),
  "link.refused": say("The centre cannot be reached. Work here goes on; try again later."),
  "link.timeout": say("The centre did not answer in time. Work here goes on; try again later."),
  "link.certificate": say("The certificate is not the centre's. Nothing is sent; tell the administrator."),
  "link.garbled": say("The centre's answer made no sense; something may stand in between."),
  "link.revoked": say("This machine or account was revoked. Tell the administrator; the data here are safe."),
  "link.protocol": say("The centre speaks another version. The program must be updated."),
  "link.sign_in": say("The centre wants the password again. Lock the screen (Ctrl+L) and unlock it."),
  "keyring.absent": say(
    "The system has no usable keyring, so the data cannot be opened. Tell the administrator.",
  ),
  "keyring.lost": say(
    "The key of this machine is gone from the keyring. The data are safe: ask the administrator for a recovery code and enter it here.",
  ),
  "store.full": say("The disk is full. What was recorded is safe; make room and try again."),
  "store.corrupt": ({ file }) =>
    `The data are damaged and were put aside${file ? ` (${file})` : ""}, not deleted. Restore a backup or tell the administrator.`,
  "store.newer": say("A newer program made these data. Update the program; the data are safe."),
  "store.busy": say("The data are busy, nothing was recorded. Press again."),
  "store.missing": say("There are no data here. Sign in with a link to fetch them from the centre."),
  "store.folder": ({ what }) =>
    `The data folder cannot be read or written${what ? ` (${what})` : ""}. Check its permissions.`,
  "card.not_a_card": say("This is not an identity card. Scan again or type the number."),
  "card.damaged": say("The reading was cut or doubled. Scan again."),
  "card.garbled": say("The input method garbled the card. Switch it off and scan again."),
  "card.vneid": say("A VNeID QR cannot be read here. Ask for the number and type it."),
  "card.number": say("The number on the card is not right. Compare with the card and type it."),
  "catalogue.absent": say("There is no catalogue here yet. It comes with a link to the centre."),
  "procedure.unknown": say("The catalogue has no such procedure."),
  "draft.unknown": say("This draft is gone: it was received, parked or thrown away."),
  "draft.too_large": say("The draft is too large. Shorten the note."),
  "draft.unreadable": say("Another version wrote this draft."),
  "draft.too_many": ({ max }) => `${max ?? "Too many"} intakes are parked. Finish some first.`,
  "intake.fields": say("Not received. See the fields in red; no code was given."),
  "intake.refused": say("The rules do not allow this. No code was given."),
  "intake.clock": say(
    "The clock is below the last recorded act. Set it right, or press the time at the bottom to confirm the day; what was typed is safe.",
  ),
  "day.centre": say("Nothing to confirm, or the centre says another time: set the clock right."),
  "day.lead": say("Not a lead of this office. Choose another, or use the telephone."),
  "day.no_slot": say(
    "The lead has never signed in here, so the password cannot be checked. Use the telephone.",
  ),
  "day.code": say("Not the code for these digits and this day. There are new digits: read them out again."),
  "day.no_key": say("No key for telephone codes has come to this machine yet. The lead has to come here."),
  "intake.glyph": ({ codePoint }) =>
    `A letter cannot be printed${codePoint ? ` (${codePoint})` : ""}. Type the name again; no code was given.`,
  "intake.form": say("The text does not fit the receipt. Shorten the note or the papers' names."),
  "intake.disk": say("The disk is nearly full; no more dossiers are taken. The draft is safe."),
  "intake.offline_too_long": ({ days }) =>
    `No centre for over ${days ?? "many"} days, so nothing may be received. The draft is safe.`,
  "dossier.unknown": say(
    "This desk has no such dossier. Look for it by code or name (F3); other desks' dossiers come with the link.",
  ),
  "dossier.refused": say("This cannot be done to the dossier now."),
  "list.too_many": ({ max }) => `At most ${max ?? "200"} dossiers at once.`,
  "forward.target": say("That place is gone from the catalogue. Choose another."),
  "claim.offline": say(
    "Another desk holds it; claiming needs the link. Papers and outcomes can be handled here.",
  ),
  "claim.moved": ({ desk }) =>
    `It was claimed meanwhile${desk ? ` (was ${desk})` : ""}. Wait for the sync and try again.`,
  "task.unknown": say("This was decided already."),
  "task.choice": say("It cannot be decided that way now. Open it again."),
  "task.no_code": say("No code of its day is left. Connect, then try again."),
  "task.folder": say("The file cannot be written to the documents folder."),

  "courier.nothing": say("Nothing waits that could be copied."),
  "courier.folder": say(
    "This folder cannot be written. Look whether the stick is in and not locked, and choose again.",
  ),
  "courier.full": say("Too little room there. Take another stick or choose a larger file."),
  "courier.gone": say("The stick was removed while copying. This bundle does not count; copy again."),
  "courier.read_back": say(
    "What was read back is not what was written: the stick may be broken. Take another.",
  ),
  "courier.answer_missing": say("The file at this path cannot be read. Look whether the stick is in."),
  "courier.answer_file": say("This is no answer of the centre, or it is damaged. Nothing has changed."),
  "courier.answer_newer": say(
    "A newer program wrote the answer. Tell the administrator. Nothing has changed.",
  ),
  "courier.answer_centre": say(
    "The answer was changed, cut off, or is another centre's. Nothing has changed.",
  ),
  "courier.answer_other": say("The answer is for another machine. Take it in where the bundle was copied."),
  "courier.answer_unknown": say(
    "This machine made no such bundle, perhaps because it was restored. What waits still waits.",
  ),
  "courier.answer_stale": say(
    "The centre was restored after this answer, which is no longer true. Copy again; what waits still waits.",
  ),

  "attachment.unknown": say("No such page."),
  "attachment.component": say("The dossier has no such paper."),
  "page.offline": say("The file is at the centre; with a link it opens."),
  "page.no_picture": say("This file has no picture."),
  "file.too_large": ({ name }) => `${quoted(name)} is above 64 MB. Split it.`,
  "file.empty": ({ name }) => `${quoted(name)} is empty.`,
  "file.not_supported": ({ name }) => `${quoted(name)} is no PDF, JPEG or PNG, whatever its name says.`,
  "file.password": ({ name }) => `${quoted(name)} has a password. Ask for an open copy.`,
  "file.damaged": ({ name }) => `${quoted(name)} is damaged. Ask for it again or scan the paper.`,
  "file.too_many_pages": ({ name }) => `${quoted(name)} has too many pages. Split it.`,
  "scan.none": say("No scanner is chosen. Choose one in Settings."),
  "scan.running": say("A scan is running. Wait or press Stop."),
  "scan.no_backend": say("Scanning (SANE) is not installed here. Files can still be dropped."),
  "scan.device": say(
    "The scanner cannot be opened. Check power and cable, then look for devices in Settings.",
  ),
  "scan.gone": say("The scanner went away. Pages so far are kept; plug it in and go on."),
  "scan.hung": say(
    "The scanner does not answer. Pages so far are kept. Scan on; if that does not help, switch it off or unplug it, plug it in and go on.",
  ),
  "scan.driver": say(
    "The scanner's software failed and was stopped. Pages so far are kept. Scan on; if that does not help, tell the administrator. Files can still be dropped.",
  ),
  "scan.busy": say("The scanner is busy. Wait and scan again."),
  "scan.denied": say("No permission to use the scanner. Tell the administrator."),
  "scan.jammed": say("Paper jam. Pages so far are kept; clear it and go on."),
  "scan.cover_open": say("The cover is open. Close it and go on."),
  "scan.no_paper": say("The feeder is empty. Put paper in, or use the glass."),
  "scan.cancelled": say("Stopped. Pages so far are kept."),
  "scan.bad_picture": say("The picture was bad. Scan that page again."),
  "scan.too_many_sheets": say("Too many sheets at once. Pages so far are kept."),
  "scan.not_kept": say("The page was not kept. Check the disk and scan it again."),
  "scan.folder": say("The scanner's folder cannot be read."),
  "print.unknown": say("That print job is gone."),
  "print.none": say("No printer is chosen. The dossier is safe; choose one in Settings or save the PDF."),
  "print.not_now": say("This job cannot be printed now."),
  "print.folder": say("The PDF cannot be written to the documents folder."),
  "settings.value": say("This value cannot be used."),
  "backup.failed": say("No backup was made. The data are safe; check the disk."),
  "restore.backup": say("The folder is no backup of this desk. The present data are untouched."),
};

const fields: Record<string, Words> = {
  name_missing: say("No name."),
  name_unreadable: say("The name has strange letters."),
  name_garbled: say("The name is garbled. Type it again."),
  text_card: say("The card was read into this field. Clear it and read the card again."),
  too_long: say("Too long."),
  too_many: say("Too many."),
  number_wrong: say("Not the number of an identity paper."),
  number_digits: ({ count }) => `${count ?? "Some"} digits; a personal number has 12, an old one 9.`,
  number_origin: say("No place has the code 000."),
  phone_wrong: say("Not a telephone number."),
  phone_digits: ({ count }) => `${count ?? "Some"} digits; a mobile has 10, a fixed line 11.`,
  email_wrong: say("Not an e-mail address."),
  tax_code_wrong: say("Not a tax code."),
  birth_wrong: say("No such date."),
  birth_in_future: say("Born after today."),
  role_unknown: say("The procedure has no such role."),
  procedure_missing: say("No procedure chosen."),
  procedure_unknown: say("The catalogue has no such procedure."),
  procedure_not_in_force: say("Not in force today."),
  case_unknown: say("Choose the case again."),
  channel_not_offered: say("Not received at a counter."),
  online_not_assisted: say("Online at a counter must be assisted."),
  takes_no_paper: say("Online only. Taking paper needs a reason."),
  incident_missing: say("Describe the incident."),
  direct_needs_lead: say("Needs the lead."),
  no_verification_limit: say("No separate limit with verification."),
  limit_unclear: say(
    "The limit is unclear. Promise another date on its ground, or wait for the administrator.",
  ),
  due_not_computed: say("The due moment cannot be computed."),
  due_in_past: say("Must be after the reception."),
  due_outside_hours: say("Outside working hours."),
  due_without_ground: say("Needs a ground and an approver."),
  due_wrong: say("Type day and hour, as 07122026 0945."),
  party_missing: say("A party is missing."),
  party_unexpected: say("The procedure has no such party."),
  party_twice: say("Only one may have this role."),
  authority_forbidden: say("Only the owner may submit."),
  authority_must_be_certified: say("The authority must be certified."),
  submitter_missing: say("The submitter has no name."),
  capacity_unknown: say("Choose the capacity."),
  no_paper_judged: say("No paper was seen."),
  paper_not_in_order: say("Missing or not right, so it cannot be received."),
  paper_state_unknown: say("Choose the state of the paper."),
  attachment_unbound: say("The page belongs to no paper."),
  foreign_code_missing: say("Put the code that system gave."),
  foreign_code_wrong: say("Not a code."),
  foreign_code_unexpected: say("The province numbers this procedure."),
  received_in_future: say("Later than now."),
  received_long_ago: say("Too long ago."),
  sets_wrong: say("Not a number of sets."),
  address_missing: say("No address."),
  delivery_unknown: say("Choose how the outcome comes."),
  exemption_unknown: say("No such exemption."),
  fee_wrong: say("The fee cannot be computed. Look at pages and copies."),
  reason_missing: say("A reason is needed."),
  nothing_to_ask: say("No paper is missing or wrong."),
};

export const enErrors: Record<string, Words> = { ...commands, ...fields };

export const enErrorOther = (code: string): string =>
  `Not done (${code}). What was recorded is safe. Try again; if it goes on, tell the administrator this code.`;

function quoted(name: string | undefined): string {
  return name ? `“${name}”` : "This file";
}
