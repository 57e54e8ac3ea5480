//! Drafts, parked intakes, their pages, and the move to the dossier.

use crate::testing::*;
use crate::{BlobOrigin, Draft, LocalAttachment, StoreError};

fn draft(n: u64, minute: i64) -> Draft {
    Draft {
        request: request(n),
        officer: officer(),
        json: format!("{{\"requestId\":\"{n}\",\"note\":\"chờ phô tô\"}}"),
        person: "Nguyễn Văn An".into(),
        procedure: "Chứng thực".into(),
        parked_since: None,
        saved_at: minutes(minute),
        pages: 0,
    }
}

/// Puts bytes into the blobs and gives them a name.
fn scanned(world: &World, n: u64, bytes: &[u8]) -> LocalAttachment {
    world.store().blobs().put(bytes, 1 << 20).expect("taken in");
    let name = format!("trang {n}.png");
    LocalAttachment {
        attachment: attachment(n, bytes),
        name,
        thumbnail: vec![9, 9],
    }
}

#[test]
fn a_draft_survives_the_death_of_the_program() {
    let mut world = World::new();
    world.write(|tx| tx.save_draft(&draft(1, 0)));
    let newer = Draft {
        json: "{\"name\":\"Ngu\"}".into(),
        ..draft(1, 1)
    };
    world.write(|tx| tx.save_draft(&newer));
    world.reopen();
    assert_eq!(
        world.read(|r| r.current_draft(&officer())),
        Some(newer),
        "the last autosave"
    );
}

#[test]
fn an_officer_has_one_current_draft_and_any_number_parked() {
    let world = World::new();
    world.write(|tx| tx.save_draft(&draft(1, 0)));
    let second = world.store().write(|tx| tx.save_draft(&draft(2, 1)));
    assert!(
        matches!(second, Err(StoreError::DraftInTheWay)),
        "never silently pushed out"
    );
    world.write(|tx| {
        tx.park_draft(request(1), minutes(2))?;
        tx.save_draft(&draft(2, 3))?;
        tx.park_draft(request(2), minutes(4))
    });
    let parked: Vec<_> = world
        .read(|r| r.parked(&officer()))
        .into_iter()
        .map(|d| d.request)
        .collect();
    assert_eq!(parked, [request(1), request(2)], "longest parked first");
    assert_eq!(world.read(|r| r.counts()).parked, 2, "the rail says two");
    let back = world.write(|tx| tx.resume_draft(request(1)));
    assert_eq!(back.json, draft(1, 0).json, "everything comes back");
    let other = world.store().write(|tx| tx.resume_draft(request(2)));
    assert!(
        matches!(other, Err(StoreError::DraftInTheWay)),
        "one at a time"
    );
}

#[test]
fn a_draft_beyond_the_limit_is_refused() {
    let world = World::new();
    let huge = Draft {
        json: "x".repeat(600_000),
        ..draft(1, 0)
    };
    let refused = world.store().write(|tx| tx.save_draft(&huge));
    assert!(
        matches!(refused, Err(StoreError::TooMuch { .. })),
        "bounded"
    );
}

#[test]
fn pages_of_a_draft_move_to_the_dossier_in_the_reception() {
    let world = World::new();
    let pages: Vec<_> = [(1, b"mot"), (2, b"hai")]
        .map(|(n, bytes)| scanned(&world, n, bytes))
        .into();
    world.write(|tx| {
        tx.save_draft(&draft(1, 0))?;
        pages
            .iter()
            .try_for_each(|page| tx.add_draft_attachment(request(1), page))
    });
    assert_eq!(
        world.read(|r| r.draft(request(1))).expect("a draft").pages,
        2,
        "counted"
    );
    assert!(
        world.read(|r| r.blobs_to_send(9)).is_empty(),
        "a draft's pages are not sent"
    );
    let attachments = pages.iter().map(|page| page.attachment.clone()).collect();
    let body = walk(1).with(attachments).body();
    let moved = world.write(|tx| {
        tx.append(&new_event(1, 1, NOW, &officer(), &body))?;
        let moved = tx.move_attachments(request(1), dossier(1))?;
        tx.remove_draft(request(1))?;
        Ok(moved)
    });
    assert_eq!(moved, pages, "all of them, in order");
    assert_eq!(
        world.read(|r| r.current_draft(&officer())),
        None,
        "the draft is gone"
    );
    assert_eq!(
        world.read(|r| r.dossier_attachments(dossier(1))),
        pages,
        "names and pictures stay"
    );
    assert_eq!(
        world.read(|r| r.thumbnail(attachment_id(2))),
        Some(vec![9, 9]),
        "thumbnail"
    );
    let blob = world
        .read(|r| r.attachment_blob(attachment_id(1)))
        .expect("known");
    let bytes = world.store().blobs().read(blob.blob, 100).expect("here");
    assert_eq!(bytes, b"mot", "and the bytes");
    assert_eq!(
        world.read(|r| r.blobs_to_send(9)).len(),
        2,
        "now they are to be sent"
    );
}

