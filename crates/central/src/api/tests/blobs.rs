//! Pages and files.

use domain::ids::BlobHash;

use super::*;
use crate::fixture::{Journal, received};

/// A dossier of the desk that names these blobs.
async fn name(desk: &Desk, journal: &mut Journal, blobs: &[BlobHash]) {
    let number = u32::try_from(journal.events.len()).expect("small") + 1;
    journal.act(fixture::dossier_id(), &received(number, blobs));
    let missing = desk.pushed(&journal.whole()).await.missing_blobs;
    assert!(
        blobs.iter().all(|blob| missing.contains(blob)),
        "the centre wants them"
    );
}

async fn head(desk: &Desk, hash: &str) -> (u16, String, String) {
    let answer = send(desk.request(Method::HEAD, &format!("/v1/blob/{hash}"))).await;
    let header = |name| answer.header(name).to_owned();
    (
        answer.status.as_u16(),
        header("upload-offset"),
        header("upload-complete"),
    )
}

fn at(offset: usize, complete: &str) -> (u16, String, String) {
    (200, offset.to_string(), complete.to_owned())
}

#[tokio::test]
async fn a_broken_upload_goes_on_where_it_stopped_also_after_a_restart() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let bytes: Vec<u8> = (0..2_500_000_u32).map(|n| (n % 251) as u8).collect();
    let (blob, size) = (BlobHash::of(&bytes), bytes.len());
    let hash = blob.to_string();
    name(&desk, &mut Journal::new(desk.id), &[blob]).await;
    assert_eq!(head(&desk, &hash).await, at(0, "?0"), "nothing yet");
    let piece = 1024 * 1024;
    let first = desk.patch(&hash, (0, size), &bytes[..piece]).await;
    assert_eq!(
        first.header("upload-offset"),
        piece.to_string(),
        "the first piece"
    );
    let centre = centre.restart().await;
    assert_eq!(
        head(&desk, &hash).await,
        at(piece, "?0"),
        "it is still there"
    );
    let repeated = desk.patch(&hash, (0, size), &bytes[..piece]).await;
    assert_eq!(
        repeated.header("upload-offset"),
        piece.to_string(),
        "the real offset"
    );
    let told = repeated.fault(409);
    assert_eq!(
        (told.code.as_str(), told.expected),
        ("offset", Some(piece as u64)),
        "and said"
    );
    let skipped = desk
        .patch(&hash, (2 * piece, size), &bytes[2 * piece..])
        .await;
    assert_eq!(skipped.fault(409).expected, Some(piece as u64), "no holes");
    desk.patch(&hash, (piece, size), &bytes[piece..2 * piece])
        .await;
    let last = desk
        .patch(&hash, (2 * piece, size), &bytes[2 * piece..])
        .await;
    assert_eq!(last.header("upload-complete"), "?1", "complete");
    assert_eq!(head(&desk, &hash).await, at(size, "?1"), "here");
    let path = format!("/v1/blob/{hash}");
    assert_eq!(desk.get(&path).await.body, bytes, "the same bytes");
    let again = desk.patch(&hash, (0, size), &bytes[..piece]).await;
    assert_eq!(
        again.header("upload-complete"),
        "?1",
        "an upload repeated is done already"
    );
    let colleague = centre.desk().await;
    assert_eq!(
        colleague.get(&path).await.body,
        bytes,
        "for every desk of the office"
    );
}

#[tokio::test]
async fn ranges_give_exactly_what_was_asked_for() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let bytes = b"0123456789";
    let blob = BlobHash::of(bytes);
    let hash = blob.to_string();
    name(&desk, &mut Journal::new(desk.id), &[blob]).await;
    desk.patch(&hash, (0, 10), bytes).await;
    let range = async |text: &str| {
        let path = format!("/v1/blob/{hash}");
        send(desk.request(Method::GET, &path).header("range", text)).await
    };
    for (asked, expected, span) in [
        ("bytes=0-3", "0123", "bytes 0-3/10"),
        ("bytes=4-", "456789", "bytes 4-9/10"),
        ("bytes=8-99", "89", "bytes 8-9/10"),
        ("bytes=-2", "89", "bytes 8-9/10"),
    ] {
        let answer = range(asked).await;
        assert_eq!(answer.status.as_u16(), 206, "{asked}");
        assert_eq!(
            (answer.text().as_str(), answer.header("content-range")),
            (expected, span)
        );
    }
    for asked in ["bytes=10-", "bytes=5-4", "bytes=a-b", "lines=1-2"] {
        assert_eq!(range(asked).await.fault(416).expected, Some(10), "{asked}");
    }
}

#[tokio::test]
async fn wrong_bytes_are_thrown_away_and_cannot_spoil_another_desks_upload() {
    let centre = Centre::new().await;
    let (honest, liar) = (centre.desk().await, centre.desk().await);
    let bytes = b"the page as scanned";
    let (blob, size) = (BlobHash::of(bytes), bytes.len());
    let hash = blob.to_string();
    name(&honest, &mut Journal::new(honest.id), &[blob]).await;
    honest.patch(&hash, (0, size), &bytes[..5]).await;
    let other = vec![b'x'; size];
    let refused = liar.patch(&hash, (0, size), &other).await;
    assert_eq!(refused.header("upload-offset"), "0", "begin again");
    assert_eq!(refused.fault(422).code, "hash", "these are other bytes");
    assert_eq!(
        honest
            .get(&format!("/v1/blob/{hash}"))
            .await
            .fault(404)
            .code,
        "not_found",
        "none"
    );
    assert_eq!(
        head(&honest, &hash).await,
        at(5, "?0"),
        "the other upload stands"
    );
    let done = honest.patch(&hash, (5, size), &bytes[5..]).await;
    assert_eq!(done.header("upload-complete"), "?1", "and completes");
}

