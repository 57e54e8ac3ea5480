//! Catalogue and policy, as signed.

use std::marker::PhantomData;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::{Extension, Json};
use protocol::wire::{PublishedReply, Signed, WipeOrder, WireError, schema_of, wipe_message};
use protocol::{Capability, Spoken};
use serde::Deserialize;

use super::auth::TokenOf;
use super::fault::Fault;
use super::{App, Shared};
use crate::calls::Call;
use crate::store::{Caller, Published};

/// What the desk holds.
#[derive(Debug, Deserialize)]
pub(super) struct Held {
    #[serde(default)]
    after_catalogue: u32,
    #[serde(default)]
    after_policy: u32,
}

/// Schema of the documents that builds without [`Capability::Schemas`] read.
const FIRST_SCHEMA: u32 = 1;

/// What is newer than the desk holds. A desk that would stumble over a document of a later schema is
/// not given it: it keeps the one it has.
#[utoipa::path(get, path = "/v1/published", tag = "published", security(("token" = [])),
    params(
        ("after_catalogue" = Option<u32>, Query, description = "version of the catalogue held"),
        ("after_policy" = Option<u32>, Query, description = "version of the policy held")),
    responses((status = 200, body = PublishedReply), (status = 401, body = WireError),
        (status = 403, description = "`revoked`, with the order to wipe the desk if there is one", body = WireError)))]
pub(super) async fn published(
    State(app): State<Shared>,
    token: TokenOf,
    Extension(spoken): Extension<Spoken>,
    query: Result<Query<Held>, QueryRejection>,
) -> Result<Json<PublishedReply>, Fault> {
    let caller = token.to(Call::HearOrders)?;
    if Call::ReadPublished.by(caller.standing).is_err() {
        return Err(revoked(&app, &caller).await?);
    }
    let Query(held) = query.map_err(|_garbage| Fault::bad_request())?;
    let catalogue = app.store.catalogue_after(held.after_catalogue).await?;
    let policy = app
        .store
        .policy_after(caller.office, held.after_policy)
        .await?;
    Ok(Json(PublishedReply {
        catalogue: catalogue.filter(|it| is_for(spoken, it)).map(signed),
        policy: policy.filter(|it| is_for(spoken, it)).map(signed),
    }))
}

fn is_for(desk: Spoken, published: &Published) -> bool {
    let is_plain = || schema_of(&published.json).is_none_or(|schema| schema <= FIRST_SCHEMA);
    desk.can(Capability::Schemas) || is_plain()
}

/// What a desk out of service is told: that it is, and whether it is to be wiped.
async fn revoked(app: &App, caller: &Caller) -> Result<Fault, Fault> {
    let (desk, incarnation) = (caller.desk, caller.incarnation);
    let Some(at) = app.store.wipe_ordered(desk).await? else {
        return Ok(Fault::revoked());
    };
    let signature = app.keys.sign(&wipe_message(desk, incarnation, at));
    Ok(Fault::revoked().with_wipe(WipeOrder {
        desk,
        incarnation,
        at,
        signature,
    }))
}

fn signed<T>(published: Published) -> Signed<T> {
    let Published {
        version,
        json,
        signature,
    } = published;
    Signed {
        version,
        json,
        signature,
        kind: PhantomData,
    }
}
