//! A desktop session for the measuring: display, session bus and home, all its own, so that nothing
//! of the person's own session is in the way of either window.

use std::ffi::OsStr;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::Failure;
use crate::process::Process;

const SCREEN: &str = "1920x1080x24";

/// Nothing is activated on this bus: no service comes into the measured memory or time.
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

/// The session; dropping it ends its processes, then removes the home.
pub(super) struct Session {
    display: String,
    bus_address: String,
    _processes: [Process; 2],
    home: TempDir,
}

impl Session {
    pub(super) fn start() -> Result<Self, Failure> {
        let home = tempfile::Builder::new().prefix("motcua-bench-").tempdir()?;
        let runtime = home.path().join("run");
        std::fs::create_dir(&runtime)?;
        std::fs::set_permissions(&runtime, std::fs::Permissions::from_mode(0o700))?;
        let (screen, display) = start_display()?;
        let (bus, bus_address) = start_bus(home.path())?;
        Ok(Self {
            display,
            bus_address,
            _processes: [screen, bus],
            home,
        })
    }

    pub(super) fn dir(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A command that runs inside this session, and knows nothing of the one outside.
    pub(super) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if ["XDG_", "MOTCUA_", "CUPS_"]
                .iter()
                .any(|start| text.starts_with(start))
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
}

/// Xvfb chooses a free display itself and says which.
fn start_display() -> Result<(Process, String), Failure> {
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
    let mut screen = Process::start(&command)?;
    let display = format!(":{}", screen.next_line()?);
    Ok((screen, display))
}

fn start_bus(home: &Path) -> Result<(Process, String), Failure> {
    let config = home.join("bus.conf");
    let socket = home.join("run/bus").display().to_string();
    let mut file = std::fs::OpenOptions::new()
        .create_new(true)
        .write(true)
        .open(&config)?;
    file.write_all(BUS_CONFIG.replace("SOCKET", &socket).as_bytes())?;
    let mut command = Command::new("dbus-daemon");
    command.arg("--config-file").arg(&config);
    command.args(["--nofork", "--nopidfile", "--print-address=1"]);
    let mut bus = Process::start(&command)?;
    let address = bus.next_line()?;
    Ok((bus, address))
}
