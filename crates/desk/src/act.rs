//! Official acts: what `domain::dossier::decide` allows becomes events of the journal, inside the
//! transaction of the use case. An act on a machine whose clock has fallen behind its own journal is
//! refused until the clock is set or the day confirmed; only a reception with a temporary slip is not.

use domain::dossier::{Act, Dossier, EventBody, Refusal, decide};
use domain::ids::{DossierId, EventId, OfficerId};
use domain::journal::{ClockReading, PinnedVersions};
use domain::time::Timestamp;
use store::{NewEvent, Reader, StoredEvent, Tx};

use crate::catalogue::Books;
use crate::desk::Work;
use crate::errors::{Code, Fault, Fields};
use crate::ids::new_uuid;
use crate::intake::{Places, push_refused};

/// Settings the sync engine keeps; see `sync`.
const SKEW_SETTING: &str = "clock.skew_ms";
const HEARD_SETTING: &str = "clock.heard_at";
const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Most by which a clock that is right differs from the centre's.
const SKEW_MS_MAX: i64 = 5 * 60 * 1000;

/// Decides `act` on a known dossier and appends its events. False when the same request had done
/// it before.
pub(crate) fn on_dossier(
    tx: &mut Tx<'_>,
    work: &Work<'_>,
    books: &Books,
    id: DossierId,
    act: Act,
) -> Result<bool, Fault> {
    let state = dossier(tx, id)?;
    let procedure = state
        .received
        .as_ref()
        .and_then(|received| books.procedure(received.procedure.as_str(), work.now));
    let context = books.context(work.now, work.role()?, procedure);
    let bodies = decide(&state, act, &context).map_err(refused)?;
    let recorded = !bodies.is_empty();
    let versions = PinnedVersions {
        procedure: state.versions.procedure,
        ..context.versions()
    };
    append(
        tx,
        work.author(),
        Seal {
            dossier: id,
            own_epoch: state.own_epoch,
            versions,
        },
        &bodies,
    )?;
    Ok(recorded)
}

/// The folded dossier.
pub(crate) fn dossier(r: &Reader<'_>, id: DossierId) -> Result<Dossier, Fault> {
    r.dossier(id)?
        .ok_or_else(|| Fault::code(Code::DossierUnknown))
}

/// What all events of one act share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seal {
    pub(crate) dossier: DossierId,
    pub(crate) own_epoch: u32,
    pub(crate) versions: PinnedVersions,
}

/// Whose act it is, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Author<'a> {
    pub(crate) officer: &'a OfficerId,
    pub(crate) now: Timestamp,
}

/// Appends the events of one act.
pub(crate) fn append(
    tx: &mut Tx<'_>,
    author: Author<'_>,
    seal: Seal,
    bodies: &[EventBody],
) -> Result<Vec<StoredEvent>, Fault> {
    check_clock(tx, author.now)?;
    append_slip(tx, author, seal, bodies)
}

/// The same whatever the clock says: for a reception with a temporary slip, which is given when
/// nothing else can be (counter.md 9).
pub(crate) fn append_slip(
    tx: &mut Tx<'_>,
    author: Author<'_>,
    seal: Seal,
    bodies: &[EventBody],
) -> Result<Vec<StoredEvent>, Fault> {
    let clock = clock_reading(tx)?;
    let Seal {
        dossier,
        own_epoch,
        versions,
    } = seal;
    let append = |body| {
        let id = EventId(new_uuid(author.now)?);
        let (at, officer) = (author.now, author.officer);
        let event = NewEvent {
            id,
            dossier,
            at,
            officer,
            own_epoch,
            clock,
            versions,
            body,
        };
        Ok(tx.append(&event)?)
    };
    bodies.iter().map(append).collect()
}

/// Refuses a clock below the last act.
pub(crate) fn check_clock(r: &Reader<'_>, now: Timestamp) -> Result<(), Fault> {
    if now < r.clock_floor()? {
        Err(Fault::code(Code::IntakeClock))
    } else {
        Ok(())
    }
}

pub(crate) fn clock_reading(r: &Reader<'_>) -> Result<ClockReading, Fault> {
    let number = |key| Ok::<_, Fault>(r.setting(key)?.and_then(|text| text.parse::<i64>().ok()));
    Ok(ClockReading {
        skew_ms: number(SKEW_SETTING)?.unwrap_or(0),
        heard_at: number(HEARD_SETTING)?.map(Timestamp),
    })
}

/// Whether the clock is the centre's: heard within the hour, and no more than five minutes apart.
pub(crate) fn is_clock_agreed(reading: &ClockReading, now: Timestamp) -> bool {
    let since_ms = reading.heard_at.map(|heard| now.0.saturating_sub(heard.0));
    let is_near = reading.skew_ms.saturating_abs() <= SKEW_MS_MAX;
    is_near && since_ms.is_some_and(|ms| ms.saturating_abs() <= HOUR_MS)
}

/// When the centre was heard last, by its own clock.
pub(crate) fn heard_at(r: &Reader<'_>) -> Result<Option<Timestamp>, Fault> {
    Ok(clock_reading(r)?.heard_at)
}

/// Whether the centre was not heard for more than `days`: who was taken off the list meanwhile could
/// otherwise work on for ever.
pub(crate) fn is_out_of_touch(r: &Reader<'_>, now: Timestamp, days: u16) -> Result<bool, Fault> {
    let heard = heard_at(r)?;
    Ok(heard.is_some_and(|heard| now.0.saturating_sub(heard.0) > i64::from(days) * DAY_MS))
}

/// A refusal of the rules as the window sees it.
pub(crate) fn refused(refusal: Refusal) -> Fault {
    if refusal.fields().is_empty() {
        return Fault::with(Code::DossierRefused, "reason", refusal.code());
    }
    let mut fields = Fields::default();
    for error in refusal.fields() {
        push_refused(&mut fields, error, &Places::default());
    }
    fields
        .finish()
        .err()
        .unwrap_or(Fault::code(Code::IntakeRefused))
}
