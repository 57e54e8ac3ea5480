//! The name under which this installation keeps its secrets in the keyring. Two desks of one account (a demonstration
//! beside the real one) must not take each other's, and a folder that is moved must find its own again: so the name is
//! in the folder. It is no secret.

use std::fs::{self, OpenOptions};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Write as _};
use std::path::Path;

const FILE: &str = "installation";
const DIGITS: usize = 16;

/// The name of the installation in `data_dir`, made at the first start.
pub(crate) fn name(data_dir: &Path) -> io::Result<String> {
    let path = data_dir.join(FILE);
    match fs::read_to_string(&path) {
        Ok(text) if is_name(text.trim()) => return Ok(text.trim().to_owned()),
        // Cut short by a crash at the first start: no secret was stored under it yet.
        Ok(_cut_short) => fs::remove_file(&path)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let name = format!("{:0DIGITS$x}", RandomState::new().hash_one(()));
    let mut file = OpenOptions::new()
        .create_new(true)
        .write(true)
        .open(&path)?;
    file.write_all(name.as_bytes())?;
    file.sync_all()?;
    Ok(name)
}

fn is_name(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installation_keeps_its_name_and_shares_it_with_no_other() {
        let (here, there) = (
            tempfile::tempdir().expect("dir"),
            tempfile::tempdir().expect("dir"),
        );
        let first = name(here.path()).expect("made");
        assert_eq!(
            name(here.path()).expect("read"),
            first,
            "the same at the next start"
        );
        assert_ne!(
            name(there.path()).expect("made"),
            first,
            "another folder, another name"
        );
    }

    #[test]
    fn a_name_cut_short_by_a_crash_is_made_again() {
        let dir = tempfile::tempdir().expect("dir");
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(dir.path().join(FILE))
            .expect("empty");
        assert!(is_name(&name(dir.path()).expect("made")), "a whole name");
    }
}
