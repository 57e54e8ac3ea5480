//! What a push is answered, and what is kept of one that is set aside.

use std::collections::HashMap;

use domain::ids::{BlobHash, EventId};
use protocol::wire::{Issue, WireEvent};

use super::texts::to_json;
use crate::admit::{Admission, IssueCode, PushStanding};
use crate::store::{Digest, StoreError};

/// Most wanted blobs named in one answer.
pub(in crate::store) const MISSING_BLOBS_MAX: i64 = 500;

/// The centre's numbers of the events that take effect.
pub(in crate::store) struct Numbers {
    /// By their index in the push.
    pub(in crate::store) of: HashMap<usize, i64>,
    /// What had taken effect before has a lower number.
    pub(in crate::store) before: i64,
}

impl Numbers {
    /// Numbers of events that are new.
    pub(in crate::store) fn new(of: HashMap<usize, i64>) -> Self {
        let before = of.values().copied().min().unwrap_or(i64::MAX);
        Self { of, before }
    }
}

/// Where a desk stands after an admission was written.
pub(in crate::store) fn standing(
    admission: &Admission,
    durable: Option<i64>,
    missing_blobs: Vec<BlobHash>,
) -> PushStanding {
    let issue = |(event, code): &(EventId, IssueCode)| Issue {
        event: *event,
        code: code.as_str().to_owned(),
    };
    PushStanding {
        acked: admission.life.acked,
        durable: durable.and_then(|d| u64::try_from(d).ok()).unwrap_or(0),
        head: admission.life.head,
        duplicates: admission.duplicates,
        issues: admission.issues.iter().map(issue).collect(),
        missing_blobs,
        changed: !admission.events.is_empty(),
    }
}

/// An event's envelope as it is kept, and the digest that tells whether it was set aside before.
pub(in crate::store) fn set_aside(event: &WireEvent) -> Result<(String, Digest), StoreError> {
    let envelope = to_json(&event.envelope, "envelope")?;
    let mut digest = blake3::Hasher::new();
    digest
        .update(envelope.as_bytes())
        .update(event.body.get().as_bytes());
    Ok((envelope, *digest.finalize().as_bytes()))
}
