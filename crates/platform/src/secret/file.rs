//! Secrets in a file only its owner can read: for tests and demonstrations, where there is no
//! keyring. Who can read the disk can read the secrets, so the window shows a ribbon meanwhile.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Secret, SecretError, SecretStore, check};

/// The whole file; a few keys fit many times.
const FILE_BYTES_MAX: u64 = 1 << 20;

type Secrets = BTreeMap<String, String>;

/// A file of secrets, mode 0600, replaced as a whole at each change.
#[derive(Debug)]
pub struct FileSecretStore {
    path: PathBuf,
    /// One change at a time in this process; other processes of one desk do not exist.
    changing: Mutex<()>,
}

impl FileSecretStore {
    /// The store in the file at `path`, which is made at the first [`SecretStore::set`].
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            changing: Mutex::new(()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn load(&self) -> Result<Secrets, SecretError> {
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Secrets::new()),
            Err(cause) => return Err(SecretError::File(cause)),
        };
        let mut text = zeroize::Zeroizing::new(String::new());
        file.take(FILE_BYTES_MAX)
            .read_to_string(&mut text)
            .map_err(|cause| {
                if cause.kind() == ErrorKind::InvalidData {
                    SecretError::Damaged
                } else {
                    SecretError::File(cause)
                }
            })?;
        serde_json::from_str(&text).map_err(|_may_show_the_secret| SecretError::Damaged)
    }

    fn save(&self, secrets: &Secrets) -> Result<(), SecretError> {
        let text = serde_json::to_string(secrets).map_err(|_no_text| SecretError::Invalid)?;
        write_private(&self.path, text.as_bytes()).map_err(SecretError::File)
    }
}

/// Writes beside, syncs, renames: a crash leaves the old file or the new one.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    match fs::remove_file(&beside) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(cause),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    match path.parent() {
        Some(folder) if cfg!(unix) && !folder.as_os_str().is_empty() => {
            File::open(folder)?.sync_all()
        }
        _ => Ok(()),
    }
}

impl SecretStore for FileSecretStore {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        check(name, None)?;
        let secrets = self.load()?;
        secrets
            .get(name)
            .map(|hex| from_hex(hex).map(Secret::new).ok_or(SecretError::Damaged))
            .transpose()
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), SecretError> {
        check(name, Some(secret))?;
        let _changing = self.lock();
        let mut secrets = self.load()?;
        secrets.insert(name.to_owned(), to_hex(secret.expose()));
        self.save(&secrets)
    }

    fn delete(&self, name: &str) -> Result<(), SecretError> {
        check(name, None)?;
        let _changing = self.lock();
        let mut secrets = self.load()?;
        if secrets.remove(name).is_some() {
            self.save(&secrets)
        } else {
            Ok(())
        }
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text
        .chars()
        .map(|digit| digit.to_digit(16))
        .collect::<Option<Vec<_>>>()?;
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let byte = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    };
    digits.chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, FileSecretStore) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileSecretStore::new(folder.path().join("secrets.json"));
        (folder, store)
    }

    #[test]
    fn a_secret_is_kept_replaced_and_forgotten() {
        let (folder, store) = store();
        assert!(
            store.get("device").expect("readable").is_none(),
            "nothing yet"
        );
        store
            .set("device", &Secret::new(vec![0, 255, 7]))
            .expect("kept");
        store
            .set("device", &Secret::new(vec![1, 2]))
            .expect("replaced");
        let again = FileSecretStore::new(folder.path().join("secrets.json"));
        assert_eq!(
            again
                .get("device")
                .expect("readable")
                .expect("there")
                .expose(),
            [1, 2],
            "after a restart"
        );
        again.delete("device").expect("forgotten");
        again
            .delete("device")
            .expect("forgetting twice is no error");
        assert!(store.get("device").expect("readable").is_none(), "gone");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, store) = store();
        super::super::probe(&store).expect("it keeps secrets");
        store.set("device", &Secret::new(vec![1])).expect("kept");
        let mode = fs::metadata(folder.path().join("secrets.json"))
            .expect("there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "owner only");
    }

    #[test]
    fn a_damaged_file_is_an_error_that_shows_nothing_of_it() {
        let (folder, store) = store();
        write_private(
            &folder.path().join("secrets.json"),
            b"{\"device\":\"zz-top-secret\"}",
        )
        .expect("written");
        let refusal = store.get("device").expect_err("not hexadecimal");
        assert!(matches!(refusal, SecretError::Damaged), "{refusal}");
        assert!(
            !format!("{refusal:?}").contains("top"),
            "nothing of the content"
        );
        write_private(&folder.path().join("secrets.json"), &[0xFF, 0xFE]).expect("written");
        assert!(
            matches!(store.get("device"), Err(SecretError::Damaged)),
            "no text at all"
        );
        assert!(
            matches!(
                store.set("a", &Secret::new(vec![1])),
                Err(SecretError::Damaged)
            ),
            "never overwritten"
        );
    }

    #[test]
    fn a_folder_that_is_not_there_fails_the_probe() {
        let store = FileSecretStore::new("/nonexistent/motcua/secrets.json");
        assert!(
            matches!(super::super::probe(&store), Err(SecretError::File(_))),
            "a write shows it"
        );
    }

    #[test]
    fn odd_names_and_huge_secrets_are_refused() {
        let (_folder, store) = store();
        for name in ["", "../x", "tên", &"n".repeat(65)] {
            assert!(
                matches!(store.get(name), Err(SecretError::Invalid)),
                "{name:?}"
            );
        }
        let huge = Secret::new(vec![0; super::super::SECRET_BYTES_MAX + 1]);
        assert!(
            matches!(store.set("device", &huge), Err(SecretError::Invalid)),
            "too long"
        );
    }

    #[test]
    fn a_secret_does_not_show_itself() {
        assert_eq!(
            format!("{:?}", Secret::new(b"abc".to_vec())),
            "Secret(redacted)",
            "Debug"
        );
    }
}
