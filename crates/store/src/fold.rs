//! From the events of a dossier to its state and views, in the transaction that changed the events.
//!
//! State = `apply` over the events in the centre's feed order, then this desk's pending events on
//! top. An event the centre refused is left out until the feed says otherwise. Never fails because
//! of what an event says: a kind of a newer program is skipped and stays in the journal.

use domain::dossier::{Attachment, Dossier, EventBody, take};
use domain::ids::{DossierId, EventId};
use domain::journal::Envelope;
use domain::mutation::Guard;
use domain::time::Timestamp;
use rusqlite::named_params;

use crate::error::StoreError;
use crate::search::Entries;
use crate::table::event::{self, StoredEvent, event_sql};
use crate::table::journal::DOSSIER_EVENTS_MAX;
use crate::table::task::NewTask;
use crate::tx::{Reader, Tx};

/// Task: what this desk did and has not sent yet no longer fits.
const PENDING_MISFIT: &str = "no_longer_applies";
/// Task, and the centre's verdict: the event stands in the feed, but the dossier's state had no place
/// for it.
const COLLISION: &str = "not_fitting";
/// Verdicts of the centre on events it keeps but neither folds nor puts into a feed. Any other
/// verdict only asks for a person; and a reception always stands, for the citizen has the receipt.
pub(crate) const VERDICTS_WITHOUT_EFFECT: [&str; 9] = [
    "unreadable",
    "duplicate_id",
    "unknown_officer",
    "revoked_officer",
    "revoked_desk",
    "not_allowed",
    "unknown_dossier",
    "already_received",
    "stale_owner",
];

/// A dossier folded from its events.
pub(crate) struct Folded {
    pub(crate) state: Dossier,
    /// Envelope of the reception.
    pub(crate) reception: Option<Envelope>,
    /// Pending events of this desk that no longer fit.
    pub(crate) misfits: Vec<Envelope>,
    /// Events in the feed that found no place, and that nobody has decided over.
    pub(crate) collisions: Vec<Envelope>,
    /// Every page or file ever bound, taken out again or not: the centre gets them all.
    pub(crate) attachments: Vec<Attachment>,
}

/// Folds events that are in fold order, with their bodies where those read.
fn fold<'a>(
    id: DossierId,
    events: impl IntoIterator<Item = (&'a StoredEvent, Option<EventBody>)>,
) -> Folded {
    let (state, reception) = (Dossier::new(id), None);
    let mut folded = Folded {
        state,
        reception,
        misfits: Vec::new(),
        collisions: Vec::new(),
        attachments: Vec::new(),
    };
    for (event, body) in events {
        let Some(body) = body.filter(|body| event.has_effect(body)) else {
            continue;
        };
        let fitting = take(&mut folded.state, &event.envelope, &body);
        if fitting && matches!(body, EventBody::Received(_)) {
            folded.reception = Some(event.envelope.clone());
        }
        match (fitting, event.position, event.head) {
            (false, Some(_), _) => folded.collisions.push(event.envelope.clone()),
            (false, None, Some(_)) => folded.misfits.push(event.envelope.clone()),
            (false, None, None) | (true, ..) => {}
        }
        folded.attachments.extend(attachments_of(body));
    }
    let settled = &folded.state.settled;
    let is_open = |e: &Envelope| !settled.iter().any(|settled| settled.about == e.id);
    folded.collisions.retain(is_open);
    folded.misfits.retain(is_open);
    folded
}

fn fold_all(id: DossierId, events: &[StoredEvent]) -> Folded {
    fold(id, events.iter().map(|event| (event, event.parsed())))
}

/// Pages and files an event binds.
fn attachments_of(body: EventBody) -> Vec<Attachment> {
    if let EventBody::Received(received) = body {
        return received.attachments;
    }
    if let EventBody::AttachmentsAdded { attachments } = body {
        attachments
    } else {
        Vec::new()
    }
}

