//! Scanners through SANE, the scanner system of Linux desktops.

mod device;
mod ffi;

use std::ffi::c_int;
use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use image::DynamicImage;
use image::codecs::jpeg::JpegEncoder;

use crate::scanner::{
    CancelToken, SHEETS_MAX, ScanError, ScanSettings, ScanSource, ScanSummary, ScannedPage,
    Scanner, ScannerInfo, Sink,
};
use device::Device;
use ffi::Sane;

/// A4, the paper of every form.
pub(crate) const A4_WIDTH_MM: i32 = 210;
/// A4, the paper of every form.
pub(crate) const A4_HEIGHT_MM: i32 = 297;
/// Sharp text, no visible blocks; ~0.5 MB for a colour page at 200 dpi.
const JPEG_QUALITY: u8 = 85;

/// The machine's scanners, through drivers in C: for a process of their own ([`crate::serve`]). The
/// library is loaded for each use and unloaded after it.
#[derive(Debug, Default)]
pub struct SaneScanner {
    one_at_a_time: Mutex<()>,
}

impl Scanner for SaneScanner {
    fn devices(&self) -> Result<Vec<ScannerInfo>, ScanError> {
        let _turn = self
            .one_at_a_time
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let found = Sane::load()?.devices().map_err(status_error)?;
        Ok(found
            .into_iter()
            .map(|[id, vendor, model]| ScannerInfo {
                id,
                name: format!("{vendor} {model}"),
            })
            .collect())
    }

    fn scan(
        &self,
        device: &str,
        settings: ScanSettings,
        sink: &mut dyn Sink,
        cancel: &CancelToken,
    ) -> Result<ScanSummary, ScanError> {
        let _turn = self
            .one_at_a_time
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let sane = Sane::load()?;
        let device = Device::open(&sane, device)?;
        device.configure(settings);
        let sheets_max = match settings.source {
            ScanSource::Glass => 1,
            ScanSource::Feeder => SHEETS_MAX,
        };
        run(&device, settings.dpi, sheets_max, sink, cancel)
    }
}

fn run(
    device: &Device<'_>,
    dpi: u16,
    sheets_max: u32,
    sink: &mut dyn Sink,
    cancel: &CancelToken,
) -> Result<ScanSummary, ScanError> {
    for pages in 0..sheets_max {
        let sheet = device
            .sheet(sink, cancel)
            .and_then(|picture| jpeg(&picture, dpi));
        let stopped_by = match sheet {
            Ok(page) => match sink.page(page) {
                Ok(()) => continue,
                Err(kept) => Some(ScanError::Sink(kept)),
            },
            Err(ScanError::NoPaper) if pages > 0 => None,
            Err(error) if pages == 0 => return Err(error),
            Err(error) => Some(error),
        };
        return Ok(ScanSummary { pages, stopped_by });
    }
    let stopped_by = (sheets_max == SHEETS_MAX).then_some(ScanError::TooManySheets);
    Ok(ScanSummary {
        pages: sheets_max,
        stopped_by,
    })
}

fn jpeg(picture: &DynamicImage, dpi: u16) -> Result<ScannedPage, ScanError> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(Cursor::new(&mut bytes), JPEG_QUALITY);
    encoder.set_pixel_density(image::codecs::jpeg::PixelDensity::dpi(dpi));
    encoder
        .encode_image(picture)
        .map_err(|e| ScanError::BadPicture(Some(e.into())))?;
    Ok(ScannedPage { bytes })
}

/// SANE's status numbers in our words.
pub(crate) fn status_error(status: c_int) -> ScanError {
    match status {
        2 => ScanError::Cancelled,
        3 => ScanError::Busy,
        6 => ScanError::Jammed,
        7 => ScanError::NoPaper,
        8 => ScanError::CoverOpen,
        9 => ScanError::Gone,
        11 => ScanError::Denied,
        other => ScanError::Device(other),
    }
}
