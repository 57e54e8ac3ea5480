//! Prints a receipt again: an act with a reason, numbered, and marked on the paper. What is printed
//! is the snapshot of the first print, so that the paper says what was promised.

use domain::dossier::Act;
use domain::ids::{DossierId, PrintJobId};
use forms::ReceiptSnapshot;
use protocol::commands::ChangeTag;
use protocol::view::{ErrorView, PrintJobView, ReprintRequest};
use store::{NewPrintJob, PrintJob, Tx};

use super::jobs::{code, job_view};
use crate::act::{dossier, on_dossier};
use crate::catalogue::Books;
use crate::desk::{Desk, Work};
use crate::dossiers::{code_text, dossier_id};
use crate::errors::{Code, Fault, view};
use crate::ids::new_uuid;
use crate::intake::{look_up_text, request_id, snapshot};

/// Copies of Mẫu 01.
const COPIES: u16 = 2;

impl Desk {
    /// Prints the receipt again.
    ///
    /// # Errors
    /// `dossier.refused` without a reason, `dossier.unknown`.
    pub fn reprint(&self, request: ReprintRequest) -> Result<PrintJobView, ErrorView> {
        self.work()
            .and_then(|work| reprint(&work, request))
            .map_err(view)
    }
}

fn reprint(work: &Work<'_>, asked: ReprintRequest) -> Result<PrintJobView, Fault> {
    work.at_counter()?;
    let (id, request) = (dossier_id(&asked.dossier)?, request_id(&asked.request_id)?);
    let books = work.books()?;
    let shown = work.store().write(|tx| {
        if !tx.dossiers_of_request(request)?.contains(&id) {
            let act = Act::ReprintReceipt {
                reason: asked.reason,
            };
            on_dossier(tx, work, &books, id, act)?;
            tx.note_request(request, id)?;
            print_again(tx, work, &books, id)?;
        }
        let job = newest(tx.print_jobs_of(id)?).ok_or_else(|| Fault::code(Code::PrintUnknown))?;
        let code = code(tx, &job)?;
        Ok::<_, Fault>(job_view(&job, code))
    })?;
    work.open.printing.wake();
    work.open.worker.wake();
    work.changed(&[
        ChangeTag::PrintJobs,
        ChangeTag::Dossiers,
        ChangeTag::Strip,
        ChangeTag::Sync,
    ]);
    Ok(shown)
}

fn newest(jobs: Vec<PrintJob>) -> Option<PrintJob> {
    jobs.into_iter()
        .max_by_key(|job| (job.made_at, job.reprint_no))
}

/// Queues the receipt again, under the code of now.
pub(crate) fn print_again(
    tx: &mut Tx<'_>,
    work: &Work<'_>,
    books: &Books,
    dossier_id: DossierId,
) -> Result<(), Fault> {
    let reprint_no = dossier(tx, dossier_id)?.reprints;
    let receipt = receipt(tx, work, books, dossier_id)?;
    let snapshot = serde_json::to_string(&receipt).map_err(Fault::json("receipt"))?;
    let id = PrintJobId(new_uuid(work.now)?);
    let (copies, at) = (COPIES, work.now);
    let job = NewPrintJob {
        id,
        dossier: dossier_id,
        copies,
        reprint_no,
        snapshot,
        at,
    };
    Ok(tx.add_print_job(&job)?)
}

/// The receipt as first printed here, under the code of now; of a dossier that another desk
/// received, made anew from its events.
pub(crate) fn receipt(
    r: &store::Reader<'_>,
    work: &Work<'_>,
    books: &Books,
    id: DossierId,
) -> Result<ReceiptSnapshot, Fault> {
    let state = dossier(r, id)?;
    let received = state
        .received
        .as_ref()
        .ok_or_else(|| Fault::code(Code::DossierUnknown))?;
    let code = code_text(&state);
    let first = r.print_jobs_of(id)?.into_iter().next();
    let mut receipt = match first {
        Some(job) => serde_json::from_str(&job.snapshot).map_err(Fault::json("receipt"))?,
        None => {
            let officer = r
                .timeline(id)?
                .into_iter()
                .next()
                .map(|event| event.envelope.officer);
            snapshot(
                work,
                books,
                id,
                received,
                officer.as_ref().unwrap_or(work.login()),
            )
        }
    };
    if receipt.code != code {
        let url = &books.policy.look_up_url;
        receipt.look_up_qr = look_up_text(url, &code, id, &work.open.signing);
        receipt.code = code;
        receipt.title.clear(); // no temporary slip any more
        receipt
            .notes
            .retain(|note| !crate::intake::is_provisional_note(note));
    }
    Ok(receipt)
}
