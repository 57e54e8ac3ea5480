//! Lists and search made anew from the journal: for the day when what a list shows is doubted. The
//! journal itself is not touched.

use protocol::view::ErrorView;

use crate::desk::Desk;
use crate::errors::{Fault, view};

impl Desk {
    /// Builds every list and the search again.
    ///
    /// # Errors
    /// `store.*`; the lists stand as they stood then.
    pub fn rebuild(&self, (): ()) -> Result<(), ErrorView> {
        let work = self.work().map_err(view)?;
        let rebuilt = work.store().rebuild().map_err(Fault::from);
        rebuilt.map_err(view)
    }
}
