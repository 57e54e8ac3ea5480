//! One intake with everything that is decided before its transaction: ids, draft, scanned paper.

use domain::ids::{AttachmentId, EventId, PrintJobId};
use domain::time::Timestamp;
use store::{BlobOrigin, Draft, LocalAttachment, Store};

use crate::Failure;
use crate::seeded::{Dossiers, Prepared, Rng, Site, pages};

/// Bytes of the draft's JSON, about what the window saves.
const DRAFT_BYTES: usize = 2_500;
/// A person types for about this long.
const TYPED_FOR_MS: i64 = 90_000;

/// An intake as it stands when the officer presses the keys.
pub(super) struct Planned {
    pub(super) prepared: Prepared,
    pub(super) event: EventId,
    pub(super) job: PrintJobId,
    draft: Draft,
}

/// The intakes to measure.
pub(super) fn all(site: &Site, seed: u64, count: u32) -> Result<Vec<Planned>, Failure> {
    let mut dossiers = Dossiers::on_one_day(site, seed)?;
    let mut rng = Rng::new(seed.wrapping_add(99));
    (0..count)
        .map(|_| plan(dossiers.next()?, site, &mut rng))
        .collect()
}

fn plan(prepared: Prepared, site: &Site, rng: &mut Rng) -> Result<Planned, Failure> {
    let now = prepared.now;
    let draft = Draft {
        request: prepared.request,
        officer: site.officer.clone(),
        json: serde_json::json!({"typed": "x".repeat(DRAFT_BYTES)}).to_string(),
        person: prepared.owner.body.name().to_owned(),
        procedure: String::new(),
        parked_since: None,
        saved_at: now.plus_ms(-TYPED_FOR_MS),
        pages: 0,
    };
    let (event, job) = (EventId(rng.uuid(now.0)), PrintJobId(rng.uuid(now.0)));
    Ok(Planned {
        prepared,
        event,
        job,
        draft,
    })
}

impl Planned {
    pub(super) const fn now(&self) -> Timestamp {
        self.prepared.now
    }

    /// What the person did before: typed, scanned.
    pub(super) fn type_and_scan(&self, store: &Store) -> Result<(), Failure> {
        for attachment in &self.prepared.attachments {
            let page = pages::page(attachment.id);
            let put = store.blobs().put(&*page, attachment.size_bytes)?;
            if put.hash != attachment.blob {
                return Err("a page was stored under another hash".into());
            }
            store.write(|tx| tx.note_blob(&put, BlobOrigin::Here, attachment.at))?;
        }
        store.write(|tx| {
            tx.save_draft(&self.draft)?;
            let pages = self.prepared.attachments.iter();
            let local = pages.map(|attachment| LocalAttachment {
                attachment: attachment.clone(),
                name: "Trang 1.jpg".to_owned(),
                thumbnail: thumbnail(attachment.id),
            });
            local
                .into_iter()
                .try_for_each(|one| tx.add_draft_attachment(self.draft.request, &one))
        })?;
        Ok(())
    }
}

fn thumbnail(id: AttachmentId) -> Vec<u8> {
    pages::thumbnail(id)
}
