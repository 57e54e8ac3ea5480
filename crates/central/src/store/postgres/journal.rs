//! Pushes: load and lock, let [`crate::admit`] decide, write the verdict, many rows a statement.

use std::collections::{HashMap, HashSet};

use domain::ids::{BlobHash, DeskId, DossierId};
use domain::time::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::load::load;
use super::rows::{number, parsed, stored, to_json};
use super::{desks, feeds};
use crate::admit::{Admission, IssueCode, Push, PushOutcome, PushStanding, Verdict, admit};
use crate::store::rules::pushing::Numbers;
use crate::store::rules::pushing::{self, MISSING_BLOBS_MAX};
use crate::store::{LifeMark, StoreError};

pub(super) async fn push(
    tx: &mut PgConnection,
    push: &Push,
    now: Timestamp,
) -> Result<PushOutcome, StoreError> {
    let Some(loaded) = load(tx, push).await? else {
        return Ok(PushOutcome::UnknownDesk);
    };
    match admit(push, &loaded) {
        Verdict::Admit(admission) => {
            let known = loaded.dossiers.into_keys().collect();
            write(tx, push, (&known, &admission), now).await?;
            let standing = standing_after(tx, push, &admission).await?;
            Ok(PushOutcome::Admitted(standing))
        }
        Verdict::Gap { expected } => Ok(PushOutcome::Gap { expected }),
        Verdict::Fork { head } => {
            if push.incarnation() == loaded.incarnation {
                desks::freeze(tx, push.desk()).await?;
            }
            Ok(PushOutcome::Fork { head })
        }
        Verdict::Frozen => Ok(PushOutcome::Frozen),
        Verdict::Quarantine => {
            set_aside(tx, push, now).await?;
            let durable = durable(tx, push).await?;
            let standing = PushStanding {
                durable: durable.and_then(|d| u64::try_from(d).ok()).unwrap_or(0),
                ..push.standing_as_sent(loaded.life)
            };
            Ok(PushOutcome::Quarantined(standing))
        }
        Verdict::Malformed(why) => Ok(PushOutcome::Malformed(why)),
    }
}

/// Writes an admission; the feeds' counters come last, in name order (I7). The centre's numbers of
/// its new events.
pub(super) async fn write(
    tx: &mut PgConnection,
    push: &Push,
    (known, admission): (&HashSet<DossierId>, &Admission),
    now: Timestamp,
) -> Result<Numbers, StoreError> {
    if admission.events.is_empty() {
        return Ok(Numbers::new(HashMap::new()));
    }
    let numbers = Numbers::new(insert_events(tx, push, admission, now).await?);
    sqlx::query("UPDATE life SET acked = $1, head = $2 WHERE desk = $3 AND incarnation = $4")
        .bind(stored(admission.life.acked))
        .bind(admission.life.head.0.as_slice())
        .bind(push.desk().0)
        .bind(i64::from(push.incarnation()))
        .execute(&mut *tx)
        .await?;
    take_effect(tx, push.desk(), (known, admission), &numbers).await?;
    Ok(numbers)
}

/// What events of `desk` that the journal holds do; `known` are the dossiers that were there.
pub(super) async fn take_effect(
    tx: &mut PgConnection,
    desk: DeskId,
    (known, admission): (&HashSet<DossierId>, &Admission),
    numbers: &Numbers,
) -> Result<(), StoreError> {
    insert_codes(tx, desk, admission).await?;
    write_dossiers(tx, known, admission).await?;
    insert_audience(tx, admission).await?;
    insert_wants(tx, admission).await?;
    feeds::deliver(tx, admission, numbers).await
}

/// The new events as parallel columns.
#[derive(Default)]
struct Columns {
    ids: Vec<Uuid>,
    seqs: Vec<i64>,
    dossiers: Vec<Uuid>,
    envelopes: Vec<String>,
    bodies: Vec<String>,
    heads: Vec<Vec<u8>>,
    issues: Vec<&'static str>,
    applied: Vec<bool>,
}

impl Columns {
    fn of(push: &Push, admission: &Admission) -> Result<Self, StoreError> {
        let mut columns = Self::default();
        for event in &admission.events {
            let received = push.events().get(event.index);
            let received = received.ok_or(StoreError::Row { what: "event" })?;
            let envelope = &received.envelope;
            columns.ids.push(envelope.id.0);
            columns.seqs.push(stored(envelope.seq));
            columns.dossiers.push(envelope.dossier.0);
            columns.envelopes.push(to_json(envelope, "envelope")?);
            columns.bodies.push(received.body.get().to_owned());
            columns.heads.push(event.head.0.to_vec());
            columns
                .issues
                .push(event.issue.map_or("", IssueCode::as_str));
            columns.applied.push(event.applied);
        }
        Ok(columns)
    }
}

