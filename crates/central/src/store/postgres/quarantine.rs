//! What waits for the administrator: pushes of desks out of service, kept as they came, and events
//! held in a journal without effect. Released events are admitted like any others; they leave the
//! quarantine only because the journal has them.

use domain::ids::DeskId;
use domain::time::Timestamp;
use protocol::wire::{PUSH_EVENTS_MAX, WireEvent};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

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

pub(super) async fn list(
    tx: &mut PgConnection,
    limit: usize,
) -> Result<Vec<QuarantinedEvent>, StoreError> {
    let rows = sqlx::query(
        "SELECT q.envelope, q.body, q.at, 'revoked_desk' AS reason, \
           coalesce(d.label, '') AS label \
         FROM quarantine q LEFT JOIN desk d ON d.id = q.desk \
         UNION ALL \
         SELECT e.envelope, e.body, e.admitted_at, e.issue, coalesce(d.label, '') \
         FROM event e LEFT JOIN desk d ON d.id = e.desk WHERE NOT e.applied \
           AND NOT EXISTS (SELECT 1 FROM ruling r WHERE r.event = e.no) \
         ORDER BY 3 LIMIT $1",
    )
    .bind(stored(limit.min(LIST_MAX) as u64))
    .fetch_all(tx)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &PgRow) -> Result<QuarantinedEvent, StoreError> {
    let (label, reason) = (row.try_get("label")?, row.try_get("reason")?);
    let at = Timestamp(row.try_get("at")?);
    Ok(waiting(&event(row)?, label, at, reason))
}

fn event(row: &PgRow) -> Result<WireEvent, StoreError> {
    wire_event(row.try_get("envelope")?, row.try_get("body")?)
}

/// The desk is locked first: two releases at once follow each other.
pub(super) async fn release(
    tx: &mut PgConnection,
    desk: DeskId,
    by: &Ruler,
) -> Result<Released, StoreError> {
    let Some(record) = desks::lock(tx, desk).await? else {
        return Ok(Released::Nothing);
    };
    if !rulings::may_rule(tx, &record.office, by).await? {
        return Ok(Released::NotAllowed);
    }
    let (mut events, mut issues) = (0, 0);
    for held in rulings::brought_in(tx, desk).await? {
        match rulings::release(tx, &held, by).await? {
            Ok(()) => events += 1,
            Err(_) => issues += 1,
        }
    }
    for incarnation in incarnations(tx, desk).await? {
        loop {
            let held = life(tx, desk, incarnation).await?;
            let next = next_events(tx, desk, incarnation, held).await?;
            let Some(first) = next.first() else { break };
            if first.envelope.seq > held.acked.saturating_add(1) {
                let expected = held.acked.saturating_add(1);
                return Ok(Released::Gap { expected });
            }
            let Ok(push) = Push::again(desk, incarnation, held, next) else {
                return Ok(Released::Fork); // two histories were set aside under one name
            };
            let Some(loaded) = load(tx, &push).await? else {
                return Ok(Released::Nothing);
            };
            let known = loaded.dossiers.keys().copied().collect();
            let Verdict::Admit(admission) = admit_released(&push, loaded) else {
                return Ok(Released::Fork);
            };
            let numbers = write(tx, &push, (&known, &admission), by.at()).await?;
            keep(tx, &push, (&admission, &numbers), by).await?;
            forget(tx, desk, incarnation, admission.life).await?;
            events += admission.events.len() as u64;
            issues += admission.issues.len() as u64;
        }
    }
    Ok(released(events, issues))
}

/// Writes down who let them in; what is still held goes on waiting.
async fn keep(
    tx: &mut PgConnection,
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
        rulings::keep(tx, record, by).await?;
    }
    Ok(())
}

async fn incarnations(tx: &mut PgConnection, desk: DeskId) -> Result<Vec<u32>, StoreError> {
    let rows = sqlx::query(
        "SELECT DISTINCT incarnation FROM quarantine WHERE desk = $1 ORDER BY incarnation",
    )
    .bind(desk.0)
    .fetch_all(tx)
    .await?;
    rows.iter().map(|row| number(row, "incarnation")).collect()
}

/// What was set aside beyond `held`, in order, at most one push.
pub(super) async fn next_events(
    tx: &mut PgConnection,
    desk: DeskId,
    incarnation: u32,
    held: Life,
) -> Result<Vec<WireEvent>, StoreError> {
    let rows = sqlx::query(
        "SELECT envelope, body FROM quarantine \
         WHERE desk = $1 AND incarnation = $2 AND seq > $3 ORDER BY seq, no LIMIT $4",
    )
    .bind(desk.0)
    .bind(i64::from(incarnation))
    .bind(stored(held.acked))
    .bind(stored(PUSH_EVENTS_MAX as u64))
    .fetch_all(tx)
    .await?;
    rows.iter().map(event).collect()
}

/// The journal has them now, byte for byte.
pub(super) async fn forget(
    tx: &mut PgConnection,
    desk: DeskId,
    incarnation: u32,
    held: Life,
) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM quarantine q WHERE q.desk = $1 AND q.incarnation = $2 AND q.seq <= $3 \
           AND EXISTS (SELECT 1 FROM event e WHERE e.desk = q.desk \
             AND e.incarnation = q.incarnation AND e.seq = q.seq \
             AND e.envelope = q.envelope AND e.body = q.body)",
    )
    .bind(desk.0)
    .bind(i64::from(incarnation))
    .bind(stored(held.acked))
    .execute(tx)
    .await?;
    Ok(())
}
