//! Decisions over events that are held without effect: see [`crate::store::CentralStore::rule`].

use std::collections::{HashMap, HashSet};

use domain::ids::{DeskId, DossierId, EventId, OfficeId};
use domain::journal::ChainHead;
use domain::time::Timestamp;
use protocol::wire::WireEvent;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

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
             WHERE NOT e.applied AND NOT EXISTS (SELECT 1 FROM ruling r WHERE r.event = e.no) ",
            $rest
        )
    };
}

pub(super) async fn rule(
    tx: &mut PgConnection,
    event: EventId,
    kind: RulingKind,
    by: &Ruler,
) -> Result<Ruled, StoreError> {
    let found = find(tx, event).await?;
    let aside = match &found {
        Some(_) => None,
        None => set_aside(tx, event).await?,
    };
    let named = found.as_ref().map(|held| &held.event).or(aside.as_ref());
    let Some(envelope) = named.map(|event| &event.envelope) else {
        return Ok(Ruled::NotHeld);
    };
    let desk = desks::lock(tx, envelope.origin).await?;
    let desk = desk.ok_or(StoreError::Row { what: "desk" })?;
    if !may_rule(tx, &desk.office, by).await? {
        return Ok(Ruled::NotAllowed);
    }
    if let Some(aside) = &aside
        && let Some(obstacle) = bring_in(tx, aside, by.at()).await?
    {
        return Ok(obstacle);
    }
    // again, now that the desk is locked: somebody else may have decided meanwhile
    let Some(held) = find(tx, event).await? else {
        return Ok(Ruled::NotHeld);
    };
    match kind {
        RulingKind::Released => let_in(tx, &held, by).await,
        RulingKind::Refused => {
            let record = Record {
                no: held.no,
                dossier: held.event.envelope.dossier,
                kind,
                behind: None,
                issue: &held.issue,
            };
            keep(tx, record, by).await?;
            let feed = Feed::Desk(held.event.envelope.origin).to_string();
            feeds::append(tx, &feed, &[held.no]).await?;
            Ok(Ruled::Done { effects: 0 })
        }
    }
}

/// Lets an event in, and what was held only because it was.
async fn let_in(tx: &mut PgConnection, held: &Held, by: &Ruler) -> Result<Ruled, StoreError> {
    if let Err(issue) = release(tx, held, by).await? {
        return Ok(Ruled::Still(issue));
    }
    let mut effects = 1;
    for follower in followers(tx, held.event.envelope.dossier).await? {
        effects += u64::from(release(tx, &follower, by).await?.is_ok());
    }
    Ok(Ruled::Done { effects })
}

/// Lets one event take effect now, or says why it cannot.
pub(super) async fn release(
    tx: &mut PgConnection,
    held: &Held,
    by: &Ruler,
) -> Result<Result<(), IssueCode>, StoreError> {
    let envelope = &held.event.envelope;
    let (desk, life) = (envelope.origin, envelope.incarnation);
    let push = Push::again(desk, life, Life::default(), vec![held.event.clone()]);
    let push = push.map_err(|_damaged| StoreError::Row { what: "event" })?;
    let loaded = load(tx, &push)
        .await?
        .ok_or(StoreError::Row { what: "desk" })?;
    let known = loaded.dossiers.keys().copied().collect();
    let admission = match admit::release(&push, loaded, held.head) {
        Ok(admission) => admission,
        Err(issue) => return Ok(Err(issue)),
    };
    let behind = last_effect(tx, envelope.dossier).await?;
    let numbers = Numbers {
        of: HashMap::from([(0, held.no)]),
        before: i64::MAX,
    };
    take_effect(tx, desk, (&known, &admission), &numbers).await?;
    let record = Record {
        no: held.no,
        dossier: envelope.dossier,
        kind: RulingKind::Released,
        behind: Some(behind),
        issue: issue_left(&admission),
    };
    keep(tx, record, by).await?;
    Ok(Ok(()))
}

/// Whether this officer decides over events of desks of `office`.
pub(super) async fn may_rule(
    tx: &mut PgConnection,
    office: &OfficeId,
    by: &Ruler,
) -> Result<bool, StoreError> {
    let found = sqlx::query("SELECT office, role, revoked_at FROM officer WHERE login = $1")
        .bind(by.officer().as_str())
        .fetch_optional(tx)
        .await?;
    let Some(row) = found else { return Ok(false) };
    let officer = KeptRuler {
        office: parsed(&row, "office")?,
        role: json(&row, "role")?,
        revoked_at: row.try_get::<Option<i64>, _>("revoked_at")?.map(Timestamp),
    };
    Ok(officer.may_rule(office))
}

