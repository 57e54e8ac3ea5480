//! The ordered row ids of a list: asked for once, rows come by id.

use protocol::view::{DossierIds, DossierQuery, ErrorView};
use store::{Find, Queue, Scope};

use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};

/// What counts as due soon: one day.
const DUE_SOON_MS: i64 = 24 * 60 * 60 * 1000;

impl Desk {
    /// Row ids of a query, newest first.
    ///
    /// # Errors
    /// `store.*`.
    pub fn dossier_ids(&self, query: DossierQuery) -> Result<DossierIds, ErrorView> {
        self.work()
            .and_then(|work| find(&work, &query))
            .map_err(view)
    }
}

fn find(work: &Work<'_>, query: &DossierQuery) -> Result<DossierIds, Fault> {
    let queue = match query.queue.as_str() {
        "to_forward" => Queue::ToForward,
        "to_digitise" => Queue::ToDigitise,
        "due_soon" => Queue::DueSoon,
        "overdue" => Queue::Overdue,
        "unsent" => Queue::Unsent,
        _ => Queue::All,
    };
    let scope = match query.scope.as_str() {
        "desk" => Scope::Desk(work.open.enrolment.desk),
        "mine" => Scope::Officer(work.login().clone()),
        _ => Scope::Office,
    };
    let text = query.text.clone();
    let find = Find {
        text,
        queue,
        scope,
        now: work.now,
        due_soon_ms: DUE_SOON_MS,
    };
    let found = work.store().read(|r| r.find(&find).map_err(Fault::from))?;
    Ok(DossierIds {
        ids: found.rows,
        cut: found.cut,
    })
}
