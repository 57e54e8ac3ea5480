//! Takes a page out again: of a draft it goes; of a dossier it is an act with a reason, and the
//! bytes stay.

use domain::dossier::Act;
use domain::ids::AttachmentId;
use protocol::view::{ErrorView, RemoveAttachmentRequest};

use super::target::Target;
use crate::act::on_dossier;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};
use crate::intake::own;

impl Desk {
    /// Takes a page out.
    ///
    /// # Errors
    /// `attachment.unknown`; `dossier.refused` without a reason.
    pub fn remove_attachment(&self, request: RemoveAttachmentRequest) -> Result<(), ErrorView> {
        self.work()
            .and_then(|work| remove(&work, request))
            .map_err(view)
    }
}

fn remove(work: &Work<'_>, request: RemoveAttachmentRequest) -> Result<(), Fault> {
    work.at_counter()?;
    let attachment: AttachmentId = request
        .attachment
        .parse()
        .map_err(|_id| Fault::code(Code::AttachmentUnknown))?;
    match Target::parse(&request.target)? {
        Target::Draft(draft) => work.store().write(|tx| {
            own(tx, work.login(), draft)?;
            let is_there = tx
                .draft_attachments(draft)?
                .iter()
                .any(|a| a.attachment.id == attachment);
            if !is_there {
                return Err(Fault::code(Code::AttachmentUnknown));
            }
            Ok(tx.remove_draft_attachment(attachment)?)
        }),
        Target::Dossier(id) => {
            let books = work.books()?;
            let act = Act::RemoveAttachment {
                attachment,
                reason: request.reason,
            };
            work.store()
                .write(|tx| on_dossier(tx, work, &books, id, act))?;
            work.open.worker.wake();
            Ok(())
        }
    }
}
