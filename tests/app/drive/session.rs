//! A desktop session for one test: display, session bus, unlocked keyring and home, all its own.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::poll;
use super::process::Process;

/// The largest window a test asks for fits in it.
const SCREEN: &str = "1920x1080x24";

/// Nothing is activated on this bus: a test has the services that it started, and no others.
const BUS_CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=SOCKET</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Whether the session has a Secret Service.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyring {
    Unlocked,
    Absent,
}

/// The session; dropping it ends all its processes, then removes the home.
pub(crate) struct Session {
    display: String,
    bus_address: String,
    _processes: Vec<Process>,
    home: TempDir,
    _turn: File,
}

impl Session {
    pub(crate) fn start() -> Self {
        Self::start_with(Keyring::Unlocked)
    }

    pub(crate) fn start_with(keyring: Keyring) -> Self {
        if cfg!(not(feature = "automation")) {
            panic!("window tests need an application that can be driven: --features automation");
        }
        let turn = wait_for_turn();
        let home = tempfile::Builder::new()
            .prefix("motcua-")
            .tempdir()
            .expect("a home");
        let runtime = home.path().join("run");
        std::fs::create_dir(&runtime).expect("a runtime folder");
        std::fs::set_permissions(&runtime, std::fs::Permissions::from_mode(0o700))
            .expect("private");
        let (screen, display) = start_display();
        let (bus, bus_address) = start_bus(home.path());
        let mut session = Self {
            display,
            bus_address,
            _processes: vec![screen, bus],
            home,
            _turn: turn,
        };
        if keyring == Keyring::Unlocked {
            session.start_keyring();
        }
        session
    }

    /// A command that runs inside this session, and knows nothing of the one the test was started in.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("XDG_") || text.starts_with("MOTCUA_") || text.starts_with("CUPS_")
            {
                command.env_remove(&name);
            }
        }
        command
            .env_remove("WAYLAND_DISPLAY")
            .env("HOME", self.home.path())
            .env("XDG_RUNTIME_DIR", self.home.path().join("run"))
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("NO_PROXY", "127.0.0.1,localhost")
            .env("LANG", "C.UTF-8");
        command
    }

    /// Asks every window of the session to close, as a window manager does when its button is pressed (ICCCM 4.2.8.1).
    pub(crate) fn ask_to_close(&self) {
        super::close::ask_all(&self.display);
    }

    /// The data folder that tests give to the application.
    pub(crate) fn data_dir(&self) -> PathBuf {
        self.home.path().join("motcua")
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    fn start_keyring(&mut self) {
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut daemon = Process::start(&command);
        let mut stdin = daemon.child().stdin.take().expect("stdin is piped");
        stdin
            .write_all(b"a test's own keyring")
            .expect("the daemon reads its password");
        drop(stdin);
        self._processes.push(daemon);
        poll::until(
            "keyring that takes a secret",
            Duration::from_secs(20),
            || self.store_secret().then_some(()),
        );
    }

    /// Reading proves nothing about a Secret Service; writing does.
    fn store_secret(&self) -> bool {
        let mut child = self
            .command("secret-tool")
            .args(["store", "--label=probe", "motcua-test", "probe"])
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("secret-tool is installed (libsecret-tools)");
        let mut stdin = child.stdin.take().expect("stdin is piped");
        let is_written = stdin.write_all(b"x").is_ok();
        drop(stdin);
        child.wait().expect("a child can be waited for").success() && is_written
    }
}

/// Two windows at once make both slow on a small machine: one session at a time, whoever runs the tests.
fn wait_for_turn() -> File {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("window-turn");
    let turn = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path);
    let turn = turn.expect("the target folder can be written");
    turn.lock().expect("a local file can be locked");
    turn
}

/// Xvfb chooses a free display itself and says which.
fn start_display() -> (Process, String) {
    let mut command = Command::new("Xvfb");
    command.args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        SCREEN,
        "-nolisten",
        "tcp",
        "-noreset",
    ]);
    let mut screen = Process::start(&command);
    let number = first_line(&mut screen);
    assert!(!number.is_empty(), "Xvfb ended before it had a display");
    (screen, format!(":{number}"))
}

fn start_bus(home: &Path) -> (Process, String) {
    let config = home.join("bus.conf");
    let socket = home.join("run/bus").display().to_string();
    write(&config, &BUS_CONFIG.replace("SOCKET", &socket));
    let mut command = Command::new("dbus-daemon");
    command.arg("--config-file").arg(&config).args([
        "--nofork",
        "--nopidfile",
        "--print-address=1",
    ]);
    let mut bus = Process::start(&command);
    let address = first_line(&mut bus);
    assert!(
        !address.is_empty(),
        "the bus ended before it had an address"
    );
    (bus, address)
}

/// The first line a process prints; the pipe stays open, so that it can go on printing.
fn first_line(process: &mut Process) -> String {
    let stdout = process.child().stdout.as_mut().expect("stdout is piped");
    let mut line = String::new();
    BufReader::with_capacity(1, stdout)
        .read_line(&mut line)
        .expect("a line of text");
    line.trim().to_owned()
}

#[expect(clippy::disallowed_methods, reason = "a test's own file, not a desk's")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("the home of a test can be written");
}