/// A body of pages, each under its own hash or another.
fn body_of(pages: &[(BlobHash, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (hash, bytes) in pages {
        assert!(protocol::wire::add_page(&mut body, *hash, bytes), "room");
    }
    body
}

#[tokio::test]
async fn of_several_pages_each_is_taken_or_told_by_itself() {
    use protocol::wire::PageOutcome::{Hash, Here, Unknown};
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let of = |bytes: &[u8]| BlobHash::of(bytes);
    let wanted = [of(b"one"), of(b"two"), of(b"three")];
    name(&desk, &mut Journal::new(desk.id), &wanted).await;
    let body = body_of(&[
        (of(b"one"), b"one"),
        (of(b"two"), b"other bytes"),
        (of(b"nobody's"), b"nobody's"),
        (of(b"three"), b"three"),
    ]);
    for _ in 0..2 {
        let reply: protocol::wire::PagesReply = desk.post_bytes("/v1/blobs", &body).await.json();
        assert_eq!(reply.pages, [Here, Hash, Unknown, Here], "each by itself");
    }
    let read = async |hash: BlobHash| desk.get(&format!("/v1/blob/{hash}")).await;
    assert_eq!(read(of(b"three")).await.body, b"three", "as it was sent");
    assert_eq!(
        read(of(b"two")).await.fault(404).code,
        "not_found",
        "not kept"
    );
    let reply: protocol::wire::PagesReply = desk
        .post_bytes("/v1/blobs", &body_of(&[(of(b"two"), b"two")]))
        .await
        .json();
    assert_eq!(reply.pages, [Here], "and taken with its own bytes");
    for cut in [0, 1, 35, body.len() - 1] {
        let told = desk.post_bytes("/v1/blobs", &body[..cut]).await.fault(400);
        assert_eq!(told.code, "bad_request", "cut off at {cut}");
    }
    let huge = vec![0; protocol::wire::PAGES_BYTES_MAX + 1];
    let told = desk.post_bytes("/v1/blobs", &huge).await.fault(413);
    assert_eq!(told.code, "too_large", "more than a body may have");
}

#[tokio::test]
async fn a_blob_no_dossier_of_the_office_names_is_as_if_it_were_not() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let blob = BlobHash::of(b"somebody else's page");
    let hash = blob.to_string();
    assert_eq!(head(&desk, &hash).await.0, 404, "no standing");
    let refused = desk.patch(&hash, (0, 20), b"somebody else's page").await;
    assert_eq!(refused.fault(404).code, "not_found", "no upload");
    assert_eq!(
        desk.get(&format!("/v1/blob/{hash}")).await.fault(404).code,
        "not_found",
        "no bytes"
    );
    for bad in ["b3:12", "x", "..%2F..%2Fkeys%2Fsign.key"] {
        let told = desk.get(&format!("/v1/blob/{bad}")).await.fault(400);
        assert_eq!(told.code, "bad_request", "{bad}");
    }
}

#[tokio::test]
async fn another_office_reads_neither_pages_nor_feed_until_the_dossier_is_forwarded_to_it() {
    let centre = Centre::new().await;
    let (ours, theirs) = (centre.desk().await, centre.desk_elsewhere().await);
    let blob = BlobHash::of(b"page");
    let (hash, path) = (blob.to_string(), format!("/v1/blob/{blob}"));
    let mut journal = Journal::new(ours.id);
    name(&ours, &mut journal, &[blob]).await;
    ours.patch(&hash, (0, 4), b"page").await;
    assert_eq!(
        head(&theirs, &hash).await.0,
        404,
        "not even that it is there"
    );
    assert_eq!(
        theirs.get(&path).await.fault(404).code,
        "not_found",
        "no bytes"
    );
    assert_eq!(
        theirs.patch(&hash, (0, 4), b"page").await.fault(404).code,
        "not_found",
        "no upload"
    );
    assert_eq!(
        theirs.pull(&home(), 0, 0).await.fault(403).code,
        "not_allowed",
        "no feed"
    );
    journal.act(
        journal.events[0].envelope.dossier,
        &fixture::forwarded_to_office("elsewhere"),
    );
    ours.pushed(&journal.whole()).await;
    assert_eq!(
        theirs.get(&path).await.body,
        b"page",
        "with the dossier come its pages"
    );
    let page: protocol::wire::PullReply = theirs.pull("office:elsewhere", 0, 0).await.json();
    assert_eq!(page.events.len(), 2, "and its history");
}

#[tokio::test]
async fn pieces_and_blobs_are_no_larger_than_they_may_be() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let blob = BlobHash::of(b"page");
    let hash = blob.to_string();
    name(&desk, &mut Journal::new(desk.id), &[blob]).await;
    let wide = vec![0; 1024 * 1024 + 1];
    let told = desk.patch(&hash, (0, 4_000_000), &wide).await.fault(413);
    assert_eq!(told.code, "too_large", "a piece of more than 1 MiB");
    let told = desk
        .patch(&hash, (0, 64 * 1024 * 1024 + 1), b"x")
        .await
        .fault(413);
    assert_eq!(told.code, "too_large", "a blob of more than 64 MiB");
    let told = desk.patch(&hash, (0, 3), b"page").await.fault(413);
    assert_eq!(told.code, "too_large", "more than it said");
    assert_eq!(head(&desk, &hash).await, at(0, "?0"), "nothing was kept");
}
