//! A centre whose pages are in a bucket of a real S3 service.

use domain::ids::BlobHash;

use super::*;
use crate::backup;
use crate::blobs::s3_server::S3;
use crate::fixture::{Journal, received};

/// A centre over a bucket, with one dossier and its page of three pieces.
async fn world() -> (S3, Centre, Desk, Vec<u8>) {
    let s3 = S3::start().await;
    let storage = Storage {
        pages: Some(s3.pages()),
        ..Storage::default()
    };
    let centre = Centre::with(Limits::default(), storage).await;
    let desk = centre.desk().await;
    let bytes: Vec<u8> = (0..=250).cycle().take(2_500_000).collect();
    let page = BlobHash::of(&bytes);
    let mut journal = Journal::new(desk.id);
    journal.act(fixture::dossier_id(), &received(1, &[page]));
    desk.pushed(&journal.whole()).await;
    let (hash, piece) = (page.to_string(), 1024 * 1024);
    for from in (0..bytes.len()).step_by(piece) {
        let to = bytes.len().min(from + piece);
        let place = (from, bytes.len());
        let taken = desk.patch(&hash, place, &bytes[from..to]).await;
        assert!(taken.status.is_success(), "{}", taken.text());
        assert_eq!(taken.header("upload-offset"), to.to_string(), "so far");
    }
    (s3, centre, desk, bytes)
}

#[tokio::test]
async fn pages_in_a_bucket_are_read_whole_and_in_part_and_leave_the_data_folder_empty() {
    let (_s3, centre, desk, bytes) = world().await;
    let path = format!("/v1/blob/{}", BlobHash::of(&bytes));
    let whole = desk.get(&path).await;
    assert_eq!(whole.body, bytes, "the same bytes");
    let asked = desk.request(Method::GET, &path);
    let part = send(asked.header("range", "bytes=1048570-1048580")).await;
    assert_eq!(part.status.as_u16(), 206, "a part");
    assert_eq!(part.body, &bytes[1_048_570..=1_048_580], "exactly");
    assert_eq!(
        part.header("content-range"),
        "bytes 1048570-1048580/2500000",
        "and said"
    );
    let folder = centre.folder.path();
    assert!(!folder.join("blobs").exists(), "nothing beside the rows");
}

#[tokio::test]
async fn a_backup_reads_every_page_in_the_bucket_and_tells_one_that_changed() {
    let (s3, centre, desk, bytes) = world().await;
    let into = tempfile::tempdir().expect("a folder");
    let now = fixture::morning();
    let made = backup::make(&centre.running.centre, into.path(), now).await;
    assert_eq!(made.expect("a backup").blobs, 1, "a page");
    let durable = desk
        .pushed(&Journal::new(desk.id).piece(0, 0))
        .await
        .durable;
    assert_eq!(durable, 1, "and told");
    let copies = into.path().join("blobs");
    assert!(!copies.exists(), "pages stay in the bucket");
    let page = crate::blobs::path_below(&s3.objects().join("blobs"), BlobHash::of(&bytes));
    let mut spoilt = bytes;
    spoilt[2_000_000] ^= 1;
    crate::files::write_private(&page, &spoilt).expect("a bad disk");
    let later = now.plus_ms(1_000);
    let made = backup::make(&centre.running.centre, into.path(), later).await;
    let told = made.expect_err("no backup").to_string();
    assert!(told.ends_with("a page has other bytes"), "{told}");
    std::fs::remove_file(&page).expect("removed");
    let made = backup::make(&centre.running.centre, into.path(), later).await;
    assert!(made.is_err(), "nor without it");
}

#[tokio::test]
async fn a_bucket_that_is_away_is_a_passing_trouble() {
    let (s3, _centre, desk, bytes) = world().await;
    drop(s3);
    let path = format!("/v1/blob/{}", BlobHash::of(&bytes));
    let told = desk.get(&path).await.fault(503);
    assert_eq!(told.code, "busy", "come again");
    assert!(told.retry_after.is_some(), "and when");
    assert_eq!(desk.get("/healthz").await.text(), "ok", "the centre lives");
}
