//! Print jobs: made in the transaction that received the dossier, carried out after it (invariant
//! I1). Each step of the queue's protocol is committed before the next one, so that a crash can be
//! told from a print: a job with a queue number was created there, one that is `sent` is never sent
//! again by itself. Queue states are rows, not events; a reprint is an event and a job of its own.

use domain::ids::{DossierId, PrintJobId};
use domain::time::Timestamp;
use rusqlite::{Row, named_params};

use crate::convert;
use crate::error::StoreError;
use crate::tx::{Reader, Tx};

/// Largest receipt snapshot, in bytes.
const SNAPSHOT_BYTES_MAX: usize = 1024 * 1024;
/// Most jobs listed.
const JOBS_MAX: usize = 200;

/// How far a print job has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintState {
    /// Nothing done yet.
    Waiting,
    /// The queue has an empty job for it.
    Created {
        /// The queue's number for it.
        queue_job: i64,
    },
    /// The document is in the queue.
    Sent {
        /// The queue's number for it.
        queue_job: i64,
    },
    /// Printed.
    Done,
    /// Stopped or held by the queue; goes on by itself when the trouble is over.
    Held {
        /// The queue's number for it, if it got one.
        queue_job: Option<i64>,
        /// Trouble code.
        reason: String,
    },
    /// Will not print; a person decides.
    Failed {
        /// Trouble code.
        reason: String,
    },
}

/// A job to make.
#[derive(Clone)]
pub struct NewPrintJob {
    /// Identity, also the name of the job in the queue.
    pub id: PrintJobId,
    /// The dossier.
    pub dossier: DossierId,
    /// Copies of the receipt, 1 to 99.
    pub copies: u16,
    /// 0 for the first print, else the how-manieth reprint.
    pub reprint_no: u16,
    /// What the receipt says, as JSON of `forms`.
    pub snapshot: String,
    /// When it was made.
    pub at: Timestamp,
}

/// A print job. `Debug` shows no snapshot.
#[derive(Clone, PartialEq, Eq)]
pub struct PrintJob {
    /// Identity.
    pub id: PrintJobId,
    /// The dossier.
    pub dossier: DossierId,
    /// Copies.
    pub copies: u16,
    /// Reprint number.
    pub reprint_no: u16,
    /// What the receipt says.
    pub snapshot: String,
    /// How far it has come.
    pub state: PrintState,
    /// When it was made.
    pub made_at: Timestamp,
    /// When its state changed.
    pub changed_at: Timestamp,
}

impl std::fmt::Debug for PrintJob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PrintJob({} {:?})", self.id, self.state)
    }
}

impl std::fmt::Debug for NewPrintJob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewPrintJob({})", self.id)
    }
}

fn read(row: &Row<'_>) -> Result<PrintJob, StoreError> {
    Ok(PrintJob {
        id: PrintJobId(convert::uuid(row, "id")?),
        dossier: DossierId(convert::uuid(row, "dossier_id")?),
        copies: row.get("copies")?,
        reprint_no: row.get("reprint_no")?,
        snapshot: row.get("snapshot")?,
        state: read_state(row)?,
        made_at: Timestamp(row.get("made_ms")?),
        changed_at: Timestamp(row.get("changed_ms")?),
    })
}

fn read_state(row: &Row<'_>) -> Result<PrintState, StoreError> {
    let (queue_job, reason): (Option<i64>, String) = (row.get("queue_job")?, row.get("reason")?);
    let state = row
        .get_ref("state")?
        .as_str()
        .map_err(rusqlite::Error::from)?;
    match (state, queue_job) {
        ("waiting", _) => Ok(PrintState::Waiting),
        ("created", Some(queue_job)) => Ok(PrintState::Created { queue_job }),
        ("sent", Some(queue_job)) => Ok(PrintState::Sent { queue_job }),
        ("done", _) => Ok(PrintState::Done),
        ("held", queue_job) => Ok(PrintState::Held { queue_job, reason }),
        ("failed", _) => Ok(PrintState::Failed { reason }),
        _ => Err(StoreError::Stored {
            what: "print state",
        }),
    }
}

