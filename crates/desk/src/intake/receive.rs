//! `Ctrl+Enter`: the intake becomes a dossier. One transaction holds the number from the lease, the
//! event, its views, the receipt's snapshot, the print job and the end of the draft; nothing is
//! printed before it has returned (invariant I1). Everything that can be refused is refused before
//! a number is drawn. The same request again gives the same dossier (I3).

use domain::dossier::{
    Act, Attachment, CheckedIntake, CodeNeed, Dossier, EventBody, Received, ReceivedCode,
    check_intake, decide,
};
use domain::ids::{DossierId, LeaseId, PrintJobId, RequestId};
use forms::ReceiptSnapshot;
use protocol::commands::ChangeTag;
use protocol::view::{ErrorView, IntakeDraft, ReceivedView};
use store::{NewPrintJob, TakenNumber, Tx};

use super::draft::request_id;
use super::parse::{Parsed, parse, push_refused};
use super::receipt::snapshot;
use crate::act::{self, Seal, append, append_slip, refused};
use crate::catalogue::Books;
use crate::desk::{Desk, Work};
use crate::dossiers::received_view;
use crate::errors::{Code, Fault, view};
use crate::ids::new_uuid;
use crate::numbering::{draw, official, provisional};

/// Room that must stay free before another dossier is taken, in bytes (counter: refuse before the fee).
const DISK_RESERVE_BYTES: u64 = 200 * 1024 * 1024;
/// Copies of Mẫu 01.
const COPIES: u16 = 2;

impl Desk {
    /// Receives the intake.
    ///
    /// # Errors
    /// `intake.*` with every wrong field; nothing was recorded and no number drawn then.
    pub fn receive(&self, draft: IntakeDraft) -> Result<ReceivedView, ErrorView> {
        self.work()
            .and_then(|work| receive(&work, &draft))
            .map_err(view)
    }
}

fn receive(work: &Work<'_>, draft: &IntakeDraft) -> Result<ReceivedView, Fault> {
    work.at_counter()?;
    let request = request_id(&draft.request_id)?;
    if let Some(id) = work
        .store()
        .read(|r| r.dossier_of_request(request).map_err(Fault::from))?
    {
        return received_view(work, id);
    }
    may_receive(work)?;
    let books = work.books()?;
    let checked = check(work, &books, draft, request)?;
    let id = DossierId(new_uuid(work.now)?);
    rehearse(work, &books, &checked, id)?;
    let later;
    let (work, checked) = if work.open.numbers.see_to(work.store(), &checked)? {
        // number, day and promise are of the moment at which the wait was over
        later = work.by_now();
        (&later, check(&later, &books, draft, request)?)
    } else {
        (work, checked)
    };
    let id = work
        .store()
        .write(|tx| record(tx, work, &books, checked, id, request))?;
    work.open.printing.wake();
    work.open.worker.wake();
    work.changed(&[
        ChangeTag::Drafts,
        ChangeTag::Dossiers,
        ChangeTag::Strip,
        ChangeTag::PrintJobs,
        ChangeTag::Sync,
        ChangeTag::Attachments,
    ]);
    received_view(work, id)
}

/// Reasons of the machine, before any of the form.
pub(super) fn may_receive(work: &Work<'_>) -> Result<(), Fault> {
    let days = work.open.enrolment.offline_days;
    let is_out_of_touch = work
        .store()
        .read(|r| act::is_out_of_touch(r, work.now, days))?;
    if is_out_of_touch {
        return Err(Fault::with(Code::IntakeOfflineTooLong, "days", days));
    }
    let free = platform::disk::free_bytes(&work.desk.config.data_dir)
        .map_err(Fault::file("free space"))?;
    if free < DISK_RESERVE_BYTES {
        return Err(Fault::code(Code::IntakeDisk));
    }
    Ok(())
}

