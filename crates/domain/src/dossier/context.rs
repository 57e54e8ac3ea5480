//! What surrounds an act: the time, who acts and for whom, and the rules in force.

use crate::calendar::WorkingCalendar;
use crate::dossier::state::Owner;
use crate::ids::{AgencyCode, DeskId};
use crate::journal::PinnedVersions;
use crate::policy::SitePolicy;
use crate::procedure::Procedure;
use crate::time::Timestamp;

/// What an officer's role allows beyond the ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An officer at a counter or in a department.
    Officer,
    /// The lead, who answers for exceptions.
    Lead,
}

/// Everything around an act.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Now.
    pub now: Timestamp,
    /// What the officer may do.
    pub role: Role,
    /// The office or department the officer acts for.
    pub acting_for: &'a Owner,
    /// The desk the officer sits at; `None` away from any.
    pub desk: Option<DeskId>,
    /// The agency the office belongs to; resolves where the procedure names no other.
    pub agency: &'a AgencyCode,
    /// The procedure's version in force, when the act concerns one and the catalogue has it.
    pub procedure: Option<&'a Procedure>,
    /// The site's calendar.
    pub calendar: &'a WorkingCalendar,
    /// The site's settings.
    pub policy: &'a SitePolicy,
}

impl Context<'_> {
    /// The versions an event decided here pins.
    #[must_use]
    pub fn versions(&self) -> PinnedVersions {
        PinnedVersions {
            procedure: self.procedure.map_or(0, |p| p.version),
            calendar: self.calendar.version(),
            policy: self.policy.version,
        }
    }

    /// The agency that resolves `procedure` and whose identifier begins the code.
    #[must_use]
    pub fn resolving_agency<'b>(&'b self, procedure: &'b Procedure) -> &'b AgencyCode {
        procedure.competent_agency.as_ref().unwrap_or(self.agency)
    }
}
