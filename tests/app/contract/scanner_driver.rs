//! The application as the process of a scanner's driver, with SANE's test device: stopped, killed and left alone by
//! a desk that goes on working.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use capture::{ProcessScanner, Program, Scanner as _};
use protocol::view::{IntakeDraft, PageTarget, PagesView, ScanRequest};
use tempfile::TempDir;
use testkit::{HUONG, Station, TestCentre, filled_draft, friday_morning, social_allowance};

use crate::drive::process::{children, signal};
use crate::drive::{app_under_test, poll};

const SOON: Duration = Duration::from_secs(60);
/// How often a scan is stopped: what goes wrong in a driver then goes wrong now and then.
const STOPS: usize = 20;

/// SANE with its test device alone; a page takes it most of a second.
fn slow_device() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("dll.conf"), "test\n");
    let conf = "geometry_max 300.0\nread-delay true\nread-delay-duration 3000\n";
    write(&folder.path().join("test.conf"), conf);
    folder
}

#[expect(clippy::disallowed_methods, reason = "a test's own file, not a desk's")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("the folder of a test can be written");
}

/// The application's driver, with SANE's configuration in `folder`. (`env` becomes what it starts.)
fn program(folder: &Path) -> Program {
    let mut config = OsString::from("SANE_CONFIG_DIR=");
    config.push(folder);
    Program {
        path: "/usr/bin/env".into(),
        arguments: vec![config, app_under_test().into(), "--scanner-driver".into()],
    }
}

/// A desk at work beside a feeder of ten sheets.
struct Office {
    _centre: TestCentre,
    station: Station,
    sane: TempDir,
}

impl Office {
    fn at_work() -> Self {
        let sane = slow_device();
        let program = program(sane.path());
        let clock = friday_morning();
        let centre = TestCentre::start(&clock);
        let station = Station::tuned(&clock, move |config| {
            config.scanner = Arc::new(ProcessScanner::new(program.clone()));
        });
        station.enrol(&centre, "Quầy 3");
        station.begin_work(HUONG);
        station.set("scanner", "test:0");
        Self {
            _centre: centre,
            station,
            sane,
        }
    }

    /// The process of this office's driver.
    fn driver(&self) -> Option<u32> {
        let folder = self.sane.path().display().to_string();
        children(std::process::id()).into_iter().find(|id| {
            let environment = std::fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
            String::from_utf8_lossy(&environment).contains(&folder)
        })
    }

    fn pages(&self, draft: &IntakeDraft) -> usize {
        let target = format!("draft:{}", draft.request_id);
        self.station
            .desk()
            .attachments(target)
            .expect("listed")
            .len()
    }

    /// Scans into `draft` and calls `stop` in the midst of its second page.
    fn scan_until(&self, draft: &IntakeDraft, stop: impl FnOnce()) -> PagesView {
        let (desk, before) = (self.station.desk(), self.pages(draft));
        let to = PageTarget {
            target: format!("draft:{}", draft.request_id),
            component: draft.papers[0].component.clone(),
        };
        std::thread::scope(|scope| {
            let scan = scope.spawn(|| desk.scan(ScanRequest { to, feeder: true }));
            self.station.changes.wait_for("the first page", || {
                (self.pages(draft) > before).then_some(())
            });
            stop();
            let scanned = scan.join().expect("the scan ends");
            scanned.expect("an answer, whatever became of the driver")
        })
    }

    /// A whole form, autosaved.
    fn typed(&self) -> IntakeDraft {
        let draft = filled_draft(&self.station, social_allowance());
        self.station
            .desk()
            .save_draft(draft.clone())
            .expect("autosaved");
        draft
    }

    /// The form becomes a dossier with every page that came.
    fn receives(&self, draft: IntakeDraft, pages: usize) {
        let desk = self.station.desk();
        let received = desk.receive(draft).expect("received");
        let dossier = desk.dossier(received.dossier).expect("the dossier");
        assert_eq!(dossier.attachments.len(), pages, "with its pages");
        assert!(!dossier.row.code.is_empty(), "and a code");
    }
}

#[test]
fn scans_stopped_in_the_midst_of_a_page_time_and_again_leave_the_desk_at_work() {
    let office = Office::at_work();
    for turn in 0..STOPS {
        let draft = office.typed();
        let stopped = office.scan_until(&draft, || {
            office.station.desk().cancel_scan(()).expect("stopped");
        });
        let problem = stopped.problem.expect("ten sheets are not scanned so fast");
        assert_eq!(problem.code, "scan.cancelled", "turn {turn}");
        let kept = stopped.added.len();
        assert!((1..10).contains(&kept), "turn {turn}: {kept} pages stay");
        assert_eq!(office.driver(), None, "turn {turn}: no process is left");
        office.receives(draft, kept);
    }
}

#[test]
fn a_driver_that_is_killed_in_the_midst_of_a_page_costs_that_page_and_nothing_else() {
    let office = Office::at_work();
    let draft = office.typed();
    let killed = office.scan_until(&draft, || {
        let driver = office.driver().expect("it scans");
        signal("KILL", &driver.to_string());
    });
    let problem = killed.problem.expect("told");
    assert_eq!(problem.code, "scan.driver", "the driver failed");
    let before = killed.added.len();
    assert!((1..10).contains(&before), "{before} pages stay");
    let again = office.scan_until(&draft, || {
        office.station.desk().cancel_scan(()).expect("stopped");
    });
    assert!(!again.added.is_empty(), "the next scan works at once");
    office.receives(draft, before + again.added.len());
}

#[test]
fn the_driver_lists_devices_and_touches_nothing_of_a_desk() {
    let sane = slow_device();
    let home = tempfile::tempdir().expect("a home");
    let Program {
        path,
        mut arguments,
    } = program(sane.path());
    let mut variable = OsString::from("HOME=");
    variable.push(home.path());
    arguments.insert(0, variable);
    arguments.insert(0, "-i".into());
    let found = ProcessScanner::new(Program { path, arguments }).devices();
    let found = found.expect("SANE is installed");
    assert!(
        found.iter().any(|device| device.id == "test:0"),
        "the test device: {found:?}"
    );
    let left = std::fs::read_dir(home.path()).expect("readable").count();
    assert_eq!(left, 0, "no folder, no log, no key");
}

#[test]
fn the_driver_ends_when_the_application_is_gone() {
    let sane = slow_device();
    let Program { path, arguments } = program(sane.path());
    let mut driver = Command::new(path)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = driver.stdin.take().expect("piped");
    let scan =
        "{\"scan\":{\"device\":\"test:0\",\"settings\":{\"source\":\"feeder\",\"dpi\":200}}}\n";
    stdin.write_all(scan.as_bytes()).expect("it listens");
    let mut stdout = BufReader::new(driver.stdout.take().expect("piped"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("it speaks");
    assert_eq!(line, "\"beat\"\n", "it scans");
    drop(stdin);
    poll::until("end of the driver", SOON, || {
        driver.try_wait().expect("a child can be asked")
    });
}
