//! The files of a bundle: what no dossier of the desk's office names is not kept, and what is kept
//! was compared with its hash, as over the link. An upload the link had begun is gone on with.

use axum::body::Bytes;
use domain::ids::{BlobHash, DeskId};
use domain::time::Timestamp;

use super::fault::CourierFault;
use crate::blobs::{Appended, BlobFault, Blobs, Piece};
use crate::calls::Call;
use crate::store::{BlobStanding, CentralStore, DeskRecord};

pub(super) struct Files<'a> {
    store: &'a dyn CentralStore,
    desk: &'a DeskRecord,
    blobs: Blobs,
    now: Timestamp,
    under: Option<Under>,
    held: Vec<BlobHash>,
    refused: Vec<BlobHash>,
}

/// A file under way.
#[derive(Clone, Copy)]
struct Under {
    hash: BlobHash,
    size: u64,
    /// Where the next piece begins.
    at: u64,
    /// Whether its pieces are still wanted.
    is_wanted: bool,
}

/// What became of one piece.
enum Taken {
    /// There, or skipped because it was there.
    Yes,
    /// That was all of it, and right.
    Whole,
    /// The upload cannot go on.
    No,
}

impl<'a> Files<'a> {
    pub(super) fn new(
        store: &'a dyn CentralStore,
        desk: &'a DeskRecord,
        blobs: Blobs,
        now: Timestamp,
    ) -> Self {
        Self {
            store,
            desk,
            blobs,
            now,
            under: None,
            held: Vec::new(),
            refused: Vec::new(),
        }
    }

    pub(super) async fn begin(&mut self, hash: BlobHash, size: u64) -> Result<(), CourierFault> {
        let standing = match Call::HandOverPages.by(self.desk.standing) {
            Ok(()) => {
                let office = self.desk.office.clone();
                self.store.blobs(office, vec![hash]).await?.pop().flatten()
            }
            Err(_) => None,
        };
        let is_wanted = match standing {
            None => {
                self.refused.push(hash);
                false
            }
            Some(BlobStanding::Here { .. }) => {
                self.held.push(hash);
                false
            }
            Some(BlobStanding::Wanted) => true,
        };
        self.under = Some(Under {
            hash,
            size,
            at: 0,
            is_wanted,
        });
        Ok(())
    }

    pub(super) async fn piece(&mut self, bytes: Vec<u8>) -> Result<(), CourierFault> {
        let Some(mut under) = self.under else {
            return Ok(());
        };
        let at = under.at;
        under.at += bytes.len() as u64;
        if under.is_wanted {
            let place = Under { at, ..under };
            let taken = append(&self.blobs, self.desk.desk, place, bytes.into()).await?;
            under.is_wanted = matches!(taken, Taken::Yes);
            match taken {
                Taken::Yes => {}
                Taken::Whole => {
                    self.store
                        .blobs_arrived(vec![(under.hash, under.size)], self.now)
                        .await?;
                    self.held.push(under.hash);
                }
                Taken::No => {
                    tracing::warn!(desk = %self.desk.desk, "a file of a bundle was not kept");
                    self.refused.push(under.hash);
                }
            }
        }
        self.under = Some(under);
        Ok(())
    }

    pub(super) fn break_off(&mut self) {
        self.under = None;
    }

    /// What is held, and what was not kept.
    pub(super) fn finish(self) -> (Vec<BlobHash>, Vec<BlobHash>) {
        (self.held, self.refused)
    }
}

/// Appends one piece where the upload stands; what is there already is skipped.
async fn append(
    blobs: &Blobs,
    desk: DeskId,
    under: Under,
    bytes: Bytes,
) -> Result<Taken, CourierFault> {
    let end = under.at + bytes.len() as u64;
    let mut at = under.at;
    loop {
        let skipped = usize::try_from(at - under.at).unwrap_or(usize::MAX);
        let piece = Piece {
            offset: at,
            size: under.size,
            bytes: bytes.slice(skipped.min(bytes.len())..),
        };
        match blobs.append((desk, under.hash), piece).await {
            Ok(Appended::Until(_)) => return Ok(Taken::Yes),
            Ok(Appended::Complete(_)) => return Ok(Taken::Whole),
            Err(BlobFault::Offset(real)) if real >= end => return Ok(Taken::Yes),
            Err(BlobFault::Offset(real)) if real > at => at = real,
            Err(BlobFault::Offset(_) | BlobFault::TooLarge | BlobFault::Hash) => {
                return Ok(Taken::No);
            }
            Err(BlobFault::Disk(error)) => return Err(CourierFault::Disk(error)),
            Err(BlobFault::Bucket(error)) => return Err(CourierFault::Bucket(error)),
        }
    }
}
