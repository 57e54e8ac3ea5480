//! Decisions over events that are held without effect: see [`crate::store::CentralStore::rule`].

use std::collections::HashMap;

use domain::ids::{DeskId, DossierId, EventId, OfficeId};
use domain::journal::ChainHead;
use domain::time::Timestamp;
use protocol::wire::WireEvent;
use rusqlite::{Row, Transaction, named_params};

use super::desks;
use super::feeds;
use super::journal::{take_effect, write};
use super::load::{life, load};
use super::quarantine::{forget, next_events};
use super::rows::{bytes, json, number, parsed, stored};
use crate::admit::{self, Feed, IssueCode, Life, Push, Verdict, admit_held};
use crate::store::rules::paging::wire_event;
use crate::store::rules::pushing::Numbers;
use crate::store::rules::ruling::{FOLLOWERS_MAX, Held, KeptRuler, Record, issue_left, read_kind};
use crate::store::{Ruled, Ruler, Ruling, RulingKind, StoreError};

/// Held events, with what else is asked of them.
macro_rules! held_sql {
    ($rest:literal) => {
        concat!(
            "SELECT e.no, e.head, e.issue, e.envelope, e.body FROM event e \
             WHERE e.applied = 0 AND NOT EXISTS (SELECT 1 FROM ruling r WHERE r.event = e.no) ",
            $rest
        )
    };
}

pub(super) fn rule(
    tx: &Transaction<'_>,
    event: EventId,
    kind: RulingKind,
    by: &Ruler,
) -> Result<Ruled, StoreError> {
    let found = find(tx, event)?;
    let aside = match &found {
        Some(_) => None,
        None => set_aside(tx, event)?,
    };
    let named = found.as_ref().map(|held| &held.event).or(aside.as_ref());
    let Some(envelope) = named.map(|event| &event.envelope) else {
        return Ok(Ruled::NotHeld);
    };
    let desk = desks::find(tx, envelope.origin)?;
    let desk = desk.ok_or(StoreError::Row { what: "desk" })?;
    if !may_rule(tx, &desk.office, by)? {
        return Ok(Ruled::NotAllowed);
    }
    if let Some(aside) = &aside
        && let Some(obstacle) = bring_in(tx, aside, by.at())?
    {
        return Ok(obstacle);
    }
    let Some(held) = found.map_or_else(|| find(tx, event), |held| Ok(Some(held)))? else {
        return Ok(Ruled::NotHeld);
    };
    match kind {
        RulingKind::Released => let_in(tx, &held, by),
        RulingKind::Refused => {
            let record = Record {
                no: held.no,
                dossier: held.event.envelope.dossier,
                kind,
                behind: None,
                issue: &held.issue,
            };
            keep(tx, record, by)?;
            let feed = Feed::Desk(held.event.envelope.origin).to_string();
            feeds::append(tx, &feed, &[held.no])?;
            Ok(Ruled::Done { effects: 0 })
        }
    }
}

/// Lets an event in, and what was held only because it was.
fn let_in(tx: &Transaction<'_>, held: &Held, by: &Ruler) -> Result<Ruled, StoreError> {
    if let Err(issue) = release(tx, held, by)? {
        return Ok(Ruled::Still(issue));
    }
    let mut effects = 1;
    for follower in followers(tx, held.event.envelope.dossier)? {
        effects += u64::from(release(tx, &follower, by)?.is_ok());
    }
    Ok(Ruled::Done { effects })
}

/// Lets one event take effect now, or says why it cannot.
pub(super) fn release(
    tx: &Transaction<'_>,
    held: &Held,
    by: &Ruler,
) -> Result<Result<(), IssueCode>, StoreError> {
    let envelope = &held.event.envelope;
    let (desk, life) = (envelope.origin, envelope.incarnation);
    let push = Push::again(desk, life, Life::default(), vec![held.event.clone()]);
    let push = push.map_err(|_damaged| StoreError::Row { what: "event" })?;
    let loaded = load(tx, &push)?.ok_or(StoreError::Row { what: "desk" })?;
    let admission = match admit::release(&push, loaded, held.head) {
        Ok(admission) => admission,
        Err(issue) => return Ok(Err(issue)),
    };
    let behind = last_effect(tx, envelope.dossier)?;
    let numbers = Numbers {
        of: HashMap::from([(0, held.no)]),
        before: i64::MAX,
    };
    take_effect(tx, desk, &admission, &numbers)?;
    let record = Record {
        no: held.no,
        dossier: envelope.dossier,
        kind: RulingKind::Released,
        behind: Some(behind),
        issue: issue_left(&admission),
    };
    keep(tx, record, by)?;
    Ok(Ok(()))
}

/// Whether this officer decides over events of desks of `office`.
pub(super) fn may_rule(
    tx: &Transaction<'_>,
    office: &OfficeId,
    by: &Ruler,
) -> Result<bool, StoreError> {
    let mut statement =
        tx.prepare_cached("SELECT office, role, revoked_at FROM officer WHERE login = :login")?;
    let kept = |row: &Row<'_>| {
        Ok::<_, StoreError>(KeptRuler {
            office: parsed(row, "office")?,
            role: json(row, "role")?,
            revoked_at: row.get::<_, Option<i64>>("revoked_at")?.map(Timestamp),
        })
    };
    let named = named_params! { ":login": by.officer().as_str() };
    let officer = statement.query_and_then(named, kept)?.next().transpose()?;
    Ok(officer.is_some_and(|officer| officer.may_rule(office)))
}

