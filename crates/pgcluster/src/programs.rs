//! Where Debian keeps the server's programs, and as whom they run.

use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{ClusterError, finished, started};

/// Where the packages of all versions are.
const PACKAGES: &str = "/usr/lib/postgresql";
/// The package's account.
const ACCOUNT: &str = "postgres";

/// The newest version installed.
#[derive(Debug)]
pub(crate) struct Programs {
    folder: PathBuf,
    account: Option<(u32, u32)>,
}

impl Programs {
    pub(crate) fn find() -> Result<Self, ClusterError> {
        let versions = std::fs::read_dir(PACKAGES).map_err(|_absent| ClusterError::Missing)?;
        let version = |path: &PathBuf| {
            let name = path.file_name()?.to_str()?;
            name.parse::<u32>().ok()
        };
        let folder = versions
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.join("bin/initdb").exists() && path.join("bin/postgres").exists())
            .max_by_key(version)
            .ok_or(ClusterError::Missing)?
            .join("bin");
        Ok(Self {
            folder,
            account: account()?,
        })
    }

    pub(crate) fn path(&self, program: &str) -> PathBuf {
        self.folder.join(program)
    }

    /// A program of the server: never root, and ended with the thread that starts it.
    pub(crate) fn as_server(&self, program: &str) -> Command {
        let mut command = self.as_account();
        command.args(["--pdeathsig", "QUIT", "--"]);
        command.arg(self.path(program));
        command
    }

    fn as_account(&self) -> Command {
        let mut command = Command::new("setpriv");
        if let Some((user, group)) = self.account {
            command.arg(format!("--reuid={user}"));
            command.arg(format!("--regid={group}"));
            command.arg("--clear-groups");
        }
        command.current_dir("/");
        command
    }

    /// Gives a folder to whoever the server runs as.
    pub(crate) fn give(&self, folder: &Path) -> Result<(), ClusterError> {
        let Some((user, group)) = self.account else {
            return Ok(());
        };
        started("a temporary folder", chown(folder, Some(user), Some(group)))
    }

    /// Sends the server a signal.
    pub(crate) fn signal(&self, signal: &str, process: u32) -> Result<String, ClusterError> {
        // as the server's account: where root has been robbed of CAP_KILL it may signal itself only
        let mut kill = self.as_account();
        kill.args(["--", "kill", "-s", signal, &process.to_string()]);
        finished("kill", &mut kill)
    }
}

/// The account for root; others run the server as themselves.
fn account() -> Result<Option<(u32, u32)>, ClusterError> {
    let own = started("/proc", std::fs::metadata("/proc/self"))?;
    if own.uid() != 0 {
        return Ok(None);
    }
    let number = |flag: &str| {
        let told = finished("id", Command::new("id").args([flag, ACCOUNT]));
        told.ok().and_then(|text| text.trim().parse().ok())
    };
    match (number("-u"), number("-g")) {
        (Some(user), Some(group)) => Ok(Some((user, group))),
        _ => Err(ClusterError::Account),
    }
}
