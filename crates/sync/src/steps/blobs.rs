//! Sends pages and files, nearest due time first, in pieces that go on where they stopped. New
//! events overtake: after each blob the engine looks whether some have come.

use domain::ids::BlobHash;
use protocol::commands::ChangeTag;
use protocol::wire::BLOB_PIECE_BYTES_MAX;
use store::{BlobToSend, StoreError};

use crate::client::{BlobPiece, CallError, UploadState};
use crate::engine::{Engine, SyncError};
use crate::steps::push::give_up_token;

/// Blobs looked at in one activation.
const BLOBS_MAX: usize = 32;
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
    let waiting = engine.ledger.read(|r| r.blobs_to_send(BLOBS_MAX)).await?;
    let is_full = waiting.len() == BLOBS_MAX;
    let mut sent = 0_usize;
    for blob in waiting {
        match send(engine, &blob).await {
            Ok(()) => sent += 1,
            Err(error) if is_poison(&error) => {
                tracing::warn!(hash = %blob.hash, error = %chain(&error), "a file cannot be sent");
            }
            Err(error) => return Err(error),
        }
        engine.changed(&[ChangeTag::Strip, ChangeTag::Sync, ChangeTag::Attachments]);
        if engine.ledger.read(|r| r.unsent(1)).await?.is_some() {
            return Ok(Blobs::Again);
        }
    }
    Ok(if is_full && sent > 0 {
        Blobs::Again
    } else {
        Blobs::Done
    })
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
    let state = engine.client.blob_state(&token, hash).await;
    let mut state = state.map_err(|error| give_up_token(engine, error))?;
    for _ in 0..PIECES_MAX {
        if state.complete {
            return engine.ledger.write(move |tx| tx.mark_blob_done(hash)).await;
        }
        state = send_piece(engine, &token, blob, state).await?;
        let offset = state.offset.min(blob.size_bytes);
        engine
            .ledger
            .write(move |tx| tx.set_blob_offset(hash, offset))
            .await?;
    }
    Err(SyncError::Call(CallError::Garbled))
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
