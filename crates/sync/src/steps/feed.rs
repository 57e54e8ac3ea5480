//! Pulls the office's feed after the cursor and folds what came. Cursor and events move in one
//! transaction, so a pull can be repeated and never skips (invariant I7).

use protocol::commands::ChangeTag;
use protocol::wire::{FeedEvent, PULL_EVENTS_MAX, PullQuery, PullReply};
use store::{Cursor, FeedPage, Pulled, ReadyPage, Tx};

use crate::engine::{Engine, SyncError};
use crate::status::Receiving;
use crate::steps::push::{self, PAGES_SETTING, give_up_token};
use crate::steps::told;

/// Most pages of one activation; the next one goes on.
const PAGES_MAX: u32 = 200;
/// After so many pages what was recorded meanwhile is sent: a new desk works while the office's
/// dossiers come.
const PAGES_BEFORE_PUSH: u32 = 10;

/// Whether the feed began anew, so that there may be something to send again.
pub(crate) async fn run(engine: &Engine) -> Result<bool, SyncError> {
    let mut began_anew = false;
    let mut page = pull(engine, 0).await?;
    for count in 1..=PAGES_MAX {
        let (is_last, after) = (!page.more, page.next);
        // the next page is fetched and read while this one is stored
        let ahead = async {
            match is_last {
                true => None,
                false => Some(page_after(engine, after, 0).await),
            }
        };
        let (applied, ahead) = tokio::join!(apply(engine, page), ahead);
        let applied = applied?;
        began_anew |= applied.began_anew;
        if !applied.more {
            break;
        }
        if count % PAGES_BEFORE_PUSH == 0 {
            push::run(engine).await?;
        }
        page = match ahead {
            // only a page that begins where the cursor stands may follow
            Some(ahead) if position(engine).await? == after => ahead?,
            _ => pull(engine, 0).await?,
        };
    }
    Ok(began_anew)
}

/// What a page was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Applied {
    /// There is more to pull.
    pub(crate) more: bool,
    /// The feed is read from the start, and there may be something to send again.
    pub(crate) began_anew: bool,
}

/// A page as it came, its events read and folded as far as that goes without the database.
pub(crate) struct Page {
    ready: ReadyPage,
    /// Whether it brings events.
    has_events: bool,
    next: u64,
    epoch: u32,
    more: bool,
    /// Position of the feed's newest event.
    last: u64,
    /// How far the desk's own feed reaches, if the centre has one.
    told: Option<u64>,
}

/// Reads a page, beside whatever the database does.
async fn made_ready(engine: &Engine, reply: PullReply) -> Result<Page, SyncError> {
    let (feed, at) = (feed(engine), engine.now());
    let (next, epoch) = (reply.next, reply.feed_epoch);
    let (more, last, has_events) = (reply.more, reply.last, !reply.events.is_empty());
    let told = reply.told;
    let read = move || {
        let events = reply.events.into_iter().map(pulled).collect();
        let page = FeedPage {
            feed,
            events,
            next,
            epoch,
            at,
        };
        page.ready()
    };
    Ok(Page {
        ready: tokio::task::spawn_blocking(read).await?,
        has_events,
        next,
        epoch,
        more,
        last,
        told,
    })
}

/// One page, waiting up to `wait` seconds when there is nothing yet.
pub(crate) async fn pull(engine: &Engine, wait: u64) -> Result<Page, SyncError> {
    let after = position(engine).await?;
    page_after(engine, after, wait).await
}

async fn position(engine: &Engine) -> Result<u64, SyncError> {
    let feed = feed(engine);
    let Cursor { position, .. } = engine.ledger.read(move |r| r.cursor(&feed)).await?;
    Ok(position)
}

async fn page_after(engine: &Engine, after: u64, wait: u64) -> Result<Page, SyncError> {
    let told = told::position(engine).await?;
    let query = PullQuery {
        feed: feed(engine),
        after,
        limit: PULL_EVENTS_MAX,
        wait,
        told: Some(told),
    };
    let token = engine.token()?;
    let reply = engine.client.pull(&token, &query).await;
    made_ready(engine, reply.map_err(|error| give_up_token(engine, error))?).await
}

/// Stores one page, and hears what it says of the desk's own feed.
pub(crate) async fn apply(engine: &Engine, page: Page) -> Result<Applied, SyncError> {
    let (told, epoch) = (page.told, page.epoch);
    let applied = store(engine, page).await?;
    told::run(engine, told, epoch).await?;
    Ok(applied)
}

/// Stores one page. A centre that went back is read anew; it is sent again what earlier lives had
/// recorded (of the present one the next session compares), and asked for the pages it misses.
async fn store(engine: &Engine, page: Page) -> Result<Applied, SyncError> {
    let feed = feed(engine);
    let name = feed.clone();
    let held = engine.ledger.read(move |r| r.cursor(&name)).await?;
    let epoch = page.epoch;
    // a centre that went back before the first page was read is known by nothing here
    let is_outlived = held.is_outlived_by(epoch);
    let mut began_anew = is_outlived;
    if is_outlived || held == Cursor::default() {
        let again = move |tx: &mut Tx<'_>| {
            tx.restart_feed(&feed, epoch, 0)?;
            tx.set_setting(PAGES_SETTING, "1")?;
            tx.rewind_earlier_lives()
        };
        began_anew |= engine.ledger.write(again).await? > 0;
        if is_outlived {
            tracing::warn!(epoch, "the centre was restored: its feed is read again");
        }
    }
    // a page from further on is none of a feed that is read from the start
    if is_outlived && held.position > 0 {
        let more = true;
        return Ok(Applied { more, began_anew });
    }
    let Page {
        ready,
        has_events,
        next,
        more,
        last,
        ..
    } = page;
    note_receiving(engine, held.position, last);
    if !has_events && next == held.position {
        let more = false;
        return Ok(Applied { more, began_anew });
    }
    let outcome = engine.ledger.write(move |tx| tx.apply_feed(&ready)).await?;
    if !outcome.touched.is_empty() {
        engine.changed(&[
            ChangeTag::Dossiers,
            ChangeTag::Strip,
            ChangeTag::Attachments,
        ]);
    }
    note_receiving(engine, next, last);
    Ok(Applied { more, began_anew })
}

/// Tells the window how far there is to go.
fn note_receiving(engine: &Engine, taken: u64, last: u64) {
    let is_news = {
        let mut access = engine.access();
        let was = access.receiving;
        access.receiving = Receiving::after(was, taken, last);
        access.receiving != was
    };
    if is_news {
        engine.changed(&[ChangeTag::Strip, ChangeTag::Sync]);
    }
}

fn feed(engine: &Engine) -> String {
    format!("office:{}", engine.office)
}

fn pulled(event: FeedEvent) -> Pulled {
    Pulled {
        position: event.position,
        envelope: event.event.envelope,
        body: Box::<str>::from(event.event.body).into_string(),
    }
}