fn find(tx: &Transaction<'_>, event: EventId) -> Result<Option<Held>, StoreError> {
    let sql = held_sql!("AND e.id = :id AND e.issue <> 'duplicate_id'");
    let mut statement = tx.prepare_cached(sql)?;
    let named = named_params! { ":id": event.to_string() };
    let mut found = statement.query_and_then(named, read)?;
    found.next().transpose()
}

fn followers(tx: &Transaction<'_>, dossier: DossierId) -> Result<Vec<Held>, StoreError> {
    let sql = held_sql!(
        "AND e.dossier = :dossier AND e.issue = 'unknown_dossier' ORDER BY e.no LIMIT :most"
    );
    let mut statement = tx.prepare_cached(sql)?;
    let named = named_params! {
        ":dossier": dossier.to_string(), ":most": stored(FOLLOWERS_MAX),
    };
    statement.query_and_then(named, read)?.collect()
}

/// Events of a desk that came in with a later one that a person decided over.
pub(super) fn brought_in(tx: &Transaction<'_>, desk: DeskId) -> Result<Vec<Held>, StoreError> {
    let sql = held_sql!("AND e.desk = :desk AND e.issue = 'revoked_desk' ORDER BY e.no");
    let mut statement = tx.prepare_cached(sql)?;
    let named = named_params! { ":desk": desk.to_string() };
    statement.query_and_then(named, read)?.collect()
}

fn read(row: &Row<'_>) -> Result<Held, StoreError> {
    let envelope: String = row.get("envelope")?;
    Ok(Held {
        no: row.get("no")?,
        head: ChainHead(bytes(row, "head")?),
        issue: row.get("issue")?,
        event: wire_event(&envelope, row.get("body")?)?,
    })
}

/// The event as a desk out of service sent it.
fn set_aside(tx: &Transaction<'_>, event: EventId) -> Result<Option<WireEvent>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT envelope, body FROM quarantine WHERE instr(envelope, :id) > 0 ORDER BY no",
    )?;
    let named = named_params! { ":id": event.to_string() };
    let rows = statement.query_and_then(named, |row| {
        let envelope: String = row.get("envelope")?;
        wire_event(&envelope, row.get("body")?)
    })?;
    for found in rows {
        let found = found?;
        if found.envelope.id == event {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Takes what was set aside into the journal up to this event, without effect; or what stands in the
/// way.
fn bring_in(
    tx: &Transaction<'_>,
    last: &WireEvent,
    now: Timestamp,
) -> Result<Option<Ruled>, StoreError> {
    let (desk, incarnation) = (last.envelope.origin, last.envelope.incarnation);
    loop {
        let held = life(tx, desk, incarnation)?;
        let mut next = next_events(tx, desk, incarnation, held)?;
        next.retain(|event| event.envelope.seq <= last.envelope.seq);
        let Some(first) = next.first() else {
            return Ok(None);
        };
        let expected = held.acked.saturating_add(1);
        if first.envelope.seq > expected {
            return Ok(Some(Ruled::Gap { expected }));
        }
        let Ok(push) = Push::again(desk, incarnation, held, next) else {
            return Ok(Some(Ruled::Fork)); // two histories were set aside under one name
        };
        let Some(loaded) = load(tx, &push)? else {
            return Ok(Some(Ruled::NotHeld));
        };
        let Verdict::Admit(admission) = admit_held(&push, &loaded) else {
            return Ok(Some(Ruled::Fork));
        };
        write(tx, &push, &admission, now)?;
        forget(tx, desk, incarnation, admission.life)?;
    }
}

/// The number of the last event of a dossier that took effect in its own place.
fn last_effect(tx: &Transaction<'_>, dossier: DossierId) -> Result<i64, StoreError> {
    Ok(tx.query_row(
        "SELECT coalesce(max(no), 0) AS last FROM event WHERE dossier = :dossier AND applied = 1",
        named_params! { ":dossier": dossier.to_string() },
        |row| row.get("last"),
    )?)
}

pub(super) fn keep(tx: &Transaction<'_>, record: Record<'_>, by: &Ruler) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO ruling(event, dossier, kind, behind, issue, officer, reason, at) \
         VALUES (:event, :dossier, :kind, :behind, :issue, :officer, :reason, :at)",
    )?
    .execute(named_params! {
        ":event": record.no, ":dossier": record.dossier.to_string(),
        ":kind": record.kind.as_str(), ":behind": record.behind, ":issue": record.issue,
        ":officer": by.officer().as_str(), ":reason": by.reason(), ":at": by.at().0,
    })?;
    Ok(())
}

pub(super) fn list(tx: &Transaction<'_>, limit: usize) -> Result<Vec<Ruling>, StoreError> {
    let mut statement = tx.prepare(
        "SELECT e.id, e.desk, e.incarnation, e.seq, r.dossier, r.kind, r.officer, r.reason, r.at \
         FROM ruling r JOIN event e ON e.no = r.event ORDER BY r.no DESC LIMIT :limit",
    )?;
    statement
        .query_and_then(named_params! { ":limit": stored(limit as u64) }, |row| {
            let kind: String = row.get("kind")?;
            Ok(Ruling {
                event: parsed(row, "id")?,
                desk: parsed(row, "desk")?,
                incarnation: number(row, "incarnation")?,
                seq: number(row, "seq")?,
                dossier: parsed(row, "dossier")?,
                kind: read_kind(&kind)?,
                officer: parsed(row, "officer")?,
                reason: row.get("reason")?,
                at: Timestamp(row.get("at")?),
            })
        })?
        .collect()
}
