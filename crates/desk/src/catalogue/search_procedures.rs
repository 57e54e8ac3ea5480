//! Procedures by words or code.

use domain::due::limit_words;
use domain::procedure::{Channel, Limit, Procedure};
use domain::time::CivilDate;
use protocol::view::{ErrorView, ProcedureHit, ProcedureQuery};

use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};
use crate::intake::tags::tag;

/// Most procedures one search gives.
const HITS_MAX: usize = 50;

impl Desk {
    /// Finds procedures.
    ///
    /// # Errors
    /// `catalogue.absent` before the first publication.
    pub fn search_procedures(&self, query: ProcedureQuery) -> Result<Vec<ProcedureHit>, ErrorView> {
        self.work()
            .and_then(|work| search(&work, &query))
            .map_err(view)
    }
}

fn search(work: &Work<'_>, query: &ProcedureQuery) -> Result<Vec<ProcedureHit>, Fault> {
    let books = work.books()?;
    let limit = usize::from(query.limit).min(HITS_MAX);
    let today = work.now.civil_date();
    // a procedure with several versions is shown once, as the version that counts today
    let mut hits: Vec<ProcedureHit> = Vec::new();
    for place in books.index.find(&query.text, HITS_MAX * 4) {
        let Some(found) = books.catalogue.procedures.get(place) else {
            continue;
        };
        let code = found.code.as_str();
        if hits.len() == limit || hits.iter().any(|hit| hit.code == code) {
            continue;
        }
        hits.extend(
            books
                .procedure(code, work.now)
                .map(|procedure| hit(procedure, today)),
        );
    }
    Ok(hits)
}

/// One procedure as the list shows it.
pub(crate) fn hit(procedure: &Procedure, today: CivilDate) -> ProcedureHit {
    let limit = procedure.terms(Channel::Direct).map(|method| &method.limit);
    let clear = limit.filter(|limit| !matches!(limit, Limit::Unclear { .. }));
    ProcedureHit {
        code: procedure.code.to_string(),
        name: procedure.name.clone(),
        area: procedure.service_area.clone(),
        levels: procedure.levels.iter().map(tag).collect(),
        limit_text: clear.map(limit_words).unwrap_or_default(),
        problem: problem(procedure, today).to_owned(),
    }
}

/// Why it cannot be received at the counter today.
pub(crate) fn problem(procedure: &Procedure, today: CivilDate) -> &'static str {
    if !procedure.in_force_on(today) {
        return "not_in_force";
    }
    match procedure.terms(Channel::Direct) {
        None => "no_direct",
        Some(_) if !procedure.flags.takes_paper => "no_paper",
        Some(method) if matches!(method.limit, Limit::Unclear { .. }) => "unclear_limit",
        Some(_) => "",
    }
}
