//! The centre's own secrets, made at the first start and kept 0600 in the data folder: the Ed25519
//! key that signs leases, catalogue and policy, and the X25519 key that desks seal their database
//! key to. Losing them means enrolling every desk again, so a backup carries them.

use std::path::Path;

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::ids::OfficeId;
use ed25519_dalek::{Signer, SigningKey, Verifier, VerifyingKey};
use hkdf::Hkdf;
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};

use crate::error::Error;
use crate::{files, hex};

const SIGN_FILE: &str = "sign.key";
const SEAL_FILE: &str = "seal.key";
/// Separates this use of the shared secret from any other.
const SEAL_INFO: &[u8] = b"motcua-seal-1";
const DAY_CONTEXT: &str = "motcua centre 2026-11 day confirmation of an office";
/// A database key: 32 random bytes.
const DATABASE_KEY_BYTES: usize = 32;

/// The signing and the sealing key.
pub struct CentreKeys {
    sign: SigningKey,
    seal: StaticSecret,
}

impl std::fmt::Debug for CentreKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CentreKeys(…)")
    }
}

impl CentreKeys {
    /// Reads the keys of `folder`, making those that are not there yet.
    ///
    /// # Errors
    /// When a file cannot be read or written, or is no key.
    pub fn load_or_make(folder: &Path) -> Result<Self, Error> {
        files::private_folder(folder)?;
        Ok(Self {
            sign: SigningKey::from_bytes(&secret(&folder.join(SIGN_FILE))?),
            seal: StaticSecret::from(secret(&folder.join(SEAL_FILE))?),
        })
    }

    /// The signature over `message`, in hexadecimal digits.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> String {
        hex::encode(&self.sign.sign(message).to_bytes())
    }

    /// The public key signatures are checked with, in hexadecimal digits.
    #[must_use]
    pub fn sign_public(&self) -> String {
        hex::encode(self.sign.verifying_key().as_bytes())
    }

    /// The key of an office for telephone codes that confirm a day, in hexadecimal digits: the same
    /// for as long as the centre keeps its keys, so that a policy is not new for nothing.
    #[must_use]
    pub fn day_key(&self, office: &OfficeId) -> String {
        let material = [self.sign.as_bytes().as_slice(), office.as_str().as_bytes()].concat();
        hex::encode(&blake3::derive_key(DAY_CONTEXT, &material))
    }

    /// The public key database keys are sealed to, in hexadecimal digits.
    #[must_use]
    pub fn seal_public(&self) -> String {
        hex::encode(PublicKey::from(&self.seal).as_bytes())
    }

    /// Opens a sealed database key: ephemeral public key (32) ‖ nonce (24) ‖ ciphertext.
    #[must_use]
    pub fn unseal(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (ephemeral, rest) = sealed.split_first_chunk::<32>()?;
        let (nonce, ciphertext) = rest.split_first_chunk::<24>()?;
        let shared = self.seal.diffie_hellman(&PublicKey::from(*ephemeral));
        if !shared.was_contributory() {
            return None;
        }
        let info = seal_info(ephemeral, PublicKey::from(&self.seal).as_bytes());
        let mut key = [0_u8; 32];
        Hkdf::<Sha256>::new(None, shared.as_bytes())
            .expand(&info, &mut key)
            .ok()?;
        let cipher = XChaCha20Poly1305::new(&key.into());
        let opened = cipher.decrypt(&XNonce::from(*nonce), ciphertext).ok()?;
        (opened.len() == DATABASE_KEY_BYTES).then_some(opened)
    }
}

/// Both public keys are bound into the derived key, so a sealed text fits no other pair.
fn seal_info(ephemeral: &[u8; 32], recipient: &[u8; 32]) -> Vec<u8> {
    [SEAL_INFO, ephemeral, recipient].concat()
}

/// Whether `signature` over `message` was made with the key whose public half is `public`.
pub(crate) fn verifies(public: &[u8], message: &[u8], signature: &str) -> bool {
    let check = || {
        let key = VerifyingKey::from_bytes(public.try_into().ok()?).ok()?;
        let signature = ed25519_dalek::Signature::from_bytes(&hex::decode_array(signature)?);
        key.verify(message, &signature).ok()
    };
    check().is_some()
}

/// Whether `public` can be a desk's key at all.
pub(crate) fn is_public_key(public: &[u8; 32]) -> bool {
    VerifyingKey::from_bytes(public).is_ok_and(|key| !key.is_weak())
}

/// `N` random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(Error::Random)?;
    Ok(bytes)
}

fn secret(path: &Path) -> Result<[u8; 32], Error> {
    let Some(bytes) = files::read_if_there(path)? else {
        let fresh = random::<32>()?;
        files::write_private(path, hex::encode(&fresh).as_bytes())?;
        return Ok(fresh);
    };
    std::str::from_utf8(&bytes)
        .ok()
        .and_then(|text| hex::decode_array(text.trim()))
        .ok_or_else(|| Error::KeyFile {
            path: path.to_owned(),
        })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Seals as a desk does.
    pub(crate) fn seal(centre_public: &str, database_key: &[u8]) -> Vec<u8> {
        let ephemeral = StaticSecret::from(random::<32>().expect("random"));
        let public: [u8; 32] = hex::decode_array(centre_public).expect("32 bytes");
        let shared = ephemeral.diffie_hellman(&PublicKey::from(public));
        let info = seal_info(PublicKey::from(&ephemeral).as_bytes(), &public);
        let mut key = [0_u8; 32];
        Hkdf::<Sha256>::new(None, shared.as_bytes())
            .expand(&info, &mut key)
            .expect("32 fits");
        let nonce = random::<24>().expect("random");
        let cipher = XChaCha20Poly1305::new(&key.into());
        let ciphertext = cipher
            .encrypt(&XNonce::from(nonce), database_key)
            .expect("encrypts");
        [
            PublicKey::from(&ephemeral).as_bytes().as_slice(),
            &nonce,
            &ciphertext,
        ]
        .concat()
    }

    #[test]
    fn a_sealed_key_opens_only_whole_and_only_here() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = CentreKeys::load_or_make(folder.path()).expect("makes keys");
        let again = CentreKeys::load_or_make(folder.path()).expect("reads keys");
        let mut sealed = seal(&keys.seal_public(), &[7; 32]);
        assert_eq!(
            again.unseal(&sealed),
            Some(vec![7; 32]),
            "the kept key opens it"
        );
        sealed[60] ^= 1;
        assert_eq!(keys.unseal(&sealed), None, "a changed byte is noticed");
        assert_eq!(keys.unseal(&sealed[..40]), None, "a cut text is refused");
        let short = seal(&keys.seal_public(), &[7; 16]);
        assert_eq!(
            keys.unseal(&short),
            None,
            "sixteen bytes are no database key"
        );
    }

    #[test]
    fn keys_are_private_files_and_a_damaged_one_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        CentreKeys::load_or_make(folder.path()).expect("makes keys");
        let path = folder.path().join(SIGN_FILE);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path)
                .expect("is there")
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "nobody else reads the key");
        }
        files::write_private(&path, b"not a key").expect("writes");
        let refused = CentreKeys::load_or_make(folder.path());
        assert!(
            matches!(refused, Err(Error::KeyFile { .. })),
            "never silently replaced"
        );
    }
}
