//! *Tạm gác*: the citizen goes to photocopy, the next one sits down; everything comes back.

use protocol::view::{ErrorView, IntakeDraft, ParkedView};
use store::Draft;

use super::draft::{empty, to_row};
use super::save_draft::put;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};

/// Most intakes one officer may have parked.
const PARKED_MAX: usize = 50;

impl Desk {
    /// Saves and parks the form; a new empty one comes back.
    ///
    /// # Errors
    /// `app.not_allowed` away from the counter, `draft.too_many`, `draft.too_large`.
    pub fn park(&self, draft: IntakeDraft) -> Result<IntakeDraft, ErrorView> {
        self.work()
            .and_then(|work| park(&work, &draft))
            .map_err(view)
    }

    /// The officer's parked intakes, oldest first.
    ///
    /// # Errors
    /// `store.*`.
    pub fn parked(&self, (): ()) -> Result<Vec<ParkedView>, ErrorView> {
        self.work().and_then(|work| parked(&work)).map_err(view)
    }
}

fn park(work: &Work<'_>, draft: &IntakeDraft) -> Result<IntakeDraft, Fault> {
    work.at_counter()?;
    let row = to_row(work, draft)?;
    work.store().write(|tx| {
        if tx.parked(work.login())?.len() >= PARKED_MAX {
            return Err(Fault::with(Code::DraftTooMany, "max", PARKED_MAX));
        }
        put(tx, work.login(), &row)?;
        if tx
            .draft(row.request)?
            .is_some_and(|stored| stored.parked_since.is_none())
        {
            tx.park_draft(row.request, work.now)?;
        }
        Ok(())
    })?;
    empty(work)
}

fn parked(work: &Work<'_>) -> Result<Vec<ParkedView>, Fault> {
    let drafts = work
        .store()
        .read(|r| r.parked(work.login()).map_err(Fault::from))?;
    Ok(drafts.into_iter().map(parked_view).collect())
}

fn parked_view(draft: Draft) -> ParkedView {
    ParkedView {
        request_id: draft.request.to_string(),
        person: draft.person,
        procedure: draft.procedure,
        since: draft.parked_since.unwrap_or(draft.saved_at).0,
        pages: draft.pages,
    }
}
