//! The rules of the form, field by field.

use super::preview::{fee_error, received_at};
use super::{
    ATTACHMENTS_MAX, CodeNeed, Intake, NOTE_CHARS_MAX, PAPERS_MAX, PARTIES_MAX,
    RECEIVED_AGO_DAYS_MAX, SETS_MAX,
};
use crate::code::{CODE_BYTES_MAX, DossierCode, ProvisionalCode};
use crate::dossier::context::{Context, Role};
use crate::dossier::event::{DirectReason, PaperState, ResultDelivery};
use crate::dossier::refusal::{FieldError, FieldReason};
use crate::fee::{self, Charge};
use crate::party::{NAME_CHARS_MAX, Party, PartyBody, PartyRole, SubmitterCapacity};
use crate::procedure::{AuthorityRule, Case, Channel, CodeIssuer, Method, Procedure};

/// The form being checked, and what was wrong with it so far, in the order of the form.
pub(super) struct Check<'a> {
    pub(super) intake: &'a Intake,
    pub(super) context: &'a Context<'a>,
    pub(super) errors: Vec<FieldError>,
}

impl<'a> Check<'a> {
    pub(super) fn error(&mut self, path: impl Into<String>, reason: FieldReason) {
        self.errors.push(FieldError::new(path, reason));
    }

    pub(super) fn keep<T>(&mut self, found: Result<T, FieldError>) -> Option<T> {
        found.map_err(|error| self.errors.push(error)).ok()
    }

    /// Names are needed for every ending.
    pub(super) fn names(&mut self) {
        if self.intake.parties.is_empty() {
            self.error("parties.0.name", FieldReason::NameMissing);
        }
        if self.intake.parties.len() > PARTIES_MAX {
            self.error("parties", FieldReason::TooMany);
        }
        for (n, party) in self.intake.parties.iter().enumerate() {
            self.name(format!("parties.{n}.name"), party.body.name());
        }
    }

    fn name(&mut self, path: String, name: &str) {
        if name.trim().is_empty() {
            self.error(path, FieldReason::NameMissing);
        } else if name.chars().count() > NAME_CHARS_MAX {
            self.error(path, FieldReason::TooLong);
        } else if name.chars().any(char::is_control) {
            self.error(path, FieldReason::NameUnreadable);
        }
    }

    pub(super) fn texts(&mut self) {
        for (path, text) in [("note", &self.intake.note), ("reason", &self.intake.reason)] {
            if text.chars().count() > NOTE_CHARS_MAX {
                self.error(path, FieldReason::TooLong);
            }
        }
    }

    pub(super) fn parties(&mut self) {
        self.names();
        let today = self.context.now.civil_date();
        for (n, party) in self.intake.parties.iter().enumerate() {
            if let PartyBody::Person(person) = &party.body
                && person.birth.is_some_and(|birth| birth.begins_after(today))
            {
                self.error(format!("parties.{n}.birth"), FieldReason::BirthInFuture);
            }
        }
        if let Some(procedure) = self.context.procedure {
            self.roles(roles_of(procedure));
        }
    }

    /// Every role of the procedure is filled, by one party each, and no other role is.
    fn roles(&mut self, roles: &[PartyRole]) {
        let given: Vec<PartyRole> = self.intake.parties.iter().map(|p| p.role).collect();
        for (n, role) in given.iter().enumerate() {
            let path = format!("parties.{n}.role");
            if !roles.contains(role) {
                self.error(path, FieldReason::PartyUnexpected);
            } else if *role != PartyRole::CoOwner && given.iter().take(n).any(|r| r == role) {
                self.error(path, FieldReason::PartyTwice);
            }
        }
        for &role in roles
            .iter()
            .filter(|role| !given.contains(role) && !role.may_be_absent())
        {
            // an empty form has said so already, at the name
            if !given.is_empty() {
                self.error("parties", FieldReason::PartyMissing(role));
            }
        }
    }

