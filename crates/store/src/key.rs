//! The database key: 32 random bytes, in memory only while the process lives, and what is derived
//! from it. No `Debug`, no `Clone`; it is wiped when dropped.

use hkdf::Hkdf;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use crate::error::StoreError;

/// Bytes of the key.
pub(crate) const KEY_BYTES: usize = 32;

/// The key of a desk's database.
pub struct DatabaseKey([u8; KEY_BYTES]);

impl DatabaseKey {
    /// A new random key.
    ///
    /// # Errors
    /// [`StoreError::Random`] when the system gives no random bytes.
    pub fn generate() -> Result<Self, StoreError> {
        let mut bytes = [0; KEY_BYTES];
        getrandom::fill(&mut bytes).map_err(StoreError::Random)?;
        Ok(Self(bytes))
    }

    /// The key of these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<Self> {
        blake3::Hash::from_hex(hex)
            .ok()
            .map(|hash| Self(*hash.as_bytes()))
    }

    /// The bytes, for sealing.
    #[must_use]
    pub const fn expose(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// 64 hexadecimal digits, wiped when dropped.
    #[must_use]
    pub fn hex(&self) -> Zeroizing<String> {
        Zeroizing::new(blake3::Hash::from_bytes(self.0).to_hex().to_string())
    }

    /// The same key once more, for a second owner in this crate.
    pub(crate) const fn copy(&self) -> Self {
        Self(self.0)
    }

    /// A key derived from this one for another purpose.
    pub(crate) fn derive(&self, purpose: &[u8]) -> Zeroizing<[u8; KEY_BYTES]> {
        derive(&self.0, purpose)
    }

    /// Tells a wrong key from a damaged database; says nothing about the key itself.
    pub(crate) fn check(&self) -> String {
        let derived = self.derive(b"motcua-key-check-1");
        blake3::hash(derived.as_slice())
            .to_hex()
            .chars()
            .take(16)
            .collect()
    }
}

impl Drop for DatabaseKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl PartialEq for DatabaseKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}
impl Eq for DatabaseKey {}

/// HKDF-SHA256 without salt: `input` is already uniform or has been through argon2id.
pub(crate) fn derive(input: &[u8], info: &[u8]) -> Zeroizing<[u8; KEY_BYTES]> {
    let mut output = Zeroizing::new([0; KEY_BYTES]);
    #[expect(
        clippy::expect_used,
        reason = "32 bytes are far below HKDF's limit of 8160"
    )]
    Hkdf::<Sha256>::new(None, input)
        .expand(info, output.as_mut_slice())
        .expect("BUG: HKDF length");
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_round_trips_as_hex_and_derives_apart() {
        let key = DatabaseKey::generate().expect("random bytes");
        let again = DatabaseKey::from_hex(&key.hex()).expect("its own digits");
        assert!(key == again, "hex and back is the same key");
        assert_ne!(
            *key.derive(b"a"),
            *key.derive(b"b"),
            "purposes give different keys"
        );
        assert_ne!(
            key.check(),
            DatabaseKey::from_bytes([7; 32]).check(),
            "checks differ by key"
        );
    }
}
