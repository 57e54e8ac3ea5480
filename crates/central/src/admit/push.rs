//! A push as it is judged: bodies read once, and what must be loaded to judge it.

use std::collections::BTreeSet;

use domain::code::DossierCode;
use domain::dossier::{EventBody, ReceivedCode};
use domain::ids::{AgencyCode, BlobHash, DeskId, DossierId, EventId, OfficerId};
use domain::journal::{ChainHead, EVENT_BODY_BYTES_MAX};
use domain::time::CivilDate;
use protocol::wire::{Issue, PushRequest, WireEvent};
use thiserror::Error;

use super::Life;

/// Why a push is no piece of a journal. These are faults of the program that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Malformed {
    /// More than [`protocol::wire::PUSH_EVENTS_MAX`] events.
    #[error("too many events in one push")]
    TooMany,
    /// `prev_head` is not 64 hexadecimal digits.
    #[error("the head before the first event does not read")]
    Head,
    /// An event of another desk or incarnation.
    #[error("an event is not of this desk's incarnation")]
    Origin,
    /// The events do not follow one another.
    #[error("the events do not follow one another")]
    Order,
    /// An incarnation the centre never gave.
    #[error("the centre never gave this incarnation")]
    Incarnation,
}

/// A piece of one life of a desk's journal.
#[derive(Debug, Clone)]
pub struct Push {
    desk: DeskId,
    incarnation: u32,
    prev_head: ChainHead,
    events: Vec<WireEvent>,
    bodies: Vec<Option<EventBody>>,
}

impl Push {
    /// Reads a request of `desk`.
    ///
    /// # Errors
    /// When it is no contiguous piece of one life of that desk's journal.
    pub fn read(desk: DeskId, request: PushRequest) -> Result<Self, Malformed> {
        if request.events.len() > protocol::wire::PUSH_EVENTS_MAX {
            return Err(Malformed::TooMany);
        }
        let prev_head = ChainHead::from_hex(&request.prev_head).ok_or(Malformed::Head)?;
        let mut expected = request.events.first().map_or(1, |e| e.envelope.seq);
        for event in &request.events {
            let envelope = &event.envelope;
            if envelope.origin != desk || envelope.incarnation != request.incarnation {
                return Err(Malformed::Origin);
            }
            if envelope.seq != expected || expected == 0 {
                return Err(Malformed::Order);
            }
            expected = expected.checked_add(1).ok_or(Malformed::Order)?;
        }
        let bodies = request
            .events
            .iter()
            .map(|e| read_body(e.body.get()))
            .collect();
        let PushRequest {
            incarnation,
            events,
            ..
        } = request;
        Ok(Self {
            desk,
            incarnation,
            prev_head,
            events,
            bodies,
        })
    }

    /// Events that were set aside, as a push again; `held` is where the journal stands.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn again(
        desk: DeskId,
        incarnation: u32,
        held: Life,
        events: Vec<WireEvent>,
    ) -> Result<Self, Malformed> {
        let request = PushRequest {
            incarnation,
            prev_head: held.head.hex(),
            events,
        };
        Self::read(desk, request)
    }

    /// The desk.
    #[must_use]
    pub const fn desk(&self) -> DeskId {
        self.desk
    }

    /// The life of its journal.
    #[must_use]
    pub const fn incarnation(&self) -> u32 {
        self.incarnation
    }

    /// The head before the first event, as the desk holds it.
    #[must_use]
    pub const fn prev_head(&self) -> ChainHead {
        self.prev_head
    }

    /// The events.
    #[must_use]
    pub fn events(&self) -> &[WireEvent] {
        &self.events
    }

    /// Where the desk stands by its own account, for a push that is set aside: nothing of it is to
    /// be sent again.
    #[must_use]
    pub fn standing_as_sent(&self, held: Life) -> PushStanding {
        let Some(last) = self.events.last() else {
            return PushStanding {
                acked: held.acked,
                head: held.head,
                ..PushStanding::default()
            };
        };
        let head = self.events.iter().fold(self.prev_head, |head, event| {
            head.after(&event.envelope, event.body.get().as_bytes())
        });
        PushStanding {
            acked: last.envelope.seq,
            head,
            ..PushStanding::default()
        }
    }

    /// Each event with its body, if that reads, and its index.
    pub(crate) fn read_events(
        &self,
    ) -> impl Iterator<Item = (usize, &WireEvent, Option<&EventBody>)> {
        let pairs = self
            .events
            .iter()
            .zip(self.bodies.iter().map(Option::as_ref));
        pairs
            .enumerate()
            .map(|(index, (event, body))| (index, event, body))
    }

    /// What to load.
    #[must_use]
    pub fn needs(&self) -> Needs {
        let mut needs = Needs {
            first: self.events.first().map_or(0, |e| e.envelope.seq),
            last: self.events.last().map_or(0, |e| e.envelope.seq),
            ..Needs::default()
        };
        for (_, event, body) in self.read_events() {
            needs.ids.insert(event.envelope.id);
            needs.dossiers.insert(event.envelope.dossier);
            needs.officers.insert(event.envelope.officer.clone());
            needs.codes.extend(body.and_then(official_code));
        }
        needs
    }
}

