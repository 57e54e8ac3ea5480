//! The seeded office: its agency, officer, calendar, policy, and the bundled procedures it can
//! receive under an official code.

use domain::calendar::WorkingCalendar;
use domain::dossier::{Context, Owner, Role};
use domain::ids::{AgencyCode, DeskId, OfficeId, OfficerId};
use domain::policy::SitePolicy;
use domain::procedure::{CodeIssuer, Procedure};
use domain::time::{CivilDate, Timestamp};
use store::Identity;
use uuid::Uuid;

use crate::Failure;

/// The office everything happens in.
pub(crate) struct Site {
    pub(crate) agency: AgencyCode,
    pub(crate) officer: OfficerId,
    pub(crate) office: OfficeId,
    pub(crate) calendar: WorkingCalendar,
    pub(crate) procedures: Vec<&'static Procedure>,
    policy: SitePolicy,
    acting_for: Owner,
}

impl Site {
    pub(crate) fn new() -> Result<Self, Failure> {
        Self::named("hoa-lu", "H42.17", "nt.huong")
    }

    /// One of many offices of a province, each with an agency and an officer of its own.
    pub(crate) fn numbered(n: u32) -> Result<Self, Failure> {
        let (office, agency) = (format!("xa-{n}"), format!("H42.{}", 100 + n));
        Self::named(&office, &agency, &format!("cb.xa-{n}"))
    }

    fn named(office: &str, agency: &str, officer: &str) -> Result<Self, Failure> {
        let office = OfficeId::parse(office)?;
        Ok(Self {
            agency: AgencyCode::parse(agency)?,
            officer: OfficerId::parse(officer)?,
            calendar: WorkingCalendar::bundled()?,
            procedures: receivable(),
            policy: SitePolicy::default(),
            acting_for: Owner::Office { id: office.clone() },
            office,
        })
    }

    /// What surrounds an act of its officer.
    pub(crate) fn context<'a>(
        &'a self,
        now: Timestamp,
        procedure: Option<&'a Procedure>,
    ) -> Context<'a> {
        Context {
            now,
            role: Role::Officer,
            acting_for: &self.acting_for,
            desk: None,
            agency: &self.agency,
            procedure,
            calendar: &self.calendar,
            policy: &self.policy,
        }
    }

    /// The desk measured.
    pub(crate) fn identity(&self) -> Identity {
        Identity {
            desk: DeskId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0003)),
            incarnation: 1,
            office: self.office.clone(),
            office_name: "Trung tâm Phục vụ hành chính công phường Hoa Lư".to_owned(),
            agency: self.agency.clone(),
            label: "Quầy 3".to_owned(),
            centre_url: "https://127.0.0.1:1".to_owned(),
            ca_certificate: vec![0; 600],
            centre_key: "0".repeat(64),
            seal_key: "0".repeat(64),
            offline_days: 7,
        }
    }
}

/// Procedures that are numbered by the province, at the office's own agency, all year.
fn receivable() -> Vec<&'static Procedure> {
    let is_in_force = |procedure: &&Procedure| {
        let ends = [CivilDate::new(2026, 1, 5), CivilDate::new(2026, 11, 30)];
        ends.into_iter()
            .flatten()
            .all(|day| procedure.in_force_on(day))
    };
    domain::portal::seed()
        .iter()
        .filter(|procedure| procedure.code_issuer == CodeIssuer::Province)
        .filter(|procedure| procedure.competent_agency.is_none())
        .filter(is_in_force)
        .collect()
}
