//! What waits for the administrator: pushes of desks out of service, kept as they came, and events
//! held in a journal without effect. Released events are admitted like any others; they leave the
//! quarantine only because the journal has them.

use domain::ids::DeskId;
use domain::time::Timestamp;
use protocol::wire::{PUSH_EVENTS_MAX, WireEvent};
use rusqlite::{Row, Transaction, named_params};

use super::desks;
use super::journal::write;
use super::load::{life, load};
use super::rows::{number, stored};
use super::rulings;
use crate::admit::{Admission, IssueCode, Life, Push, Verdict, admit_released};
use crate::store::rules::paging::wire_event;
use crate::store::rules::pushing::Numbers;
use crate::store::rules::quarantine::{LIST_MAX, released, waiting};
use crate::store::rules::ruling::Record;
use crate::store::{QuarantinedEvent, Released, Ruler, RulingKind, StoreError};

pub(super) fn list(
    tx: &Transaction<'_>,
    limit: usize,
) -> Result<Vec<QuarantinedEvent>, StoreError> {
    let mut statement = tx.prepare(
        "SELECT q.envelope, q.body, q.at, 'revoked_desk' AS reason, \
           coalesce(d.label, '') AS label \
         FROM quarantine q LEFT JOIN desk d ON d.id = q.desk \
         UNION ALL \
         SELECT e.envelope, e.body, e.admitted_at, e.issue, coalesce(d.label, '') \
         FROM event e LEFT JOIN desk d ON d.id = e.desk WHERE e.applied = 0 \
           AND NOT EXISTS (SELECT 1 FROM ruling r WHERE r.event = e.no) \
         ORDER BY 3 LIMIT :limit",
    )?;
    let limit = stored(limit.min(LIST_MAX) as u64);
    statement
        .query_and_then(named_params! { ":limit": limit }, read)?
        .collect()
}

fn read(row: &Row<'_>) -> Result<QuarantinedEvent, StoreError> {
    let (label, reason) = (row.get("label")?, row.get("reason")?);
    let at = Timestamp(row.get("at")?);
    Ok(waiting(&event(row)?, label, at, reason))
}

fn event(row: &Row<'_>) -> Result<WireEvent, StoreError> {
    let envelope: String = row.get("envelope")?;
    wire_event(&envelope, row.get("body")?)
}

pub(super) fn release(
    tx: &Transaction<'_>,
    desk: DeskId,
    by: &Ruler,
) -> Result<Released, StoreError> {
    let Some(record) = desks::find(tx, desk)? else {
        return Ok(Released::Nothing);
    };
    if !rulings::may_rule(tx, &record.office, by)? {
        return Ok(Released::NotAllowed);
    }
    let (mut events, mut issues) = (0, 0);
    for held in rulings::brought_in(tx, desk)? {
        match rulings::release(tx, &held, by)? {
            Ok(()) => events += 1,
            Err(_) => issues += 1,
        }
    }
    for incarnation in incarnations(tx, desk)? {
        loop {
            let held = life(tx, desk, incarnation)?;
            let next = next_events(tx, desk, incarnation, held)?;
            let Some(first) = next.first() else { break };
            if first.envelope.seq > held.acked.saturating_add(1) {
                let expected = held.acked.saturating_add(1);
                return Ok(Released::Gap { expected });
            }
            let Ok(push) = Push::again(desk, incarnation, held, next) else {
                return Ok(Released::Fork); // two histories were set aside under one name
            };
            let Some(loaded) = load(tx, &push)? else {
                return Ok(Released::Nothing);
            };
            let Verdict::Admit(admission) = admit_released(&push, loaded) else {
                return Ok(Released::Fork);
            };
            let numbers = write(tx, &push, &admission, by.at())?;
            keep(tx, &push, (&admission, &numbers), by)?;
            forget(tx, desk, incarnation, admission.life)?;
            events += admission.events.len() as u64;
            issues += admission.issues.len() as u64;
        }
    }
    Ok(released(events, issues))
}

/// Writes down who let them in; what is still held goes on waiting.
fn keep(
    tx: &Transaction<'_>,
    push: &Push,
    (admission, numbers): (&Admission, &Numbers),
    by: &Ruler,
) -> Result<(), StoreError> {
    for event in admission.events.iter().filter(|event| event.applied) {
        let received = push.events().get(event.index);
        let no = numbers.of.get(&event.index);
        let Some((received, no)) = received.zip(no) else {
            continue;
        };
        let record = Record {
            no: *no,
            dossier: received.envelope.dossier,
            kind: RulingKind::Released,
            behind: None,
            issue: event.issue.map_or("", IssueCode::as_str),
        };
        rulings::keep(tx, record, by)?;
    }
    Ok(())
}

fn incarnations(tx: &Transaction<'_>, desk: DeskId) -> Result<Vec<u32>, StoreError> {
    let mut statement = tx.prepare(
        "SELECT DISTINCT incarnation FROM quarantine WHERE desk = :desk ORDER BY incarnation",
    )?;
    statement
        .query_and_then(named_params! { ":desk": desk.to_string() }, |row| {
            number(row, "incarnation")
        })?
        .collect()
}

/// What was set aside beyond `held`, in order, at most one push.
pub(super) fn next_events(
    tx: &Transaction<'_>,
    desk: DeskId,
    incarnation: u32,
    held: Life,
) -> Result<Vec<WireEvent>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT envelope, body FROM quarantine \
         WHERE desk = :desk AND incarnation = :incarnation AND seq > :acked \
         ORDER BY seq, no LIMIT :limit",
    )?;
    let params = named_params! {
        ":desk": desk.to_string(), ":incarnation": incarnation, ":acked": stored(held.acked),
        ":limit": stored(PUSH_EVENTS_MAX as u64),
    };
    statement.query_and_then(params, event)?.collect()
}

/// The journal has them now, byte for byte.
pub(super) fn forget(
    tx: &Transaction<'_>,
    desk: DeskId,
    incarnation: u32,
    held: Life,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM quarantine WHERE desk = :desk AND incarnation = :incarnation \
           AND seq <= :acked AND EXISTS (SELECT 1 FROM event e WHERE e.desk = quarantine.desk \
             AND e.incarnation = quarantine.incarnation AND e.seq = quarantine.seq \
             AND e.envelope = quarantine.envelope AND e.body = quarantine.body)",
        named_params! {
            ":desk": desk.to_string(), ":incarnation": incarnation,
            ":acked": stored(held.acked),
        },
    )?;
    Ok(())
}
