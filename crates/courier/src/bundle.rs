//! Reads a bundle. The order cannot be got wrong: only what was verified can be opened, only what
//! was opened can be read.

use std::io::{BufReader, Read, Seek, SeekFrom};

use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use protocol::wire::ZSTD_WINDOW_LOG_MAX;

use crate::error::CourierError;
use crate::header::{self, Head, Header, SEALED_BYTES};
use crate::record::Records;
use crate::seal::{Opener, cipher};
use crate::writer::message;
use crate::{BUNDLE_BYTES_MAX, FORMAT_VERSION, SIGNATURE_BYTES};

/// Read at once while hashing.
const READ_BYTES: usize = 256 * 1024;

/// What is inside a bundle, decompressed as it is read.
pub type Payload<R> =
    Records<zstd::stream::read::Decoder<'static, BufReader<Opener<std::io::Take<R>>>>>;

/// A file that begins like a bundle. Nothing in it is to be believed yet.
pub struct Bundle<R> {
    file: R,
    head: Head,
    length: u64,
}

impl<R: Read + Seek> Bundle<R> {
    /// Reads the beginning.
    ///
    /// # Errors
    /// [`CourierError::Foreign`], [`CourierError::Header`], [`CourierError::TooLarge`].
    pub fn open(mut file: R) -> Result<Self, CourierError> {
        let length = file.seek(SeekFrom::End(0)).map_err(CourierError::Io)?;
        file.seek(SeekFrom::Start(0)).map_err(CourierError::Io)?;
        let head = header::decode(&mut file)?;
        if length > BUNDLE_BYTES_MAX {
            return Err(CourierError::TooLarge { what: "file" });
        }
        let payload = length.checked_sub(head.length + SIGNATURE_BYTES as u64);
        if payload.is_none_or(|bytes| bytes == 0) {
            return Err(CourierError::Header);
        }
        Ok(Self { file, head, length })
    }

    /// What it says of itself; believed once it is verified.
    pub const fn header(&self) -> &Header {
        &self.head.header
    }

    /// Checks that the desk of this public key wrote every byte of it, and that this program knows
    /// the format.
    ///
    /// # Errors
    /// [`CourierError::Signature`]; [`CourierError::Newer`].
    pub fn verify(mut self, desk_public: &[u8; 32]) -> Result<Verified<R>, CourierError> {
        let signed = self.length - SIGNATURE_BYTES as u64;
        self.file
            .seek(SeekFrom::Start(0))
            .map_err(CourierError::Io)?;
        let mut hasher = blake3::Hasher::new();
        let mut reader = BufReader::with_capacity(READ_BYTES, &mut self.file);
        hasher
            .update_reader((&mut reader).take(signed))
            .map_err(CourierError::Io)?;
        let mut signature = [0; SIGNATURE_BYTES];
        reader.read_exact(&mut signature)?;
        let key =
            VerifyingKey::from_bytes(desk_public).map_err(|_no_key| CourierError::Signature)?;
        key.verify(&message(&hasher), &Signature::from_bytes(&signature))
            .map_err(|_other| CourierError::Signature)?;
        if self.head.version > FORMAT_VERSION {
            return Err(CourierError::Newer {
                found: self.head.version,
                known: FORMAT_VERSION,
            });
        }
        Ok(Verified(self))
    }
}

/// A bundle that its desk wrote.
pub struct Verified<R>(Bundle<R>);

impl<R: Read + Seek> Verified<R> {
    /// What it says of itself.
    pub const fn header(&self) -> &Header {
        &self.0.head.header
    }

    /// Its key, sealed to the centre.
    pub const fn sealed(&self) -> &[u8; SEALED_BYTES] {
        &self.0.head.sealed
    }

    /// Opens it with its key.
    ///
    /// # Errors
    /// [`CourierError::Io`] as the disk says; what does not open is told while reading.
    pub fn open(self, key: &[u8; 32]) -> Result<Payload<R>, CourierError> {
        let Bundle {
            mut file,
            head,
            length,
        } = self.0;
        file.seek(SeekFrom::Start(head.length))
            .map_err(CourierError::Io)?;
        let sealed = length - head.length - SIGNATURE_BYTES as u64;
        let opener = Opener::new(file.take(sealed), sealed, cipher(key, &head.digest));
        let mut plain = zstd::stream::read::Decoder::new(opener)?.single_frame();
        plain.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
        Ok(Records::new(plain, &head.header))
    }
}
