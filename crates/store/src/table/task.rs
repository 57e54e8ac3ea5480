//! Things a person must look at: verdicts of the centre, acts that no longer apply, clashes. One
//! task per kind and event, however often the cause is seen.

use domain::ids::{DossierId, EventId};
use domain::time::Timestamp;
use rusqlite::{Row, named_params};
use uuid::Uuid;

use crate::convert;
use crate::error::StoreError;
use crate::tx::{Reader, Tx};

/// Most tasks listed.
const TASKS_MAX: usize = 500;

/// A task to make.
#[derive(Debug, Clone, Copy)]
pub struct NewTask<'a> {
    /// What kind: a stable code the window has words for.
    pub kind: &'a str,
    /// The dossier it is about.
    pub dossier: Option<DossierId>,
    /// The event it is about.
    pub event: Option<EventId>,
    /// A code or count the words name; no personal data.
    pub detail: &'a str,
    /// When it was made.
    pub at: Timestamp,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its number on this desk.
    pub id: u32,
    /// What kind.
    pub kind: String,
    /// The dossier it is about.
    pub dossier: Option<DossierId>,
    /// The event it is about.
    pub event: Option<EventId>,
    /// What kind of event that is.
    pub event_kind: Option<String>,
    /// A code or count the words name.
    pub detail: String,
    /// When it was made.
    pub made_at: Timestamp,
}

fn read(row: &Row<'_>) -> Result<Task, StoreError> {
    let uuid = |column: &str| -> Result<Option<Uuid>, StoreError> {
        Ok(row
            .get::<_, Option<[u8; 16]>>(column)?
            .map(Uuid::from_bytes))
    };
    Ok(Task {
        id: row.get("row")?,
        kind: row.get("kind")?,
        dossier: uuid("dossier")?.map(DossierId),
        event: uuid("event")?.map(EventId),
        event_kind: row.get("event_kind")?,
        detail: row.get("detail")?,
        made_at: Timestamp(row.get("made_ms")?),
    })
}

impl Reader<'_> {
    /// Open tasks, oldest first, at most 500.
    ///
    /// # Errors
    /// As the database says.
    pub fn tasks(&self, limit: usize) -> Result<Vec<Task>, StoreError> {
        let sql =
            "SELECT t.row, t.kind, t.dossier, t.event, e.kind AS event_kind, t.detail, t.made_ms
                   FROM fact_task AS t LEFT JOIN fact_event AS e ON e.id = t.event
                   WHERE t.done_ms IS NULL ORDER BY t.row LIMIT :limit";
        let limit = convert::column(limit.min(TASKS_MAX) as u64);
        self.rows_of(sql, named_params! {":limit": limit}, read)
    }

    pub(crate) fn task_count(&self) -> Result<u32, StoreError> {
        Ok(convert::count32(
            self.value("SELECT count(*) FROM fact_task", [])?
                .unwrap_or(0),
        ))
    }
}

impl Tx<'_> {
    /// Makes a task, unless this event has one of this kind.
    ///
    /// # Errors
    /// As the database says.
    pub fn add_task(&self, task: &NewTask<'_>) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO fact_task (kind, dossier, event, detail, made_ms)
             VALUES (:kind, :dossier, :event, :detail, :at) ON CONFLICT DO NOTHING",
            named_params! {
                ":kind": task.kind,
                ":dossier": task.dossier.map(|id| *id.0.as_bytes()),
                ":event": task.event.map(|id| *id.0.as_bytes()),
                ":detail": task.detail,
                ":at": task.at.0,
            },
        )?;
        Ok(())
    }

    /// A person has dealt with it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown task.
    pub fn finish_task(&self, id: u32, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE fact_task SET done_ms = :at WHERE row = :row";
        self.hit("task", sql, named_params! {":row": id, ":at": at.0})
    }
}
