//! Rows of the journal as they are read.

use domain::dossier::EventBody;
use domain::ids::{DeskId, DossierId, EventId};
use domain::journal::{ChainHead, ClockReading, Envelope, PinnedVersions};
use domain::time::Timestamp;
use rusqlite::Row;

use crate::convert;
use crate::error::StoreError;

/// How far an event has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentState {
    /// Only here.
    Pending,
    /// The centre has it.
    Acked,
    /// It is in the centre's verified backup.
    Durable,
}

/// One event with its place. `Debug` shows no body.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Where it stands.
    pub envelope: Envelope,
    /// Its kind tag, known to this program or not.
    pub kind: String,
    /// What happened: the exact bytes that are hashed and sent.
    pub body: String,
    /// Chain head after it; only for events recorded in this journal.
    pub head: Option<ChainHead>,
    /// Position in the centre's feed, once it came back from there.
    pub position: Option<u64>,
    /// How far it has come.
    pub sent: SentState,
    /// What the centre said against it, or empty.
    pub verdict: String,
}

impl std::fmt::Debug for StoredEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let e = &self.envelope;
        write!(
            f,
            "StoredEvent({} {} {}/{})",
            self.kind, e.origin, e.incarnation, e.seq
        )
    }
}

impl StoredEvent {
    /// What happened; `None` for a kind that a newer program made.
    #[must_use]
    pub fn parsed(&self) -> Option<EventBody> {
        EventBody::read(&self.body)
    }
}

/// Where the journal of this desk stands, in the life of its database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalPosition {
    /// The life.
    pub incarnation: u32,
    /// Newest event recorded.
    pub recorded: u64,
    /// Newest event the centre has.
    pub acked: u64,
    /// Newest event in the centre's verified backup.
    pub durable: u64,
    /// Chain head at `recorded`.
    pub head: ChainHead,
    /// Events of a restored database that wait for a new incarnation.
    pub unsealed: u64,
}

/// Selects whole events; the argument is the rest of the statement, a literal.
macro_rules! event_sql {
    ($rest:literal) => {
        concat!(
            "SELECT e.row, e.id, e.origin, e.incarnation, e.seq, d.id AS dossier_id, e.at_ms, e.officer,
               e.own_epoch, e.skew_ms, e.heard_at_ms, e.procedure_version, e.calendar_version,
               e.policy_version, e.kind, e.body, e.head, e.position, e.verdict,
               e.own = 0 OR COALESCE(e.seq <= l.acked, 0) AS acked,
               COALESCE(e.own = 1 AND e.seq <= l.durable, 0) AS durable
             FROM fact_event AS e
             JOIN fact_dossier AS d ON d.row = e.dossier
             LEFT JOIN fact_life AS l ON l.incarnation = e.incarnation ",
            $rest
        )
    };
}
pub(crate) use event_sql;

/// Maps a row of [`event_sql`].
pub(crate) fn read(row: &Row<'_>) -> Result<StoredEvent, StoreError> {
    let position: Option<i64> = row.get("position")?;
    Ok(StoredEvent {
        envelope: envelope(row)?,
        kind: row.get("kind")?,
        body: row.get("body")?,
        head: row.get::<_, Option<[u8; 32]>>("head")?.map(ChainHead),
        position: position.map(convert::count),
        sent: match (row.get("durable")?, row.get("acked")?) {
            (true, _) => SentState::Durable,
            (false, true) => SentState::Acked,
            (false, false) => SentState::Pending,
        },
        verdict: row.get("verdict")?,
    })
}

fn envelope(row: &Row<'_>) -> Result<Envelope, StoreError> {
    Ok(Envelope {
        id: EventId(convert::uuid(row, "id")?),
        origin: DeskId(convert::uuid(row, "origin")?),
        incarnation: row.get("incarnation")?,
        seq: convert::count(row.get("seq")?),
        dossier: DossierId(convert::uuid(row, "dossier_id")?),
        at: Timestamp(row.get("at_ms")?),
        officer: convert::parsed(row, "officer")?,
        own_epoch: row.get("own_epoch")?,
        clock: ClockReading {
            skew_ms: row.get("skew_ms")?,
            heard_at: row.get::<_, Option<i64>>("heard_at_ms")?.map(Timestamp),
        },
        versions: PinnedVersions {
            procedure: row.get("procedure_version")?,
            calendar: row.get("calendar_version")?,
            policy: row.get("policy_version")?,
        },
    })
}
