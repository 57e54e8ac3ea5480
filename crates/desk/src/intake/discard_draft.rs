//! Throws the current form away and begins a new one.

use std::collections::VecDeque;
use std::sync::Mutex;

use domain::ids::RequestId;
use protocol::view::{ErrorView, IntakeDraft};

use super::draft::{empty, own, request_id};
use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};
use crate::open::lock;

/// Forms remembered: pages come late by minutes, not by so many forms.
const THROWN_MAX: usize = 64;

/// The forms thrown away since the program started: a page that the scanner still gives for one of
/// them must not begin it again.
#[derive(Default)]
pub(crate) struct ThrownAway(Mutex<VecDeque<RequestId>>);

impl ThrownAway {
    pub(crate) fn has(&self, request: RequestId) -> bool {
        lock(&self.0).contains(&request)
    }

    fn note(&self, request: RequestId) {
        let mut thrown = lock(&self.0);
        if thrown.len() >= THROWN_MAX {
            thrown.pop_front();
        }
        thrown.push_back(request);
    }
}

impl Desk {
    /// Throws a draft of this officer away, with its pages; a new empty one comes back.
    ///
    /// # Errors
    /// `store.*`; a draft that was never saved is no error.
    pub fn discard_draft(&self, request: String) -> Result<IntakeDraft, ErrorView> {
        self.work()
            .and_then(|work| discard(&work, &request))
            .map_err(view)
    }
}

fn discard(work: &Work<'_>, request: &str) -> Result<IntakeDraft, Fault> {
    let request = request_id(request)?;
    work.store().write(|tx| {
        if tx.draft(request)?.is_some() {
            own(tx, work.login(), request)?;
            tx.remove_draft(request)?;
        }
        work.desk.thrown.note(request); // before the next page is written
        Ok::<_, Fault>(())
    })?;
    empty(work)
}
