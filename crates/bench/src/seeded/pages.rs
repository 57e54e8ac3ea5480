//! Seeded scans: bytes that no one compresses, as long as a page usually is.

use domain::dossier::Attachment;
use domain::ids::{AttachmentId, BlobHash};
use domain::time::Timestamp;

use super::rng::Rng;

/// A page at 200 dpi in grey, as the scanner sends it.
pub(super) const PAGE_BYTES: usize = 64 * 1024;
const THUMBNAIL_BYTES: usize = 6 * 1024;

/// One paper scanned at that moment.
pub(super) fn scanned(
    rng: &mut Rng,
    (component, bytes): (String, usize),
    at: Timestamp,
) -> Attachment {
    let id = AttachmentId(rng.uuid(at.0));
    let page = noise(id, bytes);
    Attachment {
        id,
        component,
        blob: BlobHash::of(&page),
        size_bytes: bytes as u64,
        media_type: "image/jpeg".to_owned(),
        pages: 1,
        source: "scanner".to_owned(),
        at,
    }
}

/// The bytes of a scanned paper.
pub(crate) fn page(id: AttachmentId) -> Vec<u8> {
    noise(id, PAGE_BYTES)
}

/// The bytes of its small picture.
pub(crate) fn thumbnail(id: AttachmentId) -> Vec<u8> {
    noise(id, THUMBNAIL_BYTES)
}

/// So many bytes of a paper.
pub(crate) fn noise(id: AttachmentId, count: usize) -> Vec<u8> {
    let (high, low) = id.0.as_u64_pair();
    let mut rng = Rng::new(high ^ low);
    let numbers = std::iter::repeat_with(|| rng.next().to_le_bytes());
    numbers.flatten().take(count).collect()
}
