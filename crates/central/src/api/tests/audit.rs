//! The auditor's walk over what a running centre holds.

use super::*;
use crate::audit::{FaultKind, verify};
use crate::fixture::{Journal, received};

#[tokio::test]
async fn the_walk_over_every_journal_names_the_first_event_that_was_changed() {
    let centre = Centre::new().await;
    let (one, two) = (centre.desk().await, centre.desk().await);
    let (mut first, mut second) = (Journal::new(one.id), Journal::new(two.id));
    let dossier = fixture::dossier_id();
    first.act(dossier, &received(1, &[]));
    let changed = first.act(dossier, &fixture::paid());
    first.act(dossier, &fixture::paid());
    second.act(fixture::dossier_id(), &received(2, &[]));
    one.pushed(&first.piece(0, 1)).await;
    two.pushed(&second.whole()).await;
    one.pushed(&first.whole()).await;
    let walk = async || {
        let store = &centre.running.centre.store;
        let walked = verify(&**store).await.expect("walks");
        walked.into_iter().map(|v| (v.held.desk, v))
    };
    for (_, verified) in walk().await {
        assert_eq!(
            (verified.sound, verified.fault),
            (verified.held.acked, None)
        );
    }
    let database = rusqlite::Connection::open(centre.folder.path().join("central.sqlite"));
    let database = database.expect("opens");
    let rewrite = format!(
        "DROP TRIGGER event_is_never_changed; UPDATE event SET body = '{{}}' WHERE id = '{changed}'"
    );
    database.execute_batch(&rewrite).expect("a determined hand");
    for (desk, verified) in walk().await {
        let Some(fault) = verified.fault else {
            assert_eq!((desk, verified.sound), (two.id, 1), "the other is sound");
            continue;
        };
        assert_eq!(
            (desk, verified.sound),
            (one.id, 1),
            "what came before stands"
        );
        assert_eq!(
            (fault.seq, fault.event, fault.what),
            (2, Some(changed), FaultKind::Changed),
            "the one that was changed"
        );
    }
}
