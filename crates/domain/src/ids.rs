//! Identities. UUIDv7 for what a desk makes alone; short texts for what the centre names.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use uuid::Uuid;

/// A text that is not an identity of the wanted kind.
#[derive(Debug, Error, PartialEq, Eq, Clone)]
pub enum IdError {
    /// Empty, longer than [`NAME_BYTES_MAX`], or with characters outside `[A-Za-z0-9._:-]`.
    #[error("not a name of letters, digits, dot, dash, underscore or colon")]
    Name,
    /// Not `b3:` and 64 lower-case hexadecimal digits.
    #[error("not a BLAKE3 hash")]
    Hash,
}

/// Longest name an office, officer or agency may carry, in bytes.
pub const NAME_BYTES_MAX: usize = 64;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

uuid_id! {
    /// One dossier, for ever; the printed code may come later.
    DossierId;
    /// One event of the journal.
    EventId;
    /// One desk (a machine at a counter).
    DeskId;
    /// One form filled in the window: made once, so that a double Enter is harmless.
    RequestId;
    /// One page or file bound to a paper of a dossier or draft.
    AttachmentId;
    /// One print job; also the name of the job in the queue.
    PrintJobId;
    /// One block of numbers leased to a desk.
    LeaseId;
}

macro_rules! name_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Parses a name of 1 to [`NAME_BYTES_MAX`] bytes of `[A-Za-z0-9._:-]`.
            ///
            /// # Errors
            /// [`IdError::Name`] for anything else.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                is_name(text).then(|| Self(text.to_owned())).ok_or(IdError::Name)
            }
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

name_id! {
    /// Login name of an officer, `nt.huong`.
    OfficerId;
    /// A one-stop office (Trung tâm Phục vụ hành chính công).
    OfficeId;
    /// A specialised department that processes dossiers.
    DepartmentId;
    /// Identifier of the agency that resolves, as printed in codes: `H42.17`.
    AgencyCode;
    /// National code of a procedure: `1.001776`.
    ProcedureCode;
}

fn is_name(text: &str) -> bool {
    (1..=NAME_BYTES_MAX).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._:-".contains(&b))
}

/// BLAKE3 hash of a blob's bytes; written `b3:<64 hex digits>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobHash(pub [u8; 32]);

impl BlobHash {
    /// The hash of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}
impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b3:{}", blake3::Hash::from_bytes(self.0).to_hex())
    }
}
impl fmt::Debug for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for BlobHash {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let hash = text
            .strip_prefix("b3:")
            .and_then(|hex| blake3::Hash::from_hex(hex).ok());
        hash.map(|h| Self(*h.as_bytes())).ok_or(IdError::Hash)
    }
}
impl Serialize for BlobHash {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for BlobHash {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_round_trips_as_text() {
        let hash = BlobHash::of(b"giay to");
        assert_eq!(
            hash.to_string().parse(),
            Ok(hash),
            "text and back is the same hash"
        );
        assert_eq!(
            "b3:12".parse::<BlobHash>(),
            Err(IdError::Hash),
            "a short hash is refused"
        );
    }

    #[test]
    fn a_name_with_a_space_or_too_long_is_refused() {
        assert_eq!(
            OfficerId::parse("nv huong"),
            Err(IdError::Name),
            "spaces are no name"
        );
        assert_eq!(
            OfficeId::parse(&"x".repeat(65)),
            Err(IdError::Name),
            "65 bytes are too many"
        );
        assert!(
            AgencyCode::parse("H42.17").is_ok(),
            "agency codes are names"
        );
    }
}
