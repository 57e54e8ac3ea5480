//! Encrypted blob files beside the database, named by the BLAKE3 hash of their plain bytes: pages,
//! pictures, PDF files. The file is whole and synced before any row names it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use domain::ids::BlobHash;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::blob_file::{self, BlobReader};
use crate::error::{StoreError, is_full};
use crate::files::{self, TempFile};
use crate::key::{DatabaseKey, KEY_BYTES};

/// Why a blob was not written or read.
#[derive(Debug, Error)]
pub enum BlobError {
    /// More bytes than the caller allows.
    #[error("more than {max} bytes")]
    TooLarge {
        /// The limit.
        max: u64,
    },
    /// No bytes at all.
    #[error("no bytes")]
    Empty,
    /// The bytes are not on this desk.
    #[error("the blob is not here")]
    Missing,
    /// The file does not verify.
    #[error("the blob file is damaged")]
    Damaged,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The system gave no random bytes.
    #[error("no random bytes from the system")]
    Random(#[source] getrandom::Error),
    /// A file operation.
    #[error("file operation: {what}")]
    Io {
        /// What was attempted.
        what: &'static str,
        /// Why not.
        #[source]
        source: io::Error,
    },
}

impl BlobError {
    /// An error of what is being taken in.
    pub(crate) fn from_source(error: io::Error) -> Self {
        match error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<Oversize>())
        {
            Some(Oversize(max)) => Self::TooLarge { max: *max },
            None => Self::Io {
                what: "read what becomes a blob",
                source: error,
            },
        }
    }

    pub(crate) fn io(what: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| {
            if is_full(&source) {
                Self::DiskFull
            } else if source.kind() == io::ErrorKind::NotFound {
                Self::Missing
            } else {
                Self::Io { what, source }
            }
        }
    }

    /// A file that ends where a chunk should be is damaged.
    pub(crate) fn short(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            return Self::Damaged;
        }
        Self::io("read a blob")(error)
    }
}

/// A blob whose file is in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PutBlob {
    /// Its hash.
    pub hash: BlobHash,
    /// Its plain size.
    pub size_bytes: u64,
}

/// The blob files of a desk.
pub struct Blobs {
    dir: PathBuf,
    key: Zeroizing<[u8; KEY_BYTES]>,
}

impl std::fmt::Debug for Blobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Blobs(…)")
    }
}

impl Blobs {
    /// The blobs in `dir`; leftovers of a crash are removed.
    pub(crate) fn at(dir: PathBuf, key: &DatabaseKey) -> Result<Self, StoreError> {
        fs::create_dir_all(&dir).map_err(StoreError::io("make the blob folder"))?;
        files::remove_temporary(&dir).map_err(StoreError::io("clear the blob folder"))?;
        Ok(Self {
            dir,
            key: key.derive(b"motcua-blob-1"),
        })
    }

    /// Takes in bytes: encrypted, synced, under their hash. Putting the same bytes again is
    /// harmless. The caller notes the row afterwards.
    ///
    /// Nothing plain ever touches the disk; memory stays at two chunks of 64 KiB.
    ///
    /// # Errors
    /// [`BlobError::TooLarge`] beyond `size_max`, [`BlobError::Empty`], as the disk says.
    pub fn put(&self, plain: impl Read, size_max: u64) -> Result<PutBlob, BlobError> {
        let mut incoming = Incoming::new(plain, size_max);
        let mut file = TempFile::begin(&self.dir).map_err(BlobError::io("begin a blob"))?;
        blob_file::encrypt(&self.key, &mut incoming, &mut file)?;
        if incoming.size == 0 {
            return Err(BlobError::Empty);
        }
        let hash = BlobHash(*incoming.hasher.finalize().as_bytes());
        if !self.is_sound(hash) {
            file.keep_as(&self.path(hash))
                .map_err(BlobError::io("keep a blob"))?;
        }
        Ok(PutBlob {
            hash,
            size_bytes: incoming.size,
        })
    }

    /// Whether a file is there already with a readable beginning; a damaged one is replaced.
    fn is_sound(&self, hash: BlobHash) -> bool {
        self.open(hash)
            .and_then(|mut reader| reader.read_piece(0, 1))
            .is_ok()
    }

    /// Opens a blob for reading.
    ///
    /// # Errors
    /// [`BlobError::Missing`] when it is not here, [`BlobError::Damaged`].
    pub fn open(&self, hash: BlobHash) -> Result<BlobReader, BlobError> {
        let file = File::open(self.path(hash)).map_err(BlobError::io("open a blob"))?;
        BlobReader::new(file, &self.key)
    }