/// Columns of a state: name, queue number, reason.
fn columns(state: &PrintState) -> (&'static str, Option<i64>, &str) {
    match state {
        PrintState::Waiting => ("waiting", None, ""),
        PrintState::Created { queue_job } => ("created", Some(*queue_job), ""),
        PrintState::Sent { queue_job } => ("sent", Some(*queue_job), ""),
        PrintState::Done => ("done", None, ""),
        PrintState::Held { queue_job, reason } => ("held", *queue_job, reason),
        PrintState::Failed { reason } => ("failed", None, reason),
    }
}

macro_rules! job_sql {
    ($rest:literal) => {
        concat!(
            "SELECT j.id, d.id AS dossier_id, j.copies, j.reprint_no, j.snapshot, j.state,
               j.queue_job, j.reason, j.made_ms, j.changed_ms
             FROM fact_print_job AS j JOIN fact_dossier AS d ON d.row = j.dossier ",
            $rest
        )
    };
}

impl Reader<'_> {
    /// One print job.
    ///
    /// # Errors
    /// As the database says.
    pub fn print_job(&self, id: PrintJobId) -> Result<Option<PrintJob>, StoreError> {
        self.row(
            job_sql!("WHERE j.id = :id"),
            named_params! {":id": id.0.as_bytes()},
            read,
        )
    }

    /// Jobs that are not done, oldest first, at most 200.
    ///
    /// # Errors
    /// As the database says.
    pub fn unfinished_print_jobs(&self, limit: usize) -> Result<Vec<PrintJob>, StoreError> {
        let sql = job_sql!("WHERE j.state <> 'done' ORDER BY j.row LIMIT :limit");
        let limit = convert::column(limit.min(JOBS_MAX) as u64);
        self.rows_of(sql, named_params! {":limit": limit}, read)
    }

    /// Jobs of one dossier, oldest first, at most 200; the first has the receipt as it was given.
    ///
    /// # Errors
    /// As the database says.
    pub fn print_jobs_of(&self, dossier: DossierId) -> Result<Vec<PrintJob>, StoreError> {
        let Some(row) = self.row_id(dossier)? else {
            return Ok(Vec::new());
        };
        let sql = job_sql!("WHERE j.dossier = :dossier ORDER BY j.row LIMIT :limit");
        let limit = convert::column(JOBS_MAX as u64);
        self.rows_of(sql, named_params! {":dossier": row, ":limit": limit}, read)
    }
}

impl Tx<'_> {
    /// Makes a print job that waits.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] for a snapshot beyond 1 MiB.
    pub fn add_print_job(&self, job: &NewPrintJob) -> Result<(), StoreError> {
        if job.snapshot.len() > SNAPSHOT_BYTES_MAX {
            let max = SNAPSHOT_BYTES_MAX as u64;
            return Err(StoreError::TooMuch {
                what: "bytes in a receipt snapshot",
                max,
            });
        }
        let (dossier_row, _) = self.row_id_or_new(job.dossier)?;
        self.execute(
            "INSERT INTO fact_print_job (id, dossier, copies, reprint_no, snapshot, state, made_ms,
               changed_ms)
             VALUES (:id, :dossier, :copies, :reprint_no, :snapshot, 'waiting', :at, :at)",
            named_params! {
                ":id": job.id.0.as_bytes(),
                ":dossier": dossier_row,
                ":copies": job.copies,
                ":reprint_no": job.reprint_no,
                ":snapshot": job.snapshot,
                ":at": job.at.0,
            },
        )?;
        Ok(())
    }

    /// Notes how far a job has come. A job that is done stays done.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown job or one that is done.
    pub fn set_print_state(
        &self,
        id: PrintJobId,
        state: &PrintState,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (name, queue_job, reason) = columns(state);
        self.hit(
            "print job",
            "UPDATE fact_print_job SET state = :state, queue_job = :queue_job, reason = :reason,
               changed_ms = :at
             WHERE id = :id AND state <> 'done'",
            named_params! {
                ":id": id.0.as_bytes(),
                ":state": name,
                ":queue_job": queue_job,
                ":reason": reason,
                ":at": at.0,
            },
        )
    }
}
