//! A centre that goes on from an older copy of its database: nothing is lost, no number is given
//! twice, every desk hears of it.

use std::path::PathBuf;

use domain::ids::BlobHash;
use pgcluster::Cluster;
use protocol::wire::{IncarnationReply, Lease, PublishedReply, PullReply};

use super::*;
use crate::fixture::{Journal, received};
use crate::{Rows, backup};

/// How an operator puts an older copy in place.
type PutBack<'a> = &'a dyn Fn(&Path, &Path) -> Storage;

async fn lease(desk: &Desk) -> Lease {
    let wish = json!([
        { "agency": fixture::AGENCY, "day": fixture::day(), "want": 10, "reserve": false },
    ]);
    let mut leases: Vec<Lease> = desk.post("/v1/lease", &wish).await.json();
    leases.pop().expect("a block")
}

async fn policy_version(desk: &Desk) -> u32 {
    let path = "/v1/published?after_catalogue=0&after_policy=0";
    let published: PublishedReply = desk.get(path).await.json();
    published.policy.expect("there").version
}

/// What was done after the copy was made, and by whom.
struct Later {
    centre: Centre,
    backup: PathBuf,
    _backups: TempDir,
    one: Desk,
    two: Desk,
    journal: Journal,
    /// Read by the second desk.
    page: PullReply,
    /// Leased by the second desk, which then began a new incarnation.
    lost: Lease,
    policy: u32,
}

impl Later {
    async fn new(storage: &Storage) -> Self {
        let (data, clock) = (tempfile::tempdir().expect("a folder"), TestClock::new());
        let running = start_in(data.path(), &clock, storage).await;
        let centre = Centre {
            running: running.expect("starts"),
            clock,
            folder: data,
        };
        let (one, mut two) = (centre.desk().await, centre.desk().await);
        let page = BlobHash::of(b"page");
        let mut journal = Journal::new(one.id);
        let first = lease(&one).await;
        journal.act(fixture::dossier_id(), &received(first.from, &[page]));
        one.pushed(&journal.whole()).await;
        one.patch(&page.to_string(), (0, 4), b"page").await;
        let backups = tempfile::tempdir().expect("a folder");
        let made = backup::make(&centre.running.centre, backups.path(), fixture::morning()).await;
        let made = made.expect("a backup, read back");
        assert_eq!((made.lives.len(), made.blobs), (2, 1), "two desks, a page");

        journal.act(fixture::dossier_id(), &received(first.from + 1, &[]));
        let standing = one.pushed(&journal.whole()).await;
        assert_eq!((standing.acked, standing.durable), (2, 1), "one is durable");
        let page: PullReply = two.pull(&home(), 0, 0).await.json();
        assert_eq!(page.next, 2, "read by the other desk");
        let lost = lease(&two).await;
        let begun: IncarnationReply = two.post("/v1/incarnation", &json!({})).await.json();
        two.incarnation = begun.incarnation;
        Self {
            policy: policy_version(&one).await,
            centre,
            backup: made.folder,
            _backups: backups,
            one,
            two,
            journal,
            page,
            lost,
        }
    }

    /// Ends the centre and starts it on the older copy.
    async fn restore(self, put_back: PutBack<'_>) -> (Self, Storage) {
        let Centre {
            running,
            clock,
            folder,
        } = self.centre;
        running.shutdown().await.expect("ends");
        let storage = put_back(&self.backup, folder.path());
        let running = start_in(folder.path(), &clock, &storage).await;
        let centre = Centre {
            running: running.expect("starts again"),
            clock,
            folder,
        };
        (Self { centre, ..self }, storage)
    }
}

async fn loses_nothing(storage: Storage, put_back: PutBack<'_>) {
    let (mut later, storage) = Later::new(&storage).await.restore(put_back).await;
    let opened = later.one.sign_in().await;
    assert_eq!(opened.acked, 1, "the desk hears what the centre holds");
    assert_ne!(
        opened.feed_epoch, later.page.feed_epoch,
        "and that it went back"
    );
    let standing = later.one.pushed(&later.journal.piece(1, 2)).await;
    assert_eq!(
        (standing.acked, standing.head, standing.issues.len()),
        (2, later.journal.head().hex(), 0),
        "what was lost is sent again, under the lease that was not"
    );
    let opened_again = later.two.sign_in().await;
    assert_eq!(opened_again.incarnation, 2, "a life it had forgotten");
    let after: PullReply = later.two.pull(&home(), 0, 0).await.json();
    assert_eq!(
        (after.next, after.feed_epoch),
        (2, opened.feed_epoch),
        "all"
    );
    let fresh = lease(&later.centre.desk().await).await;
    assert!(
        fresh.from > later.lost.to && fresh.from > 9_999,
        "{} may be on a receipt already: {}",
        fresh.from,
        later.lost.to
    );
    let policy = policy_version(&later.one).await;
    assert!(policy > later.policy, "desks take its policy: {policy}");
    let Centre {
        running,
        clock,
        folder,
    } = later.centre;
    running.shutdown().await.expect("ends");
    let running = start_in(folder.path(), &clock, &storage).await;
    let running = running.expect("starts a third time");
    let again: PullReply = later.two.pull(&home(), 0, 0).await.json();
    assert_eq!(again.feed_epoch, after.feed_epoch, "a start is no restore");
    running.shutdown().await.expect("ends");
}

#[tokio::test]
async fn an_older_copy_of_the_embedded_database_loses_nothing() {
    let put_back = |backup: &Path, data: &Path| {
        for name in ["central.sqlite-wal", "central.sqlite-shm"] {
            // gone already after a clean end
            drop(std::fs::remove_file(data.join(name)));
        }
        let name = "central.sqlite";
        std::fs::copy(backup.join(name), data.join(name)).expect("copied");
        Storage::default()
    };
    loses_nothing(Storage::default(), &put_back).await;
}

#[tokio::test]
async fn an_older_dump_of_postgresql_loses_nothing() {
    let cluster = Cluster::start().expect("PostgreSQL starts");
    let in_database = |url| Storage {
        rows: Rows::Postgres(url),
        pages: None,
    };
    let put_back = |backup: &Path, _: &Path| {
        let url = cluster.database().expect("another database");
        let mut restore = cluster.client("pg_restore");
        restore.args(["--exit-on-error", "--no-owner", "--dbname", &url]);
        restore.arg(backup.join("central.dump"));
        pgcluster::finished("pg_restore", &mut restore).expect("restored");
        in_database(url)
    };
    let url = cluster.database().expect("a database");
    loses_nothing(in_database(url), &put_back).await;
}