    /// All bytes of a blob, verified against its hash.
    ///
    /// # Errors
    /// [`BlobError::TooLarge`] beyond `size_max`; as [`Blobs::open`].
    pub fn read(&self, hash: BlobHash, size_max: u64) -> Result<Vec<u8>, BlobError> {
        let mut reader = self.open(hash)?;
        if reader.size() > size_max {
            return Err(BlobError::TooLarge { max: size_max });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(reader.size()).unwrap_or(0));
        reader
            .read_to_end(&mut bytes)
            .ok()
            .ok_or(BlobError::Damaged)?;
        if BlobHash::of(&bytes) == hash {
            Ok(bytes)
        } else {
            Err(BlobError::Damaged)
        }
    }

    /// Whether the bytes are on this desk.
    #[must_use]
    pub fn has(&self, hash: BlobHash) -> bool {
        self.path(hash).is_file()
    }

    /// Every blob that has a file.
    pub(crate) fn list(&self) -> Result<Vec<BlobHash>, BlobError> {
        let entries = fs::read_dir(&self.dir).map_err(BlobError::io("list blobs"))?;
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(BlobError::io("list blobs"))?;
            let name = entry.file_name();
            let parsed = name
                .to_str()
                .and_then(|hex| format!("b3:{hex}").parse().ok());
            found.extend::<Option<BlobHash>>(parsed);
        }
        Ok(found)
    }

    pub(crate) fn remove(&self, hash: BlobHash) -> Result<(), BlobError> {
        fs::remove_file(self.path(hash)).map_err(BlobError::io("remove a blob"))
    }

    pub(crate) fn path(&self, hash: BlobHash) -> PathBuf {
        file_in(&self.dir, hash)
    }
}

/// Bytes on their way in: hashed, counted, bounded.
struct Incoming<R> {
    plain: R,
    hasher: blake3::Hasher,
    size: u64,
    size_max: u64,
}

impl<R> Incoming<R> {
    fn new(plain: R, size_max: u64) -> Self {
        Self {
            plain,
            hasher: blake3::Hasher::new(),
            size: 0,
            size_max,
        }
    }
}

/// Marks an error of the source as "too large".
#[derive(Debug, Error)]
#[error("more than {0} bytes")]
struct Oversize(u64);

impl<R: Read> Read for Incoming<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.plain.read(buffer)?;
        self.size += count as u64;
        if self.size > self.size_max {
            return Err(io::Error::other(Oversize(self.size_max)));
        }
        self.hasher.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// Name of a blob's file in a folder of blobs.
pub(crate) fn file_in(dir: &Path, hash: BlobHash) -> PathBuf {
    dir.join(blake3::Hash::from_bytes(hash.0).to_hex().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blobs() -> (tempfile::TempDir, Blobs) {
        let dir = tempfile::tempdir().expect("a folder");
        let key = DatabaseKey::from_bytes([3; 32]);
        let blobs = Blobs::at(dir.path().join("blobs"), &key).expect("opened");
        (dir, blobs)
    }

    #[test]
    fn bytes_come_back_under_their_hash_and_the_same_bytes_are_kept_once() {
        let (_dir, blobs) = blobs();
        let page = vec![0xA5; 150_000];
        let put = blobs.put(&page[..], 1 << 20).expect("taken in");
        assert_eq!(
            put.hash,
            BlobHash::of(&page),
            "the name is the hash of the plain bytes"
        );
        assert_eq!(
            blobs.put(&page[..], 1 << 20).expect("again"),
            put,
            "twice is once"
        );
        assert!(
            blobs.read(put.hash, 1 << 20).expect("read") == page,
            "the same bytes"
        );
        assert_eq!(blobs.list().expect("listed"), [put.hash], "one file");
    }

    #[test]
    fn an_empty_an_oversized_and_a_missing_blob_are_told_apart() {
        let (_dir, blobs) = blobs();
        assert!(
            matches!(blobs.put(&[][..], 10), Err(BlobError::Empty)),
            "nothing is no page"
        );
        let big = blobs.put(io::repeat(7), 300_000);
        assert!(
            matches!(big, Err(BlobError::TooLarge { max: 300_000 })),
            "endless input stops"
        );
        let gone = blobs.open(BlobHash([1; 32]));
        assert!(matches!(gone, Err(BlobError::Missing)), "unknown hash");
        assert!(
            blobs.list().expect("listed").is_empty(),
            "nothing is left behind"
        );
        let left = fs::read_dir(&blobs.dir).expect("folder").count();
        assert_eq!(left, 0, "no temporary file either");
    }

    #[test]
    fn a_damaged_file_is_replaced_when_the_same_bytes_come_again() {
        let (_dir, blobs) = blobs();
        let put = blobs.put(&b"giay khai sinh"[..], 100).expect("taken in");
        files::write_atomic(&blobs.path(put.hash), b"rubbish").expect("damaged");
        assert!(
            matches!(blobs.read(put.hash, 100), Err(BlobError::Damaged)),
            "seen as damaged"
        );
        blobs.put(&b"giay khai sinh"[..], 100).expect("again");
        assert!(blobs.read(put.hash, 100).is_ok(), "sound again");
    }
}
