//! Throws the current form away and begins a new one.

use protocol::view::{ErrorView, IntakeDraft};

use super::draft::{empty, own, request_id};
use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};

impl Desk {
    /// Throws a draft of this officer away, with its pages; a new empty one comes back.
    ///
    /// # Errors
    /// `store.*`; a draft that was never saved is no error.
    pub fn discard_draft(&self, request: String) -> Result<IntakeDraft, ErrorView> {
        self.work()
            .and_then(|work| discard(&work, &request))
            .map_err(view)
    }
}

fn discard(work: &Work<'_>, request: &str) -> Result<IntakeDraft, Fault> {
    let request = request_id(request)?;
    work.store().write(|tx| {
        if tx.draft(request)?.is_some() {
            own(tx, work.login(), request)?;
            tx.remove_draft(request)?;
        }
        Ok::<_, Fault>(())
    })?;
    empty(work)
}
