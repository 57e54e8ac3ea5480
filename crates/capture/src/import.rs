//! A file is what its bytes say: PDF, JPEG or PNG, whole, within limits, without a password.

use std::io::Cursor;

use image::{ImageError, ImageFormat, ImageReader, Limits};
use thiserror::Error;

use crate::thumbnail::thumbnail;

/// Largest file taken in, in bytes (the wire's blob limit).
pub const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Most pages of one PDF.
pub const PAGES_MAX: usize = 1_000;
/// Longest side of a picture, in pixels: A3 at 1,000 dpi.
pub const PIXELS_SIDE_MAX: u32 = 17_000;
/// Most memory a picture may take while it is decoded, in bytes.
const DECODE_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// What a file is, by content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl MediaType {
    /// `application/pdf`, `image/jpeg` or `image/png`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// A file that may be bound to a paper.
#[derive(Clone, PartialEq, Eq)]
pub struct Imported {
    /// What it is.
    pub media_type: MediaType,
    /// Pages in it: 1 for a picture.
    pub pages: u16,
    /// A JPEG for lists; a PDF has none yet.
    pub thumbnail: Option<Vec<u8>>,
}

/// Without the picture: a page is personal data.
impl std::fmt::Debug for Imported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Imported({:?}, {} pages)", self.media_type, self.pages)
    }
}

/// Why a file cannot be taken in. Nothing was changed; other files of the same drop go on.
#[derive(Debug, Error)]
pub enum ImportError {
    /// 0 bytes.
    #[error("the file is empty")]
    Empty,
    /// More than [`FILE_BYTES_MAX`].
    #[error("the file has {size} bytes, more than {FILE_BYTES_MAX}")]
    TooLarge {
        /// Its size.
        size: usize,
    },
    /// Neither PDF nor JPEG nor PNG, whatever its name says.
    #[error("the file is no PDF, JPEG or PNG")]
    NotSupported,
    /// A PDF that asks for a password.
    #[error("the PDF asks for a password")]
    Password,
    /// More than [`PAGES_MAX`] pages, or a side longer than [`PIXELS_SIDE_MAX`].
    #[error("the file has more pages or pixels than can be taken in")]
    TooManyPages,
    /// A PDF that cannot be read to its last page.
    #[error("the PDF is damaged")]
    DamagedPdf(#[source] Option<lopdf::Error>),
    /// A picture that cannot be decoded to its last row.
    #[error("the picture is damaged")]
    DamagedPicture(#[source] Option<ImageError>),
}

impl ImportError {
    /// Stable code for the window: `file.<code>`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file.empty",
            Self::TooLarge { .. } => "file.too_large",
            Self::NotSupported => "file.not_supported",
            Self::Password => "file.password",
            Self::TooManyPages => "file.too_many_pages",
            Self::DamagedPdf(_) | Self::DamagedPicture(_) => "file.damaged",
        }
    }
}

/// Checks `bytes` and makes a thumbnail.
///
/// # Errors
/// [`ImportError`] says which limit or form the file breaks.
pub fn import(bytes: &[u8]) -> Result<Imported, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ImportError::TooLarge { size: bytes.len() });
    }
    match media_type(bytes).ok_or(ImportError::NotSupported)? {
        MediaType::Pdf => import_pdf(bytes),
        MediaType::Jpeg => import_picture(bytes, MediaType::Jpeg, ImageFormat::Jpeg),
        MediaType::Png => import_picture(bytes, MediaType::Png, ImageFormat::Png),
    }
}

/// ISO 32000-1 Annex H allows the PDF header within the first 1,024 bytes; we ask for it at the
/// start, as PDF 2.0 does, so that a file of two kinds at once is refused.
fn media_type(bytes: &[u8]) -> Option<MediaType> {
    if bytes.starts_with(b"%PDF-") {
        Some(MediaType::Pdf)
    } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some(MediaType::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(MediaType::Png)
    } else {
        None
    }
}

