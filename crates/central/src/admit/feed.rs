//! Names of feeds. An office's feed carries every event of the dossiers it received or was handed;
//! a department's those forwarded to it. Catalogue and policy are replaced whole, so their feeds
//! carry only a version. A desk's own carries what was decided over events of it that were held.

use std::fmt;
use std::str::FromStr;

use domain::dossier::Owner;
use domain::ids::{DepartmentId, DeskId, OfficeId};
use thiserror::Error;

/// A feed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feed {
    /// Versions of the catalogue.
    Catalogue,
    /// Dossiers of a department.
    Department(DepartmentId),
    /// Decisions over held events of a desk.
    Desk(DeskId),
    /// Dossiers of an office.
    Office(OfficeId),
    /// Versions of the caller's policy.
    Policy,
}

/// A text that names no feed.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("not the name of a feed")]
pub struct FeedError;

impl Feed {
    /// The feed of whoever holds or is handed a dossier.
    #[must_use]
    pub fn of(owner: &Owner) -> Self {
        match owner {
            Owner::Office { id } => Self::Office(id.clone()),
            Owner::Department { id } => Self::Department(id.clone()),
        }
    }
}

impl fmt::Display for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Catalogue => f.write_str("catalogue"),
            Self::Department(id) => write!(f, "department:{id}"),
            Self::Desk(id) => write!(f, "desk:{id}"),
            Self::Office(id) => write!(f, "office:{id}"),
            Self::Policy => f.write_str("policy"),
        }
    }
}

impl FromStr for Feed {
    type Err = FeedError;
    fn from_str(text: &str) -> Result<Self, FeedError> {
        let bad = |_: domain::ids::IdError| FeedError;
        match text.split_once(':') {
            None if text == "catalogue" => Ok(Self::Catalogue),
            None if text == "policy" => Ok(Self::Policy),
            Some(("office", id)) => OfficeId::parse(id).map(Self::Office).map_err(bad),
            Some(("department", id)) => DepartmentId::parse(id).map(Self::Department).map_err(bad),
            Some(("desk", id)) => id.parse().map(Self::Desk).map_err(|_no_desk| FeedError),
            _ => Err(FeedError),
        }
    }
}
