//! Who the desk is, who is signed in, and the token that says so. Token and refresh secret live in
//! memory only. The password stays beside them (wiped when it is dropped) for as long as the
//! database key does: an officer who signed in during an outage must be able to send when the link
//! is back, and a centre that was started again has forgotten every refresh secret.

use std::fmt;

use domain::ids::{DeskId, OfficerId};
use domain::time::Timestamp;
use ed25519_dalek::{Signer, SigningKey};
use protocol::wire::{ChallengeRequest, SessionReply, SessionRequest, session_message};
use zeroize::Zeroizing;

use crate::client::{CallError, Client};

/// A token is renewed when it has less than this left, in milliseconds.
const RENEW_BEFORE_MS: i64 = 60_000;

/// What an officer signs in with.
#[derive(Clone)]
pub struct Credential {
    /// Login name.
    pub officer: OfficerId,
    /// Password.
    pub password: Zeroizing<String>,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credential({})", self.officer)
    }
}

/// The desk as it signs.
#[derive(Clone)]
pub struct DeskIdentity {
    /// Its id.
    pub desk: DeskId,
    /// Its key.
    pub key: SigningKey,
}

impl fmt::Debug for DeskIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeskIdentity({})", self.desk)
    }
}

/// An open session.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) officer: OfficerId,
    pub(crate) token: String,
    pub(crate) refresh: Zeroizing<String>,
    pub(crate) expires: Timestamp,
}

impl Session {
    /// `reply`'s session; the expiry is moved to this desk's clock.
    pub(crate) fn of(officer: OfficerId, reply: &SessionReply, now: Timestamp) -> Self {
        let life_ms = reply.expires.0.saturating_sub(reply.server_time.0);
        Self {
            officer,
            token: reply.token.clone(),
            refresh: Zeroizing::new(reply.refresh.clone()),
            expires: now.plus_ms(life_ms),
        }
    }

    pub(crate) fn is_good(&self, now: Timestamp) -> bool {
        now.plus_ms(RENEW_BEFORE_MS) < self.expires
    }
}

/// How a session is asked for.
pub enum Proof<'a> {
    /// By password.
    Password(&'a str),
    /// By the refresh secret of an earlier session.
    Refresh(&'a str),
}

/// What a session request says besides its proof.
pub struct SessionAsk<'a> {
    /// The desk.
    pub identity: &'a DeskIdentity,
    /// Its incarnation.
    pub incarnation: u32,
    /// The officer.
    pub officer: &'a OfficerId,
    /// The sealed database key, on the first session.
    pub sealed_key: Option<String>,
}

/// Opens a session: challenge, signature, proof.
///
/// # Errors
/// [`CallError`]; `wrong_password`, `locked`, `revoked`, `unauthorised` among its codes.
pub async fn open_session(
    client: &Client,
    ask: SessionAsk<'_>,
    proof: Proof<'_>,
) -> Result<SessionReply, CallError> {
    let SessionAsk {
        identity,
        incarnation,
        officer,
        sealed_key,
    } = ask;
    let nonce = client
        .challenge(&ChallengeRequest {
            desk: identity.desk,
        })
        .await?
        .nonce;
    let message = session_message(identity.desk, incarnation, officer, &nonce);
    let (password, refresh) = match proof {
        Proof::Password(password) => (password.to_owned(), String::new()),
        Proof::Refresh(refresh) => (String::new(), refresh.to_owned()),
    };
    let signature = crate::hex(&identity.key.sign(&message).to_bytes());
    let request = SessionRequest {
        desk: identity.desk,
        incarnation,
        officer: officer.clone(),
        password,
        refresh,
        nonce,
        signature,
        sealed_key,
    };
    client.session(&request).await
}
