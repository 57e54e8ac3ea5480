//! Desks: enrolment codes, enrolment, incarnations, revocation.

use domain::ids::{DeskId, OfficeId};
use domain::journal::ChainHead;
use domain::time::Timestamp;
use protocol::wire::DeskKey;
use rusqlite::{Transaction, named_params};

use super::rows::{bytes, number, parsed, stored};
use crate::store::rules::enrolling::{
    Enrolling, KeptCode, desk_key, enrolling, may_begin, standing,
};
use crate::store::{
    Caller, DeskRecord, DeskStanding, EnrolCodeRecord, Enrolled, Enrolment, Revocation, StoreError,
    Thaw,
};

pub(super) fn add_enrol_code(
    tx: &Transaction<'_>,
    code: &EnrolCodeRecord,
) -> Result<bool, StoreError> {
    let office = code.office.as_str();
    if code.reusable {
        tx.execute(
            "DELETE FROM enrol_code WHERE office = :office AND reusable = 1",
            named_params! { ":office": office },
        )?;
    }
    let added = tx.execute(
        "INSERT INTO enrol_code(secret, office, label, reusable, until, again) \
         SELECT :secret, id, :label, :reusable, :until, :again FROM office WHERE id = :office",
        named_params! {
            ":secret": code.secret, ":office": office, ":label": code.label,
            ":reusable": code.reusable, ":until": code.until.0,
            ":again": code.again.map(|desk| desk.to_string()),
        },
    )?;
    Ok(added == 1)
}

pub(super) fn enrol(
    tx: &Transaction<'_>,
    wish: &Enrolment,
) -> Result<Option<Enrolled>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT office, label, reusable, until, desk, again FROM enrol_code WHERE secret = :secret",
    )?;
    let mut rows = statement.query(named_params! { ":secret": wish.secret })?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let (desk, again): (String, Option<String>) = (row.get("desk")?, row.get("again")?);
    let code = KeptCode {
        office: parsed(row, "office")?,
        label: row.get("label")?,
        reusable: row.get("reusable")?,
        until: Timestamp(row.get("until")?),
        desk: desk.parse().ok(),
        again: again.and_then(|again| again.parse().ok()),
    };
    match enrolling(wish, &code, desk_of_key(tx, &wish.key)?) {
        Enrolling::Again(known) => enrolled(tx, &known, code.again),
        Enrolling::New { label } => {
            add_desk(tx, wish, &code.office, &label)?;
            find(tx, wish.desk)?.map_or(Ok(None), |desk| enrolled(tx, &desk, None))
        }
        Enrolling::NewKey(desk) if give_key(tx, desk, wish)? => {
            find(tx, desk)?.map_or(Ok(None), |known| enrolled(tx, &known, Some(desk)))
        }
        Enrolling::NewKey(_) | Enrolling::Refused => Ok(None),
    }
}

/// Gives a desk another key; what the one before opened ends with it. It is kept, for papers that it
/// signed. False for a desk out of service.
fn give_key(tx: &Transaction<'_>, desk: DeskId, wish: &Enrolment) -> Result<bool, StoreError> {
    let id = desk.to_string();
    let kept = tx.execute(
        "INSERT INTO former_key(desk, key, until) \
         SELECT id, key, :now FROM desk WHERE id = :id AND revoked_at IS NULL",
        named_params! { ":id": id, ":now": wish.now.0 },
    )?;
    if kept == 0 {
        return Ok(false);
    }
    tx.execute(
        "UPDATE desk SET key = :key, machine = :machine WHERE id = :id",
        named_params! { ":id": id, ":key": wish.key, ":machine": wish.machine },
    )?;
    for sql in [
        "DELETE FROM challenge WHERE desk = :id",
        "DELETE FROM session WHERE desk = :id",
        "DELETE FROM refresh WHERE desk = :id",
    ] {
        tx.execute(sql, named_params! { ":id": id })?;
    }
    note_use(tx, wish, desk)?;
    Ok(true)
}

