//! Trouble of the scanner, through SANE's own test device: each has its word, and the pages that
//! came before it stay. SANE reads its configuration from a folder named by the environment, so the
//! cases run in a child, and the driver, as in the program, in a process of its own below that.

use std::fs::File;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use capture::{
    CancelToken, ProcessScanner, Program, SaneScanner, ScanError, ScanSettings, ScanSummary,
    ScannedPage, Scanner, ScannerInfo, Sink,
};
use protocol::view::{IntakeDraft, PageTarget, PagesView, ScanRequest};
use testkit::jpeg_page;

use crate::child::{command, is_child, passed};
use crate::world::{World, told};

const FOLDER: &str = "SANE_CONFIG_DIR";
const DRIVER: &str = "MOTCUA_FAULT_DRIVER";

/// Runs `test` in a child whose SANE has only the test device; true in the child.
fn in_child(test: &str) -> bool {
    if is_child() {
        return true;
    }
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("dll.conf"), "test\n").expect("written");
    let mut child = command(test);
    child.env(FOLDER, folder.path());
    passed(child);
    false
}

/// Sets the test device up; it reads this at each scan.
fn device(conf: &str) {
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("set by the parent"));
    let conf = format!("geometry_max 300.0\n{conf}");
    std::fs::write(folder.join("test.conf"), conf).expect("written");
}

/// As the program has it, but of this binary; what the test runner prints goes elsewhere.
fn scanner() -> Arc<dyn Scanner> {
    let this = std::env::current_exe().expect("this binary");
    let script = format!(
        "exec 3>&1 >&2; {DRIVER}=1 exec \"$0\" --exact scanning::driver_of_the_scanner --nocapture"
    );
    Arc::new(ProcessScanner::new(Program {
        path: "/bin/sh".into(),
        arguments: vec!["-c".into(), script.into(), this.into()],
    }))
}

/// Not a test of its own: the body of the driver's process.
#[test]
fn driver_of_the_scanner() {
    if std::env::var_os(DRIVER).is_none() {
        return;
    }
    let output = File::options().write(true).open("/dev/fd/3");
    let output = output.expect("the pipe to the desk");
    let served = capture::serve(&SaneScanner::default(), std::io::stdin(), output);
    served.expect("asked and answered");
}

fn at_work() -> World {
    let world = World::tuned(|config| config.scanner = scanner());
    world.station.set("scanner", "test:0");
    world
}

fn target(draft: &IntakeDraft) -> String {
    format!("draft:{}", draft.request_id)
}

fn scan(world: &World, draft: &IntakeDraft, feeder: bool) -> PagesView {
    let component = draft.papers[0].component.clone();
    let to = PageTarget {
        target: target(draft),
        component,
    };
    world
        .desk()
        .scan(ScanRequest { to, feeder })
        .expect("an answer, whatever the device does")
}

fn pages(world: &World, draft: &IntakeDraft) -> usize {
    world
        .desk()
        .attachments(target(draft))
        .expect("listed")
        .len()
}

#[test]
fn every_trouble_of_the_scanner_has_its_word_and_the_pages_before_it_stay() {
    if !in_child("scanning::every_trouble_of_the_scanner_has_its_word_and_the_pages_before_it_stay")
    {
        return;
    }
    device("");
    let mut world = at_work();
    let draft = world.typed();
    let first = scan(&world, &draft, false);
    assert_eq!(
        (first.added.len(), first.problem),
        (1, None),
        "the glass gives one page"
    );
    for (status, code) in [
        ("SANE_STATUS_JAMMED", "scan.jammed"),
        ("SANE_STATUS_COVER_OPEN", "scan.cover_open"),
        ("SANE_STATUS_NO_DOCS", "scan.no_paper"),
        ("SANE_STATUS_IO_ERROR", "scan.gone"),
    ] {
        device(&format!("read-status-code \"{status}\"\n"));
        let stopped = scan(&world, &draft, true);
        let problem = stopped.problem.expect("the officer is told");
        assert_eq!(problem.code, code, "{status}");
        told(&problem);
        assert_eq!(stopped.added.len(), 0, "{code}: no half page");
        assert_eq!(
            pages(&world, &draft),
            1,
            "{code}: the page before it is there"
        );
    }
    world.station.set("scanner", "test:9");
    let problem = scan(&world, &draft, false).problem.expect("told");
    assert_eq!(problem.code, "scan.gone", "unplugged");
    world.station.set("scanner", "test:0");
    device("");
    let again = scan(&world, &draft, false);
    assert_eq!(
        (again.added.len(), again.problem),
        (1, None),
        "cured, it scans again"
    );
    let received = world.desk().receive(draft).expect("received");
    let dossier = world.desk().dossier(received.dossier).expect("the dossier");
    assert_eq!(dossier.attachments.len(), 2, "with every page that came");
    assert_eq!(world.sound(), 1, "and nothing is damaged");
}

#[test]
fn a_scan_stopped_by_the_officer_keeps_the_sheets_that_came() {
    if !in_child("scanning::a_scan_stopped_by_the_officer_keeps_the_sheets_that_came") {
        return;
    }
    // slow enough to be stopped between two of its ten sheets on any machine
    device("read-delay true\nread-delay-duration 20000");
    let world = at_work();
    let draft = world.typed();
    let stopped = std::thread::scope(|scope| {
        let scan = scope.spawn(|| scan(&world, &draft, true));
        world.station.changes.wait_for("the second sheet", || {
            (pages(&world, &draft) >= 2).then_some(())
        });
        let busy = world.desk().scan(ScanRequest {
            to: PageTarget {
                target: target(&draft),
                component: "x".to_owned(),
            },
            feeder: true,
        });
        let busy = busy.expect_err("one scan at a time");
        assert_eq!(busy.code, "scan.running", "and says so");
        told(&busy);
        world.desk().cancel_scan(()).expect("stopped");
        scan.join().expect("the scan ends")
    });
    assert_eq!(
        stopped.problem.expect("told").code,
        "scan.cancelled",
        "stopped by the officer"
    );
    let kept = stopped.added.len();
    assert!(
        (2..10).contains(&kept),
        "{kept} of ten sheets came before it was stopped"
    );
    assert_eq!(pages(&world, &draft), kept, "all of them are there");
}

