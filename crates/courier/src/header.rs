//! The beginning of a bundle: magic (8 bytes), version (2, big endian), length of the header (4),
//! the header as JSON, the sealed key ([`SEALED_BYTES`]). It stays so in every version to come, with
//! the signature as the last 64 bytes, so that an older program can say who a newer file is from.

use std::io::{Read, Write};

use domain::ids::{DeskId, OfficeId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::CourierError;
use crate::{EVENTS_MAX, FILES_MAX, FORMAT_VERSION};

const MAGIC: &[u8; 8] = b"MOTCUACB";
/// Largest header, in bytes.
const HEADER_BYTES_MAX: usize = 4096;
/// Bytes of a sealed key: ephemeral public key ‖ nonce ‖ key with its tag, as at enrolment.
pub const SEALED_BYTES: usize = 32 + 24 + 48;

/// What a bundle says of itself in the clear: nothing about a person or a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// This bundle.
    pub bundle: Uuid,
    /// The desk.
    pub desk: DeskId,
    /// Its office.
    pub office: OfficeId,
    /// How many bundles the desk has made, this one included.
    pub number: u32,
    /// When.
    pub made_at: Timestamp,
    /// Events in it.
    pub events: u32,
    /// Files in it.
    pub files: u32,
}

/// A header as it stands in a file.
pub(crate) struct Head {
    pub(crate) version: u16,
    pub(crate) header: Header,
    pub(crate) sealed: [u8; SEALED_BYTES],
    /// Everything read so far, hashed: the payload's key is bound to it.
    pub(crate) digest: [u8; 32],
    pub(crate) length: u64,
}

/// The bytes of a beginning.
pub(crate) fn encode(header: &Header, sealed: &[u8]) -> Result<Vec<u8>, CourierError> {
    let json = serde_json::to_vec(header).map_err(|_never| CourierError::Header)?;
    let length = u32::try_from(json.len())
        .ok()
        .filter(|_| json.len() <= HEADER_BYTES_MAX);
    let length = length.ok_or(CourierError::TooLarge { what: "header" })?;
    if sealed.len() != SEALED_BYTES {
        return Err(CourierError::Header);
    }
    let mut bytes = Vec::with_capacity(14 + json.len() + SEALED_BYTES);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&FORMAT_VERSION.to_be_bytes());
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(&json);
    bytes.extend_from_slice(sealed);
    Ok(bytes)
}

/// Reads a beginning.
pub(crate) fn decode(file: &mut impl Read) -> Result<Head, CourierError> {
    let mut hasher = blake3::Hasher::new();
    let foreign = CourierError::Foreign { what: "bundle" };
    let magic: [u8; 8] = match exact(file, &mut hasher) {
        Ok(magic) => magic,
        Err(CourierError::Header) => return Err(foreign), // shorter than a magic
        Err(error) => return Err(error),
    };
    if magic != *MAGIC {
        return Err(foreign);
    }
    let version = u16::from_be_bytes(exact(file, &mut hasher)?);
    let length = u32::from_be_bytes(exact(file, &mut hasher)?);
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if version == 0 || length > HEADER_BYTES_MAX {
        return Err(CourierError::Header);
    }
    let mut json = vec![0; length];
    fill(file, &mut json)?;
    hasher.write_all(&json)?;
    let header: Header = serde_json::from_slice(&json).map_err(|_garbage| CourierError::Header)?;
    if header.events > EVENTS_MAX || header.files > FILES_MAX {
        return Err(CourierError::TooLarge { what: "counts" });
    }
    let sealed = exact(file, &mut hasher)?;
    let length = (8 + 2 + 4 + SEALED_BYTES + length) as u64;
    Ok(Head {
        version,
        header,
        sealed,
        digest: *hasher.finalize().as_bytes(),
        length,
    })
}

fn exact<const N: usize>(
    file: &mut impl Read,
    hasher: &mut blake3::Hasher,
) -> Result<[u8; N], CourierError> {
    let mut bytes = [0; N];
    fill(file, &mut bytes)?;
    hasher.update(&bytes);
    Ok(bytes)
}

/// A file that ends here is cut off.
fn fill(file: &mut impl Read, bytes: &mut [u8]) -> Result<(), CourierError> {
    file.read_exact(bytes).map_err(|error| {
        if error.kind() == std::io::ErrorKind::UnexpectedEof {
            CourierError::Header
        } else {
            CourierError::Io(error)
        }
    })
}
