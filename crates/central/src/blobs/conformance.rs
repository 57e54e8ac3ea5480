//! One suite for both places. Each scenario has two servers over one place.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, SystemTime};

use axum::body::to_bytes;
use tempfile::TempDir;
use uuid::Uuid;

use super::s3_server::S3;
use super::*;

const MIB: usize = 1024 * 1024;

/// Two servers over one place, and where its files are.
struct World {
    a: Blobs,
    b: Blobs,
    files: PathBuf,
}

impl World {
    async fn of(pages: &Pages, files: PathBuf) -> Self {
        let nowhere = Path::new("/nonexistent");
        let open = async || {
            let blobs = Blobs::new(Some(pages), nowhere).expect("a place");
            blobs.prepare().await.expect("ready");
            blobs
        };
        let (a, b) = (open().await, open().await);
        Self { a, b, files }
    }
}

async fn scenarios(world: World) {
    pieces_follow_each_other_and_make_the_whole(&world).await;
    what_one_server_began_the_other_finishes(&world).await;
    wrong_bytes_never_stand_as_whole_and_spoil_nobodys_upload(&world).await;
    sizes_are_bounded(&world).await;
    ranges_are_read_exactly(&world).await;
    two_servers_that_take_the_same_pieces_do_no_harm(&world).await;
    a_blob_of_one_piece_and_an_empty_one_are_whole_at_once(&world).await;
    several_are_kept_as_one_and_none_with_other_bytes(&world).await;
    old_uploads_are_removed_and_young_ones_stay(&world).await;
}

#[tokio::test]
async fn the_folder_conforms() {
    let folder = TempDir::new().expect("a folder");
    let files = folder.path().to_owned();
    scenarios(World::of(&Pages::Folder(files.clone()), files).await).await;
}

#[tokio::test]
async fn the_bucket_conforms() {
    let s3 = S3::start().await;
    scenarios(World::of(&s3.pages(), s3.objects()).await).await;
}

fn desk(number: u128) -> DeskId {
    DeskId(Uuid::from_u128(number))
}

/// Bytes no other scenario has.
fn content(scenario: u8, length: usize) -> (Bytes, BlobHash) {
    let bytes: Vec<u8> = (0..=250)
        .cycle()
        .take(length)
        .map(|n: u8| n ^ scenario)
        .collect();
    let hash = BlobHash::of(&bytes);
    (bytes.into(), hash)
}

fn piece(whole: &Bytes, range: Range<usize>) -> Piece {
    Piece {
        offset: range.start as u64,
        size: whole.len() as u64,
        bytes: whole.slice(range),
    }
}

async fn read(blobs: &Blobs, hash: BlobHash, range: Range<u64>) -> Bytes {
    let body = blobs.read(hash, range).await.expect("readable");
    to_bytes(body, usize::MAX).await.expect("read")
}

fn assert_offset(met: &Result<Appended, BlobFault>, real: u64, why: &str) {
    assert!(
        matches!(met, Err(BlobFault::Offset(here)) if *here == real),
        "{why}: {met:?}"
    );
}

async fn pieces_follow_each_other_and_make_the_whole(world: &World) {
    let blobs = &world.a;
    let (whole, hash) = content(1, 2 * MIB + 12_345);
    let end = whole.len();
    let (key, size) = ((desk(1), hash), end as u64);
    assert_eq!(blobs.offset(desk(1), hash).await.expect("asked"), 0, "none");
    let done = blobs.append(key, piece(&whole, 0..MIB)).await;
    assert_eq!(done.expect("taken"), Appended::Until(MIB as u64), "a piece");
    let again = blobs.append(key, piece(&whole, 0..MIB)).await;
    assert_offset(&again, MIB as u64, "the same again");
    let hole = blobs.append(key, piece(&whole, 2 * MIB..end)).await;
    assert_offset(&hole, MIB as u64, "no holes");
    let offset = blobs.offset(desk(1), hash).await.expect("asked");
    assert_eq!(offset, MIB as u64, "it stands there");
    assert_eq!(blobs.size(hash).await.expect("asked"), None, "not whole");
    let small = blobs.append(key, piece(&whole, MIB..MIB + 100)).await;
    let until = Appended::Until(MIB as u64 + 100);
    assert_eq!(small.expect("taken"), until, "pieces of any size");
    let last = blobs.append(key, piece(&whole, MIB + 100..end)).await;
    assert_eq!(last.expect("taken"), Appended::Complete(size), "whole");
    assert_eq!(blobs.size(hash).await.expect("asked"), Some(size), "there");
    assert_eq!(read(blobs, hash, 0..size).await, whole, "the same bytes");
    let left = blobs.offset(desk(1), hash).await.expect("asked");
    assert_eq!(left, 0, "nothing is left of the upload");
}

