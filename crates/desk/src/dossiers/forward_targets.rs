//! Where dossiers can be handed over to: the departments of the policy.

use domain::dossier::Owner;
use domain::ids::{DepartmentId, OfficeId};
use protocol::view::{ErrorView, ForwardTarget};

use crate::catalogue::Books;
use crate::desk::Desk;
use crate::errors::{Code, Fault, view};

impl Desk {
    /// The places a dossier can be handed over to.
    ///
    /// # Errors
    /// `catalogue.absent`.
    pub fn forward_targets(&self, (): ()) -> Result<Vec<ForwardTarget>, ErrorView> {
        self.work()
            .and_then(|work| Ok(targets(&*work.books()?)))
            .map_err(view)
    }
}

pub(crate) fn targets(books: &Books) -> Vec<ForwardTarget> {
    let target = |department: &protocol::wire::DepartmentInfo| ForwardTarget {
        id: format!("department:{}", department.id),
        name: department.name.clone(),
    };
    books.policy.departments.iter().map(target).collect()
}

/// The owner a target's id names, if it is one of the targets.
pub(crate) fn owner(books: &Books, id: &str) -> Result<Owner, Fault> {
    if !targets(books).iter().any(|target| target.id == id) {
        return Err(Fault::code(Code::TargetUnknown));
    }
    let owner = match id.split_once(':') {
        Some(("department", id)) => DepartmentId::parse(id)
            .ok()
            .map(|id| Owner::Department { id }),
        Some(("office", id)) => OfficeId::parse(id).ok().map(|id| Owner::Office { id }),
        _ => None,
    };
    owner.ok_or_else(|| Fault::code(Code::TargetUnknown))
}
