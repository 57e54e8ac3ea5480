//! The auditor's reading of the journals: every hash chain computed again, event by event, and the
//! list of who did what, when, at which desk. The newest events are walked at every start too. Nothing
//! is written.

use std::collections::BTreeMap;

use domain::ids::EventId;
use domain::journal::{ChainHead, Envelope};
use protocol::wire::AuditLine;
use serde_json::value::RawValue;

use crate::error::{Error, chain};
use crate::store::{CentralStore, HeldLife, KeptEvent, kind_of};

/// Events read from the store at once.
const PAGE: usize = 1_000;
/// Newest events walked at a start, of all journals together: what a start takes does not grow with the
/// centre.
const WALKED_AT_START: u64 = 10_000;

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
    walk(store, 0, lives.map(Chain::of)).await
}

/// Walks the newest `most` events of all journals together, or all if there are no more; otherwise only
/// journals with events among them are told of, and where one is met in its middle, the chain head of the
/// first event is believed.
///
/// # Errors
/// When the store fails.
pub async fn verify_tail(store: &dyn CentralStore, most: u64) -> Result<Vec<Verified>, Error> {
    let lives = store.lives().await?.into_iter();
    let after = store.last_event().await?.saturating_sub(most);
    let begin = if after == 0 { Chain::of } else { Chain::met };
    walk(store, after, lives.map(begin)).await
}

async fn walk(
    store: &dyn CentralStore,
    after: u64,
    chains: impl Iterator<Item = Chain>,
) -> Result<Vec<Verified>, Error> {
    let of_life = |one: Chain| ((one.held.desk, one.held.incarnation), one);
    let mut chains: BTreeMap<_, _> = chains.map(of_life).collect();
    each_after(store, after, |event| {
        let life = (event.desk, event.incarnation);
        if let Some(chain) = chains.get_mut(&life) {
            chain.walk(event);
        }
        Ok::<_, Error>(())
    })
    .await?;
    Ok(chains.into_values().filter_map(Chain::ended).collect())
}

/// Walks the newest events and logs what is wrong with them; in how many journals something is. A
/// centre starts whatever is found: the desks go on, and a person looks.
pub(crate) async fn look_at_start(store: &dyn CentralStore) -> u64 {
    let walked = match verify_tail(store, WALKED_AT_START).await {
        Ok(walked) => walked,
        Err(error) => {
            tracing::error!(error = %chain(&error), "the newest events do not read");
            return 1;
        }
    };
    let mut bad = 0;
    for Verified { held, fault, .. } in &walked {
        let Some(Fault { seq, what, .. }) = fault else {
            continue;
        };
        bad += 1;
        let (desk, life, what) = (held.desk, held.incarnation, what.as_str());
        tracing::error!(%desk, life, seq, what, "the chain of a journal is broken");
    }
    bad
}

/// Calls `line` with every event in the centre's order.
///
/// # Errors
/// When the store fails, or as `line` says.
pub async fn each<E: From<Error>>(
    store: &dyn CentralStore,
    line: impl FnMut(&KeptEvent) -> Result<(), E>,
) -> Result<(), E> {
    each_after(store, 0, line).await
}

async fn each_after<E: From<Error>>(
    store: &dyn CentralStore,
    mut after: u64,
    mut line: impl FnMut(&KeptEvent) -> Result<(), E>,
) -> Result<(), E> {
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
    /// Position and head after the last event; none before the first of a journal that is met in its
    /// middle.
    at: Option<(u64, ChainHead)>,
    fault: Option<Fault>,
}

impl Chain {
    /// From the first event on.
    fn of(held: HeldLife) -> Self {
        let at = Some((0, ChainHead::default()));
        let fault = None;
        Self { held, at, fault }
    }

    /// From whatever event is met first.
    fn met(held: HeldLife) -> Self {
        let (at, fault) = (None, None);
        Self { held, at, fault }
    }

