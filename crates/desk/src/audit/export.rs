//! A part of the journal as a file: a line of JSON an event, oldest last as on the screen. Without
//! what the events say about persons, and still enough to compute the chain again.

use std::io::Write as _;

use protocol::view::{AuditWish, ErrorView};
use protocol::wire::AuditLine;

use super::may_audit;
use super::read::filter;
use crate::desk::{Desk, Work};
use crate::documents::write_document;
use crate::errors::{Fault, view};

/// Entries read at once.
const PAGE: usize = 500;
/// Most entries of one file: a busy office's year.
const ENTRIES_MAX: usize = 500_000;

impl Desk {
    /// Writes a part of the journal into a file of the documents folder; its name.
    ///
    /// # Errors
    /// `app.not_allowed`; `task.folder` when the folder cannot be written; `store.*`.
    pub fn audit_export(&self, wish: AuditWish) -> Result<String, ErrorView> {
        self.work()
            .and_then(|work| export(&work, &wish))
            .map_err(view)
    }
}

fn export(work: &Work<'_>, wish: &AuditWish) -> Result<String, Fault> {
    may_audit(work)?;
    let lines = lines(work, wish)?;
    let name = format!(
        "nhat-ky-{}.jsonl",
        work.now.civil().0.format("%Y%m%d-%H%M%S")
    );
    write_document(&work.desk.config.documents_dir, name, &lines)
}

fn lines(work: &Work<'_>, wish: &AuditWish) -> Result<Vec<u8>, Fault> {
    let filter = filter(wish);
    let (mut lines, mut before, mut count) = (Vec::new(), None, 0);
    work.store().read(|r| {
        loop {
            let entries = r.audit_page(&filter, before, PAGE)?;
            let Some(last) = entries.last() else { break };
            before = Some(last.row);
            for entry in &entries {
                let event = &entry.event;
                let line = AuditLine {
                    issue: &event.verdict,
                    ..AuditLine::new(
                        &event.envelope,
                        &event.kind,
                        event.body.as_bytes(),
                        event.head,
                    )
                };
                serde_json::to_writer(&mut lines, &line).map_err(Fault::json("journal"))?;
                writeln!(lines).map_err(Fault::file("journal"))?;
            }
            count += entries.len();
            if count >= ENTRIES_MAX {
                break;
            }
        }
        Ok(lines)
    })
}
