//! Which desk of an office holds a dossier.

use axum::Json;
use axum::extract::State;
use domain::dossier::{Dossier, Owner};
use domain::ids::OfficeId;
use protocol::wire::{CLAIM_DOSSIERS_MAX, ClaimReply, ClaimRequest, Holding, WireError};

use super::Shared;
use super::auth::TokenOf;
use super::body::Wire;
use super::fault::Fault;
use crate::calls::Call;

/// Tells who holds dossiers, before a desk claims them by an event of its journal. Dossiers the
/// caller's office has no part in are left out.
#[utoipa::path(post, path = "/v1/claim", tag = "journal", security(("token" = [])), request_body = ClaimRequest,
    responses(
        (status = 200, body = ClaimReply),
        (status = 400, description = "`bad_request`: too many", body = WireError),
        (status = 401, body = WireError), (status = 403, body = WireError)))]
pub(super) async fn claim(
    State(app): State<Shared>,
    token: TokenOf,
    Wire(request): Wire<ClaimRequest>,
) -> Result<Json<ClaimReply>, Fault> {
    let caller = token.to(Call::Claim)?;
    if request.dossiers.len() > CLAIM_DOSSIERS_MAX {
        return Err(Fault::bad_request());
    }
    let mut holdings = Vec::new();
    for dossier in request.dossiers {
        let state = app.store.dossier(dossier).await?;
        let ours = state.filter(|state| has_part(state, &caller.office));
        holdings.extend(ours.map(|state| Holding {
            dossier,
            holder: state.holder,
            own_epoch: state.own_epoch,
        }));
    }
    Ok(Json(ClaimReply { holdings }))
}

/// Received there, or held by it.
fn has_part(state: &Dossier, office: &OfficeId) -> bool {
    let received = state.received.as_ref().map(|received| &received.office);
    let owner = state.owner.as_ref();
    received == Some(office) || matches!(owner, Some(Owner::Office { id }) if id == office)
}
