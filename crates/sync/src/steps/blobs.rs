//! Sends pages and files, nearest due time first, in pieces that go on where they stopped. Several go
//! at the same time: each waits for two disks, one after the other. New events overtake: after each
//! blob the engine looks whether some have come.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::ids::BlobHash;
use protocol::commands::ChangeTag;
use protocol::wire::BLOB_PIECE_BYTES_MAX;
use store::{BlobToSend, StoreError, Tx};

use crate::client::{BlobPiece, CallError, UploadState};
use crate::engine::{Engine, SyncError, lock};
use crate::steps::push::give_up_token;

/// Blobs of one round, and their bytes: between rounds the engine hears what others did.
const BLOBS_MAX: usize = 256;
const ROUND_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Most files sent at the same time.
pub(crate) const UPLOADS_AT_ONCE_MAX: usize = 4;
/// After so many have arrived they are written down, in one transaction; what a crash forgets the
/// centre says again.
const NOTED_AT_ONCE: usize = 8;
/// Most pieces of one blob before it counts as stuck: the largest blob, twice.
const PIECES_MAX: u64 = 2 * protocol::wire::BLOB_BYTES_MAX / BLOB_PIECE_BYTES_MAX as u64 + 2;

/// How a round of blobs ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Blobs {
    /// All that could be sent is sent.
    Done,
    /// There are events or more blobs to send first.
    Again,
}

pub(crate) async fn run(engine: &Engine) -> Result<Blobs, SyncError> {
    let mut waiting = engine.ledger.read(|r| r.blobs_to_send(BLOBS_MAX)).await?;
    let of_round = within(ROUND_BYTES_MAX, &waiting);
    let is_full = waiting.len() == BLOBS_MAX || of_round < waiting.len();
    waiting.truncate(of_round);
    let round = Round {
        engine,
        waiting: Mutex::new(waiting.into_iter()),
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
    Ok(if has_events || (is_full && sent > 0) {
        Blobs::Again
    } else {
        Blobs::Done
    })
}

/// How many of the first blobs have at most so many bytes together; one at least.
fn within(bytes_max: u64, blobs: &[BlobToSend]) -> usize {
    let mut bytes = 0_u64;
    let fitting = blobs.iter().take_while(|blob| {
        bytes = bytes.saturating_add(blob.size_bytes);
        bytes <= bytes_max
    });
    fitting.count().max(1)
}

/// The blobs of one round, shared by those who send them.
struct Round<'a> {
    engine: &'a Engine,
    waiting: Mutex<std::vec::IntoIter<BlobToSend>>,
    /// At the centre, not yet written down here.
    arrived: Mutex<Vec<BlobHash>>,
    /// Events have come, or a lane has failed: nobody begins another blob.
    is_over: AtomicBool,
}

impl Round<'_> {
    /// One blob after the other; how many were sent.
    async fn lane(&self, number: usize) -> Result<usize, SyncError> {
        let mut sent = 0;
        while number < self.engine.uploads_at_once
            && let Some(blob) = self.next()
        {
            let outcome = self.one(&blob).await;
            if !matches!(
                &outcome,
                Ok(Sent {
                    has_events: false,
                    ..
                })
            ) {
                self.is_over.store(true, Ordering::Relaxed);
            }
            sent += usize::from(outcome?.is_sent);
        }
        Ok(sent)
    }

    fn next(&self) -> Option<BlobToSend> {
        if self.is_over.load(Ordering::Relaxed) {
            return None;
        }
        lock(&self.waiting).next()
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

    async fn one(&self, blob: &BlobToSend) -> Result<Sent, SyncError> {
        let engine = self.engine;
        let is_sent = match send(engine, blob).await {
            Ok(()) => {
                lock(&self.arrived).push(blob.hash);
                self.note_arrivals(NOTED_AT_ONCE).await?;
                true
            }
            Err(error) if is_poison(&error) => {
                tracing::warn!(hash = %blob.hash, error = %chain(&error), "a file cannot be sent");
                false
            }
            Err(error) => return Err(error),
        };
        let has_events = engine.ledger.read(|r| r.has_unsent()).await?;
        Ok(Sent {
            is_sent,
            has_events,
        })
    }
}

/// What became of one blob.
struct Sent {
    is_sent: bool,
    /// Events wait that go first.
    has_events: bool,
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

async fn send(engine: &Engine, blob: &BlobToSend) -> Result<(), SyncError> {
    let (hash, token) = (blob.hash, engine.token()?);
    let mut state = standing(engine, &token, blob).await?;
    for _ in 0..PIECES_MAX {
        if !state.complete {
            state = send_piece(engine, &token, blob, state).await?;
        }
        if state.complete {
            return Ok(());
        }
        let offset = state.offset.min(blob.size_bytes);
        engine
            .ledger
            .write(move |tx| tx.set_blob_offset(hash, offset))
            .await?;
    }
    Err(SyncError::Call(CallError::Garbled))
}

/// How much the centre has. A blob of one piece is sent without asking: the answer to the piece says
/// where it stands, whatever that is.
async fn standing(
    engine: &Engine,
    token: &str,
    blob: &BlobToSend,
) -> Result<UploadState, SyncError> {
    if blob.offset == 0 && blob.size_bytes <= BLOB_PIECE_BYTES_MAX as u64 {
        return Ok(UploadState {
            offset: 0,
            complete: false,
        });
    }
    let state = engine.client.blob_state(token, blob.hash).await;
    state.map_err(|error| give_up_token(engine, error))
}

async fn send_piece(
    engine: &Engine,
    token: &str,
    blob: &BlobToSend,
    state: UploadState,
) -> Result<UploadState, SyncError> {
    let offset = if state.offset > blob.size_bytes {
        0
    } else {
        state.offset
    };
    let bytes = read_piece(engine, blob.hash, offset).await?;
    let piece = BlobPiece {
        offset,
        size: blob.size_bytes,
        bytes,
    };
    let answer = engine.client.blob_piece(token, blob.hash, piece).await;
    answer.map_err(|error| give_up_token(engine, error))
}

async fn read_piece(engine: &Engine, hash: BlobHash, offset: u64) -> Result<Vec<u8>, SyncError> {
    engine
        .ledger
        .run(move |store| {
            let mut reader = store.blobs().open(hash)?;
            Ok(reader.read_piece(offset, BLOB_PIECE_BYTES_MAX)?)
        })
        .await
}

fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |e| e.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}
