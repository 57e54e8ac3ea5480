//! One file in pieces that go on where they stopped.

use domain::ids::BlobHash;
use protocol::wire::{BLOB_BYTES_MAX, BLOB_PIECE_BYTES_MAX};
use store::BlobToSend;

use crate::client::{BlobPiece, CallError, UploadState};
use crate::engine::{Engine, SyncError};
use crate::steps::push::give_up_token;

/// Most pieces of one blob before it counts as stuck: the largest blob, twice.
const PIECES_MAX: u64 = 2 * BLOB_BYTES_MAX / BLOB_PIECE_BYTES_MAX as u64 + 2;

pub(super) async fn send(engine: &Engine, blob: &BlobToSend) -> Result<(), SyncError> {
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