/// The code is spent on this desk.
fn note_use(tx: &Transaction<'_>, wish: &Enrolment, desk: DeskId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE enrol_code SET desk = :desk WHERE secret = :secret",
        named_params! { ":desk": desk.to_string(), ":secret": wish.secret },
    )?;
    Ok(())
}

fn add_desk(
    tx: &Transaction<'_>,
    wish: &Enrolment,
    office: &OfficeId,
    label: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO desk(id, office, label, key, machine, incarnation, enrolled_at) \
         VALUES (:id, :office, :label, :key, :machine, 1, :now)",
        named_params! {
            ":id": wish.desk.to_string(), ":office": office.as_str(), ":label": label,
            ":key": wish.key, ":machine": wish.machine, ":now": wish.now.0,
        },
    )?;
    note_use(tx, wish, wish.desk)?;
    begin_life(tx, wish.desk, 1)
}

pub(super) fn begin_life(
    tx: &Transaction<'_>,
    desk: DeskId,
    incarnation: u32,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO life(desk, incarnation, head) VALUES (:desk, :incarnation, :head)",
        named_params! {
            ":desk": desk.to_string(), ":incarnation": incarnation,
            ":head": ChainHead::default().0,
        },
    )?;
    Ok(())
}

/// `again` is the desk that the code gives a new key, if it does.
fn enrolled(
    tx: &Transaction<'_>,
    desk: &DeskRecord,
    again: Option<DeskId>,
) -> Result<Option<Enrolled>, StoreError> {
    let Some(parts) = super::sites::policy_parts(tx, &desk.office)? else {
        return Ok(None);
    };
    let sql = "SELECT EXISTS (SELECT 1 FROM sealed_key WHERE desk = :desk) AS held";
    let again = again.map(|desk| desk.to_string());
    let recovers = tx.query_row(sql, named_params! { ":desk": again }, |row| row.get("held"))?;
    crate::store::rules::enrolling::enrolled(desk, recovers, parts).map(Some)
}

const DESK_COLUMNS: &str = "SELECT id, office, key, incarnation, frozen, revoked_at FROM desk";

pub(super) fn find(tx: &Transaction<'_>, desk: DeskId) -> Result<Option<DeskRecord>, StoreError> {
    let mut statement = tx.prepare_cached(&format!("{DESK_COLUMNS} WHERE id = :id"))?;
    let mut found = statement.query_and_then(named_params! { ":id": desk.to_string() }, record)?;
    found.next().transpose()
}

fn desk_of_key(tx: &Transaction<'_>, key: &[u8; 32]) -> Result<Option<DeskRecord>, StoreError> {
    let mut statement = tx.prepare_cached(&format!("{DESK_COLUMNS} WHERE key = :key"))?;
    let mut found = statement.query_and_then(named_params! { ":key": key }, record)?;
    found.next().transpose()
}

fn record(row: &rusqlite::Row<'_>) -> Result<DeskRecord, StoreError> {
    Ok(DeskRecord {
        desk: parsed(row, "id")?,
        office: parsed(row, "office")?,
        key: bytes(row, "key")?,
        incarnation: number(row, "incarnation")?,
        standing: standing(row.get("revoked_at")?, row.get("frozen")?),
    })
}

pub(super) fn freeze(tx: &Transaction<'_>, desk: DeskId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE desk SET frozen = 1 WHERE id = :id",
        named_params! { ":id": desk.to_string() },
    )?;
    Ok(())
}

