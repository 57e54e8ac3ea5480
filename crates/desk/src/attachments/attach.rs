//! Takes a file into a paper. The bytes are judged by what they are, whatever the name says; the
//! blob is on the disk before its row is, so that no row ever points at nothing.

use capture::Imported;
use domain::dossier::{Act, Attachment};
use domain::ids::{AttachmentId, RequestId};
use domain::text::tidy;
use protocol::commands::ChangeTag;
use protocol::view::{AttachmentView, ErrorView, PagesView};
use protocol::wire::BLOB_BYTES_MAX;
use store::LocalAttachment;

use super::list::draft_view;
use super::target::Target;
use crate::act::{dossier, on_dossier};
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};
use crate::ids::new_uuid;
use crate::intake::{empty, own, to_row};

/// Longest name kept, in characters.
const NAME_CHARS_MAX: usize = 120;
/// Longest component code, in bytes.
const COMPONENT_BYTES_MAX: usize = 128;

/// What comes in.
pub(crate) struct Incoming<'a> {
    pub(crate) target: Target,
    pub(crate) component: &'a str,
    pub(crate) name: &'a str,
    pub(crate) source: &'static str,
    pub(crate) bytes: &'a [u8],
}

impl Desk {
    /// Takes one file into a paper of a draft or dossier.
    ///
    /// # Errors
    /// `file.*` by what is wrong with it; `attachment.component`, `draft.unknown`, `dossier.*`.
    pub fn attach(
        &self,
        target: &str,
        component: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<PagesView, ErrorView> {
        let attach = |work: Work<'_>| {
            let target = Target::parse(target)?;
            take(
                &work,
                &Incoming {
                    target,
                    component,
                    name,
                    source: "file",
                    bytes,
                },
            )
        };
        let added = self.work().and_then(attach).map_err(view)?;
        Ok(PagesView {
            added: vec![added],
            problem: None,
        })
    }
}

/// Takes one file or page in.
pub(crate) fn take(work: &Work<'_>, incoming: &Incoming<'_>) -> Result<AttachmentView, Fault> {
    work.at_counter()?;
    let imported = capture::import(incoming.bytes).map_err(|error| Fault::Foreign(error.code()))?;
    let local = local_attachment(work, incoming, imported)?;
    match incoming.target {
        Target::Draft(request) => into_draft(work, request, &local)?,
        Target::Dossier(id) => into_dossier(work, id, &local)?,
    }
    work.changed(&[
        ChangeTag::Attachments,
        ChangeTag::Dossiers,
        ChangeTag::Strip,
        ChangeTag::Sync,
    ]);
    Ok(draft_view(local))
}

fn local_attachment(
    work: &Work<'_>,
    incoming: &Incoming<'_>,
    imported: Imported,
) -> Result<LocalAttachment, Fault> {
    let component = incoming.component.trim();
    if component.is_empty() || component.len() > COMPONENT_BYTES_MAX {
        return Err(Fault::code(Code::ComponentUnknown));
    }
    let put = work.store().blobs().put(incoming.bytes, BLOB_BYTES_MAX)?;
    let attachment = Attachment {
        id: AttachmentId(new_uuid(work.now)?),
        component: component.to_owned(),
        blob: put.hash,
        size_bytes: put.size_bytes,
        media_type: imported.media_type.as_str().to_owned(),
        pages: imported.pages,
        source: incoming.source.to_owned(),
        at: work.now,
    };
    let name = bare_name(incoming.name);
    Ok(LocalAttachment {
        attachment,
        name,
        thumbnail: imported.thumbnail.unwrap_or_default(),
    })
}

/// The name without folders, bounded.
fn bare_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    tidy(last).chars().take(NAME_CHARS_MAX).collect()
}

/// A page may come before the first autosave: then the draft begins with it. It may also come after
/// the reception, when the scanner was not done: then it follows the form into the dossier. Of a form
/// that was thrown away it is dropped, and the scan ends with it.
fn into_draft(work: &Work<'_>, request: RequestId, local: &LocalAttachment) -> Result<(), Fault> {
    let mut first = empty(work)?;
    first.request_id = request.to_string();
    let first = to_row(work, &first)?;
    let received = work.store().write(|tx| {
        if let Some(id) = tx.dossier_of_request(request)? {
            return Ok::<_, Fault>(Some(id));
        }
        if tx.draft(request)?.is_some() {
            own(tx, work.login(), request)?;
        } else if work.desk.thrown.has(request) {
            return Err(Fault::code(Code::DraftUnknown));
        } else {
            tx.save_draft(&first)?;
        }
        tx.add_draft_attachment(request, local)?;
        Ok(None)
    })?;
    received.map_or(Ok(()), |id| into_dossier(work, id, local))
}

fn into_dossier(
    work: &Work<'_>,
    id: domain::ids::DossierId,
    local: &LocalAttachment,
) -> Result<(), Fault> {
    let books = work.books()?;
    work.store().write(|tx| {
        let state = dossier(tx, id)?;
        let component = &local.attachment.component;
        let papers = state.received.iter().flat_map(|received| &received.papers);
        if !papers
            .into_iter()
            .any(|paper| paper.component == *component)
        {
            return Err(Fault::code(Code::ComponentUnknown));
        }
        tx.add_dossier_attachment(id, local)?;
        let attachments = vec![local.attachment.clone()];
        on_dossier(tx, work, &books, id, Act::AddAttachments { attachments })
    })?;
    work.open.worker.wake();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_no_folder_and_a_bounded_length() {
        assert_eq!(
            bare_name(r"C:\Users\Huong\to khai.pdf"),
            "to khai.pdf",
            "no folder"
        );
        assert_eq!(bare_name("../../etc/passwd"), "passwd", "no way out");
        assert_eq!(
            bare_name(&"a".repeat(500)).chars().count(),
            NAME_CHARS_MAX,
            "bounded"
        );
    }
}