fn import_picture(
    bytes: &[u8],
    media_type: MediaType,
    format: ImageFormat,
) -> Result<Imported, ImportError> {
    if media_type == MediaType::Jpeg && !jpeg_is_whole(bytes) {
        return Err(ImportError::DamagedPicture(None));
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(PIXELS_SIDE_MAX);
    limits.max_image_height = Some(PIXELS_SIDE_MAX);
    limits.max_alloc = Some(DECODE_BYTES_MAX);
    reader.limits(limits);
    let picture = reader.decode().map_err(|e| match e {
        ImageError::Limits(_) => ImportError::TooManyPages,
        other @ (ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::Unsupported(_)
        | ImageError::IoError(_)) => ImportError::DamagedPicture(Some(other)),
    })?;
    let thumbnail = thumbnail(&picture).map_err(|e| ImportError::DamagedPicture(Some(e)))?;
    Ok(Imported {
        media_type,
        pages: 1,
        thumbnail: Some(thumbnail),
    })
}

/// The decoder fills a cut picture with grey and says nothing (a copy from a stick pulled too
/// early looks like that). Inside a scan 0xFF is always stuffed, so a whole file has an
/// end-of-image marker after its last start-of-scan (ITU-T T.81, B.1.1.2).
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let last = |marker: [u8; 2]| bytes.windows(2).rposition(|w| w == marker);
    last([0xFF, 0xD9]) > last([0xFF, 0xDA])
}

