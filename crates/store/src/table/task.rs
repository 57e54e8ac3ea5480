//! Things a person must look at: verdicts of the centre, acts that no longer apply, clashes. One
//! task per kind and event, however often the cause is seen.

use std::collections::HashSet;

use domain::ids::{DossierId, EventId};
use domain::time::Timestamp;
use rusqlite::{Row, named_params};
use uuid::Uuid;

use crate::convert;
use crate::error::StoreError;
use crate::table::refusal::{self, Refusal};
use crate::tx::{Reader, Tx};

/// Most tasks listed.
const TASKS_MAX: usize = 500;

/// What a person did with a task that is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// Nothing yet.
    New,
    /// Left to the administrator of the centre.
    Handed,
    /// Written to a file for the administrator.
    Exported,
}

impl TaskState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::New => "",
            Self::Handed => "handed",
            Self::Exported => "exported",
        }
    }

    fn of(text: &str) -> Self {
        match text {
            "handed" => Self::Handed,
            "exported" => Self::Exported,
            _ => Self::New,
        }
    }
}

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
    /// What a person did with it.
    pub state: TaskState,
    /// When it was made.
    pub made_at: Timestamp,
    /// The centre's decision that the event never takes effect.
    pub refusal: Option<Refusal>,
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
        state: TaskState::of(&row.get::<_, String>("state")?),
        made_at: Timestamp(row.get("made_ms")?),
        refusal: match row.get::<_, Option<i64>>("refused_ms")? {
            Some(_) => Some(refusal::read(row)?),
            None => None,
        },
    })
}

macro_rules! task_sql {
    ($rest:literal) => {
        concat!(
            "SELECT t.row, t.kind, t.dossier, t.event, e.kind AS event_kind, t.detail, t.state,
               t.made_ms, f.officer AS refused_by, f.name AS refused_name,
               f.reason AS refused_why, f.at_ms AS refused_ms
             FROM fact_task AS t LEFT JOIN fact_event AS e ON e.id = t.event
             LEFT JOIN fact_refusal AS f ON f.event = t.event ",
            $rest
        )
    };
}

impl Reader<'_> {
    /// One open task.
    ///
    /// # Errors
    /// As the database says.
    pub fn task(&self, id: u32) -> Result<Option<Task>, StoreError> {
        self.row(
            task_sql!("WHERE t.row = :row AND t.done_ms IS NULL"),
            named_params! {":row": id},
            read,
        )
    }

    /// Open tasks, oldest first, at most 500.
    ///
    /// # Errors
    /// As the database says.
    pub fn tasks(&self, limit: usize) -> Result<Vec<Task>, StoreError> {
        let sql = task_sql!("WHERE t.done_ms IS NULL ORDER BY t.row LIMIT :limit");
        let limit = convert::column(limit.min(TASKS_MAX) as u64);
        self.rows_of(sql, named_params! {":limit": limit}, read)
    }

    /// Events of a dossier with an open task.
    ///
    /// # Errors
    /// As the database says.
    pub fn to_decide(&self, dossier: DossierId) -> Result<HashSet<EventId>, StoreError> {
        let sql = "SELECT event FROM fact_task
                   WHERE done_ms IS NULL AND dossier = :dossier AND event IS NOT NULL";
        let params = named_params! {":dossier": dossier.0.as_bytes()};
        let events = self.rows_of(sql, params, |row| Ok(EventId(convert::uuid(row, "event")?)))?;
        Ok(events.into_iter().collect())
    }

    /// Events of a dossier with an open task of one kind.
    pub(crate) fn open_tasks_of(
        &self,
        dossier: DossierId,
        kind: &str,
    ) -> Result<Vec<EventId>, StoreError> {
        let sql = "SELECT event FROM fact_task
                   WHERE done_ms IS NULL AND dossier = :dossier AND kind = :kind
                     AND event IS NOT NULL LIMIT :limit";
        let limit = convert::column(TASKS_MAX as u64);
        let params =
            named_params! {":dossier": dossier.0.as_bytes(), ":kind": kind, ":limit": limit};
        self.rows_of(sql, params, |row| Ok(EventId(convert::uuid(row, "event")?)))
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
             VALUES (:kind, :dossier, :event, :detail, :at)
             ON CONFLICT (kind, event) WHERE event IS NOT NULL DO NOTHING",
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

    /// The event found its place after all, or another task tells of it now: tasks of `kind` about
    /// it end. What remains to be done is never ended this way.
    pub(crate) fn end_tasks_of(
        &self,
        event: EventId,
        kind: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE fact_task SET done_ms = :at
             WHERE event = :event AND kind = :kind AND done_ms IS NULL",
            named_params! {":event": event.0.as_bytes(), ":kind": kind, ":at": at.0},
        )?;
        Ok(())
    }

    /// The reason is back.
    pub(crate) fn reopen_task(&self, event: EventId, kind: &str) -> Result<(), StoreError> {
        self.execute(
            "UPDATE fact_task SET done_ms = NULL WHERE event = :event AND kind = :kind",
            named_params! {":event": event.0.as_bytes(), ":kind": kind},
        )?;
        Ok(())
    }

    /// A person has decided over the event: every task about it ends, and those about its dossier
    /// that name no event.
    pub(crate) fn settle_tasks(
        &self,
        dossier: DossierId,
        event: EventId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE fact_task SET done_ms = :at WHERE done_ms IS NULL
               AND (event = :event OR (event IS NULL AND dossier = :dossier))",
            named_params! {
                ":event": event.0.as_bytes(),
                ":dossier": dossier.0.as_bytes(),
                ":at": at.0,
            },
        )?;
        Ok(())
    }

    /// Notes what a person did with an open task.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown task.
    pub fn set_task_state(&self, id: u32, state: TaskState) -> Result<(), StoreError> {
        let sql = "UPDATE fact_task SET state = :state WHERE row = :row AND done_ms IS NULL";
        self.hit(
            "task",
            sql,
            named_params! {":row": id, ":state": state.as_str()},
        )
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
