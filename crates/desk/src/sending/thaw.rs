//! Ends the freeze of a desk whose journal forked: lead or administrator decide, with a reason, while
//! the centre answers. What it does not have is sent again in a new life; nothing is lost or counted
//! twice.

use domain::text::tidy;
use protocol::commands::ChangeTag;
use protocol::view::ErrorView;
use protocol::wire::REASON_CHARS_MAX;
use store::Numbering;

use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};

impl Desk {
    /// Has this desk go on after its journal forked.
    ///
    /// # Errors
    /// `app.not_allowed`, `thaw.reason`, `link.*`, `store.*`.
    pub fn thaw(&self, reason: String) -> Result<(), ErrorView> {
        self.work()
            .and_then(|work| thaw(&work, &reason))
            .map_err(view)
    }
}

fn thaw(work: &Work<'_>, reason: &str) -> Result<(), Fault> {
    if !work.role()?.ends_a_freeze() {
        return Err(Fault::code(Code::NotAllowed));
    }
    let reason = tidy(reason);
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        return Err(Fault::with(Code::ThawReason, "max", REASON_CHARS_MAX));
    }
    if work.store().read(|r| r.numbering())? != Numbering::Frozen {
        return Ok(()); // somebody else has
    }
    work.open.worker.thaw(&reason).map_err(|error| {
        if error.code() == "not_allowed" {
            Fault::code(Code::NotAllowed)
        } else {
            error.into()
        }
    })?;
    work.changed(&[ChangeTag::Strip, ChangeTag::Sync, ChangeTag::Dossiers]);
    work.open.look();
    Ok(())
}
