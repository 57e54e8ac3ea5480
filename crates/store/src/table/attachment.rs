//! Pages and files taken in on this desk: bound to a draft, then to the dossier, with the name they
//! came under and a small picture. What other desks bound is known from the events alone.

use domain::dossier::Attachment;
use domain::ids::{AttachmentId, BlobHash, DossierId, RequestId};
use domain::time::Timestamp;
use rusqlite::{Row, named_params};

use crate::blobs::PutBlob;
use crate::convert;
use crate::error::StoreError;
use crate::table::blob::BlobOrigin;
use crate::tx::{Reader, Tx};

/// Most pages and files of one draft or dossier that are listed.
const ATTACHMENTS_MAX: u32 = 1_000;
/// Largest small picture, in bytes.
const THUMBNAIL_BYTES_MAX: usize = 256 * 1024;
/// Longest name kept, in characters.
const NAME_CHARS_MAX: usize = 255;

/// A page or file taken in here. `Debug` shows no name.
#[derive(Clone, PartialEq, Eq)]
pub struct LocalAttachment {
    /// As the event has it.
    pub attachment: Attachment,
    /// Name it came under, without a path.
    pub name: String,
    /// Small JPEG or PNG, or empty.
    pub thumbnail: Vec<u8>,
}

impl std::fmt::Debug for LocalAttachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LocalAttachment({})", self.attachment.id)
    }
}

/// Where the bytes of an attachment are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentBlob {
    /// The bytes' hash.
    pub blob: BlobHash,
    /// Media type by content.
    pub media_type: String,
    /// How many bytes.
    pub size_bytes: u64,
}

/// What an attachment is bound to.
#[derive(Clone, Copy)]
enum Bound {
    Draft(RequestId),
    Dossier(u32),
}

fn read(row: &Row<'_>) -> Result<LocalAttachment, StoreError> {
    Ok(LocalAttachment {
        attachment: Attachment {
            id: AttachmentId(convert::uuid(row, "id")?),
            component: row.get("component")?,
            blob: convert::hash(row, "blob")?,
            size_bytes: convert::count(row.get("size_bytes")?),
            media_type: row.get("media_type")?,
            pages: row.get("pages")?,
            source: row.get("source")?,
            at: Timestamp(row.get("at_ms")?),
        },
        name: row.get("name")?,
        thumbnail: row.get::<_, Option<Vec<u8>>>("bytes")?.unwrap_or_default(),
    })
}

macro_rules! attachment_sql {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.component, a.blob, a.size_bytes, a.media_type, a.pages, a.source,
               a.at_ms, a.name, t.bytes
             FROM fact_attachment AS a LEFT JOIN cache_thumbnail AS t ON t.attachment = a.id ",
            $rest
        )
    };
}

impl Reader<'_> {
    /// What is bound to a draft, in order.
    ///
    /// # Errors
    /// As the database says.
    pub fn draft_attachments(
        &self,
        request: RequestId,
    ) -> Result<Vec<LocalAttachment>, StoreError> {
        let sql = attachment_sql!("WHERE a.request = :request ORDER BY a.row LIMIT :limit");
        let params = named_params! {":request": request.0.as_bytes(), ":limit": ATTACHMENTS_MAX};
        self.rows_of(sql, params, read)
    }

    /// What was bound to a dossier on this desk, in order.
    ///
    /// # Errors
    /// As the database says.
    pub fn dossier_attachments(
        &self,
        dossier: DossierId,
    ) -> Result<Vec<LocalAttachment>, StoreError> {
        let Some(row) = self.row_id(dossier)? else {
            return Ok(Vec::new());
        };
        let sql = attachment_sql!("WHERE a.dossier = :dossier ORDER BY a.row LIMIT :limit");
        self.rows_of(
            sql,
            named_params! {":dossier": row, ":limit": ATTACHMENTS_MAX},
            read,
        )
    }

    /// One attachment taken in here.
    ///
    /// # Errors
    /// As the database says.
    pub fn local_attachment(
        &self,
        attachment: AttachmentId,
    ) -> Result<Option<LocalAttachment>, StoreError> {
        let sql = attachment_sql!("WHERE a.id = :id");
        self.row(sql, named_params! {":id": attachment.0.as_bytes()}, read)
    }

    /// The bytes of any attachment, of a draft or a dossier, taken in here or elsewhere.
    ///
    /// # Errors
    /// As the database says.
    pub fn attachment_blob(
        &self,
        attachment: AttachmentId,
    ) -> Result<Option<AttachmentBlob>, StoreError> {
        let sql = "SELECT blob, media_type, size_bytes FROM fact_attachment WHERE id = :id
                   UNION ALL
                   SELECT blob, media_type, size_bytes FROM view_attachment
                   WHERE attachment = :id LIMIT 1";
        self.row(sql, named_params! {":id": attachment.0.as_bytes()}, |row| {
            Ok(AttachmentBlob {
                blob: convert::hash(row, "blob")?,
                media_type: row.get("media_type")?,
                size_bytes: convert::count(row.get("size_bytes")?),
            })
        })
    }

    /// The small picture of an attachment, if there is one.
    ///
    /// # Errors
    /// As the database says.
    pub fn thumbnail(&self, attachment: AttachmentId) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT bytes FROM cache_thumbnail WHERE attachment = :id";
        self.value(sql, named_params! {":id": attachment.0.as_bytes()})
    }
}

