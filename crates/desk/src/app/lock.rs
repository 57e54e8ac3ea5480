//! Locks the screen: commands stop, sending and printing go on.

use protocol::view::{AppState, ErrorView};

use crate::desk::Desk;
use crate::open;

impl Desk {
    /// Locks the screen. Nothing happens when nobody is signed in.
    ///
    /// # Errors
    /// As [`Desk::app_state`].
    pub fn lock(&self, (): ()) -> Result<AppState, ErrorView> {
        let mut state = open::lock(&self.state);
        state.locked = state.officer.is_some();
        drop(state);
        self.app_state(())
    }
}
