//! Claims: which desk of the office holds a dossier, as the centre folded it. The claim itself is an
//! event; the centre is asked first, so that two desks with a link do not both claim.

use domain::ids::{DeskId, DossierId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most dossiers of one request.
pub const CLAIM_DOSSIERS_MAX: usize = 200;

/// `POST /v1/claim`
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ClaimRequest {
    /// Which, at most [`CLAIM_DOSSIERS_MAX`].
    #[schema(value_type = Vec<String>)]
    pub dossiers: Vec<DossierId>,
}

/// Who holds one dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holding {
    /// Which dossier.
    #[schema(value_type = String)]
    pub dossier: DossierId,
    /// The desk; `None` where none is known.
    #[schema(value_type = Option<String>)]
    pub holder: Option<DeskId>,
    /// The ownership epoch there.
    pub own_epoch: u32,
}

/// Answer to a claim: the dossiers the caller's office has a part in, in the order asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClaimReply {
    /// Who holds them.
    pub holdings: Vec<Holding>,
}
