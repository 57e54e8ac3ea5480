//! Pages and files: whole ones by their hash, and those under way by desk and hash. In a folder, or
//! in a bucket of an S3 service; the two pass one conformance suite.
//!
//! Whatever stands as whole is right: its hash was checked before it was put there. An upload under
//! way is its desk's own: one desk cannot spoil another's. Several centres may share the place, and
//! half an upload. One nobody went on with is removed at a later start.

mod bucket;
#[cfg(test)]
mod conformance;
mod folder;
#[cfg(test)]
pub(crate) mod s3_server;

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::{Body, Bytes};
use domain::ids::{BlobHash, DeskId};
use tokio::task::spawn_blocking;

use crate::error::Error;
pub(crate) use bucket::Bucket;
pub use bucket::BucketAddress;
pub(crate) use folder::{Folder, hash_of, path_below};

/// An upload nobody went on with for so long is removed at the next start.
const PARTIAL_LIFE: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// Where pages are, said by the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pages {
    /// Below this folder.
    Folder(PathBuf),
    /// In a bucket of an S3 service.
    Bucket(BucketAddress),
}

impl From<String> for Pages {
    fn from(said: String) -> Self {
        if said.starts_with(bucket::SCHEME) {
            Self::Bucket(BucketAddress::new(said))
        } else {
            Self::Folder(said.into())
        }
    }
}

/// Where pages are.
#[derive(Clone)]
pub(crate) enum Blobs {
    Folder(Folder),
    Bucket(Bucket),
}

/// How far an upload is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Appended {
    /// So many bytes are here.
    Until(u64),
    /// All are, and verified.
    Complete(u64),
}

/// Why a piece was not taken, or a page not found.
#[derive(Debug)]
pub(crate) enum BlobFault {
    /// It does not begin where the upload stands.
    Offset(u64),
    /// More than the blob's size, or than any blob may have.
    TooLarge,
    /// The whole has another hash; it was thrown away.
    Hash,
    /// The disk failed.
    Disk(io::Error),
    /// The S3 service failed, or is away.
    Bucket(object_store::Error),
}

impl From<io::Error> for BlobFault {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<object_store::Error> for BlobFault {
    fn from(error: object_store::Error) -> Self {
        Self::Bucket(error)
    }
}

/// One piece of an upload.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// Where it begins.
    pub(crate) offset: u64,
    /// Size of the whole blob.
    pub(crate) size: u64,
    pub(crate) bytes: Bytes,
}

impl Piece {
    /// Where it ends, if that is within the blob and the blob not too large.
    fn end(&self) -> Option<u64> {
        let length = u64::try_from(self.bytes.len()).ok()?;
        let end = self.offset.checked_add(length)?;
        let fits = end <= self.size && self.size <= protocol::wire::BLOB_BYTES_MAX;
        fits.then_some(end)
    }
}

impl Blobs {
    /// The place; nothing is touched.
    pub(crate) fn new(pages: Option<&Pages>, data: &Path) -> Result<Self, Error> {
        Ok(match pages {
            None => Self::Folder(Folder::below(data)),
            Some(Pages::Folder(folder)) => Self::Folder(Folder::below(folder)),
            Some(Pages::Bucket(address)) => Self::Bucket(Bucket::at(address)?),
        })
    }

    /// Makes it ready for uploads; old ones are removed.
    pub(crate) async fn prepare(&self) -> Result<(), Error> {
        match self {
            Self::Folder(folder) => {
                let folder = folder.clone();
                let prepared = spawn_blocking(move || folder.prepare()).await;
                prepared.map_err(|_stopped| Error::Pages(None))?
            }
            Self::Bucket(bucket) => bucket.remove_old_partials().await,
        }
    }

    /// How much of an upload of `desk` is here.
    pub(crate) async fn offset(&self, desk: DeskId, hash: BlobHash) -> Result<u64, BlobFault> {
        match self {
            Self::Folder(folder) => {
                let folder = folder.clone();
                blocking(move || Ok(folder.offset(desk, hash)?)).await
            }
            Self::Bucket(bucket) => bucket.offset(desk, hash).await,
        }
    }

    /// Adds a piece; the last one makes the blob whole if its hash is right.
    pub(crate) async fn append(
        &self,
        (desk, hash): (DeskId, BlobHash),
        piece: Piece,
    ) -> Result<Appended, BlobFault> {
        match self {
            Self::Folder(folder) => {
                let folder = folder.clone();
                blocking(move || folder.append((desk, hash), &piece)).await
            }
            Self::Bucket(bucket) => bucket.append((desk, hash), piece).await,
        }
    }

    /// Keeps whole blobs, as one: which of them had the bytes of their hash, with their sizes. Those
    /// are safe when this returns; of the others nothing is kept.
    pub(crate) async fn keep(
        &self,
        desk: DeskId,
        blobs: Vec<(BlobHash, Bytes)>,
    ) -> Result<Vec<(BlobHash, u64)>, BlobFault> {
        let folder = match self {
            Self::Folder(folder) => Some(folder.clone()),
            Self::Bucket(_) => None,
        };
        let check_and_write = move || {
            let sound: Vec<_> = blobs
                .into_iter()
                .filter(|(hash, bytes)| BlobHash::of(bytes) == *hash)
                .collect();
            if let Some(folder) = folder {
                folder.keep(desk, &sound)?;
            }
            Ok(sound)
        };
        let sound = blocking(check_and_write).await?;
        let kept = sound
            .iter()
            .map(|(hash, bytes)| (*hash, bytes.len() as u64));
        let kept = kept.collect();
        if let Self::Bucket(bucket) = self {
            bucket.keep(sound).await?;
        }
        Ok(kept)
    }

    /// Size of a whole blob, if it is here.
    pub(crate) async fn size(&self, hash: BlobHash) -> Result<Option<u64>, BlobFault> {
        match self {
            Self::Folder(folder) => {
                let folder = folder.clone();
                blocking(move || Ok(folder.size(hash)?)).await
            }
            Self::Bucket(bucket) => bucket.size(hash).await,
        }
    }

    /// Bytes of a whole blob.
    pub(crate) async fn read(&self, hash: BlobHash, range: Range<u64>) -> Result<Body, BlobFault> {
        if range.is_empty() {
            return Ok(Body::empty());
        }
        match self {
            Self::Folder(folder) => Ok(folder.read(hash, range).await?),
            Self::Bucket(bucket) => bucket.read(hash, range).await,
        }
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BlobFault> + Send + 'static,
) -> Result<T, BlobFault> {
    let done = spawn_blocking(work).await;
    done.map_err(|stopped| BlobFault::Disk(io::Error::other(stopped)))?
}
