//! What is inside the payload once it is opened and decompressed: a kind (1 byte), a length (4,
//! big endian), the bytes. Pushes first, exactly as they would go over the link; then files, each
//! with its hash and size and in pieces of at most 1 MiB; then the end with what there was.

use std::io::{Read, Write};

use domain::ids::BlobHash;
use protocol::wire::{BLOB_BYTES_MAX, BLOB_PIECE_BYTES_MAX, BODY_BYTES_MAX, PushRequest};
use serde::{Deserialize, Serialize};

use crate::error::CourierError;
use crate::header::Header;

const PUSH: u8 = 1;
const FILE: u8 = 2;
const PIECE: u8 = 3;
const BROKEN_OFF: u8 = 4;
const END: u8 = 9;

/// Bytes of the JSON of a file or an end.
const SMALL_BYTES_MAX: usize = 4096;

/// One part of a payload.
#[derive(Debug)]
pub enum Record {
    /// Events of one life, in order.
    Push(PushRequest),
    /// A file begins.
    File {
        /// Its hash.
        hash: BlobHash,
        /// Its size.
        size: u64,
    },
    /// The next bytes of the file.
    Piece(Vec<u8>),
    /// The desk could not read the rest of the file.
    BrokenOff,
}

#[derive(Serialize, Deserialize)]
struct FileHead {
    hash: BlobHash,
    size: u64,
}

#[derive(Serialize, Deserialize, PartialEq, Eq, Default)]
struct End {
    pushes: u32,
    events: u32,
    files: u32,
}

/// A file under way.
#[derive(Clone, Copy)]
struct Under {
    size: u64,
    at: u64,
}

/// Writes the parts of a payload.
pub(crate) struct RecordWriter<W> {
    pub(crate) out: W,
    end: End,
    file: Option<Under>,
}

impl<W: Write> RecordWriter<W> {
    pub(crate) fn new(out: W) -> Self {
        Self {
            out,
            end: End::default(),
            file: None,
        }
    }

    fn record(&mut self, kind: u8, bytes: &[u8], most: usize) -> Result<(), CourierError> {
        let length = u32::try_from(bytes.len())
            .ok()
            .filter(|_| bytes.len() <= most);
        let length = length.ok_or(CourierError::TooLarge { what: "part" })?;
        self.out.write_all(&[kind]).map_err(CourierError::Io)?;
        self.out
            .write_all(&length.to_be_bytes())
            .map_err(CourierError::Io)?;
        self.out.write_all(bytes).map_err(CourierError::Io)
    }

    pub(crate) fn push(&mut self, push: &PushRequest) -> Result<(), CourierError> {
        if self.end.files > 0 {
            return Err(CourierError::Order);
        }
        let json = serde_json::to_vec(push).map_err(|_never| CourierError::Damaged)?;
        self.record(PUSH, &json, BODY_BYTES_MAX)?;
        self.end.pushes += 1;
        self.end.events += u32::try_from(push.events.len()).unwrap_or(u32::MAX);
        Ok(())
    }

    pub(crate) fn file(&mut self, hash: BlobHash, size: u64) -> Result<(), CourierError> {
        if self.file.is_some() || size == 0 || size > BLOB_BYTES_MAX {
            return Err(CourierError::Order);
        }
        let head = FileHead { hash, size };
        let json = serde_json::to_vec(&head).map_err(|_never| CourierError::Damaged)?;
        self.record(FILE, &json, SMALL_BYTES_MAX)?;
        self.end.files += 1;
        self.file = Some(Under { size, at: 0 });
        Ok(())
    }

    pub(crate) fn piece(&mut self, bytes: &[u8]) -> Result<(), CourierError> {
        let file = self.file.ok_or(CourierError::Order)?;
        self.file = advance(file, bytes.len())?;
        self.record(PIECE, bytes, BLOB_PIECE_BYTES_MAX)
    }

    pub(crate) fn break_off(&mut self) -> Result<(), CourierError> {
        if self.file.take().is_none() {
            return Ok(());
        }
        self.record(BROKEN_OFF, &[], 0)
    }

    pub(crate) fn finish(mut self) -> Result<W, CourierError> {
        if self.file.is_some() {
            return Err(CourierError::Order);
        }
        let json = serde_json::to_vec(&self.end).map_err(|_never| CourierError::Damaged)?;
        self.record(END, &json, SMALL_BYTES_MAX)?;
        Ok(self.out)
    }
}

