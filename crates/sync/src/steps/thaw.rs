//! Ends a freeze because a person asked for it: what the centre has is read first, then it is asked
//! for a new life, and what it does not have goes on in that. The centre asks whether the officer may.

use protocol::commands::ChangeTag;
use store::NewThaw;
use tokio::sync::oneshot;

use crate::client::CallError;
use crate::engine::{Engine, SyncError};
use crate::steps::feed;

/// What a person asked for, and whom to tell what became of it.
pub(crate) struct ThawOrder {
    pub(crate) reason: String,
    pub(crate) told: oneshot::Sender<Result<(), CallError>>,
}

pub(crate) async fn run(engine: &Engine) -> Result<(), SyncError> {
    let order = engine.access().thaw.take();
    let Some(ThawOrder { reason, told }) = order else {
        return Ok(());
    };
    let outcome = match thaw(engine, &reason).await {
        Err(SyncError::Call(error)) => Err(error),
        other => other.map(Ok)?,
    };
    if told.send(outcome).is_err() {
        tracing::debug!("nobody waits any more for the end of the freeze");
    }
    Ok(())
}

async fn thaw(engine: &Engine, reason: &str) -> Result<(), SyncError> {
    feed::run(engine).await?;
    let officer = engine.access().session.as_ref().map(|s| s.officer.clone());
    let officer = officer.ok_or(SyncError::NoCredential)?;
    let token = engine.token()?;
    let incarnation = engine.client.incarnation(&token, reason).await?.incarnation;
    let (reason, at) = (reason.to_owned(), engine.now());
    let moved = engine
        .ledger
        .write(move |tx| {
            tx.thaw(&NewThaw {
                incarnation,
                at,
                officer: &officer,
                reason: &reason,
            })
        })
        .await?;
    tracing::warn!(incarnation, moved, "a person ended the freeze of this desk");
    engine.changed(&[ChangeTag::Strip, ChangeTag::Sync, ChangeTag::Dossiers]);
    Ok(())
}
