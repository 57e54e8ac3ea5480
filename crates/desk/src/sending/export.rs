//! A held act as a file for the administrator: its envelope and its exact bytes, so that it can be
//! compared with what the centre holds. It names people, so it goes to the officer's own documents
//! folder and nowhere else.

use std::path::Path;

use store::StoredEvent;

use crate::documents::write_document;
use crate::errors::Fault;

/// Writes it; the name of the file.
pub(super) fn export(folder: &Path, event: &StoredEvent) -> Result<String, Fault> {
    #[derive(serde::Serialize)]
    struct Held<'a> {
        envelope: &'a domain::journal::Envelope,
        body: &'a str,
        verdict: &'a str,
    }
    let held = Held {
        envelope: &event.envelope,
        body: &event.body,
        verdict: &event.verdict,
    };
    let json = serde_json::to_vec_pretty(&held).map_err(Fault::json("held event"))?;
    let name = format!(
        "can-xem-lai-{}-{}.json",
        event.envelope.seq, event.envelope.id
    );
    write_document(folder, name, &json)
}
