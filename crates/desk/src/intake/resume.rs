//! Takes a parked intake up again. The current form is parked in its place if it has content.

use domain::ids::RequestId;
use protocol::view::{ErrorView, IntakeDraft};
use store::Tx;

use super::draft::{from_row, has_content, own, request_id};
use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};

impl Desk {
    /// Takes a parked intake up again.
    ///
    /// # Errors
    /// `draft.unknown`, `draft.unreadable`.
    pub fn resume(&self, request: String) -> Result<IntakeDraft, ErrorView> {
        self.work()
            .and_then(|work| resume(&work, &request))
            .map_err(view)
    }
}

fn resume(work: &Work<'_>, request: &str) -> Result<IntakeDraft, Fault> {
    let request = request_id(request)?;
    work.store().write(|tx| {
        let draft = own(tx, work.login(), request)?;
        let typed = from_row(&draft)?;
        if draft.parked_since.is_some() {
            make_room(tx, work, request)?;
            tx.resume_draft(request)?;
        }
        Ok(typed)
    })
}

fn make_room(tx: &mut Tx<'_>, work: &Work<'_>, wanted: RequestId) -> Result<(), Fault> {
    let current = tx
        .current_draft(work.login())?
        .filter(|draft| draft.request != wanted);
    let Some(current) = current else {
        return Ok(());
    };
    if has_content(&current) {
        tx.park_draft(current.request, work.now)?;
    } else {
        tx.remove_draft(current.request)?;
    }
    Ok(())
}
