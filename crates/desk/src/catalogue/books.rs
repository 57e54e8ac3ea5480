//! What the centre published, parsed once per version.

use std::sync::{Arc, Mutex};

use domain::calendar::WorkingCalendar;
use domain::dossier::{Context, Owner, Role as ActingRole};
use domain::ids::{AgencyCode, DepartmentId, DeskId, OfficerId, ProcedureCode};
use domain::procedure::Procedure;
use domain::time::Timestamp;
use protocol::wire::{Catalogue, Policy, Role};
use serde::de::DeserializeOwned;
use store::{PublishedKind, Store};

use super::index::ProcedureIndex;
use crate::errors::{Code, Fault};
use crate::open::lock;

/// Catalogue and policy of one moment.
pub(crate) struct Books {
    pub(crate) catalogue: Catalogue,
    pub(crate) policy: Policy,
    pub(crate) index: ProcedureIndex,
    acting_for: Owner,
    desk: DeskId,
    agency: AgencyCode,
}

impl Books {
    fn read(store: &Store) -> Result<Self, Fault> {
        let (catalogue, policy, identity) = store.read(|r| {
            Ok::<_, Fault>((
                r.published(PublishedKind::Catalogue)?,
                r.published(PublishedKind::Policy)?,
                r.identity()?,
            ))
        })?;
        let absent = || Fault::code(Code::CatalogueAbsent);
        let catalogue: Catalogue = parse("catalogue", &catalogue.ok_or_else(absent)?.json)?;
        let policy: Policy = parse("policy", &policy.ok_or_else(absent)?.json)?;
        let agency = policy
            .office
            .agencies
            .first()
            .cloned()
            .unwrap_or(identity.agency);
        Ok(Self {
            index: ProcedureIndex::new(&catalogue.procedures),
            acting_for: Owner::Office {
                id: policy.office.id.clone(),
            },
            desk: identity.desk,
            agency,
            catalogue,
            policy,
        })
    }

    pub(crate) const fn calendar(&self) -> &WorkingCalendar {
        &self.catalogue.calendar
    }

    /// The newest version of a procedure, in force at `now` where there is one.
    pub(crate) fn procedure(&self, code: &str, now: Timestamp) -> Option<&Procedure> {
        let code = ProcedureCode::parse(code.trim()).ok()?;
        let day = now.civil_date();
        let versions = || self.catalogue.procedures.iter().filter(|p| p.code == code);
        let in_force = versions()
            .filter(|p| p.in_force_on(day))
            .max_by_key(|p| p.version);
        in_force.or_else(|| versions().max_by_key(|p| p.version))
    }

    /// Everything around an act of an officer of this office.
    pub(crate) fn context<'a>(
        &'a self,
        now: Timestamp,
        role: Role,
        procedure: Option<&'a Procedure>,
    ) -> Context<'a> {
        let role = if role == Role::Lead {
            ActingRole::Lead
        } else {
            ActingRole::Officer
        };
        Context {
            now,
            role,
            acting_for: &self.acting_for,
            desk: Some(self.desk),
            agency: &self.agency,
            procedure,
            calendar: self.calendar(),
            policy: &self.policy.rules,
        }
    }

    /// The role of an officer of this office; `None` for one who is not on its list.
    pub(crate) fn role_of(&self, login: &OfficerId) -> Option<Role> {
        let officers = &self.policy.officers;
        let found = officers.iter().find(|officer| officer.login == *login);
        found.map(|officer| officer.role)
    }

    /// This desk.
    pub(crate) const fn desk(&self) -> DeskId {
        self.desk
    }

    /// Label of a desk, or empty.
    pub(crate) fn desk_label(&self, desk: DeskId) -> String {
        let key = self.policy.desks.iter().find(|key| key.desk == desk);
        key.map(|key| key.label.clone()).unwrap_or_default()
    }

    /// Name of an officer; the login where the policy has none.
    pub(crate) fn officer_name(&self, login: &OfficerId) -> String {
        let mut officers = self.policy.officers.iter();
        let officer = officers.find(|officer| officer.login == *login);
        officer.map_or_else(|| login.to_string(), |officer| officer.name.clone())
    }

    pub(crate) const fn agency(&self) -> &AgencyCode {
        &self.agency
    }

    /// Name of an owner, as the window shows it; its id where the policy has no name.
    pub(crate) fn owner_name(&self, owner: &Owner) -> String {
        match owner {
            Owner::Office { id } if *id == self.policy.office.id => self.policy.office.name.clone(),
            Owner::Office { id } => id.to_string(),
            Owner::Department { id } => self
                .department(id)
                .map_or_else(|| id.to_string(), str::to_owned),
        }
    }

    pub(crate) fn department(&self, id: &DepartmentId) -> Option<&str> {
        self.policy
            .departments
            .iter()
            .find(|d| d.id == *id)
            .map(|d| d.name.as_str())
    }
}

fn parse<T: DeserializeOwned>(what: &'static str, json: &str) -> Result<T, Fault> {
    serde_json::from_str(json).map_err(Fault::json(what))
}

/// The books as last read; emptied when something was published.
#[derive(Default)]
pub(crate) struct BooksCache(Mutex<Option<Arc<Books>>>);

impl BooksCache {
    pub(crate) fn get(&self, store: &Store) -> Result<Arc<Books>, Fault> {
        let mut held = lock(&self.0);
        if let Some(books) = held.as_ref() {
            return Ok(Arc::clone(books));
        }
        let books = Arc::new(Books::read(store)?);
        *held = Some(Arc::clone(&books));
        drop(held);
        Ok(books)
    }

    pub(crate) fn clear(&self) {
        *lock(&self.0) = None;
    }
}
