//! The centre's answer to a bundle: what it would have answered to the pushes, and which files it
//! holds. Signed, and not encrypted: it names events and files by number alone. Written as magic (8
//! bytes), version (2, big endian), length (4), JSON, signature (64).

use domain::ids::{BlobHash, DeskId};
use domain::time::Timestamp;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use protocol::wire::PushReply;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::CourierError;
use crate::{ANSWER_BYTES_MAX, ANSWER_CONTEXT, FORMAT_VERSION, SIGNATURE_BYTES};

const MAGIC: &[u8; 8] = b"MOTCUACA";
const HEAD_BYTES: usize = 14;

/// What the centre answers to one bundle.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    /// The bundle.
    pub bundle: Uuid,
    /// The desk that made it.
    pub desk: DeskId,
    /// When the centre took it in.
    pub made_at: Timestamp,
    /// Rises when the centre is restored: an answer from before says nothing any more.
    pub feed_epoch: u32,
    /// How each life of the desk's journal stands at the centre.
    pub lives: Vec<LifeAnswer>,
    /// Files of the bundle that the centre holds, verified.
    pub held: Vec<BlobHash>,
    /// Files of the bundle that it did not keep: nobody named them, or their bytes were others.
    pub refused: Vec<BlobHash>,
}

/// The answer about one life.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LifeAnswer {
    /// Which.
    pub incarnation: u32,
    /// How it went.
    pub outcome: LifeOutcome,
    /// What a push would have been answered.
    pub reply: PushReply,
}

/// How the events of one life went in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeOutcome {
    /// They are in the journal.
    Taken,
    /// The desk is out of service: they are set aside for a person.
    SetAside,
    /// Events before them are missing at the centre.
    Gap,
    /// They contradict what the centre holds, or it had found that before.
    Fork,
}

impl Answer {
    /// The file; `sign` signs with the centre's key.
    ///
    /// # Errors
    /// [`CourierError::TooLarge`].
    pub fn encode(
        &self,
        sign: impl FnOnce(&[u8]) -> [u8; SIGNATURE_BYTES],
    ) -> Result<Vec<u8>, CourierError> {
        let json = serde_json::to_vec(self).map_err(|_never| CourierError::Damaged)?;
        let length = u32::try_from(json.len()).ok();
        let length = length.filter(|length| u64::from(*length) < ANSWER_BYTES_MAX);
        let length = length.ok_or(CourierError::TooLarge { what: "answer" })?;
        let mut bytes = Vec::with_capacity(HEAD_BYTES + json.len() + SIGNATURE_BYTES);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT_VERSION.to_be_bytes());
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&json);
        let signature = sign(&message(&bytes));
        bytes.extend_from_slice(&signature);
        Ok(bytes)
    }

    /// Reads an answer of the centre whose public key this is.
    ///
    /// # Errors
    /// [`CourierError::Foreign`], [`CourierError::Header`], [`CourierError::Signature`],
    /// [`CourierError::Newer`], [`CourierError::Damaged`].
    pub fn decode(bytes: &[u8], centre_public: &[u8; 32]) -> Result<Self, CourierError> {
        let foreign = CourierError::Foreign { what: "answer" };
        let rest = bytes.strip_prefix(MAGIC).ok_or(foreign)?;
        let (version, rest) = rest.split_first_chunk::<2>().ok_or(CourierError::Header)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or(CourierError::Header)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let (json, signature) = rest.split_at_checked(length).ok_or(CourierError::Header)?;
        let signature: &[u8; SIGNATURE_BYTES] =
            signature.try_into().map_err(|_cut| CourierError::Header)?;
        let signed = bytes
            .get(..HEAD_BYTES.saturating_add(length))
            .ok_or(CourierError::Header)?;
        let key =
            VerifyingKey::from_bytes(centre_public).map_err(|_no_key| CourierError::Signature)?;
        key.verify(&message(signed), &Signature::from_bytes(signature))
            .map_err(|_other| CourierError::Signature)?;
        let version = u16::from_be_bytes(*version);
        if version > FORMAT_VERSION {
            return Err(CourierError::Newer {
                found: version,
                known: FORMAT_VERSION,
            });
        }
        serde_json::from_slice(json).map_err(|_garbage| CourierError::Damaged)
    }
}

fn message(bytes: &[u8]) -> Vec<u8> {
    [ANSWER_CONTEXT, blake3::hash(bytes).as_bytes()].concat()
}
