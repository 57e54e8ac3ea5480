//! Enrolment codes and what they are used for.

use domain::ids::DeskId;
use domain::time::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::rows::parsed;
use super::{desks, sites};
use crate::store::rules::enrolling::{self, Enrolling, KeptCode, enrolling};
use crate::store::{DeskRecord, EnrolCodeRecord, Enrolled, Enrolment, StoreError};

pub(super) async fn add_code(
    tx: &mut PgConnection,
    code: &EnrolCodeRecord,
) -> Result<bool, StoreError> {
    let office = code.office.as_str();
    if code.reusable {
        sqlx::query("DELETE FROM enrol_code WHERE office = $1 AND reusable")
            .bind(office)
            .execute(&mut *tx)
            .await?;
    }
    let added = sqlx::query(
        "INSERT INTO enrol_code(secret, office, label, reusable, until) \
         SELECT $1, id, $3, $4, $5 FROM office WHERE id = $2",
    )
    .bind(code.secret.as_slice())
    .bind(office)
    .bind(&code.label)
    .bind(code.reusable)
    .bind(code.until.0)
    .execute(tx)
    .await?;
    Ok(added.rows_affected() == 1)
}

pub(super) async fn enrol(
    tx: &mut PgConnection,
    wish: &Enrolment,
) -> Result<Option<Enrolled>, StoreError> {
    let found = sqlx::query(
        "SELECT office, label, reusable, until, desk FROM enrol_code WHERE secret = $1 FOR UPDATE",
    )
    .bind(wish.secret.as_slice())
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = found else { return Ok(None) };
    let code = kept(&row)?;
    match enrolling(wish, &code, desks::of_key(tx, &wish.key).await?) {
        Enrolling::Again(known) => enrolled(tx, &known).await,
        Enrolling::New { label } => {
            add_desk(tx, wish, code.office.as_str(), &label).await?;
            match desks::find(tx, wish.desk).await? {
                Some(desk) => enrolled(tx, &desk).await,
                None => Ok(None),
            }
        }
        Enrolling::Refused => Ok(None),
    }
}

fn kept(row: &PgRow) -> Result<KeptCode, StoreError> {
    let desk: Option<Uuid> = row.try_get("desk")?;
    Ok(KeptCode {
        office: parsed(row, "office")?,
        label: row.try_get("label")?,
        reusable: row.try_get("reusable")?,
        until: Timestamp(row.try_get("until")?),
        desk: desk.map(DeskId),
    })
}

async fn add_desk(
    tx: &mut PgConnection,
    wish: &Enrolment,
    office: &str,
    label: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO desk(id, office, label, key, machine, incarnation, enrolled_at) \
         VALUES ($1, $2, $3, $4, $5, 1, $6)",
    )
    .bind(wish.desk.0)
    .bind(office)
    .bind(label)
    .bind(wish.key.as_slice())
    .bind(&wish.machine)
    .bind(wish.now.0)
    .execute(&mut *tx)
    .await?;
    sqlx::query("UPDATE enrol_code SET desk = $1 WHERE secret = $2")
        .bind(wish.desk.0)
        .bind(wish.secret.as_slice())
        .execute(&mut *tx)
        .await?;
    desks::begin_life(tx, wish.desk, 1).await
}

async fn enrolled(
    tx: &mut PgConnection,
    desk: &DeskRecord,
) -> Result<Option<Enrolled>, StoreError> {
    let parts = sites::policy_parts(tx, &desk.office).await?;
    parts
        .map(|parts| enrolling::enrolled(desk, parts))
        .transpose()
}
