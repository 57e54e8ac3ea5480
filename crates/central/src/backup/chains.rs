//! Journals read back: every hash chain is computed again from its first event and must end in the
//! head that the desk was told.

use std::collections::BTreeMap;

use domain::ids::DeskId;
use domain::journal::{ChainHead, Envelope};

use crate::error::Error;
use crate::store::LifeMark;

/// A life of a desk's journal.
pub(super) type Life = (DeskId, u32);
/// The last position and the head there.
pub(super) type Position = (u64, ChainHead);

/// Chains being computed; events of one life may come out of order.
#[derive(Default)]
pub(super) struct Chains {
    lives: BTreeMap<Life, Chain>,
}

#[derive(Default)]
struct Chain {
    at: Position,
    /// Events that came before their forerunners.
    early: BTreeMap<u64, (Envelope, String)>,
}

impl Chains {
    /// Takes an event as it is kept.
    pub(super) fn add(&mut self, envelope: &str, body: String) -> Result<(), Error> {
        let unreadable = |_: serde_json::Error| Error::Backup {
            what: "an event does not read",
        };
        let envelope: Envelope = serde_json::from_str(envelope).map_err(unreadable)?;
        let life = (envelope.origin, envelope.incarnation);
        let chain = self.lives.entry(life).or_default();
        chain.early.insert(envelope.seq, (envelope, body));
        while let Some((envelope, body)) = chain.early.remove(&(chain.at.0 + 1)) {
            let (seq, head) = &mut chain.at;
            *seq = envelope.seq;
            *head = head.after(&envelope, body.as_bytes());
        }
        Ok(())
    }

    /// Compares with what the desks were told.
    pub(super) fn compare(&self, told: &[(Life, Position)]) -> Result<Vec<LifeMark>, Error> {
        if self.lives.values().any(|chain| !chain.early.is_empty()) {
            return Err(Error::Backup {
                what: "a journal has a gap",
            });
        }
        let mut lives = Vec::new();
        for (life, told) in told {
            let found = self
                .lives
                .get(life)
                .map_or_else(Position::default, |c| c.at);
            if found != *told {
                return Err(Error::Backup {
                    what: "a journal's chain is broken",
                });
            }
            lives.push(LifeMark {
                desk: life.0,
                incarnation: life.1,
                seq: found.0,
            });
        }
        Ok(lives)
    }
}