pub(super) fn revoke(
    tx: &Transaction<'_>,
    whom: &Revocation,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = match whom {
        Revocation::Desk(desk) => tx.execute(
            "UPDATE desk SET revoked_at = coalesce(revoked_at, :now) WHERE id = :id",
            named_params! { ":id": desk.to_string(), ":now": now.0 },
        )?,
        Revocation::AndWipe(desk) => tx.execute(
            "UPDATE desk SET revoked_at = coalesce(revoked_at, :now), \
               wipe_at = coalesce(wipe_at, :now) WHERE id = :id",
            named_params! { ":id": desk.to_string(), ":now": now.0 },
        )?,
        Revocation::Officer(login) => tx.execute(
            "UPDATE officer SET revoked_at = coalesce(revoked_at, :now) WHERE login = :login",
            named_params! { ":login": login.as_str(), ":now": now.0 },
        )?,
    };
    Ok(changed == 1)
}

pub(super) fn wipe_ordered(
    tx: &Transaction<'_>,
    desk: DeskId,
) -> Result<Option<Timestamp>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT wipe_at FROM desk WHERE id = :id")?;
    let mut rows = statement.query(named_params! { ":id": desk.to_string() })?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(row.get::<_, Option<i64>>("wipe_at")?.map(Timestamp))
}

pub(super) fn new_incarnation(
    tx: &Transaction<'_>,
    caller: &Caller,
    reason: &str,
    now: Timestamp,
) -> Result<Option<u32>, StoreError> {
    let Some(held) = find(tx, caller.desk)? else {
        return Ok(None);
    };
    if !may_begin(held.standing, caller.role, reason) {
        return Ok(None);
    }
    let desk = caller.desk.to_string();
    let next: u32 = tx.query_row(
        "UPDATE desk SET incarnation = incarnation + 1, frozen = 0 WHERE id = :id \
         RETURNING incarnation",
        named_params! { ":id": desk },
        |row| row.get("incarnation"),
    )?;
    begin_life(tx, caller.desk, next)?;
    tx.execute(
        "UPDATE lease SET void_at = :now \
         WHERE desk = :desk AND incarnation < :next AND void_at IS NULL",
        named_params! { ":now": now.0, ":desk": desk, ":next": next },
    )?;
    tx.execute(
        "UPDATE session SET incarnation = :next WHERE token = :token",
        named_params! { ":next": next, ":token": caller.token },
    )?;
    if held.standing == DeskStanding::Frozen || !reason.is_empty() {
        tx.execute(
            "INSERT INTO thaw(desk, incarnation, officer, reason, at) \
             VALUES (:desk, :next, :officer, :reason, :now)",
            named_params! {
                ":desk": desk, ":next": next, ":officer": caller.officer.as_str(),
                ":reason": reason, ":now": now.0,
            },
        )?;
    }
    Ok(Some(next))
}

pub(super) fn thaws(tx: &Transaction<'_>, limit: usize) -> Result<Vec<Thaw>, StoreError> {
    let mut statement = tx.prepare(
        "SELECT desk, incarnation, officer, reason, at FROM thaw \
         ORDER BY at DESC, incarnation DESC LIMIT :limit",
    )?;
    statement
        .query_and_then(named_params! { ":limit": stored(limit as u64) }, |row| {
            Ok(Thaw {
                desk: parsed(row, "desk")?,
                incarnation: number(row, "incarnation")?,
                officer: parsed(row, "officer")?,
                reason: row.get("reason")?,
                at: Timestamp(row.get("at")?),
            })
        })?
        .collect()
}

/// Keys of an office's desks, each with those it had before behind it, with the short id the receipt's QR prints.
pub(super) fn keys_of(tx: &Transaction<'_>, office: &OfficeId) -> Result<Vec<DeskKey>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT d.id, d.label, k.key FROM desk d JOIN ( \
           SELECT id AS desk, key, NULL AS until FROM desk \
           UNION ALL SELECT desk, key, until FROM former_key) k ON k.desk = d.id \
         WHERE d.office = :office ORDER BY d.enrolled_at, d.id, k.until IS NOT NULL, k.until DESC",
    )?;
    statement
        .query_and_then(named_params! { ":office": office.as_str() }, |row| {
            let key: [u8; 32] = bytes(row, "key")?;
            Ok(desk_key(parsed(row, "id")?, row.get("label")?, &key))
        })?
        .collect()
}
