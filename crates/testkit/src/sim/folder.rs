//! Folders as a killed process leaves them: copied while they are in use, between two steps.

use std::fs;
use std::path::Path;

/// What belongs to a running process and not to its data.
fn is_of_the_process(name: &str) -> bool {
    name.ends_with("-shm") || name.ends_with(".lock") || name == "lock"
}

/// Copies a folder with everything below it.
pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name();
        if is_of_the_process(&name.to_string_lossy()) {
            continue;
        }
        let target = to.join(&name);
        if entry.file_type().expect("a kind").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// The same in the place of whatever is there.
pub(super) fn replace(from: &Path, to: &Path) {
    remove(to);
    copy(from, to);
}

/// Removes a folder nobody needs any more.
pub(super) fn remove(folder: &Path) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("removed");
    }
}
