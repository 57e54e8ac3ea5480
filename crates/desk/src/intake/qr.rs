//! The one QR of a receipt: the look-up page, and behind `#` (which never reaches a log) the code,
//! the tail of the dossier's id, and the desk's signature, which any desk checks without a network.
//! No identity number is in it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::DossierId;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::ids::tail;

/// Longest content that is looked at, in bytes: one QR holds no more than 2,953.
const CONTENT_MAX: usize = 3_000;

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

/// The content of a receipt's QR, taken apart; nothing of it is believed yet.
pub(crate) struct ReceiptQr<'a> {
    /// The dossier code.
    pub(crate) code: &'a str,
    /// Which key is said to have signed.
    pub(crate) key_id: &'a str,
    tail: &'a str,
    signature: Signature,
}

impl<'a> ReceiptQr<'a> {
    /// Reads `<address>#<code>.<tail>.<key id>.<signature>`; `None` for anything else.
    pub(crate) fn read(content: &'a str) -> Option<Self> {
        let content = content.trim();
        let (_address, signed) = content.split_once('#')?;
        // the code has points of its own
        let mut parts = signed.rsplitn(4, '.');
        let (signature, key_id, tail, code) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if content.len() > CONTENT_MAX || code.is_empty() {
            return None;
        }
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        Some(Self {
            code,
            key_id,
            tail,
            signature: Signature::from_slice(&signature).ok()?,
        })
    }

    /// Whether the holder of `key`, in hexadecimal, signed this code and dossier.
    pub(crate) fn is_signed_by(&self, key: &str) -> bool {
        let key = crate::hex::decode_array(key).and_then(|key| VerifyingKey::from_bytes(&key).ok());
        let message = message(self.code, self.tail);
        key.is_some_and(|key| {
            key.verify_strict(message.as_bytes(), &self.signature)
                .is_ok()
        })
    }

    /// Whether this dossier is meant: two desks restored from one image may have given one code.
    pub(crate) fn is_of(&self, dossier: DossierId) -> bool {
        self.tail == tail(dossier.0)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn another_desk_can_check_the_signature_with_the_public_key() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let dossier = DossierId(Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0001));
        let url = "https://tracuu.example/";
        let text = look_up_text(url, "H42.17-261122-0131", dossier, &key);
        let (address, _signed) = text.split_once('#').expect("a fragment");
        assert_eq!(address, url, "the page is a setting");
        let read = ReceiptQr::read(&text).expect("it is a receipt's");
        assert_eq!(
            read.code, "H42.17-261122-0131",
            "the code has points of its own"
        );
        assert_eq!(read.key_id, key_id(&key), "the key is named");
        let public = |key: &SigningKey| crate::hex::encode(key.verifying_key().as_bytes());
        assert!(read.is_signed_by(&public(&key)), "the signature holds");
        let other = SigningKey::from_bytes(&[8; 32]);
        assert!(!read.is_signed_by(&public(&other)), "for no other desk");
        assert!(!read.is_signed_by("rubbish"), "nor for what is no key");
        assert!(read.is_of(dossier), "the dossier is meant");
        let forged = text.replace("-0131", "-0132");
        let forged = ReceiptQr::read(&forged).expect("it has the shape");
        assert!(!forged.is_signed_by(&public(&key)), "nor for another code");
    }

    #[test]
    fn what_is_no_receipt_is_not_taken_for_one() {
        for content in [
            "",
            "#",
            "H42.17-261122-0131",
            "https://x/#a.b.c.d",
            "037188004321|…",
        ] {
            assert!(ReceiptQr::read(content).is_none(), "`{content}` is none");
        }
    }
}