async fn what_one_server_began_the_other_finishes(world: &World) {
    let (whole, hash) = content(2, MIB + 7);
    let key = (desk(1), hash);
    let begun = world.a.append(key, piece(&whole, 0..MIB)).await;
    begun.expect("taken");
    let stands = world.b.offset(desk(1), hash).await.expect("asked");
    assert_eq!(stands, MIB as u64, "the other server knows");
    let done = world.b.append(key, piece(&whole, MIB..whole.len())).await;
    let size = whole.len() as u64;
    assert_eq!(done.expect("taken"), Appended::Complete(size), "finished");
    assert_eq!(read(&world.a, hash, 0..size).await, whole, "for both");
}

async fn wrong_bytes_never_stand_as_whole_and_spoil_nobodys_upload(world: &World) {
    let blobs = &world.a;
    let (whole, hash) = content(3, 1_000);
    let (honest, liar) = ((desk(1), hash), (desk(2), hash));
    let begun = blobs.append(honest, piece(&whole, 0..400)).await;
    begun.expect("taken");
    let other = Bytes::from(vec![b'x'; 1_000]);
    let at_once = blobs.append(liar, piece(&other, 0..1_000)).await;
    assert!(matches!(at_once, Err(BlobFault::Hash)), "{at_once:?}");
    let first = blobs.append(liar, piece(&other, 0..10)).await;
    first.expect("taken: nobody can know yet");
    let last = blobs.append(liar, piece(&other, 10..1_000)).await;
    assert!(matches!(last, Err(BlobFault::Hash)), "{last:?}");
    let anew = blobs.offset(desk(2), hash).await.expect("asked");
    assert_eq!(anew, 0, "and begins again");
    assert_eq!(blobs.size(hash).await.expect("asked"), None, "not whole");
    let stands = blobs.offset(desk(1), hash).await.expect("asked");
    assert_eq!(stands, 400, "the other upload stands");
    let done = blobs.append(honest, piece(&whole, 400..1_000)).await;
    assert_eq!(done.expect("taken"), Appended::Complete(1_000), "completes");
    assert_eq!(read(blobs, hash, 0..1_000).await, whole, "as it was");
}

async fn sizes_are_bounded(world: &World) {
    let (whole, hash) = content(4, 100);
    let key = (desk(1), hash);
    let cut = Piece {
        size: 50,
        ..piece(&whole, 0..100)
    };
    let huge = Piece {
        size: protocol::wire::BLOB_BYTES_MAX + 1,
        ..piece(&whole, 0..100)
    };
    for (why, bad) in [("more than it said", cut), ("more than any", huge)] {
        let met = world.a.append(key, bad).await;
        assert!(matches!(met, Err(BlobFault::TooLarge)), "{why}: {met:?}");
    }
    let kept = world.a.offset(desk(1), hash).await.expect("asked");
    assert_eq!(kept, 0, "nothing was kept");
}

async fn ranges_are_read_exactly(world: &World) {
    let (whole, hash) = content(5, 3 * MIB);
    let key = (desk(1), hash);
    for from in [0, MIB, 2 * MIB] {
        let part = piece(&whole, from..from + MIB);
        world.a.append(key, part).await.expect("taken");
    }
    for range in [0..1, 5..17, MIB - 3..MIB + 3, 3 * MIB - 1..3 * MIB, 7..7] {
        let asked = range.start as u64..range.end as u64;
        let got = read(&world.b, hash, asked).await;
        assert_eq!(got, whole.slice(range.clone()), "{range:?}");
    }
}

