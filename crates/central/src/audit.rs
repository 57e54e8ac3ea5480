//! The auditor's reading of the journals: every hash chain computed again, event by event, and the
//! list of who did what, when, at which desk. Nothing is written.

use std::collections::BTreeMap;

use domain::ids::EventId;
use domain::journal::{ChainHead, Envelope};
use protocol::wire::AuditLine;
use serde_json::value::RawValue;

use crate::error::Error;
use crate::store::{CentralStore, HeldLife, KeptEvent, kind_of};

/// Events read from the store at once.
const PAGE: usize = 1_000;

/// How one life of a desk's journal was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Whose it is and how far the desk was told that it is held.
    pub held: HeldLife,
    /// How many events verify, from the first on.
    pub sound: u64,
    /// The first that does not.
    pub fault: Option<Fault>,
}

/// The first bad event of a life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its position.
    pub seq: u64,
    /// Its identity, where it can be read.
    pub event: Option<EventId>,
    /// What is wrong with it.
    pub what: FaultKind,
}

/// What is wrong with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Its envelope does not read.
    Unreadable,
    /// It is not there, or another stands in its place.
    Missing,
    /// What it says, or what came before it, is not what the desk recorded.
    Changed,
}

impl FaultKind {
    /// In words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "does not read",
            Self::Missing => "is missing",
            Self::Changed => "is not what the desk recorded",
        }
    }
}

/// Walks every journal from its first event as far as the desk was told that it is held.
///
/// # Errors
/// When the store fails.
pub async fn verify(store: &dyn CentralStore) -> Result<Vec<Verified>, Error> {
    let lives = store.lives().await?.into_iter();
    let chain = |held: HeldLife| ((held.desk, held.incarnation), Chain::of(held));
    let mut chains: BTreeMap<_, _> = lives.map(chain).collect();
    each(store, |event| {
        let life = (event.desk, event.incarnation);
        if let Some(chain) = chains.get_mut(&life) {
            chain.walk(event);
        }
        Ok::<_, Error>(())
    })
    .await?;
    Ok(chains.into_values().map(Chain::ended).collect())
}

/// Calls `line` with every event in the centre's order.
///
/// # Errors
/// When the store fails, or as `line` says.
pub async fn each<E: From<Error>>(
    store: &dyn CentralStore,
    mut line: impl FnMut(&KeptEvent) -> Result<(), E>,
) -> Result<(), E> {
    let mut after = 0;
    loop {
        let page = store.events_after(after, PAGE).await.map_err(Error::from)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = last.no;
        for event in &page {
            line(event)?;
        }
    }
}

/// An event as a line of the export; what it says about the dossier, persons included, only with
/// `body`.
///
/// # Errors
/// None for an event that was kept as JSON.
pub fn line(event: &KeptEvent, body: bool) -> Result<String, Error> {
    let read = |text: &str| serde_json::from_str::<Box<RawValue>>(text).unwrap_or_default();
    let (envelope, told) = (read(&event.envelope), read(&event.body));
    let kind = kind_of(&event.body);
    let line = AuditLine::new(&*envelope, &kind, event.body.as_bytes(), Some(event.head));
    let line = AuditLine {
        issue: &event.issue,
        body: body.then_some(&*told),
        ..line
    };
    serde_json::to_string(&line).map_err(|_unwritable| Error::Unreadable { what: "event" })
}

/// A chain being computed.
struct Chain {
    held: HeldLife,
    seq: u64,
    head: ChainHead,
    fault: Option<Fault>,
}

impl Chain {
    fn of(held: HeldLife) -> Self {
        Self {
            held,
            seq: 0,
            head: ChainHead::default(),
            fault: None,
        }
    }

