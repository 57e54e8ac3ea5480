//! Gives the temporary slips of this desk their official code, as soon as there are numbers. The
//! temporary code stays an alias for ever; the act is the receiving officer's, who promised it.
//!
//! A code carries the day of reception. For a day gone by, or an agency nobody held numbers for, the
//! centre is asked; it gives numbers of the last [`DAYS_BACK_MAX`] days.

use std::collections::BTreeSet;

use domain::dossier::{Act, ReceivedCode, decide};
use domain::ids::{AgencyCode, DossierId, OfficerId};
use domain::time::CivilDate;
use store::{Numbering, SLIPS_MAX, Tx, Want};

use super::clerk::ClerkDesk;
use super::code::official;
use super::doubt::day_doubt;
use super::on_demand::{NUMBERS, wish};
use crate::act::{Author, Seal, append, dossier, refused};
use crate::catalogue::Books;
use crate::errors::Fault;

/// Kind of the event that gives a slip its code.
const CODE_ASSIGNED: &str = "code_assigned";
/// Slips older than this keep their temporary code: the centre gives no numbers so far back.
const DAYS_BACK_MAX: i64 = 21;

/// Assigns what can be assigned; how many codes were given.
pub(crate) fn assign_codes(desk: &ClerkDesk) -> Result<u32, Fault> {
    let slips = desk.store.read(|r| {
        if r.numbering()? == Numbering::Open {
            r.slips(desk.enrolment.desk)
        } else {
            Ok(Vec::new())
        }
    })?;
    if slips.is_empty() {
        return Ok(0);
    }
    let books = desk.books.get(&desk.store)?;
    let now = desk.now();
    if desk
        .store
        .read(|r| day_doubt(r, books.calendar(), now))?
        .is_some()
    {
        return Ok(0);
    }
    let mut clerk = Clerk {
        desk,
        books: &books,
        asked: BTreeSet::new(),
        want: u32::try_from(slips.len()).unwrap_or(SLIPS_MAX),
        given: 0,
    };
    for id in slips {
        clerk.serve(id)?;
    }
    Ok(clerk.given)
}

/// One round over the slips.
struct Clerk<'a> {
    desk: &'a ClerkDesk,
    books: &'a Books,
    /// What the centre was asked for in this round.
    asked: BTreeSet<(AgencyCode, CivilDate)>,
    /// Numbers to ask for: as many as there are slips is enough for every day.
    want: u32,
    given: u32,
}

impl Clerk<'_> {
    fn serve(&mut self, id: DossierId) -> Result<(), Fault> {
        let Assigned::NoNumber(agency, day) = self.try_assign(id)? else {
            return Ok(());
        };
        if self.may_ask(&agency, day)
            && self
                .desk
                .on_demand
                .ask(wish(&agency, day, self.want.max(NUMBERS)))
        {
            self.try_assign(id)?;
        }
        Ok(())
    }

    /// Once a round, and only for days the centre still has numbers for.
    fn may_ask(&mut self, agency: &AgencyCode, day: CivilDate) -> bool {
        let today = self.desk.now().civil_date();
        let is_open = today.plus_days(-DAYS_BACK_MAX) <= day && day <= today;
        is_open && self.asked.insert((agency.clone(), day))
    }

    fn try_assign(&mut self, id: DossierId) -> Result<Assigned, Fault> {
        let assigned = self
            .desk
            .store
            .write(|tx| assign(tx, self.desk, self.books, id))?;
        self.given += u32::from(matches!(assigned, Assigned::Given));
        Ok(assigned)
    }
}

/// What became of one slip.
enum Assigned {
    Given,
    /// It has its code, or waits for that of a ministry's system.
    NotOurs,
    NoNumber(AgencyCode, CivilDate),
}

/// Whether a code was given before and the centre keeps that without effect, as for an officer out of
/// service: what comes next is for a person, another number would go the same way.
fn was_kept_aside(tx: &Tx<'_>, id: DossierId) -> Result<bool, Fault> {
    let timeline = tx.timeline(id)?;
    let mut own = timeline.iter().filter(|event| event.head.is_some());
    Ok(own.any(|event| event.kind == CODE_ASSIGNED && !event.verdict.is_empty()))
}

/// One transaction: number and event.
fn assign(
    tx: &mut Tx<'_>,
    desk: &ClerkDesk,
    books: &Books,
    id: DossierId,
) -> Result<Assigned, Fault> {
    let (state, now) = (dossier(tx, id)?, desk.now());
    let Some(received) = &state.received else {
        return Ok(Assigned::NotOurs);
    };
    let ReceivedCode::Provisional { code: slip } = &received.code else {
        return Ok(Assigned::NotOurs);
    };
    if received.awaits_foreign_code || state.assigned_code.is_some() {
        return Ok(Assigned::NotOurs);
    }
    if was_kept_aside(tx, id)? {
        return Ok(Assigned::NotOurs);
    }
    let (agency, day) = (&received.agency, slip.day());
    let Ok(taken) = tx.take_number(&Want {
        agency,
        day,
        now,
        dossier: id,
    })?
    else {
        return Ok(Assigned::NoNumber(agency.clone(), day));
    };
    let ReceivedCode::Official { code, .. } =
        official(&books.policy.rules.code_pattern, agency, day, taken)?
    else {
        return Err(Fault::Broken("a leased number makes no official code"));
    };
    let context = books.context(now, protocol::wire::Role::Counter, None);
    let bodies = decide(&state, Act::AssignCode { code }, &context).map_err(refused)?;
    let officer = receiving_officer(tx, id)?;
    let seal = Seal {
        dossier: id,
        own_epoch: state.own_epoch,
        versions: state.versions,
    };
    append(
        tx,
        Author {
            officer: &officer,
            now,
        },
        seal,
        &bodies,
    )?;
    Ok(Assigned::Given)
}

fn receiving_officer(tx: &Tx<'_>, id: DossierId) -> Result<OfficerId, Fault> {
    let first = tx.timeline(id)?.into_iter().next();
    first
        .map(|event| event.envelope.officer)
        .ok_or(Fault::Broken("a dossier without events"))
}
