//! What the strip *Vừa tiếp nhận* shows of a dossier just received, or received before by the same
//! request.

use domain::dossier::ReceivedCode;
use domain::ids::DossierId;
use protocol::view::ReceivedView;

use super::code_text;
use crate::act::dossier;
use crate::desk::Work;
use crate::errors::{Code, Fault};
use crate::settings::printer_choice;

pub(crate) fn received_view(work: &Work<'_>, id: DossierId) -> Result<ReceivedView, Fault> {
    let (state, printer) = work
        .store()
        .read(|r| Ok::<_, Fault>((dossier(r, id)?, printer_choice(r)?)))?;
    let received = state
        .received
        .as_ref()
        .ok_or_else(|| Fault::code(Code::DossierUnknown))?;
    let is_provisional = matches!(received.code, ReceivedCode::Provisional { .. });
    Ok(ReceivedView {
        dossier: id.to_string(),
        code: code_text(&state),
        provisional: is_provisional && state.assigned_code.is_none(),
        due_text: received.due.at.promise(),
        person: received
            .parties
            .first()
            .map(|p| p.body.name().to_owned())
            .unwrap_or_default(),
        procedure: received.procedure_name.clone(),
        print: printer.outcome().to_owned(),
    })
}
