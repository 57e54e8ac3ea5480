//! The journal's rows: an envelope that places an event, the body that says what happened, and the
//! hash chain that seals each event of a desk to the one before.
//!
//! `h_n = BLAKE3(h_{n-1} ‖ header ‖ BLAKE3(body))`, where the header is the canonical encoding of
//! every envelope field and the body the exact bytes that were stored and sent. SQLCipher's page
//! HMAC does not stop the replay of old pages; this chain does (architecture, invariant I5).

use serde::{Deserialize, Serialize};

use crate::ids::{DeskId, DossierId, EventId, OfficerId};
use crate::time::Timestamp;

/// Largest body of one event, in bytes.
pub const EVENT_BODY_BYTES_MAX: usize = 256 * 1024;

/// How the desk knew the time when the event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockReading {
    /// Local clock minus the centre's, in milliseconds, at the last contact.
    pub skew_ms: i64,
    /// When the desk last heard the centre's time; `None` before the first contact.
    pub heard_at: Option<Timestamp>,
}

/// Versions the act was decided under; what was printed stays as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct PinnedVersions {
    /// Version of the procedure's rules, 0 where no procedure is concerned.
    pub procedure: u32,
    /// Version of the working calendar.
    pub calendar: u32,
    /// Version of the signed policy.
    pub policy: u32,
}

/// Everything about an event but what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Unique over all desks.
    pub id: EventId,
    /// The desk that recorded it.
    pub origin: DeskId,
    /// The life of that desk's database; raised after a restore.
    pub incarnation: u32,
    /// Gapless position in the desk's journal, from 1.
    pub seq: u64,
    /// The dossier it belongs to.
    pub dossier: DossierId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub officer: OfficerId,
    /// The ownership epoch the officer acted under.
    pub own_epoch: u32,
    /// What the desk knew of the time.
    pub clock: ClockReading,
    /// Versions pinned.
    pub versions: PinnedVersions,
}

/// Head of a desk's hash chain; all zero before the first event.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct ChainHead(pub [u8; 32]);

impl std::fmt::Debug for ChainHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.hex())
    }
}

impl ChainHead {
    /// The head after an event with this envelope and these body bytes.
    #[must_use]
    pub fn after(&self, envelope: &Envelope, body: &[u8]) -> Self {
        self.after_hash(envelope, *blake3::hash(body).as_bytes())
    }

    /// The same, for who has only the BLAKE3 hash of the body.
    #[must_use]
    pub fn after_hash(&self, envelope: &Envelope, body_hash: [u8; 32]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.0);
        hash_header(&mut hasher, envelope);
        hasher.update(&body_hash);
        Self(*hasher.finalize().as_bytes())
    }

    /// 64 hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<Self> {
        blake3::Hash::from_hex(hex)
            .ok()
            .map(|h| Self(*h.as_bytes()))
    }
}

/// Fixed-width little-endian fields; the one text is preceded by its length, so no two headers
/// share an encoding.
fn hash_header(hasher: &mut blake3::Hasher, e: &Envelope) {
    hasher.update(e.id.0.as_bytes());
    hasher.update(e.origin.0.as_bytes());
    hasher.update(&e.incarnation.to_le_bytes());
    hasher.update(&e.seq.to_le_bytes());
    hasher.update(e.dossier.0.as_bytes());
    hasher.update(&e.at.0.to_le_bytes());
    let officer = e.officer.as_str().as_bytes();
    hasher.update(&(officer.len() as u64).to_le_bytes());
    hasher.update(officer);
    hasher.update(&e.own_epoch.to_le_bytes());
    hasher.update(&e.clock.skew_ms.to_le_bytes());
    hasher.update(&e.clock.heard_at.map_or(i64::MIN, |t| t.0).to_le_bytes());
    hasher.update(&e.versions.procedure.to_le_bytes());
    hasher.update(&e.versions.calendar.to_le_bytes());
    hasher.update(&e.versions.policy.to_le_bytes());
}
