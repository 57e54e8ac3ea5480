//! The store as the engine uses it: each call is one read or one write on a blocking thread, so
//! that no transaction and no lock ever crosses an await.

use std::sync::Arc;

use store::{Reader, Store, StoreError, Tx};
use tokio::sync::RwLock;

use crate::engine::SyncError;

#[derive(Clone)]
pub(crate) struct Ledger {
    store: Arc<Store>,
    busy: Arc<RwLock<()>>,
}

/// Waits for what the database is still doing for a task that was stopped in the middle.
#[derive(Clone)]
pub(crate) struct Idle(Arc<RwLock<()>>);

impl Idle {
    pub(crate) async fn wait(&self) {
        drop(self.0.write().await);
    }
}

impl Ledger {
    pub(crate) fn new(store: Arc<Store>) -> Self {
        Self {
            store,
            busy: Arc::default(),
        }
    }

    pub(crate) fn idle(&self) -> Idle {
        Idle(Arc::clone(&self.busy))
    }

    /// One snapshot.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, SyncError> {
        self.run(move |store| store.read(work)).await
    }

    /// One transaction.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, SyncError> {
        self.run(move |store| store.write(work)).await
    }

    /// Blocking work with the store's files.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, SyncError> {
        let store = Arc::clone(&self.store);
        let busy = Arc::clone(&self.busy).read_owned().await;
        let work = move || {
            let outcome = work(&store);
            drop(store);
            drop(busy);
            outcome
        };
        tokio::task::spawn_blocking(work)
            .await?
            .map_err(SyncError::Store)
    }
}
