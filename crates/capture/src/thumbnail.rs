//! Small pictures for lists of pages.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageResult};

/// Longest side of a thumbnail, in pixels: sharp at 200 % zoom in a 160-pixel tile.
pub const THUMBNAIL_SIDE_PX: u32 = 320;

const THUMBNAIL_QUALITY: u8 = 75;

/// A JPEG whose longest side is [`THUMBNAIL_SIDE_PX`] at most.
pub(crate) fn thumbnail(picture: &DynamicImage) -> ImageResult<Vec<u8>> {
    let small = picture
        .thumbnail(THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX)
        .into_rgb8();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(Cursor::new(&mut jpeg), THUMBNAIL_QUALITY)
        .encode_image(&small)?;
    Ok(jpeg)
}
