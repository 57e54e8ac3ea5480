//! Recording an official act: the event is sealed to the one before, and everything derived from it
//! changes in the same transaction.

use domain::code::DossierCode;
use domain::dossier::{EventBody, ReceivedCode};
use domain::ids::{DossierId, EventId, OfficerId, RequestId};
use domain::journal::{ChainHead, ClockReading, EVENT_BODY_BYTES_MAX, Envelope, PinnedVersions};
use domain::time::Timestamp;
use rusqlite::named_params;

use crate::convert;
use crate::error::StoreError;
use crate::fold::{Seen, Views};
use crate::table::event::{self, SentState, StoredEvent, event_sql};
use crate::table::life::{Life, UNSEALED};
use crate::tx::{Reader, Tx};

/// Most events one dossier may have; beyond is a runaway, not a dossier.
pub(crate) const DOSSIER_EVENTS_MAX: u32 = 10_000;

/// An act to record; its place in the journal is given here.
pub struct NewEvent<'a> {
    /// Unique over all desks (UUIDv7).
    pub id: EventId,
    /// The dossier.
    pub dossier: DossierId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub officer: &'a OfficerId,
    /// The ownership epoch the officer acted under.
    pub own_epoch: u32,
    /// What the desk knew of the time.
    pub clock: ClockReading,
    /// Versions pinned.
    pub versions: PinnedVersions,
    /// What happened.
    pub body: &'a EventBody,
}

impl Reader<'_> {
    /// The events of one dossier, in the order its state is folded: the centre's feed order, then
    /// what is not in the feed yet in the order it was recorded.
    ///
    /// # Errors
    /// As the database says.
    pub fn timeline(&self, dossier: DossierId) -> Result<Vec<StoredEvent>, StoreError> {
        self.row_id(dossier)?
            .map_or_else(|| Ok(Vec::new()), |row| self.events_of(row))
    }

    pub(crate) fn events_of(&self, dossier_row: u32) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = event_sql!(
            "WHERE e.dossier = :dossier
             ORDER BY e.position IS NULL, e.position, e.row LIMIT :limit"
        );
        let params = named_params! {":dossier": dossier_row, ":limit": DOSSIER_EVENTS_MAX};
        self.rows_of(sql, params, event::read)
    }

    /// Row id of a dossier, if any of its events is here.
    pub(crate) fn row_id(&self, dossier: DossierId) -> Result<Option<u32>, StoreError> {
        let sql = "SELECT row FROM fact_dossier WHERE id = :id";
        self.value(sql, named_params! {":id": dossier.0.as_bytes()})
    }
}

