//! Drivers that stop answering, and one that does not.

#![allow(
    clippy::expect_used,
    reason = "a test stops where its world is not as it must be"
)]

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use capture::{
    CancelToken, Patience, ScanError, ScanSettings, ScanSource, ScanSummary, ScannedPage, Scanner,
    ScannerInfo, Sink, WatchedScanner,
};

const SETTINGS: ScanSettings = ScanSettings {
    source: ScanSource::Feeder,
    dpi: 50,
};
const SHORT: Patience = Patience {
    silence: Duration::from_millis(400),
    cancel: Duration::from_millis(400),
};
/// How long a test waits for what never comes.
const LONG: Duration = Duration::from_secs(20);

/// What a driver does after its pages.
enum Then {
    /// It ends.
    End,
    /// It never answers before it is unplugged.
    Hang,
    /// It goes on delivering bytes for so long, cancelled or not.
    Drip(Duration),
}

struct Driver {
    pages: u8,
    then: Then,
    unplugged: Mutex<Receiver<()>>,
}

impl Driver {
    fn new(pages: u8, then: Then) -> (Self, Sender<()>) {
        let (unplug, unplugged) = channel();
        let driver = Self {
            pages,
            then,
            unplugged: Mutex::new(unplugged),
        };
        (driver, unplug)
    }

    fn hang(&self, most: Duration) {
        let unplugged = self.unplugged.lock().expect("one call at a time");
        let is_sent = unplugged.recv_timeout(most).is_ok();
        drop(unplugged);
        assert!(!is_sent, "it is unplugged by dropping the other end");
    }
}

impl Scanner for Driver {
    fn devices(&self) -> Result<Vec<ScannerInfo>, ScanError> {
        if matches!(self.then, Then::Hang) {
            self.hang(LONG);
        }
        Ok(Vec::new())
    }

    fn scan(
        &self,
        _: &str,
        _: ScanSettings,
        sink: &mut dyn Sink,
        cancel: &CancelToken,
    ) -> Result<ScanSummary, ScanError> {
        for n in 0..self.pages {
            sink.page(ScannedPage { bytes: vec![n] })
                .map_err(ScanError::Sink)?;
        }
        match self.then {
            Then::End => {}
            Then::Hang => {
                self.hang(LONG);
                let late = sink.page(ScannedPage { bytes: vec![99] });
                late.map_err(ScanError::Sink)?;
            }
            Then::Drip(most) => {
                let since = Instant::now();
                while since.elapsed() < most {
                    self.hang(Duration::from_millis(50));
                    cancel.beat();
                }
            }
        }
        Ok(ScanSummary {
            pages: u32::from(self.pages),
            stopped_by: None,
        })
    }
}

type Kept = Arc<Mutex<Vec<u8>>>;

fn scan(
    scanner: &WatchedScanner<Driver>,
    cancel: &CancelToken,
) -> (Vec<u8>, Result<ScanSummary, ScanError>) {
    let kept = Kept::default();
    let into = Arc::clone(&kept);
    let ended = scanner.scan(
        "x",
        SETTINGS,
        &mut move |page: ScannedPage| {
            into.lock().expect("kept").extend(page.bytes);
            Ok(())
        },
        cancel,
    );
    let kept = kept.lock().expect("kept").clone();
    (kept, ended)
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

#[test]
fn a_driver_that_answers_is_left_alone() {
    let (driver, _unplug) = Driver::new(3, Then::End);
    let scanner = WatchedScanner::with(driver, SHORT);
    for _ in 0..2 {
        let (kept, ended) = scan(&scanner, &CancelToken::default());
        assert_eq!((kept, code(ended)), (vec![0, 1, 2], (3, None)), "all of it");
    }
    let slow = Then::Drip(2 * SHORT.silence);
    let (driver, _unplug) = Driver::new(1, slow);
    let scanner = WatchedScanner::with(driver, SHORT);
    let (_, ended) = scan(&scanner, &CancelToken::default());
    assert_eq!(code(ended), (1, None), "slow is not silent");
}

#[test]
fn a_silent_driver_is_given_up_its_pages_stay_and_nothing_is_asked_until_it_comes_back() {
    let (driver, unplug) = Driver::new(3, Then::Hang);
    let scanner = WatchedScanner::with(driver, SHORT);
    let began = Instant::now();
    let (kept, ended) = scan(&scanner, &CancelToken::default());
    assert!(began.elapsed() < LONG / 2, "not for ever");
    assert_eq!(kept, [0, 1, 2], "what was whole stays");
    assert_eq!(code(ended), (3, Some("scan.hung")), "and it is said");
    let began = Instant::now();
    let (kept, ended) = scan(&scanner, &CancelToken::default());
    assert_eq!(
        (kept, code(ended)),
        (vec![], (0, Some("scan.hung"))),
        "not yet"
    );
    let found = scanner.devices().expect_err("nor the list");
    assert_eq!(found.code(), "scan.hung", "of devices");
    assert!(began.elapsed() < SHORT.silence, "and nobody waits again");

    drop(unplug);
    let since = Instant::now();
    while scanner.devices().is_err() && since.elapsed() < LONG {
        std::thread::yield_now();
    }
    let (kept, ended) = scan(&scanner, &CancelToken::default());
    assert_eq!(
        kept,
        [0, 1, 2, 99],
        "it scans again, the late page is of this scan"
    );
    assert_eq!(code(ended).1, None, "and ends well");
}

#[test]
fn a_driver_that_was_told_to_stop_and_does_not_is_given_up_though_bytes_come() {
    for then in [Then::Hang, Then::Drip(LONG)] {
        let (driver, unplug) = Driver::new(2, then);
        let patient = Patience {
            silence: LONG,
            ..SHORT
        };
        let scanner = WatchedScanner::with(driver, patient);
        let cancel = CancelToken::default();
        cancel.cancel();
        let began = Instant::now();
        let (kept, ended) = scan(&scanner, &cancel);
        assert!(began.elapsed() < LONG / 2, "within the time for a cancel");
        assert_eq!(kept, [0, 1], "the pages stay");
        assert_eq!(code(ended), (2, Some("scan.hung")), "and it is said");
        drop(unplug);
    }
}

#[test]
fn a_list_of_devices_that_never_comes_is_given_up() {
    let (driver, unplug) = Driver::new(0, Then::Hang);
    let scanner = WatchedScanner::with(driver, SHORT);
    let error = scanner.devices().expect_err("no list");
    assert_eq!(error.code(), "scan.hung", "said in time");
    drop(unplug);
}

#[test]
fn a_page_that_is_not_kept_stops_the_scan_with_its_own_reason() {
    let (driver, _unplug) = Driver::new(3, Then::End);
    let scanner = WatchedScanner::with(driver, SHORT);
    let ended = scanner.scan(
        "x",
        SETTINGS,
        &mut |_: ScannedPage| Err("the disk is full".into()),
        &CancelToken::default(),
    );
    let Err(ScanError::Sink(reason)) = ended else {
        panic!("not kept: {ended:?}")
    };
    assert_eq!(reason.to_string(), "the disk is full", "as the sink said");
}
