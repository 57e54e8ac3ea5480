//! The database is an older copy: see [`crate::store::rules::restoring`]. A copy that
//! [`crate::backup`] made says so itself.

use domain::ids::{AgencyCode, DeskId, LeaseId};
use domain::time::{CivilDate, Timestamp};
use rusqlite::{OptionalExtension, Transaction, named_params};

use super::rows::parsed;
use super::{desks, leases, sites};
use crate::clock::uuid_at;
use crate::store::rules::restoring::{each_day, fence, next_epoch, version_floor};
use crate::store::{LeaseAsk, Restore, StoreError};

/// Said in a backup's database.
pub(crate) const COPY: &str = "copy";
const FLOOR: &str = "version_floor";
/// The last day whose numbers were given up.
const FENCED: &str = "numbers_given_up_until";

pub(super) fn renew(tx: &Transaction<'_>, wish: &Restore) -> Result<Option<u32>, StoreError> {
    if !wish.declared && sites::meta(tx, COPY)?.is_none() {
        return Ok(None);
    }
    let epoch = next_epoch(sites::feed_epoch(tx)?, wish.now);
    let newest: u32 = tx.query_row(
        "SELECT coalesce(max(version), 0) AS newest FROM published",
        [],
        |row| row.get("newest"),
    )?;
    set(tx, "feed_epoch", &epoch.to_string())?;
    set(tx, FLOOR, &version_floor(newest).to_string())?;
    set(tx, FENCED, &wish.days.1.to_string())?;
    tx.execute(
        "DELETE FROM meta WHERE name = :name",
        named_params! { ":name": COPY },
    )?;
    give_up_numbers(tx, wish)?;
    Ok(Some(epoch))
}

fn set(tx: &Transaction<'_>, name: &str, value: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO meta(name, value) VALUES (:name, :value) \
         ON CONFLICT(name) DO UPDATE SET value = excluded.value",
        named_params! { ":name": name, ":value": value },
    )?;
    Ok(())
}

/// The version every document goes on from; 0 in a centre that was never restored.
pub(super) fn floor(tx: &Transaction<'_>) -> Result<u32, StoreError> {
    let text = sites::meta(tx, FLOOR)?;
    text.map_or(Ok(0), |text| {
        text.parse()
            .map_err(|_damaged| StoreError::Row { what: FLOOR })
    })
}

fn give_up_numbers(tx: &Transaction<'_>, wish: &Restore) -> Result<(), StoreError> {
    let mut first = tx.prepare("SELECT id FROM desk ORDER BY id LIMIT 1")?;
    let Some(desk) = first.query_and_then([], |row| parsed(row, "id"))?.next() else {
        return Ok(());
    };
    let desk: DeskId = desk?;
    let mut statement = tx.prepare(
        "SELECT code FROM agency UNION SELECT agency FROM lease WHERE day >= :first ORDER BY code",
    )?;
    let first = wish.days.0.to_string();
    let agencies: Vec<AgencyCode> = statement
        .query_and_then(named_params! { ":first": first }, |row| parsed(row, "code"))?
        .collect::<Result<_, StoreError>>()?;
    for agency in &agencies {
        for day in each_day(wish.days) {
            give_up_day(tx, wish.now, desk, (agency, day))?;
        }
    }
    Ok(())
}

/// Gives up a day of an agency that this copy does not know to have had numbers.
pub(super) fn give_up_unknown(
    tx: &Transaction<'_>,
    ask: &LeaseAsk,
    (agency, day): (&AgencyCode, CivilDate),
) -> Result<(), StoreError> {
    // days compare as their texts do
    let given_up = sites::meta(tx, FENCED)?.is_some_and(|until| day.to_string() <= until);
    if !given_up {
        return Ok(());
    }
    let mut statement =
        tx.prepare_cached("SELECT 1 FROM lease WHERE agency = :agency AND day = :day")?;
    let is_known = statement.exists(named_params! {
        ":agency": agency.as_str(), ":day": day.to_string(),
    })?;
    if is_known {
        return Ok(());
    }
    give_up_day(tx, ask.now, ask.caller.desk, (agency, day))
}

fn give_up_day(
    tx: &Transaction<'_>,
    now: Timestamp,
    desk: DeskId,
    (agency, day): (&AgencyCode, CivilDate),
) -> Result<(), StoreError> {
    for (first, last, reserve) in fence(&leases::given_out(tx, agency, day)?) {
        tx.prepare_cached(
            "INSERT INTO lease(id, agency, day, first, last, reserve, desk, incarnation, at, \
               void_at) VALUES (:id, :agency, :day, :first, :last, :reserve, :desk, 0, :at, :at)",
        )?
        .execute(named_params! {
            ":id": LeaseId(uuid_at(now)).to_string(), ":agency": agency.as_str(),
            ":day": day.to_string(), ":first": first, ":last": last, ":reserve": reserve,
            ":desk": desk.to_string(), ":at": now.0,
        })?;
    }
    Ok(())
}

/// Takes over a life that began after the copy was made; only in a restored centre.
pub(super) fn adopt(
    tx: &Transaction<'_>,
    desk: DeskId,
    incarnation: u32,
) -> Result<bool, StoreError> {
    if floor(tx)? == 0 {
        return Ok(false);
    }
    let held: Option<u32> = tx
        .query_row(
            "SELECT incarnation FROM desk WHERE id = :id",
            named_params! { ":id": desk.to_string() },
            |row| row.get("incarnation"),
        )
        .optional()?;
    let Some(held) = held.filter(|held| *held < incarnation) else {
        return Ok(false);
    };
    for life in held + 1..=incarnation {
        desks::begin_life(tx, desk, life)?;
    }
    tx.execute(
        "UPDATE desk SET incarnation = :incarnation WHERE id = :id",
        named_params! { ":incarnation": incarnation, ":id": desk.to_string() },
    )?;
    Ok(true)
}