/// What must be loaded to judge a push.
#[derive(Debug, Clone, Default)]
pub struct Needs {
    /// First position pushed, 0 for an empty push; the event before it is wanted too.
    pub first: u64,
    /// Last position pushed.
    pub last: u64,
    /// Events.
    pub ids: BTreeSet<EventId>,
    /// Dossiers.
    pub dossiers: BTreeSet<DossierId>,
    /// Officers.
    pub officers: BTreeSet<OfficerId>,
    /// Official codes.
    pub codes: BTreeSet<CodeKey>,
}

fn read_body(text: &str) -> Option<EventBody> {
    (text.len() <= EVENT_BODY_BYTES_MAX)
        .then(|| EventBody::read(text))
        .flatten()
}

/// What makes a code unique: however many zeros it is written with (invariant I6).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeKey {
    /// The agency.
    pub agency: AgencyCode,
    /// The day.
    pub day: CivilDate,
    /// The number.
    pub number: u64,
}

impl From<&DossierCode> for CodeKey {
    fn from(code: &DossierCode) -> Self {
        Self {
            agency: code.agency().clone(),
            day: code.day(),
            number: code.number(),
        }
    }
}

/// The official code an event gives its dossier.
pub(super) fn official_code(body: &EventBody) -> Option<CodeKey> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "no other event gives a code"
    )]
    let official = match body {
        EventBody::Received(received) => match &received.code {
            ReceivedCode::Official { code, .. } => Some(code),
            ReceivedCode::Foreign { .. } | ReceivedCode::Provisional { .. } => None,
        },
        EventBody::CodeAssigned { code } | EventBody::CodeCorrected { code } => Some(code),
        _ => None,
    };
    official.map(CodeKey::from)
}

/// How a push ended.
#[derive(Debug, Clone)]
pub enum PushOutcome {
    /// Admitted.
    Admitted(PushStanding),
    /// Set aside for a person.
    Quarantined(PushStanding),
    /// Something is missing before it.
    Gap {
        /// The position expected.
        expected: u64,
    },
    /// It contradicts what is held.
    Fork {
        /// The head held.
        head: ChainHead,
    },
    /// The desk is frozen.
    Frozen,
    /// It is no piece of a journal.
    Malformed(Malformed),
    /// The desk is not known.
    UnknownDesk,
}

/// Where the desk stands after a push.
#[derive(Debug, Clone, Default)]
pub struct PushStanding {
    /// Held up to here.
    pub acked: u64,
    /// In a verified backup up to here.
    pub durable: u64,
    /// Head at `acked`.
    pub head: ChainHead,
    /// How many were held already.
    pub duplicates: u32,
    /// Events that need a person.
    pub issues: Vec<Issue>,
    /// Blobs still wanted.
    pub missing_blobs: Vec<BlobHash>,
    /// Whether anything new came in.
    pub changed: bool,
}
