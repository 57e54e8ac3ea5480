//! One procedure with all that an intake needs.

use domain::procedure::{Case, Channel, DossierComponent, FeeAmount, FeeRule, Method, Procedure};
use domain::time::Timestamp;
use protocol::view::{CaseView, ComponentView, ErrorView, ProcedureView};

use super::search_procedures::hit;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};
use crate::intake::tags::tag;

impl Desk {
    /// One procedure by its code.
    ///
    /// # Errors
    /// `procedure.unknown`, `catalogue.absent`.
    pub fn procedure(&self, code: String) -> Result<ProcedureView, ErrorView> {
        self.work()
            .and_then(|work| find(&work, &code))
            .map_err(view)
    }
}

fn find(work: &Work<'_>, code: &str) -> Result<ProcedureView, Fault> {
    let books = work.books()?;
    let procedure = books.procedure(code, work.now);
    let procedure = procedure.ok_or_else(|| Fault::code(Code::ProcedureUnknown))?;
    Ok(procedure_view(procedure, work.now))
}

fn procedure_view(procedure: &Procedure, now: Timestamp) -> ProcedureView {
    let direct = procedure.terms(Channel::Direct);
    let fees = direct
        .map(|method| method.fees.as_slice())
        .unwrap_or_default();
    let has = |test: fn(&FeeAmount) -> bool| fees.iter().any(|fee| test(&fee.amount));
    ProcedureView {
        hit: hit(procedure, now.civil_date()),
        version: procedure.version,
        code_issuer: tag(&procedure.code_issuer),
        roles: roles(procedure),
        authority: tag(&procedure.flags.authority),
        cases: procedure.cases.iter().map(case_view).collect(),
        exemptions: exemptions(fees),
        counts_pages: has(|amount| matches!(amount, FeeAmount::CertifiedCopy { .. })),
        counts_copies: has(|amount| {
            matches!(
                amount,
                FeeAmount::CertifiedCopy { .. } | FeeAmount::Copy { .. }
            )
        }),
        has_verification: direct.is_some_and(|method| method.verification_limit.is_some()),
        note: note(procedure, direct),
        outcomes: procedure.outcomes.clone(),
        legal_basis: procedure.legal_basis.clone(),
        decision: procedure.decision.clone(),
    }
}

/// The owner's role first.
fn roles(procedure: &Procedure) -> Vec<String> {
    if procedure.parties.is_empty() {
        return vec![tag(&domain::party::PartyRole::Applicant)];
    }
    let mut roles = procedure.parties.clone();
    roles.sort_by_key(|role| Some(*role) != procedure.owner_role);
    roles.iter().map(tag).collect()
}

fn exemptions(fees: &[FeeRule]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for exemption in fees.iter().flat_map(|fee| &fee.exemptions) {
        if !names.contains(&exemption.name) {
            names.push(exemption.name.clone());
        }
    }
    names
}

fn note(procedure: &Procedure, direct: Option<&Method>) -> String {
    let method = direct
        .map(|method| method.note.trim())
        .filter(|note| !note.is_empty());
    let all = method
        .into_iter()
        .chain(procedure.notes.iter().map(String::as_str));
    all.collect::<Vec<_>>().join("\n")
}

fn case_view(case: &Case) -> CaseView {
    CaseView {
        name: case.name.clone(),
        papers: case.components.iter().map(component_view).collect(),
    }
}

fn component_view(component: &DossierComponent) -> ComponentView {
    ComponentView {
        code: component.code.clone(),
        title: component.title.clone(),
        group: component.group.clone(),
        originals: component.originals,
        copies: component.copies,
        show_only: component.show_only,
        optional: component.optional,
        reusable: component.reusable,
    }
}
