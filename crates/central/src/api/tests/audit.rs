//! The auditor's walk over what a running centre holds.

use domain::ids::EventId;

use super::*;
use crate::audit::{FaultKind, verify};
use crate::fixture::{Journal, received};

impl Centre {
    /// A determined hand changes what an event says.
    fn rewrite(&self, event: EventId) {
        let database = rusqlite::Connection::open(self.folder.path().join("central.sqlite"));
        let rewrite = format!(
            "DROP TRIGGER event_is_never_changed; \
             UPDATE event SET body = '{{}}' WHERE id = '{event}'"
        );
        let rewritten = database.expect("opens").execute_batch(&rewrite);
        rewritten.expect("rewritten");
    }
}

#[tokio::test]
async fn a_start_counts_journals_with_a_changed_event_and_serves_their_desks_all_the_same() {
    let centre = Centre::new().await;
    let (one, two) = (centre.desk().await, centre.desk().await);
    let (mut first, mut second) = (Journal::new(one.id), Journal::new(two.id));
    let dossier = fixture::dossier_id();
    first.act(dossier, &received(1, &[]));
    let changed = first.act(dossier, &fixture::paid());
    second.act(fixture::dossier_id(), &received(2, &[]));
    one.pushed(&first.whole()).await;
    two.pushed(&second.whole()).await;
    let centre = centre.restart().await;
    let counted = async |desk: &Desk| {
        let text = desk.get("/metrics").await.text();
        let count = text
            .lines()
            .find_map(|l| l.strip_prefix("motcua_chain_bad "));
        count.map(str::to_owned)
    };
    assert_eq!(counted(&one).await.as_deref(), Some("0"), "all is sound");
    centre.rewrite(changed);
    let centre = centre.restart().await;
    assert_eq!(
        counted(&one).await.as_deref(),
        Some("1"),
        "one journal is not"
    );
    first.act(dossier, &fixture::paid());
    let standing = one.pushed(&first.piece(2, 3)).await;
    assert_eq!(standing.acked, 3, "its desk goes on");
    centre.running.shutdown().await.expect("ends");
}

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
    centre.rewrite(changed);
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
