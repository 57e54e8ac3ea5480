//! Sends pages and files, nearest due time first: the many that are small several at once, the others
//! one by one in pieces. Several requests go at the same time: each waits for two disks, one after the
//! other. New events overtake: after each request the engine looks whether some have come.

mod parcel;
mod pieces;

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use domain::ids::BlobHash;
use protocol::commands::ChangeTag;
use store::{BLOBS_TO_SEND_MAX, BlobToSend, StoreError, Tx};

use crate::client::CallError;
use crate::engine::{Engine, SyncError, lock};
pub(crate) use parcel::ParcelSize;

/// Longest round, and the bytes of one: between rounds the engine hears what others did.
const ROUND_MS_MAX: i64 = 5_000;
const ROUND_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Most requests with files at the same time.
pub(crate) const UPLOADS_AT_ONCE_MAX: usize = 4;
/// After so many have arrived they are written down, in one transaction; what a crash forgets the
/// centre says again.
const NOTED_AT_ONCE: usize = 8;

/// What waits, in the order in which it goes. Asked of the database when it is worked off: with a
/// week of pages waiting it takes long to put them in order.
pub(crate) type Queue = Mutex<Waiting>;

#[derive(Default)]
pub(crate) struct Waiting {
    blobs: VecDeque<BlobToSend>,
    /// More waited than were listed.
    is_part: bool,
    /// How many of the list have arrived.
    sent: usize,
}

/// How a round of blobs ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Blobs {
    /// All that could be sent is sent.
    Done,
    /// There are events or more blobs to send first.
    Again,
}

pub(crate) async fn run(engine: &Engine) -> Result<Blobs, SyncError> {
    if lock(&engine.blobs).blobs.is_empty() {
        let waiting = engine
            .ledger
            .read(|r| r.blobs_to_send(BLOBS_TO_SEND_MAX))
            .await?;
        *lock(&engine.blobs) = Waiting {
            is_part: waiting.len() == BLOBS_TO_SEND_MAX,
            blobs: waiting.into(),
            sent: 0,
        };
    }
    let round = Round {
        engine,
        ends_at_ms: engine.now().0.saturating_add(ROUND_MS_MAX),
        bytes: AtomicU64::new(0),
        arrived: Mutex::default(),
        is_over: AtomicBool::new(false),
    };
    let lanes: [_; UPLOADS_AT_ONCE_MAX] =
        tokio::join!(round.lane(0), round.lane(1), round.lane(2), round.lane(3)).into();
    round.note_arrivals(1).await?;
    let mut sent = 0;
    for lane in lanes {
        sent += lane?;
    }
    let has_events = round.is_over.into_inner();
    let mut waiting = lock(&engine.blobs);
    if has_events {
        // what comes with them may be due earlier
        waiting.blobs.clear();
    }
    waiting.sent += sent;
    // of a list of which nothing can be sent no other is asked for
    let has_more = !waiting.blobs.is_empty() || (waiting.is_part && waiting.sent > 0);
    drop(waiting);
    Ok(if has_events || has_more {
        Blobs::Again
    } else {
        Blobs::Done
    })
}

/// One round, shared by those who send.
struct Round<'a> {
    engine: &'a Engine,
    ends_at_ms: i64,
    /// Of what was begun.
    bytes: AtomicU64,
    /// At the centre, not yet written down here.
    arrived: Mutex<Vec<BlobHash>>,
    /// Events have come, or a lane has failed: nobody begins another request.
    is_over: AtomicBool,
}

impl Round<'_> {
    /// One request after the other; how many blobs were sent.
    async fn lane(&self, number: usize) -> Result<usize, SyncError> {
        let mut sent = 0;
        while number < self.engine.uploads_at_once
            && let Some(blobs) = self.next()
        {
            match self.send(&blobs).await {
                Ok(count) => sent += count,
                Err(error) => {
                    self.is_over.store(true, Ordering::Relaxed);
                    return Err(error);
                }
            }
            if self.engine.ledger.read(|r| r.has_unsent()).await? {
                self.is_over.store(true, Ordering::Relaxed);
            }
        }
        Ok(sent)
    }

    /// What goes next with one request.
    fn next(&self) -> Option<Vec<BlobToSend>> {
        if self.is_over.load(Ordering::Relaxed)
            || self.bytes.load(Ordering::Relaxed) >= ROUND_BYTES_MAX
            || self.engine.now().0 >= self.ends_at_ms
        {
            return None;
        }
        let blobs = parcel::take(self.engine, &mut lock(&self.engine.blobs).blobs)?;
        let bytes = blobs.iter().map(|blob| blob.size_bytes).sum();
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        Some(blobs)
    }

    /// Sends what belongs to one request; how many arrived.
    async fn send(&self, blobs: &[BlobToSend]) -> Result<usize, SyncError> {
        if blobs.len() > 1 {
            match parcel::send(self.engine, blobs).await {
                Ok(arrived) => {
                    lock(&self.arrived).extend(&arrived);
                    self.note_arrivals(NOTED_AT_ONCE).await?;
                    return Ok(arrived.len());
                }
                // something of it is at fault: which one, they tell one by one
                Err(error) if is_poison(&error) => {}
                Err(error) => return Err(error),
            }
        }
        let mut sent = 0;
        for blob in blobs {
            match pieces::send(self.engine, blob).await {
                Ok(()) => {
                    sent += 1;
                    lock(&self.arrived).push(blob.hash);
                    self.note_arrivals(NOTED_AT_ONCE).await?;
                }
                Err(error) if is_poison(&error) => cannot_be_sent(blob.hash, &error),
                Err(error) => return Err(error),
            }
        }
        Ok(sent)
    }

    /// Writes down which blobs have arrived, when there are `at_least` so many.
    async fn note_arrivals(&self, at_least: usize) -> Result<(), SyncError> {
        let arrived = {
            let mut arrived = lock(&self.arrived);
            if arrived.len() < at_least {
                return Ok(());
            }
            std::mem::take(&mut *arrived)
        };
        let note = move |tx: &mut Tx<'_>| {
            let one = |hash: &BlobHash| match tx.mark_blob_done(*hash) {
                // taken out of its dossier meanwhile
                Err(StoreError::NotFound { .. }) => Ok(()),
                done => done,
            };
            arrived.iter().try_for_each(one)
        };
        self.engine.ledger.write(note).await?;
        self.engine
            .changed(&[ChangeTag::Strip, ChangeTag::Sync, ChangeTag::Attachments]);
        Ok(())
    }
}

/// This blob alone is at fault; the others go on.
fn is_poison(error: &SyncError) -> bool {
    match error {
        SyncError::Call(CallError::Refused { status, .. }) => {
            (400..500).contains(status) && ![401, 429].contains(status)
        }
        SyncError::Store(StoreError::Blob(_) | StoreError::NotFound { .. }) => true,
        SyncError::Call(_)
        | SyncError::Store(_)
        | SyncError::Signature { .. }
        | SyncError::Published { .. }
        | SyncError::NoCredential
        | SyncError::OfficerRevoked
        | SyncError::Task(_) => false,
    }
}

fn cannot_be_sent(hash: BlobHash, error: &dyn std::error::Error) {
    let causes = std::iter::successors(Some(error), |e| e.source());
    let causes: Vec<_> = causes.map(ToString::to_string).collect();
    tracing::warn!(%hash, error = causes.join(": "), "a file cannot be sent");
}
