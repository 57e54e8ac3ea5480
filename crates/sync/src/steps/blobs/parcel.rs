//! Small pages go several at once: one request, one wait for the centre's disk, one transaction on
//! either side. As many as a line carries in about a second: what a broken line loses is small, and
//! no request comes near its time limit.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::ids::BlobHash;
use protocol::Capability;
use protocol::wire::{
    BLOB_PIECE_BYTES_MAX, PAGES_BYTES_MAX, PAGES_MAX, PageOutcome, add_page, page_on_wire,
};
use store::{BlobToSend, Store};

use super::cannot_be_sent;
use crate::client::CallError;
use crate::engine::{Engine, SyncError};
use crate::steps::push::give_up_token;

const BYTES_MIN: u64 = 64 * 1024;
/// Two scanned pages: what holds one only never shows how fast the line is.
const BYTES_AT_FIRST: u64 = 1024 * 1024;
/// A request faster than this carries too little, one slower than this too much.
const FAST_MS: i64 = 1_000;
const SLOW_MS: i64 = 4_000;

/// How many bytes one request carries: doubled and halved by what the line does.
pub(crate) struct ParcelSize(AtomicU64);

impl Default for ParcelSize {
    fn default() -> Self {
        Self(AtomicU64::new(BYTES_AT_FIRST))
    }
}

impl ParcelSize {
    fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// A request of this size took so long; `None` where it failed.
    fn learn(&self, took_ms: Option<i64>) {
        let now = self.bytes();
        let next = match took_ms {
            Some(..=FAST_MS) => now.saturating_mul(2).min(PAGES_BYTES_MAX as u64),
            Some(..=SLOW_MS) => now,
            Some(_) | None => (now / 2).max(BYTES_MIN),
        };
        self.0.store(next, Ordering::Relaxed);
    }
}

/// The first that waits, and those after it that go with it.
pub(super) fn take(engine: &Engine, waiting: &mut VecDeque<BlobToSend>) -> Option<Vec<BlobToSend>> {
    let most = if engine.client.centre_can(Capability::Pages) {
        engine.parcel.bytes()
    } else {
        0
    };
    let mut taken = vec![waiting.pop_front()?];
    let mut bytes = taken.iter().map(in_parcel).sum::<u64>();
    while taken.len() < PAGES_MAX
        && let Some(next) =
            waiting.pop_front_if(|next| bytes.saturating_add(in_parcel(next)) <= most)
    {
        bytes += in_parcel(&next);
        taken.push(next);
    }
    Some(taken)
}

/// What a blob takes of a parcel; one of several pieces, or under way in pieces, does not go in any:
/// the store reads a piece at once and no more.
const fn in_parcel(blob: &BlobToSend) -> u64 {
    if blob.offset == 0 && blob.size_bytes <= BLOB_PIECE_BYTES_MAX as u64 {
        page_on_wire(blob.size_bytes)
    } else {
        u64::MAX
    }
}

/// Sends whole pages with one request; those that arrived. One that cannot be read here or is not
/// taken there is left out and logged.
pub(super) async fn send(
    engine: &Engine,
    blobs: &[BlobToSend],
) -> Result<Vec<BlobHash>, SyncError> {
    let hashes: Vec<_> = blobs.iter().map(|blob| blob.hash).collect();
    let (sent, body) = engine
        .ledger
        .run(move |store| Ok(packed(store, hashes)))
        .await?;
    if sent.is_empty() {
        return Ok(sent);
    }
    let (token, begun) = (engine.token()?, engine.now().0);
    let answer = engine.client.pages(&token, body).await;
    let took = answer.is_ok().then(|| engine.now().0.saturating_sub(begun));
    engine.parcel.learn(took);
    let reply = answer.map_err(|error| give_up_token(engine, error))?;
    if reply.pages.len() != sent.len() {
        return Err(SyncError::Call(CallError::Garbled));
    }
    let is_here = |(hash, outcome): (BlobHash, PageOutcome)| {
        let is_here = outcome == PageOutcome::Here;
        if !is_here {
            tracing::warn!(%hash, ?outcome, "the centre does not take a file");
        }
        is_here.then_some(hash)
    };
    Ok(sent
        .into_iter()
        .zip(reply.pages)
        .filter_map(is_here)
        .collect())
}

/// Which pages went into the body, and the body.
fn packed(store: &Store, hashes: Vec<BlobHash>) -> (Vec<BlobHash>, Vec<u8>) {
    let (mut sent, mut body) = (Vec::new(), Vec::new());
    for hash in hashes {
        let bytes = store.blobs().open(hash);
        match bytes.and_then(|mut page| page.read_piece(0, BLOB_PIECE_BYTES_MAX)) {
            Ok(bytes) if add_page(&mut body, hash, &bytes) => sent.push(hash),
            Ok(_) => tracing::warn!(%hash, "a file is larger than it was said to be"),
            Err(error) => cannot_be_sent(hash, &error),
        }
    }
    (sent, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_one_piece_goes_with_others() {
        let piece = BLOB_PIECE_BYTES_MAX as u64;
        let blob = |size_bytes, offset| BlobToSend {
            hash: BlobHash::of(b"page"),
            size_bytes,
            offset,
            due_at: None,
        };
        assert_eq!(in_parcel(&blob(piece, 0)), page_on_wire(piece), "one piece");
        assert_eq!(in_parcel(&blob(piece + 1, 0)), u64::MAX, "more than one");
        assert_eq!(in_parcel(&blob(piece, 1)), u64::MAX, "under way");
    }

    #[test]
    fn a_parcel_grows_on_a_fast_line_and_shrinks_on_a_slow_one() {
        let size = ParcelSize::default();
        size.learn(Some(0));
        assert_eq!(size.bytes(), 2 * BYTES_AT_FIRST, "fast");
        size.learn(Some(2_000));
        assert_eq!(size.bytes(), 2 * BYTES_AT_FIRST, "neither");
        size.learn(Some(5_000));
        assert_eq!(size.bytes(), BYTES_AT_FIRST, "slow");
        for _ in 0..20 {
            size.learn(None);
        }
        assert_eq!(size.bytes(), BYTES_MIN, "failed");
        for _ in 0..20 {
            size.learn(Some(-5));
        }
        assert_eq!(size.bytes(), PAGES_BYTES_MAX as u64, "a clock set back");
    }
}
