//! Which desk of the office holds a dossier. A claim is an event; the centre is asked first, so that
//! two desks with a link do not both claim. Without a link nothing is claimed: a citizen who comes
//! back to another counter is served there all the same, for papers are taken in and outcomes handed
//! out at any desk (invariant I2).

use std::collections::HashSet;

use domain::dossier::Act;
use domain::ids::{DeskId, DossierId};
use protocol::commands::ChangeTag;
use protocol::view::{ErrorView, HolderView};
use protocol::wire::{CLAIM_DOSSIERS_MAX, ClaimRequest, Role};
use store::Reader;

use crate::act::{dossier, on_dossier};
use crate::catalogue::Books;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};

/// Most dossiers counted and taken over in one go; the rest with the next.
const HELD_MAX: usize = 1_000;

impl Desk {
    /// The lead makes this desk the holder of what another desk holds; how many dossiers.
    ///
    /// # Errors
    /// `app.not_allowed` for others than the lead; `claim.offline`, `claim.moved`.
    pub fn take_over(&self, desk: String) -> Result<u32, ErrorView> {
        self.work()
            .and_then(|work| take_over(&work, &desk))
            .map_err(view)
    }
}

fn take_over(work: &Work<'_>, desk: &str) -> Result<u32, Fault> {
    if work.role()? != Role::Lead {
        return Err(Fault::code(Code::NotAllowed));
    }
    let from: DeskId = desk
        .parse()
        .map_err(|_no_uuid| Fault::code(Code::NotAllowed))?;
    let ids = work.store().read(|r| r.held_by(from, HELD_MAX))?;
    claim(work, &ids)?;
    work.open.worker.wake();
    work.changed(&[ChangeTag::Dossiers, ChangeTag::Strip, ChangeTag::Sync]);
    Ok(u32::try_from(ids.len()).unwrap_or(u32::MAX))
}

/// Makes this desk the holder of all of them, or of none.
pub(super) fn claim(work: &Work<'_>, ids: &[DossierId]) -> Result<(), Fault> {
    let books = work.books()?;
    agree(work, &books, ids)?;
    work.store().write(|tx| {
        for id in ids {
            let desk = books.desk();
            on_dossier(tx, work, &books, *id, Act::Claim { desk })?;
        }
        Ok::<_, Fault>(())
    })
}

/// The centre holds them to be where this desk does.
pub(super) fn agree(work: &Work<'_>, books: &Books, ids: &[DossierId]) -> Result<(), Fault> {
    for ids in ids.chunks(CLAIM_DOSSIERS_MAX) {
        let request = ClaimRequest {
            dossiers: ids.to_vec(),
        };
        let there = work
            .open
            .worker
            .holdings(&request)
            .map_err(|_no_answer| Fault::code(Code::ClaimOffline))?;
        for id in ids {
            let here = work.store().read(|r| dossier(r, *id))?;
            let same = there.holdings.iter().any(|holding| {
                holding.dossier == *id
                    && holding.holder == here.holder
                    && holding.own_epoch == here.own_epoch
            });
            if !same {
                work.open.worker.wake();
                let desk = here.holder.map(|desk| books.desk_label(desk));
                let desk = desk.unwrap_or_default();
                return Err(Fault::with(Code::ClaimMoved, "desk", desk));
            }
        }
    }
    Ok(())
}

/// Of these, the ones another desk holds.
pub(super) fn held_elsewhere(
    r: &Reader<'_>,
    books: &Books,
    ids: &[DossierId],
) -> Result<Vec<DossierId>, Fault> {
    let mut elsewhere = Vec::new();
    for id in ids {
        let holder = dossier(r, *id)?.holder;
        if holder.is_some_and(|holder| holder != books.desk()) {
            elsewhere.push(*id);
        }
    }
    Ok(elsewhere)
}

/// The office's desks that hold something, and this one.
pub(crate) fn holders(r: &Reader<'_>, books: &Books) -> Result<Vec<HolderView>, Fault> {
    let (mut views, mut seen) = (Vec::new(), HashSet::new());
    for key in &books.policy.desks {
        // a desk that was given a new key is named with those of before, too
        if !seen.insert(key.desk) {
            continue;
        }
        let held = r.held_by(key.desk, HELD_MAX)?.len();
        let here = key.desk == books.desk();
        if held > 0 || here {
            views.push(HolderView {
                desk: key.desk.to_string(),
                label: key.label.clone(),
                held: u32::try_from(held).unwrap_or(u32::MAX),
                here,
            });
        }
    }
    Ok(views)
}
