//! The USB courier: when the link is dead for days, what waits is copied into one encrypted, signed
//! file for the centre, and the centre's answer comes back the same way (ADR 9).
//!
//! Nothing here decides what was sent: an event waits until the centre has said that it holds it,
//! over the link or in an answer, and both are taken in by the same function. A bundle, its answer
//! and the link may come in any order.

mod answer;
mod export;
mod overview;
mod plan;
mod words;

use std::path::PathBuf;

use protocol::view::CourierBundle;
use store::CourierRow;

use crate::desk::Work;

/// A bundle as the window shows it.
fn bundle_view(work: &Work<'_>, row: CourierRow) -> CourierBundle {
    let state = match (row.answered_at, row.verified, row.arrived) {
        (Some(_), _, true) => "answered",
        (Some(_), _, false) => "partly",
        (None, false, _) => "unfinished",
        (None, true, true) => "arrived",
        (None, true, false) => "waiting",
    };
    let officer = row.officer.parse().ok();
    let books = work.books().ok();
    let name = officer.and_then(|login| Some(books?.officer_name(&login)));
    CourierBundle {
        number: row.number,
        file: row.file,
        place: row.place,
        officer: name.unwrap_or(row.officer),
        made_at: row.made_at.0,
        events: row.events,
        files: row.files,
        bytes: row.bytes,
        state: state.to_owned(),
        answered_at: row.answered_at.map(|at| at.0),
    }
}

/// The feed whose epoch tells whether the centre was restored.
fn feed(work: &Work<'_>) -> String {
    format!("office:{}", work.open.enrolment.office)
}

/// The folder an officer chose or typed.
fn folder(text: &str) -> PathBuf {
    PathBuf::from(text.trim())
}
