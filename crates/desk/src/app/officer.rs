//! Who an officer is: as the centre said at this sign-in, else as it said before.

use domain::ids::OfficerId;
use protocol::wire::{Policy, Role, SessionReply};
use serde::Deserialize;
use store::{PublishedKind, Reader, Store};
use sync::revoked_setting;

use crate::desk::SignedIn;
use crate::errors::{Code, Fault};
use crate::intake::tags::{from_tag, tag};

/// The officer with name and role; the centre's answer is kept for the next outage.
pub(crate) fn signed_in(
    store: &Store,
    login: &OfficerId,
    reply: Option<&SessionReply>,
) -> Result<SignedIn, Fault> {
    let Some(reply) = reply else {
        let known = store.read(|r| known(r, login))?;
        return known.ok_or_else(|| Fault::code(Code::SignInOffline));
    };
    let (name, role) = (reply.officer_name.clone(), reply.role);
    store.write(|tx| {
        let list = tx.published_newest(PublishedKind::Policy)?;
        tx.set_setting(&key("name", login), &name)?;
        tx.set_setting(&key("role", login), &tag(&role))?;
        tx.set_setting(&key("list", login), &list.to_string())?;
        tx.set_setting(&revoked_setting(login), "")
            .map_err(Fault::from)
    })?;
    Ok(SignedIn {
        login: login.clone(),
        name,
        role,
    })
}

/// The officer as the signed list in force has them, else as the centre said when it last let them
/// in; `None` where neither says what they may do.
pub(super) fn known(r: &Reader<'_>, login: &OfficerId) -> Result<Option<SignedIn>, Fault> {
    let policy = r.published(PublishedKind::Policy)?;
    let policy: Option<Policy> = policy.and_then(|held| serde_json::from_str(&held.json).ok());
    let info = policy.and_then(|p| {
        p.officers
            .into_iter()
            .find(|officer| officer.login == *login)
    });
    if let Some(info) = info {
        return Ok(Some(SignedIn {
            login: login.clone(),
            name: info.name,
            role: info.role,
        }));
    }
    let role: Option<Role> = r
        .setting(&key("role", login))?
        .and_then(|text| from_tag(&text));
    let name = r
        .setting(&key("name", login))?
        .unwrap_or_else(|| login.to_string());
    Ok(role.map(|role| SignedIn {
        login: login.clone(),
        name,
        role,
    }))
}

/// Whether the officer is one no more: the centre refused them, or a signed list newer than its last
/// word on them leaves them out. Before any list has come nobody is.
pub(crate) fn is_removed(r: &Reader<'_>, login: &OfficerId) -> Result<bool, Fault> {
    let mark = r.setting(&revoked_setting(login))?;
    if mark.is_some_and(|mark| !mark.is_empty()) {
        return Ok(true);
    }
    let let_in_under = r.setting(&key("list", login))?;
    let let_in_under = let_in_under.and_then(|text| text.parse().ok()).unwrap_or(0);
    if r.published_newest(PublishedKind::Policy)? <= let_in_under {
        return Ok(false);
    }
    let Some(held) = r.published(PublishedKind::Policy)? else {
        return Ok(false);
    };
    let list: List = serde_json::from_str(&held.json).map_err(Fault::json("policy"))?;
    Ok(!list.officers.iter().any(|listed| listed.login == *login))
}

/// A policy as far as it lists officers: asked at every command, so the rest is left unread.
#[derive(Deserialize)]
struct List {
    officers: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    login: OfficerId,
}

fn key(what: &str, login: &OfficerId) -> String {
    format!("officer.{what}.{login}")
}

#[cfg(test)]
mod tests {
    use domain::ids::{AgencyCode, DeskId, OfficeId};
    use domain::time::Timestamp;
    use store::{DatabaseKey, Identity, Paths, Published};

    use super::*;
    use crate::ids::new_uuid;

    const AT: Timestamp = Timestamp(0);

    fn store(folder: &tempfile::TempDir) -> Store {
        let identity = Identity {
            desk: DeskId(new_uuid(AT).expect("an id")),
            incarnation: 1,
            office: OfficeId::parse("nam-hoa-lu").expect("an office"),
            office_name: String::new(),
            agency: AgencyCode::parse("H42.17").expect("an agency"),
            label: "Quầy 3".to_owned(),
            centre_url: String::new(),
            ca_certificate: Vec::new(),
            centre_key: String::new(),
            seal_key: String::new(),
            offline_days: 7,
        };
        let key = DatabaseKey::from_bytes([5; 32]);
        Store::create(&Paths::new(folder.path()), &key, &identity).expect("a database")
    }

    fn publish(store: &Store, version: u32, officer: &str) {
        let list = Published {
            kind: PublishedKind::Policy,
            version,
            json: format!(r#"{{"officers":[{{"login":"{officer}"}}]}}"#),
            signature: String::new(),
        };
        store.write(|tx| tx.put_published(&list, AT)).expect("kept");
    }

    #[test]
    fn an_officer_of_whom_nothing_says_what_they_may_do_is_not_let_in_without_the_centre() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder);
        let login = OfficerId::parse("nt.huong").expect("a name");
        let is_removed = || store.read(|r| is_removed(r, &login)).expect("read");
        assert!(!is_removed(), "no list has come yet");
        let refused = signed_in(&store, &login, None).expect_err("no role is guessed");
        let asks_centre =
            matches!(refused, Fault::Refused { code, .. } if code == Code::SignInOffline);
        assert!(asks_centre, "the centre says it");

        publish(&store, 3, "tv.binh");
        assert!(is_removed(), "a list without her");
        let list = key("list", &login);
        let let_in = store.write(|tx| tx.set_setting(&list, "3"));
        let_in.expect("the centre let her in since");
        assert!(!is_removed(), "she is newer than the list here");
        publish(&store, 4, "tv.binh");
        assert!(is_removed(), "a newer one leaves her out");
        publish(&store, 5, "nt.huong");
        assert!(!is_removed(), "and the next has her again");
    }
}
