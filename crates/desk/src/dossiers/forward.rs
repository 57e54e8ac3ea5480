//! Hands dossiers over: the act of the officer at the desk, in its own time (counter.md 18). All of
//! a request are handed over, or none. What another desk of the office holds is claimed first, which
//! needs the centre.

use domain::dossier::Act;
use domain::ids::DossierId;
use protocol::commands::ChangeTag;
use protocol::view::{ErrorView, ForwardRequest, ROWS_MAX};

use super::claim::{agree, held_elsewhere};
use super::dossier_id;
use super::forward_targets::owner;
use crate::act::on_dossier;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};
use crate::intake::request_id;

impl Desk {
    /// Hands at most 200 dossiers over.
    ///
    /// # Errors
    /// `dossier.refused` when one of them cannot be handed over: then none was.
    pub fn forward(&self, request: ForwardRequest) -> Result<(), ErrorView> {
        self.work()
            .and_then(|work| forward(&work, &request))
            .map_err(view)
    }
}

fn forward(work: &Work<'_>, asked: &ForwardRequest) -> Result<(), Fault> {
    work.at_counter()?;
    if asked.dossiers.len() > ROWS_MAX {
        return Err(Fault::with(Code::TooMany, "max", ROWS_MAX));
    }
    let books = work.books()?;
    let to = owner(&books, &asked.to)?;
    let request = request_id(&asked.request_id)?;
    let ids: Vec<DossierId> = asked
        .dossiers
        .iter()
        .map(|id| dossier_id(id))
        .collect::<Result<_, _>>()?;
    let elsewhere = work.store().read(|r| held_elsewhere(r, &books, &ids))?;
    agree(work, &books, &elsewhere)?;
    work.store().write(|tx| {
        for id in &elsewhere {
            let desk = books.desk();
            on_dossier(tx, work, &books, *id, Act::Claim { desk })?;
        }
        for id in &ids {
            let act = Act::Forward {
                to: to.clone(),
                request,
            };
            on_dossier(tx, work, &books, *id, act)?;
        }
        Ok::<_, Fault>(())
    })?;
    work.open.worker.wake();
    work.changed(&[ChangeTag::Dossiers, ChangeTag::Strip, ChangeTag::Sync]);
    Ok(())
}
