//! Desks of the province: enrolled with a code, signed in with a password, with numbers.

use std::sync::Arc;

use central::lease::LeaseOutcome;
use central::store::{Caller, DeskStanding, LeaseAsk};
use domain::ids::BlobHash;
use domain::time::CivilDate;
use ed25519_dalek::SigningKey;
use protocol::wire::{EnrolReply, EnrolRequest, Lease, LeaseWish, Role, SessionReply};
use store::Identity;
use sync::{Credential, DeskIdentity, Proof, SessionAsk};

use super::{PASSWORD, Province, read_code};
use crate::Failure;
use crate::seeded::{Rng, Site};

/// A desk as it stands after its first sign-in.
#[derive(Clone)]
pub(crate) struct Enrolled {
    /// As it signs.
    pub(crate) identity: DeskIdentity,
    pub(crate) credential: Credential,
    /// What the centre answered to the sign-in.
    pub(crate) reply: SessionReply,
    pub(crate) enrolment: EnrolReply,
}

impl Province {
    /// Enrols one more desk of `site` and signs its officer in.
    pub(crate) fn enrol(&self, site: &Site, rng: &mut Rng) -> Result<Enrolled, Failure> {
        let running = self.running()?;
        let code = running
            .centre
            .enrol_code(&running.url, &site.office, "Quầy", self.now);
        let code = read_code(&self.runtime.block_on(code)?)?;
        let key = SigningKey::from_bytes(&secret(rng));
        let public = key.verifying_key().to_bytes();
        let request = EnrolRequest {
            secret: code.secret,
            desk_key: hex(&public),
            machine: hex(&BlobHash::of(&public).0),
            label: "Quầy".to_owned(),
            sealed_key: None,
        };
        let transport = self.transport(self.address()?)?;
        let enrolment = self.link.enrol(Arc::clone(&transport), &request)?;
        let identity = DeskIdentity {
            desk: enrolment.desk,
            key,
        };
        let credential = Credential {
            officer: site.officer.clone(),
            password: PASSWORD.to_owned().into(),
        };
        let ask = SessionAsk {
            identity: &identity,
            incarnation: enrolment.incarnation,
            officer: &credential.officer,
            sealed_key: None,
        };
        let reply = self
            .link
            .session(transport, ask, Proof::Password(PASSWORD))?;
        Ok(Enrolled {
            identity,
            credential,
            reply,
            enrolment,
        })
    }

    /// A new block of numbers for each day. It is asked of the store: over HTTP no desk gets
    /// numbers of a day that is past.
    pub(crate) fn lease(
        &self,
        desk: &Enrolled,
        site: &Site,
        days: &[CivilDate],
        want: u32,
    ) -> Result<Vec<Lease>, Failure> {
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
            return Ok(Vec::new());
        };
        let wish = |day: &CivilDate| LeaseWish {
            agency: site.agency.clone(),
            day: *day,
            want,
            reserve: false,
        };
        let ask = LeaseAsk {
            caller: desk.caller(site),
            wishes: days.iter().map(wish).collect(),
            days: (*first, *last),
            competent: Default::default(),
            now: self.now,
        };
        let leased = self.running()?.centre.store.lease(ask);
        match self.runtime.block_on(leased)? {
            LeaseOutcome::Leased(leases) => Ok(leases),
            refused @ (LeaseOutcome::OldIncarnation
            | LeaseOutcome::UnknownAgency
            | LeaseOutcome::Day) => Err(format!("no numbers: {refused:?}").into()),
        }
    }
}

impl Enrolled {
    fn caller(&self, site: &Site) -> Caller {
        Caller {
            token: [0; 32],
            desk: self.enrolment.desk,
            incarnation: self.enrolment.incarnation,
            session_incarnation: self.enrolment.incarnation,
            office: site.office.clone(),
            officer: site.officer.clone(),
            role: Role::Counter,
            standing: DeskStanding::InService,
            officer_revoked: false,
        }
    }

    /// What its database is made with.
    pub(crate) fn identity_in_store(&self, site: &Site) -> Identity {
        Identity {
            desk: self.enrolment.desk,
            incarnation: self.enrolment.incarnation,
            office: site.office.clone(),
            office_name: self.enrolment.office_name.clone(),
            agency: site.agency.clone(),
            centre_key: self.enrolment.centre_key.clone(),
            seal_key: self.enrolment.seal_key.clone(),
            ..site.identity()
        }
    }
}

fn secret(rng: &mut Rng) -> [u8; 32] {
    let mut bytes = [0; 32];
    for place in bytes.chunks_exact_mut(8) {
        place.copy_from_slice(&rng.next().to_le_bytes());
    }
    bytes
}

/// Lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
