//! Takes over what the centre published: catalogue with calendar, and policy, each whole and only
//! with the centre's signature. A document of a later schema is left where it is: the desk goes on
//! with the one it has, says that it needs newer software, and does not ask for that version again.

use ed25519_dalek::{Signature, VerifyingKey};
use protocol::commands::ChangeTag;
use protocol::wire::{
    CATALOGUE_SCHEMA, Catalogue, POLICY_SCHEMA, Policy, PublishedReply, Signed, published_message,
    schema_of,
};
use serde::de::DeserializeOwned;
use store::{Published, PublishedKind, Reader, StoreError};

use crate::client::PublishedAfter;
use crate::engine::{Engine, SyncError};
use crate::steps::push::give_up_token;

pub(crate) async fn run(engine: &Engine) -> Result<(), SyncError> {
    let after = engine
        .ledger
        .read(|r| {
            let seen = |kind| {
                let left = left(r, kind)?.unwrap_or(0);
                Ok::<_, StoreError>(r.published_newest(kind)?.max(left))
            };
            Ok(PublishedAfter {
                catalogue: seen(PublishedKind::Catalogue)?,
                policy: seen(PublishedKind::Policy)?,
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
    let what = name(kind);
    let Signed {
        version,
        json,
        signature,
        ..
    } = signed;
    let message = published_message(version, &json);
    verify(&engine.centre_key, &message, &signature).ok_or(SyncError::Signature { what })?;
    if let Some(schema) = schema_of(&json).filter(|schema| *schema > known_schema(kind)) {
        tracing::warn!(
            what,
            version,
            schema,
            "a published document needs newer software"
        );
        return leave(engine, kind, &format!("{version}/{schema}")).await;
    }
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
        .write(move |tx| {
            tx.put_published(&published, at)?;
            tx.set_setting(left_setting(kind), "")
        })
        .await?;
    tracing::info!(what, version, "published document taken over");
    engine.changed(&[
        ChangeTag::App, // an officer may be on the list no more
        ChangeTag::Catalogue,
        ChangeTag::Strip,
        ChangeTag::Settings,
    ]);
    Ok(())
}

const fn name(kind: PublishedKind) -> &'static str {
    match kind {
        PublishedKind::Catalogue => "catalogue",
        PublishedKind::Policy => "policy",
    }
}

/// The newest schema this build reads.
const fn known_schema(kind: PublishedKind) -> u32 {
    match kind {
        PublishedKind::Catalogue => CATALOGUE_SCHEMA,
        PublishedKind::Policy => POLICY_SCHEMA,
    }
}

/// Setting: version and schema of a document that this build cannot read, or empty.
const fn left_setting(kind: PublishedKind) -> &'static str {
    match kind {
        PublishedKind::Catalogue => "published.left.catalogue",
        PublishedKind::Policy => "published.left.policy",
    }
}

async fn leave(engine: &Engine, kind: PublishedKind, which: &str) -> Result<(), SyncError> {
    let which = which.to_owned();
    engine
        .ledger
        .write(move |tx| tx.set_setting(left_setting(kind), &which))
        .await?;
    engine.changed(&[ChangeTag::Strip, ChangeTag::Sync]);
    Ok(())
}

/// Version of a document that was left because it needs newer software; after an update it is asked
/// for again.
fn left(r: &Reader<'_>, kind: PublishedKind) -> Result<Option<u32>, StoreError> {
    let which = r.setting(left_setting(kind))?.unwrap_or_default();
    let which = which.split_once('/').and_then(|(version, schema)| {
        let numbers = (version.parse::<u32>().ok()?, schema.parse::<u32>().ok()?);
        Some(numbers)
    });
    Ok(which
        .filter(|(_, schema)| *schema > known_schema(kind))
        .map(|(version, _)| version))
}

/// Whether the centre has published something that only newer software reads.
///
/// # Errors
/// As the database says.
pub fn needs_update(r: &Reader<'_>) -> Result<bool, StoreError> {
    let catalogue = left(r, PublishedKind::Catalogue)?;
    Ok(catalogue.is_some() || left(r, PublishedKind::Policy)?.is_some())
}

/// Whether `signature` over `message` is that of `key`, both in hexadecimal.
pub(crate) fn verify(key: &str, message: &[u8], signature: &str) -> Option<()> {
    let key = VerifyingKey::from_bytes(&crate::from_hex(key)?).ok()?;
    let signature = Signature::from_bytes(&crate::from_hex(signature)?);
    key.verify_strict(message, &signature).ok()
}
