//! Who an officer is: as the centre said at this sign-in, else as it said before.

use domain::ids::OfficerId;
use protocol::wire::{Policy, Role, SessionReply};
use store::{PublishedKind, Reader, Store};

use crate::desk::SignedIn;
use crate::errors::Fault;
use crate::intake::tags::{from_tag, tag};

/// The officer with name and role; the centre's answer is kept for the next outage.
pub(crate) fn signed_in(
    store: &Store,
    login: &OfficerId,
    reply: Option<&SessionReply>,
) -> Result<SignedIn, Fault> {
    if let Some(reply) = reply {
        let (name, role) = (reply.officer_name.clone(), reply.role);
        store.write(|tx| {
            tx.set_setting(&key("name", login), &name)?;
            tx.set_setting(&key("role", login), &tag(&role))
                .map_err(Fault::from)
        })?;
        return Ok(SignedIn {
            login: login.clone(),
            name,
            role,
        });
    }
    store.read(|r| known(r, login))
}

fn known(r: &Reader<'_>, login: &OfficerId) -> Result<SignedIn, Fault> {
    let policy = r.published(PublishedKind::Policy)?;
    let policy: Option<Policy> = policy.and_then(|held| serde_json::from_str(&held.json).ok());
    let info = policy.and_then(|p| {
        p.officers
            .into_iter()
            .find(|officer| officer.login == *login)
    });
    if let Some(info) = info {
        return Ok(SignedIn {
            login: login.clone(),
            name: info.name,
            role: info.role,
        });
    }
    let name = r
        .setting(&key("name", login))?
        .unwrap_or_else(|| login.to_string());
    let role = r
        .setting(&key("role", login))?
        .and_then(|text| from_tag(&text));
    Ok(SignedIn {
        login: login.clone(),
        name,
        role: role.unwrap_or(Role::Auditor),
    })
}

fn key(what: &str, login: &OfficerId) -> String {
    format!("officer.{what}.{login}")
}
