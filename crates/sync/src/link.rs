//! Single calls to the centre from code that does not wait by itself: enrolment, the first
//! session, one page on demand. Owns the small runtime that the worker runs on too.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::BlobHash;
use protocol::wire::{EnrolCode, EnrolReply, EnrolRequest, SessionReply};
use thiserror::Error;
use tokio::runtime::{Builder, Runtime};

use crate::client::{CallError, Client};
use crate::https::Https;
use crate::session::{Proof, SessionAsk, open_session};
use crate::transport::{Transport, TransportError};

/// Threads of the runtime.
const THREADS: usize = 2;
/// Longest wait for tasks that are ending.
const SHUTDOWN_MAX: Duration = Duration::from_secs(5);

/// Why there is no link.
#[derive(Debug, Error)]
pub enum LinkError {
    /// The runtime cannot start.
    #[error("the network threads cannot start")]
    Runtime(#[source] std::io::Error),
    /// The address or the certificate is not usable.
    #[error("the link cannot be set up")]
    Transport(#[from] TransportError),
}

/// The network side of one desk.
pub struct Link {
    runtime: Option<Runtime>,
}

impl Link {
    /// Starts the network threads.
    ///
    /// # Errors
    /// [`LinkError::Runtime`].
    pub fn start() -> Result<Self, LinkError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("motcua-sync")
            .enable_all()
            .build()
            .map_err(LinkError::Runtime)?;
        Ok(Self {
            runtime: Some(runtime),
        })
    }

    /// Fetches the CA the code names, checks its fingerprint, and gives a transport that trusts
    /// nothing else.
    ///
    /// # Errors
    /// [`TransportError`].
    pub fn fetch_ca(&self, code: &EnrolCode) -> Result<Vec<u8>, TransportError> {
        self.wait(Https::fetch_ca(&code.url, &code.ca_sha256))
            .unwrap_or(Err(TransportError::Refused))
    }

    /// Enrols over `transport`.
    ///
    /// # Errors
    /// [`CallError`].
    pub fn enrol(
        &self,
        transport: Arc<dyn Transport>,
        request: &EnrolRequest,
    ) -> Result<EnrolReply, CallError> {
        self.call(Client::new(transport).enrol(request))
    }

    /// Opens a session over `transport`.
    ///
    /// # Errors
    /// [`CallError`].
    pub fn session(
        &self,
        transport: Arc<dyn Transport>,
        ask: SessionAsk<'_>,
        proof: Proof<'_>,
    ) -> Result<SessionReply, CallError> {
        let client = Client::new(transport);
        self.call(open_session(&client, ask, proof))
    }

    /// Fetches one blob with a session's token.
    ///
    /// # Errors
    /// [`CallError`].
    pub fn blob(
        &self,
        transport: Arc<dyn Transport>,
        token: &str,
        hash: BlobHash,
    ) -> Result<Vec<u8>, CallError> {
        self.call(Client::new(transport).blob(token, hash))
    }

    /// The runtime's handle, while it runs.
    pub(crate) fn handle(&self) -> Option<tokio::runtime::Handle> {
        self.runtime
            .as_ref()
            .map(|runtime| runtime.handle().clone())
    }

    fn call<T>(&self, future: impl Future<Output = Result<T, CallError>>) -> Result<T, CallError> {
        self.wait(future)
            .unwrap_or(Err(CallError::Transport(TransportError::Refused)))
    }

    fn wait<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        self.runtime
            .as_ref()
            .map(|runtime| runtime.block_on(future))
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(SHUTDOWN_MAX);
        }
    }
}
