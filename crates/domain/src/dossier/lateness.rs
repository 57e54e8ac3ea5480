//! Why a dossier is late, from its events and the outages of the desk: nothing is asked of a person
//! and nothing is stored, so the same journal always gives the same answer.
//!
//! The lateness is split into four parts that sum to the whole of it:
//!
//! 1. **Synchronisation** first: time in which a hand-over could not travel because there was no
//!    link is nobody's fault, wherever in the dossier's life it was lost.
//! 2. What is left falls on whoever had the dossier **last**: walking back from the end, the time of
//!    the department that holds it or was handed it, of the office, of the citizen whose papers or
//!    payment are waited for.
//!
//! How the blame is shared is this project's reading; no text of the law says it. It counts hours of
//! the clock, as the words *Quá hạn 2 giờ* do, not working time.

use serde::{Deserialize, Serialize};

use crate::dossier::apply::{apply, fits};
use crate::dossier::event::EventBody;
use crate::dossier::state::{BusinessStatus, Dossier, Owner};
use crate::ids::DossierId;
use crate::journal::Envelope;
use crate::time::Timestamp;

/// Who or what the time went to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// No link while a hand-over waited to be sent.
    Sync,
    /// The department.
    Department,
    /// The office.
    Officer,
    /// The citizen.
    Citizen,
}

/// A lateness and its parts, in milliseconds. The parts sum to [`Self::total_ms`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lateness {
    /// Part of synchronisation.
    pub sync_ms: i64,
    /// Part of the department.
    pub department_ms: i64,
    /// Part of the office.
    pub officer_ms: i64,
    /// Part of the citizen.
    pub citizen_ms: i64,
}

impl Lateness {
    /// The whole of it.
    #[must_use]
    pub const fn total_ms(&self) -> i64 {
        self.sync_ms + self.department_ms + self.officer_ms + self.citizen_ms
    }

    /// The largest part; of equal ones the one named first in [`Cause`].
    #[must_use]
    pub fn main_cause(&self) -> Cause {
        let parts = [
            (self.sync_ms, Cause::Sync),
            (self.department_ms, Cause::Department),
            (self.officer_ms, Cause::Officer),
            (self.citizen_ms, Cause::Citizen),
        ];
        let larger = |a: (i64, Cause), b: (i64, Cause)| if b.0 > a.0 { b } else { a };
        parts
            .into_iter()
            .reduce(larger)
            .map_or(Cause::Officer, |(_, cause)| cause)
    }

    const fn part(&mut self, cause: Cause) -> &mut i64 {
        match cause {
            Cause::Sync => &mut self.sync_ms,
            Cause::Department => &mut self.department_ms,
            Cause::Officer => &mut self.officer_ms,
            Cause::Citizen => &mut self.citizen_ms,
        }
    }
}

/// Time without a link: since when, until when (`None` while it lasts).
pub type OutageSpan = (Timestamp, Option<Timestamp>);

/// How late the dossier is at `now`, or was when it ended, and why; `None` when it is not late.
/// `events` are in fold order; outages may overlap and come in any order.
#[must_use]
pub fn lateness(
    id: DossierId,
    events: &[(&Envelope, &EventBody)],
    outages: &[OutageSpan],
    now: Timestamp,
) -> Option<Lateness> {
    let life = Life::of(id, events, now);
    let due = life.state.due.as_ref()?.at.instant();
    let end = life.end;
    let total = end.0.saturating_sub(due.0);
    if total <= 0 {
        return None;
    }
    let spans = merged(outages, now);
    let mut pieces = life.spans;
    // a promise before its own reception cannot be kept by anybody but the office
    if let Some(first) = pieces.first().map(|span| span.from)
        && due < first
    {
        pieces.insert(0, Span::new(due, first, Cause::Officer));
    }
    let pieces: Vec<Span> = pieces
        .iter()
        .filter_map(|span| span.until(end))
        .flat_map(|span| span.split(&spans))
        .collect();
    Some(share(&pieces, total))
}

