//! Puts in the code a ministry's system gave after its outage. The temporary code of the slip stays
//! an alias for ever (counter.md 1 and 9).

use domain::dossier::{Act, FieldReason, foreign_code};
use protocol::commands::ChangeTag;
use protocol::view::{ErrorView, ForeignCodeRequest};

use super::dossier_id;
use crate::act::on_dossier;
use crate::desk::{Desk, Work};
use crate::errors::{Fault, Fields, view};

impl Desk {
    /// Puts the code of the ministry's system in place of a temporary one.
    ///
    /// # Errors
    /// `intake.fields` for what is no code; `dossier.refused` when the dossier waits for none.
    pub fn set_foreign_code(&self, request: ForeignCodeRequest) -> Result<(), ErrorView> {
        self.work()
            .and_then(|work| set(&work, &request))
            .map_err(view)
    }
}

fn set(work: &Work<'_>, asked: &ForeignCodeRequest) -> Result<(), Fault> {
    work.at_counter()?;
    let id = dossier_id(&asked.dossier)?;
    let mut fields = Fields::default();
    let code = foreign_code(&asked.code).unwrap_or_else(|| {
        fields.push("code", FieldReason::ForeignCodeWrong.code());
        String::new()
    });
    fields.finish()?;
    let books = work.books()?;
    work.store()
        .write(|tx| on_dossier(tx, work, &books, id, Act::AssignForeignCode { code }))?;
    work.open.worker.wake();
    work.changed(&[ChangeTag::Dossiers, ChangeTag::Strip, ChangeTag::Sync]);
    Ok(())
}
