//! Offices with their departments, officers and agencies.

use domain::ids::OfficeId;
use domain::time::Timestamp;
use protocol::wire::{OfficeInfo, OfficerInfo};
use rusqlite::{OptionalExtension, Transaction, named_params};

use super::rows::{from_json, json, number, parsed, row_no, to_json};
use crate::store::{DataKind, PolicyParts, SiteRecord, StoreError};

const KIND: &str = "kind";
pub(super) const KEYS: &str = "keys";

pub(super) fn claim_kind(tx: &Transaction<'_>, kind: DataKind) -> Result<DataKind, StoreError> {
    let wanted = match kind {
        DataKind::Demo => "demo",
        DataKind::Real => "real",
    };
    claim(tx, KIND, wanted)?;
    kind_of(tx)
}

/// Keeps a value the first time; afterwards returns what was kept then.
pub(super) fn claim(
    tx: &Transaction<'_>,
    name: &'static str,
    wanted: &str,
) -> Result<String, StoreError> {
    tx.execute(
        "INSERT INTO meta(name, value) VALUES (:name, :value) ON CONFLICT(name) DO NOTHING",
        named_params! { ":name": name, ":value": wanted },
    )?;
    meta(tx, name)?.ok_or(StoreError::Row { what: name })
}

fn kind_of(tx: &Transaction<'_>) -> Result<DataKind, StoreError> {
    match meta(tx, KIND)?.as_deref() {
        Some("demo") => Ok(DataKind::Demo),
        Some("real") => Ok(DataKind::Real),
        Some(_) | None => Err(StoreError::Row { what: KIND }),
    }
}

pub(super) fn meta(tx: &Transaction<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let value = tx
        .prepare_cached("SELECT value FROM meta WHERE name = :name")?
        .query_row(named_params! { ":name": name }, |row| row.get("value"))
        .optional()?;
    Ok(value)
}

/// Rises when the centre was restored from a backup.
pub(super) fn feed_epoch(tx: &Transaction<'_>) -> Result<u32, StoreError> {
    let text = meta(tx, "feed_epoch")?;
    text.and_then(|t| t.parse().ok())
        .ok_or(StoreError::Row { what: "feed_epoch" })
}

pub(super) fn offices(tx: &Transaction<'_>) -> Result<Vec<OfficeId>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT id FROM office ORDER BY id")?;
    statement
        .query_and_then([], |row| parsed(row, "id"))?
        .collect()
}

pub(super) fn apply(
    tx: &Transaction<'_>,
    site: &SiteRecord,
    now: Timestamp,
) -> Result<(), StoreError> {
    let office = site.office.id.as_str();
    tx.execute(
        "INSERT INTO office(id, info, look_up_url, rules, offline_days) \
         VALUES (:id, :info, :look_up_url, :rules, :offline_days) \
         ON CONFLICT(id) DO UPDATE SET info = excluded.info, rules = excluded.rules, \
           look_up_url = excluded.look_up_url, offline_days = excluded.offline_days",
        named_params! {
            ":id": office,
            ":info": to_json(&site.office, "office")?,
            ":look_up_url": site.look_up_url,
            ":rules": to_json(&site.rules, "rules")?,
            ":offline_days": site.offline_days,
        },
    )?;
    apply_lists(tx, site)?;
    for (position, (officer, password)) in site.officers.iter().enumerate() {
        apply_officer(tx, office, (position, officer), password.as_deref(), now)?;
    }
    Ok(())
}

fn apply_lists(tx: &Transaction<'_>, site: &SiteRecord) -> Result<(), StoreError> {
    let office = site.office.id.as_str();
    tx.execute(
        "DELETE FROM agency WHERE office = :office",
        named_params! { ":office": office },
    )?;
    tx.execute(
        "DELETE FROM department WHERE office = :office",
        named_params! { ":office": office },
    )?;
    for (position, agency) in site.office.agencies.iter().enumerate() {
        tx.execute(
            "INSERT INTO agency(office, position, code) VALUES (:office, :position, :code)",
            named_params! { ":office": office, ":position": row_no(position), ":code": agency.as_str() },
        )?;
    }
    for (position, (id, name)) in site.departments.iter().enumerate() {
        tx.execute(
            "INSERT INTO department(office, position, id, name) \
             VALUES (:office, :position, :id, :name)",
            named_params! {
                ":office": office, ":position": row_no(position), ":id": id.as_str(), ":name": name,
            },
        )?;
    }
    Ok(())
}

/// An officer keeps the password unless a new one is given; one without any can never sign in.
fn apply_officer(
    tx: &Transaction<'_>,
    office: &str,
    (position, officer): (usize, &OfficerInfo),
    password: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO officer(login, office, position, name, phone, role, password, left_counter_at) \
         VALUES (:login, :office, :position, :name, :phone, :role, coalesce(:password, ''), \
           CASE WHEN NOT :at_counter THEN 0 END) \
         ON CONFLICT(login) DO UPDATE SET office = excluded.office, name = excluded.name, \
           position = excluded.position, phone = excluded.phone, role = excluded.role, \
           password = coalesce(:password, officer.password), \
           left_counter_at = CASE WHEN NOT :at_counter \
             THEN coalesce(officer.left_counter_at, :now) END",
        named_params! {
            ":login": officer.login.as_str(),
            ":office": office,
            ":position": row_no(position),
            ":name": officer.name,
            ":phone": officer.phone,
            ":role": to_json(&officer.role, "role")?,
            ":password": password,
            ":at_counter": officer.role.acts_at_counter(),
            ":now": now.0,
        },
    )?;
    Ok(())
}

/// What the policy of an office is written from.
pub(super) fn policy_parts(
    tx: &Transaction<'_>,
    office: &OfficeId,
) -> Result<Option<PolicyParts>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT info, look_up_url, rules, offline_days FROM office WHERE id = :office",
    )?;
    let mut rows = statement.query(named_params! { ":office": office.as_str() })?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let site = SiteRecord {
        office: json::<OfficeInfo>(row, "info")?,
        departments: departments(tx, office)?,
        officers: officers(tx, office)?
            .into_iter()
            .map(|officer| (officer, None))
            .collect(),
        look_up_url: row.get("look_up_url")?,
        rules: json(row, "rules")?,
        offline_days: number(row, "offline_days")?,
    };
    let desks = super::desks::keys_of(tx, office)?;
    Ok(Some(PolicyParts {
        site,
        desks,
        kind: kind_of(tx)?,
    }))
}

fn departments(
    tx: &Transaction<'_>,
    office: &OfficeId,
) -> Result<Vec<(domain::ids::DepartmentId, String)>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT id, name FROM department WHERE office = :office ORDER BY position",
    )?;
    statement
        .query_and_then(named_params! { ":office": office.as_str() }, |row| {
            Ok((parsed(row, "id")?, row.get("name")?))
        })?
        .collect()
}

fn officers(tx: &Transaction<'_>, office: &OfficeId) -> Result<Vec<OfficerInfo>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT login, name, phone, role FROM officer \
         WHERE office = :office AND revoked_at IS NULL ORDER BY position, login",
    )?;
    statement
        .query_and_then(named_params! { ":office": office.as_str() }, officer_info)?
        .collect()
}

/// An officer as policies name one.
pub(super) fn officer_info(row: &rusqlite::Row<'_>) -> Result<OfficerInfo, StoreError> {
    let role: String = row.get("role")?;
    Ok(OfficerInfo {
        login: parsed(row, "login")?,
        name: row.get("name")?,
        phone: row.get("phone")?,
        role: from_json(&role, "role")?,
    })
}
