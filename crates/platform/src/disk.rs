//! Room on the disk of a folder: intake refuses before the fee when too little is left.

use std::io;
use std::path::Path;

/// Bytes that this account may still write where `folder` is.
///
/// # Errors
/// When the system cannot tell.
#[cfg(unix)]
pub fn free_bytes(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Not known on this system: writing itself tells when the disk is full.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn free_bytes(_folder: &Path) -> io::Result<u64> {
    Ok(u64::MAX)
}

/// Has the system read the bytes of `file` from the disk next time, and not from its memory. What was
/// written must have been synced. Asked for and not promised: a system that cannot keeps what it has.
///
/// # Errors
/// When the system refuses.
#[cfg(target_os = "linux")]
pub fn forget_cached(file: &std::fs::File) -> io::Result<()> {
    Ok(rustix::fs::fadvise(
        file,
        0,
        None,
        rustix::fs::Advice::DontNeed,
    )?)
}

/// Not known on this system.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn forget_cached(_file: &std::fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_room_and_a_missing_one_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(
            free_bytes(folder.path()).expect("an answer") > 0,
            "there is room"
        );
        assert!(
            free_bytes(&folder.path().join("none")).is_err(),
            "no such folder"
        );
    }
}