/// Reads the form and applies every rule, collecting all field errors.
fn check(
    work: &Work<'_>,
    books: &Books,
    draft: &IntakeDraft,
    request: RequestId,
) -> Result<CheckedIntake, Fault> {
    let procedure = books.procedure(&draft.procedure, work.now);
    let attachments = work.store().read(|r| draft_attachments(r, request))?;
    let Parsed {
        intake,
        mut fields,
        places,
    } = parse(draft, procedure, attachments)?;
    let context = books.context(work.now, work.role()?, procedure);
    match check_intake(&intake, &context) {
        Ok(checked) => fields.finish().map(|()| checked),
        Err(refusal) if refusal.fields().is_empty() => Err(refused(refusal)),
        Err(refusal) => {
            for error in refusal.fields() {
                push_refused(&mut fields, error, &places);
            }
            Err(fields
                .finish()
                .err()
                .unwrap_or(Fault::code(Code::IntakeRefused)))
        }
    }
}

fn draft_attachments(r: &store::Reader<'_>, request: RequestId) -> Result<Vec<Attachment>, Fault> {
    Ok(r.draft_attachments(request)?
        .into_iter()
        .map(|local| local.attachment)
        .collect())
}

/// Renders the receipt with a code of the right shape: what cannot be printed must be known before
/// a number is drawn.
fn rehearse(
    work: &Work<'_>,
    books: &Books,
    checked: &CheckedIntake,
    id: DossierId,
) -> Result<(), Fault> {
    let code = match checked.need() {
        CodeNeed::Official { agency, day } => {
            let lease = LeaseId(id.0);
            official(
                &books.policy.rules.code_pattern,
                agency,
                *day,
                TakenNumber {
                    lease,
                    number: 9_999,
                },
            )?
        }
        CodeNeed::Foreign { code } => ReceivedCode::Foreign { code: code.clone() },
        CodeNeed::Provisional { day } => ReceivedCode::Provisional {
            code: provisional(&work.open.enrolment, *day, 999, id)?,
        },
    };
    let received = received(work, books, checked.clone(), code, id)?.1;
    Ok(forms::can_render(&snapshot(
        work,
        books,
        id,
        &received,
        work.login(),
    ))?)
}

/// The one transaction.
fn record(
    tx: &mut Tx<'_>,
    work: &Work<'_>,
    books: &Books,
    checked: CheckedIntake,
    id: DossierId,
    request: RequestId,
) -> Result<DossierId, Fault> {
    if let Some(before) = tx.dossier_of_request(request)? {
        return Ok(before);
    }
    let code = draw(tx, &work.open.enrolment, books, work.now, &checked, id)?;
    let write_down = if matches!(code, ReceivedCode::Provisional { .. }) {
        append_slip
    } else {
        append
    };
    let versions = checked.versions();
    let (bodies, received) = received(work, books, checked, code, id)?;
    if draft_attachments(tx, request)? != received.attachments {
        return Err(Fault::code(Code::StoreBusy)); // a page came in between: press again
    }
    write_down(
        tx,
        work.author(),
        Seal {
            dossier: id,
            own_epoch: 0,
            versions,
        },
        &bodies,
    )?;
    if tx.draft(request)?.is_some() {
        tx.move_attachments(request, id)?;
        tx.remove_draft(request)?;
    }
    add_print_job(
        tx,
        work,
        id,
        &snapshot(work, books, id, &received, work.login()),
    )?;
    Ok(id)
}

/// The events, and the reception among them.
fn received(
    work: &Work<'_>,
    books: &Books,
    checked: CheckedIntake,
    code: ReceivedCode,
    id: DossierId,
) -> Result<(Vec<EventBody>, Received), Fault> {
    let act = Act::Receive {
        intake: Box::new(checked),
        code,
    };
    let context = books.context(work.now, work.role()?, None);
    let bodies = decide(&Dossier::new(id), act, &context).map_err(refused)?;
    let received = bodies.iter().find_map(|body| {
        if let EventBody::Received(received) = body {
            Some((**received).clone())
        } else {
            None
        }
    });
    received
        .map(|received| (bodies, received))
        .ok_or(Fault::Broken("a reception without event"))
}

fn add_print_job(
    tx: &mut Tx<'_>,
    work: &Work<'_>,
    dossier: DossierId,
    snapshot: &ReceiptSnapshot,
) -> Result<(), Fault> {
    let snapshot = serde_json::to_string(snapshot).map_err(Fault::json("receipt"))?;
    let id = PrintJobId(new_uuid(work.now)?);
    let (copies, reprint_no, at) = (COPIES, 0, work.now);
    Ok(tx.add_print_job(&NewPrintJob {
        id,
        dossier,
        copies,
        reprint_no,
        snapshot,
        at,
    })?)
}
