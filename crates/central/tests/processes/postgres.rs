//! PostgreSQL under the centre fails while several desks push: its server is stopped as when a machine
//! fails, then its database is put back to an older dump.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use pgcluster::Cluster;
use protocol::view::LinkState;
use testkit::{
    BINH, CentreProcess, Door, HUONG, LAN, Station, filled_draft, jpeg_page, social_allowance,
    until,
};

use crate::world::{centre_on, station};

/// Events that come between one trouble and the next.
const BETWEEN: usize = 8;

/// A desk's dossiers, received until it is told to stop.
fn work(station: &Station, shade: u8, is_over: &AtomicBool) -> Vec<(String, String)> {
    let mut received = Vec::new();
    while !is_over.load(Ordering::SeqCst) {
        let draft = filled_draft(station, social_allowance());
        if received.len() % 4 == 0 {
            let target = format!("draft:{}", draft.request_id);
            let component = draft.papers[0].component.clone();
            let page = jpeg_page(shade + 3 * u8::try_from(received.len() % 80).expect("small"));
            let attached = station
                .desk()
                .attach(&target, &component, "trang.jpg", &page);
            attached.expect("a page");
        }
        let one = station.desk().receive(draft).expect("received");
        received.push((one.dossier, one.code));
        station.desk().send_now(()).expect("signed in");
        std::thread::park_timeout(std::time::Duration::from_millis(40));
    }
    received
}

/// Waits until the centre holds so many events more than it did.
fn wait_for_more(centre: &CentreProcess) {
    let before = centre.journal().len();
    until("more events", || {
        (centre.journal().len() >= before + BETWEEN).then_some(())
    });
}

fn dump(cluster: &Cluster, url: &str, to: &Path) {
    let mut dump = cluster.client("pg_dump");
    dump.args(["--format=custom", "--dbname", url, "--file"])
        .arg(to);
    pgcluster::finished("pg_dump", &mut dump).expect("dumped");
}

fn restore(cluster: &Cluster, from: &Path) -> String {
    let url = cluster.database().expect("another database");
    let mut restore = cluster.client("pg_restore");
    restore
        .args(["--exit-on-error", "--no-owner", "--dbname", &url])
        .arg(from);
    pgcluster::finished("pg_restore", &mut restore).expect("restored");
    url
}

fn epoch(cluster: &Cluster, url: &str) -> u32 {
    let name = url.split(['/', '?']).nth(3).expect("a name");
    let sql = "SELECT value FROM meta WHERE name = 'feed_epoch'";
    cluster
        .sql(name, sql)
        .expect("told")
        .trim()
        .parse()
        .expect("a number")
}

#[test]
fn a_server_restarted_and_put_back_to_an_older_dump_while_desks_push_loses_and_doubles_nothing() {
    let mut cluster = Cluster::start().expect("PostgreSQL starts");
    let first = cluster.database().expect("a database");
    let mut centre = centre_on(Some(first.clone()));
    let door = Door::to(centre.address()).expect("a door");
    let desks = [("Quầy 3", HUONG), ("Quầy 4", BINH), ("Quầy 5", LAN)];
    let desks = desks.map(|(label, officer)| station(&centre, &door, label, officer));
    let (is_over, folder) = (
        AtomicBool::new(false),
        tempfile::tempdir().expect("a folder"),
    );
    let received = std::thread::scope(|scope| {
        let over = &is_over;
        let work = |(station, shade)| scope.spawn(move || work(station, shade, over));
        let working = desks.iter().zip(0..).map(work).collect::<Vec<_>>();
        wait_for_more(&centre);
        cluster.stop();
        std::thread::park_timeout(std::time::Duration::from_millis(500));
        cluster.begin().expect("it starts again");
        wait_for_more(&centre);
        let file = folder.path().join("centre.dump");
        dump(&cluster, &first, &file);
        wait_for_more(&centre);
        centre.kill9();
        let second = restore(&cluster, &file);
        centre.use_database(second.clone());
        centre.start_again();
        assert_ne!(
            epoch(&cluster, &first),
            epoch(&cluster, &second),
            "another feed epoch"
        );
        wait_for_more(&centre);
        is_over.store(true, Ordering::SeqCst);
        let done = working
            .into_iter()
            .map(|thread| thread.join().expect("worked"));
        done.flatten().collect::<Vec<_>>()
    });
    let mut recorded = 0;
    for station in &desks {
        station.wait_link(&LinkState::Online);
        station.until("everything is sent", || {
            station.desk().send_now(()).expect("signed in");
            let sync = station.desk().sync_overview(()).expect("overview");
            (sync.recorded == sync.acked && sync.files_waiting == 0).then_some(())
        });
        recorded += station.desk().sync_overview(()).expect("overview").recorded;
    }
    let kept = centre.journal();
    let ids: BTreeSet<&String> = kept.iter().map(|event| &event.id).collect();
    assert_eq!(ids.len(), kept.len(), "no event twice");
    let there: BTreeSet<&String> = kept.iter().map(|event| &event.dossier).collect();
    for (dossier, code) in &received {
        assert!(there.contains(dossier), "{code} is lost");
    }
    assert_eq!(
        kept.len() as u64,
        recorded,
        "what the desks recorded and nothing else"
    );
    let codes: BTreeSet<&String> = received.iter().map(|(_, code)| code).collect();
    assert_eq!(codes.len(), received.len(), "no code twice");
    centre.verify();
}
