//! The pages and files of a draft or dossier.

use domain::dossier::{Attachment, Dossier};
use domain::ids::RequestId;
use protocol::view::{AttachmentView, ErrorView};
use store::{LocalAttachment, Reader};

use super::target::Target;
use crate::act::dossier;
use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};
use crate::intake::own;

impl Desk {
    /// Pages of a draft or dossier.
    ///
    /// # Errors
    /// `dossier.unknown`; a draft that was never saved has none.
    pub fn attachments(&self, target: String) -> Result<Vec<AttachmentView>, ErrorView> {
        self.work()
            .and_then(|work| list(&work, &target))
            .map_err(view)
    }
}

fn list(work: &Work<'_>, target: &str) -> Result<Vec<AttachmentView>, Fault> {
    match Target::parse(target)? {
        Target::Draft(request) => draft_attachments(work, request),
        Target::Dossier(id) => {
            let state = work.store().read(|r| dossier(r, id))?;
            dossier_attachments(work, &state)
        }
    }
}

fn draft_attachments(work: &Work<'_>, request: RequestId) -> Result<Vec<AttachmentView>, Fault> {
    work.store().read(|r| {
        if r.draft(request)?.is_none() {
            return Ok(Vec::new());
        }
        own(r, work.login(), request)?;
        Ok(r.draft_attachments(request)?
            .into_iter()
            .map(draft_view)
            .collect())
    })
}

/// A page of a draft is here and nowhere else.
pub(crate) fn draft_view(local: LocalAttachment) -> AttachmentView {
    let LocalAttachment {
        attachment, name, ..
    } = local;
    attachment_view(
        &attachment,
        name,
        Place {
            is_local: true,
            is_sent: false,
        },
    )
}

/// The pages of a dossier, in order.
pub(crate) fn dossier_attachments(
    work: &Work<'_>,
    state: &Dossier,
) -> Result<Vec<AttachmentView>, Fault> {
    let store = work.store();
    store.read(|r| {
        let view = |attachment| dossier_view(r, attachment, store.blobs().has(attachment.blob));
        state.attachments.iter().map(view).collect()
    })
}

fn dossier_view(
    r: &Reader<'_>,
    attachment: &Attachment,
    is_local: bool,
) -> Result<AttachmentView, Fault> {
    let name = r
        .local_attachment(attachment.id)?
        .map(|local| local.name)
        .unwrap_or_default();
    // a blob without a row here was bound at another desk: the centre has it or will
    let is_sent = r
        .blob_state(attachment.blob)?
        .is_none_or(|state| state.done);
    Ok(attachment_view(
        attachment,
        name,
        Place { is_local, is_sent },
    ))
}

struct Place {
    is_local: bool,
    is_sent: bool,
}

fn attachment_view(attachment: &Attachment, name: String, place: Place) -> AttachmentView {
    AttachmentView {
        id: attachment.id.to_string(),
        component: attachment.component.clone(),
        name,
        media_type: attachment.media_type.clone(),
        pages: attachment.pages,
        size_bytes: attachment.size_bytes,
        source: attachment.source.clone(),
        local: place.is_local,
        sent: place.is_sent,
    }
}
