//! The store as the engine uses it: each call is one read or one write on a blocking thread, so
//! that no transaction and no lock ever crosses an await.

use std::sync::Arc;

use store::{Reader, Store, StoreError, Tx};

use crate::engine::SyncError;

#[derive(Clone)]
pub(crate) struct Ledger {
    store: Arc<Store>,
}

impl Ledger {
    pub(crate) const fn new(store: Arc<Store>) -> Self {
        Self { store }
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
        tokio::task::spawn_blocking(move || work(&store))
            .await?
            .map_err(SyncError::Store)
    }
}
