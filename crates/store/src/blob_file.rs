//! The format of an encrypted blob file: `MCB1`, a random nonce prefix (19 bytes), then chunks of
//! 64 KiB, each sealed by itself with XChaCha20-Poly1305.
//!
//! The nonce of a chunk is prefix ‖ index (4 bytes, big endian) ‖ 1 for the last chunk, so chunks
//! cannot be moved, dropped, added or cut off; the header is bound to every chunk as associated
//! data. Memory is two chunks, whatever the size of the file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::blobs::BlobError;
use crate::key::KEY_BYTES;

/// Plain bytes of a chunk.
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;
const PREFIX: usize = 19;
const HEADER: usize = 4 + PREFIX;
const MAGIC: &[u8; 4] = b"MCB1";
/// Largest piece read at once, in bytes.
const PIECE_BYTES_MAX: usize = 1024 * 1024;

type Header = [u8; HEADER];

fn cipher(key: &[u8; KEY_BYTES]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

fn nonce(header: &Header, index: u32, is_last: bool) -> XNonce {
    let mut bytes = [0; 24];
    let (prefix, rest) = bytes.split_at_mut(PREFIX);
    prefix.copy_from_slice(header.get(HEADER - PREFIX..).unwrap_or_default());
    let (counter, last) = rest.split_at_mut(4);
    counter.copy_from_slice(&index.to_be_bytes());
    last.fill(u8::from(is_last));
    bytes.into()
}

/// A new header with a random prefix.
fn new_header() -> Result<Header, BlobError> {
    let mut header = [0; HEADER];
    let (magic, prefix) = header.split_at_mut(MAGIC.len());
    magic.copy_from_slice(MAGIC);
    getrandom::fill(prefix).map_err(BlobError::Random)?;
    Ok(header)
}

/// Encrypts everything `plain` gives into `out`.
pub(crate) fn encrypt(
    key: &[u8; KEY_BYTES],
    plain: &mut impl Read,
    out: &mut impl Write,
) -> Result<(), BlobError> {
    let header = new_header()?;
    out.write_all(&header)
        .map_err(BlobError::io("write a blob"))?;
    let cipher = cipher(key);
    let mut chunk = next_chunk(plain)?;
    for index in 0_u32.. {
        let following = next_chunk(plain)?;
        let is_last = following.is_empty();
        let payload = Payload {
            msg: &chunk,
            aad: &header,
        };
        let sealed = cipher
            .encrypt(&nonce(&header, index, is_last), payload)
            .ok()
            .ok_or(BlobError::Damaged)?;
        out.write_all(&sealed)
            .map_err(BlobError::io("write a blob"))?;
        if is_last {
            break;
        }
        chunk = following;
    }
    Ok(())
}

/// The next 64 KiB; less only at the end.
fn next_chunk(plain: &mut impl Read) -> Result<Vec<u8>, BlobError> {
    let mut chunk = Vec::with_capacity(CHUNK);
    let mut part = plain.take(CHUNK as u64);
    part.read_to_end(&mut chunk)
        .map_err(BlobError::from_source)?;
    Ok(chunk)
}

/// Chunks and plain size of a file of `length` bytes; `None` for a length no blob has.
fn shape(length: u64) -> Option<(u64, u64)> {
    let sealed = length.checked_sub(HEADER as u64)?;
    let count = sealed.div_ceil((CHUNK + TAG) as u64);
    let plain = sealed.checked_sub(count * TAG as u64)?;
    (count >= 1 && plain.div_ceil(CHUNK as u64).max(1) == count).then_some((count, plain))
}

fn chunk_index(index: u64) -> Result<u32, BlobError> {
    u32::try_from(index).ok().ok_or(BlobError::Damaged)
}

/// An open blob: plain bytes by `Read`, or pieces from anywhere.
pub struct BlobReader {
    file: File,
    cipher: XChaCha20Poly1305,
    header: Header,
    count: u64,
    size: u64,
    /// Index and plain bytes of the chunk read last.
    chunk: Option<(u64, Vec<u8>)>,
    position: u64,
}

impl std::fmt::Debug for BlobReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BlobReader({} bytes)", self.size)
    }
}

impl BlobReader {
    pub(crate) fn new(mut file: File, key: &[u8; KEY_BYTES]) -> Result<Self, BlobError> {
        let mut header = [0; HEADER];
        file.read_exact(&mut header).map_err(BlobError::short)?;
        let length = file
            .metadata()
            .map_err(BlobError::io("look at a blob"))?
            .len();
        let (count, size) = shape(length).ok_or(BlobError::Damaged)?;
        if !header.starts_with(MAGIC) {
            return Err(BlobError::Damaged);
        }
        Ok(Self {
            file,
            cipher: cipher(key),
            header,
            count,
            size,
            chunk: None,
            position: 0,
        })
    }

    /// Plain size.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// At most `length` (and 1 MiB) plain bytes from `offset` on; empty at the end.
    ///
    /// # Errors
    /// [`BlobError::Damaged`] when a chunk does not verify.
    pub fn read_piece(&mut self, offset: u64, length: usize) -> Result<Vec<u8>, BlobError> {
        let end = offset
            .saturating_add(length.min(PIECE_BYTES_MAX) as u64)
            .min(self.size);
        let mut piece =
            Vec::with_capacity(usize::try_from(end.saturating_sub(offset)).unwrap_or(0));
        let mut at = offset;
        while at < end {
            let part = self.bytes_at(at, end)?;
            at += part.len() as u64;
            piece.extend_from_slice(part);
        }
        Ok(piece)
    }

