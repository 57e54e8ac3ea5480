//! `desk.keys`: one key slot per officer, and what the sign-in screen shows before anything is
//! unlocked. Small, beside the database and in every backup, replaced whole.
//!
//! A slot holds the database key under `HKDF(device_secret ‖ argon2id(password, salt))`: a stolen
//! disk lacks the device secret (it is in the keyring), a stolen login lacks the password. Wrong
//! passwords are counted in the file before they are tried; after five the slot is locked for 15
//! minutes. Clocks can be set back, so a lock further ahead than 15 minutes is cut to that.

use std::fmt::Write as _;
use std::io;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use domain::ids::{DeskId, OfficerId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use crate::files;
use crate::key::{DatabaseKey, KEY_BYTES, derive};
use crate::paths::Paths;

/// Wrong passwords before a slot is locked.
pub const ATTEMPTS_MAX: u8 = 5;
/// How long it stays locked, in milliseconds.
pub const LOCK_MS: i64 = 15 * 60 * 1000;
/// Wait after each wrong password, in milliseconds, doubled each time.
const DELAY_MS: i64 = 1_000;
/// Most officers with a slot on one desk.
pub const SLOTS_MAX: usize = 200;
/// Largest key file read, in bytes.
const FILE_BYTES_MAX: u64 = 1024 * 1024;
const FORMAT: u32 = 1;
const SALT: usize = 16;
const NONCE: usize = 24;
const INFO: &[u8] = b"motcua-slot-1";

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

#[derive(Clone, Serialize, Deserialize)]
struct Slot {
    officer: OfficerId,
    name: String,
    salt: String,
    cost: Argon2Cost,
    nonce: String,
    sealed: String,
    /// Wrong passwords since the last right one.
    #[serde(default)]
    wrong: u8,
    /// No try before this moment; 0 for none.
    #[serde(default)]
    retry_at: i64,
}

/// The key file.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeyFile {
    version: u32,
    desk: DeskId,
    display: DisplayInfo,
    slots: Vec<Slot>,
}

impl std::fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyFile({}, {} slots)", self.desk, self.slots.len())
    }
}

impl KeyFile {
    /// A key file without slots.
    #[must_use]
    pub const fn new(desk: DeskId, display: DisplayInfo) -> Self {
        Self {
            version: FORMAT,
            desk,
            display,
            slots: Vec::new(),
        }
    }

    /// Reads the key file; `None` when the desk has none (it is not enrolled).
    ///
    /// # Errors
    /// [`KeysError`] says what is wrong with it.
    pub fn load(paths: &Paths) -> Result<Option<Self>, KeysError> {
        let read_error = |source| KeysError::Io {
            what: "read the key file",
            source,
        };
        let bytes = match std::fs::metadata(paths.keys()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(read_error(error)),
            Ok(meta) if meta.len() > FILE_BYTES_MAX => return Err(KeysError::Unreadable),
            Ok(_) => std::fs::read(paths.keys()).map_err(read_error)?,
        };
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let versioned: Option<Versioned> = serde_json::from_slice(&bytes).ok();
        let Versioned { version } = versioned.ok_or(KeysError::Unreadable)?;
        if version > FORMAT {
            return Err(KeysError::Newer { version });
        }
        serde_json::from_slice(&bytes)
            .ok()
            .map(Some)
            .ok_or(KeysError::Unreadable)
    }

    /// Replaces the key file.
    ///
    /// # Errors
    /// As the disk says.
    pub fn save(&self, paths: &Paths) -> Result<(), KeysError> {
        let json = serde_json::to_vec_pretty(self)
            .ok()
            .ok_or(KeysError::Unreadable)?;
        files::write_atomic(&paths.keys(), &json).map_err(|source| KeysError::Io {
            what: "write the key file",
            source,
        })
    }

    /// The desk.
    #[must_use]
    pub const fn desk(&self) -> DeskId {
        self.desk
    }

    /// What the sign-in screen shows.
    #[must_use]
    pub const fn display(&self) -> &DisplayInfo {
        &self.display
    }

    /// Replaces what the sign-in screen shows; save afterwards.
    pub fn set_display(&mut self, display: DisplayInfo) {
        self.display = display;
    }

    /// Officers with a slot, in the order they first signed in.
    #[must_use]
    pub fn officers(&self) -> Vec<SlotOfficer> {
        let officer = |slot: &Slot| SlotOfficer {
            login: slot.officer.clone(),
            name: slot.name.clone(),
        };
        self.slots.iter().map(officer).collect()
    }

    /// Whether the officer can sign in without the centre.
    #[must_use]
    pub fn has_slot(&self, officer: &OfficerId) -> bool {
        self.slots.iter().any(|slot| slot.officer == *officer)
    }

    /// Gives an officer a slot, replacing an older one; save afterwards.
    ///
    /// # Errors
    /// [`KeysError::Full`] beyond 200 slots; without memory or random bytes.
    pub fn add_slot(
        &mut self,
        officer: &SlotOfficer,
        password: &str,
        device: &DeviceSecret,
        key: &DatabaseKey,
        cost: Argon2Cost,
    ) -> Result<(), KeysError> {
        if !self.has_slot(&officer.login) && self.slots.len() >= SLOTS_MAX {
            return Err(KeysError::Full);
        }
        let (salt, nonce) = (random::<SALT>()?, random::<NONCE>()?);
        let kek = stretch(password, &salt, device, cost)?;
        let aad = binding(self.desk, &officer.login);
        let payload = Payload {
            msg: key.expose(),
            aad: &aad,
        };
        let sealed = XChaCha20Poly1305::new((&*kek).into())
            .encrypt(&XNonce::from(nonce), payload)
            .ok()
            .ok_or(KeysError::Seal)?;
        let slot = Slot {
            officer: officer.login.clone(),
            name: officer.name.clone(),
            salt: to_hex(&salt),
            cost,
            nonce: to_hex(&nonce),
            sealed: to_hex(&sealed),
            wrong: 0,
            retry_at: 0,
        };
        match self
            .slots
            .iter_mut()
            .find(|have| have.officer == officer.login)
        {
            Some(have) => *have = slot,
            None => self.slots.push(slot),
        }
        Ok(())
    }

