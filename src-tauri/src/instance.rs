//! One window for one data folder.
//!
//! Two guards. The session bus lets a second start bring the first window to the front, but there may be no bus, and an
//! instance that is just leaving may not answer. So the truth is a lock on a file in the data folder, which the system
//! gives back even after kill -9.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use thiserror::Error;

const LOCK_FILE: &str = "instance.lock";

/// How long a leaving instance may hold the folder before we say that it is in use.
pub(crate) const LEAVING_MAX: Duration = Duration::from_secs(8);

/// Why this start may not use the data folder.
#[derive(Debug, Error)]
pub(crate) enum InstanceError {
    #[error("the lock file {} cannot be opened", path.display())]
    Open {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("the lock file {} cannot be locked", path.display())]
    Lock {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("another window already uses the data folder {}", dir.display())]
    InUse { dir: PathBuf },
}

/// The data folder is ours as long as this lives.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
}

/// Takes the folder if it is free now; `None` if another process has it.
pub(crate) fn try_lock(dir: &Path) -> Result<Option<FolderLock>, InstanceError> {
    let path = dir.join(LOCK_FILE);
    let file = open(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(FolderLock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(InstanceError::Lock { path, source }),
    }
}

/// Waits for an instance that is leaving, at most `limit`.
pub(crate) fn wait_for_lock(dir: &Path, limit: Duration) -> Result<FolderLock, InstanceError> {
    let path = dir.join(LOCK_FILE);
    let file = open(&path)?;
    let (sender, receiver) = mpsc::sync_channel(1);
    // The thread ends with the process if the lock never comes: the caller then gives up and leaves.
    thread::spawn(move || {
        let outcome = file.lock().map(|()| file);
        sender.send(outcome).is_ok()
    });
    match receiver.recv_timeout(limit) {
        Ok(Ok(file)) => Ok(FolderLock { _file: file }),
        Ok(Err(source)) => Err(InstanceError::Lock { path, source }),
        Err(_elapsed) => Err(InstanceError::InUse {
            dir: dir.to_owned(),
        }),
    }
}

fn open(path: &Path) -> Result<File, InstanceError> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(|source| InstanceError::Open {
            path: path.to_owned(),
            source,
        })
}

/// The name of this instance on the session bus: one for each data folder, so that a demonstration can be open beside
/// the real desk. FNV-1a, because the name must be the same in every build.
pub(crate) fn bus_name(identifier: &str, dir: &Path) -> String {
    let hash = dir
        .as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{identifier}.d{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_in_use_is_seen_and_free_again_afterwards() {
        let dir = tempfile::tempdir().expect("a folder");
        let first = try_lock(dir.path()).expect("lockable").expect("free");
        assert!(
            try_lock(dir.path()).expect("lockable").is_none(),
            "the first one has it"
        );
        let error = wait_for_lock(dir.path(), Duration::from_millis(50)).expect_err("in use");
        assert!(matches!(error, InstanceError::InUse { .. }), "got: {error}");
        drop(first);
        wait_for_lock(dir.path(), Duration::from_secs(5)).expect("the first one has left");
    }

    #[test]
    fn each_folder_has_its_own_name_on_the_bus() {
        let name = bus_name("vn.motcua.desk", Path::new("/srv/a"));
        assert_ne!(
            name,
            bus_name("vn.motcua.desk", Path::new("/srv/b")),
            "two desks side by side"
        );
        assert_eq!(
            name,
            bus_name("vn.motcua.desk", Path::new("/srv/a")),
            "the same one is found"
        );
    }
}