    /// Takes the next event of this life; those that came since the walk began are left alone.
    fn walk(&mut self, event: &KeptEvent) {
        let (before, head) = match self.at {
            Some((seq, head)) => (seq, Some(head)),
            None if event.seq <= 1 => (0, Some(ChainHead::default())),
            None => (event.seq - 1, None),
        };
        if self.fault.is_some() || before >= self.held.acked {
            return;
        }
        let seq = before + 1;
        let envelope: Result<Envelope, _> = serde_json::from_str(&event.envelope);
        let id = envelope.as_ref().ok().map(|envelope| envelope.id);
        let what = match envelope {
            _ if event.seq != seq => FaultKind::Missing,
            Err(_) => FaultKind::Unreadable,
            Ok(envelope) => {
                let named = (envelope.origin, envelope.incarnation, envelope.seq);
                let after = |head: ChainHead| head.after(&envelope, event.body.as_bytes());
                let head = head.map_or(event.head, after);
                if named == (event.desk, event.incarnation, seq) && head == event.head {
                    self.at = Some((seq, head));
                    return;
                }
                FaultKind::Changed
            }
        };
        let event = id.filter(|_| what != FaultKind::Missing);
        self.at.get_or_insert((before, ChainHead::default()));
        self.fault = Some(Fault { seq, event, what });
    }

    /// What came of it; nothing if no event was met.
    fn ended(self) -> Option<Verified> {
        let Self { held, at, fault } = self;
        let (seq, head) = at?;
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
        Some(Verified {
            sound: seq,
            fault: fault.or_else(at_end),
            held,
        })
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

    fn held(journal: &Journal) -> HeldLife {
        HeldLife {
            desk: journal.desk,
            label: String::new(),
            incarnation: journal.incarnation,
            acked: journal.events.len() as u64,
            head: journal.head(),
        }
    }

    fn walked(events: &[KeptEvent], mut chain: Chain) -> Option<Verified> {
        events.iter().for_each(|event| chain.walk(event));
        chain.ended()
    }

    /// Of five events.
    fn journal() -> Journal {
        let mut journal = Journal::new(DeskId(uuid::Uuid::now_v7()));
        let dossier = fixture::dossier_id();
        journal.act(dossier, &received(1, &[]));
        for _ in 0..4 {
            journal.act(dossier, &fixture::paid());
        }
        journal
    }

    #[test]
    fn a_journal_met_in_its_middle_is_walked_from_there_to_its_end() {
        let journal = journal();
        let tail = kept(&journal).split_off(2);
        let chain = || Chain::met(held(&journal));
        let verified = walked(&tail, chain()).expect("met");
        assert_eq!((verified.sound, verified.fault), (5, None), "as recorded");
        assert_eq!(
            walked(&[], chain()),
            None,
            "nothing is said of what is not met"
        );
        type Harm = fn(&mut Vec<KeptEvent>);
        let harms: [(Harm, u64, FaultKind); 5] = [
            (|e| e[0].envelope.clear(), 3, FaultKind::Unreadable),
            (|e| e[1].body.push(' '), 4, FaultKind::Changed),
            (|e| drop(e.remove(1)), 4, FaultKind::Missing),
            (|e| e.truncate(2), 5, FaultKind::Missing),
            (|e| e[0].head = ChainHead::default(), 4, FaultKind::Changed),
        ];
        for (harm, seq, what) in harms {
            let mut events = tail.clone();
            harm(&mut events);
            let verified = walked(&events, chain()).expect("met");
            let fault = verified.fault.expect("seen");
            assert_eq!((fault.seq, fault.what), (seq, what), "the first bad one");
        }
    }

    #[test]
    fn the_first_bad_event_is_named_whatever_was_done_to_it() {
        let journal = journal();
        let sound = kept(&journal);
        let walked = |events: &[KeptEvent]| {
            let chain = Chain::of(held(&journal));
            walked(events, chain).expect("walked from its first event")
        };
        let verified = walked(&sound);
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
            let verified = walked(&events);
            let fault = verified.fault.expect("seen");
            assert_eq!((fault.seq, fault.what), (seq, what), "the first bad one");
            assert_eq!(verified.sound, seq - 1, "what came before it stands");
        }
    }
}