/// The centre's numbers of the new events, by their index in the push; they rise with it.
async fn insert_events(
    tx: &mut PgConnection,
    push: &Push,
    admission: &Admission,
    now: Timestamp,
) -> Result<HashMap<usize, i64>, StoreError> {
    let columns = Columns::of(push, admission)?;
    let rows = sqlx::query(
        "INSERT INTO event(id, desk, incarnation, seq, dossier, envelope, body, head, issue, \
           applied, admitted_at) \
         SELECT n.id, $1, $2, n.seq, n.dossier, n.envelope, n.body, n.head, n.issue, n.applied, $3 \
         FROM unnest($4, $5, $6, $7, $8, $9, $10, $11) \
           AS n(id, seq, dossier, envelope, body, head, issue, applied) \
         ORDER BY n.seq RETURNING seq, no",
    )
    .bind(push.desk().0)
    .bind(i64::from(push.incarnation()))
    .bind(now.0)
    .bind(columns.ids)
    .bind(columns.seqs)
    .bind(columns.dossiers)
    .bind(columns.envelopes)
    .bind(columns.bodies)
    .bind(columns.heads)
    .bind(columns.issues)
    .bind(columns.applied)
    .fetch_all(tx)
    .await?;
    let first = push.events().first().map_or(0, |e| e.envelope.seq);
    let numbered = |row: &PgRow| {
        let seq: u64 = number(row, "seq")?;
        let index = usize::try_from(seq.saturating_sub(first));
        let index = index.map_err(|_damaged| StoreError::Row { what: "seq" })?;
        Ok((index, row.try_get("no")?))
    };
    rows.iter().map(numbered).collect()
}

async fn insert_codes(
    tx: &mut PgConnection,
    desk: DeskId,
    admission: &Admission,
) -> Result<(), StoreError> {
    let mut codes: Vec<_> = admission.codes.iter().collect();
    codes.sort();
    let agencies: Vec<&str> = codes.iter().map(|(code, _)| code.agency.as_str()).collect();
    let days: Vec<String> = codes.iter().map(|(code, _)| code.day.to_string()).collect();
    let numbers: Vec<i64> = codes.iter().map(|(code, _)| stored(code.number)).collect();
    let dossiers: Vec<Uuid> = codes.iter().map(|(_, dossier)| dossier.0).collect();
    if codes.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO code(agency, day, n, dossier) \
         SELECT * FROM unnest($1, $2, $3, $4) AS p(agency, day, n, dossier) \
         ORDER BY p.agency COLLATE \"C\", p.day COLLATE \"C\", p.n",
    )
    .bind(&agencies)
    .bind(&days)
    .bind(&numbers)
    .bind(dossiers)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "UPDATE lease l SET seen = greatest(l.seen, p.n) \
         FROM (SELECT b.id, max(u.n) AS n FROM unnest($1, $2, $3) AS u(agency, day, n) \
           JOIN lease b ON b.agency = u.agency AND b.day = u.day \
             AND b.last >= u.n AND b.first <= u.n AND b.desk = $4 GROUP BY b.id) AS p \
         WHERE l.id = p.id",
    )
    .bind(&agencies)
    .bind(&days)
    .bind(&numbers)
    .bind(desk.0)
    .execute(tx)
    .await?;
    Ok(())
}

/// Dossiers that were there are locked and written over; the others are inserted without a state, which
/// is what their events say, and nothing else:
/// where one came into being meanwhile, its key refuses this transaction, which then begins again
/// on what is there.
async fn write_dossiers(
    tx: &mut PgConnection,
    known: &HashSet<DossierId>,
    admission: &Admission,
) -> Result<(), StoreError> {
    let (old, new): (Vec<_>, Vec<_>) = admission
        .dossiers
        .iter()
        .partition(|(id, _)| known.contains(id));
    if !old.is_empty() {
        let ids: Vec<Uuid> = old.iter().map(|(id, _)| id.0).collect();
        let states = old.iter().map(|(_, state)| to_json(*state, "state"));
        let states: Vec<String> = states.collect::<Result<_, _>>()?;
        sqlx::query(
            "UPDATE dossier d SET state = p.state FROM unnest($1, $2) AS p(id, state) \
             WHERE d.id = p.id",
        )
        .bind(ids)
        .bind(states)
        .execute(&mut *tx)
        .await?;
    }
    let mut ids: Vec<Uuid> = new.iter().map(|(id, _)| id.0).collect();
    ids.sort_unstable();
    sqlx::query("INSERT INTO dossier(id) SELECT * FROM unnest($1)")
        .bind(ids)
        .execute(tx)
        .await?;
    Ok(())
}

