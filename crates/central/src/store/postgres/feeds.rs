//! Feeds: one counter row each, raised last in the transaction that brings the events and held until
//! it ends, so that positions are gapless and in commit order and a cursor never skips (I7). A
//! sequence would hand out positions before their events are there to be seen.

use domain::ids::{DossierId, EventId};
use domain::time::Timestamp;
use protocol::wire::{FeedEvent, WireRuling};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::rows::{number, parsed, stored};
use super::sites;
use crate::admit::{Admission, Delivery, Feed};
use crate::store::rules::paging::{Filling, wire_event};
use crate::store::rules::pushing::Numbers;
use crate::store::{FeedPage, PageWish, StoreError};

/// Appends what an admission brings.
pub(super) async fn deliver(
    tx: &mut PgConnection,
    admission: &Admission,
    numbers: &Numbers,
) -> Result<(), StoreError> {
    let mut appended = Vec::with_capacity(admission.deliveries.len());
    for (feed, deliveries) in &admission.deliveries {
        let mut events = Vec::new();
        for delivery in deliveries {
            match delivery {
                Delivery::History(dossier) => {
                    events.extend(history(tx, *dossier, numbers.before).await?);
                }
                Delivery::Event(index) => events.extend(numbers.of.get(index).copied()),
            }
        }
        appended.push((feed.to_string(), events));
    }
    // by name of the text: every transaction takes the counters in this order
    appended.sort();
    for (feed, events) in &appended {
        append(tx, feed, events).await?;
    }
    Ok(())
}

/// In the order in which they took effect: a released event behind those that had before it.
async fn history(
    tx: &mut PgConnection,
    dossier: DossierId,
    before: i64,
) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query(
        "SELECT no, no AS place, 0::bigint AS turn FROM event \
           WHERE dossier = $1 AND applied AND no < $2 \
         UNION ALL \
         SELECT event, behind, no FROM ruling WHERE dossier = $1 AND behind IS NOT NULL \
         ORDER BY place, turn",
    )
    .bind(dossier.0)
    .bind(before)
    .fetch_all(tx)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("no")?)).collect()
}

pub(super) async fn append(
    tx: &mut PgConnection,
    feed: &str,
    events: &[i64],
) -> Result<(), StoreError> {
    let count = i64::try_from(events.len()).unwrap_or(0);
    let last: i64 = sqlx::query(
        "INSERT INTO feed(name, position) VALUES ($1, $2) \
         ON CONFLICT(name) DO UPDATE SET position = feed.position + $2 RETURNING position",
    )
    .bind(feed)
    .bind(count)
    .fetch_one(&mut *tx)
    .await?
    .try_get("position")?;
    sqlx::query(
        "INSERT INTO feed_event(feed, position, event) \
         SELECT $1, $2 + p.place, p.event FROM unnest($3) WITH ORDINALITY AS p(event, place)",
    )
    .bind(feed)
    .bind(last - count)
    .bind(events)
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn page(
    tx: &mut PgConnection,
    feed: &Feed,
    wish: PageWish,
) -> Result<FeedPage, StoreError> {
    let (epoch, last) = (sites::feed_epoch(tx).await?, last(tx, feed).await?);
    let mut page = Filling::new(wish, epoch, last);
    if matches!(feed, Feed::Desk(_)) {
        fill_with_rulings(tx, feed, wish, &mut page).await?;
        return Ok(page.done());
    }
    let rows = sqlx::query(
        "SELECT f.position, e.envelope, e.body FROM feed_event f JOIN event e ON e.no = f.event \
         WHERE f.feed = $1 AND f.position > $2 ORDER BY f.position LIMIT $3",
    )
    .bind(feed.to_string())
    .bind(stored(wish.after))
    .bind(page.rows())
    .fetch_all(tx)
    .await?;
    for row in &rows {
        if !page.add(event(row)?) {
            break;
        }
    }
    Ok(page.done())
}

async fn fill_with_rulings(
    tx: &mut PgConnection,
    feed: &Feed,
    wish: PageWish,
    page: &mut Filling,
) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "SELECT f.position, e.id, r.kind, r.officer, coalesce(o.name, '') AS name, r.reason, r.at \
         FROM feed_event f JOIN event e ON e.no = f.event JOIN ruling r ON r.event = f.event \
           LEFT JOIN officer o ON o.login = r.officer \
         WHERE f.feed = $1 AND f.position > $2 ORDER BY f.position LIMIT $3",
    )
    .bind(feed.to_string())
    .bind(stored(wish.after))
    .bind(page.rows())
    .fetch_all(tx)
    .await?;
    for row in &rows {
        if !page.add_ruling(ruling(row)?) {
            break;
        }
    }
    Ok(())
}

fn ruling(row: &PgRow) -> Result<WireRuling, StoreError> {
    Ok(WireRuling {
        position: number(row, "position")?,
        event: EventId(row.try_get("id")?),
        kind: row.try_get("kind")?,
        officer: parsed(row, "officer")?,
        name: row.try_get("name")?,
        reason: row.try_get("reason")?,
        at: Timestamp(row.try_get("at")?),
    })
}

/// Each statement sees what was committed before it: the page that is read next may reach further.
pub(super) async fn last(tx: &mut PgConnection, feed: &Feed) -> Result<u64, StoreError> {
    let found = sqlx::query("SELECT position FROM feed WHERE name = $1")
        .bind(feed.to_string())
        .fetch_optional(tx)
        .await?;
    found.as_ref().map_or(Ok(0), |row| number(row, "position"))
}

fn event(row: &PgRow) -> Result<FeedEvent, StoreError> {
    Ok(FeedEvent {
        position: number(row, "position")?,
        event: wire_event(row.try_get("envelope")?, row.try_get("body")?)?,
    })
}
