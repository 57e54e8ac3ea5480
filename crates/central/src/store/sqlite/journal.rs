//! Pushes: load with the write lock, let [`crate::admit`] decide, write the verdict.

use std::collections::{BTreeSet, HashMap};

use domain::ids::{BlobHash, DeskId, DossierId};
use domain::mutation::{Guard, Mutation};
use domain::time::Timestamp;
use protocol::wire::WireEvent;
use rusqlite::{OptionalExtension, Row, Transaction, named_params};

use super::load::load;
use super::rows::{parsed, stored, to_json};
use super::{desks, feeds, mutants};
use crate::admit::{
    Admission, AdmittedEvent, CodeKey, IssueCode, Push, PushOutcome, PushStanding, Verdict, admit,
};
use crate::store::rules::pushing::Numbers;
use crate::store::rules::pushing::{MISSING_BLOBS_MAX, standing};
use crate::store::{LifeMark, StoreError, rules};

pub(super) fn push(
    tx: &Transaction<'_>,
    push: &Push,
    now: Timestamp,
    mutation: Mutation,
) -> Result<PushOutcome, StoreError> {
    let Some(mut loaded) = load(tx, push)? else {
        return Ok(PushOutcome::UnknownDesk);
    };
    if !mutation.keeps(Guard::GapCheck) {
        mutants::overlook_gap(push, &mut loaded);
    }
    match admit(push, &loaded) {
        Verdict::Admit(mut admission) => {
            if !mutation.keeps(Guard::Idempotency) {
                mutants::take_again(push, &loaded, &mut admission);
            }
            write(tx, push, &admission, now)?;
            if !mutation.keeps(Guard::FeedCounter) {
                mutants::come_late(tx, &admission)?;
            }
            Ok(PushOutcome::Admitted(standing_after(tx, push, &admission)?))
        }
        Verdict::Gap { expected } => Ok(PushOutcome::Gap { expected }),
        Verdict::Fork { head } => {
            if push.incarnation() == loaded.incarnation {
                desks::freeze(tx, push.desk())?;
            }
            Ok(PushOutcome::Fork { head })
        }
        Verdict::Frozen => Ok(PushOutcome::Frozen),
        Verdict::Quarantine => {
            set_aside(tx, push, now)?;
            let standing = PushStanding {
                durable: durable(tx, push)?
                    .and_then(|d| u64::try_from(d).ok())
                    .unwrap_or(0),
                ..push.standing_as_sent(loaded.life)
            };
            Ok(PushOutcome::Quarantined(standing))
        }
        Verdict::Malformed(why) => Ok(PushOutcome::Malformed(why)),
    }
}

/// Writes an admission; the feeds' counters come last, in name order (I7). The centre's numbers of
/// its new events.
pub(super) fn write(
    tx: &Transaction<'_>,
    push: &Push,
    admission: &Admission,
    now: Timestamp,
) -> Result<Numbers, StoreError> {
    let mut numbers = HashMap::new();
    for event in &admission.events {
        if let Some(received) = push.events().get(event.index) {
            numbers.insert(event.index, insert_event(tx, received, event, now)?);
        }
    }
    let numbers = Numbers::new(numbers);
    if admission.events.is_empty() && admission.dossiers.is_empty() {
        return Ok(numbers);
    }
    tx.execute(
        "UPDATE life SET acked = :acked, head = :head \
         WHERE desk = :desk AND incarnation = :incarnation",
        named_params! {
            ":acked": stored(admission.life.acked), ":head": admission.life.head.0,
            ":desk": push.desk().to_string(), ":incarnation": push.incarnation(),
        },
    )?;
    take_effect(tx, push.desk(), admission, &numbers)?;
    Ok(numbers)
}

/// What events of `desk` that the journal holds do.
pub(super) fn take_effect(
    tx: &Transaction<'_>,
    desk: DeskId,
    admission: &Admission,
    numbers: &Numbers,
) -> Result<(), StoreError> {
    for (code, dossier) in &admission.codes {
        insert_code(tx, desk, code, *dossier)?;
    }
    write_dossiers(tx, admission)?;
    feeds::deliver(tx, admission, numbers)
}

fn insert_event(
    tx: &Transaction<'_>,
    received: &WireEvent,
    event: &AdmittedEvent,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let envelope = &received.envelope;
    tx.prepare_cached(
        "INSERT INTO event(id, desk, incarnation, seq, dossier, envelope, body, head, issue, \
           applied, admitted_at) \
         VALUES (:id, :desk, :incarnation, :seq, :dossier, :envelope, :body, :head, :issue, \
           :applied, :now)",
    )?
    .execute(named_params! {
        ":id": envelope.id.to_string(), ":desk": envelope.origin.to_string(),
        ":incarnation": envelope.incarnation, ":seq": stored(envelope.seq),
        ":dossier": envelope.dossier.to_string(), ":envelope": to_json(envelope, "envelope")?,
        ":body": received.body.get(), ":head": event.head.0,
        ":issue": event.issue.map_or("", IssueCode::as_str), ":applied": event.applied,
        ":now": now.0,
    })?;
    Ok(tx.last_insert_rowid())
}

