//! Catalogue, policy, and the signal of changes.

use std::sync::Arc;

use super::{World, elsewhere, now};
use crate::fixture::{self, Journal, received};
use crate::store::{OddityRow, Signer};

fn signer() -> Signer {
    Arc::new(|message| format!("signed {}", message.len()))
}

pub(super) async fn versions_rise_only_with_changes_and_wake_the_waiting(world: World) {
    let mut changes = world.store.changes();
    let publish = async |text: Option<&'static str>| {
        let edit = Box::new(move |(), _: Option<String>, _| text.map(str::to_owned));
        world
            .store
            .publish_catalogue(edit, signer())
            .await
            .expect("answers")
    };
    assert_eq!(publish(None).await, 0, "nothing to publish");
    assert!(
        !changes.has_changed().expect("open"),
        "nobody is woken for nothing"
    );
    assert_eq!(publish(Some("one")).await, 1, "the first version");
    assert!(
        changes.has_changed().expect("open"),
        "the waiting are woken"
    );
    assert_eq!(
        (publish(Some("two")).await, publish(None).await),
        (2, 2),
        "then only changes"
    );
    let newest = world
        .store
        .catalogue_after(0)
        .await
        .expect("answers")
        .expect("there");
    let message = protocol::wire::published_message(2, "two");
    assert_eq!(
        (newest.version, newest.json.as_str()),
        (2, "two"),
        "the newest"
    );
    assert_eq!(
        newest.signature,
        format!("signed {}", message.len()),
        "as it was signed"
    );
    assert!(
        world
            .store
            .catalogue_after(2)
            .await
            .expect("answers")
            .is_none(),
        "nothing newer"
    );

    let desk = world.desk().await;
    let edit = Box::new(|parts: crate::store::PolicyParts, _: Option<String>, _| {
        let desks = parts
            .desks
            .iter()
            .map(|d| d.key_id.clone())
            .collect::<Vec<_>>()
            .join(" ");
        Some(format!(
            "{} {} {desks}",
            parts.site.officers.len(),
            parts.site.departments.len()
        ))
    });
    let publish = world
        .store
        .publish_policy(fixture::office(), edit, signer());
    assert_eq!(publish.await.expect("answers"), 1, "the office's own count");
    let policy = world
        .store
        .policy_after(fixture::office(), 0)
        .await
        .expect("answers");
    let key_id: String = blake3::hash(&[1; 32]).to_hex().chars().take(8).collect();
    assert_eq!(
        policy.expect("there").json,
        format!("4 3 {key_id}"),
        "written from its rows"
    );
    let other = world
        .store
        .policy_after(elsewhere(), 0)
        .await
        .expect("answers");
    assert!(other.is_none(), "each office has its own");

    changes.mark_unchanged();
    let mut journal = Journal::new(desk);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    world.admitted(&journal).await;
    assert!(changes.has_changed().expect("open"), "events wake too");
    changes.mark_unchanged();
    world.admitted(&journal).await;
    assert!(
        !changes.has_changed().expect("open"),
        "a repeated push does not"
    );

    let odd = OddityRow {
        procedure: "1.001776".into(),
        text: "methods[0]: …".into(),
    };
    for _ in 0..2 {
        world
            .store
            .add_oddities(vec![odd.clone()], now())
            .await
            .expect("kept once");
    }
}