#[test]
fn a_thrown_away_draft_takes_its_pages_with_it_at_the_next_start() {
    let mut world = World::new();
    let kept = scanned(&world, 1, b"giu lai");
    let thrown = scanned(&world, 2, b"bo di");
    world.write(|tx| {
        tx.save_draft(&draft(1, 0))?;
        tx.add_draft_attachment(request(1), &kept)?;
        tx.add_draft_attachment(request(1), &thrown)?;
        tx.remove_draft_attachment(attachment_id(2))
    });
    world
        .store()
        .blobs()
        .put(&b"mo coi"[..], 100)
        .expect("a file whose row a crash prevented");
    world.reopen();
    let has = |n: &LocalAttachment| world.store().blobs().has(n.attachment.blob);
    assert!(
        has(&kept) && !has(&thrown),
        "only what a draft still has stays"
    );
    assert_eq!(
        world.store().blobs().list().expect("listed").len(),
        1,
        "orphans are gone"
    );
    world.write(|tx| tx.remove_draft(request(1)));
    world.reopen();
    assert_eq!(
        world.store().blobs().list().expect("listed").len(),
        0,
        "and then none"
    );
    assert_eq!(
        world.read(|r| r.thumbnail(attachment_id(1))),
        None,
        "nor its picture"
    );
}

#[test]
fn a_page_cannot_be_bound_to_a_draft_that_is_gone() {
    let world = World::new();
    let page = scanned(&world, 1, b"muon");
    let late = world
        .store()
        .write(|tx| tx.add_draft_attachment(request(7), &page));
    assert!(
        matches!(late, Err(StoreError::NotFound { what: "draft" })),
        "{late:?}"
    );
}

#[test]
fn blobs_go_nearest_due_first_and_the_row_says_unsent_until_they_are_there() {
    let world = World::new();
    let page = scanned(&world, 1, b"trang");
    world.write(|tx| tx.save_draft(&draft(1, 0)));
    world.write(|tx| tx.add_draft_attachment(request(1), &page));
    world.receive(&walk(1).with(vec![page.attachment.clone()]));
    let answer = crate::Acked {
        incarnation: 1,
        upto: 1,
        durable: 1,
        issues: Vec::new(),
        at: NOW,
    };
    world.write(|tx| tx.mark_acked(&answer));
    let unsent = |world: &World| world.read(|r| r.row_of(dossier(1))).expect("a row").unsent;
    assert!(unsent(&world), "the event is there, the file is not");
    let counts = world.read(|r| r.counts());
    assert_eq!(
        (counts.unsent_files, counts.unsent_bytes),
        (1, 5),
        "and the strip says so"
    );
    let hash = page.attachment.blob;
    world.write(|tx| tx.set_blob_offset(hash, 3));
    assert_eq!(
        world.read(|r| r.blobs_to_send(9))[0].offset,
        3,
        "goes on where it stopped"
    );
    world.write(|tx| tx.mark_blob_done(hash));
    assert!(
        !unsent(&world) && world.read(|r| r.blobs_to_send(9)).is_empty(),
        "sent"
    );
    world.write(|tx| tx.resend_blob(hash));
    assert!(unsent(&world), "the centre lost it: sent again");
    assert_eq!(
        world.read(|r| r.blob_state(hash)).expect("here").offset,
        0,
        "from the start"
    );
}

#[test]
fn a_page_of_another_desk_is_missing_here_until_it_is_fetched() {
    let world = World::new();
    let theirs = walk(8).with(vec![attachment(8, b"ben kia")]).body();
    let page = crate::FeedPage {
        feed: "office:tthcc-a".into(),
        events: vec![pulled(1, 1, dossier(8), &theirs)],
        next: 1,
        epoch: 1,
        at: NOW,
    };
    world.write(|tx| tx.apply_feed(&page.clone().ready()));
    let blob = world
        .read(|r| r.attachment_blob(attachment_id(8)))
        .expect("known")
        .blob;
    assert_eq!(world.read(|r| r.blob_state(blob)), None, "not here");
    assert!(
        !world.read(|r| r.row_of(dossier(8))).expect("a row").unsent,
        "nor ours to send"
    );
    let put = world
        .store()
        .blobs()
        .put(&b"ben kia"[..], 100)
        .expect("fetched");
    world.write(|tx| tx.note_blob(&put, BlobOrigin::Centre, NOW));
    assert!(
        world.read(|r| r.blob_state(blob)).expect("here").done,
        "the centre has it anyway"
    );
    assert!(
        world.read(|r| r.blobs_to_send(9)).is_empty(),
        "never sent back"
    );
}
