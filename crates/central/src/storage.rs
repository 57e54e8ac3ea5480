//! Where a centre keeps its rows and its pages: in its data folder, or where several centres share
//! them. The data folder holds keys, CA and port in any case.

use std::path::Path;
use std::sync::Arc;

use domain::mutation::Mutation;

use crate::blobs::{Blobs, Pages};
use crate::centre::DATABASE_FILE;
use crate::error::Error;
use crate::store::{CentralStore, PostgresStore, SqliteStore, StoreError};

/// The variable that names a PostgreSQL database.
const DATABASE_URL: &str = "DATABASE_URL";
/// The variable that names a folder of pages, or a bucket.
const BLOBS: &str = "MOTCUA_BLOBS";

/// Where a centre keeps its rows and pages.
#[derive(Clone, Debug, Default)]
pub struct Storage {
    /// The rows.
    pub rows: Rows,
    /// Where pages and uploads under way are; the data folder if not said.
    pub pages: Option<Pages>,
}

/// Where a centre keeps its rows.
#[derive(Clone, Default)]
pub enum Rows {
    /// In one file of the data folder.
    #[default]
    Embedded,
    /// In PostgreSQL 15 or newer, at this `postgres://…` address.
    Postgres(String),
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // the address may hold a password
        f.write_str(match self {
            Self::Embedded => "Embedded",
            Self::Postgres(_) => "Postgres(…)",
        })
    }
}

impl Storage {
    /// What `DATABASE_URL` and `MOTCUA_BLOBS` say; the data folder for what they do not.
    #[must_use]
    pub fn from_environment() -> Self {
        let said = |name| std::env::var_os(name).filter(|text| !text.is_empty());
        let url = said(DATABASE_URL).map(|text| text.to_string_lossy().into_owned());
        Self {
            rows: url.map_or(Rows::Embedded, Rows::Postgres),
            pages: said(BLOBS).map(|text| Pages::from(text.to_string_lossy().into_owned())),
        }
    }

    pub(crate) fn blobs(&self, data: &Path) -> Result<Blobs, Error> {
        Blobs::new(self.pages.as_ref(), data)
    }

    /// Opens the rows; the simulator may switch a guard of the embedded store off.
    pub(crate) async fn open(
        &self,
        data: &Path,
        mutation: Mutation,
    ) -> Result<Arc<dyn CentralStore>, StoreError> {
        match &self.rows {
            Rows::Embedded => {
                let path = data.join(DATABASE_FILE);
                let opening = move || SqliteStore::open_with(&path, mutation);
                let opened = tokio::task::spawn_blocking(opening).await;
                Ok(Arc::new(opened.map_err(|_stopped| StoreError::Closed)??))
            }
            Rows::Postgres(url) => Ok(Arc::new(PostgresStore::connect(url).await?)),
        }
    }
}
