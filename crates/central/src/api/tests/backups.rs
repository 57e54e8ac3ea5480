//! Backups: what they hold, when desks are told, what stops them.

use domain::ids::BlobHash;

use super::*;
use crate::backup;
use crate::fixture::{Journal, received};

/// A centre with one dossier and its page.
async fn world() -> (Centre, Desk, Journal, BlobHash) {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let page = BlobHash::of(b"page");
    let mut journal = Journal::new(desk.id);
    journal.act(fixture::dossier_id(), &received(1, &[page]));
    journal.act(fixture::dossier_id(), &json!({ "kind": "unknown" }));
    desk.pushed(&journal.whole()).await;
    desk.patch(&page.to_string(), (0, 4), b"page").await;
    (centre, desk, journal, page)
}

#[tokio::test]
async fn events_are_durable_once_the_backup_was_read_back_and_it_starts_as_a_centre() {
    let (centre, desk, mut journal, _) = world().await;
    assert_eq!(
        desk.pushed(&journal.piece(0, 0)).await.durable,
        0,
        "no backup yet"
    );
    let into = tempfile::tempdir().expect("a folder");
    let now = fixture::morning();
    let made = backup::make(&centre.running.centre, into.path(), now)
        .await
        .expect("a backup");
    assert_eq!(
        (made.lives[0].seq, made.blobs),
        (2, 1),
        "the journal and the page"
    );
    journal.act(fixture::dossier_id(), &received(2, &[]));
    let standing = desk.pushed(&journal.whole()).await;
    assert_eq!(
        (standing.acked, standing.durable),
        (3, 2),
        "what came later is not in it"
    );
    let later = now.plus_ms(1000);
    let again = backup::make(&centre.running.centre, into.path(), later)
        .await
        .expect("another");
    assert_ne!(made.folder, again.folder, "the first one stays");
    assert_eq!(
        desk.pushed(&journal.piece(0, 0)).await.durable,
        3,
        "now it is"
    );
    let url = centre.running.url.clone();
    centre.running.shutdown().await.expect("ends");
    std::fs::rename(into.path().join("blobs"), again.folder.join("blobs")).expect("its pages");
    let copy = start(&again.folder, &centre.clock)
        .await
        .expect("the copy is a centre");
    let moved = Desk {
        url: copy.url.clone(),
        ..desk
    };
    assert_ne!(moved.url, url, "the port is not part of a backup");
    assert_eq!(
        moved.pushed(&journal.piece(0, 0)).await.acked,
        3,
        "same CA, keys, desks, journal"
    );
    let page = format!("/v1/blob/{}", BlobHash::of(b"page"));
    assert_eq!(moved.get(&page).await.body, b"page", "and pages");
    copy.shutdown().await.expect("ends");
}

#[tokio::test]
async fn a_page_with_other_bytes_or_a_rewritten_event_makes_no_backup() {
    let (centre, desk, journal, page) = world().await;
    let into = tempfile::tempdir().expect("a folder");
    let attempt = async || {
        let made = backup::make(&centre.running.centre, into.path(), fixture::morning()).await;
        made.expect_err("no backup").to_string()
    };
    let path = crate::blobs::path_below(&centre.folder.path().join("blobs"), page);
    let files = [(b"pagx".as_slice(), "a page has other bytes")];
    for (bytes, told) in files {
        crate::files::write_private(&path, bytes).expect("writes");
        assert!(attempt().await.ends_with(told), "{told}");
    }
    crate::files::write_private(&path, b"page").expect("writes");
    std::fs::remove_dir_all(into.path()).expect("begins afresh");
    let database = rusqlite::Connection::open(centre.folder.path().join("central.sqlite"));
    let database = database.expect("opens");
    let rewrite = "UPDATE event SET body = replace(body, '1.001776', '1.001777')";
    database
        .execute(rewrite, [])
        .expect_err("the database itself refuses");
    database
        .execute_batch(&format!("DROP TRIGGER event_is_never_changed; {rewrite};"))
        .expect("a determined hand");
    assert!(
        attempt().await.ends_with("a journal's chain is broken"),
        "the chain tells"
    );
    assert_eq!(
        desk.pushed(&journal.piece(0, 0)).await.durable,
        0,
        "nothing became durable"
    );
}
