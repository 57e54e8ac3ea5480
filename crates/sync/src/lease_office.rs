//! Numbers on demand: for an agency or day nobody held any for, asked for while somebody waits for
//! the code. Bounded, and never more than a wish: without an answer in time the slip is temporary,
//! and the official code follows.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::ids::DeskId;
use protocol::wire::LeaseWish;
use store::{Numbering, Store};
use tokio::sync::watch;

use crate::client::{CallError, Client};
use crate::engine::{Access, SyncError, lock};
use crate::status::{LinkStatus, Status};
use crate::steps::lease::Bound;
use crate::transport::{Transport, TransportError};

/// Longest wait of somebody at the counter.
const WAIT_MAX: Duration = Duration::from_secs(4);

/// Asks the centre for numbers at once, beside the worker.
#[derive(Clone)]
pub struct LeaseOffice {
    pub(crate) handle: tokio::runtime::Handle,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) access: Arc<Mutex<Access>>,
    pub(crate) status: watch::Receiver<Status>,
    pub(crate) store: Arc<Store>,
    pub(crate) desk: DeskId,
    pub(crate) centre_key: String,
}

impl LeaseOffice {
    /// Asks for numbers and keeps what comes; false while the link is not up or numbering is not
    /// open. Blocks; not for the worker's own threads.
    ///
    /// # Errors
    /// [`SyncError`]; nothing is kept then.
    pub fn ask(&self, wishes: &[LeaseWish]) -> Result<bool, SyncError> {
        let is_online = self.status.borrow().link == LinkStatus::Online;
        let session = lock(&self.access).session.clone();
        let Some(session) = session.filter(|_| is_online && !wishes.is_empty()) else {
            return Ok(false);
        };
        let (incarnation, numbering) = self
            .store
            .read(|r| Ok((r.identity()?.incarnation, r.numbering()?)))
            .map_err(SyncError::Store)?;
        if numbering != Numbering::Open {
            return Ok(false);
        }
        let client = Client::new(Arc::clone(&self.transport));
        let asked = async {
            let late = |_elapsed| CallError::Transport(TransportError::Timeout);
            let answer = client.lease(&session.token, wishes);
            tokio::time::timeout(WAIT_MAX, answer).await.map_err(late)?
        };
        let bound = Bound {
            desk: self.desk,
            incarnation,
            centre_key: &self.centre_key,
        };
        let leases = bound.checked(self.handle.block_on(asked)?)?;
        let kept = self.store.write(|tx| tx.put_leases(&leases));
        kept.map_err(SyncError::Store)?;
        Ok(!leases.is_empty())
    }
}
