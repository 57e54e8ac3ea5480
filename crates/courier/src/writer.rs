//! Writes a bundle in one pass: beginning, sealed payload, signature over the hash of both.

use std::io::{self, Write};

use domain::ids::BlobHash;
use ed25519_dalek::{Signer, SigningKey};
use protocol::wire::PushRequest;
use zeroize::Zeroizing;

use crate::BUNDLE_CONTEXT;
use crate::error::CourierError;
use crate::header::{self, Header};
use crate::record::RecordWriter;
use crate::seal::{Sealer, cipher};

/// Effort of the compression: the usual, whose window every reader accepts.
const ZSTD_LEVEL: i32 = 3;

/// A key drawn for one bundle, and the same sealed to the centre.
pub struct Lock {
    /// 32 random bytes.
    pub key: Zeroizing<[u8; 32]>,
    /// Sealed as the database key is at enrolment.
    pub sealed: Vec<u8>,
}

/// A bundle being written.
pub struct Writer<W: Write> {
    records: RecordWriter<zstd::stream::write::Encoder<'static, Sealer<Digesting<W>>>>,
}

impl<W: Write> Writer<W> {
    /// Begins a bundle in `out`.
    ///
    /// # Errors
    /// [`CourierError::Io`] as the disk says; [`CourierError::Header`] for a key that is not sealed.
    pub fn begin(out: W, header: &Header, lock: &Lock) -> Result<Self, CourierError> {
        let head = header::encode(header, &lock.sealed)?;
        let cipher = cipher(&lock.key, blake3::hash(&head).as_bytes());
        let mut out = Digesting {
            out,
            hasher: blake3::Hasher::new(),
        };
        out.write_all(&head).map_err(CourierError::Io)?;
        let sealer = Sealer::new(out, cipher);
        let zstd = zstd::stream::write::Encoder::new(sealer, ZSTD_LEVEL);
        Ok(Self {
            records: RecordWriter::new(zstd.map_err(CourierError::Io)?),
        })
    }

    /// Events of one life, as they would be pushed.
    ///
    /// # Errors
    /// [`CourierError::Io`]; [`CourierError::Order`] after the first file.
    pub fn push(&mut self, push: &PushRequest) -> Result<(), CourierError> {
        self.records.push(push)
    }

    /// Begins a file.
    ///
    /// # Errors
    /// [`CourierError::Io`]; [`CourierError::Order`] while another is under way.
    pub fn file(&mut self, hash: BlobHash, size: u64) -> Result<(), CourierError> {
        self.records.file(hash, size)
    }

    /// The next bytes of the file, at most 1 MiB.
    ///
    /// # Errors
    /// [`CourierError::Io`]; [`CourierError::Order`] for more than its size.
    pub fn piece(&mut self, bytes: &[u8]) -> Result<(), CourierError> {
        self.records.piece(bytes)
    }

    /// The rest of the file cannot be read here.
    ///
    /// # Errors
    /// [`CourierError::Io`].
    pub fn break_off(&mut self) -> Result<(), CourierError> {
        self.records.break_off()
    }

    /// Ends the bundle and signs it.
    ///
    /// # Errors
    /// [`CourierError::Io`]; [`CourierError::Order`] in the middle of a file.
    pub fn finish(self, key: &SigningKey) -> Result<W, CourierError> {
        let sealer = self.records.finish()?.finish().map_err(CourierError::Io)?;
        let Digesting { mut out, hasher } = sealer.finish().map_err(CourierError::Io)?;
        let signature = key.sign(&message(&hasher)).to_bytes();
        out.write_all(&signature).map_err(CourierError::Io)?;
        out.flush().map_err(CourierError::Io)?;
        Ok(out)
    }
}

/// What is signed of the bytes before the signature.
pub(crate) fn message(hasher: &blake3::Hasher) -> Vec<u8> {
    [BUNDLE_CONTEXT, hasher.finalize().as_bytes()].concat()
}

/// Hashes what passes.
struct Digesting<W> {
    out: W,
    hasher: blake3::Hasher,
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.hasher.update(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
