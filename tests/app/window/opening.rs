//! The window opens, takes Vietnamese, is alone, and comes back after a crash.

use std::time::Duration;

use crate::drive::{Session, Window, app_under_test, poll};

const NAME: &str = "Nguyễn Thị Hường ở Ninh Bình, Đặng Ƀĭh";

#[test]
fn the_window_opens_and_keeps_every_vietnamese_letter() {
    let session = Session::start();
    let window = Window::open(&session, &[]);
    window.type_text("input", NAME);
    assert_eq!(
        window.value("input").as_deref(),
        Some(NAME),
        "no letter is lost or taken apart"
    );
    window.screenshot("first-window");
    window.close();
}

#[test]
fn a_second_start_shows_the_first_window_and_leaves() {
    let session = Session::start();
    let window = Window::open(&session, &[]);
    let first = window.app_id().expect("it runs");
    let mut second = session
        .command(app_under_test())
        .arg("--data-dir")
        .arg(session.data_dir())
        .spawn()
        .expect("it starts");
    let status = poll::until("end of the second start", Duration::from_secs(20), || {
        second.try_wait().expect("a child can be asked")
    });
    assert!(
        status.success(),
        "handing over to the first window is no failure: {status}"
    );
    assert_eq!(
        window.app_id(),
        Some(first),
        "the first window is still the same process"
    );
    let log = std::fs::read_to_string(session.data_dir().join("log/desk.log")).expect("a log");
    assert!(
        log.contains("a second start brings the window to the front"),
        "log: {log}"
    );
}

#[test]
fn after_kill_9_the_window_opens_again_at_once() {
    let session = Session::start();
    Window::open(&session, &[]).kill9();
    let window = Window::open(&session, &[]);
    window.wait_for("#root > *");
    window.close();
}

#[test]
fn a_data_folder_that_cannot_be_made_is_said_in_words() {
    let output = std::process::Command::new(app_under_test())
        .args(["--data-dir", "/dev/null/motcua"])
        .output()
        .expect("it starts");
    assert_eq!(
        output.status.code(),
        Some(1),
        "it fails before there is a window"
    );
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(
        words.contains("the data folder /dev/null/motcua cannot be made"),
        "stderr: {words}"
    );
}

#[test]
fn a_wrong_argument_is_named() {
    let output = std::process::Command::new(app_under_test())
        .arg("--nhanh")
        .output()
        .expect("starts");
    assert_eq!(
        output.status.code(),
        Some(2),
        "wrong arguments have their own exit code"
    );
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(
        words.contains("unknown argument `--nhanh`"),
        "stderr: {words}"
    );
}
