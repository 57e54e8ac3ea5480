//! Offices with their departments, officers and agencies.

use domain::ids::{DepartmentId, OfficeId};
use domain::time::Timestamp;
use protocol::wire::{OfficeInfo, OfficerInfo};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::desks;
use super::rows::{from_json, json, number, parsed, row_no, to_json};
use crate::store::{DataKind, PolicyParts, SiteRecord, StoreError};

const KIND: &str = "kind";
pub(super) const KEYS: &str = "keys";

pub(super) async fn claim_kind(
    tx: &mut PgConnection,
    kind: DataKind,
) -> Result<DataKind, StoreError> {
    let wanted = match kind {
        DataKind::Demo => "demo",
        DataKind::Real => "real",
    };
    claim(tx, KIND, wanted).await?;
    kind_of(tx).await
}

/// Keeps a value the first time; afterwards returns what was kept then.
pub(super) async fn claim(
    tx: &mut PgConnection,
    name: &'static str,
    wanted: &str,
) -> Result<String, StoreError> {
    sqlx::query("INSERT INTO meta(name, value) VALUES ($1, $2) ON CONFLICT(name) DO NOTHING")
        .bind(name)
        .bind(wanted)
        .execute(&mut *tx)
        .await?;
    meta(tx, name).await?.ok_or(StoreError::Row { what: name })
}

async fn kind_of(tx: &mut PgConnection) -> Result<DataKind, StoreError> {
    match meta(tx, KIND).await?.as_deref() {
        Some("demo") => Ok(DataKind::Demo),
        Some("real") => Ok(DataKind::Real),
        Some(_) | None => Err(StoreError::Row { what: KIND }),
    }
}

pub(super) async fn meta(tx: &mut PgConnection, name: &str) -> Result<Option<String>, StoreError> {
    let found = sqlx::query("SELECT value FROM meta WHERE name = $1")
        .bind(name)
        .fetch_optional(tx)
        .await?;
    Ok(found.map(|row| row.try_get("value")).transpose()?)
}

/// Rises when the centre was restored from a backup.
pub(super) async fn feed_epoch(tx: &mut PgConnection) -> Result<u32, StoreError> {
    let text = meta(tx, "feed_epoch").await?;
    text.and_then(|t| t.parse().ok())
        .ok_or(StoreError::Row { what: "feed_epoch" })
}

pub(super) async fn offices(tx: &mut PgConnection) -> Result<Vec<OfficeId>, StoreError> {
    let rows = sqlx::query("SELECT id FROM office ORDER BY id")
        .fetch_all(tx)
        .await?;
    rows.iter().map(|row| parsed(row, "id")).collect()
}

pub(super) async fn apply(
    tx: &mut PgConnection,
    site: &SiteRecord,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO office(id, info, look_up_url, rules, offline_days) \
         VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT(id) DO UPDATE SET info = excluded.info, rules = excluded.rules, \
           look_up_url = excluded.look_up_url, offline_days = excluded.offline_days",
    )
    .bind(site.office.id.as_str())
    .bind(to_json(&site.office, "office")?)
    .bind(&site.look_up_url)
    .bind(to_json(&site.rules, "rules")?)
    .bind(i64::from(site.offline_days))
    .execute(&mut *tx)
    .await?;
    apply_agencies(tx, site).await?;
    apply_departments(tx, site).await?;
    for (position, (officer, password)) in site.officers.iter().enumerate() {
        let office = site.office.id.as_str();
        apply_officer(tx, office, (position, officer), password.as_deref(), now).await?;
    }
    Ok(())
}

