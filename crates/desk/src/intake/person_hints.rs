//! What the desk knows of a person already, by number: a telephone given before, open dossiers.

use domain::citizen_id::PersonNumber;
use domain::dossier::{BusinessStatus, Dossier};
use domain::party::{Party, PartyBody};
use protocol::view::{ErrorView, OpenDossier, PersonHints};

use crate::desk::{Desk, Work};
use crate::dossiers::code_text;
use crate::errors::{Fault, view};

/// Dossiers looked at.
const DOSSIERS_MAX: usize = 20;

impl Desk {
    /// What is known of the person with this number; nothing for a text that is no number.
    ///
    /// # Errors
    /// `store.*`.
    pub fn person_hints(&self, number: String) -> Result<PersonHints, ErrorView> {
        self.work()
            .and_then(|work| hints(&work, &number))
            .map_err(view)
    }
}

fn hints(work: &Work<'_>, number: &str) -> Result<PersonHints, Fault> {
    let mut hints = PersonHints {
        phone: String::new(),
        open: Vec::new(),
    };
    let Ok(number) = PersonNumber::parse(number) else {
        return Ok(hints);
    };
    work.store().read(|r| {
        for id in r.dossiers_of_number(number.as_str(), DOSSIERS_MAX)? {
            let Some(dossier) = r.dossier(id)? else {
                continue;
            };
            if hints.phone.is_empty() {
                hints.phone = phone(&dossier, &number).unwrap_or_default();
            }
            if is_open(dossier.status)
                && let Some(received) = &dossier.received
            {
                hints.open.push(OpenDossier {
                    id: id.to_string(),
                    code: code_text(&dossier),
                    procedure: received.procedure_name.clone(),
                });
            }
        }
        Ok(hints)
    })
}

fn phone(dossier: &Dossier, number: &PersonNumber) -> Option<String> {
    let of = |party: &Party| match &party.body {
        PartyBody::Person(person) if person.number.as_ref() == Some(number) => {
            person.phone.as_ref().map(|phone| phone.spaced())
        }
        PartyBody::Person(_) | PartyBody::Organisation(_) => None,
    };
    dossier.received.as_ref()?.parties.iter().find_map(of)
}

const fn is_open(status: BusinessStatus) -> bool {
    match status {
        BusinessStatus::Registered
        | BusinessStatus::Received
        | BusinessStatus::Processing
        | BusinessStatus::SupplementRequested
        | BusinessStatus::ObligationRequested
        | BusinessStatus::Completed => true,
        BusinessStatus::Refused
        | BusinessStatus::Withdrawn
        | BusinessStatus::Stopped
        | BusinessStatus::Returned => false,
    }
}
