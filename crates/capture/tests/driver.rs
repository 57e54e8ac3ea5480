//! Drivers as processes: good, slow, silent, deaf, crashing and babbling ones. Each is a script of
//! the shell, so that what it says stands here word for word.
#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test stops where its world is not as it must be, and reads what a script wrote"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use capture::{
    CancelToken, Patience, ProcessScanner, Program, ScanError, ScanSettings, ScanSource,
    ScanSummary, ScannedPage, Scanner,
};
use tempfile::TempDir;

const SETTINGS: ScanSettings = ScanSettings {
    source: ScanSource::Feeder,
    dpi: 50,
};
const SHORT: Patience = Patience {
    silence: Duration::from_millis(800),
    cancel: Duration::from_millis(800),
};
/// How long a test waits for what never comes.
const LONG: Duration = Duration::from_secs(20);

/// Words of every script. `$0` is a folder of its own; what it is asked is in `asked`, what is said
/// of its pages in `answers`.
const WORDS: &str = r#"
cd "$0"
page() { printf '{"page":%s}\n%s' "${#1}" "$1"; echo "$1" >>sent; read -r answer; echo "$answer" >>answers; }
beat() { echo '"beat"'; sleep 0.1; }
end() { echo '{"ended":null}'; }
hang() { echo $$ >>hanging; sleep 1000 & echo $! >>hanging; wait; }
read -r asked; echo "$asked" >asked
"#;

/// A driver's program and its folder.
struct Driver {
    scanner: ProcessScanner,
    folder: TempDir,
}

fn driver(script: &str) -> Driver {
    patient(script, SHORT)
}

fn patient(script: &str, patience: Patience) -> Driver {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program {
        path: "/bin/sh".into(),
        arguments: vec![
            "-c".into(),
            format!("{WORDS}\n{script}").into(),
            folder.path().into(),
        ],
    };
    let scanner = ProcessScanner::with(program, patience);
    Driver { scanner, folder }
}

impl Driver {
    /// Scans, keeping each page; `then` sees how many there are.
    fn scan_with(
        &self,
        cancel: &CancelToken,
        mut then: impl FnMut(usize),
    ) -> (Vec<String>, Result<ScanSummary, ScanError>) {
        let mut kept = Vec::new();
        let ended = self.scanner.scan(
            "x",
            SETTINGS,
            &mut |page: ScannedPage| {
                kept.push(String::from_utf8_lossy(&page.bytes).into_owned());
                then(kept.len());
                Ok(())
            },
            cancel,
        );
        (kept, ended)
    }

    fn scan(&self) -> (Vec<String>, (u32, Option<&'static str>)) {
        let (kept, ended) = self.scan_with(&CancelToken::default(), |_| ());
        (kept, code(ended))
    }

    fn wrote(&self, file: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(file)).unwrap_or_default()
    }

    /// None of the processes of `hang` lives.
    fn nothing_hangs(&self) {
        let pids = self.wrote("hanging");
        assert!(pids.lines().count() >= 2, "the script hung: {pids:?}");
        for pid in pids.lines() {
            let gone = wait(LONG, || !is_running(pid));
            assert!(gone, "process {pid} was ended and waited for");
        }
    }
}

/// A zombie that nobody has waited for yet runs no more.
fn is_running(pid: &str) -> bool {
    let status = std::fs::read_to_string(Path::new("/proc").join(pid).join("stat"));
    status.is_ok_and(|status| !status.contains(") Z "))
}

