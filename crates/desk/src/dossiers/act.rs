//! Acts of one line: a reason, a name, a list. What needs a form of its own has a file of its own.

use domain::dossier::Act;
use protocol::commands::ChangeTag;
use protocol::view::{ActRequest, ErrorView};

use super::claim::claim;
use super::dossier_id;
use crate::act::on_dossier;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};

impl Desk {
    /// Does one act on one dossier.
    ///
    /// # Errors
    /// `dossier.refused` when it is not possible now; `claim.offline`, `claim.moved`.
    pub fn act(&self, request: ActRequest) -> Result<(), ErrorView> {
        self.work()
            .and_then(|work| act(&work, request))
            .map_err(view)
    }
}

fn act(work: &Work<'_>, asked: ActRequest) -> Result<(), Fault> {
    work.at_counter()?;
    let id = dossier_id(&asked.dossier)?;
    if asked.act == "claim" {
        claim(work, &[id])?;
    } else {
        let act = parse(asked)?;
        let books = work.books()?;
        work.store()
            .write(|tx| on_dossier(tx, work, &books, id, act))?;
    }
    work.open.worker.wake();
    work.changed(&[ChangeTag::Dossiers, ChangeTag::Strip, ChangeTag::Sync]);
    Ok(())
}

fn parse(asked: ActRequest) -> Result<Act, Fault> {
    let ActRequest {
        act,
        text,
        confirmed: all_present,
        ..
    } = asked;
    Ok(match act.as_str() {
        "recall" => Act::Recall { reason: text },
        "start_processing" => Act::StartProcessing,
        "request_supplement" => Act::RequestSupplement {
            items: lines(&text),
            reason: text,
        },
        "receive_supplement" => Act::ReceiveSupplement,
        "complete" => Act::Complete { decision: text },
        "return_outcome" => Act::ReturnOutcome {
            collector: text,
            all_present,
        },
        _ => return Err(Fault::with(Code::DossierRefused, "reason", "unknown_act")),
    })
}

fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}
