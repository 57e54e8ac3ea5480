//! A bucket of an S3 service: `blobs/<2 digits>/<hash>` for whole ones, and for those under way an
//! object per piece, `partial/<desk>/<hash>/<offset>`. An object is there whole or not at all, so a
//! whole one is put only after its pieces were read and hashed on the way.
//!
//! There are no locks. Two servers that take the same piece write the same object; if the bytes are
//! others, the hash of the whole tells, and the desk begins again. Pieces count as far as they follow
//! each other from 0: what a late request leaves behind a hole is not there.

use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::body::{Body, Bytes};
use domain::ids::{BlobHash, DeskId};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path;
use object_store::{
    Error as S3Error, GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt, RetryConfig,
    WriteMultipart,
};
use tokio::task::JoinSet;

use super::{Appended, BlobFault, PARTIAL_LIFE, Piece};
use crate::error::Error;

/// What the address of a bucket begins with.
pub(super) const SCHEME: &str = "s3://";
/// Most pieces of one upload: sixteen times as many as a desk sends of the largest blob.
const PIECES_MAX: usize = 1_024;
/// Most parts on their way to the bucket at one time.
const PARTS_AT_ONCE_MAX: usize = 2;
/// Most blobs on their way to the bucket at one time, of one request.
const PUTS_AT_ONCE_MAX: usize = 8;
/// Bytes read at once of a whole blob.
const READ_BYTES: u64 = 4 * 1024 * 1024;
/// A request that fails is tried again for so long; a desk waits 20 s for the answer.
const RETRIES_MAX: usize = 3;
const RETRY_TIMEOUT: Duration = Duration::from_secs(10);

/// `s3://bucket/prefix`, and what the environment (`AWS_…`) does not say of the service.
#[derive(Clone, PartialEq, Eq)]
pub struct BucketAddress {
    url: String,
    settings: Vec<(AmazonS3ConfigKey, String)>,
}

impl std::fmt::Debug for BucketAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // the settings may hold a key
        write!(f, "BucketAddress({})", self.url)
    }
}

impl BucketAddress {
    pub(super) const fn new(url: String) -> Self {
        let settings = Vec::new();
        Self { url, settings }
    }

    #[cfg(test)]
    pub(super) fn set(&mut self, key: AmazonS3ConfigKey, value: &str) {
        self.settings.push((key, value.to_owned()));
    }

    fn parts(&self) -> Option<(&str, &str)> {
        let rest = self.url.strip_prefix(SCHEME)?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        (!bucket.is_empty()).then_some((bucket, prefix.trim_matches('/')))
    }
}

/// A bucket.
#[derive(Clone)]
pub(crate) struct Bucket {
    store: Arc<dyn ObjectStore>,
    prefix: String,
}

/// Pieces of an upload that follow each other from 0.
#[derive(Default)]
struct Pieces {
    found: Vec<Path>,
    end: u64,
    /// Pieces found, also behind a hole.
    all: Vec<Path>,
}

impl Bucket {
    pub(super) fn at(address: &BucketAddress) -> Result<Self, Error> {
        let (bucket, prefix) = address.parts().ok_or(Error::Pages(None))?;
        // the one TLS of the tree; somebody else may have said so already
        drop(rustls::crypto::ring::default_provider().install_default());
        let retry = RetryConfig {
            max_retries: RETRIES_MAX,
            retry_timeout: RETRY_TIMEOUT,
            ..RetryConfig::default()
        };
        let builder = AmazonS3Builder::from_env().with_retry(retry);
        let settings = address.settings.iter().cloned();
        let builder = settings.fold(builder, |built, (key, value)| built.with_config(key, value));
        let built = builder.with_bucket_name(bucket).build();
        Ok(Self {
            store: Arc::new(built.map_err(|why| Error::Pages(Some(Box::new(why))))?),
            prefix: prefix.to_owned(),
        })
    }

    fn below(&self, rest: &str) -> Path {
        Path::from(format!("{}/{rest}", self.prefix))
    }

    fn whole(&self, hash: BlobHash) -> Path {
        let hex = crate::hex::encode(&hash.0);
        let digits: String = hex.chars().take(2).collect();
        self.below(&format!("blobs/{digits}/{hex}"))
    }