/// A dossier as it is shown, made without the database: folded, and what it is found by.
pub(crate) struct Views {
    pub(crate) folded: Folded,
    /// Only of one that was received.
    pub(crate) entries: Option<Entries>,
}

impl Views {
    pub(crate) fn of(folded: Folded) -> Self {
        let received = folded.state.received.as_ref();
        let received = received.filter(|_| folded.reception.is_some());
        let entries = received.map(|received| Entries::of(&folded.state, received));
        Self { folded, entries }
    }

    /// Of a dossier with one event only.
    pub(crate) fn of_one(event: &StoredEvent, body: EventBody) -> Self {
        Self::of(fold(event.envelope.dossier, [(event, Some(body))]))
    }
}

/// Whether a dossier was here before this transaction came to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Nothing of it has been written yet.
    Never,
    /// It may have views.
    Before,
}

impl StoredEvent {
    /// Whether the centre keeps it without effect, as far as this desk has heard.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.position.is_none() && VERDICTS_WITHOUT_EFFECT.contains(&self.verdict.as_str())
    }

    /// Whether the event counts in the fold: not one the centre keeps without effect. A reception
    /// always does.
    #[must_use]
    pub fn has_effect(&self, body: &EventBody) -> bool {
        self.position.is_some() || matches!(body, EventBody::Received(_)) || !self.is_held()
    }
}

impl Reader<'_> {
    /// The state of a dossier; `None` when nothing of it is here.
    ///
    /// # Errors
    /// As the database says.
    pub fn dossier(&self, dossier: DossierId) -> Result<Option<Dossier>, StoreError> {
        let Some(row) = self.row_id(dossier)? else {
            return Ok(None);
        };
        let events = self.events_to_fold(row)?;
        Ok((!events.is_empty()).then(|| fold_all(dossier, &events).state))
    }

    fn events_to_fold(&self, row: u32) -> Result<Vec<StoredEvent>, StoreError> {
        if self.mutation.keeps(Guard::Rebase) {
            self.events_of(row)
        } else {
            self.as_they_came(row)
        }
    }

    /// What is folded when the guard is off: the order in which the events came to this desk.
    fn as_they_came(&self, row: u32) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = event_sql!("WHERE e.dossier = :dossier ORDER BY e.row LIMIT :limit");
        let params = named_params! {":dossier": row, ":limit": DOSSIER_EVENTS_MAX};
        self.rows_of(sql, params, event::read)
    }
}

impl Tx<'_> {
    /// Folds one dossier again and writes its views.
    pub(crate) fn refold(&self, row: u32, dossier: DossierId) -> Result<Folded, StoreError> {
        let views = Views::of(fold_all(dossier, &self.events_to_fold(row)?));
        self.write_views(row, &views, Seen::Before)?;
        Ok(views.folded)
    }

    /// After a pull: folds again; what this desk did that no longer fits and what collided at two
    /// desks become tasks, and a task whose event fits again ends.
    pub(crate) fn rebase(
        &self,
        row: u32,
        dossier: DossierId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let folded = self.refold(row, dossier)?;
        let mut wanted: Vec<(&str, EventId)> = Vec::new();
        wanted.extend(folded.misfits.iter().map(|e| (PENDING_MISFIT, e.id)));
        wanted.extend(folded.collisions.iter().map(|e| (COLLISION, e.id)));
        for open in self.open_tasks_of(dossier, PENDING_MISFIT)? {
            if !wanted.contains(&(PENDING_MISFIT, open)) {
                self.end_tasks_of(open, PENDING_MISFIT, at)?;
            }
        }
        for (kind, event) in wanted {
            let (dossier, event) = (Some(dossier), Some(event));
            self.add_task(&NewTask {
                kind,
                dossier,
                event,
                detail: "",
                at,
            })?;
        }
        for envelope in folded.misfits {
            self.reopen_task(envelope.id, PENDING_MISFIT)?;
        }
        Ok(())
    }
}
