//! The journal for who audits it: the auditor, the lead, the administrator. Nothing here writes but
//! into a file of the officer's own documents folder.

mod export;
mod read;

use protocol::view::{AuditCheck, ErrorView};
use protocol::wire::Role;
use store::StoreError;

use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};

impl Desk {
    /// Computes the chains of this desk's journal again, over all its lives.
    ///
    /// # Errors
    /// `app.not_allowed`; `store.*`.
    pub fn audit_check(&self, (): ()) -> Result<AuditCheck, ErrorView> {
        self.work().and_then(|work| check(&work)).map_err(view)
    }
}

/// Whoever looks after the work of others.
fn may_audit(work: &Work<'_>) -> Result<(), Fault> {
    match work.role()? {
        Role::Lead | Role::Administrator | Role::Auditor => Ok(()),
        Role::Counter | Role::Department => Err(Fault::code(Code::NotAllowed)),
    }
}

fn check(work: &Work<'_>) -> Result<AuditCheck, Fault> {
    may_audit(work)?;
    work.store().read(|r| {
        let mut sound = 0;
        for incarnation in r.lives()? {
            match r.verify_life(incarnation, u32::MAX) {
                Ok(events) => sound += events,
                Err(StoreError::BrokenChain { seq }) => {
                    tracing::error!(incarnation, seq, "the journal's chain is broken");
                    let sound = sound + seq.saturating_sub(1);
                    let broken_at = Some(seq);
                    return Ok(AuditCheck { sound, broken_at });
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(AuditCheck {
            sound,
            broken_at: None,
        })
    })
}
