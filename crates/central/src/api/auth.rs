//! Sessions: the desk signs a challenge, the officer gives a password, the centre gives a token for
//! a quarter of an hour and a secret to renew it with.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use domain::time::Timestamp;
use protocol::wire::{
    ChallengeReply, ChallengeRequest, IncarnationReply, IncarnationRequest, REASON_CHARS_MAX,
    SessionReply, SessionRequest, TOKEN_SECS, WireError, session_message,
};

use super::body::Wire;
use super::fault::Fault;
use super::{App, Shared};
use crate::calls::Call;
use crate::store::{
    Caller, DeskRecord, Digest, NewSession, OpenedSession, SessionProof, SignIn, SignInName,
};
use crate::{hex, keys, password};

/// Life of a nonce.
const NONCE_MS: i64 = 60_000;
/// Life of a refresh secret: a working day with its evening.
const REFRESH_MS: i64 = 16 * 60 * 60 * 1000;
/// Delay before the second try; doubled for each further one.
const DELAY_AFTER_FAILURE: Duration = Duration::from_millis(100);
/// Most lives of one desk's journal that a restored centre believes a desk.
const INCARNATIONS_MAX: u32 = 10_000;
/// Longest sealed database key, in bytes.
const SEALED_BYTES_MAX: usize = 512;

/// A nonce for one session request, good for a minute.
#[utoipa::path(post, path = "/v1/challenge", tag = "session", request_body = ChallengeRequest,
    responses((status = 200, body = ChallengeReply), (status = 404, description = "`not_found`: unknown desk", body = WireError)))]
pub(super) async fn challenge(
    State(app): State<Shared>,
    Wire(request): Wire<ChallengeRequest>,
) -> Result<Json<ChallengeReply>, Fault> {
    let nonce = keys::random::<32>()?;
    let now = app.now();
    let kept = app
        .store
        .add_challenge(request.desk, digest(&nonce), now.plus_ms(NONCE_MS), now);
    if !kept.await? {
        return Err(Fault::not_found());
    }
    Ok(Json(ChallengeReply {
        nonce: hex::encode(&nonce),
    }))
}

/// Opens a session, or renews one with its refresh secret.
#[utoipa::path(post, path = "/v1/session", tag = "session", request_body = SessionRequest,
    responses(
        (status = 200, body = SessionReply),
        (status = 401, description = "`unauthorised`: nonce, signature or refresh secret; `wrong_password`", body = WireError),
        (status = 403, description = "`officer_revoked`", body = WireError),
        (status = 404, description = "`not_found`: unknown desk", body = WireError),
        (status = 429, description = "`locked` with `retry_after`", body = WireError)))]
pub(super) async fn session(
    State(app): State<Shared>,
    Wire(request): Wire<SessionRequest>,
) -> Result<Json<SessionReply>, Fault> {
    let desk = app
        .store
        .desk(request.desk)
        .await?
        .ok_or_else(Fault::not_found)?;
    check_desk(&app, &request, &desk).await?;
    let sealed_key = request
        .sealed_key
        .as_deref()
        .map(|hex| read_sealed(&app, hex))
        .transpose()?;
    let (token, refresh, proof) = prove(&app, &request, &desk).await?;
    let with_password = matches!(proof, SessionProof::Password(..));
    let now = app.now();
    let until = now.plus_ms(TOKEN_SECS * 1000);
    let opened = app.store.open_session(NewSession {
        token: digest(&token),
        desk: request.desk,
        incarnation: request.incarnation,
        officer: request.officer,
        proof,
        until,
        sealed_key,
        now,
    });
    let opened = opened.await?.ok_or_else(Fault::unauthorised)?;
    let releases = with_password && Call::DatabaseKey.by(desk.standing).is_ok();
    let database_key = opened.sealed_key.as_deref().filter(|_| releases);
    let database_key = database_key.and_then(|sealed| app.keys.unseal(sealed));
    tracing::info!(desk = %desk.desk, renewed = !with_password, "a session was opened");
    Ok(Json(reply(
        opened,
        &token,
        refresh,
        (now, until),
        database_key.as_deref(),
    )))
}

fn reply(
    opened: OpenedSession,
    token: &[u8; 32],
    refresh: String,
    (now, until): (Timestamp, Timestamp),
    database_key: Option<&[u8]>,
) -> SessionReply {
    SessionReply {
        token: hex::encode(token),
        refresh,
        expires: until,
        server_time: now,
        officer_name: opened.officer.name,
        role: opened.officer.role,
        database_key: database_key.map(hex::encode),
        acked: opened.acked,
        head: opened.head.hex(),
        incarnation: opened.incarnation,
        feed_epoch: opened.feed_epoch,
    }
}

/// The nonce is used up whatever follows, and the desk's signature comes before any password: a
/// stranger can neither try passwords nor lock an officer.
async fn check_desk(app: &App, asked: &SessionRequest, desk: &DeskRecord) -> Result<(), Fault> {
    let nonce = hex::decode_array::<32>(&asked.nonce).ok_or_else(Fault::bad_request)?;
    let fresh = app
        .store
        .take_challenge(asked.desk, digest(&nonce), app.now())
        .await?;
    let message = session_message(asked.desk, asked.incarnation, &asked.officer, &asked.nonce);
    if !fresh || !keys::verifies(&desk.key, &message, &asked.signature) {
        return Err(Fault::unauthorised());
    }
    let held = (1..=desk.incarnation).contains(&asked.incarnation);
    if held || is_forgotten(app, asked).await? {
        Ok(())
    } else {
        Err(Fault::bad_request())
    }
}