/// First what synchronisation took, then backwards from the end.
fn share(pieces: &[Span], total: i64) -> Lateness {
    let mut late = Lateness::default();
    let of_sync = pieces.iter().filter(|span| span.cause == Cause::Sync);
    late.sync_ms = of_sync.map(Span::ms).sum::<i64>().min(total);
    let mut left = total - late.sync_ms;
    for span in pieces.iter().rev().filter(|s| s.cause != Cause::Sync) {
        let taken = span.ms().min(left);
        *late.part(span.cause) += taken;
        left -= taken;
    }
    late.officer_ms += left; // nothing is left: the pieces reach back at least to the due moment
    late
}

/// A stretch of the dossier's life.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: Timestamp,
    to: Timestamp,
    cause: Cause,
    /// Handed over, not yet accepted: an outage holds it up.
    in_transit: bool,
}

impl Span {
    const fn new(from: Timestamp, to: Timestamp, cause: Cause) -> Self {
        Self {
            from,
            to,
            cause,
            in_transit: false,
        }
    }

    const fn ms(&self) -> i64 {
        self.to.0.saturating_sub(self.from.0)
    }

    fn until(&self, end: Timestamp) -> Option<Self> {
        let to = self.to.min(end);
        (to > self.from).then_some(Self { to, ..*self })
    }

    /// Cut at the outages, which are in order and do not touch.
    fn split(self, outages: &[(Timestamp, Timestamp)]) -> Vec<Self> {
        if !self.in_transit {
            return vec![self];
        }
        let (mut pieces, mut from) = (Vec::new(), self.from);
        for (down, up) in outages {
            let (down, up) = ((*down).max(from), (*up).min(self.to));
            if down < up {
                pieces.push(Self::new(from, down, self.cause));
                pieces.push(Self::new(down, up, Cause::Sync));
                from = up;
            }
        }
        pieces.push(Self::new(from, self.to, self.cause));
        pieces
    }
}

/// Overlapping outages are one.
fn merged(outages: &[OutageSpan], now: Timestamp) -> Vec<(Timestamp, Timestamp)> {
    let mut spans: Vec<(Timestamp, Timestamp)> = outages
        .iter()
        .map(|(from, to)| (*from, to.unwrap_or(now).max(*from)))
        .collect();
    spans.sort_unstable();
    let mut merged: Vec<(Timestamp, Timestamp)> = Vec::new();
    for (from, to) in spans {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// The dossier's life from reception to its end, without a hole.
struct Life {
    state: Dossier,
    spans: Vec<Span>,
    /// When the clock ended, or stands since, or now.
    end: Timestamp,
}

impl Life {
    fn of(id: DossierId, events: &[(&Envelope, &EventBody)], now: Timestamp) -> Self {
        let mut life = Self {
            state: Dossier::new(id),
            spans: Vec::new(),
            end: now,
        };
        let mut since = None;
        for (envelope, body) in events {
            if !fits(&life.state, envelope, body) {
                continue;
            }
            // a clock that went back takes no time away
            let at = since.map_or(envelope.at, |since: Timestamp| since.max(envelope.at));
            life.note(since, at);
            let was_running = clock_runs(life.state.status);
            life.state = apply(life.state, envelope, body);
            since = life.state.received.as_ref().map(|_| at);
            match (was_running, clock_runs(life.state.status)) {
                (_, true) => life.end = now,
                (true, false) => life.end = at,
                (false, false) => {}
            }
        }
        let end = life.end;
        life.note(since, end);
        life
    }

    fn note(&mut self, since: Option<Timestamp>, to: Timestamp) {
        let Some(from) = since else { return };
        let cause = cause(&self.state);
        self.spans.push(Span {
            in_transit: self.state.forwarded_to.is_some(),
            ..Span::new(from, to, cause)
        });
    }
}

/// Whose time it is.
fn cause(state: &Dossier) -> Cause {
    use BusinessStatus as B;
    if matches!(
        state.status,
        B::SupplementRequested | B::ObligationRequested
    ) {
        return Cause::Citizen;
    }
    match state.forwarded_to.as_ref().or(state.owner.as_ref()) {
        Some(Owner::Department { .. }) => Cause::Department,
        Some(Owner::Office { .. }) | None => Cause::Officer,
    }
}

const fn clock_runs(status: BusinessStatus) -> bool {
    use BusinessStatus as B;
    matches!(status, B::Registered | B::Received | B::Processing)
}
