//! Two copies of a desk that both worked under one life: the second is frozen, the lead lets it go
//! on, and what either copy recorded is at the centre.

use std::collections::BTreeSet;
use std::path::PathBuf;

use protocol::view::{ReceivedView, SettleRequest};
use tempfile::TempDir;
use testkit::{HUONG, LAN, Station, TestCentre, filled_draft, friday_morning, social_allowance};

/// The whole disk of a stopped desk: data, side file and keyring.
struct Image {
    data: TempDir,
    secrets: Vec<u8>,
}

impl Image {
    fn of(station: &Station) -> Self {
        Self {
            data: station.copied(),
            secrets: std::fs::read(secrets(station)).expect("the keyring"),
        }
    }

    fn put_back(&self, station: &mut Station) {
        station.put_back(&self.data);
        store::files::write_atomic(&secrets(station), &self.secrets).expect("the keyring");
    }
}

fn secrets(station: &Station) -> PathBuf {
    station.data().with_file_name("secrets.json")
}

fn receive(station: &Station) -> ReceivedView {
    let draft = filled_draft(station, social_allowance());
    station.desk().receive(draft).expect("received")
}

/// Two copies receive a dossier each without a link, under one life; the first has sent its own.
fn forked(centre: &TestCentre, station: &mut Station) -> [ReceivedView; 2] {
    receive(station);
    station.wait_sent();
    station.stop();
    let before = Image::of(station);
    station.faults.cut(true);
    station.start();
    station.sign_in(HUONG).expect("signed in");
    let ours = receive(station);
    station.stop();
    let after = Image::of(station);

    before.put_back(station);
    station.start();
    station
        .sign_in(HUONG)
        .expect("signed in on the older image");
    let theirs = receive(station);
    assert_eq!(
        ours.code, theirs.code,
        "two papers, one code: nothing could tell"
    );
    station.faults.cut(false);
    station.desk().send_now(()).expect("signed in");
    station.wait_sent();
    assert!(
        centre.dossier(&theirs.dossier).is_some(),
        "the first to send"
    );
    station.stop();
    after.put_back(station);
    [ours, theirs]
}

#[test]
fn a_desk_that_forked_goes_on_when_the_lead_says_so_and_nothing_of_either_copy_is_lost() {
    let clock = friday_morning();
    let centre = TestCentre::start(&clock);
    let mut station = Station::at_work(&centre, &clock, "Quầy 3", HUONG);
    let [ours, theirs] = forked(&centre, &mut station);

    station.start();
    station.sign_in(HUONG).expect("signed in");
    station.until("the fork is found", || {
        (station.strip().numbering_problem == "frozen").then_some(())
    });
    let slip = receive(&station);
    assert!(slip.provisional, "no code meanwhile");
    let why = "Ảnh đĩa cũ được khôi phục, bản kia đã xóa";
    let refused = station
        .desk()
        .thaw(why.to_owned())
        .expect_err("not the counter's");
    assert_eq!(refused.code, "app.not_allowed", "the role is asked");

    station.desk().sign_out(()).expect("signed out");
    station.sign_in(LAN).expect("the lead is here");
    let refused = station
        .desk()
        .thaw(" ".to_owned())
        .expect_err("a reason is asked");
    assert_eq!(refused.code, "thaw.reason", "why");
    station
        .desk()
        .thaw(why.to_owned())
        .expect("the lead decides");
    station.wait_sent();
    station.wait_ready();
    assert_eq!(station.strip().numbering_problem, "", "numbers again");
    let thaws = station.desk().sync_overview(()).expect("sync").thaws;
    assert_eq!(thaws.len(), 1, "the decision stays in sight");
    assert_eq!(thaws[0].reason, why, "with its reason");
    assert_eq!(thaws[0].officer, "Phạm Thị Lan", "and who decided");
    for dossier in [&ours.dossier, &theirs.dossier, &slip.dossier] {
        assert!(centre.dossier(dossier).is_some(), "at the centre");
        station.until("here too", || station.desk().dossier(dossier.clone()).ok());
    }

    // the doubled code is a task, and one of the two papers is replaced
    let clash = station.until("the doubled code is a task", || {
        let tasks = station.desk().sync_overview(()).ok()?.tasks;
        tasks.into_iter().find(|task| task.kind == "code_clash")
    });
    assert_eq!(clash.dossier, ours.dossier, "of the later one");
    let decision = SettleRequest {
        task: clash.id,
        choice: "correct_code".to_owned(),
        note: "đã thu lại giấy cũ".to_owned(),
    };
    station.desk().settle(decision).expect("decided");
    let next = receive(&station);
    assert!(!next.provisional, "numbering goes on: {}", next.code);
    let dossiers = [&ours.dossier, &theirs.dossier, &slip.dossier, &next.dossier];
    let codes = dossiers.map(|dossier| {
        station.until("an official code", || {
            let row = station.desk().dossier(dossier.clone()).ok()?.row;
            (!row.provisional).then_some(row.code)
        })
    });
    let different: BTreeSet<_> = codes.iter().collect();
    assert_eq!(different.len(), codes.len(), "no code twice: {codes:?}");
    station.wait_sent();
}
