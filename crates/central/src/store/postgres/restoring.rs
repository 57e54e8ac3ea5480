//! The database is an older copy: see [`crate::store::rules::restoring`]. A dump that was restored,
//! or a server that went on from an older moment, is known by where it stands: tables that were made
//! anew have other numbers, and a recovery begins a new timeline.

use domain::ids::{AgencyCode, DeskId};
use domain::time::{CivilDate, Timestamp};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::rows::{number, parsed};
use super::{desks, leases, sites};
use crate::clock::uuid_at;
use crate::store::rules::restoring::{each_day, fence, next_epoch, version_floor};
use crate::store::{LeaseAsk, Restore, StoreError};

const PLACE: &str = "place";
const FLOOR: &str = "version_floor";
/// The last day whose numbers were given up.
const FENCED: &str = "numbers_given_up_until";

pub(super) async fn renew(
    tx: &mut PgConnection,
    wish: &Restore,
) -> Result<Option<u32>, StoreError> {
    // several centres may start at once: one of them renews
    sqlx::query("SELECT 1 FROM meta WHERE name = 'feed_epoch' FOR UPDATE")
        .fetch_one(&mut *tx)
        .await?;
    let here = place(tx).await?;
    let moved = sites::claim(tx, PLACE, &here).await? != here;
    if !wish.declared && !moved {
        return Ok(None);
    }
    let epoch = next_epoch(sites::feed_epoch(tx).await?, wish.now);
    let row = sqlx::query("SELECT coalesce(max(version), 0) AS newest FROM published")
        .fetch_one(&mut *tx)
        .await?;
    let floor = version_floor(number(&row, "newest")?);
    set(tx, "feed_epoch", &epoch.to_string()).await?;
    set(tx, FLOOR, &floor.to_string()).await?;
    set(tx, PLACE, &here).await?;
    set(tx, FENCED, &wish.days.1.to_string()).await?;
    give_up_numbers(tx, wish).await?;
    Ok(Some(epoch))
}

/// Which server, on which timeline, which database, which table.
async fn place(tx: &mut PgConnection) -> Result<String, StoreError> {
    let row = sqlx::query(
        "SELECT concat_ws('/', s.system_identifier, c.timeline_id, d.oid, 'event'::regclass::oid) \
           AS place \
         FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d \
         WHERE d.datname = current_database()",
    )
    .fetch_one(tx)
    .await?;
    Ok(row.try_get("place")?)
}

async fn set(tx: &mut PgConnection, name: &str, value: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO meta(name, value) VALUES ($1, $2) \
         ON CONFLICT(name) DO UPDATE SET value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(tx)
    .await?;
    Ok(())
}

/// The version every document goes on from; 0 in a centre that was never restored.
pub(super) async fn floor(tx: &mut PgConnection) -> Result<u32, StoreError> {
    let text = sites::meta(tx, FLOOR).await?;
    text.map_or(Ok(0), |text| {
        text.parse()
            .map_err(|_damaged| StoreError::Row { what: FLOOR })
    })
}

async fn give_up_numbers(tx: &mut PgConnection, wish: &Restore) -> Result<(), StoreError> {
    let first = sqlx::query("SELECT id FROM desk ORDER BY id LIMIT 1")
        .fetch_optional(&mut *tx)
        .await?;
    let Some(first) = first else { return Ok(()) };
    let desk = DeskId(first.try_get("id")?);
    let rows = sqlx::query(
        "SELECT code FROM agency UNION SELECT agency FROM lease WHERE day >= $1 ORDER BY code",
    )
    .bind(wish.days.0.to_string())
    .fetch_all(&mut *tx)
    .await?;
    for row in &rows {
        let agency: AgencyCode = parsed(row, "code")?;
        for day in each_day(wish.days) {
            give_up_day(tx, wish.now, desk, (&agency, day)).await?;
        }
    }
    Ok(())
}

/// Gives up a day of an agency that this copy does not know to have had numbers; the day is locked.
pub(super) async fn give_up_unknown(
    tx: &mut PgConnection,
    ask: &LeaseAsk,
    (agency, day): (&AgencyCode, CivilDate),
) -> Result<(), StoreError> {
    // days compare as their texts do
    let until = sites::meta(tx, FENCED).await?;
    if until.is_none_or(|until| day.to_string() > until) {
        return Ok(());
    }
    let known = sqlx::query("SELECT 1 FROM lease WHERE agency = $1 AND day = $2 LIMIT 1")
        .bind(agency.as_str())
        .bind(day.to_string())
        .fetch_optional(&mut *tx)
        .await?;
    if known.is_some() {
        return Ok(());
    }
    give_up_day(tx, ask.now, ask.caller.desk, (agency, day)).await
}

async fn give_up_day(
    tx: &mut PgConnection,
    now: Timestamp,
    desk: DeskId,
    (agency, day): (&AgencyCode, CivilDate),
) -> Result<(), StoreError> {
    let fenced = fence(&leases::given_out(tx, agency, day).await?);
    let ids: Vec<Uuid> = fenced.iter().map(|_| uuid_at(now)).collect();
    let firsts: Vec<i64> = fenced
        .iter()
        .map(|(first, _, _)| i64::from(*first))
        .collect();
    let lasts: Vec<i64> = fenced.iter().map(|(_, last, _)| i64::from(*last)).collect();
    let reserves: Vec<bool> = fenced.iter().map(|(_, _, reserve)| *reserve).collect();
    sqlx::query(
        "INSERT INTO lease(id, agency, day, first, last, reserve, desk, incarnation, at, void_at) \
         SELECT p.id, $1, $2, p.first, p.last, p.reserve, $3, 0, $4, $4 \
         FROM unnest($5, $6, $7, $8) AS p(id, first, last, reserve)",
    )
    .bind(agency.as_str())
    .bind(day.to_string())
    .bind(desk.0)
    .bind(now.0)
    .bind(ids)
    .bind(firsts)
    .bind(lasts)
    .bind(reserves)
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes over a life that began after the copy was made; only in a restored centre.
pub(super) async fn adopt(
    tx: &mut PgConnection,
    desk: DeskId,
    incarnation: u32,
) -> Result<bool, StoreError> {
    if floor(tx).await? == 0 {
        return Ok(false);
    }
    let held = desks::lock(tx, desk).await?.map(|desk| desk.incarnation);
    let Some(held) = held.filter(|held| *held < incarnation) else {
        return Ok(false);
    };
    for life in held + 1..=incarnation {
        desks::begin_life(tx, desk, life).await?;
    }
    sqlx::query("UPDATE desk SET incarnation = $1 WHERE id = $2")
        .bind(i64::from(incarnation))
        .bind(desk.0)
        .execute(tx)
        .await?;
    Ok(true)
}