async fn find(tx: &mut PgConnection, event: EventId) -> Result<Option<Held>, StoreError> {
    let sql = held_sql!("AND e.id = $1 AND e.issue <> 'duplicate_id'");
    let found = sqlx::query(sql).bind(event.0).fetch_optional(tx).await?;
    found.as_ref().map(read).transpose()
}

async fn followers(tx: &mut PgConnection, dossier: DossierId) -> Result<Vec<Held>, StoreError> {
    let sql =
        held_sql!("AND e.dossier = $1 AND e.issue = 'unknown_dossier' ORDER BY e.no LIMIT $2");
    let rows = sqlx::query(sql)
        .bind(dossier.0)
        .bind(stored(FOLLOWERS_MAX))
        .fetch_all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// Events of a desk that came in with a later one that a person decided over.
pub(super) async fn brought_in(
    tx: &mut PgConnection,
    desk: DeskId,
) -> Result<Vec<Held>, StoreError> {
    let sql = held_sql!("AND e.desk = $1 AND e.issue = 'revoked_desk' ORDER BY e.no");
    let rows = sqlx::query(sql).bind(desk.0).fetch_all(tx).await?;
    rows.iter().map(read).collect()
}

fn read(row: &PgRow) -> Result<Held, StoreError> {
    Ok(Held {
        no: row.try_get("no")?,
        head: ChainHead(bytes(row, "head")?),
        issue: row.try_get("issue")?,
        event: event(row)?,
    })
}

fn event(row: &PgRow) -> Result<WireEvent, StoreError> {
    wire_event(row.try_get("envelope")?, row.try_get("body")?)
}

/// The event as a desk out of service sent it.
async fn set_aside(tx: &mut PgConnection, id: EventId) -> Result<Option<WireEvent>, StoreError> {
    let rows = sqlx::query(
        "SELECT envelope, body FROM quarantine WHERE strpos(envelope, $1) > 0 ORDER BY no",
    )
    .bind(id.to_string())
    .fetch_all(tx)
    .await?;
    for row in &rows {
        let found = event(row)?;
        if found.envelope.id == id {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Takes what was set aside into the journal up to this event, without effect; or what stands in the
/// way.
async fn bring_in(
    tx: &mut PgConnection,
    last: &WireEvent,
    now: Timestamp,
) -> Result<Option<Ruled>, StoreError> {
    let (desk, incarnation) = (last.envelope.origin, last.envelope.incarnation);
    loop {
        let held = life(tx, desk, incarnation).await?;
        let mut next = next_events(tx, desk, incarnation, held).await?;
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
        let Some(loaded) = load(tx, &push).await? else {
            return Ok(Some(Ruled::NotHeld));
        };
        let Verdict::Admit(admission) = admit_held(&push, &loaded) else {
            return Ok(Some(Ruled::Fork));
        };
        write(tx, &push, (&HashSet::new(), &admission), now).await?;
        forget(tx, desk, incarnation, admission.life).await?;
    }
}

/// The number of the last event of a dossier that took effect in its own place.
async fn last_effect(tx: &mut PgConnection, dossier: DossierId) -> Result<i64, StoreError> {
    let row = sqlx::query(
        "SELECT coalesce(max(no), 0) AS last FROM event WHERE dossier = $1 AND applied",
    )
    .bind(dossier.0)
    .fetch_one(tx)
    .await?;
    Ok(row.try_get("last")?)
}

pub(super) async fn keep(
    tx: &mut PgConnection,
    record: Record<'_>,
    by: &Ruler,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO ruling(event, dossier, kind, behind, issue, officer, reason, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(record.no)
    .bind(record.dossier.0)
    .bind(record.kind.as_str())
    .bind(record.behind)
    .bind(record.issue)
    .bind(by.officer().as_str())
    .bind(by.reason())
    .bind(by.at().0)
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn list(tx: &mut PgConnection, limit: usize) -> Result<Vec<Ruling>, StoreError> {
    let rows = sqlx::query(
        "SELECT e.id, e.desk, e.incarnation, e.seq, r.dossier, r.kind, r.officer, r.reason, r.at \
         FROM ruling r JOIN event e ON e.no = r.event ORDER BY r.no DESC LIMIT $1",
    )
    .bind(stored(limit as u64))
    .fetch_all(tx)
    .await?;
    let ruling = |row: &PgRow| {
        Ok(Ruling {
            event: EventId(row.try_get("id")?),
            desk: DeskId(row.try_get("desk")?),
            incarnation: number(row, "incarnation")?,
            seq: number(row, "seq")?,
            dossier: DossierId(row.try_get("dossier")?),
            kind: read_kind(row.try_get("kind")?)?,
            officer: parsed(row, "officer")?,
            reason: row.try_get("reason")?,
            at: Timestamp(row.try_get("at")?),
        })
    };
    rows.iter().map(ruling).collect()
}
