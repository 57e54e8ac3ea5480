//! Starting, stopping, and what a data folder remembers.

use super::*;
use crate::fixture::{Journal, received};
use crate::store::DataKind;

#[tokio::test]
async fn a_restarted_centre_keeps_port_ca_desks_and_journal() {
    let centre = Centre::new().await;
    let mut desk = centre.desk().await;
    let mut journal = Journal::new(desk.id);
    journal.act(fixture::dossier_id(), &received(1, &[]));
    desk.pushed(&journal.whole()).await;
    let url = centre.running.url.clone();
    let centre = centre.restart().await;
    assert_eq!(
        centre.running.url, url,
        "the port is fixed after the first choice"
    );
    let standing = desk.pushed(&journal.piece(1, 1)).await;
    assert_eq!(
        standing.acked, 1,
        "token, CA and journal outlive the process"
    );
    desk.sign_in().await;
    centre.running.shutdown().await.expect("ends");
}

#[tokio::test]
async fn a_demo_refuses_real_data_other_addresses_and_a_second_server() {
    let clock = TestClock::new();
    let real = tempfile::tempdir().expect("a folder");
    let opened = crate::Centre::open(real.path(), DataKind::Real)
        .await
        .expect("opens");
    opened.store.close().await.expect("closes");
    let refused = start(real.path(), &clock).await.err().expect("refused");
    assert!(
        matches!(refused, Error::WrongData { found: "real", .. }),
        "{refused}"
    );
    let folder = tempfile::tempdir().expect("a folder");
    let open = ServerConfig {
        data_dir: folder.path().to_owned(),
        listen: ([0, 0, 0, 0], 0).into(),
        url: None,
        demo: true,
        clock: clock.clock(),
        limits: Limits::default(),
        speaks: Spoken::OURS,
    };
    let refused = Server::start(open.clone()).await.err().expect("refused");
    assert!(matches!(refused, Error::DemoNotLoopback), "{refused}");
    let first = start(folder.path(), &clock).await.expect("starts");
    let second = start(folder.path(), &clock).await.err().expect("refused");
    assert!(matches!(second, Error::InUse), "{second}");
    first.shutdown().await.expect("ends");
    let as_real = Server::start(ServerConfig {
        demo: false,
        ..open
    })
    .await
    .err()
    .expect("refused");
    assert!(
        matches!(as_real, Error::WrongData { found: "demo", .. }),
        "{as_real}"
    );
}

#[tokio::test]
async fn the_demo_leaves_a_code_that_enrols_any_number_of_desks() {
    let centre = Centre::new().await;
    let code = std::fs::read_to_string(centre.folder.path().join("enrolment-code.txt"));
    let code = code.expect("the file");
    let (one, two) = (Desk::enrol(&code).await, Desk::enrol(&code).await);
    assert_ne!(one.id, two.id, "two desks");
    let demo = one.enrolled.demo.expect("a demo says so");
    let officer = demo
        .officers
        .iter()
        .find(|o| o.login.as_str() == fixture::OFFICER);
    assert_eq!(
        officer.expect("is named").password,
        PASSWORD,
        "its passwords are public"
    );
    assert_eq!(demo.officers.len(), 4, "four officers");
}

#[tokio::test]
async fn shutting_down_ends_long_polls_at_once() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    let mut waiting = tokio::task::JoinSet::new();
    let path = format!("/v1/pull?feed={}&after=0&limit=1&wait=25", home());
    let request = desk.request(Method::GET, &path);
    waiting.spawn(async move { send(request).await });
    // the poll is certainly waiting once a request sent after it has been answered
    desk.pull(&home(), 0, 0).await;
    let begun = tokio::time::Instant::now();
    centre.running.shutdown().await.expect("ends");
    assert!(begun.elapsed().as_secs() < 20, "nobody waited for the poll");
    assert!(waiting.join_next().await.is_some(), "the poll ended too");
}

#[tokio::test]
async fn several_centres_run_in_one_process_and_do_not_know_each_others_desks() {
    let (one, two) = (Centre::new().await, Centre::new().await);
    let desk = one.desk().await;
    let code = two.running.enrol_code().await.expect("a code");
    let ca = fetch_ca(&read_code(&code)).await;
    let foreign = client(&ca)
        .get(format!("{}/healthz", one.running.url))
        .send()
        .await;
    assert!(foreign.is_err(), "another centre's CA signs nothing here");
    assert_eq!(desk.get("/healthz").await.text(), "ok", "its own does");
}

#[tokio::test]
async fn the_machine_itself_reads_counts_that_name_nobody() {
    let centre = Centre::new().await;
    let desk = centre.desk().await;
    desk.get("/v1/blob/nonsense").await.fault(400);
    let text = desk.get("/metrics").await.text();
    let counted = "route=\"/v1/blob/{hash}\",method=\"GET\",status=\"400\"";
    assert!(text.contains(counted), "by pattern: {text}");
    assert!(text.contains("motcua_store_connections{state="), "{text}");
    for secret in [desk.id.to_string(), desk.token, fixture::OFFICER.into()] {
        assert!(!text.contains(&secret), "nobody's name or number");
    }
}
