//! Takes over what the centre published: catalogue with calendar, and policy, each whole and only
//! with the centre's signature.

use ed25519_dalek::{Signature, VerifyingKey};
use protocol::commands::ChangeTag;
use protocol::wire::{Catalogue, Policy, PublishedReply, Signed, published_message};
use serde::de::DeserializeOwned;
use store::{Published, PublishedKind};

use crate::client::PublishedAfter;
use crate::engine::{Engine, SyncError};
use crate::steps::push::give_up_token;

pub(crate) async fn run(engine: &Engine) -> Result<(), SyncError> {
    let after = engine
        .ledger
        .read(|r| {
            let version = |held: Option<Published>| held.map_or(0, |held| held.version);
            Ok(PublishedAfter {
                catalogue: version(r.published(PublishedKind::Catalogue)?),
                policy: version(r.published(PublishedKind::Policy)?),
            })
        })
        .await?;
    let token = engine.token()?;
    let answer = engine.client.published(&token, after).await;
    let PublishedReply { catalogue, policy } =
        answer.map_err(|error| give_up_token(engine, error))?;
    if let Some(signed) = catalogue {
        keep::<Catalogue>(engine, PublishedKind::Catalogue, signed).await?;
    }
    if let Some(signed) = policy {
        keep::<Policy>(engine, PublishedKind::Policy, signed).await?;
    }
    Ok(())
}

async fn keep<T: DeserializeOwned>(
    engine: &Engine,
    kind: PublishedKind,
    signed: Signed<T>,
) -> Result<(), SyncError> {
    let what = match kind {
        PublishedKind::Catalogue => "catalogue",
        PublishedKind::Policy => "policy",
    };
    let Signed {
        version,
        json,
        signature,
        ..
    } = signed;
    let message = published_message(version, &json);
    verify(&engine.centre_key, &message, &signature).ok_or(SyncError::Signature { what })?;
    if let Err(source) = serde_json::from_str::<T>(&json) {
        return Err(SyncError::Published { what, source });
    }
    let at = engine.now();
    let published = Published {
        kind,
        version,
        json,
        signature,
    };
    engine
        .ledger
        .write(move |tx| tx.put_published(&published, at))
        .await?;
    tracing::info!(what, version, "published document taken over");
    engine.changed(&[ChangeTag::Catalogue, ChangeTag::Strip, ChangeTag::Settings]);
    Ok(())
}

/// Whether `signature` over `message` is that of `key`, both in hexadecimal.
pub(crate) fn verify(key: &str, message: &[u8], signature: &str) -> Option<()> {
    let key = VerifyingKey::from_bytes(&crate::from_hex(key)?).ok()?;
    let signature = Signature::from_bytes(&crate::from_hex(signature)?);
    key.verify_strict(message, &signature).ok()
}
