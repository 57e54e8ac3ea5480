//! Tasks as the window lists them, and the two sides of one.

use domain::dossier::{Dossier, EventBody, ReceivedCode, apply, fits};
use domain::ids::{DossierId, EventId};
use protocol::view::TaskView;
use store::{Reader, StoredEvent, Task, TaskState};

use crate::dossiers::refusal_view;
use crate::errors::Fault;

/// Two acts that did not go together: a person decides which is right. Every other kind is an act
/// the centre keeps without effect.
const CONFLICTS: [&str; 4] = [
    "no_longer_applies",
    "not_fitting",
    "stale_owner",
    CODE_CLASH,
];
/// Two dossiers under one code.
pub(super) const CODE_CLASH: &str = "code_clash";

/// Whether acts collided, rather than one being held.
pub(super) fn is_conflict(kind: &str) -> bool {
    CONFLICTS.contains(&kind)
}

fn group(task: &Task) -> &'static str {
    match task.refusal {
        Some(_) => "refused",
        None if is_conflict(&task.kind) => "conflict",
        None => "held",
    }
}

pub(super) fn task_view(r: &Reader<'_>, task: Task) -> Result<TaskView, Fault> {
    let row = task.dossier.map(|dossier| r.row_of(dossier)).transpose()?;
    let code = row.flatten().map(|row| row.code);
    Ok(TaskView {
        id: task.id,
        group: group(&task).to_owned(),
        refusal: task.refusal.as_ref().map(refusal_view),
        kind: task.kind,
        dossier: task.dossier.map(|id| id.to_string()).unwrap_or_default(),
        code: code.unwrap_or(task.detail),
        event: task.event_kind.unwrap_or_default(),
        since: task.made_at.0,
        state: match task.state {
            TaskState::New => "",
            TaskState::Handed => "handed",
            TaskState::Exported => "exported",
        }
        .to_owned(),
    })
}

/// What a task is about, read whole.
pub(super) struct Sides {
    /// The dossier as it stands.
    pub(super) state: Dossier,
    /// The act that found no place.
    pub(super) mine: Option<StoredEvent>,
    /// What stands instead.
    pub(super) theirs: Option<StoredEvent>,
}

impl Sides {
    /// `None` for a task about no dossier this desk has.
    pub(super) fn read(r: &Reader<'_>, task: &Task) -> Result<Option<Self>, Fault> {
        let Some(dossier) = task.dossier else {
            return Ok(None);
        };
        let Some(state) = r.dossier(dossier)? else {
            return Ok(None);
        };
        let events = r.timeline(dossier)?;
        let mine = match task.event {
            Some(id) => events.iter().find(|event| event.envelope.id == id),
            // a clash seen at this desk: it is the reception that brought the code
            None => events.iter().find(|event| event.kind == "received"),
        };
        let mine = mine.cloned();
        let theirs = match &mine {
            Some(mine) if task.kind == CODE_CLASH => twin(r, dossier, mine)?,
            Some(mine) => rival(dossier, &events, mine),
            None => None,
        };
        Ok(Some(Self {
            state,
            mine,
            theirs,
        }))
    }

    /// The event a decision is about.
    pub(super) fn about(&self) -> Option<EventId> {
        self.mine.as_ref().map(|event| event.envelope.id)
    }
}

/// The reception of the other dossier under the same code, when this desk has it.
fn twin(
    r: &Reader<'_>,
    dossier: DossierId,
    mine: &StoredEvent,
) -> Result<Option<StoredEvent>, Fault> {
    let Some(code) = mine.parsed().as_ref().and_then(given_code) else {
        return Ok(None);
    };
    let other = r.dossiers_by_code(&code)?;
    let other = other.into_iter().find(|id| *id != dossier);
    let events = other.map(|id| r.timeline(id)).transpose()?;
    let mut events = events.into_iter().flatten();
    Ok(events.find(|event| event.kind == "received"))
}

fn given_code(body: &EventBody) -> Option<String> {
    if let EventBody::CodeAssigned { code } | EventBody::CodeCorrected { code } = body {
        return Some(code.to_string());
    }
    let EventBody::Received(received) = body else {
        return None;
    };
    matches!(received.code, ReceivedCode::Official { .. }).then(|| received.code.to_string())
}

/// What stands in the way of an act: the last act of the same kind that took effect, else the last
/// that changed who holds the dossier or its status.
fn rival(id: DossierId, events: &[StoredEvent], mine: &StoredEvent) -> Option<StoredEvent> {
    let mut state = Dossier::new(id);
    let (mut same, mut moved) = (None, None);
    for event in events {
        if event.envelope.id == mine.envelope.id {
            continue;
        }
        let Some(body) = event.parsed().filter(|body| event.has_effect(body)) else {
            continue;
        };
        let before = state.clone();
        let fitting = fits(&before, &event.envelope, &body);
        state = apply(state, &event.envelope, &body);
        if !fitting {
            continue;
        }
        if event.kind == mine.kind {
            same = Some(event);
        }
        let is_moved = before.status != state.status
            || before.own_epoch != state.own_epoch
            || before.holder != state.holder
            || before.forwarded_to != state.forwarded_to;
        if is_moved {
            moved = Some(event);
        }
    }
    let is_stale = state.own_epoch > mine.envelope.own_epoch;
    let first = if is_stale {
        moved.or(same)
    } else {
        same.or(moved)
    };
    first.cloned()
}
