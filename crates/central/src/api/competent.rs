//! Agencies that procedures of the catalogue in force name as competent, so that a desk may have
//! numbers of a department that has no office of its own. Read anew only when the catalogue is.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::ids::AgencyCode;
use protocol::wire::Catalogue;

use crate::store::{CentralStore, StoreError};

type Agencies = Arc<BTreeSet<AgencyCode>>;

/// The agencies and the version they were read from.
#[derive(Default)]
pub(super) struct Competent(Mutex<(u32, Agencies)>);

impl Competent {
    pub(super) async fn get(&self, store: &dyn CentralStore) -> Result<Agencies, StoreError> {
        let (version, known) = self.held().clone();
        let Some(newer) = store.catalogue_after(version).await? else {
            return Ok(known);
        };
        let (version, json) = (newer.version, newer.json);
        let read = tokio::task::spawn_blocking(move || read(&json));
        let agencies = read.await.map_err(|_stopping| StoreError::Closed)??;
        *self.held() = (version, Arc::clone(&agencies));
        Ok(agencies)
    }

    /// A panic while the lock was held left only whole values behind.
    fn held(&self) -> MutexGuard<'_, (u32, Agencies)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A catalogue is megabytes of JSON.
fn read(json: &str) -> Result<Agencies, StoreError> {
    let catalogue: Catalogue =
        serde_json::from_str(json).map_err(|_damaged| StoreError::Row { what: "catalogue" })?;
    let named = catalogue.procedures.into_iter();
    let agencies = named.filter_map(|procedure| procedure.competent_agency);
    Ok(Arc::new(agencies.collect()))
}
