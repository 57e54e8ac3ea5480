//! Numbers of dossiers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::wire::{Lease, LeaseReturn, LeaseWish, ReturnReply, WireError, lease_message};

use super::Shared;
use super::auth::TokenOf;
use super::body::Wire;
use super::fault::Fault;
use crate::calls::Call;
use crate::lease::{LeaseOutcome, RETURNS_MAX, ReturnOutcome, WISHES_MAX, leasable};
use crate::store::{LeaseAsk, ReturnAsk};

/// Leases blocks of numbers. A wish is a level: it is answered with every block of the desk that
/// still has room, and a new one only when less than half of the wish is left.
#[utoipa::path(post, path = "/v1/lease", tag = "numbers", security(("token" = [])), request_body = Vec<LeaseWish>,
    responses(
        (status = 200, body = Vec<Lease>),
        (status = 400, description = "`bad_request`, `unknown_agency` or `day`", body = WireError),
        (status = 401, body = WireError), (status = 403, body = WireError),
        (status = 409, description = "`old_incarnation`", body = WireError),
        (status = 423, description = "`frozen`", body = WireError)))]
pub(super) async fn lease(
    State(app): State<Shared>,
    token: TokenOf,
    Wire(wishes): Wire<Vec<LeaseWish>>,
) -> Result<Json<Vec<Lease>>, Fault> {
    let caller = token.to(Call::Lease)?;
    if wishes.len() > WISHES_MAX {
        return Err(Fault::bad_request());
    }
    let now = app.now();
    let competent = app.competent.get(&*app.store).await?;
    let days = leasable(now.civil_date());
    let refuse = |status, code| Err(Fault::new(status, code));
    match app
        .store
        .lease(LeaseAsk {
            caller,
            wishes,
            competent,
            days,
            now,
        })
        .await?
    {
        LeaseOutcome::Leased(mut leases) => {
            for lease in &mut leases {
                lease.signature = app.keys.sign(&lease_message(lease));
            }
            Ok(Json(leases))
        }
        LeaseOutcome::OldIncarnation => refuse(StatusCode::CONFLICT, "old_incarnation"),
        LeaseOutcome::UnknownAgency => refuse(StatusCode::BAD_REQUEST, "unknown_agency"),
        LeaseOutcome::Day => refuse(StatusCode::BAD_REQUEST, "day"),
    }
}

/// Takes back what nobody drew. Telling it again is harmless; numbers that are on a paper stay.
#[utoipa::path(post, path = "/v1/lease/return", tag = "numbers", security(("token" = [])), request_body = Vec<LeaseReturn>,
    responses(
        (status = 200, body = ReturnReply),
        (status = 400, description = "`bad_request`", body = WireError),
        (status = 401, body = WireError), (status = 403, body = WireError),
        (status = 409, description = "`old_incarnation`", body = WireError),
        (status = 423, description = "`frozen`", body = WireError)))]
pub(super) async fn give_back(
    State(app): State<Shared>,
    token: TokenOf,
    Wire(returns): Wire<Vec<LeaseReturn>>,
) -> Result<Json<ReturnReply>, Fault> {
    let caller = token.to(Call::ReturnNumbers)?;
    if returns.len() > RETURNS_MAX {
        return Err(Fault::bad_request());
    }
    match app
        .store
        .return_numbers(ReturnAsk { caller, returns })
        .await?
    {
        ReturnOutcome::Taken(taken) => Ok(Json(ReturnReply { taken })),
        ReturnOutcome::OldIncarnation => Err(Fault::new(StatusCode::CONFLICT, "old_incarnation")),
    }
}