impl Tx<'_> {
    /// Records an act: position, incarnation, origin and chain head are given here; the dossier is
    /// folded, its views, search entries, request id and used number are written.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] for a body beyond the journal's limit; as the database says.
    pub fn append(&self, new: &NewEvent<'_>) -> Result<StoredEvent, StoreError> {
        let body = convert::to_json(new.body, "event")?;
        if body.len() > EVENT_BODY_BYTES_MAX {
            let max = EVENT_BODY_BYTES_MAX as u64;
            return Err(StoreError::TooMuch {
                what: "bytes in an event",
                max,
            });
        }
        let (incarnation, life) = self.present_life()?;
        let envelope = Envelope {
            id: new.id,
            origin: self.identity()?.desk,
            incarnation,
            seq: life.recorded + 1,
            dossier: new.dossier,
            at: new.at,
            officer: new.officer.clone(),
            own_epoch: new.own_epoch,
            clock: new.clock,
            versions: new.versions,
        };
        let head = life.head.after(&envelope, body.as_bytes());
        let kind = new.body.kind().to_owned();
        let (position, sent, verdict) = (None, SentState::Pending, String::new());
        let event = StoredEvent {
            envelope,
            kind,
            body,
            head: Some(head),
            position,
            sent,
            verdict,
        };
        let (dossier_row, seen) = self.row_id_or_new(new.dossier)?;
        self.insert_event(&event, dossier_row, None)?;
        self.begin_life(incarnation, event.envelope.seq, head)?;
        self.advance_mark(incarnation, event.envelope.seq, head)?;
        self.raise_clock_floor(new.at)?;
        let consequences = Consequences::of(new.body);
        self.note_consequences(new.dossier, dossier_row, &consequences, new.at)?;
        match seen {
            Seen::Never => {
                let views = Views::of_one(&event, new.body.clone());
                self.write_views(dossier_row, &views, seen)?;
            }
            Seen::Before => {
                self.refold(dossier_row, new.dossier)?;
            }
        }
        Ok(event)
    }

    /// Which life an event is recorded in now.
    fn present_life(&self) -> Result<(u32, Life), StoreError> {
        let incarnation = if self.is_restored()? {
            UNSEALED
        } else {
            self.identity()?.incarnation
        };
        let new = Life {
            recorded: 0,
            head: ChainHead::default(),
            acked: 0,
            durable: 0,
        };
        Ok((incarnation, self.life(incarnation)?.unwrap_or(new)))
    }

    /// The row id of a dossier; a dossier seen for the first time gets the next one.
    pub(crate) fn row_id_or_new(&self, dossier: DossierId) -> Result<(u32, Seen), StoreError> {
        if let Some(row) = self.row_id(dossier)? {
            return Ok((row, Seen::Before));
        }
        // not RETURNING, for which SQLite makes a table in memory each time
        let sql = "INSERT INTO fact_dossier (id) VALUES (:id)";
        self.execute(sql, named_params! {":id": dossier.0.as_bytes()})?;
        let row = u32::try_from(self.connection.last_insert_rowid());
        let row = row.map_err(|_full| StoreError::TooMuch {
            what: "dossiers",
            max: u64::from(u32::MAX),
        })?;
        Ok((row, Seen::Never))
    }

    /// Writes the row of an event: recorded here (`feed` is `None`, it has a head) or pulled.
    pub(crate) fn insert_event(
        &self,
        event: &StoredEvent,
        dossier_row: u32,
        feed: Option<&str>,
    ) -> Result<(), StoreError> {
        let e = &event.envelope;
        self.execute(
            "INSERT INTO fact_event (id, origin, incarnation, seq, dossier, at_ms, officer,
               own_epoch, skew_ms, heard_at_ms, procedure_version, calendar_version,
               policy_version, kind, body, own, head, feed, position)
             VALUES (:id, :origin, :incarnation, :seq, :dossier, :at, :officer, :own_epoch, :skew,
               :heard_at, :procedure, :calendar, :policy, :kind, :body, :own, :head, :feed, :position)",
            named_params! {
                ":id": e.id.0.as_bytes(),
                ":origin": e.origin.0.as_bytes(),
                ":incarnation": e.incarnation,
                ":seq": convert::column(e.seq),
                ":dossier": dossier_row,
                ":at": e.at.0,
                ":officer": e.officer.as_str(),
                ":own_epoch": e.own_epoch,
                ":skew": e.clock.skew_ms,
                ":heard_at": e.clock.heard_at.map(|at| at.0),
                ":procedure": e.versions.procedure,
                ":calendar": e.versions.calendar,
                ":policy": e.versions.policy,
                ":kind": event.kind,
                ":body": event.body,
                ":own": event.head.is_some(),
                ":head": event.head.map(|head| head.0),
                ":feed": feed,
                ":position": event.position.map(convert::column),
            },
        )?;
        Ok(())
    }

    /// Writes what an event settles beside the dossier's state.
    pub(crate) fn note_consequences(
        &self,
        dossier: DossierId,
        dossier_row: u32,
        consequences: &Consequences,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if let Some(request) = consequences.request {
            self.insert_request(request, dossier_row)?;
        }
        if let Some(code) = &consequences.code {
            self.note_number(code, dossier, at)?;
        }
        if let Some(about) = consequences.settled {
            self.settle_tasks(dossier, about, at)?;
        }
        Ok(())
    }
}

/// What an event settles beside the dossier's state.
#[derive(Default)]
pub(crate) struct Consequences {
    /// A request that is done.
    request: Option<RequestId>,
    /// A number that is used.
    code: Option<DossierCode>,
    /// An act whose tasks a person has decided.
    settled: Option<EventId>,
}

impl Consequences {
    pub(crate) fn of(body: &EventBody) -> Self {
        let mut consequences = Self::default();
        if let EventBody::Received(received) = body {
            consequences.request = Some(received.request);
            if let ReceivedCode::Official { code, .. } = &received.code {
                consequences.code = Some(code.clone());
            }
        }
        if let EventBody::Forwarded { request, .. } = body {
            consequences.request = Some(*request);
        }
        if let EventBody::CodeAssigned { code } | EventBody::CodeCorrected { code } = body {
            consequences.code = Some(code.clone());
        }
        if let EventBody::ConflictSettled { about, .. } = body {
            consequences.settled = Some(*about);
        }
        consequences
    }
}
