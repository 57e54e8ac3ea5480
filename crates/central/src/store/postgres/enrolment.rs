//! Enrolment codes and what they are used for.

use domain::ids::DeskId;
use domain::time::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::rows::parsed;
use super::{desks, sites};
use crate::store::rules::enrolling::{self, Enrolling, KeptCode, enrolling};
use crate::store::{DeskRecord, DeskStanding, EnrolCodeRecord, Enrolled, Enrolment, StoreError};

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
        "INSERT INTO enrol_code(secret, office, label, reusable, until, again) \
         SELECT $1, id, $3, $4, $5, $6 FROM office WHERE id = $2",
    )
    .bind(code.secret.as_slice())
    .bind(office)
    .bind(&code.label)
    .bind(code.reusable)
    .bind(code.until.0)
    .bind(code.again.map(|desk| desk.0))
    .execute(tx)
    .await?;
    Ok(added.rows_affected() == 1)
}

pub(super) async fn enrol(
    tx: &mut PgConnection,
    wish: &Enrolment,
) -> Result<Option<Enrolled>, StoreError> {
    let found = sqlx::query(
        "SELECT office, label, reusable, until, desk, again FROM enrol_code WHERE secret = $1 \
         FOR UPDATE",
    )
    .bind(wish.secret.as_slice())
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = found else { return Ok(None) };
    let code = kept(&row)?;
    match enrolling(wish, &code, desks::of_key(tx, &wish.key).await?) {
        Enrolling::Again(known) => enrolled(tx, &known, code.again).await,
        Enrolling::New { label } => {
            add_desk(tx, wish, code.office.as_str(), &label).await?;
            match desks::find(tx, wish.desk).await? {
                Some(desk) => enrolled(tx, &desk, None).await,
                None => Ok(None),
            }
        }
        Enrolling::NewKey(desk) => match give_key(tx, desk, wish).await? {
            Some(known) => enrolled(tx, &known, Some(desk)).await,
            None => Ok(None),
        },
        Enrolling::Refused => Ok(None),
    }
}

/// Gives a desk another key; what the one before opened ends with it. It is kept, for papers that it
/// signed. `None` for a desk out of service.
async fn give_key(
    tx: &mut PgConnection,
    desk: DeskId,
    wish: &Enrolment,
) -> Result<Option<DeskRecord>, StoreError> {
    let held = desks::lock(tx, desk).await?;
    if held.is_none_or(|held| held.standing == DeskStanding::Revoked) {
        return Ok(None);
    }
    sqlx::query(
        "INSERT INTO former_key(desk, key, until) SELECT id, key, $2 FROM desk WHERE id = $1",
    )
    .bind(desk.0)
    .bind(wish.now.0)
    .execute(&mut *tx)
    .await?;
    sqlx::query("UPDATE desk SET key = $2, machine = $3 WHERE id = $1")
        .bind(desk.0)
        .bind(wish.key.as_slice())
        .bind(&wish.machine)
        .execute(&mut *tx)
        .await?;
    for sql in [
        "DELETE FROM challenge WHERE desk = $1",
        "DELETE FROM session WHERE desk = $1",
        "DELETE FROM refresh WHERE desk = $1",
    ] {
        sqlx::query(sql).bind(desk.0).execute(&mut *tx).await?;
    }
    note_use(tx, wish, desk).await?;
    desks::find(tx, desk).await
}

/// The code is spent on this desk.
async fn note_use(tx: &mut PgConnection, wish: &Enrolment, desk: DeskId) -> Result<(), StoreError> {
    sqlx::query("UPDATE enrol_code SET desk = $1 WHERE secret = $2")
        .bind(desk.0)
        .bind(wish.secret.as_slice())
        .execute(tx)
        .await?;
    Ok(())
}

fn kept(row: &PgRow) -> Result<KeptCode, StoreError> {
    let desk: Option<Uuid> = row.try_get("desk")?;
    let again: Option<Uuid> = row.try_get("again")?;
    Ok(KeptCode {
        office: parsed(row, "office")?,
        label: row.try_get("label")?,
        reusable: row.try_get("reusable")?,
        until: Timestamp(row.try_get("until")?),
        desk: desk.map(DeskId),
        again: again.map(DeskId),
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
    note_use(tx, wish, wish.desk).await?;
    desks::begin_life(tx, wish.desk, 1).await
}

/// `again` is the desk that the code gives a new key, if it does.
async fn enrolled(
    tx: &mut PgConnection,
    desk: &DeskRecord,
    again: Option<DeskId>,
) -> Result<Option<Enrolled>, StoreError> {
    let parts = sites::policy_parts(tx, &desk.office).await?;
    let held = sqlx::query("SELECT EXISTS (SELECT 1 FROM sealed_key WHERE desk = $1) AS held")
        .bind(again.map(|desk| desk.0))
        .fetch_one(tx)
        .await?;
    let recovers = held.try_get("held")?;
    parts
        .map(|parts| enrolling::enrolled(desk, recovers, parts))
        .transpose()
}
