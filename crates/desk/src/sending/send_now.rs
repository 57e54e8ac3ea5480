//! "Send now".

use protocol::view::ErrorView;

use crate::desk::Desk;
use crate::errors::view;

impl Desk {
    /// Wakes the sync worker.
    ///
    /// # Errors
    /// Only when nobody is signed in.
    pub fn send_now(&self, (): ()) -> Result<(), ErrorView> {
        self.work()
            .map(|work| work.open.worker.wake())
            .map_err(view)
    }
}
