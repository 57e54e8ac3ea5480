//! An office as an administrator writes it down: imported from a file, or the demo's own.

use domain::code::DIGITS_MAX;
use domain::ids::{DepartmentId, OfficerId};
use domain::policy::SitePolicy;
use protocol::wire::{OfficeInfo, OfficerInfo, Role};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::password;
use crate::store::SiteRecord;

/// Longest title of the temporary slip: it stands on one line of the form, in characters.
const TITLE_CHARS_MAX: usize = 80;
/// After how many minutes without a key the screen may lock itself.
const IDLE_LOCK_MINUTES: std::ops::RangeInclusive<u8> = 1..=60;
/// How many gigabytes of pages a desk may keep.
const PAGE_BUDGET_GB: std::ops::RangeInclusive<u16> = 1..=10_000;

/// An office with its departments and officers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The office as receipts print it.
    pub office: OfficeInfo,
    /// Departments a dossier can be forwarded to.
    pub departments: Vec<Department>,
    /// Officers.
    pub officers: Vec<Officer>,
    /// Address of the look-up page.
    pub look_up_url: String,
    /// Rules of the site.
    #[serde(default)]
    pub rules: SitePolicy,
    /// Days an officer may work without the centre.
    pub offline_days: u16,
}

/// A desk skips rules that it does not know; an administrator's slip of the pen must not be skipped.
fn only_known_rules(json: &[u8]) -> Result<(), serde_json::Error> {
    let written: serde_json::Value = serde_json::from_slice(json)?;
    let known = serde_json::to_value(SitePolicy::default())?;
    let rules = written.get("rules").and_then(serde_json::Value::as_object);
    let mut names = rules.into_iter().flatten().map(|(name, _)| name);
    match names.find(|name| known.get(name).is_none()) {
        Some(name) => Err(serde::de::Error::custom(format!("unknown rule `{name}`"))),
        None => Ok(()),
    }
}

/// A specialised department.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Identity.
    pub id: DepartmentId,
    /// Name.
    pub name: String,
}

/// An officer.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// Login name.
    pub login: OfficerId,
    /// Name.
    pub name: String,
    /// Telephone printed on the receipt.
    pub phone: String,
    /// Role.
    pub role: Role,
    /// A new password; an officer the centre knows keeps the old one without.
    #[serde(default)]
    pub password: Option<String>,
}

impl std::fmt::Debug for Officer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Officer({:?})", self.role)
    }
}

impl Site {
    /// Reads a site file.
    ///
    /// # Errors
    /// When it is not one.
    pub fn from_json(json: &[u8]) -> Result<Self, Error> {
        let no_site = |source| Error::Import {
            what: "site file",
            source: Some(Box::new(source)),
        };
        let site: Self = serde_json::from_slice(json).map_err(no_site)?;
        only_known_rules(json).map_err(no_site)?;
        if site.office.agencies.is_empty() {
            return Err(Error::Import {
                what: "site file: an office without agency",
                source: None,
            });
        }
        let wrong = |what| Error::Import { what, source: None };
        let title = site.rules.provisional_title.trim();
        if title.is_empty() || title.chars().count() > TITLE_CHARS_MAX {
            return Err(wrong(
                "site file: a title of the temporary slip is 1 to 80 characters",
            ));
        }
        if usize::from(site.rules.code_pattern.min_digits) > DIGITS_MAX {
            return Err(wrong("site file: a code has at most 12 digits"));
        }
        if !IDLE_LOCK_MINUTES.contains(&site.rules.idle_lock_minutes) {
            return Err(wrong("site file: the screen locks after 1 to 60 minutes"));
        }
        if !site.rules.numbers.are_in_order() {
            return Err(wrong(
                "site file: the ranges of numbers rise, and end at 99999 at most",
            ));
        }
        if !PAGE_BUDGET_GB.contains(&site.rules.page_budget_gb) {
            return Err(wrong("site file: a desk keeps 1 to 10000 GB of pages"));
        }
        Ok(site)
    }

    /// As a store takes it, passwords hashed.
    ///
    /// # Errors
    /// When a password cannot be hashed.
    pub fn record(self) -> Result<SiteRecord, Error> {
        let officer = |officer: Officer| {
            let hash = officer
                .password
                .as_deref()
                .map(password::hash)
                .transpose()?;
            let Officer {
                login,
                name,
                phone,
                role,
                ..
            } = officer;
            Ok((
                OfficerInfo {
                    login,
                    name,
                    phone,
                    role,
                },
                hash,
            ))
        };
        Ok(SiteRecord {
            officers: self
                .officers
                .into_iter()
                .map(officer)
                .collect::<Result<_, Error>>()?,
            departments: self
                .departments
                .into_iter()
                .map(|d| (d.id, d.name))
                .collect(),
            office: self.office,
            look_up_url: self.look_up_url,
            rules: self.rules,
            offline_days: self.offline_days,
        })
    }
}
