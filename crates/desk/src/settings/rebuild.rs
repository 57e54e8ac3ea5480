//! Lists and search made anew from the journal: for the day when what a list shows is doubted. The
//! journal itself is not touched.

use protocol::view::ErrorView;

use crate::desk::{Desk, Work};
use crate::errors::{Fault, view};

impl Desk {
    /// Builds every list and the search again.
    ///
    /// # Errors
    /// `app.not_allowed` but for lead and administrator; `store.*`; the lists stand as they stood then.
    pub fn rebuild(&self, (): ()) -> Result<(), ErrorView> {
        self.work().and_then(|work| rebuild(&work)).map_err(view)
    }
}

fn rebuild(work: &Work<'_>) -> Result<(), Fault> {
    work.in_charge()?;
    Ok(work.store().rebuild()?)
}
