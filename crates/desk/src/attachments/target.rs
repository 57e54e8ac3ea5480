//! What pages belong to: `draft:<request id>` or `dossier:<id>`.

use domain::ids::{DossierId, RequestId};

use crate::dossiers::dossier_id;
use crate::errors::{Code, Fault};
use crate::intake::request_id;

/// A draft or a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Draft(RequestId),
    Dossier(DossierId),
}

impl Target {
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        match text.split_once(':') {
            Some(("draft", id)) => request_id(id).map(Self::Draft),
            Some(("dossier", id)) => dossier_id(id).map(Self::Dossier),
            _ => Err(Fault::code(Code::DossierUnknown)),
        }
    }
}
