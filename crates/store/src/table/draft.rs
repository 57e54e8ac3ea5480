//! Drafts: the one an officer is typing now, and those that are parked. Opaque JSON, saved every two
//! seconds; never events. Written in UTF-8, bounded, and gone when the dossier is received.

use domain::ids::{OfficerId, RequestId};
use domain::time::Timestamp;
use rusqlite::{Row, named_params};

use crate::convert;
use crate::error::StoreError;
use crate::tx::{Reader, Tx};

/// Largest draft, in bytes.
const DRAFT_BYTES_MAX: usize = 512 * 1024;
/// Most parked intakes listed.
const PARKED_MAX: u32 = 200;

/// An intake as typed so far. `Debug` shows no content.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// The request of the form.
    pub request: RequestId,
    /// Whose it is.
    pub officer: OfficerId,
    /// The form, as the window sent it.
    pub json: String,
    /// Name of the person, for the list of parked intakes.
    pub person: String,
    /// Name of the procedure, for the same list.
    pub procedure: String,
    /// Since when it is parked; `None` for the current one.
    pub parked_since: Option<Timestamp>,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// Pages bound to it; counted when read, not written.
    pub pages: u32,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Draft({} of {}, {} pages)",
            self.request, self.officer, self.pages
        )
    }
}

fn read(row: &Row<'_>) -> Result<Draft, StoreError> {
    Ok(Draft {
        request: RequestId(convert::uuid(row, "request")?),
        officer: convert::parsed(row, "officer")?,
        json: row.get("json")?,
        person: row.get("person")?,
        procedure: row.get("procedure")?,
        parked_since: row.get::<_, Option<i64>>("parked_ms")?.map(Timestamp),
        saved_at: Timestamp(row.get("saved_ms")?),
        pages: convert::count32(row.get("pages")?),
    })
}

macro_rules! draft_sql {
    ($rest:literal) => {
        concat!(
            "SELECT request, officer, json, person, procedure, parked_ms, saved_ms,
               (SELECT COALESCE(sum(pages), 0) FROM fact_attachment AS a
                WHERE a.request = fact_draft.request) AS pages
             FROM fact_draft ",
            $rest
        )
    };
}

impl Reader<'_> {
    /// What the officer is typing now.
    ///
    /// # Errors
    /// As the database says.
    pub fn current_draft(&self, officer: &OfficerId) -> Result<Option<Draft>, StoreError> {
        let sql = draft_sql!("WHERE officer = :officer AND parked_ms IS NULL");
        self.row(sql, named_params! {":officer": officer.as_str()}, read)
    }

    /// One draft, current or parked.
    ///
    /// # Errors
    /// As the database says.
    pub fn draft(&self, request: RequestId) -> Result<Option<Draft>, StoreError> {
        let sql = draft_sql!("WHERE request = :request");
        self.row(sql, named_params! {":request": request.0.as_bytes()}, read)
    }

    /// Parked intakes of an officer, longest first, at most 200.
    ///
    /// # Errors
    /// As the database says.
    pub fn parked(&self, officer: &OfficerId) -> Result<Vec<Draft>, StoreError> {
        let sql = draft_sql!(
            "WHERE officer = :officer AND parked_ms IS NOT NULL ORDER BY parked_ms LIMIT :limit"
        );
        let params = named_params! {":officer": officer.as_str(), ":limit": PARKED_MAX};
        self.rows_of(sql, params, read)
    }
}

impl Tx<'_> {
    /// Saves a draft, new or known.
    ///
    /// # Errors
    /// [`StoreError::DraftInTheWay`] when the officer has another current draft,
    /// [`StoreError::TooMuch`] beyond 512 KiB.
    pub fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        if draft.json.len() > DRAFT_BYTES_MAX {
            let max = DRAFT_BYTES_MAX as u64;
            return Err(StoreError::TooMuch {
                what: "bytes in a draft",
                max,
            });
        }
        if draft.parked_since.is_none() {
            self.make_way(&draft.officer, draft.request)?;
        }
        self.execute(
            "INSERT INTO fact_draft (request, officer, json, person, procedure, parked_ms, saved_ms)
             VALUES (:request, :officer, :json, :person, :procedure, :parked, :saved)
             ON CONFLICT (request) DO UPDATE SET officer = excluded.officer, json = excluded.json,
               person = excluded.person, procedure = excluded.procedure,
               parked_ms = excluded.parked_ms, saved_ms = excluded.saved_ms",
            named_params! {
                ":request": draft.request.0.as_bytes(),
                ":officer": draft.officer.as_str(),
                ":json": draft.json,
                ":person": draft.person,
                ":procedure": draft.procedure,
                ":parked": draft.parked_since.map(|at| at.0),
                ":saved": draft.saved_at.0,
            },
        )?;
        Ok(())
    }

    fn make_way(&self, officer: &OfficerId, request: RequestId) -> Result<(), StoreError> {
        match self.current_draft(officer)? {
            Some(current) if current.request != request => Err(StoreError::DraftInTheWay),
            _ => Ok(()),
        }
    }

    /// Parks a draft.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown one.
    pub fn park_draft(&self, request: RequestId, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE fact_draft SET parked_ms = :at WHERE request = :request";
        let params = named_params! {":request": request.0.as_bytes(), ":at": at.0};
        self.hit("draft", sql, params)
    }

    /// Makes a parked draft its officer's current one.
    ///
    /// # Errors
    /// [`StoreError::DraftInTheWay`] when the officer has another current draft,
    /// [`StoreError::NotFound`] for an unknown one.
    pub fn resume_draft(&self, request: RequestId) -> Result<Draft, StoreError> {
        let mut draft = self
            .draft(request)?
            .ok_or(StoreError::NotFound { what: "draft" })?;
        draft.parked_since = None;
        self.save_draft(&draft)?;
        Ok(draft)
    }

    /// Throws a draft away with what is still bound to it. Removing none is no error: the dossier
    /// may just have been received.
    ///
    /// # Errors
    /// As the database says.
    pub fn remove_draft(&self, request: RequestId) -> Result<(), StoreError> {
        let request = request.0.as_bytes();
        self.execute(
            "DELETE FROM cache_thumbnail WHERE attachment IN
               (SELECT id FROM fact_attachment WHERE request = :request)",
            named_params! {":request": request},
        )?;
        self.execute(
            "DELETE FROM fact_draft WHERE request = :request",
            named_params! {":request": request},
        )?;
        Ok(())
    }
}
