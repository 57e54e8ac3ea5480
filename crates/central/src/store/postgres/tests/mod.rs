//! What only this store can get wrong: several of them over one database, transactions in each
//! other's way, a server that goes away.

use std::sync::Arc;
use std::time::Duration;

use pgcluster::Cluster;
use tokio::sync::watch;

use super::PostgresStore;
use crate::store::{CentralStore, StoreError};

/// Reconnecting is tried every second.
const HEARD_WITHIN: Duration = Duration::from_secs(30);

async fn connect(url: &str) -> PostgresStore {
    PostgresStore::connect(url).await.expect("connects")
}

#[tokio::test]
async fn stores_that_start_at_once_migrate_once_and_a_newer_database_is_left_alone() {
    let cluster = Cluster::start().expect("PostgreSQL starts");
    let url = cluster.database().expect("a database");
    let mut starting = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let url = url.clone();
        starting.spawn(async move { connect(&url).await });
    }
    let mut stores = Vec::new();
    while let Some(store) = starting.join_next().await {
        stores.push(store.expect("connects"));
    }
    for store in &stores {
        assert!(store.offices().await.expect("answers").is_empty(), "usable");
        store.close().await.expect("closes");
    }
    let raise = "INSERT INTO migration(number) SELECT max(number) + 1 FROM migration";
    cluster
        .sql("test_0", raise)
        .expect("a newer program was here");
    let refused = PostgresStore::connect(&url).await.err();
    assert!(
        matches!(refused, Some(StoreError::Newer { found, known }) if found == known + 1),
        "{refused:?}"
    );
}

#[tokio::test]
async fn events_stay_whoever_asks() {
    let cluster = Cluster::start().expect("PostgreSQL starts");
    let store = connect(&cluster.database().expect("a database")).await;
    for statement in [
        "DELETE FROM event",
        "UPDATE event SET body = ''",
        "TRUNCATE event CASCADE",
        "DELETE FROM ruling",
        "UPDATE ruling SET reason = ''",
    ] {
        let refused = cluster.sql("test_0", statement).expect_err("refused");
        assert!(refused.to_string().contains("never changed"), "{refused}");
    }
    store.close().await.expect("closes");
}

/// A change is heard, and soon.
async fn told(changes: &mut watch::Receiver<u64>) {
    let heard = tokio::time::timeout(HEARD_WITHIN, changes.changed()).await;
    heard.expect("in time").expect("the store lives");
}

#[tokio::test]
async fn a_change_here_wakes_those_who_wait_there_and_a_broken_connection_wakes_all() {
    let mut cluster = Cluster::start().expect("PostgreSQL starts");
    let url = cluster.database().expect("a database");
    let (here, there) = (connect(&url).await, connect(&url).await);
    let mut waiting = there.changes();
    let publish = Box::new(|(), _: Option<String>, _| Some("one".to_owned()));
    let sign = Arc::new(|_: &[u8]| String::new());
    here.publish_catalogue(publish, sign)
        .await
        .expect("published");
    told(&mut waiting).await;
    cluster.stop();
    cluster.begin().expect("starts again");
    told(&mut waiting).await; // who may have missed something looks
    let mut again = there.changes();
    let publish = Box::new(|(), _: Option<String>, _| Some("two".to_owned()));
    let sign = Arc::new(|_: &[u8]| String::new());
    let version = here
        .publish_catalogue(publish, sign)
        .await
        .expect("published");
    assert_eq!(version, 2, "what was committed was there");
    told(&mut again).await; // and changes are heard again
    here.close().await.expect("closes");
    there.close().await.expect("closes");
}

#[tokio::test]
async fn a_server_that_is_away_is_a_passing_trouble() {
    let mut cluster = Cluster::start().expect("PostgreSQL starts");
    let store = connect(&cluster.database().expect("a database")).await;
    cluster.stop();
    let away = store.offices().await.expect_err("nobody answers");
    assert!(away.is_passing() && !away.is_full(), "{away:?}");
    cluster.begin().expect("starts again");
    assert!(store.offices().await.is_ok(), "the pool has connected anew");
    store.close().await.expect("closes");
}
