//! From the events of a dossier to its state and views, in the transaction that changed the events.
//!
//! State = `apply` over the events in the centre's feed order, then this desk's pending events on
//! top. An event the centre refused is left out until the feed says otherwise. Never fails because
//! of what an event says: a kind of a newer program is skipped and stays in the journal.

use domain::dossier::{Attachment, Dossier, EventBody, apply, fits};
use domain::ids::{DossierId, EventId};
use domain::journal::Envelope;
use domain::mutation::Guard;
use domain::time::Timestamp;
use rusqlite::named_params;

use crate::convert;
use crate::error::StoreError;
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

/// Folds events that are in fold order.
pub(crate) fn fold(id: DossierId, events: &[StoredEvent]) -> Folded {
    let (state, reception) = (Dossier::new(id), None);
    let mut folded = Folded {
        state,
        reception,
        misfits: Vec::new(),
        collisions: Vec::new(),
        attachments: Vec::new(),
    };
    for event in events {
        let Some(body) = event.parsed().filter(|body| event.has_effect(body)) else {
            continue;
        };
        let fitting = fits(&folded.state, &event.envelope, &body);
        if fitting && matches!(body, EventBody::Received(_)) {
            folded.reception = Some(event.envelope.clone());
        }
        match (fitting, event.position, event.head) {
            (false, Some(_), _) => folded.collisions.push(event.envelope.clone()),
            (false, None, Some(_)) => folded.misfits.push(event.envelope.clone()),
            (false, None, None) | (true, ..) => {}
        }
        folded.state = apply(folded.state, &event.envelope, &body);
        folded.attachments.extend(attachments_of(body));
    }
    let settled = &folded.state.settled;
    let is_open = |e: &Envelope| !settled.iter().any(|settled| settled.about == e.id);
    folded.collisions.retain(is_open);
    folded.misfits.retain(is_open);
    folded
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

impl StoredEvent {
    /// Whether the event counts in the fold: not one the centre keeps without effect. A reception
    /// always does.
    #[must_use]
    pub fn has_effect(&self, body: &EventBody) -> bool {
        self.position.is_some()
            || matches!(body, EventBody::Received(_))
            || !VERDICTS_WITHOUT_EFFECT.contains(&self.verdict.as_str())
    }
}

impl Reader<'_> {
    /// The state of a dossier; `None` when nothing of it is here.
    ///
    /// # Errors
    /// As the database says.
    pub fn dossier(&self, dossier: DossierId) -> Result<Option<Dossier>, StoreError> {
        let sql = "SELECT s.state FROM view_state AS s
                   JOIN fact_dossier AS d ON d.row = s.row WHERE d.id = :id";
        let json: Option<String> = self.value(sql, named_params! {":id": dossier.0.as_bytes()})?;
        json.map(|json| convert::from_json(&json, "dossier state"))
            .transpose()
    }
}

impl Tx<'_> {
    /// Folds one dossier again and writes its views.
    pub(crate) fn refold(&self, row: u32, dossier: DossierId) -> Result<Folded, StoreError> {
        let events = if self.mutation.keeps(Guard::Rebase) {
            self.events_of(row)?
        } else {
            self.as_they_came(row)?
        };
        let folded = fold(dossier, &events);
        self.write_views(row, &folded)?;
        Ok(folded)
    }

    /// What is folded when the guard is off: the order in which the events came to this desk.
    fn as_they_came(&self, row: u32) -> Result<Vec<StoredEvent>, StoreError> {
        let sql = event_sql!("WHERE e.dossier = :dossier ORDER BY e.row LIMIT :limit");
        let params = named_params! {":dossier": row, ":limit": DOSSIER_EVENTS_MAX};
        self.rows_of(sql, params, event::read)
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
