//! Signs the officer out. Drafts stay with their officer; sending and printing go on until the
//! program ends.

use protocol::view::{AppState, ErrorView};

use crate::desk::Desk;
use crate::open::lock;

impl Desk {
    /// Signs out.
    ///
    /// # Errors
    /// As [`Desk::app_state`].
    pub fn sign_out(&self, (): ()) -> Result<AppState, ErrorView> {
        let mut state = lock(&self.state);
        state.officer = None;
        state.locked = false;
        drop(state);
        self.app_state(())
    }
}