/// Gives its second page when it is told to.
struct Waiting(Mutex<Receiver<()>>);

impl Scanner for Waiting {
    fn devices(&self) -> Result<Vec<ScannerInfo>, ScanError> {
        Ok(Vec::new())
    }

    fn scan(
        &self,
        _: &str,
        _: ScanSettings,
        sink: &mut dyn Sink,
        _: &CancelToken,
    ) -> Result<ScanSummary, ScanError> {
        for shade in [1, 2] {
            let bytes = jpeg_page(shade);
            sink.page(ScannedPage { bytes }).map_err(ScanError::Sink)?;
            if shade == 1 {
                let told = self.0.lock().expect("one scan").recv();
                told.expect("the test tells it");
            }
        }
        Ok(ScanSummary {
            pages: 2,
            stopped_by: None,
        })
    }
}

/// Scans two pages; between the first and the second `meanwhile` happens.
fn scanned_while<T>(
    meanwhile: impl FnOnce(&World, &IntakeDraft) -> T,
) -> (World, IntakeDraft, PagesView, T) {
    let (go_on, waits) = channel();
    let scanner: Arc<dyn Scanner> = Arc::new(Waiting(Mutex::new(waits)));
    let world = World::tuned(move |config| config.scanner = Arc::clone(&scanner));
    world.station.set("scanner", "feeder");
    let draft = world.typed();
    let (scanned, happened) = std::thread::scope(|scope| {
        let scan = scope.spawn(|| scan(&world, &draft, true));
        world.station.changes.wait_for("the first page", || {
            (pages(&world, &draft) == 1).then_some(())
        });
        let happened = meanwhile(&world, &draft);
        go_on.send(()).expect("the scanner waits");
        (scan.join().expect("the scan ends"), happened)
    });
    (world, draft, scanned, happened)
}

#[test]
fn a_reception_does_not_wait_for_the_scanner_and_the_pages_that_come_after_it_follow() {
    let (mut world, _, scanned, received) = scanned_while(|world, draft| {
        world.clock.advance_ms(1_000);
        world.desk().receive(draft.clone()).expect("received")
    });
    assert_eq!(
        (scanned.added.len(), scanned.problem),
        (2, None),
        "both pages were taken"
    );
    let dossier = world.desk().dossier(received.dossier).expect("the dossier");
    assert_eq!(dossier.attachments.len(), 2, "and are in the dossier");
    assert_eq!(world.sound(), 2, "the reception, and the page after it");
}

#[test]
fn a_form_thrown_away_is_not_begun_again_by_a_page_that_comes_late() {
    let (mut world, thrown, scanned, next) = scanned_while(|world, draft| {
        let request = draft.request_id.clone();
        let next = world.desk().discard_draft(request).expect("thrown away");
        world.desk().save_draft(next.clone()).expect("autosaved");
        next
    });
    assert_eq!(scanned.added.len(), 1, "the page before it");
    let problem = scanned.problem.expect("the other is not kept unsaid");
    assert_eq!(problem.code, "draft.unknown", "its form is gone");
    told(&problem);
    let desk = world.desk();
    assert_eq!(pages(&world, &thrown), 0, "of the form nothing is left");
    assert_eq!(desk.current_draft(()), Ok(next), "the next one stays");
    assert_eq!(desk.parked(()), Ok(Vec::new()), "and none lies beside it");
    let (target, paper) = (target(&thrown), &thrown.papers[0].component);
    let late = desk.attach(&target, paper, "trang.jpg", &jpeg_page(3));
    let late = late.expect_err("a file no more than a page");
    assert_eq!(late.code, "draft.unknown", "nor is it begun by a file");
    assert_eq!(world.sound(), 0, "nothing was recorded");
}

#[test]
fn a_run_that_ends_on_a_bad_sheet_keeps_the_sheets_before_it() {
    let world = World::at_work();
    let draft = world.typed();
    let none = world.desk().scan(ScanRequest {
        to: PageTarget {
            target: target(&draft),
            component: "x".to_owned(),
        },
        feeder: true,
    });
    let none = none.expect_err("no scanner was chosen");
    assert_eq!(none.code, "scan.none", "and says so");
    told(&none);
    world.station.set("scanner", "folder");
    let empty = scan(&world, &draft, true).problem.expect("told");
    assert_eq!(
        empty.code, "scan.no_paper",
        "an empty folder is an empty feeder"
    );
    for (name, bytes) in [
        ("1.jpg", jpeg_page(1)),
        ("2.jpg", jpeg_page(2)),
        ("3.jpg", vec![0; 64]),
    ] {
        std::fs::write(world.station.scans().join(name), bytes).expect("written");
    }
    let stopped = scan(&world, &draft, true);
    assert_eq!(
        stopped.problem.expect("told").code,
        "file.not_supported",
        "the third is no picture"
    );
    assert_eq!(
        (stopped.added.len(), pages(&world, &draft)),
        (2, 2),
        "the two before it are kept"
    );
}
