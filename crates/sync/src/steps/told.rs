//! What the centre has to tell this desk alone: which of its events a person refused for good. It is
//! asked for only when a page of the office's feed says that there is more; an older centre never does.

use protocol::commands::ChangeTag;
use protocol::wire::{PULL_EVENTS_MAX, PullQuery, PullReply, WireRuling};
use store::{Cursor, Refusal, RefusalPage, Told};

use crate::engine::{Engine, SyncError};
use crate::steps::push::give_up_token;

/// Most pages at once; the next page of the office's feed says that there is more.
const PAGES_MAX: u32 = 20;
/// The one decision that a desk is told. What a later centre adds is left alone.
const REFUSED: &str = "refused";

/// How far the desk's own feed has been read.
pub(super) async fn position(engine: &Engine) -> Result<u64, SyncError> {
    Ok(cursor(engine).await?.position)
}

/// Reads the desk's own feed as far as `told`, from the beginning in a new `epoch`.
pub(super) async fn run(engine: &Engine, told: Option<u64>, epoch: u32) -> Result<(), SyncError> {
    let Some(told) = told else {
        return Ok(());
    };
    for _ in 0..PAGES_MAX {
        let held = cursor(engine).await?;
        if held.position >= told && !held.is_outlived_by(epoch) {
            return Ok(());
        }
        let reply = pull(engine, held.position).await?;
        let page = page(feed(engine), held.position, reply);
        let is_further = page.next > held.position;
        let told = engine
            .ledger
            .write(move |tx| tx.take_refusals(&page))
            .await?;
        engine.changed(&[ChangeTag::Strip, ChangeTag::Sync, ChangeTag::Dossiers]);
        if told == Told::Taken && !is_further {
            return Ok(()); // nothing that this desk can read
        }
    }
    Ok(())
}

async fn cursor(engine: &Engine) -> Result<Cursor, SyncError> {
    let feed = feed(engine);
    engine.ledger.read(move |r| r.cursor(&feed)).await
}

async fn pull(engine: &Engine, after: u64) -> Result<PullReply, SyncError> {
    let query = PullQuery {
        feed: feed(engine),
        after,
        limit: PULL_EVENTS_MAX,
        wait: 0,
        told: None,
    };
    let token = engine.token()?;
    let reply = engine.client.pull(&token, &query).await;
    reply.map_err(|error| give_up_token(engine, error))
}

fn page(feed: String, after: u64, reply: PullReply) -> RefusalPage {
    let rulings = reply.rulings.into_iter();
    let refused = rulings.filter(|ruling| ruling.kind == REFUSED);
    RefusalPage {
        feed,
        after,
        refusals: refused.map(refusal).collect(),
        next: reply.next,
        epoch: reply.feed_epoch,
    }
}

fn refusal(ruling: WireRuling) -> (domain::ids::EventId, Refusal) {
    let refusal = Refusal {
        officer: ruling.officer.to_string(),
        name: ruling.name,
        reason: ruling.reason,
        at: ruling.at,
    };
    (ruling.event, refusal)
}

fn feed(engine: &Engine) -> String {
    format!("desk:{}", engine.identity.desk)
}
