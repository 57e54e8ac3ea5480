//! What [`crate::admit`] decides over, loaded inside the writing transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::dossier::Dossier;
use domain::ids::{DeskId, DossierId, EventId, OfficeId, OfficerId};
use domain::journal::ChainHead;
use domain::time::Timestamp;
use protocol::wire::WireEvent;
use rusqlite::{OptionalExtension, Row, Transaction, named_params};

use super::desks;
use super::rows::{bytes, json, number, parsed, stored};
use crate::admit::{
    CodeKey, HeldEvent, IssueCode, KnownDossier, Life, Loaded, Needs, OfficerStanding, Push,
};
use crate::store::StoreError;

pub(super) fn load(tx: &Transaction<'_>, push: &Push) -> Result<Option<Loaded>, StoreError> {
    let Some(desk) = desks::find(tx, push.desk())? else {
        return Ok(None);
    };
    let needs = push.needs();
    let life = life(tx, push.desk(), push.incarnation())?;
    Ok(Some(Loaded {
        held: held(tx, push, &needs)?,
        taken: taken(tx, push)?,
        dossiers: known_dossiers(tx, &needs)?,
        codes: codes(tx, &needs)?,
        leased: leased(tx, push.desk(), &needs)?,
        officers: officers(tx, &desk.office, &needs)?,
        office: desk.office,
        standing: desk.standing,
        incarnation: desk.incarnation,
        life,
    }))
}

pub(super) fn life(
    tx: &Transaction<'_>,
    desk: DeskId,
    incarnation: u32,
) -> Result<Life, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT acked, head FROM life WHERE desk = :desk AND incarnation = :incarnation",
    )?;
    let mut rows = statement
        .query(named_params! { ":desk": desk.to_string(), ":incarnation": incarnation })?;
    let Some(row) = rows.next()? else {
        return Ok(Life::default());
    };
    Ok(Life {
        acked: number(row, "acked")?,
        head: ChainHead(bytes(row, "head")?),
    })
}

fn held(
    tx: &Transaction<'_>,
    push: &Push,
    needs: &Needs,
) -> Result<BTreeMap<u64, HeldEvent>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT e.seq, e.id, e.head, coalesce(r.issue, e.issue) AS issue \
         FROM event e LEFT JOIN ruling r ON r.event = e.no WHERE e.desk = :desk \
           AND e.incarnation = :incarnation AND e.seq BETWEEN :first AND :last",
    )?;
    statement
        .query_and_then(
            named_params! {
                ":desk": push.desk().to_string(), ":incarnation": push.incarnation(),
                ":first": stored(needs.first.saturating_sub(1)), ":last": stored(needs.last),
            },
            |row| {
                let issue: String = row.get("issue")?;
                let held = HeldEvent {
                    id: parsed(row, "id")?,
                    head: ChainHead(bytes(row, "head")?),
                    issue: IssueCode::parse(&issue),
                };
                Ok((number(row, "seq")?, held))
            },
        )?
        .collect()
}

/// Pushed ids that are held at another place of some journal.
fn taken(tx: &Transaction<'_>, push: &Push) -> Result<HashSet<EventId>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT 1 FROM event WHERE id = :id AND issue <> 'duplicate_id' \
           AND NOT (desk = :desk AND incarnation = :incarnation AND seq = :seq)",
    )?;
    let mut taken = HashSet::new();
    for WireEvent { envelope, .. } in push.events() {
        if statement.exists(named_params! {
            ":id": envelope.id.to_string(), ":desk": envelope.origin.to_string(),
            ":incarnation": envelope.incarnation, ":seq": stored(envelope.seq),
        })? {
            taken.insert(envelope.id);
        }
    }
    Ok(taken)
}

fn known_dossiers(
    tx: &Transaction<'_>,
    needs: &Needs,
) -> Result<HashMap<DossierId, KnownDossier>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT feed FROM audience WHERE dossier = :dossier")?;
    let mut known = HashMap::new();
    for id in &needs.dossiers {
        let Some(state) = dossier(tx, *id)? else {
            continue;
        };
        let audience = statement
            .query_and_then(named_params! { ":dossier": id.to_string() }, |row| {
                parsed(row, "feed")
            })?
            .collect::<Result<BTreeSet<_>, StoreError>>()?;
        known.insert(*id, KnownDossier { state, audience });
    }
    Ok(known)
}

pub(super) fn dossier(tx: &Transaction<'_>, id: DossierId) -> Result<Option<Dossier>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT state FROM dossier WHERE id = :id")?;
    let mut found = statement.query_and_then(named_params! { ":id": id.to_string() }, |row| {
        json(row, "state")
    })?;
    found.next().transpose()
}

fn codes(tx: &Transaction<'_>, needs: &Needs) -> Result<HashMap<CodeKey, DossierId>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT dossier FROM code WHERE agency = :agency AND day = :day AND n = :n",
    )?;
    let mut codes = HashMap::new();
    for code in &needs.codes {
        let params = named_params! {
            ":agency": code.agency.as_str(), ":day": code.day.to_string(), ":n": stored(code.number),
        };
        let mut found = statement.query_and_then(params, |row| parsed(row, "dossier"))?;
        if let Some(dossier) = found.next() {
            codes.insert(code.clone(), dossier?);
        }
    }
    Ok(codes)
}

fn leased(
    tx: &Transaction<'_>,
    desk: DeskId,
    needs: &Needs,
) -> Result<HashSet<CodeKey>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT 1 FROM lease WHERE agency = :agency AND day = :day AND last >= :n \
           AND first <= :n AND desk = :desk",
    )?;
    let mut leased = HashSet::new();
    for code in &needs.codes {
        if statement.exists(named_params! {
            ":agency": code.agency.as_str(), ":day": code.day.to_string(),
            ":n": stored(code.number), ":desk": desk.to_string(),
        })? {
            leased.insert(code.clone());
        }
    }
    Ok(leased)
}

fn officers(
    tx: &Transaction<'_>,
    office: &OfficeId,
    needs: &Needs,
) -> Result<HashMap<OfficerId, OfficerStanding>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT revoked_at, left_counter_at FROM officer \
         WHERE login = :login AND office = :office",
    )?;
    let mut officers = HashMap::new();
    for login in &needs.officers {
        let standing = |row: &Row<'_>| {
            Ok(OfficerStanding {
                revoked_at: row.get::<_, Option<i64>>("revoked_at")?.map(Timestamp),
                left_counter_at: row.get::<_, Option<i64>>("left_counter_at")?.map(Timestamp),
            })
        };
        let named = named_params! { ":login": login.as_str(), ":office": office.as_str() };
        let found = statement.query_row(named, standing).optional()?;
        officers.extend(found.map(|standing| (login.clone(), standing)));
    }
    Ok(officers)
}
