//! Gives today's temporary slips of this desk their official code, as soon as there are numbers.
//! The temporary code stays an alias for ever; the act is the receiving officer's, who promised it.
//! Slips of an earlier day are not renumbered here: a code carries the day of reception, and numbers
//! of days gone by are the centre's to give.

use domain::dossier::{Act, ReceivedCode, decide};
use domain::ids::{DossierId, OfficerId};
use store::{Find, Numbering, Queue, Scope, Tx, Want};

use super::clerk::ClerkDesk;
use super::code::{official, provisional};
use crate::act::{Author, Seal, append, dossier, refused};
use crate::catalogue::Books;
use crate::errors::Fault;

/// Slips looked at in one activation; the next one goes on.
const SLIPS_MAX: usize = 200;

/// Assigns what can be assigned; how many codes were given.
pub(crate) fn assign_codes(desk: &ClerkDesk) -> Result<u32, Fault> {
    let slips = slips(desk)?;
    if slips.is_empty() {
        return Ok(0);
    }
    let books = desk.books.get(&desk.store)?;
    let mut given = 0;
    for id in slips {
        match desk.store.write(|tx| assign(tx, desk, &books, id))? {
            Assigned::Given => given += 1,
            Assigned::NotOurs => {}
            Assigned::NoNumber => return Ok(given),
        }
    }
    Ok(given)
}

/// Today's slips of this desk, oldest first.
fn slips(desk: &ClerkDesk) -> Result<Vec<DossierId>, Fault> {
    let today = desk.now().civil_date();
    let code = provisional(&desk.enrolment, today, 1)?.to_string();
    let text = code
        .rsplit_once('-')
        .map(|(start, _number)| format!("{start}-"))
        .unwrap_or(code);
    let find = Find {
        text: text.clone(),
        queue: Queue::All,
        scope: Scope::Desk(desk.enrolment.desk),
        now: desk.now(),
        due_soon_ms: 0,
    };
    desk.store.read(|r| {
        if r.numbering()? != Numbering::Open {
            return Ok(Vec::new());
        }
        let mut found = r.find(&find)?.rows;
        found.truncate(SLIPS_MAX);
        let rows = r.rows(&found)?.into_iter();
        let slips = rows.filter(|row| row.provisional && row.code.starts_with(&text));
        Ok::<_, Fault>(slips.rev().map(|row| row.id).collect())
    })
}

/// What became of one slip.
enum Assigned {
    Given,
    /// It has its code, or waits for that of a ministry's system.
    NotOurs,
    NoNumber,
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
    if received.awaits_foreign_code {
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
        return Ok(Assigned::NoNumber);
    };
    let ReceivedCode::Official { code, .. } =
        official(&books.policy.rules.code_pattern, agency, day, taken)?
    else {
        return Ok(Assigned::NoNumber);
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
