//! One slot: the database key sealed under what a password and this machine's secret give
//! together, with its count of wrong tries.

use std::fmt::Write as _;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use domain::ids::{DeskId, OfficerId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{ATTEMPTS_MAX, Argon2Cost, DeviceSecret, KeysError, LOCK_MS, SlotOfficer};
use crate::key::{DatabaseKey, KEY_BYTES, derive};

/// Wait after each wrong password, in milliseconds, doubled each time.
const DELAY_MS: i64 = 1_000;
const SALT: usize = 16;
const NONCE: usize = 24;
const INFO: &[u8] = b"motcua-slot-1";

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Slot {
    pub(super) officer: OfficerId,
    pub(super) name: String,
    salt: String,
    cost: Argon2Cost,
    nonce: String,
    sealed: String,
    /// Wrong passwords since the last right one.
    #[serde(default)]
    pub(super) wrong: u8,
    /// No try before this moment; 0 for none.
    #[serde(default)]
    pub(super) retry_at: i64,
}

impl Slot {
    /// A slot that opens with this password on this machine.
    pub(super) fn sealed(
        desk: DeskId,
        officer: &SlotOfficer,
        password: &str,
        device: &DeviceSecret,
        key: &DatabaseKey,
        cost: Argon2Cost,
    ) -> Result<Self, KeysError> {
        let (salt, nonce) = (random::<SALT>()?, random::<NONCE>()?);
        let kek = stretch(password, &salt, device, cost)?;
        let aad = binding(desk, &officer.login);
        let payload = Payload {
            msg: key.expose(),
            aad: &aad,
        };
        let sealed = XChaCha20Poly1305::new((&*kek).into()).encrypt(&XNonce::from(nonce), payload);
        Ok(Self {
            officer: officer.login.clone(),
            name: officer.name.clone(),
            salt: to_hex(&salt),
            cost,
            nonce: to_hex(&nonce),
            sealed: to_hex(&sealed.ok().ok_or(KeysError::Seal)?),
            wrong: 0,
            retry_at: 0,
        })
    }

    /// Until when no try is allowed. A clock that was set back cannot lock for longer than the
    /// longest lock.
    pub(super) fn locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        let until = Timestamp(self.retry_at.min(now.0.saturating_add(LOCK_MS)));
        (until > now).then_some(until)
    }

    /// Counts a try as wrong until it proves right.
    pub(super) fn count_try(&mut self, now: Timestamp) {
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

    /// The key; `None` for a wrong password or another machine.
    pub(super) fn open(
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

pub(super) fn random<const N: usize>() -> Result<[u8; N], KeysError> {
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
