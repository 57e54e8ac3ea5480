//! A bundle that a lead or an administrator brings in over the network: it goes the way of one that
//! is taken in at the centre's own machine, and the answer that the desk waits for is the reply.

use std::io::Cursor;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use protocol::wire::{BUNDLE_BODY_BYTES_MAX, Role, WireError};

use super::auth::TokenOf;
use super::fault::Fault;
use super::{Shared, body};
use crate::calls::Call;
use crate::courier::{Inlet, take_in};

/// Takes in what a desk sent by hand. Taking it in again, or after the link has brought the same,
/// changes nothing. A lead brings in bundles of the office's desks, an administrator those of any.
#[utoipa::path(post, path = "/v1/courier", tag = "journal", security(("token" = [])),
    request_body(content = String, content_type = "application/octet-stream",
        description = "a bundle, at most 64 MiB"),
    responses(
        (status = 200, description = "the centre's signed answer, a file for the desk", content_type = "application/octet-stream"),
        (status = 401, body = WireError),
        (status = 403, description = "`not_allowed`: the role, or a desk of another office; `revoked`", body = WireError),
        (status = 404, description = "`not_found`: a desk of another centre", body = WireError),
        (status = 413, description = "`too_large`", body = WireError),
        (status = 422, description = "`bundle`: cut, changed, of a newer program, or for another centre", body = WireError)))]
pub(super) async fn bring(
    State(app): State<Shared>,
    token: TokenOf,
    request: Request,
) -> Result<Response, Fault> {
    let caller = token.to(Call::BringBundle)?;
    if !caller.role.rules_on_held() {
        return Err(Fault::not_allowed());
    }
    // whoever waits has sent nothing yet that would be kept
    let turn = app.bundles.acquire().await;
    let _turn = turn.map_err(|_closed| Fault::internal())?;
    let bytes = body::read(request.into_body(), BUNDLE_BODY_BYTES_MAX).await?;
    let inlet = Inlet {
        store: &*app.store,
        keys: &app.keys,
        blobs: app.blobs.clone(),
    };
    let office = (caller.role != Role::Administrator).then_some(&caller.office);
    let imported = take_in(inlet, Cursor::new(bytes), office, app.now()).await?;
    tracing::info!(desk = %imported.header.desk, events = imported.new_events, "a bundle was taken in");
    Ok(imported.file.into_response())
}