    fn upload(&self, desk: DeskId, hash: BlobHash) -> Path {
        let hex = crate::hex::encode(&hash.0);
        self.below(&format!("partial/{desk}/{hex}"))
    }

    /// Asks the bucket for something, and removes uploads nobody went on with.
    pub(super) async fn remove_old_partials(&self) -> Result<(), Error> {
        let removed = async {
            for desk in self.folders(&self.below("partial")).await? {
                for upload in self.folders(&desk).await? {
                    let pieces = self.store.list_with_delimiter(Some(&upload)).await?;
                    for piece in pieces.objects.iter().filter(|piece| is_old(piece)) {
                        self.store.delete(&piece.location).await?;
                    }
                }
            }
            Ok(())
        };
        let removed: Result<(), S3Error> = removed.await;
        removed.map_err(|why| Error::Pages(Some(Box::new(why))))
    }

    async fn folders(&self, below: &Path) -> Result<Vec<Path>, S3Error> {
        let listed = self.store.list_with_delimiter(Some(below)).await?;
        Ok(listed.common_prefixes)
    }

    async fn pieces(&self, upload: &Path) -> Result<Pieces, S3Error> {
        let listed = self.store.list_with_delimiter(Some(upload)).await?;
        let mut objects = listed.objects;
        objects.sort_by(|a, b| a.location.cmp(&b.location));
        let mut pieces = Pieces::default();
        for ObjectMeta { location, size, .. } in objects {
            pieces.all.push(location.clone());
            let offset = location.filename().and_then(|name| name.parse().ok());
            if offset == Some(pieces.end) {
                pieces.end += size;
                pieces.found.push(location);
            }
        }
        Ok(pieces)
    }

    pub(super) async fn offset(&self, desk: DeskId, hash: BlobHash) -> Result<u64, BlobFault> {
        Ok(self.pieces(&self.upload(desk, hash)).await?.end)
    }

    pub(super) async fn append(
        &self,
        (desk, hash): (DeskId, BlobHash),
        piece: Piece,
    ) -> Result<Appended, BlobFault> {
        let Piece {
            offset,
            size,
            ref bytes,
        } = piece;
        let upload = self.upload(desk, hash);
        let end = piece.end();
        // most pages are one piece: nothing has to be read to know it whole
        if offset == 0 && end == Some(size) {
            return self.put_whole(hash, bytes.clone()).await;
        }
        let pieces = self.pieces(&upload).await?;
        if pieces.end != offset {
            return Err(BlobFault::Offset(pieces.end));
        }
        let end = end.ok_or(BlobFault::TooLarge)?;
        if pieces.all.len() >= PIECES_MAX {
            self.remove(&pieces.all).await;
            return Err(BlobFault::Offset(0));
        }
        let name = upload.clone().join(format!("{offset:020}"));
        self.store.put(&name, bytes.clone().into()).await?;
        if end < size {
            return Ok(Appended::Until(end));
        }
        self.finish(&upload, hash, size).await
    }

    /// What is left of an earlier attempt in pieces goes with the old ones.
    async fn put_whole(&self, hash: BlobHash, bytes: Bytes) -> Result<Appended, BlobFault> {
        if BlobHash::of(&bytes) != hash {
            return Err(BlobFault::Hash);
        }
        let size = u64::try_from(bytes.len()).map_err(|_huge| BlobFault::TooLarge)?;
        self.store.put(&self.whole(hash), bytes.into()).await?;
        Ok(Appended::Complete(size))
    }

    /// Puts blobs whose hash was checked, several at a time.
    pub(super) async fn keep(&self, blobs: Vec<(BlobHash, Bytes)>) -> Result<(), BlobFault> {
        let mut waiting = blobs.into_iter();
        let mut under_way = JoinSet::new();
        loop {
            while under_way.len() < PUTS_AT_ONCE_MAX
                && let Some((hash, bytes)) = waiting.next()
            {
                let (store, path) = (Arc::clone(&self.store), self.whole(hash));
                under_way.spawn(async move { store.put(&path, bytes.into()).await });
            }
            match under_way.join_next().await {
                None => return Ok(()),
                Some(Ok(put)) => drop(put?),
                Some(Err(stopped)) => return Err(BlobFault::Disk(std::io::Error::other(stopped))),
            }
        }
    }

