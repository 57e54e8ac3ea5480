//! Autosave: the draft as typed becomes the officer's current row.

use domain::ids::OfficerId;
use protocol::view::{ErrorView, IntakeDraft};
use store::{Draft, Tx};

use super::draft::to_row;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};

impl Desk {
    /// Saves the draft.
    ///
    /// # Errors
    /// `app.not_allowed` away from the counter, `draft.too_large`, `draft.unknown` for a form that was received or thrown away.
    pub fn save_draft(&self, draft: IntakeDraft) -> Result<(), ErrorView> {
        self.work()
            .and_then(|work| save(&work, &draft))
            .map_err(view)
    }
}

fn save(work: &Work<'_>, draft: &IntakeDraft) -> Result<(), Fault> {
    work.at_counter()?;
    let row = to_row(work, draft)?;
    work.store().write(|tx| put(tx, work.login(), &row))
}

/// Writes the row unless the form became a dossier meanwhile: a late autosave must not bring a
/// received intake back. A parked draft stays parked.
pub(crate) fn put(tx: &mut Tx<'_>, officer: &OfficerId, row: &Draft) -> Result<(), Fault> {
    if tx.dossier_of_request(row.request)?.is_some() {
        return Ok(());
    }
    let stored = tx.draft(row.request)?;
    if stored
        .as_ref()
        .is_some_and(|stored| stored.officer != *officer)
    {
        return Err(Fault::code(Code::DraftUnknown));
    }
    let parked_since = stored.and_then(|stored| stored.parked_since);
    let row = Draft {
        parked_since,
        ..row.clone()
    };
    Ok(tx.save_draft(&row)?)
}