    /// Takes the next event of this life; those that came since the walk began are left alone.
    fn walk(&mut self, event: &KeptEvent) {
        if self.fault.is_some() || self.seq >= self.held.acked {
            return;
        }
        let seq = self.seq + 1;
        let envelope: Result<Envelope, _> = serde_json::from_str(&event.envelope);
        let id = envelope.as_ref().ok().map(|envelope| envelope.id);
        let what = match envelope {
            _ if event.seq != seq => FaultKind::Missing,
            Err(_) => FaultKind::Unreadable,
            Ok(envelope) => {
                let named = (envelope.origin, envelope.incarnation, envelope.seq);
                let head = self.head.after(&envelope, event.body.as_bytes());
                if named == (event.desk, event.incarnation, seq) && head == event.head {
                    (self.seq, self.head) = (seq, head);
                    return;
                }
                FaultKind::Changed
            }
        };
        let event = id.filter(|_| what != FaultKind::Missing);
        self.fault = Some(Fault { seq, event, what });
    }

    fn ended(self) -> Verified {
        let Self {
            held,
            seq,
            head,
            fault,
        } = self;
        let at_end = || {
            let (seq, what) = match seq < held.acked {
                true => (seq + 1, FaultKind::Missing),
                false if head != held.head => (seq, FaultKind::Changed),
                false => return None,
            };
            Some(Fault {
                seq,
                event: None,
                what,
            })
        };
        Verified {
            sound: seq,
            fault: fault.or_else(at_end),
            held,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::DeskId;

    use super::*;
    use crate::fixture::{self, Journal, received};

    fn kept(journal: &Journal) -> Vec<KeptEvent> {
        let with_heads = journal.events.iter().zip(&journal.heads);
        let kept = |(no, (event, head)): (u64, (&protocol::wire::WireEvent, &ChainHead))| {
            let envelope = serde_json::to_string(&event.envelope).expect("written");
            KeptEvent {
                no,
                desk: journal.desk,
                incarnation: journal.incarnation,
                seq: event.envelope.seq,
                envelope,
                body: event.body.get().to_owned(),
                head: *head,
                issue: String::new(),
                applied: true,
                admitted_at: fixture::morning(),
            }
        };
        (1..).zip(with_heads).map(kept).collect()
    }

    fn walked(events: &[KeptEvent], journal: &Journal) -> Verified {
        let mut chain = Chain::of(HeldLife {
            desk: journal.desk,
            label: String::new(),
            incarnation: journal.incarnation,
            acked: journal.events.len() as u64,
            head: journal.head(),
        });
        events.iter().for_each(|event| chain.walk(event));
        chain.ended()
    }

    #[test]
    fn the_first_bad_event_is_named_whatever_was_done_to_it() {
        let mut journal = Journal::new(DeskId(uuid::Uuid::now_v7()));
        let dossier = fixture::dossier_id();
        journal.act(dossier, &received(1, &[]));
        for _ in 0..4 {
            journal.act(dossier, &fixture::paid());
        }
        let sound = kept(&journal);
        let verified = walked(&sound, &journal);
        assert_eq!((verified.sound, verified.fault), (5, None), "as recorded");
        type Harm = fn(&mut Vec<KeptEvent>);
        let harms: [(Harm, u64, FaultKind); 6] = [
            (|e| e[2].body.push(' '), 3, FaultKind::Changed),
            (|e| drop(e.remove(2)), 3, FaultKind::Missing),
            (|e| e.truncate(4), 5, FaultKind::Missing),
            (|e| e[1].envelope.clear(), 2, FaultKind::Unreadable),
            (|e| e[3].head = ChainHead::default(), 4, FaultKind::Changed),
            (
                |e| e[4].envelope = e[3].envelope.clone(),
                5,
                FaultKind::Changed,
            ),
        ];
        for (harm, seq, what) in harms {
            let mut events = sound.clone();
            harm(&mut events);
            let verified = walked(&events, &journal);
            let fault = verified.fault.expect("seen");
            assert_eq!((fault.seq, fault.what), (seq, what), "the first bad one");
            assert_eq!(verified.sound, seq - 1, "what came before it stands");
        }
    }
}
