//! One open device: choosing its options and reading frames into a picture.

use std::ffi::{CString, c_int};

use image::{DynamicImage, GrayImage, RgbImage};

use super::ffi::{
    Constraint, EOF, FRAME_GRAY, FRAME_RGB, GOOD, Handle, OptionInfo, Parameters, Sane, TYPE_BOOL,
    TYPE_FIXED, TYPE_INT, TYPE_STRING,
};
use super::{A4_HEIGHT_MM, A4_WIDTH_MM, status_error};
use crate::scanner::{CancelToken, ScanError, ScanSettings, ScanSource, Sink};

/// Most bytes of one uncompressed page: A3 at 600 dpi in colour.
const PAGE_BYTES_MAX: usize = 220 * 1024 * 1024;
const READ_BYTES: usize = 256 * 1024;

pub(super) struct Device<'a> {
    sane: &'a Sane,
    handle: Handle,
}

impl<'a> Device<'a> {
    pub(super) fn open(sane: &'a Sane, name: &str) -> Result<Self, ScanError> {
        // A name with a zero byte names no device.
        let Ok(name) = CString::new(name) else {
            return Err(ScanError::Gone);
        };
        let handle = sane.open(&name).map_err(|status| match status {
            // SANE answers INVAL or IO_ERROR when the device it once listed is no longer there.
            4 | 9 => ScanError::Gone,
            other => status_error(other),
        })?;
        Ok(Self { sane, handle })
    }

    /// Sets what the device has of: source, colour, 8 bits, resolution, full A4. What it lacks is
    /// left as the device has it.
    pub(super) fn configure(&self, settings: ScanSettings) {
        let wanted_source = match settings.source {
            ScanSource::Glass => ["flatbed", "glass", "platen"],
            ScanSource::Feeder => ["document feeder", "adf", "feeder"],
        };
        self.choose("source", &wanted_source);
        self.choose("mode", &["color", "colour", "24bit"]);
        self.set_number("depth", 8);
        self.set_number("resolution", i32::from(settings.dpi));
        for (name, mm) in [
            ("tl-x", 0),
            ("tl-y", 0),
            ("br-x", A4_WIDTH_MM),
            ("br-y", A4_HEIGHT_MM),
        ] {
            self.set_number(name, mm);
        }
    }

    /// Options are read anew each time: setting one may change another.
    fn option(&self, name: &str) -> Option<OptionInfo> {
        self.sane
            .options(self.handle)
            .into_iter()
            .find(|o| o.name == name && o.settable)
    }

    fn choose(&self, name: &str, wanted: &[&str]) {
        let Some(option) = self.option(name) else {
            return;
        };
        let Constraint::Strings(choices) = &option.constraint else {
            return;
        };
        let choice = wanted
            .iter()
            .find_map(|w| choices.iter().find(|c| c.to_lowercase().contains(w)));
        if let (Some(choice), TYPE_STRING) = (choice, option.kind) {
            let status = self.sane.set_text(self.handle, &option, choice);
            tracing::debug!(option = name, status, "scanner option set");
        }
    }

    fn set_number(&self, name: &str, number: i32) {
        let Some(option) = self.option(name) else {
            return;
        };
        let word = match option.kind {
            TYPE_FIXED => number.saturating_mul(1 << 16),
            TYPE_INT | TYPE_BOOL => number,
            _ => return,
        };
        let status = self
            .sane
            .set_word(self.handle, option.index, fit(word, &option.constraint));
        tracing::debug!(option = name, status, "scanner option set");
    }

    /// Scans one sheet; an empty feeder is [`ScanError::NoPaper`].
    pub(super) fn sheet(
        &self,
        sink: &mut dyn Sink,
        cancel: &CancelToken,
    ) -> Result<DynamicImage, ScanError> {
        good(self.sane.start(self.handle))?;
        let parameters = self.sane.parameters(self.handle).map_err(status_error)?;
        let shape = Shape::of(&parameters)?;
        let bytes = self.read_frame(sink, cancel)?;
        shape.picture(bytes)
    }

    fn read_frame(&self, sink: &mut dyn Sink, cancel: &CancelToken) -> Result<Vec<u8>, ScanError> {
        let mut bytes = Vec::new();
        let mut buffer = vec![0; READ_BYTES];
        loop {
            if cancel.is_cancelled() {
                return Err(ScanError::Cancelled);
            }
            match self.sane.read(self.handle, &mut buffer) {
                Ok(count) => {
                    bytes.extend(buffer.iter().take(count));
                    sink.beat();
                }
                Err(EOF) => return Ok(bytes),
                Err(status) => return Err(status_error(status)),
            }
            if bytes.len() > PAGE_BYTES_MAX {
                return Err(ScanError::BadPicture(None));
            }
        }
    }
}

impl Drop for Device<'_> {
    fn drop(&mut self) {
        self.sane.cancel(self.handle);
        self.sane.close(self.handle);
    }
}

fn good(status: c_int) -> Result<(), ScanError> {
    if status == GOOD {
        Ok(())
    } else {
        Err(status_error(status))
    }
}

fn fit(word: c_int, constraint: &Constraint) -> c_int {
    match constraint {
        Constraint::Range { min, max } => word.clamp(*min, (*max).max(*min)),
        Constraint::Words(list) => list
            .iter()
            .copied()
            .min_by_key(|w| w.abs_diff(word))
            .unwrap_or(word),
        Constraint::None | Constraint::Strings(_) => word,
    }
}

/// Width and channels of a frame; the height follows from the bytes (a hand scanner says -1).
#[derive(Debug, Clone, Copy)]
struct Shape {
    width: usize,
    channels: usize,
    line_bytes: usize,
}

impl Shape {
    fn of(p: &Parameters) -> Result<Self, ScanError> {
        let channels = match p.format {
            FRAME_GRAY => 1,
            FRAME_RGB => 3,
            _ => return Err(ScanError::BadPicture(None)),
        };
        let width = usize::try_from(p.pixels_per_line).unwrap_or(0);
        let line_bytes = usize::try_from(p.bytes_per_line).unwrap_or(0);
        let usable = p.depth == 8 && width > 0 && line_bytes >= width * channels;
        if usable {
            Ok(Self {
                width,
                channels,
                line_bytes,
            })
        } else {
            Err(ScanError::BadPicture(None))
        }
    }

    fn picture(self, bytes: Vec<u8>) -> Result<DynamicImage, ScanError> {
        let rows = bytes.len() / self.line_bytes;
        let used = self.width * self.channels;
        let pixels = if used == self.line_bytes {
            let mut bytes = bytes;
            bytes.truncate(rows * used);
            bytes
        } else {
            bytes
                .chunks_exact(self.line_bytes)
                .flat_map(|row| row.iter().take(used).copied())
                .collect()
        };
        let (width, height) = (u32::try_from(self.width), u32::try_from(rows));
        let (Ok(width), Ok(height @ 1..)) = (width, height) else {
            return Err(ScanError::BadPicture(None));
        };
        let picture = if self.channels == 1 {
            GrayImage::from_raw(width, height, pixels).map(DynamicImage::ImageLuma8)
        } else {
            RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8)
        };
        picture.ok_or(ScanError::BadPicture(None))
    }
}
