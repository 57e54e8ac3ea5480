//! Where the one secret of this desk lives outside its database: the operating system's keyring,
//! or a file for tests and demonstrations under a visible ribbon.
//!
//! A store is only believed after it has kept something: a locked keyring answers a read with "no
//! such entry", as a fresh one does, so [`probe`] writes.

mod file;
mod keyring;

use std::fmt;
use std::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

pub use file::FileSecretStore;
pub use keyring::KeyringSecretStore;

/// Longest secret; the desk keeps keys, not documents.
pub const SECRET_BYTES_MAX: usize = 4_096;
/// How long a keyring may take. It may be asking the user to unlock it meanwhile.
pub const KEYRING_TIMEOUT: Duration = Duration::from_secs(20);

/// A secret, wiped from memory when dropped and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes the bytes over.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

/// Why a secret could not be kept or found. Never carries the secret or its bytes.
#[derive(Debug, Error)]
pub enum SecretError {
    /// There is no secret service to talk to.
    #[error("no secret service is running")]
    NoService,
    /// The service is there and refuses, usually because it is locked.
    #[error("the secret service refuses access")]
    Locked,
    /// The service did not answer in time.
    #[error("the secret service did not answer within {} s", .0.as_secs())]
    Timeout(Duration),
    /// The store answered with something that is not what was stored.
    #[error("the stored secret is damaged")]
    Damaged,
    /// Longer than [`SECRET_BYTES_MAX`], or a name that is no plain word.
    #[error("not a name or secret this store takes")]
    Invalid,
    /// The file of a [`FileSecretStore`] could not be read or written.
    #[error("the secret file cannot be used")]
    File(#[source] std::io::Error),
}

/// Keeps secrets by name.
pub trait SecretStore: Send + Sync {
    /// The secret called `name`, if there is one.
    ///
    /// # Errors
    /// Any [`SecretError`]; a missing secret is `Ok(None)`.
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretError>;

    /// Keeps `secret` as `name`, replacing what was there.
    ///
    /// # Errors
    /// Any [`SecretError`]; after an error the old secret may or may not stand.
    fn set(&self, name: &str, secret: &Secret) -> Result<(), SecretError>;

    /// Forgets `name`; forgetting what is not there is no error.
    ///
    /// # Errors
    /// Any [`SecretError`].
    fn delete(&self, name: &str) -> Result<(), SecretError>;
}

/// Can the store really keep a secret? Writes one, reads it back, removes it.
///
/// # Errors
/// What stood in the way; [`SecretError::Damaged`] when something else came back.
pub fn probe(store: &dyn SecretStore) -> Result<(), SecretError> {
    const NAME: &str = "probe";
    let marker = Secret::new(format!("probe of process {}", std::process::id()).into_bytes());
    store.set(NAME, &marker)?;
    let found = store.get(NAME)?;
    store.delete(NAME)?;
    if found == Some(marker) {
        Ok(())
    } else {
        Err(SecretError::Damaged)
    }
}

/// Names are plain words, so that they are the same in every store.
fn check(name: &str, secret: Option<&Secret>) -> Result<(), SecretError> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let is_name = !name.is_empty() && name.len() <= 64 && name.chars().all(is_plain);
    let is_short = secret.is_none_or(|secret| secret.expose().len() <= SECRET_BYTES_MAX);
    if is_name && is_short {
        Ok(())
    } else {
        Err(SecretError::Invalid)
    }
}
