//! Feeds: one counter row each, raised in the transaction that brings the events, so that positions
//! are gapless and in commit order and a cursor never skips (I7).

use std::collections::HashMap;

use domain::ids::DossierId;
use protocol::wire::FeedEvent;
use rusqlite::{Transaction, named_params};

use super::journal::wire_event;
use super::rows::{number, stored};
use super::sites;
use crate::admit::{Admission, Delivery, Feed};
use crate::store::{FeedPage, PageWish, StoreError};

/// Appends what an admission brings; `numbers` are the centre's numbers of its new events.
pub(super) fn deliver(
    tx: &Transaction<'_>,
    admission: &Admission,
    numbers: &HashMap<usize, i64>,
) -> Result<(), StoreError> {
    let first_new = numbers.values().copied().min().unwrap_or(i64::MAX);
    for (feed, deliveries) in &admission.deliveries {
        let name = feed.to_string();
        let mut events = Vec::new();
        for delivery in deliveries {
            match delivery {
                Delivery::History(dossier) => {
                    events.extend(history(tx, *dossier, first_new)?);
                }
                Delivery::Event(index) => events.extend(numbers.get(index)),
            }
        }
        append(tx, &name, &events)?;
    }
    Ok(())
}

fn history(tx: &Transaction<'_>, dossier: DossierId, before: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT no FROM event WHERE dossier = :dossier AND applied = 1 AND no < :before \
         ORDER BY no",
    )?;
    let rows = statement.query_map(
        named_params! { ":dossier": dossier.to_string(), ":before": before },
        |row| row.get("no"),
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn append(tx: &Transaction<'_>, feed: &str, events: &[i64]) -> Result<(), StoreError> {
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
    let mut page = FeedPage {
        events: Vec::new(),
        more: false,
        feed_epoch: sites::feed_epoch(tx)?,
    };
    let limit = i64::try_from(wish.limit).unwrap_or(i64::MAX - 1);
    let mut statement = tx.prepare_cached(
        "SELECT f.position, e.envelope, e.body FROM feed_event f JOIN event e ON e.no = f.event \
         WHERE f.feed = :feed AND f.position > :after ORDER BY f.position LIMIT :limit",
    )?;
    let mut rows = statement.query(named_params! {
        ":feed": feed.to_string(), ":after": stored(wish.after), ":limit": limit + 1,
    })?;
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let event = wire_event(row)?;
        bytes += event.body.get().len();
        let full = page.events.len() >= wish.limit || bytes > wish.bytes_max;
        if full && !page.events.is_empty() {
            page.more = true;
            break;
        }
        page.events.push(FeedEvent {
            position: number(row, "position")?,
            event,
        });
    }
    Ok(page)
}
