//! Requests that have been done: a form's request id is made once, so a double Enter, or the same
//! command after a crash, finds what the first one did.

use domain::ids::{DossierId, RequestId};
use rusqlite::{Row, named_params};

use crate::convert;
use crate::error::StoreError;
use crate::tx::{Reader, Tx};

/// Most dossiers one request may touch.
const REQUEST_DOSSIERS_MAX: u32 = 200;

fn read(row: &Row<'_>) -> Result<DossierId, StoreError> {
    Ok(DossierId(convert::uuid(row, "id")?))
}

impl Reader<'_> {
    /// The dossier a request made or changed, if it has been done.
    ///
    /// # Errors
    /// As the database says.
    pub fn dossier_of_request(&self, request: RequestId) -> Result<Option<DossierId>, StoreError> {
        Ok(self.dossiers_of_request(request)?.first().copied())
    }

    /// Every dossier a request has touched, at most 200.
    ///
    /// # Errors
    /// As the database says.
    pub fn dossiers_of_request(&self, request: RequestId) -> Result<Vec<DossierId>, StoreError> {
        let sql = "SELECT d.id FROM fact_request AS r JOIN fact_dossier AS d ON d.row = r.dossier
                   WHERE r.request = :request ORDER BY r.dossier LIMIT :limit";
        let params = named_params! {
            ":request": request.0.as_bytes(),
            ":limit": REQUEST_DOSSIERS_MAX,
        };
        self.rows_of(sql, params, read)
    }
}

impl Tx<'_> {
    /// Notes a request whose event does not carry it (a reprint).
    ///
    /// # Errors
    /// As the database says.
    pub fn note_request(&self, request: RequestId, dossier: DossierId) -> Result<(), StoreError> {
        let (dossier_row, _) = self.row_id_or_new(dossier)?;
        self.insert_request(request, dossier_row)
    }

    pub(crate) fn insert_request(
        &self,
        request: RequestId,
        dossier_row: u32,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO fact_request (request, dossier) VALUES (:request, :dossier)
             ON CONFLICT DO NOTHING",
            named_params! {":request": request.0.as_bytes(), ":dossier": dossier_row},
        )?;
        Ok(())
    }
}
