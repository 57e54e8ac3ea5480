//! What tells this machine from another, as a hash: a copied database notices that it has moved,
//! and the centre learns neither the name nor the id of the machine.

use std::fs;
use std::path::Path;

use thiserror::Error;

/// Longest machine id or host name that is read.
const FACT_BYTES_MAX: u64 = 4_096;
const CONTEXT: &str = "motcua desk 2026-11 machine facts";

/// Hash of machine id and host name; the same on one installation, different on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MachineHash(pub [u8; 32]);

/// Why the machine could not be told.
#[derive(Debug, Error)]
pub enum MachineError {
    /// Neither of the usual places holds a machine id.
    #[error("this machine has no machine id")]
    NoMachineId,
}

/// The facts of this machine.
///
/// # Errors
/// [`MachineError::NoMachineId`] when the system has none, as in some containers.
pub fn machine_hash() -> Result<MachineHash, MachineError> {
    machine_hash_under(Path::new("/"))
}

/// The facts of the machine whose file system is at `root`.
///
/// # Errors
/// As [`machine_hash`].
pub fn machine_hash_under(root: &Path) -> Result<MachineHash, MachineError> {
    let id = ["etc/machine-id", "var/lib/dbus/machine-id"]
        .iter()
        .find_map(|place| fact(&root.join(place)))
        .ok_or(MachineError::NoMachineId)?;
    let host = ["proc/sys/kernel/hostname", "etc/hostname"]
        .iter()
        .find_map(|place| fact(&root.join(place)))
        .unwrap_or_default();
    let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
    for part in [id, host] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    Ok(MachineHash(*hasher.finalize().as_bytes()))
}

/// The trimmed text of a small file, if there is any.
fn fact(path: &Path) -> Option<String> {
    let is_small = fs::metadata(path).ok()?.len() <= FACT_BYTES_MAX;
    let text = is_small.then(|| fs::read_to_string(path).ok()).flatten()?;
    let text = text.trim();
    (!text.is_empty() && text != "uninitialized").then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn machine(id: &str, host: &str) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("etc")).expect("etc");
        for (name, text) in [("etc/machine-id", id), ("etc/hostname", host)] {
            let path = root.path().join(name);
            let mut file = fs::OpenOptions::new()
                .create_new(true)
                .write(true)
                .open(path)
                .expect("a file");
            writeln!(file, "{text}").expect("written");
        }
        root
    }

    #[test]
    fn one_machine_is_itself_and_no_other() {
        let hash = |id, host| {
            machine_hash_under(machine(id, host).path())
                .expect("facts")
                .0
        };
        assert_eq!(hash("a1", "quay-3"), hash("a1", "quay-3"), "the same facts");
        assert_ne!(hash("a1", "quay-3"), hash("a2", "quay-3"), "another id");
        assert_ne!(hash("a1", "quay-3"), hash("a1", "quay-4"), "another name");
        assert_ne!(
            hash("a1q", "uay"),
            hash("a1", "quay"),
            "the border between the facts counts"
        );
    }

    #[test]
    fn a_machine_without_an_id_says_so() {
        let root = machine("uninitialized", "quay-3");
        assert!(
            matches!(
                machine_hash_under(root.path()),
                Err(MachineError::NoMachineId)
            ),
            "no guess"
        );
    }
}
