//! The bytes behind `page://localhost/<id>/thumb` and `/full`. What another desk bound is fetched
//! from the centre when it is first opened, checked against its hash, and kept.

use domain::ids::AttachmentId;
use protocol::commands::ChangeTag;
use protocol::view::ErrorView;
use protocol::wire::BLOB_BYTES_MAX;
use store::{AttachmentBlob, BlobOrigin};

use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};

const JPEG: &str = "image/jpeg";

/// Which picture of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureSize {
    /// Small, for the strip of pages.
    Thumb,
    /// As it came in.
    Full,
}

/// Bytes for the window.
pub struct Picture {
    /// What they are.
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Picture({}, {} bytes)",
            self.media_type,
            self.bytes.len()
        )
    }
}

impl Desk {
    /// The picture of an attachment.
    ///
    /// # Errors
    /// `attachment.unknown`, `page.offline`, `page.no_picture` (a PDF has no thumbnail).
    pub fn page_picture(&self, id: &str, size: PictureSize) -> Result<Picture, ErrorView> {
        self.work()
            .and_then(|work| picture(&work, id, size))
            .map_err(view)
    }
}

fn picture(work: &Work<'_>, id: &str, size: PictureSize) -> Result<Picture, Fault> {
    let id: AttachmentId = id
        .parse()
        .map_err(|_id| Fault::code(Code::AttachmentUnknown))?;
    let (blob, thumbnail) = work
        .store()
        .read(|r| Ok::<_, Fault>((r.attachment_blob(id)?, r.thumbnail(id)?)))?;
    let blob = blob.ok_or_else(|| Fault::code(Code::AttachmentUnknown))?;
    match (size, thumbnail.filter(|bytes| !bytes.is_empty())) {
        (PictureSize::Full, _) => {
            let bytes = bytes(work, &blob)?;
            Ok(Picture {
                media_type: blob.media_type,
                bytes,
            })
        }
        (PictureSize::Thumb, Some(bytes)) => Ok(Picture {
            media_type: JPEG.to_owned(),
            bytes,
        }),
        (PictureSize::Thumb, None) => make_thumbnail(work, id, &blob),
    }
}

/// The bytes, from the disk or else from the centre.
fn bytes(work: &Work<'_>, blob: &AttachmentBlob) -> Result<Vec<u8>, Fault> {
    let blobs = work.store().blobs();
    if blobs.has(blob.blob) {
        return Ok(blobs.read(blob.blob, BLOB_BYTES_MAX)?);
    }
    let fetched = work.open.worker.fetch_blob(blob.blob);
    let bytes = fetched.map_err(|error| {
        tracing::info!(error = %crate::errors::chain(&error), "a page cannot be fetched");
        Fault::code(Code::PageOffline)
    })?;
    let put = blobs.put(bytes.as_slice(), BLOB_BYTES_MAX)?;
    work.store().write(|tx| {
        tx.note_blob(&put, BlobOrigin::Centre, work.now)
            .map_err(Fault::from)
    })?;
    work.changed(&[ChangeTag::Attachments]);
    Ok(bytes)
}

fn make_thumbnail(
    work: &Work<'_>,
    id: AttachmentId,
    blob: &AttachmentBlob,
) -> Result<Picture, Fault> {
    let none = || Fault::code(Code::PageNoPicture);
    if !blob.media_type.starts_with("image/") {
        return Err(none());
    }
    let imported = capture::import(&bytes(work, blob)?).map_err(|_unreadable| none())?;
    let thumbnail = imported.thumbnail.ok_or_else(none)?;
    work.store()
        .write(|tx| tx.put_thumbnail(id, &thumbnail).map_err(Fault::from))?;
    Ok(Picture {
        media_type: JPEG.to_owned(),
        bytes: thumbnail,
    })
}
