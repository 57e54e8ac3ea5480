//! Sends this desk's events in order, in bounded batches, until the centre has them all. The
//! centre's word on each is written down; an event it cannot use never holds up the others. While
//! the centre stores one batch the next is already on its way, and the answer to the one before is
//! written down.

use std::pin::pin;

use domain::journal::ChainHead;
use futures_util::stream::{self, Stream, TryStreamExt};
use protocol::commands::ChangeTag;
use protocol::wire::{PUSH_EVENTS_MAX, PushReply, PushRequest, WireEvent};
use serde_json::value::RawValue;
use store::{Batch, StoreError, StoredEvent};

use crate::client::{CallError, Encoded};
use crate::engine::{Engine, SyncError};
use crate::steps::answer::{Answered, take_answer};
use crate::steps::{compare, session};

/// Most batches on their way at the same time.
pub(crate) const PUSHES_AT_ONCE_MAX: usize = 2;
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

/// How the sending of what waited ended.
enum End {
    /// Nothing waits.
    AllSent,
    /// What waits is to be read anew: of the next life, or what the centre did not take.
    ReadAnew,
    /// The journal is frozen, or it was enough for one activation.
    Enough,
    /// The centre lacks events before a batch of this life.
    Gap { incarnation: u32, error: CallError },
}

pub(crate) async fn run(engine: &Engine) -> Result<(), SyncError> {
    let (mut at_once, mut gaps) = (engine.pushes_at_once, 0);
    for _ in 0..BATCHES_MAX {
        match send(engine, at_once).await? {
            End::AllSent => return ask_for_pages(engine).await,
            End::ReadAnew => {}
            End::Enough => return Ok(()),
            // one batch may have overtaken the other: what goes alone cannot
            End::Gap { .. } if at_once > 1 => at_once = 1,
            End::Gap { incarnation, .. } if gaps < GAPS_MAX => {
                gaps += 1;
                close_gap(engine, incarnation).await?;
            }
            End::Gap { error, .. } => return Err(SyncError::Call(error)),
        }
    }
    Ok(())
}

/// Sends what waits of one life, `at_once` batches on their way.
async fn send(engine: &Engine, at_once: usize) -> Result<End, SyncError> {
    let Some(first) = made_ready(engine, |r| r.unsent(PUSH_EVENTS_MAX)).await? else {
        return Ok(End::AllSent);
    };
    let incarnation = first.incarnation;
    let answers = one_after_another(engine, first).map_ok(|parcel| answer(engine, parcel));
    let mut answers = pin!(answers.try_buffered(at_once));
    let mut unnoted = None;
    for _ in 0..BATCHES_MAX {
        let (answer, noted) = tokio::join!(answers.try_next(), note(engine, unnoted.take()));
        if noted? == Answered::Fork {
            return Ok(End::Enough);
        }
        let Some((last, answer)) = answer? else {
            return Ok(End::ReadAnew);
        };
        match answer {
            Ok(reply) => {
                let is_whole = reply.acked == last;
                unnoted = Some(Reply {
                    incarnation,
                    last,
                    reply,
                });
                // only what follows the whole batch may follow it
                if !is_whole {
                    note(engine, unnoted).await?;
                    return Ok(End::ReadAnew);
                }
            }
            Err(error) => match error.code() {
                "fork" | "frozen" => {
                    compare::freeze(engine).await?;
                    return Ok(End::Enough);
                }
                "gap" => return Ok(End::Gap { incarnation, error }),
                _ => return Err(give_up_token(engine, error)),
            },
        }
    }
    note(engine, unnoted).await?;
    Ok(End::Enough)
}

/// A batch and what follows it in its life, each read when there is room on the way for it.
fn one_after_another(
    engine: &Engine,
    first: Parcel,
) -> impl Stream<Item = Result<Parcel, SyncError>> {
    let incarnation = first.incarnation;
    stream::try_unfold((Some(first), 0), move |(first, after)| async move {
        let parcel = match first {
            Some(first) => Some(first),
            None => {
                let read = move |r: &store::Reader<'_>| {
                    r.unsent_after(incarnation, after, PUSH_EVENTS_MAX)
                };
                made_ready(engine, read).await?
            }
        };
        Ok(parcel.map(|parcel| {
            let last = parcel.last;
            (parcel, (None, last))
        }))
    })
}

/// The centre's answer to a batch, beside the batch's last event.
async fn answer(
    engine: &Engine,
    parcel: Parcel,
) -> Result<(u64, Result<PushReply, CallError>), SyncError> {
    let token = engine.token()?;
    let answer = engine.client.push(&token, parcel.written).await;
    Ok((parcel.last, answer))
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
