//! The payload in chunks of 64 KiB, each sealed by itself with XChaCha20-Poly1305, as the pages of a
//! desk are. The nonce of a chunk is its index and whether it is the last, so chunks cannot be
//! moved, dropped, added or cut off. The key is drawn for one bundle alone and bound to the bundle's
//! beginning, so a nonce never comes twice under one key.

use std::io::{self, Read, Write};

use chacha20poly1305::aead::Aead;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// Plain bytes of a chunk.
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;
const CONTEXT: &str = "motcua courier 2026-11 payload";

pub(crate) fn cipher(key: &[u8; 32], head_digest: &[u8; 32]) -> XChaCha20Poly1305 {
    let mut material = Zeroizing::new([0; 64]);
    let (first, second) = material.split_at_mut(32);
    first.copy_from_slice(key);
    second.copy_from_slice(head_digest);
    let key = Zeroizing::new(blake3::derive_key(CONTEXT, material.as_slice()));
    XChaCha20Poly1305::new((&*key).into())
}

fn nonce(index: u32, is_last: bool) -> XNonce {
    let mut bytes = [0; 24];
    let (_, rest) = bytes.split_at_mut(19);
    let (counter, last) = rest.split_at_mut(4);
    counter.copy_from_slice(&index.to_be_bytes());
    last.fill(u8::from(is_last));
    bytes.into()
}

fn garbled() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}

/// Seals what is written to it.
pub(crate) struct Sealer<W> {
    out: W,
    cipher: XChaCha20Poly1305,
    chunk: Zeroizing<Vec<u8>>,
    index: u32,
}

impl<W: Write> Sealer<W> {
    pub(crate) fn new(out: W, cipher: XChaCha20Poly1305) -> Self {
        Self {
            out,
            cipher,
            chunk: Zeroizing::new(Vec::with_capacity(CHUNK)),
            index: 0,
        }
    }

    fn seal(&mut self, is_last: bool) -> io::Result<()> {
        let sealed = self
            .cipher
            .encrypt(&nonce(self.index, is_last), self.chunk.as_slice())
            .ok()
            .ok_or_else(garbled)?;
        self.chunk.clear();
        self.index = self.index.checked_add(1).ok_or_else(garbled)?;
        self.out.write_all(&sealed)
    }

    /// Seals the last chunk.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        self.seal(true)?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.is_empty() {
            return Ok(0);
        }
        if self.chunk.len() == CHUNK {
            self.seal(false)?; // more comes: it is not the last
        }
        let room = CHUNK.saturating_sub(self.chunk.len()).min(bytes.len());
        self.chunk
            .extend_from_slice(bytes.get(..room).unwrap_or_default());
        Ok(room)
    }

    /// A chunk is sealed when it is full, not before.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens what a [`Sealer`] wrote, of `left` sealed bytes.
pub struct Opener<R> {
    sealed: R,
    left: u64,
    cipher: XChaCha20Poly1305,
    chunk: Zeroizing<Vec<u8>>,
    at: usize,
    index: u32,
}

impl<R: Read> Opener<R> {
    pub(crate) fn new(sealed: R, left: u64, cipher: XChaCha20Poly1305) -> Self {
        Self {
            sealed,
            left,
            cipher,
            chunk: Zeroizing::default(),
            at: 0,
            index: 0,
        }
    }

    fn open_next(&mut self) -> io::Result<()> {
        let length = self.left.min((CHUNK + TAG) as u64);
        let mut sealed = vec![0; usize::try_from(length).unwrap_or(CHUNK + TAG)];
        self.sealed.read_exact(&mut sealed)?;
        self.left -= length;
        let nonce = nonce(self.index, self.left == 0);
        let plain = self.cipher.decrypt(&nonce, sealed.as_slice());
        self.chunk = Zeroizing::new(plain.ok().ok_or_else(garbled)?);
        self.at = 0;
        self.index = self.index.checked_add(1).ok_or_else(garbled)?;
        Ok(())
    }
}

impl<R: Read> Read for Opener<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.chunk.len() && self.left > 0 {
            self.open_next()?;
        }
        let rest = self.chunk.get(self.at..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        let (to, from) = (buffer.get_mut(..count), rest.get(..count));
        if let (Some(to), Some(from)) = (to, from) {
            to.copy_from_slice(from);
        }
        self.at += count;
        Ok(count)
    }
}
