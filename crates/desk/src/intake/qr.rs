//! The one QR of a receipt: the look-up page, and behind `#` (which never reaches a log) the code,
//! the tail of the dossier's id, and the desk's signature, which any desk checks without a network.
//! No identity number is in it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::DossierId;
use ed25519_dalek::{Signer, SigningKey};

use crate::ids::tail;

/// The content of the QR.
pub(crate) fn look_up_text(
    look_up_url: &str,
    code: &str,
    dossier: DossierId,
    key: &SigningKey,
) -> String {
    let tail = tail(dossier.0);
    let signature = key.sign(message(code, &tail).as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
    format!("{look_up_url}#{code}.{tail}.{}.{signature}", key_id(key))
}

/// What is signed.
fn message(code: &str, tail: &str) -> String {
    format!("motcua-receipt-1\n{code}\n{tail}")
}

/// First eight hexadecimal digits of the BLAKE3 of the public key.
fn key_id(key: &SigningKey) -> String {
    let hash = domain::ids::BlobHash::of(key.verifying_key().as_bytes());
    crate::hex::encode(&hash.0).chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::Signature;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn another_desk_can_check_the_signature_with_the_public_key() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let dossier = DossierId(Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0001));
        let text = look_up_text(
            "https://tracuu.example/",
            "H42.17-261122-0131",
            dossier,
            &key,
        );
        let (url, rest) = text.split_once('#').expect("a fragment");
        assert_eq!(url, "https://tracuu.example/", "the page is a setting");
        let parts: Vec<&str> = rest.rsplitn(4, '.').collect();
        let (signature, tail, code) = (parts[0], parts[2], parts[3]);
        assert_eq!(code, "H42.17-261122-0131", "the code has points of its own");
        let bytes = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
        let signature = Signature::from_slice(&bytes).expect("64 bytes");
        let checked = key
            .verifying_key()
            .verify_strict(message(code, tail).as_bytes(), &signature);
        assert!(checked.is_ok(), "the signature holds");
    }
}
