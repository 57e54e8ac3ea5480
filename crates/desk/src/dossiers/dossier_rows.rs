//! Rows of a list by their ids.

use protocol::view::{DossierRow, ErrorView, ROWS_MAX, RowsRequest};

use crate::catalogue::Books;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};
use crate::intake::tags::tag;

impl Desk {
    /// At most 200 rows, in the order asked.
    ///
    /// # Errors
    /// `list.too_many`.
    pub fn dossier_rows(&self, request: RowsRequest) -> Result<Vec<DossierRow>, ErrorView> {
        self.work()
            .and_then(|work| rows(&work, &request))
            .map_err(view)
    }
}

fn rows(work: &Work<'_>, request: &RowsRequest) -> Result<Vec<DossierRow>, Fault> {
    if request.ids.len() > ROWS_MAX {
        return Err(Fault::with(Code::TooMany, "max", ROWS_MAX));
    }
    let rows = work
        .store()
        .read(|r| r.rows(&request.ids).map_err(Fault::from))?;
    let books = work.books().ok();
    Ok(rows
        .into_iter()
        .map(|row| row_view(row, books.as_deref()))
        .collect())
}

/// One row as the window shows it.
pub(crate) fn row_view(row: store::DossierRow, books: Option<&Books>) -> DossierRow {
    let owner_name = |owner| {
        books
            .map(|books| books.owner_name(owner))
            .unwrap_or_default()
    };
    DossierRow {
        row: row.row,
        id: row.id.to_string(),
        code: row.code,
        provisional: row.provisional,
        person: row.person,
        procedure: row.procedure_name,
        status: tag(&row.status),
        received_at: row.received_at.0,
        due_at: row.due_at.map(|due| due.0),
        forwarded_to: row
            .forwarded_to
            .as_ref()
            .map(owner_name)
            .unwrap_or_default(),
        digitise: row.digitise,
        unsent: row.unsent,
    }
}