    /// Puts the pieces together, hashing them on the way.
    async fn finish(
        &self,
        upload: &Path,
        hash: BlobHash,
        size: u64,
    ) -> Result<Appended, BlobFault> {
        let pieces = self.pieces(upload).await?;
        if pieces.end != size {
            // another server took the upload up meanwhile
            return self.taken_over(hash, pieces.end).await;
        }
        let whole = self.store.put_multipart(&self.whole(hash)).await?;
        let mut whole = WriteMultipart::new(whole);
        match self.copy(&pieces.found, &mut whole).await {
            Ok(found) if found == hash => {
                whole.finish().await?;
                self.remove(&pieces.all).await;
                Ok(Appended::Complete(size))
            }
            Ok(_) => {
                abort(whole).await;
                self.remove(&pieces.all).await;
                Err(BlobFault::Hash)
            }
            Err(S3Error::NotFound { .. }) => {
                abort(whole).await;
                self.taken_over(hash, 0).await
            }
            Err(error) => {
                abort(whole).await;
                Err(error.into())
            }
        }
    }

    /// Another server has finished it, or it stands elsewhere.
    async fn taken_over(&self, hash: BlobHash, here: u64) -> Result<Appended, BlobFault> {
        match self.size(hash).await? {
            Some(size) => Ok(Appended::Complete(size)),
            None => Err(BlobFault::Offset(here)),
        }
    }

    async fn copy(&self, pieces: &[Path], to: &mut WriteMultipart) -> Result<BlobHash, S3Error> {
        let mut hasher = blake3::Hasher::new();
        for piece in pieces {
            let bytes = self.store.get(piece).await?.bytes().await?;
            hasher.update(&bytes);
            to.wait_for_capacity(PARTS_AT_ONCE_MAX).await?;
            to.put(bytes);
        }
        Ok(BlobHash(*hasher.finalize().as_bytes()))
    }

    /// What cannot be removed now is removed when it is old.
    async fn remove(&self, pieces: &[Path]) {
        for piece in pieces {
            if let Err(error) = self.store.delete(piece).await {
                tracing::warn!(%error, "a piece of an upload stays in the bucket");
            }
        }
    }

    pub(super) async fn size(&self, hash: BlobHash) -> Result<Option<u64>, BlobFault> {
        match self.store.head(&self.whole(hash)).await {
            Ok(found) => Ok(Some(found.size)),
            Err(S3Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn read(&self, hash: BlobHash, range: Range<u64>) -> Result<Body, BlobFault> {
        let options = GetOptions {
            range: Some(GetRange::Bounded(range)),
            ..GetOptions::default()
        };
        let found = self.store.get_opts(&self.whole(hash), options).await?;
        Ok(Body::from_stream(found.into_stream()))
    }

    /// Whether the bytes of a whole blob are still those of its hash; all of them are read.
    pub(crate) async fn is_sound(&self, hash: BlobHash) -> Result<bool, BlobFault> {
        let Some(size) = self.size(hash).await? else {
            return Ok(false);
        };
        let (path, mut hasher, mut from) = (self.whole(hash), blake3::Hasher::new(), 0);
        while from < size {
            let to = size.min(from + READ_BYTES);
            hasher.update(&self.store.get_range(&path, from..to).await?);
            from = to;
        }
        Ok(hasher.finalize() == blake3::Hash::from_bytes(hash.0))
    }
}

fn is_old(piece: &ObjectMeta) -> bool {
    let written = SystemTime::from(piece.last_modified);
    written.elapsed().unwrap_or_default() > PARTIAL_LIFE
}

/// Parts that stay are for the bucket's own rules (docs/centre.md).
async fn abort(upload: WriteMultipart) {
    if let Err(error) = upload.abort().await {
        tracing::warn!(%error, "an upload to the bucket was not ended");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_bucket_and_a_prefix() {
        let parts = |text: &str| {
            let address = BucketAddress::new(text.to_owned());
            let parts = address.parts();
            parts.map(|(bucket, prefix)| (bucket.to_owned(), prefix.to_owned()))
        };
        let expect = |bucket: &str, prefix: &str| Some((bucket.to_owned(), prefix.to_owned()));
        assert_eq!(parts("s3://pages"), expect("pages", ""), "a bucket");
        assert_eq!(parts("s3://pages/a/b/"), expect("pages", "a/b"), "a prefix");
        assert_eq!(parts("s3:///a"), None, "no bucket");
    }
}
