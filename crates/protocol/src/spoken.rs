//! Which version of the protocol a side speaks, and what it can besides: the header
//! `Motcua-Protocol: <version>; caps=a,b` of every request and every answer.
//!
//! The centre takes every version from [`PROTOCOL_OLDEST`] to [`PROTOCOL_VERSION`]; a desk that is
//! newer than its centre speaks the centre's. What came later than a version is a capability, and a
//! side uses only those the other has said. Capabilities nobody here knows mean nothing.

use std::fmt;

/// Version of the desk–centre protocol this build speaks.
pub const PROTOCOL_VERSION: u16 = 2;
/// Oldest version it still understands.
pub const PROTOCOL_OLDEST: u16 = 1;
/// Name of the header.
pub const PROTOCOL_HEADER: &str = "motcua-protocol";

/// Longest header that is looked at, in bytes.
const HEADER_BYTES_MAX: usize = 1_024;

/// What one side may be able to do and another not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// Reads bodies compressed with zstd.
    Zstd,
    /// Tells a published document of a later schema from one it can read, and keeps the one it has.
    Schemas,
    /// Takes several whole pages in one body.
    Pages,
}

impl Capability {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Zstd, Self::Schemas, Self::Pages];

    const fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Schemas => "schemas",
            Self::Pages => "pages",
        }
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// What one side says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken {
    /// The version.
    pub version: u16,
    capabilities: u32,
}

impl Spoken {
    /// What this build says.
    pub const OURS: Self = Self {
        version: PROTOCOL_VERSION,
        capabilities: Capability::Zstd.bit() | Capability::Schemas.bit() | Capability::Pages.bit(),
    };

    /// What builds of version 1 say and can: they named no capabilities.
    pub const FIRST: Self = Self {
        version: 1,
        capabilities: Capability::Zstd.bit(),
    };

    /// What a header says; `None` where it is no header of ours.
    #[must_use]
    pub fn parse(header: &str) -> Option<Self> {
        if header.len() > HEADER_BYTES_MAX {
            return None;
        }
        let mut parts = header.split(';').map(str::trim);
        let version: u16 = parts.next()?.parse().ok()?;
        let named = parts.find_map(|part| part.strip_prefix("caps="));
        let Some(named) = named else {
            let capabilities = if version == 1 {
                Self::FIRST.capabilities
            } else {
                0
            };
            return Some(Self {
                version,
                capabilities,
            });
        };
        let known = |name: &str| Capability::ALL.into_iter().find(|cap| cap.name() == name);
        let known = named.split(',').filter_map(|name| known(name.trim()));
        let capabilities = known.fold(0, |bits, capability| bits | capability.bit());
        Some(Self {
            version,
            capabilities,
        })
    }

    /// Whether it has said so.
    #[must_use]
    pub const fn can(self, capability: Capability) -> bool {
        self.capabilities & capability.bit() != 0
    }

    /// Whether a side that speaks `version` is understood by this one.
    #[must_use]
    pub const fn understands(self, version: u16) -> bool {
        PROTOCOL_OLDEST <= version && version <= self.version
    }

    /// The same in the words of one that speaks `version`; `None` where that is no older one that
    /// this build still knows.
    #[must_use]
    pub const fn toned_down(self, version: u16) -> Option<Self> {
        if PROTOCOL_OLDEST <= version && version < self.version {
            Some(Self { version, ..self })
        } else {
            None
        }
    }
}

impl fmt::Display for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; caps=", self.version)?;
        let named = Capability::ALL.into_iter().filter(|cap| self.can(*cap));
        for (place, capability) in named.enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{}", capability.name())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_said_is_what_is_heard() {
        let heard = Spoken::parse(&Spoken::OURS.to_string());
        assert_eq!(heard, Some(Spoken::OURS), "{}", Spoken::OURS);
        for capability in Capability::ALL {
            assert!(Spoken::OURS.can(capability), "{capability:?} is said");
        }
        let older = Spoken::OURS.toned_down(1).expect("still known");
        assert_eq!(
            older.to_string(),
            "1; caps=zstd,schemas,pages",
            "in older words"
        );
        assert_eq!(Spoken::OURS.toned_down(0), None, "too old");
        assert_eq!(Spoken::OURS.toned_down(PROTOCOL_VERSION), None, "the same");
    }

    #[test]
    fn capabilities_nobody_knows_mean_nothing() {
        let heard = Spoken::parse("3; caps=future, schemas ,x").expect("a header");
        assert_eq!(heard.version, 3, "a later version");
        assert!(heard.can(Capability::Schemas), "known");
        assert!(!heard.can(Capability::Zstd), "not said");
        assert!(!Spoken::OURS.understands(3), "and not understood");
    }

    #[test]
    fn the_first_version_said_a_number_and_read_zstd() {
        assert_eq!(Spoken::parse("1"), Some(Spoken::FIRST), "a number");
        let later = Spoken::parse("2").expect("a header");
        assert!(!later.can(Capability::Zstd), "later ones say what they can");
        for bad in ["", "x", "-1", "70000", "; caps=zstd"] {
            assert_eq!(Spoken::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_an_answer(text in ".{0,200}") {
            if let Some(heard) = Spoken::parse(&text) {
                prop_assert_eq!(Spoken::parse(&heard.to_string()).map(|s| s.version), Some(heard.version));
            }
        }
    }
}