async fn two_servers_that_take_the_same_pieces_do_no_harm(world: &World) {
    let (whole, hash) = content(6, 2 * MIB + 9);
    let (key, size) = ((desk(1), hash), whole.len() as u64);
    for range in [0..MIB, MIB..2 * MIB, 2 * MIB..whole.len()] {
        let one = world.a.append(key, piece(&whole, range.clone()));
        let two = world.b.append(key, piece(&whole, range.clone()));
        let (one, two) = tokio::join!(one, two);
        assert!(one.is_ok() || two.is_ok(), "{one:?} {two:?}");
    }
    // a server that lost the race may know no more than that; the desk asks again
    let found = world.b.size(hash).await.expect("asked");
    assert_eq!(found, Some(size), "whole");
    assert_eq!(read(&world.a, hash, 0..size).await, whole, "and right");
}

async fn a_blob_of_one_piece_and_an_empty_one_are_whole_at_once(world: &World) {
    for length in [10, 0] {
        let (whole, hash) = content(7, length);
        let done = world.a.append((desk(1), hash), piece(&whole, 0..length));
        let complete = Appended::Complete(length as u64);
        assert_eq!(done.await.expect("taken"), complete, "{length} bytes");
        let size = world.b.size(hash).await.expect("asked");
        assert_eq!(size, Some(length as u64), "there");
        assert_eq!(read(&world.b, hash, 0..length as u64).await, whole, "same");
    }
}

async fn several_are_kept_as_one_and_none_with_other_bytes(world: &World) {
    let lengths = [10, 0, 70_000];
    let all: Vec<_> = (10..)
        .zip(lengths)
        .map(|(n, length)| content(n, length))
        .collect();
    let (other, claimed) = (Bytes::from_static(b"other"), BlobHash::of(b"claimed"));
    let begun = world
        .a
        .append((desk(1), all[2].1), piece(&all[2].0, 0..100));
    begun.await.expect("half of one is under way");
    let blobs = || {
        let sound = all.iter().map(|(bytes, hash)| (*hash, bytes.clone()));
        sound.chain([(claimed, other.clone())]).collect::<Vec<_>>()
    };
    let (one, two) = tokio::join!(
        world.a.keep(desk(1), blobs()),
        world.b.keep(desk(2), blobs())
    );
    let kept: Vec<_> = all
        .iter()
        .map(|(bytes, hash)| (*hash, bytes.len() as u64))
        .collect();
    assert_eq!(one.expect("kept"), kept, "the sound ones");
    assert_eq!(two.expect("kept"), kept, "by both at once");
    for (whole, hash) in &all {
        let size = whole.len() as u64;
        assert_eq!(
            world.b.size(*hash).await.expect("asked"),
            Some(size),
            "there"
        );
        assert_eq!(
            &read(&world.b, *hash, 0..size).await,
            whole,
            "the same bytes"
        );
    }
    let none = world.a.size(claimed).await.expect("asked");
    assert_eq!(none, None, "other bytes are nowhere");
}

async fn old_uploads_are_removed_and_young_ones_stay(world: &World) {
    let ((old, forgotten), (young, under_way)) = (content(8, 500), content(9, 500));
    for (whole, hash) in [(&old, forgotten), (&young, under_way)] {
        let begun = world.a.append((desk(3), hash), piece(whole, 0..100)).await;
        begun.expect("taken");
    }
    let upload = world.files.join("partial").join(desk(3).to_string());
    age(&upload.join(crate::hex::encode(&forgotten.0)));
    world.b.prepare().await.expect("started again");
    let stands = async |hash| world.b.offset(desk(3), hash).await.expect("asked");
    assert_eq!(stands(forgotten).await, 0, "nobody went on with it");
    assert_eq!(stands(under_way).await, 100, "it is young");
}

/// Makes a file, or those in a folder, fifteen days old.
fn age(path: &Path) {
    if path.is_dir() {
        for file in std::fs::read_dir(path).expect("files") {
            age(&file.expect("a file").path());
        }
        return;
    }
    let file = File::options().write(true).open(path).expect("a file");
    let day = Duration::from_secs(24 * 60 * 60);
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    file.set_modified(then - day).expect("aged");
}
