//! A real SANE device: the `test` backend, with its own configuration folder. The folder is named
//! by an environment variable that SANE reads once, so each case runs in a process of its own.

#![allow(
    clippy::expect_used,
    reason = "a test stops where its world is not as it must be"
)]

use std::path::Path;
use std::process::Command;

use capture::{
    CancelToken, SaneScanner, ScanError, ScanSettings, ScanSource, ScannedPage, Scanner, import,
};

const CHILD: &str = "MOTCUA_SANE_CHILD";
const FEEDER: ScanSettings = ScanSettings {
    source: ScanSource::Feeder,
    dpi: 50,
};

/// Runs the body of `test` in a child whose SANE has only the test backend, set up by `conf`.
/// True in the child.
fn in_child(test: &str, conf: &str) -> bool {
    if std::env::var_os(CHILD).is_some() {
        return true;
    }
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("dll.conf"), "test\n");
    write(
        &folder.path().join("test.conf"),
        &format!("geometry_max 300.0\n{conf}"),
    );
    let status = Command::new(std::env::current_exe().expect("this binary"))
        .args(["--exact", test, "--nocapture"])
        .env("SANE_CONFIG_DIR", folder.path())
        .env(CHILD, "1")
        .status()
        .expect("the child starts");
    assert!(
        status.success(),
        "the case failed in its process; see its output above"
    );
    false
}

#[expect(
    clippy::disallowed_methods,
    reason = "configuration for the test device"
)]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a configuration file");
}

fn scan(
    settings: ScanSettings,
    cancel: &CancelToken,
) -> (Vec<Vec<u8>>, Result<Option<ScanError>, ScanError>) {
    let mut pages = Vec::new();
    let ended = SaneScanner::default().scan(
        "test:0",
        settings,
        &mut |page: ScannedPage| {
            pages.push(page.bytes);
            Ok(())
        },
        cancel,
    );
    (pages, ended.map(|summary| summary.stopped_by))
}

#[test]
fn the_test_device_is_found() {
    if in_child("the_test_device_is_found", "") {
        let found = SaneScanner::default().devices().expect("SANE is installed");
        assert!(
            found.iter().any(|d| d.id == "test:0"),
            "the test backend offers test:0: {found:?}"
        );
    }
}

#[test]
fn a_feeder_of_ten_sheets_gives_ten_a4_pages_and_ends_well() {
    if in_child(
        "a_feeder_of_ten_sheets_gives_ten_a4_pages_and_ends_well",
        "test-picture \"Color pattern\"\n",
    ) {
        let (pages, ended) = scan(FEEDER, &CancelToken::default());
        assert!(
            matches!(ended, Ok(None)),
            "the last sheet is no error: {ended:?}"
        );
        assert_eq!(pages.len(), 10, "every sheet came");
        for page in &pages {
            assert_eq!(
                import(page).expect("a whole JPEG").pages,
                1,
                "one page each"
            );
            let size = image::load_from_memory(page).expect("decodes");
            assert_eq!((size.width(), size.height()), (413, 584), "A4 at 50 dpi");
        }
    }
}

#[test]
fn the_glass_gives_one_page() {
    if in_child("the_glass_gives_one_page", "") {
        let (pages, ended) = scan(
            ScanSettings {
                source: ScanSource::Glass,
                dpi: 100,
            },
            &CancelToken::default(),
        );
        assert!(matches!(ended, Ok(None)), "one page is all: {ended:?}");
        assert_eq!(pages.len(), 1, "one sheet on the glass");
    }
}

macro_rules! fault {
    ($name:ident, $status:literal, $code:literal) => {
        #[test]
        fn $name() {
            if in_child(
                stringify!($name),
                concat!("read-status-code \"", $status, "\"\n"),
            ) {
                let (pages, ended) = scan(FEEDER, &CancelToken::default());
                assert_eq!(pages.len(), 0, "no page came");
                let error = ended.expect_err("a fault from the first line");
                assert_eq!(error.code(), $code, "each fault has its own word");
            }
        }
    };
}

fault!(a_paper_jam_is_a_jam, "SANE_STATUS_JAMMED", "scan.jammed");
fault!(
    an_empty_feeder_has_no_paper,
    "SANE_STATUS_NO_DOCS",
    "scan.no_paper"
);
fault!(
    an_open_cover_is_an_open_cover,
    "SANE_STATUS_COVER_OPEN",
    "scan.cover_open"
);
fault!(
    a_busy_scanner_is_busy,
    "SANE_STATUS_DEVICE_BUSY",
    "scan.busy"
);
fault!(
    an_unplugged_scanner_is_gone,
    "SANE_STATUS_IO_ERROR",
    "scan.gone"
);
fault!(
    a_forbidden_scanner_is_forbidden,
    "SANE_STATUS_ACCESS_DENIED",
    "scan.denied"
);

#[test]
fn a_device_that_is_gone_is_said_to_be_gone() {
    if in_child("a_device_that_is_gone_is_said_to_be_gone", "") {
        let ended = SaneScanner::default().scan(
            "test:9",
            FEEDER,
            &mut |_: ScannedPage| Ok(()),
            &CancelToken::default(),
        );
        assert_eq!(
            ended.expect_err("no such device").code(),
            "scan.gone",
            "unplugged"
        );
    }
}

#[test]
fn a_cancelled_scan_keeps_the_pages_it_has() {
    if in_child("a_cancelled_scan_keeps_the_pages_it_has", "") {
        let cancel = CancelToken::default();
        let mut pages = 0;
        let summary = SaneScanner::default()
            .scan(
                "test:0",
                FEEDER,
                &mut |_: ScannedPage| {
                    pages += 1;
                    if pages == 3 {
                        cancel.cancel();
                    }
                    Ok(())
                },
                &cancel,
            )
            .expect("it began");
        assert_eq!(summary.pages, 3, "three were whole");
        assert_eq!(
            summary.stopped_by.expect("stopped").code(),
            "scan.cancelled",
            "by the officer"
        );
    }
}