/// The file after a piece; `None` when that was all of it.
fn advance(file: Under, length: usize) -> Result<Option<Under>, CourierError> {
    let at = file.at.saturating_add(length as u64);
    if length == 0 || at > file.size {
        return Err(CourierError::Order);
    }
    Ok((at < file.size).then_some(Under { at, ..file }))
}

/// Reads the parts of a payload, in order, each no larger than it may be.
pub struct Records<R> {
    plain: R,
    /// What the header promised.
    most: (u32, u32),
    seen: End,
    file: Option<Under>,
    is_over: bool,
}

impl<R: Read> Records<R> {
    /// The parts in `plain`; `header` says how many there may be.
    pub fn new(plain: R, header: &Header) -> Self {
        Self {
            plain,
            most: (header.events, header.files),
            seen: End::default(),
            file: None,
            is_over: false,
        }
    }

    /// The next part; `None` after the end.
    ///
    /// # Errors
    /// [`CourierError::Damaged`] for what does not read or has no end, [`CourierError::Order`],
    /// [`CourierError::TooLarge`].
    pub fn next_record(&mut self) -> Result<Option<Record>, CourierError> {
        if self.is_over {
            return Ok(None);
        }
        let mut head = [0; 5];
        self.plain.read_exact(&mut head)?;
        let [kind, length @ ..] = head;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        match kind {
            PUSH => self.push(length).map(Some),
            FILE => self.begin_file(length).map(Some),
            PIECE => self.piece(length).map(Some),
            BROKEN_OFF => self.broken_off(length).map(Some),
            END => self.end(length).map(|()| None),
            _ => Err(CourierError::Damaged),
        }
    }

    fn bytes(&mut self, length: usize, most: usize) -> Result<Vec<u8>, CourierError> {
        if length > most {
            return Err(CourierError::TooLarge { what: "part" });
        }
        let mut bytes = vec![0; length];
        self.plain.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn push(&mut self, length: usize) -> Result<Record, CourierError> {
        if self.seen.files > 0 {
            return Err(CourierError::Order);
        }
        let json = self.bytes(length, BODY_BYTES_MAX)?;
        let push: PushRequest =
            serde_json::from_slice(&json).map_err(|_garbage| CourierError::Damaged)?;
        let count = u32::try_from(push.events.len()).unwrap_or(u32::MAX);
        self.seen.pushes = self.seen.pushes.saturating_add(1);
        self.seen.events = self.seen.events.saturating_add(count);
        // an empty push would be a part without a bound
        if count == 0 || self.seen.events > self.most.0 {
            return Err(CourierError::TooLarge { what: "events" });
        }
        Ok(Record::Push(push))
    }

    fn begin_file(&mut self, length: usize) -> Result<Record, CourierError> {
        let json = self.bytes(length, SMALL_BYTES_MAX)?;
        let FileHead { hash, size } =
            serde_json::from_slice(&json).map_err(|_garbage| CourierError::Damaged)?;
        if self.file.is_some() || size == 0 {
            return Err(CourierError::Order);
        }
        self.seen.files = self.seen.files.saturating_add(1);
        if size > BLOB_BYTES_MAX || self.seen.files > self.most.1 {
            return Err(CourierError::TooLarge { what: "files" });
        }
        self.file = Some(Under { size, at: 0 });
        Ok(Record::File { hash, size })
    }

    fn piece(&mut self, length: usize) -> Result<Record, CourierError> {
        let file = self.file.ok_or(CourierError::Order)?;
        let bytes = self.bytes(length, BLOB_PIECE_BYTES_MAX)?;
        self.file = advance(file, length)?;
        Ok(Record::Piece(bytes))
    }

    fn broken_off(&mut self, length: usize) -> Result<Record, CourierError> {
        if length > 0 || self.file.take().is_none() {
            return Err(CourierError::Order);
        }
        Ok(Record::BrokenOff)
    }

    fn end(&mut self, length: usize) -> Result<(), CourierError> {
        let json = self.bytes(length, SMALL_BYTES_MAX)?;
        let end: End = serde_json::from_slice(&json).map_err(|_garbage| CourierError::Damaged)?;
        let is_whole = self.file.is_none() && end == self.seen;
        let has_more = self.plain.read(&mut [0])? > 0;
        if !is_whole || has_more {
            return Err(CourierError::Order);
        }
        self.is_over = true;
        Ok(())
    }
}
