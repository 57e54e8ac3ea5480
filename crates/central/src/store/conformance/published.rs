//! Catalogue, policy, and the signal of changes.

use std::sync::Arc;

use super::{World, elsewhere, now};
use crate::fixture::{self, Journal, received};
use crate::store::{OddityRow, PolicyParts, Signer};
use protocol::wire::published_message;

fn signer() -> Signer {
    Arc::new(|message| format!("signed {}", message.len()))
}

async fn publish(world: &World, text: Option<&'static str>) -> u32 {
    let edit = Box::new(move |(), _: Option<String>, _| text.map(str::to_owned));
    let published = world.store.publish_catalogue(edit, signer());
    published.await.expect("answers")
}

pub(super) async fn versions_rise_only_with_changes(world: World) {
    assert_eq!(publish(&world, None).await, 0, "nothing to publish");
    assert_eq!(publish(&world, Some("one")).await, 1, "the first version");
    assert_eq!(publish(&world, Some("two")).await, 2, "the second");
    assert_eq!(publish(&world, None).await, 2, "only changes count");
    let after = async |held| {
        let newer = world.store.catalogue_after(held);
        newer.await.expect("answers")
    };
    let newest = after(0).await.expect("there");
    assert_eq!((newest.version, newest.json.as_str()), (2, "two"), "newest");
    let signed = format!("signed {}", published_message(2, "two").len());
    assert_eq!(newest.signature, signed, "as it was signed");
    assert!(after(2).await.is_none(), "nothing newer");
}

pub(super) async fn a_policy_is_written_from_its_offices_rows(world: World) {
    world.desk().await;
    let edit = Box::new(|parts: PolicyParts, _: Option<String>, _| {
        let (officers, departments) = (parts.site.officers.len(), parts.site.departments.len());
        let ids: Vec<_> = parts.desks.into_iter().map(|d| d.key_id).collect();
        Some(format!("{officers} {departments} {}", ids.join(" ")))
    });
    let published = world
        .store
        .publish_policy(fixture::office(), edit, signer());
    assert_eq!(
        published.await.expect("answers"),
        1,
        "the office's own count"
    );
    let policy = async |office| {
        let newest = world.store.policy_after(office, 0);
        newest.await.expect("answers")
    };
    let key_id: String = blake3::hash(&[1; 32]).to_hex().chars().take(8).collect();
    let json = policy(fixture::office()).await.expect("there").json;
    assert_eq!(json, format!("4 3 {key_id}"), "officers, departments, desk");
    assert!(
        policy(elsewhere()).await.is_none(),
        "each office has its own"
    );
}

pub(super) async fn only_changes_wake_the_waiting(world: World) {
    let mut changes = world.store.changes();
    let mut woken = || {
        let changed = changes.has_changed().expect("open");
        changes.mark_unchanged();
        changed
    };
    publish(&world, None).await;
    assert!(!woken(), "nothing was published");
    publish(&world, Some("one")).await;
    assert!(woken(), "something was");
    let mut journal = Journal::new(world.desk().await);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    world.admitted(&journal).await;
    assert!(woken(), "events wake too");
    world.admitted(&journal).await;
    assert!(!woken(), "a repeated push does not");
}

pub(super) async fn an_oddity_is_kept_once(world: World) {
    let odd = OddityRow {
        procedure: "1.001776".into(),
        text: "methods[0]: …".into(),
    };
    for _ in 0..2 {
        let kept = world.store.add_oddities(vec![odd.clone()], now());
        kept.await.expect("a repeated import is no error");
    }
}
