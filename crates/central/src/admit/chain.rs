//! The place of a push in the desk's journal: what is held, what is new, and whether the chain of
//! hashes agrees wherever both sides have it.

use domain::ids::EventId;
use domain::journal::ChainHead;

use super::{IssueCode, Life, Loaded, Push, Verdict};

/// A push whose chain agrees.
pub(super) struct Walked {
    /// The life after it.
    pub(super) life: Life,
    /// How many events were held already.
    pub(super) duplicates: u32,
    /// Issues of those.
    pub(super) known_issues: Vec<(EventId, IssueCode)>,
    /// Heads of the new events, which are the last ones of the push.
    pub(super) new_heads: Vec<ChainHead>,
}

impl Walked {
    /// One event that stands in the journal already, with `head` after it.
    pub(super) fn held(life: Life, head: ChainHead) -> Self {
        Self {
            life,
            duplicates: 0,
            known_issues: Vec::new(),
            new_heads: vec![head],
        }
    }
}

/// Walks the chain from the first event.
pub(super) fn walk(push: &Push, loaded: &Loaded) -> Result<Walked, Verdict> {
    let life = loaded.life;
    let mut walked = Walked {
        life,
        duplicates: 0,
        known_issues: Vec::new(),
        new_heads: Vec::new(),
    };
    let Some(first) = push.events().first() else {
        return Ok(walked);
    };
    let first = first.envelope.seq;
    if first > life.acked.saturating_add(1) {
        return Err(Verdict::Gap {
            expected: life.acked.saturating_add(1),
        });
    }
    let fork = || Verdict::Fork { head: life.head };
    let mut head = held_head(loaded, first - 1).ok_or_else(fork)?;
    if head != push.prev_head() {
        return Err(fork());
    }
    for event in push.events() {
        head = head.after(&event.envelope, event.body.get().as_bytes());
        if event.envelope.seq > life.acked {
            walked.life = Life {
                acked: event.envelope.seq,
                head,
            };
            walked.new_heads.push(head);
            continue;
        }
        let held = loaded
            .held
            .get(&event.envelope.seq)
            .filter(|held| held.head == head);
        let held = held.ok_or_else(fork)?;
        walked.duplicates += 1;
        walked
            .known_issues
            .extend(held.issue.map(|issue| (held.id, issue)));
    }
    Ok(walked)
}

fn held_head(loaded: &Loaded, seq: u64) -> Option<ChainHead> {
    match seq {
        0 => Some(ChainHead::default()),
        _ if seq == loaded.life.acked => Some(loaded.life.head),
        _ => loaded.held.get(&seq).map(|held| held.head),
    }
}