/// Whether the desk began this life after the moment this centre was restored to.
async fn is_forgotten(app: &App, asked: &SessionRequest) -> Result<bool, Fault> {
    if asked.incarnation == 0 || asked.incarnation > INCARNATIONS_MAX {
        return Ok(false);
    }
    let adopted = app.store.adopt_incarnation(asked.desk, asked.incarnation);
    Ok(adopted.await?)
}

/// The new token, the refresh secret to answer, and what the session rests on.
async fn prove(
    app: &App,
    asked: &SessionRequest,
    desk: &DeskRecord,
) -> Result<([u8; 32], String, SessionProof), Fault> {
    let token = keys::random::<32>()?;
    if asked.password.is_empty() {
        let secret = hex::decode_array::<32>(&asked.refresh).ok_or_else(Fault::unauthorised)?;
        return Ok((
            token,
            asked.refresh.clone(),
            SessionProof::Refresh(digest(&secret)),
        ));
    }
    check_password(app, asked, desk).await?;
    let refresh = keys::random::<32>()?;
    let until = app.now().plus_ms(REFRESH_MS);
    Ok((
        token,
        hex::encode(&refresh),
        SessionProof::Password(digest(&refresh), until),
    ))
}

async fn check_password(app: &App, asked: &SessionRequest, desk: &DeskRecord) -> Result<(), Fault> {
    let who = SignInName {
        office: desk.office.clone(),
        officer: asked.officer.clone(),
    };
    let now = app.now();
    let stored = match app.store.begin_sign_in(who, now).await? {
        SignIn::Revoked => return Err(Fault::officer_revoked()),
        SignIn::Locked { until } => {
            let seconds = until.0.saturating_sub(now.0).div_euclid(1000) + 1;
            let locked = Fault::new(StatusCode::TOO_MANY_REQUESTS, "locked");
            return Err(locked.retry_after(u32::try_from(seconds).unwrap_or(u32::MAX)));
        }
        SignIn::Unknown => None,
        SignIn::Check { hash, failures } => {
            if let Some(doublings) = failures.checked_sub(1) {
                tokio::time::sleep(DELAY_AFTER_FAILURE * 2_u32.saturating_pow(doublings.min(4)))
                    .await;
            }
            Some(hash)
        }
    };
    if password::matches(asked.password.clone(), stored).await {
        return Ok(());
    }
    Err(Fault::new(StatusCode::UNAUTHORIZED, "wrong_password"))
}

/// A sealed key the centre cannot open would be found out on the day it is needed: refuse it now.
fn read_sealed(app: &App, text: &str) -> Result<Vec<u8>, Fault> {
    let sealed = Some(text).filter(|text| text.len() <= 2 * SEALED_BYTES_MAX);
    let sealed = sealed
        .and_then(hex::decode)
        .filter(|s| app.keys.unseal(s).is_some());
    sealed.ok_or_else(|| Fault::new(StatusCode::BAD_REQUEST, "sealed_key"))
}

/// A new life after an announced restore: voids every lease of the old one. After a fork, and with a
/// reason, only for a lead or an administrator, whose decision is kept. A desk out of service gets one
/// too: what it recorded in its old copy could not be set aside for a person without a life.
#[utoipa::path(post, path = "/v1/incarnation", tag = "session", security(("token" = [])), request_body = IncarnationRequest,
    responses((status = 200, body = IncarnationReply), (status = 401, body = WireError),
        (status = 403, description = "`not_allowed`: the role does not end a freeze", body = WireError),
        (status = 423, description = "`frozen`: a person must decide", body = WireError)))]
pub(super) async fn incarnation(
    State(app): State<Shared>,
    token: TokenOf,
    Wire(request): Wire<IncarnationRequest>,
) -> Result<Json<IncarnationReply>, Fault> {
    let caller = token.to(Call::BeginLife)?;
    let reason = request.reason.trim().to_owned();
    if reason.chars().count() > REASON_CHARS_MAX {
        return Err(Fault::bad_request());
    }
    let (desk, is_asked) = (caller.desk, !reason.is_empty());
    let given = app.store.new_incarnation(caller, reason, app.now()).await?;
    let incarnation = match given {
        Some(incarnation) => incarnation,
        None if is_asked => return Err(Fault::not_allowed()),
        None => return Err(Fault::frozen()),
    };
    tracing::info!(%desk, incarnation, "a desk began a new incarnation");
    Ok(Json(IncarnationReply { incarnation }))
}

/// Whoever a request's bearer token belongs to; a desk out of service included. A handler gets at
/// the caller only by saying what is asked.
pub(super) struct TokenOf(Caller);

impl TokenOf {
    /// The caller, if a desk that stands as this one may ask that.
    pub(super) fn to(self, call: Call) -> Result<Caller, Fault> {
        call.by(self.0.standing)?;
        Ok(self.0)
    }
}

impl FromRequestParts<Arc<App>> for TokenOf {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Fault> {
        // found by the guard, which counts what a desk asks
        let caller = parts.extensions.remove::<Caller>();
        let caller = caller.ok_or_else(Fault::unauthorised)?;
        if caller.officer_revoked {
            Err(Fault::officer_revoked())
        } else {
            Ok(Self(caller))
        }
    }
}

/// Whom the bearer token of a request belongs to.
pub(super) async fn caller(app: &App, headers: &HeaderMap) -> Result<Option<Caller>, Fault> {
    let header = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok());
    let token = header.and_then(|text| text.strip_prefix("Bearer "));
    let token = token.and_then(|text| hex::decode_array::<32>(text.trim()));
    match token {
        Some(token) => Ok(app.store.caller(digest(&token), app.now()).await?),
        None => Ok(None),
    }
}

fn digest(secret: &[u8]) -> Digest {
    *blake3::hash(secret).as_bytes()
}