fn insert_code(
    tx: &Transaction<'_>,
    desk: DeskId,
    code: &CodeKey,
    dossier: DossierId,
) -> Result<(), StoreError> {
    let (day, n) = (code.day.to_string(), stored(code.number));
    tx.execute(
        "INSERT INTO code(agency, day, n, dossier) VALUES (:agency, :day, :n, :dossier)",
        named_params! {
            ":agency": code.agency.as_str(), ":day": day, ":n": n, ":dossier": dossier.to_string(),
        },
    )?;
    tx.execute(
        "UPDATE lease SET seen = max(seen, :n) WHERE agency = :agency AND day = :day \
           AND last >= :n AND first <= :n AND desk = :desk",
        named_params! {
            ":n": n, ":agency": code.agency.as_str(), ":day": day, ":desk": desk.to_string(),
        },
    )?;
    Ok(())
}

fn write_dossiers(tx: &Transaction<'_>, admission: &Admission) -> Result<(), StoreError> {
    for (id, state) in &admission.dossiers {
        tx.prepare_cached(
            "INSERT INTO dossier(id, state) VALUES (:id, :state) \
             ON CONFLICT(id) DO UPDATE SET state = excluded.state",
        )?
        .execute(named_params! { ":id": id.to_string(), ":state": to_json(state, "state")? })?;
    }
    for (id, feed) in &admission.audience {
        tx.prepare_cached("INSERT INTO audience(dossier, feed) VALUES (:dossier, :feed)")?
            .execute(named_params! { ":dossier": id.to_string(), ":feed": feed.to_string() })?;
    }
    for want in &admission.wants {
        tx.prepare_cached(
            "INSERT INTO blob_want(dossier, hash, size) VALUES (:dossier, :hash, :size) \
             ON CONFLICT(dossier, hash) DO NOTHING",
        )?
        .execute(named_params! {
            ":dossier": want.dossier.to_string(), ":hash": want.hash.to_string(),
            ":size": stored(want.size),
        })?;
    }
    Ok(())
}

fn standing_after(
    tx: &Transaction<'_>,
    push: &Push,
    admission: &Admission,
) -> Result<PushStanding, StoreError> {
    let durable = durable(tx, push)?;
    Ok(standing(admission, durable, missing_blobs(tx, push)?))
}

/// How far a verified backup holds the life that was pushed.
fn durable(tx: &Transaction<'_>, push: &Push) -> Result<Option<i64>, StoreError> {
    Ok(tx
        .query_row(
            "SELECT durable FROM life WHERE desk = :desk AND incarnation = :incarnation",
            named_params! { ":desk": push.desk().to_string(), ":incarnation": push.incarnation() },
            |row| row.get("durable"),
        )
        .optional()?)
}

/// Wanted blobs of the pushed dossiers; of all the desk's dossiers when nothing was pushed.
fn missing_blobs(tx: &Transaction<'_>, push: &Push) -> Result<Vec<BlobHash>, StoreError> {
    let read = |row: &Row<'_>| parsed::<BlobHash>(row, "hash");
    if push.events().is_empty() {
        let mut statement = tx.prepare_cached(
            "SELECT DISTINCT w.hash FROM event e JOIN blob_want w ON w.dossier = e.dossier \
             WHERE e.desk = :desk AND NOT EXISTS (SELECT 1 FROM blob b WHERE b.hash = w.hash) \
             LIMIT :most",
        )?;
        let params = named_params! { ":desk": push.desk().to_string(), ":most": MISSING_BLOBS_MAX };
        return statement.query_and_then(params, read)?.collect();
    }
    let mut statement = tx.prepare_cached(
        "SELECT w.hash FROM blob_want w WHERE w.dossier = :dossier \
           AND NOT EXISTS (SELECT 1 FROM blob b WHERE b.hash = w.hash) LIMIT :most",
    )?;
    let mut missing = BTreeSet::new();
    for id in push.needs().dossiers {
        let left = MISSING_BLOBS_MAX - i64::try_from(missing.len()).unwrap_or(MISSING_BLOBS_MAX);
        let params = named_params! { ":dossier": id.to_string(), ":most": left.max(0) };
        for hash in statement.query_and_then(params, read)? {
            missing.insert(hash?);
        }
    }
    Ok(missing.into_iter().collect())
}

/// Keeps a push of a desk out of service, each event once.
fn set_aside(tx: &Transaction<'_>, push: &Push, now: Timestamp) -> Result<(), StoreError> {
    for event in push.events() {
        let (envelope, digest) = rules::pushing::set_aside(event)?;
        tx.execute(
            "INSERT INTO quarantine(desk, incarnation, seq, envelope, body, digest, at) \
             VALUES (:desk, :incarnation, :seq, :envelope, :body, :digest, :at) \
             ON CONFLICT(digest) DO NOTHING",
            named_params! {
                ":desk": push.desk().to_string(), ":incarnation": push.incarnation(),
                ":seq": stored(event.envelope.seq), ":envelope": envelope,
                ":body": event.body.get(), ":digest": digest, ":at": now.0,
            },
        )?;
    }
    Ok(())
}

pub(super) fn set_durable(tx: &Transaction<'_>, lives: &[LifeMark]) -> Result<(), StoreError> {
    for life in lives {
        tx.execute(
            "UPDATE life SET durable = max(durable, min(acked, :seq)) \
             WHERE desk = :desk AND incarnation = :incarnation",
            named_params! {
                ":seq": stored(life.seq), ":desk": life.desk.to_string(),
                ":incarnation": life.incarnation,
            },
        )?;
    }
    Ok(())
}