    /// Takes an officer's slot away; save afterwards. Says whether there was one.
    pub fn remove_slot(&mut self, officer: &OfficerId) -> bool {
        let before = self.slots.len();
        self.slots.retain(|slot| slot.officer != *officer);
        self.slots.len() < before
    }

    /// Opens an officer's slot. The try is counted in the file before the password is looked at,
    /// so that killing the program gives no extra tries.
    ///
    /// # Errors
    /// [`SlotError`] says which; the waits are in it.
    pub fn open_slot(
        &mut self,
        paths: &Paths,
        officer: &OfficerId,
        password: &str,
        device: &DeviceSecret,
        now: Timestamp,
    ) -> Result<DatabaseKey, SlotError> {
        let slot = self.slot_mut(officer)?;
        if let Some(until) = slot.locked_until(now) {
            return Err(SlotError::Locked { until });
        }
        slot.count_try(now);
        let tried = slot.clone();
        self.save(paths)?;
        let Some(key) = tried.open(self.desk, password, device)? else {
            let left = ATTEMPTS_MAX.saturating_sub(tried.wrong);
            return Err(SlotError::Wrong {
                left,
                retry_at: Timestamp(tried.retry_at),
            });
        };
        let slot = self.slot_mut(officer)?;
        (slot.wrong, slot.retry_at) = (0, 0);
        self.save(paths)?;
        Ok(key)
    }

    fn slot_mut(&mut self, officer: &OfficerId) -> Result<&mut Slot, SlotError> {
        let found = self.slots.iter_mut().find(|slot| slot.officer == *officer);
        found.ok_or(SlotError::NoSlot)
    }
}

impl Slot {
    /// Until when no try is allowed. A clock that was set back cannot lock for longer than the
    /// longest lock.
    fn locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        let until = Timestamp(self.retry_at.min(now.0.saturating_add(LOCK_MS)));
        (until > now).then_some(until)
    }

    /// Counts a try as wrong until it proves right.
    fn count_try(&mut self, now: Timestamp) {
        if self.wrong >= ATTEMPTS_MAX {
            self.wrong = 0;
        }
        self.wrong += 1;
        let wait = if self.wrong >= ATTEMPTS_MAX {
            LOCK_MS
        } else {
            DELAY_MS << (self.wrong - 1)
        };
        self.retry_at = now.0.saturating_add(wait);
    }

    fn open(
        &self,
        desk: DeskId,
        password: &str,
        device: &DeviceSecret,
    ) -> Result<Option<DatabaseKey>, KeysError> {
        let salt = from_hex(&self.salt).ok_or(KeysError::Unreadable)?;
        let nonce = from_hex(&self.nonce).and_then(|nonce| <[u8; NONCE]>::try_from(nonce).ok());
        let nonce = nonce.ok_or(KeysError::Unreadable)?;
        let sealed = from_hex(&self.sealed).ok_or(KeysError::Unreadable)?;
        let kek = stretch(password, &salt, device, self.cost)?;
        let aad = binding(desk, &self.officer);
        let payload = Payload {
            msg: &sealed,
            aad: &aad,
        };
        let opened = XChaCha20Poly1305::new((&*kek).into()).decrypt(&XNonce::from(nonce), payload);
        let Ok(opened) = opened.map(Zeroizing::new) else {
            return Ok(None);
        };
        Ok(opened
            .as_slice()
            .try_into()
            .ok()
            .map(DatabaseKey::from_bytes))
    }
}

/// A slot belongs to one officer of one desk.
fn binding(desk: DeskId, officer: &OfficerId) -> Vec<u8> {
    format!("motcua-slot-1\n{desk}\n{officer}").into_bytes()
}

/// `HKDF(device_secret ‖ argon2id(password, salt))`. The password is taken in NFC: two keyboards
/// may write the same letters differently.
fn stretch(
    password: &str,
    salt: &[u8],
    device: &DeviceSecret,
    cost: Argon2Cost,
) -> Result<Zeroizing<[u8; KEY_BYTES]>, KeysError> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(KEY_BYTES));
    let params = params.map_err(KeysError::Stretch)?;
    let password = Zeroizing::new(domain::text::nfc(password));
    let mut input = Zeroizing::new([0; 2 * KEY_BYTES]);
    let (secret, stretched) = input.split_at_mut(KEY_BYTES);
    secret.copy_from_slice(device.expose());
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, stretched)
        .map_err(KeysError::Stretch)?;
    Ok(derive(input.as_slice(), INFO))
}

fn random<const N: usize>() -> Result<[u8; N], KeysError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(KeysError::Random)?;
    Ok(bytes)
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // writing to a String cannot fail
        if write!(hex, "{byte:02x}").is_err() {
            hex.clear();
        }
        hex
    })
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let pair = |[high, low]: &[u8; 2]| Some(digit(*high)? << 4 | digit(*low)?);
    if rest.is_empty() {
        pairs.iter().map(pair).collect()
    } else {
        None
    }
}
