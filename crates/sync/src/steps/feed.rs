//! Pulls the office's feed after the cursor and folds what came. Cursor and events move in one
//! transaction, so a pull can be repeated and never skips (invariant I7).

use protocol::commands::ChangeTag;
use protocol::wire::{FeedEvent, PULL_EVENTS_MAX, PullQuery, PullReply};
use store::{Cursor, FeedPage, Pulled};

use crate::engine::{Engine, SyncError};
use crate::steps::push::give_up_token;

/// Most pages of one activation; the next one goes on.
const PAGES_MAX: u32 = 200;

pub(crate) async fn run(engine: &Engine) -> Result<(), SyncError> {
    let mut page = pull(engine, 0).await?;
    for _ in 0..PAGES_MAX {
        if !page.more {
            if !apply(engine, page).await? {
                return Ok(());
            }
            page = pull(engine, 0).await?;
            continue;
        }
        // the centre makes the next page ready while this one is stored
        let after = page.next;
        let (applied, ahead) = tokio::join!(apply(engine, page), page_after(engine, after, 0));
        applied?;
        // only a page that begins where the cursor stands may follow
        page = if position(engine).await? == after {
            ahead?
        } else {
            pull(engine, 0).await?
        };
    }
    Ok(())
}

/// One page, waiting up to `wait` seconds when there is nothing yet.
pub(crate) async fn pull(engine: &Engine, wait: u64) -> Result<PullReply, SyncError> {
    let after = position(engine).await?;
    page_after(engine, after, wait).await
}

async fn position(engine: &Engine) -> Result<u64, SyncError> {
    let feed = feed(engine);
    let Cursor { position, .. } = engine.ledger.read(move |r| r.cursor(&feed)).await?;
    Ok(position)
}

async fn page_after(engine: &Engine, after: u64, wait: u64) -> Result<PullReply, SyncError> {
    let query = PullQuery {
        feed: feed(engine),
        after,
        limit: PULL_EVENTS_MAX,
        wait,
    };
    let token = engine.token()?;
    engine
        .client
        .pull(&token, &query)
        .await
        .map_err(|error| give_up_token(engine, error))
}

/// Stores one page; true when there is more.
pub(crate) async fn apply(engine: &Engine, reply: PullReply) -> Result<bool, SyncError> {
    let feed = feed(engine);
    let name = feed.clone();
    let held = engine.ledger.read(move |r| r.cursor(&name)).await?;
    let epoch = reply.feed_epoch;
    let was_restored = held.epoch != epoch && held.position > 0;
    if was_restored {
        tracing::warn!(epoch, "the centre was restored: its feed is read again");
        engine
            .ledger
            .write(move |tx| tx.restart_feed(&feed, epoch, 0))
            .await?;
        return Ok(true);
    }
    if reply.events.is_empty() && reply.next == held.position {
        return Ok(false);
    }
    let (more, at) = (reply.more, engine.now());
    let events = reply.events.into_iter().map(pulled).collect();
    let page = FeedPage {
        feed,
        events,
        next: reply.next,
        epoch,
        at,
    };
    let outcome = engine.ledger.write(move |tx| tx.apply_feed(&page)).await?;
    if !outcome.touched.is_empty() {
        engine.changed(&[
            ChangeTag::Dossiers,
            ChangeTag::Strip,
            ChangeTag::Attachments,
        ]);
    }
    Ok(more)
}

fn feed(engine: &Engine) -> String {
    format!("office:{}", engine.office)
}

fn pulled(event: FeedEvent) -> Pulled {
    Pulled {
        position: event.position,
        envelope: event.event.envelope,
        body: event.event.body.get().to_owned(),
    }
}
