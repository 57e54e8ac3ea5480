//! The keyring of the operating system: Secret Service on Linux, Credential Manager on Windows.
//!
//! Each call runs in a thread of its own with a time limit: the service may be waiting for a
//! password in a window nobody sees. A thread given up on ends with the process.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use ::keyring::{Entry, Error};

use super::{KEYRING_TIMEOUT, Secret, SecretError, SecretStore, check};

/// Secrets under one service name in the operating system's keyring.
#[derive(Debug, Clone)]
pub struct KeyringSecretStore {
    service: String,
    timeout: Duration,
}

impl KeyringSecretStore {
    /// Secrets of `service`, one per installation ("vn.motcua.desk").
    #[must_use]
    pub fn new(service: impl Into<String>) -> Self {
        Self {
            service: service.into(),
            timeout: KEYRING_TIMEOUT,
        }
    }

    /// The same with another time limit.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    fn run<T: Send + 'static>(
        &self,
        name: &str,
        action: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, SecretError> {
        let (service, name) = (self.service.clone(), name.to_owned());
        let (sender, receiver) = mpsc::sync_channel(1);
        let work = move || {
            let answer = Entry::new(&service, &name).and_then(|entry| action(&entry));
            // Nobody listens after the time limit; the answer is then of no use.
            sender.send(answer).ok();
        };
        thread::Builder::new()
            .name("keyring".into())
            .spawn(work)
            .map_err(SecretError::File)?;
        match receiver.recv_timeout(self.timeout) {
            Ok(answer) => answer.map_err(|cause| error(&cause)),
            Err(mpsc::RecvTimeoutError::Timeout) => Err(SecretError::Timeout(self.timeout)),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(SecretError::NoService),
        }
    }
}

/// The keyring's errors may carry the secret itself; only their kind is kept.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the keyring's errors are open-ended"
)]
fn error(cause: &Error) -> SecretError {
    match cause {
        Error::NoStorageAccess(_) => SecretError::Locked,
        Error::BadEncoding(_)
        | Error::BadDataFormat(..)
        | Error::BadStoreFormat(_)
        | Error::Ambiguous(_) => SecretError::Damaged,
        Error::TooLong(..) | Error::Invalid(..) => SecretError::Invalid,
        // PlatformFailure, NoDefaultStore, NotSupportedByStore and what later versions add.
        _ => SecretError::NoService,
    }
}

impl SecretStore for KeyringSecretStore {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        check(name, None)?;
        self.run(name, |entry| match entry.get_secret() {
            Ok(bytes) => Ok(Some(Secret::new(bytes))),
            Err(Error::NoEntry) => Ok(None),
            Err(cause) => Err(cause),
        })
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), SecretError> {
        check(name, Some(secret))?;
        let secret = secret.clone();
        self.run(name, move |entry| entry.set_secret(secret.expose()))
    }

    fn delete(&self, name: &str) -> Result<(), SecretError> {
        check(name, None)?;
        self.run(name, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(cause) => Err(cause),
        })
    }
}
