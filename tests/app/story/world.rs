//! The office of a story: a demonstration centre in the test's own process, a desktop session for the window, a folder
//! of files, a scanner.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use platform::clock::{Clock as _, FixedClock, SystemClock};
use testkit::{BINH, Station, TestCentre};

use crate::drive::{Keyring, Session, Window};

/// Nobody listens on port 1: whatever spooler the machine has is none of a test's business.
const NO_SPOOLER: &str = "127.0.0.1:1";

/// One office. Open windows must be dropped before it.
pub(crate) struct World {
    pub(crate) centre: TestCentre,
    pub(crate) session: Session,
    clock: Arc<FixedClock>,
    scanner: PathBuf,
    spooler: String,
}

impl World {
    /// The centre's clock stands where the machine's is: a story takes a minute.
    pub(crate) fn start() -> Self {
        Self::start_with(Keyring::Unlocked)
    }

    /// The same on a machine with another keyring.
    pub(crate) fn start_with(keyring: Keyring) -> Self {
        let session = Session::start_with(keyring);
        let clock = Arc::new(FixedClock::at(SystemClock.now()));
        let centre = TestCentre::start(&clock);
        let scanner = test_scanner(session.home());
        Self {
            centre,
            session,
            clock,
            scanner,
            spooler: NO_SPOOLER.to_owned(),
        }
    }

    /// Windows opened from now on print through the spooler at `host:port`.
    pub(crate) fn use_spooler(&mut self, address: String) {
        self.spooler = address;
    }

    /// The window of desk *Quầy 3*; the first one enrols it.
    pub(crate) fn open(&self) -> Window {
        self.open_in("Asia/Ho_Chi_Minh")
    }

    /// The same on a computer that believes to be in another time zone.
    pub(crate) fn open_in(&self, time_zone: &str) -> Window {
        let scanner = self.scanner.display().to_string();
        let env = [
            ("TZ", time_zone),
            ("SANE_CONFIG_DIR", scanner.as_str()),
            ("CUPS_SERVER", self.spooler.as_str()),
        ];
        if self.session.data_dir().join("enrolment.json").exists() {
            return Window::open_with(&self.session, &[], &env);
        }
        let code = self.centre.enrol_code();
        let arguments = ["--enrol", code.as_str(), "--label", "Quầy 3"];
        Window::open_with(&self.session, &arguments, &env)
    }

    /// The window of a desk that nobody has enrolled.
    pub(crate) fn open_unenrolled(&self) -> Window {
        Window::open_with(&self.session, &[], &[("TZ", "Asia/Ho_Chi_Minh")])
    }

    /// Another desk of the office, with an officer at work.
    pub(crate) fn other_desk(&self) -> Station {
        Station::at_work(&self.centre, &self.clock, "Quầy 5", BINH)
    }

    /// A file as it lies in an officer's folder.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.session.home().join(name);
        write(&path, bytes);
        path
    }

    /// The receipts that were saved.
    pub(crate) fn receipts(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.session.data_dir().join("documents")) else {
            return Vec::new();
        };
        let is_pdf = |path: &PathBuf| path.extension().is_some_and(|end| end == "pdf");
        entries
            .flatten()
            .map(|entry| entry.path())
            .filter(is_pdf)
            .collect()
    }
}

/// SANE with its own test device and nothing else.
fn test_scanner(home: &Path) -> PathBuf {
    let folder = home.join("sane");
    std::fs::create_dir(&folder).expect("a folder for SANE");
    write(&folder.join("dll.conf"), b"test\n");
    write(
        &folder.join("test.conf"),
        b"geometry_max 300.0\ntest-picture \"Color pattern\"\n",
    );
    folder
}

#[expect(clippy::disallowed_methods, reason = "a test's own file, not a desk's")]
fn write(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).expect("the home of a test can be written");
}
