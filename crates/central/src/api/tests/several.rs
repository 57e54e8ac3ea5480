//! Two servers at once over one PostgreSQL database and one folder of pages: neither remembers
//! anything the other does not know.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::ids::BlobHash;
use pgcluster::Cluster;
use protocol::wire::{Lease, PullReply};
use tokio::task::JoinSet;

use super::*;
use crate::fixture::{Journal, received};
use crate::{Pages, Rows};

/// Two servers, `a` and `b`.
struct Pair {
    a: Centre,
    b: RunningServer,
    // ends after the servers, in the order of the fields
    _folder: TempDir,
    _pages: TempDir,
    _cluster: Cluster,
}

/// A folder with the keys of another.
fn folder_with_keys_of(other: &Path) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = folder.path().join("keys");
    crate::files::private_folder(&keys).expect("made");
    for file in std::fs::read_dir(other.join("keys")).expect("keys") {
        let file = file.expect("a key").path();
        let name = file.file_name().expect("a name");
        std::fs::copy(&file, keys.join(name)).expect("copied");
    }
    folder
}

impl Pair {
    async fn new() -> Self {
        let cluster = Cluster::start().expect("PostgreSQL starts");
        let pages = tempfile::tempdir().expect("a folder");
        let storage = Storage {
            rows: Rows::Postgres(cluster.database().expect("a database")),
            pages: Some(Pages::Folder(pages.path().to_owned())),
        };
        let (data, clock) = (tempfile::tempdir().expect("a folder"), TestClock::new());
        let running = start_in(data.path(), &clock, &storage).await;
        let stranger = tempfile::tempdir().expect("a folder");
        let refused = start_in(stranger.path(), &clock, &storage).await.err();
        assert!(
            matches!(refused, Some(Error::OtherKeys)),
            "other keys, other centre: {refused:?}"
        );
        let folder = folder_with_keys_of(data.path());
        let b = start_in(folder.path(), &clock, &storage).await;
        let a = Centre {
            running: running.expect("starts"),
            clock,
            folder: data,
        };
        Self {
            a,
            b: b.expect("starts beside it"),
            _folder: folder,
            _pages: pages,
            _cluster: cluster,
        }
    }

    async fn end(self) {
        self.a.running.shutdown().await.expect("ends");
        self.b.shutdown().await.expect("ends");
    }

    fn urls(&self) -> [String; 2] {
        [self.a.running.url.clone(), self.b.url.clone()]
    }
}

#[tokio::test]
async fn what_one_server_began_the_other_goes_on_with() {
    let pair = Pair::new().await;
    let [a, b] = pair.urls();
    let mut desk = Desk::enrol(&pair.a.running.enrol_code().await.expect("a code")).await;
    let nonce: ChallengeReply = desk
        .post("/v1/challenge", &json!({ "desk": desk.id }))
        .await
        .json();
    desk.url = b.clone();
    let opened = desk
        .session(|body| body["nonce"] = json!(nonce.nonce))
        .await;
    desk.token = opened.json::<SessionReply>().token;
    for (url, wrong) in [&a, &b, &a, &b, &a].into_iter().zip(1..) {
        desk.url.clone_from(url);
        let met = desk.session(|body| body["password"] = json!("wrong")).await;
        assert_eq!(met.fault(401).code, "wrong_password", "attempt {wrong}");
    }
    desk.url.clone_from(&b);
    let locked = desk.session(|_| ()).await.fault(429);
    assert_eq!(locked.code, "locked", "both count the same attempts");
    let bytes: Vec<u8> = (0..1_500_000_u32).map(|n| (n % 251) as u8).collect();
    let (blob, size, half) = (BlobHash::of(&bytes), bytes.len(), 1_000_000);
    let mut journal = Journal::new(desk.id);
    journal.act(fixture::dossier_id(), &received(1, &[blob]));
    desk.pushed(&journal.whole()).await;
    desk.url = a;
    desk.patch(&blob.to_string(), (0, size), &bytes[..half])
        .await;
    desk.url.clone_from(&b);
    let done = desk
        .patch(&blob.to_string(), (half, size), &bytes[half..])
        .await;
    assert_eq!(done.header("upload-complete"), "?1", "{}", done.text());
    let read = desk.get(&format!("/v1/blob/{blob}")).await;
    assert_eq!(read.body, bytes, "the same bytes");
    pair.end().await;
}

#[tokio::test]
async fn a_pull_that_waits_at_one_server_is_woken_by_a_push_to_the_other() {
    let pair = Pair::new().await;
    let (mut one, two) = (pair.a.desk().await, pair.a.desk().await);
    one.url.clone_from(&pair.b.url);
    let mut journal = Journal::new(one.id);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    let (begun, feed) = (tokio::time::Instant::now(), home());
    let (page, ()) = tokio::join!(two.pull(&feed, 0, 25), async {
        two.pull(&feed, 0, 0).await;
        one.pushed(&journal.whole()).await;
    });
    let page: PullReply = page.json();
    assert_eq!(page.events.len(), 1, "it came by the poll");
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "told by the database, before it would have looked by itself: {:?}",
        begun.elapsed()
    );
    pair.end().await;
}

/// A desk that leases at one server and pushes in turn to both, each piece twice.
async fn work(mut desk: Desk, urls: [String; 2]) -> (Vec<Lease>, Journal) {
    let wish = json!([
        { "agency": fixture::AGENCY, "day": fixture::day(), "want": 10, "reserve": false },
        { "agency": fixture::AGENCY, "day": fixture::day(), "want": 10, "reserve": true },
    ]);
    let leases: Vec<Lease> = desk.post("/v1/lease", &wish).await.json();
    let mut journal = Journal::new(desk.id);
    for (round, number) in (leases[0].from..).take(6).enumerate() {
        desk.url.clone_from(&urls[round % 2]);
        let dossier = fixture::dossier_id();
        journal.act(dossier, &received(number, &[]));
        journal.act(dossier, &fixture::paid());
        for _ in 0..2 {
            let standing = desk.pushed(&journal.whole()).await;
            assert_eq!(standing.acked, 2 * (round as u64 + 1), "held");
            assert!(standing.issues.is_empty(), "{:?}", standing.issues);
        }
    }
    (leases, journal)
}

#[tokio::test]
async fn desks_at_both_servers_leave_a_gapless_feed_and_never_share_a_number() {
    let pair = Pair::new().await;
    let mut working = JoinSet::new();
    for number in 0..8 {
        let mut desk = pair.a.desk().await;
        let mut urls = pair.urls();
        urls.rotate_left(number % 2);
        desk.url.clone_from(&urls[1]);
        working.spawn(work(desk, urls));
    }
    let (mut taken, mut sent) = (BTreeSet::new(), BTreeSet::new());
    while let Some(done) = working.join_next().await {
        let (leases, journal) = done.expect("a desk's work");
        for lease in leases {
            for n in lease.from..=lease.to {
                assert!(taken.insert(n), "{n} was given to two desks");
            }
        }
        sent.extend(journal.events.iter().map(|event| event.envelope.id.0));
    }
    let reader = pair.a.desk().await;
    let page: PullReply = reader.pull(&home(), 0, 0).await.json();
    let positions: Vec<u64> = page.events.iter().map(|event| event.position).collect();
    let expected: Vec<u64> = (1..=8 * 6 * 2).collect();
    assert_eq!(positions, expected, "a cursor never skips");
    let got: BTreeSet<_> = page.events.iter().map(|e| e.event.envelope.id.0).collect();
    assert_eq!(got, sent, "every event, once");
    pair.end().await;
}
