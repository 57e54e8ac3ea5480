//! The database key sealed to the centre, so that a forgotten password or a dead PC loses nothing:
//! X25519 with an ephemeral key, HKDF-SHA256 (info `motcua-seal-1` ‖ both public keys, so that a sealed
//! text fits no other pair), XChaCha20-Poly1305. Written as ephemeral public key (32 bytes) ‖ nonce (24)
//! ‖ ciphertext (48); in hexadecimal on the wire.

use chacha20poly1305::aead::Aead;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::key::{DatabaseKey, KEY_BYTES, derive};
use crate::keys::KeysError;

const INFO: &[u8] = b"motcua-seal-1";
const NONCE: usize = 24;

/// Seals the database key to the centre's X25519 public key.
///
/// # Errors
/// [`KeysError::Random`] without random bytes, [`KeysError::Seal`] for a public key of low order.
pub fn seal_recovery_key(
    key: &DatabaseKey,
    centre_public: &[u8; KEY_BYTES],
) -> Result<Vec<u8>, KeysError> {
    let (mut secret, mut nonce) = (Zeroizing::new([0; KEY_BYTES]), [0; NONCE]);
    getrandom::fill(secret.as_mut_slice()).map_err(KeysError::Random)?;
    getrandom::fill(&mut nonce).map_err(KeysError::Random)?;
    let secret = StaticSecret::from(*secret);
    let public = PublicKey::from(&secret);
    let cipher = shared(
        &secret,
        centre_public,
        &info(public.as_bytes(), centre_public),
    )?;
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), key.expose().as_slice())
        .ok()
        .ok_or(KeysError::Seal)?;
    Ok([public.as_bytes().as_slice(), &nonce, &sealed].concat())
}

/// Opens what [`seal_recovery_key`] made, with the centre's secret.
///
/// # Errors
/// [`KeysError::Seal`] when it was not sealed to this key or was changed.
pub fn open_sealed_key(
    sealed: &[u8],
    centre_secret: &[u8; KEY_BYTES],
) -> Result<DatabaseKey, KeysError> {
    let (public, rest) = sealed
        .split_first_chunk::<KEY_BYTES>()
        .ok_or(KeysError::Seal)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(KeysError::Seal)?;
    let secret = StaticSecret::from(*centre_secret);
    let cipher = shared(
        &secret,
        public,
        &info(public, PublicKey::from(&secret).as_bytes()),
    )?;
    let opened = cipher
        .decrypt(&XNonce::from(*nonce), sealed)
        .ok()
        .ok_or(KeysError::Seal)?;
    let opened = Zeroizing::new(opened);
    let bytes = opened.as_slice().try_into().ok().ok_or(KeysError::Seal)?;
    Ok(DatabaseKey::from_bytes(bytes))
}

fn info(ephemeral: &[u8; KEY_BYTES], recipient: &[u8; KEY_BYTES]) -> Vec<u8> {
    [INFO, ephemeral, recipient].concat()
}

fn shared(
    secret: &StaticSecret,
    public: &[u8; KEY_BYTES],
    info: &[u8],
) -> Result<XChaCha20Poly1305, KeysError> {
    let shared = secret.diffie_hellman(&PublicKey::from(*public));
    if !shared.was_contributory() {
        return Err(KeysError::Seal);
    }
    let key = derive(shared.as_bytes(), info);
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_centre_opens_the_sealed_key_and_only_unchanged() {
        let key = DatabaseKey::from_bytes([5; 32]);
        let public = *PublicKey::from(&StaticSecret::from([7; 32])).as_bytes();
        let sealed = seal_recovery_key(&key, &public).expect("sealed");
        assert_eq!(sealed.len(), 32 + 24 + 48, "the length the wire promises");
        assert!(
            open_sealed_key(&sealed, &[7; 32]).expect("opened") == key,
            "the same key"
        );
        assert!(
            open_sealed_key(&sealed, &[8; 32]).is_err(),
            "another secret opens nothing"
        );
        let mut changed = sealed.clone();
        changed[60] ^= 1;
        assert!(
            open_sealed_key(&changed, &[7; 32]).is_err(),
            "a changed byte is seen"
        );
        assert!(
            open_sealed_key(&sealed[..40], &[7; 32]).is_err(),
            "a short one is refused"
        );
        assert!(
            seal_recovery_key(&key, &[0; 32]).is_err(),
            "a low-order key is refused"
        );
    }
}
