//! The operating system's keyring, in a session bus of the test's own.

#![cfg(test)]

use std::process::Command;
use std::time::Duration;

use platform::secret::{KeyringSecretStore, Secret, SecretStore, probe};

const INNER: &str = "inside_the_session";

/// Runs inside the session bus the other tests start; says what it found on its output.
#[test]
#[ignore = "started by the other tests of this file"]
fn inside_the_session() {
    let store = KeyringSecretStore::new("vn.motcua.test").with_timeout(Duration::from_secs(5));
    println!(
        "probe: {:?}",
        probe(&store).map_err(|cause| format!("{cause:?}"))
    );
    let secret = Secret::new("bí mật \u{0}\u{1}".as_bytes().to_vec());
    let kept = store
        .set("device", &secret)
        .and_then(|()| store.get("device"));
    println!("kept: {}", kept.is_ok_and(|found| found == Some(secret)));
    println!(
        "forgotten: {}",
        store
            .delete("device")
            .and_then(|()| store.get("device"))
            .is_ok_and(|found| found.is_none())
    );
    println!("twice: {}", store.delete("device").is_ok());
}

/// What the inner test says in a session prepared by `prepare`.
fn said(prepare: &str) -> String {
    let home = tempfile::tempdir().expect("a home");
    let program = std::env::current_exe().expect("this program");
    let inner = format!(
        "{prepare}; exec '{}' --ignored --exact {INNER} --nocapture",
        program.display()
    );
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", &inner])
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DISPLAY")
        .output()
        .unwrap_or_else(|cause| {
            panic!("dbus-run-session cannot run ({cause}): apt-get install dbus")
        });
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn an_unlocked_keyring_keeps_bytes_and_forgets_them() {
    let said = said("printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null");
    for expected in [
        "probe: Ok(())",
        "kept: true",
        "forgotten: true",
        "twice: true",
    ] {
        assert!(
            said.contains(expected),
            "{expected:?} (apt-get install gnome-keyring): {said}"
        );
    }
}

#[test]
fn a_locked_keyring_fails_the_probe_though_it_can_be_read() {
    let said = said("gnome-keyring-daemon --start --components=secrets >/dev/null");
    let is_refused = said.contains("Locked") || said.contains("Timeout");
    assert!(
        said.contains("probe: Err") && is_refused,
        "the write shows it: {said}"
    );
    assert!(said.contains("kept: false"), "nothing is kept: {said}");
}

#[test]
fn a_session_without_a_secret_service_says_so() {
    let said = said("XDG_DATA_DIRS=/nonexistent; export XDG_DATA_DIRS");
    assert!(said.contains("probe: Err"), "no service, no probe: {said}");
}

#[test]
fn no_session_bus_at_all_says_so() {
    let said = said(
        "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus; export DBUS_SESSION_BUS_ADDRESS",
    );
    assert!(said.contains("NoService"), "nobody to talk to: {said}");
}