fn wait(most: Duration, mut until: impl FnMut() -> bool) -> bool {
    let since = Instant::now();
    while since.elapsed() < most {
        if until() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

fn code(ended: Result<ScanSummary, ScanError>) -> (u32, Option<&'static str>) {
    match ended {
        Ok(summary) => (
            summary.pages,
            summary.stopped_by.as_ref().map(ScanError::code),
        ),
        Err(error) => (0, Some(error.code())),
    }
}

/// Every cause of an error.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[test]
fn a_driver_that_answers_is_left_alone() {
    let good = driver("page a; page bc; page def; end");
    for _ in 0..2 {
        let (kept, ended) = good.scan();
        assert_eq!(kept, ["a", "bc", "def"], "every page");
        assert_eq!(ended, (3, None), "and a good end");
    }
    assert_eq!(
        good.wrote("asked"),
        "{\"scan\":{\"device\":\"x\",\"settings\":{\"source\":\"feeder\",\"dpi\":50}}}\n",
        "it was asked for what was wanted"
    );
    let slow =
        driver("for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do beat; done; page a; end");
    assert_eq!(
        slow.scan(),
        (vec!["a".to_owned()], (1, None)),
        "slow is not silent"
    );
    let found = driver(r#"echo '{"devices":[{"id":"test:0","name":"Noname"}]}'"#);
    let devices = found.scanner.devices().expect("a list");
    assert_eq!(
        (devices[0].id.as_str(), devices[0].name.as_str()),
        ("test:0", "Noname"),
        "as told"
    );
    assert_eq!(found.wrote("asked"), "\"devices\"\n", "asked for those");
}

#[test]
fn trouble_of_the_scanner_is_told_as_such_whether_pages_came_before_it_or_not() {
    let jam = r#"echo '{"ended":{"code":"scan.jammed","status":0,"cause":""}}'"#;
    assert_eq!(
        driver(jam).scan(),
        (vec![], (0, Some("scan.jammed"))),
        "at once"
    );
    let (kept, ended) = driver(&format!("page a; {jam}")).scan();
    assert_eq!((kept.len(), ended), (1, (1, Some("scan.jammed"))), "later");
    let none =
        r#"echo '{"ended":{"code":"scan.no_backend","status":0,"cause":"libsane.so: none"}}'"#;
    let error = driver(none).scanner.devices().expect_err("no list");
    assert_eq!(error.code(), "scan.no_backend", "its kind");
    assert!(
        told(&error).ends_with("libsane.so: none"),
        "and why: {}",
        told(&error)
    );
}

#[test]
fn the_next_page_comes_when_the_one_before_it_was_kept_however_long_that_takes() {
    let driver = driver("page 1; page 2; page 3; end");
    let (kept, ended) = driver.scan_with(&CancelToken::default(), |pages| {
        if pages == 1 {
            std::thread::sleep(2 * SHORT.silence);
        }
        let sent = driver.wrote("sent").lines().count();
        assert!(
            sent <= pages,
            "{sent} pages were sent while page {pages} was stored"
        );
    });
    assert_eq!((kept.len(), code(ended)), (3, (3, None)), "all of it");
    assert_eq!(
        driver.wrote("answers"),
        "\"kept\"\n\"kept\"\n\"kept\"\n",
        "each was answered"
    );
}

#[test]
fn a_silent_driver_is_killed_its_pages_stay_and_the_next_scan_works_at_once() {
    let driver = driver(
        "page a; page b; [ -e again ] || { touch again; trap '' TERM INT; hang; }; page c; end",
    );
    let began = Instant::now();
    let (kept, ended) = driver.scan();
    assert!(began.elapsed() < LONG / 2, "not for ever");
    assert_eq!(kept, ["a", "b"], "what was whole stays");
    assert_eq!(ended, (2, Some("scan.hung")), "and it is said");
    driver.nothing_hangs();
    let (kept, ended) = driver.scan();
    assert_eq!(kept, ["a", "b", "c"], "a new process");
    assert_eq!(ended, (3, None), "works");
}

#[test]
fn a_driver_that_was_told_to_stop_and_does_not_is_killed_though_bytes_come() {
    let most_patient = Patience {
        silence: LONG,
        ..SHORT
    };
    for deaf in ["hang", "while :; do beat; done"] {
        let driver = patient(&format!("page a; page b; {deaf}"), most_patient);
        let cancel = CancelToken::default();
        let began = Instant::now();
        let (kept, ended) = driver.scan_with(&cancel, |pages| {
            if pages == 2 {
                cancel.cancel();
            }
        });
        assert!(began.elapsed() < LONG / 2, "within the time for a stop");
        assert_eq!(kept, ["a", "b"], "the pages stay");
        assert_eq!(
            code(ended),
            (2, Some("scan.cancelled")),
            "the officer wanted it to stop, and it has"
        );
    }
}

#[test]
fn a_driver_that_hears_the_stop_ends_by_itself() {
    let cancelled = r#"echo '{"ended":{"code":"scan.cancelled","status":0,"cause":""}}'"#;
    let driver = driver(&format!("page a; read -r stop; {cancelled}"));
    let cancel = CancelToken::default();
    let (kept, ended) = driver.scan_with(&cancel, |_| cancel.cancel());
    assert_eq!(kept, ["a"], "the page stays");
    assert_eq!(code(ended), (1, Some("scan.cancelled")), "stopped");
    assert_eq!(
        driver.wrote("answers"),
        "\"stop\"\n",
        "it is told before another page is asked for"
    );
}

#[test]
fn a_list_of_devices_that_never_comes_is_given_up() {
    let driver = driver("hang");
    let error = driver.scanner.devices().expect_err("no list");
    assert_eq!(error.code(), "scan.hung", "said in time");
    driver.nothing_hangs();
}

#[test]
fn a_driver_that_crashes_is_told_its_pages_stay_and_the_next_scan_works() {
    for (crash, how) in [
        ("kill -SEGV $$", "signal: 11"),
        ("exit 3", "exit status: 3"),
        ("exit 0", "exit status: 0"),
    ] {
        let driver = driver(&format!(
            "page a; [ -e again ] || {{ touch again; {crash}; }}; page b; end"
        ));
        let (kept, ended) = driver.scan_with(&CancelToken::default(), |_| ());
        let summary = ended.expect("a page came");
        let error = summary.stopped_by.expect("it did not end well");
        assert_eq!((kept.len(), summary.pages), (1, 1), "{crash}: it stays");
        assert_eq!(error.code(), "scan.driver", "{crash}: said");
        let told = told(&error);
        assert!(told.contains(how), "{crash}: the log knows how: {told}");
        let (kept, ended) = driver.scan();
        assert_eq!(
            (kept.len(), ended),
            (2, (2, None)),
            "{crash}: the next works"
        );
    }
    let error = driver("exit 1").scanner.devices().expect_err("no list");
    assert_eq!(error.code(), "scan.driver", "also when it was to list");
}

#[test]
fn a_driver_that_babbles_is_ended_and_nothing_of_it_is_taken() {
    for babble in [
        "echo 'reading scanner...'",
        "head -c 1000000 /dev/zero | tr '\\0' a",
        "printf '{\"page\":99999999999}\\n'",
        "printf '{\"page\":9}\\nabc'",
        "echo '{\"devices\":[]}'",
        "echo '{\"ended\":{\"code\":\"scan.fine\",\"status\":0,\"cause\":\"\"}}'",
    ] {
        let driver = driver(&format!("page a; {babble}"));
        let (kept, ended) = driver.scan();
        assert_eq!(kept, ["a"], "{babble}: what came before it stays");
        assert_eq!(ended, (1, Some("scan.driver")), "{babble}: said");
    }
    let unasked = driver("printf '{\"page\":1}\\na'").scanner.devices();
    assert_eq!(
        unasked.expect_err("no list").code(),
        "scan.driver",
        "a page where devices were asked for"
    );
}

#[test]
fn a_feeder_without_end_is_stopped() {
    let driver = driver("while :; do printf '{\"page\":1}\\na'; done");
    let (kept, ended) = driver.scan();
    assert_eq!(kept.len(), 500, "as many as a feeder holds");
    assert_eq!(ended, (500, Some("scan.too_many_sheets")), "and no more");
}

#[test]
fn a_page_that_is_not_kept_stops_the_scan_with_its_own_reason() {
    for then in [":", "hang", "kill -SEGV $$"] {
        let driver = driver(&format!("page a; {then}; page b; end"));
        let ended = driver.scanner.scan(
            "x",
            SETTINGS,
            &mut |_: ScannedPage| Err("the disk is full".into()),
            &CancelToken::default(),
        );
        let Err(ScanError::Sink(reason)) = ended else {
            panic!("not kept: {ended:?}")
        };
        assert_eq!(reason.to_string(), "the disk is full", "as the sink said");
        assert!(
            driver.wrote("answers").starts_with("\"not_kept\"\n"),
            "the driver was told"
        );
    }
}

#[test]
fn a_driver_that_cannot_be_started_is_told() {
    let program = Program {
        path: PathBuf::from("/nowhere/motcua-desk"),
        arguments: Vec::new(),
    };
    let scanner = ProcessScanner::new(program);
    let error = scanner.devices().expect_err("no program");
    assert_eq!(error.code(), "scan.driver", "said");
}

#[test]
fn secrets_in_the_environment_are_not_passed_on() {
    const CHILD: &str = "MOTCUA_DRIVER_CHILD";
    if std::env::var_os(CHILD).is_none() {
        let name = "secrets_in_the_environment_are_not_passed_on";
        let status = Command::new(std::env::current_exe().expect("this binary"))
            .args(["--exact", name, "--nocapture"])
            .env(CHILD, "1")
            .env("DATABASE_URL", "postgres://lead:secret@localhost")
            .env("SANE_CONFIG_DIR", "/etc/sane.d")
            .status()
            .expect("the child starts");
        assert!(status.success(), "see above");
        return;
    }
    let driver = driver(r#"env >env; echo '{"devices":[]}'"#);
    driver.scanner.devices().expect("a list");
    let env = driver.wrote("env");
    assert!(!env.contains("DATABASE_URL"), "a secret: {env}");
    assert!(!env.contains(CHILD), "nothing that was not meant for it");
    assert!(env.contains("SANE_CONFIG_DIR=/etc/sane.d"), "SANE's: {env}");
    assert!(env.contains("PATH="), "and the usual");
}
