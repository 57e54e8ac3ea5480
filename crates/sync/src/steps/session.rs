//! Opens or renews the session, then compares what both sides hold of this desk's journal before
//! anything else happens.

use domain::ids::OfficerId;
use protocol::commands::ChangeTag;
use protocol::wire::SessionReply;

use crate::client::CallError;
use crate::engine::{Engine, SyncError};
use crate::session::{Credential, Proof, Session, SessionAsk, open_session};
use crate::steps::compare;

/// Makes sure a good session is open.
pub(crate) async fn ensure(engine: &Engine) -> Result<(), SyncError> {
    if let Some((credential, reply)) = fresh(engine) {
        return adopt(engine, &credential, &reply).await;
    }
    let Some(credential) = engine.access().credential.clone() else {
        let is_revoked = engine.access().is_revoked;
        return Err(if is_revoked {
            SyncError::OfficerRevoked
        } else {
            SyncError::NoCredential
        });
    };
    let now = engine.now();
    let held = engine
        .access()
        .session
        .clone()
        .filter(|s| s.officer == credential.officer);
    if held.as_ref().is_some_and(|session| session.is_good(now)) {
        return Ok(());
    }
    let reply = match renew(engine, &credential, held).await? {
        Some(reply) => reply,
        None => by_password(engine, &credential).await?,
    };
    adopt(engine, &credential, &reply).await
}

/// The answer a sign-in at the window got.
fn fresh(engine: &Engine) -> Option<(Credential, SessionReply)> {
    let mut access = engine.access();
    let reply = access.fresh.take()?;
    let credential = access.credential.clone()?;
    drop(access);
    Some((credential, reply))
}

/// Setting: the centre said that this officer is out of service; empty once it says otherwise.
#[must_use]
pub fn revoked_setting(officer: &OfficerId) -> String {
    format!("officer.revoked.{officer}")
}

/// Writes down that the centre takes nothing from this officer any more, and asks no further.
pub(crate) async fn forget_officer(engine: &Engine) -> Result<(), SyncError> {
    let gone = {
        let mut access = engine.access();
        access.session = None;
        access.is_revoked = true;
        access.credential.take()
    };
    let Some(credential) = gone else {
        return Ok(());
    };
    mark(engine, &credential.officer, "1").await?;
    engine.changed(&[ChangeTag::App]);
    Ok(())
}

async fn mark(engine: &Engine, officer: &OfficerId, value: &'static str) -> Result<(), SyncError> {
    let setting = revoked_setting(officer);
    engine
        .ledger
        .write(move |tx| {
            let held = tx.setting(&setting)?.unwrap_or_default();
            if held == value {
                Ok(())
            } else {
                tx.set_setting(&setting, value)
            }
        })
        .await
}

async fn adopt(
    engine: &Engine,
    credential: &Credential,
    reply: &SessionReply,
) -> Result<(), SyncError> {
    mark(engine, &credential.officer, "").await?;
    let session = Session::of(credential.officer.clone(), reply, engine.now());
    engine.access().session = Some(session);
    compare::run(engine, reply).await
}

/// `None` when the centre no longer knows the refresh secret.
async fn renew(
    engine: &Engine,
    credential: &Credential,
    held: Option<Session>,
) -> Result<Option<SessionReply>, SyncError> {
    let Some(held) = held else { return Ok(None) };
    match ask(engine, credential, Proof::Refresh(&held.refresh)).await {
        Ok(reply) => Ok(Some(reply)),
        Err(SyncError::Call(error)) if error.status() == Some(401) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A password the centre refuses is not tried again: repeating it would lock the officer out.
async fn by_password(engine: &Engine, credential: &Credential) -> Result<SessionReply, SyncError> {
    let answer = ask(engine, credential, Proof::Password(&credential.password)).await;
    let refused = matches!(&answer, Err(SyncError::Call(error)) if is_about_password(error));
    if refused {
        engine.access().credential = None;
    }
    answer
}

fn is_about_password(error: &CallError) -> bool {
    ["wrong_password", "locked"].contains(&error.code())
}

async fn ask(
    engine: &Engine,
    credential: &Credential,
    proof: Proof<'_>,
) -> Result<SessionReply, SyncError> {
    let incarnation = engine.ledger.read(|r| r.journal()).await?.incarnation;
    let ask = SessionAsk {
        identity: &engine.identity,
        incarnation,
        officer: &credential.officer,
        sealed_key: None,
    };
    Ok(open_session(&engine.client, ask, proof).await?)
}
