//! What goes into a bundle: every event that waits, then as many files as the size leaves room for,
//! nearest due time first. Files go only when every event does, for the centre keeps no file that no
//! event names.

use courier::{EVENTS_MAX, FILES_MAX};
use store::{CourierFile, CourierLife, Reader, StoreError};

/// A file takes a little more than its bytes: its head, a head a piece, a tag a chunk.
const FILE_BYTES: u64 = 512;
/// One part in so many more.
const SEALING_PART: u64 = 1024;

/// What goes, and what does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) lives: Vec<CourierLife>,
    pub(super) files: Vec<CourierFile>,
    pub(super) events: u64,
    pub(super) bytes: u64,
    /// Whether every event goes.
    pub(super) is_whole: bool,
    pub(super) files_left: u32,
}

impl Plan {
    /// As much as `bytes_max` bytes hold.
    pub(super) fn read(r: &Reader<'_>, bytes_max: u64) -> Result<Self, StoreError> {
        let (spans, is_whole) = r.courier_spans(EVENTS_MAX, bytes_max)?;
        let lives: Vec<CourierLife> = spans.iter().map(|span| span.life).collect();
        let mut plan = Self {
            events: lives.iter().map(|life| life.last + 1 - life.first).sum(),
            bytes: spans.iter().map(|span| span.bytes).sum(),
            lives,
            files: Vec::new(),
            is_whole,
            files_left: 0,
        };
        for file in r.courier_files()? {
            plan.take(file, bytes_max);
        }
        Ok(plan)
    }

    fn take(&mut self, file: CourierFile, bytes_max: u64) {
        let size = file.size_bytes;
        let bytes = self.bytes + size + size / SEALING_PART + FILE_BYTES;
        let has_room = self.files.len() < FILES_MAX as usize && bytes <= bytes_max;
        if self.is_whole && has_room {
            self.bytes = bytes;
            self.files.push(file);
        } else {
            self.files_left += 1;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lives.is_empty() && self.files.is_empty()
    }
}
