//! Catalogue and policies: every version is kept with its exact text and signature.

use domain::ids::OfficeId;
use domain::time::Timestamp;
use protocol::wire::published_message;
use rusqlite::{Transaction, named_params};

use super::rows::number;
use super::{Changed, restoring, sites};
use crate::store::rules::restoring::next_version;
use crate::store::{Edit, OddityRow, PolicyParts, Published, Signer, StoreError};

pub(super) const CATALOGUE: &str = "catalogue";
pub(super) const POLICY: &str = "policy";

pub(super) fn newest(
    tx: &Transaction<'_>,
    kind: &str,
    office: &str,
    after: u32,
) -> Result<Option<Published>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT version, json, signature FROM published \
         WHERE kind = :kind AND office = :office AND version > :after \
         ORDER BY version DESC LIMIT 1",
    )?;
    let params = named_params! { ":kind": kind, ":office": office, ":after": after };
    let mut found = statement.query_and_then(params, |row| {
        Ok(Published {
            version: number(row, "version")?,
            json: row.get("json")?,
            signature: row.get("signature")?,
        })
    })?;
    found.next().transpose()
}

pub(super) fn catalogue(
    tx: &Transaction<'_>,
    edit: Edit<()>,
    sign: &Signer,
) -> Result<(u32, Changed), StoreError> {
    publish(
        tx,
        (CATALOGUE, ""),
        move |json, next| edit((), json, next),
        sign,
    )
}

pub(super) fn policy(
    tx: &Transaction<'_>,
    office: &OfficeId,
    edit: Edit<PolicyParts>,
    sign: &Signer,
) -> Result<(u32, Changed), StoreError> {
    let Some(parts) = sites::policy_parts(tx, office)? else {
        return Ok((0, Changed::No));
    };
    publish(
        tx,
        (POLICY, office.as_str()),
        move |json, next| edit(parts, json, next),
        sign,
    )
}

fn publish(
    tx: &Transaction<'_>,
    (kind, office): (&str, &str),
    edit: impl FnOnce(Option<String>, u32) -> Option<String>,
    sign: &Signer,
) -> Result<(u32, Changed), StoreError> {
    let held = newest(tx, kind, office, 0)?.map_or((0, None), |p| (p.version, Some(p.json)));
    let version = held.0;
    let (json, next) = next_version(held, restoring::floor(tx)?, kind == POLICY);
    let Some(json) = edit(json, next) else {
        return Ok((version, Changed::No));
    };
    tx.execute(
        "INSERT INTO published(kind, office, version, json, signature) \
         VALUES (:kind, :office, :version, :json, :signature)",
        named_params! {
            ":kind": kind, ":office": office, ":version": next, ":json": json,
            ":signature": sign(&published_message(next, &json)),
        },
    )?;
    Ok((next, Changed::Yes))
}

pub(super) fn add_oddities(
    tx: &Transaction<'_>,
    rows: &[OddityRow],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = tx.prepare_cached(
        "INSERT INTO oddity(procedure, text, at) VALUES (:procedure, :text, :at) \
         ON CONFLICT(procedure, text) DO UPDATE SET at = excluded.at",
    )?;
    for row in rows {
        statement.execute(
            named_params! { ":procedure": row.procedure, ":text": row.text, ":at": now.0 },
        )?;
    }
    Ok(())
}
