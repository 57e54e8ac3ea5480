//! Pages leave the desk, and nothing else does.

use crate::testing::*;
use crate::{Acked, BlobOrigin, BlobState, LocalAttachment, PageRoom, Purged};

const PAGE: u64 = 1_000;

/// Three dossiers with a page each; the first two are forwarded.
fn world() -> (World, [LocalAttachment; 3]) {
    let world = World::new();
    let pages = [1_u8, 2, 3].map(|fill| {
        let (bytes, n) = (bytes(fill), u64::from(fill));
        world
            .store()
            .blobs()
            .put(&bytes[..], PAGE)
            .expect("taken in");
        let page = LocalAttachment {
            attachment: attachment(n, &bytes),
            name: format!("trang {n}"),
            thumbnail: Vec::new(),
        };
        world.write(|tx| tx.save_draft(&draft(n)));
        world.write(|tx| tx.add_draft_attachment(request(n), &page));
        world.receive(&walk(n).with(vec![page.attachment.clone()]));
        world.write(|tx| tx.remove_draft(request(n)));
        page
    });
    (world, pages)
}

fn bytes(fill: u8) -> Vec<u8> {
    vec![fill; usize::try_from(PAGE).expect("small")]
}

fn draft(n: u64) -> crate::Draft {
    crate::Draft {
        request: request(n),
        officer: officer(),
        json: "{}".into(),
        person: String::new(),
        procedure: String::new(),
        parked_since: None,
        saved_at: minutes(0),
        pages: 0,
    }
}

fn acked(world: &World, upto: u64, durable: u64) {
    world.write(|tx| {
        tx.mark_acked(&Acked {
            incarnation: 1,
            upto,
            durable,
            issues: Vec::new(),
            at: NOW,
        })
    });
}

fn purge(world: &World, held_max: u64) -> u32 {
    let purged = world.store().purge_pages(held_max, minutes(9));
    let Purged { files, bytes } = purged.expect("purged");
    assert_eq!(bytes, u64::from(files) * PAGE, "whole pages");
    files
}

#[test]
fn pages_leave_once_they_are_handed_over_and_in_a_backup_that_was_read_back() {
    let (world, pages) = world();
    let has = |n: usize| world.store().blobs().has(pages[n].attachment.blob);
    assert_eq!(purge(&world, 0), 0, "the centre has none of them");
    acked(&world, 3, 3);
    for page in &pages {
        world.write(|tx| tx.mark_blob_done(page.attachment.blob));
    }
    assert_eq!(
        purge(&world, 0),
        0,
        "they came after the newest event of the backup"
    );
    for n in [1, 2] {
        world.append(10 + n, n, minutes(1), &forwarded(n));
    }
    acked(&world, 5, 3);
    assert_eq!(purge(&world, 0), 0, "still only at the centre");
    acked(&world, 5, 5);
    assert_eq!(purge(&world, 3 * PAGE), 0, "there is room for all of them");
    assert_eq!(purge(&world, 2 * PAGE), 1, "as many as must");
    assert!(has(0) != has(1) && has(2), "one of those handed over");
    assert_eq!(purge(&world, 0), 1, "the third waits for its hand-over");
    assert!(!has(0) && !has(1) && has(2), "and stays");
    let room = world.read(|r| r.page_room(NOW));
    assert_eq!(room.held_bytes, PAGE, "what is still here");
    assert_eq!(
        world.read(|r| r.timeline(dossier(1))).len(),
        2,
        "no event left"
    );
    assert!(
        !world.read(|r| r.row_of(dossier(1))).expect("a row").unsent,
        "nor is anything to be sent again"
    );
}

#[test]
fn a_page_that_left_is_here_again_when_it_was_fetched_and_a_restart_changes_nothing() {
    let (mut world, pages) = world();
    let blob = pages[0].attachment.blob;
    world.write(|tx| tx.mark_blob_done(blob));
    world.append(11, 1, minutes(1), &forwarded(1));
    acked(&world, 4, 4);
    assert_eq!(purge(&world, 0), 1, "it left");
    world.reopen();
    assert!(!world.store().blobs().has(blob), "gone");
    let state = BlobState {
        size_bytes: PAGE,
        offset: PAGE,
        done: true,
    };
    assert_eq!(world.read(|r| r.blob_state(blob)), Some(state), "known");
    let put = world
        .store()
        .blobs()
        .put(&bytes(1)[..], PAGE)
        .expect("fetched");
    world.write(|tx| tx.note_blob(&put, BlobOrigin::Centre, minutes(20)));
    world.reopen();
    assert!(world.store().blobs().has(blob), "kept, for its row says so");
    let room = PageRoom {
        held_bytes: 3 * PAGE,
        recent_bytes: PAGE,
    };
    assert_eq!(
        world.read(|r| r.page_room(minutes(20))),
        room,
        "it came just now"
    );
    assert_eq!(purge(&world, 0), 1, "and may leave again");
}
