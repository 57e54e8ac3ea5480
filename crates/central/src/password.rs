//! Officers' passwords: argon2id, one hash at a time per core so that a burst of sign-ins cannot
//! take all memory (19 MiB each).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::error::Error;

/// Most hashes computed at one time.
const HASHES_AT_ONCE_MAX: usize = 2;
/// Longest password, in bytes; a longer one is wrong without being hashed.
const PASSWORD_BYTES_MAX: usize = 512;

static HASHES: Semaphore = Semaphore::const_new(HASHES_AT_ONCE_MAX);

/// The hash to store, as a PHC string.
pub(crate) fn hash(password: &str) -> Result<String, Error> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|_no_salt_or_too_long| Error::Password)
}

/// Whether `password` is the one behind `stored`. Without a stored hash the same work is done on a
/// dummy, so that the time of the answer does not tell which officers exist.
pub(crate) async fn matches(password: String, stored: Option<String>) -> bool {
    if password.len() > PASSWORD_BYTES_MAX {
        return false;
    }
    let Ok(_permit) = HASHES.acquire().await else {
        return false;
    };
    let checked = tokio::task::spawn_blocking(move || match stored {
        Some(stored) => verify(&password, &stored),
        None => {
            // the work is the point, not what comes out
            drop(hash(&password));
            false
        }
    });
    checked.await.unwrap_or(false)
}

fn verify(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|parsed| {
        Argon2::default()
            .verify_password(password.as_bytes(), &parsed)
            .is_ok()
    })
}