async fn apply_agencies(tx: &mut PgConnection, site: &SiteRecord) -> Result<(), StoreError> {
    let office = site.office.id.as_str();
    sqlx::query("DELETE FROM agency WHERE office = $1")
        .bind(office)
        .execute(&mut *tx)
        .await?;
    for (position, agency) in site.office.agencies.iter().enumerate() {
        sqlx::query("INSERT INTO agency(office, position, code) VALUES ($1, $2, $3)")
            .bind(office)
            .bind(row_no(position))
            .bind(agency.as_str())
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

async fn apply_departments(tx: &mut PgConnection, site: &SiteRecord) -> Result<(), StoreError> {
    let office = site.office.id.as_str();
    sqlx::query("DELETE FROM department WHERE office = $1")
        .bind(office)
        .execute(&mut *tx)
        .await?;
    for (position, (id, name)) in site.departments.iter().enumerate() {
        sqlx::query("INSERT INTO department(office, position, id, name) VALUES ($1, $2, $3, $4)")
            .bind(office)
            .bind(row_no(position))
            .bind(id.as_str())
            .bind(name)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// An officer keeps the password unless a new one is given; one without any can never sign in.
async fn apply_officer(
    tx: &mut PgConnection,
    office: &str,
    (position, officer): (usize, &OfficerInfo),
    password: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO officer(login, office, position, name, phone, role, password, left_counter_at) \
         VALUES ($1, $2, $3, $4, $5, $6, coalesce($7, ''), CASE WHEN NOT $8 THEN 0 END) \
         ON CONFLICT(login) DO UPDATE SET office = excluded.office, name = excluded.name, \
           position = excluded.position, phone = excluded.phone, role = excluded.role, \
           password = coalesce($7, officer.password), \
           left_counter_at = CASE WHEN NOT $8 THEN coalesce(officer.left_counter_at, $9) END",
    )
    .bind(officer.login.as_str())
    .bind(office)
    .bind(row_no(position))
    .bind(&officer.name)
    .bind(&officer.phone)
    .bind(to_json(&officer.role, "role")?)
    .bind(password)
    .bind(officer.role.acts_at_counter())
    .bind(now.0)
    .execute(tx)
    .await?;
    Ok(())
}

/// What the policy of an office is written from.
pub(super) async fn policy_parts(
    tx: &mut PgConnection,
    office: &OfficeId,
) -> Result<Option<PolicyParts>, StoreError> {
    let found =
        sqlx::query("SELECT info, look_up_url, rules, offline_days FROM office WHERE id = $1")
            .bind(office.as_str())
            .fetch_optional(&mut *tx)
            .await?;
    let Some(row) = found else { return Ok(None) };
    let officers = officers(tx, office).await?;
    let site = SiteRecord {
        office: json::<OfficeInfo>(&row, "info")?,
        departments: departments(tx, office).await?,
        officers: officers.into_iter().map(|o| (o, None)).collect(),
        look_up_url: row.try_get("look_up_url")?,
        rules: json(&row, "rules")?,
        offline_days: number(&row, "offline_days")?,
    };
    Ok(Some(PolicyParts {
        site,
        desks: desks::keys_of(tx, office).await?,
        kind: kind_of(tx).await?,
    }))
}

async fn departments(
    tx: &mut PgConnection,
    office: &OfficeId,
) -> Result<Vec<(DepartmentId, String)>, StoreError> {
    let rows = sqlx::query("SELECT id, name FROM department WHERE office = $1 ORDER BY position")
        .bind(office.as_str())
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| Ok((parsed(row, "id")?, row.try_get("name")?)))
        .collect()
}

async fn officers(
    tx: &mut PgConnection,
    office: &OfficeId,
) -> Result<Vec<OfficerInfo>, StoreError> {
    let rows = sqlx::query(
        "SELECT login, name, phone, role FROM officer \
         WHERE office = $1 AND revoked_at IS NULL ORDER BY position, login",
    )
    .bind(office.as_str())
    .fetch_all(tx)
    .await?;
    rows.iter().map(officer_info).collect()
}

/// An officer as policies name one.
pub(super) fn officer_info(row: &PgRow) -> Result<OfficerInfo, StoreError> {
    Ok(OfficerInfo {
        login: parsed(row, "login")?,
        name: row.try_get("name")?,
        phone: row.try_get("phone")?,
        role: from_json(row.try_get("role")?, "role")?,
    })
}
