//! What anyone may ask: the CA, whether the centre lives, and to be enrolled.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use domain::ids::DeskId;
use protocol::wire::{EnrolReply, EnrolRequest, WireError};

use super::Shared;
use super::body::Wire;
use super::fault::Fault;
use crate::clock::uuid_at;
use crate::store::{Enrolled, Enrolment};
use crate::{hex, keys, policy};

/// Longest label of a desk, in bytes.
const LABEL_BYTES_MAX: usize = 200;
/// Longest hash of machine facts, in bytes.
const MACHINE_BYTES_MAX: usize = 128;

/// The CA certificate (DER). The enrolment code carries its fingerprint.
#[utoipa::path(get, path = "/v1/ca", tag = "open",
    responses((status = 200, description = "CA certificate, DER", content_type = "application/octet-stream")))]
pub(super) async fn ca(State(app): State<Shared>) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "application/octet-stream")],
        app.ca_der.clone(),
    )
}

/// Whether the centre lives and its database answers.
#[utoipa::path(get, path = "/healthz", tag = "open",
    responses((status = 200, description = "alive", body = String), (status = 500, body = WireError)))]
pub(super) async fn healthz(State(app): State<Shared>) -> Result<&'static str, Fault> {
    app.store.offices().await?;
    Ok("ok")
}

/// Enrols a desk with a one-time code. The same code with the same key is answered the same again.
#[utoipa::path(post, path = "/v1/enrol", tag = "open", request_body = EnrolRequest,
    responses(
        (status = 200, body = EnrolReply),
        (status = 400, description = "`bad_request`", body = WireError),
        (status = 404, description = "`not_found`: the code is unknown, used or too old", body = WireError)))]
pub(super) async fn enrol(
    State(app): State<Shared>,
    Wire(request): Wire<EnrolRequest>,
) -> Result<Json<EnrolReply>, Fault> {
    let key = hex::decode_array(&request.desk_key).filter(keys::is_public_key);
    let key = key.ok_or_else(Fault::bad_request)?;
    if request.label.len() > LABEL_BYTES_MAX || request.machine.len() > MACHINE_BYTES_MAX {
        return Err(Fault::bad_request());
    }
    let now = app.now();
    let enrolment = Enrolment {
        secret: *blake3::hash(request.secret.as_bytes()).as_bytes(),
        desk: DeskId(uuid_at(now)),
        key,
        machine: request.machine,
        label: request.label,
        now,
    };
    let enrolled = app
        .store
        .enrol(enrolment)
        .await?
        .ok_or_else(Fault::not_found)?;
    policy::publish(&*app.store, &app.keys, &enrolled.office, now).await?;
    let (desk, office, recovers) = (enrolled.desk, &enrolled.office, enrolled.recovers);
    tracing::info!(%desk, %office, recovers, "a desk was enrolled");
    Ok(Json(reply(&app, enrolled)))
}

fn reply(app: &Shared, enrolled: Enrolled) -> EnrolReply {
    EnrolReply {
        desk: enrolled.desk,
        incarnation: enrolled.incarnation,
        office: enrolled.office,
        office_name: enrolled.office_name,
        agency: enrolled.agency,
        centre_key: app.keys.sign_public(),
        seal_key: app.keys.seal_public(),
        offline_days: enrolled.offline_days,
        demo: app.demo.clone(),
        recovers: enrolled.recovers,
    }
}