async fn insert_audience(tx: &mut PgConnection, admission: &Admission) -> Result<(), StoreError> {
    let dossiers: Vec<Uuid> = admission.audience.iter().map(|(id, _)| id.0).collect();
    let feeds: Vec<String> = admission
        .audience
        .iter()
        .map(|(_, f)| f.to_string())
        .collect();
    if dossiers.is_empty() {
        return Ok(());
    }
    sqlx::query("INSERT INTO audience(dossier, feed) SELECT * FROM unnest($1, $2)")
        .bind(dossiers)
        .bind(feeds)
        .execute(tx)
        .await?;
    Ok(())
}

async fn insert_wants(tx: &mut PgConnection, admission: &Admission) -> Result<(), StoreError> {
    let dossiers: Vec<Uuid> = admission.wants.iter().map(|want| want.dossier.0).collect();
    let hashes: Vec<String> = admission.wants.iter().map(|w| w.hash.to_string()).collect();
    let sizes: Vec<i64> = admission
        .wants
        .iter()
        .map(|want| stored(want.size))
        .collect();
    if dossiers.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO blob_want(dossier, hash, size) SELECT * FROM unnest($1, $2, $3) \
         ON CONFLICT(dossier, hash) DO NOTHING",
    )
    .bind(dossiers)
    .bind(hashes)
    .bind(sizes)
    .execute(tx)
    .await?;
    Ok(())
}

async fn standing_after(
    tx: &mut PgConnection,
    push: &Push,
    admission: &Admission,
) -> Result<PushStanding, StoreError> {
    let durable = durable(tx, push).await?;
    let missing = missing_blobs(tx, push).await?;
    Ok(pushing::standing(admission, durable, missing))
}

/// How far a verified backup holds the life that was pushed.
async fn durable(tx: &mut PgConnection, push: &Push) -> Result<Option<i64>, StoreError> {
    let found = sqlx::query("SELECT durable FROM life WHERE desk = $1 AND incarnation = $2")
        .bind(push.desk().0)
        .bind(i64::from(push.incarnation()))
        .fetch_optional(tx)
        .await?;
    Ok(found.map(|row| row.try_get("durable")).transpose()?)
}

/// Wanted blobs of the pushed dossiers; of all the desk's dossiers when nothing was pushed.
async fn missing_blobs(tx: &mut PgConnection, push: &Push) -> Result<Vec<BlobHash>, StoreError> {
    let asked = if push.events().is_empty() {
        sqlx::query(
            "SELECT DISTINCT w.hash FROM event e JOIN blob_want w ON w.dossier = e.dossier \
             WHERE e.desk = $1 AND NOT EXISTS (SELECT 1 FROM blob b WHERE b.hash = w.hash) \
             LIMIT $2",
        )
        .bind(push.desk().0)
    } else {
        let ids: Vec<Uuid> = push.needs().dossiers.iter().map(|id| id.0).collect();
        sqlx::query(
            "SELECT DISTINCT w.hash FROM unnest($1) AS p(id) CROSS JOIN LATERAL \
               (SELECT hash FROM blob_want WHERE dossier = p.id OFFSET 0) AS w \
             WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.hash = w.hash) \
             ORDER BY w.hash LIMIT $2",
        )
        .bind(ids)
    };
    let rows = asked.bind(MISSING_BLOBS_MAX).fetch_all(tx).await?;
    rows.iter().map(|row| parsed(row, "hash")).collect()
}

/// Keeps a push of a desk out of service, each event once.
async fn set_aside(tx: &mut PgConnection, push: &Push, now: Timestamp) -> Result<(), StoreError> {
    for event in push.events() {
        let (envelope, digest) = pushing::set_aside(event)?;
        sqlx::query(
            "INSERT INTO quarantine(desk, incarnation, seq, envelope, body, digest, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT(digest) DO NOTHING",
        )
        .bind(push.desk().0)
        .bind(i64::from(push.incarnation()))
        .bind(stored(event.envelope.seq))
        .bind(envelope)
        .bind(event.body.get())
        .bind(digest.as_slice())
        .bind(now.0)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

pub(super) async fn set_durable(
    tx: &mut PgConnection,
    lives: &[LifeMark],
) -> Result<(), StoreError> {
    for life in lives {
        sqlx::query(
            "UPDATE life SET durable = greatest(durable, least(acked, $1)) \
             WHERE desk = $2 AND incarnation = $3",
        )
        .bind(stored(life.seq))
        .bind(life.desk.0)
        .bind(i64::from(life.incarnation))
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}
