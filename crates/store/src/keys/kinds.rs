//! What can go wrong with keys, and the small values around them.

use std::io;

use domain::ids::OfficerId;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroize;

use super::SLOTS_MAX;
use super::slot::random;
use crate::key::KEY_BYTES;

/// What is wrong with the key file.
#[derive(Debug, Error)]
pub enum KeysError {
    /// A file operation.
    #[error("file operation: {what}")]
    Io {
        /// What was attempted.
        what: &'static str,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// Not a key file, or damaged.
    #[error("the key file is not readable")]
    Unreadable,
    /// A newer program made it.
    #[error("the key file is of a newer version, {version}")]
    Newer {
        /// Its version.
        version: u32,
    },
    /// More slots than one desk has officers.
    #[error("more than {SLOTS_MAX} slots")]
    Full,
    /// The password could not be stretched (parameters or memory).
    #[error("the password could not be stretched")]
    Stretch(#[source] argon2::Error),
    /// A sealed key that is not what it should be.
    #[error("the sealed key does not open")]
    Seal,
    /// The system gave no random bytes.
    #[error("no random bytes from the system")]
    Random(#[source] getrandom::Error),
}

/// Why a slot did not open.
#[derive(Debug, Error)]
pub enum SlotError {
    /// This officer has never signed in on this desk.
    #[error("no slot for this officer")]
    NoSlot,
    /// This officer's slot was taken away.
    #[error("the slot of this officer was taken away")]
    Removed,
    /// Wrong password, or the device secret is another one.
    #[error("the slot does not open")]
    Wrong {
        /// Tries left before the lock.
        left: u8,
        /// When the next try is allowed.
        retry_at: Timestamp,
    },
    /// Not before this moment.
    #[error("too many wrong passwords")]
    Locked {
        /// When the next try is allowed.
        until: Timestamp,
    },
    /// The file.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

/// The secret in the keyring of this machine.
pub struct DeviceSecret([u8; KEY_BYTES]);

impl DeviceSecret {
    /// A new random secret.
    ///
    /// # Errors
    /// [`KeysError::Random`].
    pub fn generate() -> Result<Self, KeysError> {
        random().map(Self)
    }
    /// The secret of these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }
    /// The bytes, for the keyring.
    #[must_use]
    pub const fn expose(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }
}

impl Drop for DeviceSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// How hard a password is to stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argon2Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
}

impl Default for Argon2Cost {
    /// 64 MiB, three passes: about half a second on a slow desk PC.
    fn default() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
        }
    }
}

/// What the sign-in screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DisplayInfo {
    /// Name of the office.
    pub office_name: String,
    /// What the desk is called.
    pub label: String,
    /// Address of the centre.
    pub centre_url: String,
    /// Identifier of the office's agency.
    pub agency: String,
    /// Demo officers; empty outside demo mode.
    #[serde(default)]
    pub demo: Vec<DemoOfficer>,
}

/// A demo officer, whose password is public by design.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoOfficer {
    /// Login name.
    pub login: OfficerId,
    /// Name.
    pub name: String,
    /// Password.
    pub password: String,
}

/// An officer with a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotOfficer {
    /// Login name.
    pub login: OfficerId,
    /// Name.
    pub name: String,
}