fn import_pdf(bytes: &[u8]) -> Result<Imported, ImportError> {
    let document = lopdf::Document::load_mem(bytes).map_err(|e| {
        let locked = matches!(
            e,
            lopdf::Error::InvalidPassword
                | lopdf::Error::Decryption(_)
                | lopdf::Error::Unimplemented(_)
        );
        if locked {
            ImportError::Password
        } else {
            ImportError::DamagedPdf(Some(e))
        }
    })?;
    if document.is_encrypted() {
        return Err(ImportError::Password);
    }
    let pages = document.get_pages().len();
    if pages == 0 {
        return Err(ImportError::DamagedPdf(None));
    }
    let pages = u16::try_from(pages)
        .ok()
        .filter(|p| usize::from(*p) <= PAGES_MAX);
    let pages = pages.ok_or(ImportError::TooManyPages)?;
    Ok(Imported {
        media_type: MediaType::Pdf,
        pages,
        thumbnail: None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let shade = |n: u32| u8::try_from(n % 256).expect("below 256");
        image::RgbImage::from_fn(width, height, |x, y| image::Rgb([shade(x), shade(y), 128]))
            .write_to(&mut bytes, ImageFormat::Jpeg)
            .expect("the encoder writes to memory");
        bytes.into_inner()
    }

    fn pdf(pages: usize) -> lopdf::Document {
        use lopdf::{Document, Object, dictionary};
        let mut doc = Document::with_version("1.7");
        let tree = doc.new_object_id();
        let kids: Vec<Object> = (0..pages)
            .map(|_| {
                doc.add_object(dictionary! {
                    "Type" => "Page", "Parent" => tree,
                    "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                })
                .into()
            })
            .collect();
        let count = i64::try_from(pages).expect("few pages");
        doc.objects.insert(
            tree,
            Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }),
        );
        let catalog = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        doc.trailer.set("Root", catalog);
        doc
    }

    fn saved(mut doc: lopdf::Document) -> Vec<u8> {
        let mut bytes = Vec::new();
        doc.save_to(&mut bytes)
            .expect("the writer writes to memory");
        bytes
    }

    #[test]
    fn a_jpeg_becomes_one_page_with_a_small_picture() {
        let imported = import(&jpeg(1654, 2339)).expect("a good picture");
        assert_eq!(
            (imported.media_type, imported.pages),
            (MediaType::Jpeg, 1),
            "one page"
        );
        let small = imported.thumbnail.expect("a picture has a thumbnail");
        let small = image::load_from_memory(&small).expect("the thumbnail decodes");
        assert_eq!(
            small.height(),
            THUMBNAIL_SIDE_PX_TEST,
            "the longer side is the limit"
        );
    }
    const THUMBNAIL_SIDE_PX_TEST: u32 = crate::THUMBNAIL_SIDE_PX;

    #[test]
    fn a_pdf_counts_its_pages() {
        let imported = import(&saved(pdf(3))).expect("a good PDF");
        assert_eq!(
            (imported.media_type, imported.pages),
            (MediaType::Pdf, 3),
            "three pages"
        );
    }

    #[test]
    fn a_pdf_with_a_password_is_refused_as_such() {
        use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
        let mut doc = pdf(1);
        doc.trailer.set(
            "ID",
            vec![
                lopdf::Object::string_literal("0123456789abcdef"),
                lopdf::Object::string_literal("0123456789abcdef"),
            ],
        );
        let version = EncryptionVersion::V2 {
            document: &doc,
            owner_password: "chu",
            user_password: "khach",
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).expect("keys can be made");
        doc.encrypt(&state).expect("the document encrypts");
        let refused = import(&saved(doc)).expect_err("nobody can open it");
        assert_eq!(
            refused.code(),
            "file.password",
            "the officer must hear the real reason"
        );
    }

    #[test]
    fn what_the_name_says_does_not_matter() {
        for bytes in [
            &b"GIF89a......"[..],
            b"PK\x03\x04 a word document",
            b"MZ\x90",
            b"<html>",
        ] {
            let code = import(bytes)
                .expect_err("not one of the three kinds")
                .code();
            assert_eq!(code, "file.not_supported", "judged by its bytes");
        }
    }

    #[test]
    fn empty_cut_and_oversized_files_each_have_their_own_answer() {
        assert_eq!(
            import(b"").expect_err("empty").code(),
            "file.empty",
            "0 bytes"
        );
        let whole = jpeg(400, 600);
        for length in [20, whole.len() / 20, whole.len() / 2, whole.len() - 2] {
            let cut = whole.get(..length).expect("shorter");
            assert_eq!(
                import(cut).expect_err("cut").code(),
                "file.damaged",
                "{length} bytes of it"
            );
        }
        let big = vec![0_u8; FILE_BYTES_MAX + 1];
        assert_eq!(
            import(&big).expect_err("big").code(),
            "file.too_large",
            "size is judged first"
        );
        assert_eq!(
            import(b"%PDF-1.7\nrubbish").expect_err("no PDF").code(),
            "file.damaged",
            "a head alone"
        );
        assert_eq!(
            import(&saved(pdf(0))).expect_err("no page").code(),
            "file.damaged",
            "no page at all"
        );
    }

    #[test]
    fn a_picture_bomb_is_stopped_by_its_header() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend(100_000_u32.to_be_bytes());
        png.extend(100_000_u32.to_be_bytes());
        png.extend([8, 2, 0, 0, 0]);
        let crc = crc32(png.get(12..).expect("the chunk"));
        png.extend(crc.to_be_bytes());
        png.extend(b"\0\0\0\x01IDAT\0");
        png.extend(crc32(b"IDAT\0").to_be_bytes());
        assert_eq!(
            import(&png).expect_err("30 GB").code(),
            "file.too_many_pages",
            "never decoded"
        );
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |crc, b| {
            (0..8).fold(crc ^ u32::from(*b), |c, _| {
                (c >> 1) ^ (0xEDB8_8320 & (c & 1).wrapping_neg())
            })
        })
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(head in 0..3_usize, tail in proptest::collection::vec(any::<u8>(), 0..600)) {
            let heads: [&[u8]; 3] = [b"%PDF-1.7\n", &[0xFF, 0xD8, 0xFF, 0xE0], b"\x89PNG\r\n\x1a\n"];
            let mut bytes = heads[head].to_vec();
            bytes.extend(tail);
            prop_assert!(import(&bytes).is_err(), "random bytes are no page");
        }
    }
}