    /// The bytes from `at` to the end of its chunk or to `end`; never empty for `at < end`.
    fn bytes_at(&mut self, at: u64, end: u64) -> Result<&[u8], BlobError> {
        let index = at / CHUNK as u64;
        let start = index * CHUNK as u64;
        let chunk = self.chunk_at(index)?;
        let from = usize::try_from(at - start).unwrap_or(usize::MAX);
        let to = usize::try_from(end - start)
            .unwrap_or(usize::MAX)
            .min(chunk.len());
        chunk
            .get(from..to)
            .filter(|part| !part.is_empty())
            .ok_or(BlobError::Damaged)
    }

    fn chunk_at(&mut self, index: u64) -> Result<&[u8], BlobError> {
        if self.chunk.as_ref().is_none_or(|(have, _)| *have != index) {
            self.chunk = None;
            let plain = self.open_chunk(index)?;
            self.chunk = Some((index, plain));
        }
        self.chunk
            .as_ref()
            .map(|(_, plain)| plain.as_slice())
            .ok_or(BlobError::Damaged)
    }

    fn open_chunk(&mut self, index: u64) -> Result<Vec<u8>, BlobError> {
        let start = index * CHUNK as u64;
        let length = self.size.saturating_sub(start).min(CHUNK as u64);
        let place = HEADER as u64 + index * (CHUNK + TAG) as u64;
        let mut sealed = vec![0; usize::try_from(length).unwrap_or(CHUNK) + TAG];
        self.file
            .seek(SeekFrom::Start(place))
            .map_err(BlobError::io("read a blob"))?;
        self.file
            .read_exact(&mut sealed)
            .map_err(BlobError::short)?;
        let is_last = index + 1 == self.count;
        let nonce = nonce(&self.header, chunk_index(index)?, is_last);
        let payload = Payload {
            msg: &sealed,
            aad: &self.header,
        };
        self.cipher
            .decrypt(&nonce, payload)
            .ok()
            .ok_or(BlobError::Damaged)
    }
}

impl Read for BlobReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let end = self
            .position
            .saturating_add(buffer.len() as u64)
            .min(self.size);
        if self.position >= end {
            return Ok(0);
        }
        let at = self.position;
        let part = self.bytes_at(at, end).map_err(io::Error::other)?;
        let target = buffer
            .get_mut(..part.len())
            .ok_or(io::ErrorKind::InvalidInput)?;
        target.copy_from_slice(part);
        let count = part.len();
        self.position += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(plain: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("blob");
        let mut bytes = Vec::new();
        encrypt(&[9; 32], &mut &*plain, &mut bytes).expect("encrypted");
        crate::files::write_atomic(&path, &bytes).expect("written");
        (dir, path)
    }

    fn read_back(path: &std::path::Path, key: u8) -> Result<Vec<u8>, BlobError> {
        let mut reader = BlobReader::new(File::open(path).expect("opened"), &[key; 32])?;
        let mut plain = Vec::new();
        reader
            .read_to_end(&mut plain)
            .ok()
            .ok_or(BlobError::Damaged)?;
        Ok(plain)
    }

    #[test]
    fn files_of_every_awkward_size_come_back_and_show_nothing() {
        for size in [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7] {
            let plain: Vec<u8> = b"Nguy\xe1\xbb\x85n"
                .iter()
                .copied()
                .cycle()
                .take(size)
                .collect();
            let (_dir, path) = sealed(&plain);
            assert!(
                read_back(&path, 9).expect("sound") == plain,
                "{size} bytes come back"
            );
            let raw = std::fs::read(&path).expect("raw");
            assert!(
                !raw.windows(6).any(|w| w == b"Nguy\xe1\xbb"),
                "{size}: nothing plain on disk"
            );
        }
    }

    #[test]
    fn pieces_from_anywhere_are_the_same_bytes() {
        let plain: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[1]).collect();
        let (_dir, path) = sealed(&plain);
        let file = File::open(&path).expect("opened");
        let mut reader = BlobReader::new(file, &[9; 32]).expect("sound");
        for (offset, length) in [(0, 10), (65_530, 20), (131_072, 70_000), (199_990, 500)] {
            let piece = reader.read_piece(offset as u64, length).expect("read");
            let end = plain.len().min(offset + length);
            assert!(piece == plain[offset..end], "piece at {offset}");
        }
        assert!(
            reader.read_piece(200_000, 9).expect("read").is_empty(),
            "nothing after the end"
        );
    }

    #[test]
    fn a_wrong_key_a_flipped_bit_a_cut_and_a_moved_chunk_are_all_found() {
        let plain: Vec<u8> = (0..3 * CHUNK).map(|n| n.to_le_bytes()[0]).collect();
        let (_dir, path) = sealed(&plain);
        assert!(read_back(&path, 8).is_err(), "a wrong key reads nothing");
        let good = std::fs::read(&path).expect("raw");
        let mut flipped = good.clone();
        flipped[CHUNK + 100] ^= 1;
        let cut = good[..HEADER + 2 * (CHUNK + TAG)].to_vec();
        let mut moved = good.clone();
        let (first, second) = moved[HEADER..].split_at_mut(CHUNK + TAG);
        first.swap_with_slice(&mut second[..CHUNK + TAG]);
        for (what, bytes) in [("flipped", flipped), ("cut", cut), ("moved", moved)] {
            crate::files::write_atomic(&path, &bytes).expect("written");
            assert!(read_back(&path, 9).is_err(), "{what}: must not verify");
        }
    }
}
