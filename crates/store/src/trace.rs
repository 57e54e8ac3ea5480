//! Watching the writer's statements, for benches that set them beside the same ones without the
//! store. Only with the feature `trace`, which the application never asks for: statements with their
//! values are personal data.

use rusqlite::trace::{TraceEvent, TraceEventCodes};

use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Tells `heard` of every statement the writer begins or ends from now on, until called with
    /// `None`.
    ///
    /// # Errors
    /// When the connection has no memory for it.
    pub fn trace_writer<F>(
        &self,
        codes: TraceEventCodes,
        heard: Option<F>,
    ) -> Result<(), StoreError>
    where
        F: FnMut(TraceEvent<'_>) + Send + 'static,
    {
        Ok(self.lock_writer().trace_v2(codes, heard)?)
    }
}