impl Tx<'_> {
    /// Binds a page or file to a draft. Its bytes are in [`crate::Blobs`] already.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the draft is gone (received or thrown away meanwhile).
    pub fn add_draft_attachment(
        &self,
        request: RequestId,
        local: &LocalAttachment,
    ) -> Result<(), StoreError> {
        self.draft(request)?
            .ok_or(StoreError::NotFound { what: "draft" })?;
        self.insert_attachment(Bound::Draft(request), local)
    }

    /// Keeps the name and small picture of a page bound to a dossier; the event that binds it is
    /// appended beside this.
    ///
    /// # Errors
    /// As the database says.
    pub fn add_dossier_attachment(
        &self,
        dossier: DossierId,
        local: &LocalAttachment,
    ) -> Result<(), StoreError> {
        let (row, _) = self.row_id_or_new(dossier)?;
        self.insert_attachment(Bound::Dossier(row), local)
    }

    fn insert_attachment(&self, bound: Bound, local: &LocalAttachment) -> Result<(), StoreError> {
        let a = &local.attachment;
        let blob = PutBlob {
            hash: a.blob,
            size_bytes: a.size_bytes,
        };
        self.note_blob(&blob, BlobOrigin::Here, a.at)?;
        let (request, dossier) = match bound {
            Bound::Draft(request) => (Some(*request.0.as_bytes()), None),
            Bound::Dossier(row) => (None, Some(row)),
        };
        let name: String = local.name.chars().take(NAME_CHARS_MAX).collect();
        self.execute(
            "INSERT INTO fact_attachment (id, request, dossier, component, blob, size_bytes,
               media_type, pages, source, at_ms, name)
             VALUES (:id, :request, :dossier, :component, :blob, :size, :media_type, :pages,
               :source, :at, :name)",
            named_params! {
                ":id": a.id.0.as_bytes(),
                ":request": request,
                ":dossier": dossier,
                ":component": a.component,
                ":blob": a.blob.0,
                ":size": convert::column(a.size_bytes),
                ":media_type": a.media_type,
                ":pages": a.pages,
                ":source": a.source,
                ":at": a.at.0,
                ":name": name,
            },
        )?;
        self.put_thumbnail(a.id, &local.thumbnail)
    }

    /// Takes a page or file out of a draft; its bytes go when nothing else needs them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] unless it is bound to a draft.
    pub fn remove_draft_attachment(&self, attachment: AttachmentId) -> Result<(), StoreError> {
        let id = attachment.0.as_bytes();
        self.hit(
            "attachment",
            "DELETE FROM fact_attachment WHERE id = :id AND request IS NOT NULL",
            named_params! {":id": id},
        )?;
        let sql = "DELETE FROM cache_thumbnail WHERE attachment = :id";
        self.execute(sql, named_params! {":id": id}).map(|_| ())
    }

    /// At reception: everything bound to the draft now belongs to the dossier; returned in order.
    ///
    /// # Errors
    /// As the database says.
    pub fn move_attachments(
        &self,
        request: RequestId,
        dossier: DossierId,
    ) -> Result<Vec<LocalAttachment>, StoreError> {
        let moved = self.draft_attachments(request)?;
        let (row, _) = self.row_id_or_new(dossier)?;
        self.execute(
            "UPDATE fact_attachment SET request = NULL, dossier = :dossier
             WHERE request = :request",
            named_params! {":dossier": row, ":request": request.0.as_bytes()},
        )?;
        Ok(moved)
    }

    /// Keeps a small picture; an empty one is not kept.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] beyond 256 KiB.
    pub fn put_thumbnail(&self, attachment: AttachmentId, bytes: &[u8]) -> Result<(), StoreError> {
        if bytes.len() > THUMBNAIL_BYTES_MAX {
            let max = THUMBNAIL_BYTES_MAX as u64;
            return Err(StoreError::TooMuch {
                what: "bytes in a thumbnail",
                max,
            });
        }
        if bytes.is_empty() {
            return Ok(());
        }
        self.execute(
            "INSERT INTO cache_thumbnail (attachment, bytes) VALUES (:id, :bytes)
             ON CONFLICT (attachment) DO UPDATE SET bytes = excluded.bytes",
            named_params! {":id": attachment.0.as_bytes(), ":bytes": bytes},
        )?;
        Ok(())
    }
}
