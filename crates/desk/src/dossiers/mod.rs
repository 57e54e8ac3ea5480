//! Dossiers: lists, one dossier with its journal, and handing it over.

mod act;
mod check_receipt;
mod claim;
mod dossier;
mod dossier_ids;
mod dossier_rows;
mod forward;
mod forward_targets;
mod late;
mod received_view;
mod set_foreign_code;
mod timeline;

use domain::dossier::Dossier;
use domain::ids::DossierId;

use crate::errors::{Code, Fault};
use crate::intake::received_code;

pub(crate) use claim::holders;
pub(crate) use dossier_rows::row_view;
pub(crate) use late::outage_view;
pub(crate) use received_view::received_view;
pub(crate) use timeline::{entry as timeline_entry, params, refusal_view};

/// The code a dossier goes by now: the official one as soon as there is one.
pub(crate) fn code_text(dossier: &Dossier) -> String {
    if let Some(code) = &dossier.assigned_code {
        return code.clone();
    }
    dossier
        .received
        .as_ref()
        .map(|received| received_code(&received.code))
        .unwrap_or_default()
}

/// A dossier's id as the window names it.
pub(crate) fn dossier_id(text: &str) -> Result<DossierId, Fault> {
    text.parse()
        .map_err(|_no_uuid| Fault::code(Code::DossierUnknown))
}
