//! Takes in what the centre answered to a piece of this desk's journal, whichever way the answer came:
//! over the link, or by hand.

use domain::journal::ChainHead;
use domain::time::Timestamp;
use protocol::wire::PushReply;
use store::{Acked, StoreError, Tx};

/// What an answer meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// It was written down.
    Taken {
        /// How many pages are sent again.
        again: u32,
    },
    /// The centre holds another history of this desk; nothing was written down.
    Fork,
}

/// Writes an answer down. Repeating it changes nothing. It speaks of events up to `last`, the newest the
/// centre was asked about: it may hold later ones already, but what became of them only the answer that
/// speaks of them says, so that they go on waiting for it.
///
/// # Errors
/// [`StoreError::NotFound`] for a life this database never had.
pub fn take_answer(
    tx: &Tx<'_>,
    incarnation: u32,
    last: u64,
    reply: PushReply,
    at: Timestamp,
) -> Result<Answered, StoreError> {
    let here = tx.head_at(incarnation, reply.acked)?;
    if here.is_some() && here != ChainHead::from_hex(&reply.head) {
        return Ok(Answered::Fork);
    }
    // more than was recorded here tells of another life of this database
    let upto = if here.is_some() {
        reply.acked.min(last)
    } else {
        reply.acked
    };
    let issues = reply.issues.into_iter();
    tx.mark_acked(&Acked {
        incarnation,
        upto,
        durable: reply.durable,
        issues: issues.map(|issue| (issue.event, issue.code)).collect(),
        at,
    })?;
    let mut again = 0;
    for hash in reply.missing_blobs {
        if tx.blob_state(hash)?.is_some_and(|state| state.done) {
            tx.resend_blob(hash)?;
            again += 1;
        }
    }
    Ok(Answered::Taken { again })
}