    /// The procedure, if it can be received today.
    pub(super) fn procedure(&mut self) -> Option<&'a Procedure> {
        let Some(wanted) = &self.intake.procedure else {
            self.error("procedure", FieldReason::ProcedureMissing);
            return None;
        };
        let Some(procedure) = self.context.procedure.filter(|p| p.code == *wanted) else {
            self.error("procedure", FieldReason::ProcedureUnknown);
            return None;
        };
        if !procedure.in_force_on(received_at(self.intake, self.context).date()) {
            self.error("procedure", FieldReason::ProcedureNotInForce);
        }
        Some(procedure)
    }

    pub(super) fn submitter(&mut self, procedure: Option<&Procedure>) {
        let submitter = &self.intake.submitter;
        if let Some(person) = &submitter.person {
            self.name("submitter.name".to_owned(), &person.name);
        } else if submitter.capacity != SubmitterCapacity::Owner {
            self.error("submitter.name", FieldReason::SubmitterMissing);
        }
        if let Some(reason) = procedure.and_then(|p| self.authority(p.flags.authority)) {
            self.error("submitter.capacity", reason);
        }
    }

    /// Authority is given by a person; representation by law is not authority. An organisation
    /// acts through its representative even where nobody else may.
    fn authority(&self, rule: AuthorityRule) -> Option<FieldReason> {
        use SubmitterCapacity as C;
        let capacity = self.intake.submitter.capacity;
        let is_organisation = self
            .intake
            .parties
            .iter()
            .any(|p| matches!(p.body, PartyBody::Organisation(_)));
        match rule {
            AuthorityRule::Allowed => None,
            AuthorityRule::MustBeCertified => {
                matches!(capacity, C::RelativeWithAuthority | C::Referred)
                    .then_some(FieldReason::AuthorityMustBeCertified)
            }
            AuthorityRule::Forbidden => {
                let is_allowed =
                    capacity == C::Owner || (capacity == C::LegalRepresentative && is_organisation);
                (!is_allowed).then_some(FieldReason::AuthorityForbidden)
            }
        }
    }

    /// The way to submit, and whether paper may come that way.
    pub(super) fn way(&mut self, procedure: &'a Procedure) -> Option<&'a Method> {
        if self.intake.channel == Channel::Online && !self.intake.assisted {
            self.error("channel", FieldReason::OnlineNotAssisted);
        }
        if self.intake.channel != Channel::Online && !procedure.flags.takes_paper {
            self.direct_reason();
        }
        let method = procedure.terms(self.intake.channel);
        if method.is_none() {
            self.error("channel", FieldReason::ChannelNotOffered);
        }
        method
    }

    fn direct_reason(&mut self) {
        match &self.intake.direct_reason {
            None => self.error("direct_reason", FieldReason::TakesNoPaper),
            Some(DirectReason::PortalDown { incident }) if incident.trim().is_empty() => {
                self.error("direct_reason.incident", FieldReason::IncidentMissing);
            }
            Some(_) if self.context.policy.direct_exception_needs_lead => {
                if self.context.role != Role::Lead {
                    self.error("direct_reason", FieldReason::DirectNeedsLead);
                }
            }
            Some(_) => {}
        }
    }

    /// The case; its papers were judged and are in order.
    pub(super) fn papers(&mut self, procedure: &'a Procedure) -> Option<&'a Case> {
        let case = procedure.cases.get(self.intake.case);
        if case.is_none() {
            self.error("case", FieldReason::CaseUnknown);
        }
        let papers = &self.intake.papers;
        if papers.len() > PAPERS_MAX {
            self.error("papers", FieldReason::TooMany);
        }
        let asks_for_papers = case.is_some_and(|case| !case.components.is_empty());
        if asks_for_papers && papers.iter().all(|p| p.state == PaperState::NotApplicable) {
            self.error("papers", FieldReason::NoPaperJudged);
        }
        for (n, _) in papers
            .iter()
            .enumerate()
            .filter(|(_, p)| is_out_of_order(p.state))
        {
            self.error(format!("papers.{n}.state"), FieldReason::PaperNotInOrder);
        }
        case
    }

    /// Who numbers, and whether that code is there (counter.md 1).
    pub(super) fn need(&mut self, procedure: &Procedure) -> Option<CodeNeed> {
        let day = received_at(self.intake, self.context).date();
        let given = self
            .intake
            .foreign_code
            .as_deref()
            .map(str::trim)
            .filter(|c| !c.is_empty());
        match (procedure.code_issuer, given) {
            (CodeIssuer::Province, None) => {
                let agency = self.context.resolving_agency(procedure).clone();
                Some(CodeNeed::Official { agency, day })
            }
            (CodeIssuer::Province, Some(_)) => {
                self.error("foreign_code", FieldReason::ForeignCodeUnexpected);
                None
            }
            (CodeIssuer::Ministry | CodeIssuer::Vertical, Some(code)) => self.foreign(code),
            (CodeIssuer::Ministry | CodeIssuer::Vertical, None) => {
                if self.intake.is_foreign_system_down {
                    return Some(CodeNeed::Provisional { day });
                }
                self.error("foreign_code", FieldReason::ForeignCodeMissing);
                None
            }
        }
    }

    fn foreign(&mut self, code: &str) -> Option<CodeNeed> {
        let code = foreign_code(code);
        if code.is_none() {
            self.error("foreign_code", FieldReason::ForeignCodeWrong);
        }
        code.map(|code| CodeNeed::Foreign { code })
    }

    pub(super) fn attachments(&mut self) {
        if self.intake.attachments.len() > ATTACHMENTS_MAX {
            self.error("attachments", FieldReason::TooMany);
        }
        for (n, attachment) in self.intake.attachments.iter().enumerate() {
            if !self
                .intake
                .papers
                .iter()
                .any(|p| p.component == attachment.component)
            {
                self.error(
                    format!("attachments.{n}.component"),
                    FieldReason::AttachmentUnbound,
                );
            }
        }
    }

    /// Sets, delivery, texts and the moment of reception.
    pub(super) fn rest(&mut self) {
        if !(1..=SETS_MAX).contains(&self.intake.sets) {
            self.error("sets", FieldReason::SetsWrong);
        }
        if let ResultDelivery::Post { address } = &self.intake.delivery
            && address.trim().is_empty()
        {
            self.error("delivery.address", FieldReason::AddressMissing);
        }
        self.texts();
        let now = self.context.now.civil();
        match self.intake.received_at {
            Some(at) if at > now => self.error("received_at", FieldReason::ReceivedInFuture),
            Some(at) if at.date() < now.date().plus_days(-RECEIVED_AGO_DAYS_MAX) => {
                self.error("received_at", FieldReason::ReceivedLongAgo);
            }
            _ => {}
        }
    }

    pub(super) fn charges(&mut self, method: &Method) -> Option<Vec<Charge>> {
        let found = fee::charges(method, &self.intake.fee_context);
        let checked = found.and_then(|charges| fee::total(&charges).map(|_| charges));
        self.keep(checked.map_err(fee_error))
    }
}

/// Other systems number as they like: printable, without spaces, not longer than a code. One of our
/// shape is kept as we write it. A temporary code of ours is none of theirs.
#[must_use]
pub fn foreign_code(typed: &str) -> Option<String> {
    let code = typed.trim();
    let is_plain = (1..=CODE_BYTES_MAX).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_graphic())
        && ProvisionalCode::parse(code).is_err();
    is_plain.then(|| DossierCode::parse(code).map_or_else(|_| code.to_owned(), |c| c.to_string()))
}

pub(super) const fn is_out_of_order(state: PaperState) -> bool {
    matches!(state, PaperState::Missing | PaperState::Incorrect)
}

/// Roles the procedure needs; a procedure that names none has one applicant.
fn roles_of(procedure: &Procedure) -> &[PartyRole] {
    if procedure.parties.is_empty() {
        &[PartyRole::Applicant]
    } else {
        &procedure.parties
    }
}

pub(super) fn owner_first(mut parties: Vec<Party>, procedure: &Procedure) -> Vec<Party> {
    let owner = procedure
        .owner_role
        .or_else(|| roles_of(procedure).first().copied());
    parties.sort_by_key(|party| Some(party.role) != owner);
    parties
}
