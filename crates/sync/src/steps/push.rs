//! Sends this desk's events in order, in bounded batches, until the centre has them all. The
//! centre's word on each is written down; an event it cannot use never holds up the others. While one
//! batch is on its way the next is made ready and the answer to the one before is written down.

use domain::journal::ChainHead;
use protocol::commands::ChangeTag;
use protocol::wire::{PUSH_EVENTS_MAX, PushReply, PushRequest, WireEvent};
use serde_json::value::RawValue;
use store::{Batch, StoreError, StoredEvent};

use crate::client::{CallError, Encoded};
use crate::engine::{Engine, SyncError};
use crate::steps::answer::{Answered, take_answer};
use crate::steps::{compare, session};

/// Most batches of one activation; the next one goes on.
const BATCHES_MAX: u32 = 200;
/// Setting: not empty after the centre went back, until its pages have been asked for.
pub(crate) const PAGES_SETTING: &str = "pages.unsure";
/// How often a gap may be answered by comparing, or sending, again.
const GAPS_MAX: u32 = 1;
/// An answer after which no page is sent again.
const NOTHING: Answered = Answered::Taken { again: 0 };

/// A batch made ready to be sent.
struct Parcel {
    incarnation: u32,
    /// Its last event.
    last: u64,
    written: Encoded,
}

/// An answer that is not written down yet.
struct Reply {
    incarnation: u32,
    /// The last event it speaks of.
    last: u64,
    reply: PushReply,
}

pub(crate) async fn run(engine: &Engine) -> Result<(), SyncError> {
    let (mut gaps, mut next, mut unnoted) = (0, None, None);
    for _ in 0..BATCHES_MAX {
        let parcel = if let Some(parcel) = next.take() {
            parcel
        } else {
            // what waits is known only when the last answer is written down
            if note(engine, unnoted.take()).await? == Answered::Fork {
                return Ok(());
            }
            match made_ready(engine, |r| r.unsent(PUSH_EVENTS_MAX)).await? {
                Some(parcel) => parcel,
                None => return ask_for_pages(engine).await,
            }
        };
        let (incarnation, last) = (parcel.incarnation, parcel.last);
        let token = engine.token()?;
        let (answer, noted, following) = tokio::join!(
            engine.client.push(&token, parcel.written),
            note(engine, unnoted.take()),
            made_ready(engine, move |r| {
                r.unsent_after(incarnation, last, PUSH_EVENTS_MAX)
            }),
        );
        if noted? == Answered::Fork {
            return Ok(());
        }
        match answer {
            Ok(reply) => {
                // only what follows the whole batch may follow it
                next = following?.filter(|_| reply.acked == last);
                unnoted = Some(Reply {
                    incarnation,
                    last,
                    reply,
                });
            }
            Err(error) => match error.code() {
                "fork" | "frozen" => return compare::freeze(engine).await,
                "gap" if gaps < GAPS_MAX => {
                    gaps += 1;
                    close_gap(engine, incarnation).await?;
                }
                _ => return Err(give_up_token(engine, error)),
            },
        }
    }
    note(engine, unnoted).await.map(drop)
}

/// Reads a batch and writes it out.
async fn made_ready(
    engine: &Engine,
    read: impl FnOnce(&store::Reader<'_>) -> Result<Option<Batch>, StoreError> + Send + 'static,
) -> Result<Option<Parcel>, SyncError> {
    let Some(batch) = engine.ledger.read(read).await? else {
        return Ok(None);
    };
    let Some(last) = batch.events.last().map(|event| event.envelope.seq) else {
        return Ok(None);
    };
    let (incarnation, client) = (batch.incarnation, engine.client.clone());
    let write_out = move || client.encoded(&request(batch)?);
    let written = tokio::task::spawn_blocking(write_out).await?;
    Ok(Some(Parcel {
        incarnation,
        last,
        written: written.map_err(SyncError::Call)?,
    }))
}

/// Writes an answer down, if there is one.
async fn note(engine: &Engine, unnoted: Option<Reply>) -> Result<Answered, SyncError> {
    match unnoted {
        Some(reply) => record(engine, reply).await,
        None => Ok(NOTHING),
    }
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
    if ask_standing(engine, journal.incarnation).await? == NOTHING {
        engine
            .ledger
            .write(|tx| tx.set_setting(PAGES_SETTING, ""))
            .await?;
    }
    Ok(())
}

/// Asks, by an empty push, how far the centre has one life of this journal.
pub(crate) async fn ask_standing(engine: &Engine, incarnation: u32) -> Result<Answered, SyncError> {
    let request = engine.client.encoded(&PushRequest {
        incarnation,
        prev_head: ChainHead::default().hex(),
        events: Vec::new(),
    })?;
    let token = engine.token()?;
    let reply = engine.client.push(&token, request).await;
    let reply = reply.map_err(|error| give_up_token(engine, error))?;
    let last = 0; // it was asked about no event
    record(
        engine,
        Reply {
            incarnation,
            last,
            reply,
        },
    )
    .await
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

fn request(batch: Batch) -> Result<PushRequest, CallError> {
    let events = batch.events.into_iter().map(wire);
    Ok(PushRequest {
        incarnation: batch.incarnation,
        prev_head: batch.prev_head.hex(),
        events: events.collect::<Result<_, _>>()?,
    })
}

fn wire(event: StoredEvent) -> Result<WireEvent, CallError> {
    let body = RawValue::from_string(event.body).map_err(CallError::Request)?;
    Ok(WireEvent {
        envelope: event.envelope,
        body,
    })
}

async fn record(engine: &Engine, reply: Reply) -> Result<Answered, SyncError> {
    let at = engine.now();
    let Reply {
        incarnation,
        last,
        reply,
    } = reply;
    let answered = engine
        .ledger
        .write(move |tx| take_answer(tx, incarnation, last, reply, at))
        .await?;
    match answered {
        Answered::Taken { .. } => {
            engine.changed(&[ChangeTag::Strip, ChangeTag::Sync, ChangeTag::Dossiers]);
        }
        Answered::Fork => compare::freeze(engine).await?,
    }
    Ok(answered)
}
