//! Feeds: one counter row each, raised in the transaction that brings the events, so that positions
//! are gapless and in commit order and a cursor never skips (I7).

use domain::ids::DossierId;
use domain::time::Timestamp;
use protocol::wire::{FeedEvent, WireRuling};
use rusqlite::{Row, Transaction, named_params};

use super::rows::{number, parsed, stored};
use super::sites;
use crate::admit::{Admission, Delivery, Feed};
use crate::store::rules::paging::{Filling, wire_event};
use crate::store::rules::pushing::Numbers;
use crate::store::{FeedPage, PageWish, StoreError};

/// Appends what an admission brings.
pub(super) fn deliver(
    tx: &Transaction<'_>,
    admission: &Admission,
    numbers: &Numbers,
) -> Result<(), StoreError> {
    for (feed, deliveries) in &admission.deliveries {
        let name = feed.to_string();
        let mut events = Vec::new();
        for delivery in deliveries {
            match delivery {
                Delivery::History(dossier) => {
                    events.extend(history(tx, *dossier, numbers.before)?);
                }
                Delivery::Event(index) => events.extend(numbers.of.get(index)),
            }
        }
        append(tx, &name, &events)?;
    }
    Ok(())
}

/// In the order in which they took effect: a released event behind those that had before it.
fn history(tx: &Transaction<'_>, dossier: DossierId, before: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT no, no AS place, 0 AS turn FROM event \
           WHERE dossier = :dossier AND applied = 1 AND no < :before \
         UNION ALL \
         SELECT event, behind, no FROM ruling \
           WHERE dossier = :dossier AND behind IS NOT NULL \
         ORDER BY place, turn",
    )?;
    let rows = statement.query_map(
        named_params! { ":dossier": dossier.to_string(), ":before": before },
        |row| row.get("no"),
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn append(tx: &Transaction<'_>, feed: &str, events: &[i64]) -> Result<(), StoreError> {
    let count = i64::try_from(events.len()).unwrap_or(0);
    let last: i64 = tx
        .prepare_cached(
            "INSERT INTO feed(name, position) VALUES (:name, :count) \
             ON CONFLICT(name) DO UPDATE SET position = position + :count RETURNING position",
        )?
        .query_row(named_params! { ":name": feed, ":count": count }, |row| {
            row.get("position")
        })?;
    let mut statement = tx.prepare_cached(
        "INSERT INTO feed_event(feed, position, event) VALUES (:feed, :position, :event)",
    )?;
    for (position, event) in (last - count + 1..).zip(events) {
        statement
            .execute(named_params! { ":feed": feed, ":position": position, ":event": event })?;
    }
    Ok(())
}

pub(super) fn page(
    tx: &Transaction<'_>,
    feed: &Feed,
    wish: PageWish,
) -> Result<FeedPage, StoreError> {
    let mut page = Filling::new(wish, sites::feed_epoch(tx)?, last(tx, feed)?);
    if matches!(feed, Feed::Desk(_)) {
        fill_with_rulings(tx, feed, wish, &mut page)?;
        return Ok(page.done());
    }
    let mut statement = tx.prepare_cached(
        "SELECT f.position, e.envelope, e.body FROM feed_event f JOIN event e ON e.no = f.event \
         WHERE f.feed = :feed AND f.position > :after ORDER BY f.position LIMIT :rows",
    )?;
    let mut rows = statement.query(named_params! {
        ":feed": feed.to_string(), ":after": stored(wish.after), ":rows": page.rows(),
    })?;
    while let Some(row) = rows.next()? {
        let envelope: String = row.get("envelope")?;
        let event = FeedEvent {
            position: number(row, "position")?,
            event: wire_event(&envelope, row.get("body")?)?,
        };
        if !page.add(event) {
            break;
        }
    }
    Ok(page.done())
}

fn fill_with_rulings(
    tx: &Transaction<'_>,
    feed: &Feed,
    wish: PageWish,
    page: &mut Filling,
) -> Result<(), StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT f.position, e.id, r.kind, r.officer, coalesce(o.name, '') AS name, r.reason, r.at \
         FROM feed_event f JOIN event e ON e.no = f.event JOIN ruling r ON r.event = f.event \
           LEFT JOIN officer o ON o.login = r.officer \
         WHERE f.feed = :feed AND f.position > :after ORDER BY f.position LIMIT :rows",
    )?;
    let rows = statement.query_and_then(
        named_params! {
            ":feed": feed.to_string(), ":after": stored(wish.after), ":rows": page.rows(),
        },
        ruling,
    )?;
    for ruling in rows {
        if !page.add_ruling(ruling?) {
            break;
        }
    }
    Ok(())
}

fn ruling(row: &Row<'_>) -> Result<WireRuling, StoreError> {
    Ok(WireRuling {
        position: number(row, "position")?,
        event: parsed(row, "id")?,
        kind: row.get("kind")?,
        officer: parsed(row, "officer")?,
        name: row.get("name")?,
        reason: row.get("reason")?,
        at: Timestamp(row.get("at")?),
    })
}

pub(super) fn last(tx: &Transaction<'_>, feed: &Feed) -> Result<u64, StoreError> {
    let mut statement = tx.prepare_cached("SELECT position FROM feed WHERE name = :feed")?;
    let mut rows = statement.query(named_params! { ":feed": feed.to_string() })?;
    match rows.next()? {
        Some(row) => Ok(number(row, "position")?),
        None => Ok(0),
    }
}
