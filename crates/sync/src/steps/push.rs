//! Sends this desk's events in order, in bounded batches, until the centre has them all. The
//! centre's word on each is written down; an event it cannot use never holds up the others.

use protocol::commands::ChangeTag;
use protocol::wire::{PUSH_EVENTS_MAX, PushReply, PushRequest, WireEvent};
use serde_json::value::RawValue;
use store::{Batch, StoredEvent};

use crate::client::CallError;
use crate::engine::{Engine, SyncError};
use crate::steps::answer::{Answered, take_answer};
use crate::steps::{compare, session};

/// Most batches of one activation; the next one goes on.
const BATCHES_MAX: u32 = 200;
/// Setting: not empty after the centre went back, until its pages have been asked for.
pub(crate) const PAGES_SETTING: &str = "pages.unsure";
/// How often a gap may be answered by comparing, or sending, again.
const GAPS_MAX: u32 = 1;

pub(crate) async fn run(engine: &Engine) -> Result<(), SyncError> {
    let mut gaps = 0;
    for _ in 0..BATCHES_MAX {
        let Some(batch) = engine.ledger.read(|r| r.unsent(PUSH_EVENTS_MAX)).await? else {
            return ask_for_pages(engine).await;
        };
        let request = request(&batch)?;
        let token = engine.token()?;
        match engine.client.push(&token, &request).await {
            Ok(reply) => record(engine, batch.incarnation, reply).await.map(drop)?,
            Err(error) => match error.code() {
                "fork" | "frozen" => return compare::freeze(engine).await,
                "gap" if gaps < GAPS_MAX => {
                    gaps += 1;
                    close_gap(engine, batch.incarnation).await?;
                }
                _ => return Err(give_up_token(engine, error)),
            },
        }
    }
    Ok(())
}

/// The centre lost what it had acknowledged. A new session says how far it has the present life; an
/// earlier one is sent from its start.
async fn close_gap(engine: &Engine, incarnation: u32) -> Result<(), SyncError> {
    let present = engine.ledger.read(|r| r.journal()).await?.incarnation;
    if incarnation < present {
        return engine
            .ledger
            .write(move |tx| tx.rewind_acked(incarnation, 0))
            .await;
    }
    engine.access().session = None;
    session::ensure(engine).await
}

/// A centre that went back may have lost pages of events that it still has: an empty push is answered
/// with the pages it misses. Asked until none of those here is among them.
async fn ask_for_pages(engine: &Engine) -> Result<(), SyncError> {
    let (unsure, journal) = engine
        .ledger
        .read(|r| Ok((r.setting(PAGES_SETTING)?, r.journal()?)))
        .await?;
    if unsure.unwrap_or_default().is_empty() {
        return Ok(());
    }
    let request = PushRequest {
        incarnation: journal.incarnation,
        prev_head: journal.head.hex(),
        events: Vec::new(),
    };
    let token = engine.token()?;
    let reply = engine.client.push(&token, &request).await;
    let reply = reply.map_err(|error| give_up_token(engine, error))?;
    if record(engine, journal.incarnation, reply).await? == 0 {
        engine
            .ledger
            .write(|tx| tx.set_setting(PAGES_SETTING, ""))
            .await?;
    }
    Ok(())
}

/// The centre's word that another copy of this database has begun a newer life.
const OLD_INCARNATION: &str = "old_incarnation";

/// A token the centre no longer knows, or of a life it has ended, is dropped, so that the next
/// activation opens a session and compares.
pub(crate) fn give_up_token(engine: &Engine, error: CallError) -> SyncError {
    let is_stale = error.status() == Some(401) || error.code() == OLD_INCARNATION;
    if is_stale && let Some(session) = engine.access().session.as_mut() {
        session.expires = domain::time::Timestamp::default();
    }
    SyncError::Call(error)
}

fn request(batch: &Batch) -> Result<PushRequest, SyncError> {
    let events = batch.events.iter().map(wire).collect::<Result<_, _>>()?;
    let incarnation = batch.incarnation;
    Ok(PushRequest {
        incarnation,
        prev_head: batch.prev_head.hex(),
        events,
    })
}

fn wire(event: &StoredEvent) -> Result<WireEvent, SyncError> {
    let body = RawValue::from_string(event.body.clone())
        .map_err(|source| SyncError::Call(CallError::Request(source)))?;
    Ok(WireEvent {
        envelope: event.envelope.clone(),
        body,
    })
}

/// Writes the answer down; how many pages are sent again.
async fn record(engine: &Engine, incarnation: u32, reply: PushReply) -> Result<u32, SyncError> {
    let at = engine.now();
    let answered = engine
        .ledger
        .write(move |tx| take_answer(tx, incarnation, reply, at))
        .await?;
    let Answered::Taken { again } = answered else {
        return compare::freeze(engine).await.map(|()| 0);
    };
    engine.changed(&[ChangeTag::Strip, ChangeTag::Sync, ChangeTag::Dossiers]);
    Ok(again)
}
