//! A small file system of a test's own, in a mount namespace that ends with the process: what a full
//! disk is like where no quota or limit stands in for it.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const CHILD: &str = "MOTCUA_SMALL_DISK_CHILD";

/// Whether this process is the one in which a small disk may be mounted. The first call, in the test's
/// own process, runs `test` again in a mount namespace and stops when it fails there. A machine that
/// gives no namespace leaves the test undone, and that is said aloud.
#[must_use]
pub fn on_a_small_disk(test: &str) -> bool {
    if std::env::var_os(CHILD).is_some() {
        return true;
    }
    let Some(namespace) = namespace() else {
        say_skipped(test);
        return false;
    };
    let program = std::env::current_exe().expect("this binary");
    let output = Command::new("unshare")
        .args(namespace)
        .arg(program)
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, "1")
        .output()
        .expect("the child starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "the case failed in its process:\n{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    false
}

/// `unshare`, with a user namespace where the test is not root.
fn namespace() -> Option<&'static [&'static str]> {
    let can = |arguments: &&[&str]| {
        let mount = ["sh", "-c", "mount -t tmpfs motcua /mnt"];
        let status = Command::new("unshare")
            .args(*arguments)
            .args(mount)
            .output();
        status.is_ok_and(|output| output.status.success())
    };
    let ways: [&[&str]; 2] = [&["--mount"], &["--mount", "--map-root-user"]];
    ways.into_iter().find(can)
}

#[expect(
    clippy::print_stderr,
    reason = "nobody may take this for a test that passed"
)]
fn say_skipped(test: &str) {
    eprintln!(
        "SKIPPED, NOTHING WAS TESTED: {test} mounts a small disk, which needs root or user namespaces"
    );
}

/// A mounted small disk.
pub struct SmallDisk {
    folder: PathBuf,
}

impl SmallDisk {
    /// Mounts one of so many MiB over `folder`.
    #[must_use]
    pub fn over(folder: &Path, mib: u64) -> Self {
        let status = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={mib}m"), "motcua"])
            .arg(folder)
            .status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "a small disk is mounted"
        );
        Self {
            folder: folder.to_owned(),
        }
    }

    fn filler(&self) -> PathBuf {
        self.folder.join("filler")
    }

    /// Fills it until `left` MiB are free; with none, to the last byte.
    pub fn fill(&self, left: u64) {
        let mut options = OpenOptions::new();
        let file = options.create(true).append(true).open(self.filler());
        let mut file = file.expect("a file");
        let block = vec![1_u8; 64 << 10];
        while platform::disk::free_bytes(&self.folder).expect("asked") > left << 20 {
            if file.write_all(&block).is_err() {
                return; // not a byte more
            }
        }
    }

    /// Makes a little room.
    pub fn make_room(&self, bytes: u64) {
        let file = OpenOptions::new().write(true).open(self.filler());
        let file = file.expect("the filler");
        let length = file.metadata().expect("its size").len();
        file.set_len(length - bytes).expect("shorter");
    }

    /// Takes away what filled it.
    pub fn clear(&self) {
        std::fs::remove_file(self.filler()).expect("room again");
    }
}
