//! The read-only connections: a few, lent for one call each; a reader beyond them waits.

use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};

use rusqlite::Connection;

use crate::connection::{self, Mode};
use crate::error::StoreError;
use crate::key::DatabaseKey;

/// Read-only connections.
const READERS_MAX: usize = 3;

/// The read-only connections.
pub(crate) struct Readers {
    free: Mutex<Vec<Connection>>,
    came_back: Condvar,
}

impl Readers {
    pub(crate) fn open(path: &Path, key: &DatabaseKey) -> Result<Self, StoreError> {
        let open = |_| connection::open(path, key, Mode::Read);
        let free = (0..READERS_MAX).map(open).collect::<Result<_, _>>()?;
        Ok(Self {
            free: Mutex::new(free),
            came_back: Condvar::new(),
        })
    }

    /// The connection that came back last, for its cache is warm; waits while all are lent.
    pub(crate) fn lend(&self) -> Lent<'_> {
        Lent {
            readers: self,
            connection: self.take(),
        }
    }

    #[expect(
        clippy::significant_drop_tightening,
        reason = "the guard goes into the wait"
    )]
    fn take(&self) -> Option<Connection> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.came_back.wait_while(free, |free| free.is_empty());
        waited.unwrap_or_else(PoisonError::into_inner).pop()
    }
}

/// A lent connection; goes back when dropped.
pub(crate) struct Lent<'r> {
    readers: &'r Readers,
    connection: Option<Connection>,
}

impl Lent<'_> {
    pub(crate) fn connection(&mut self) -> Result<&mut Connection, StoreError> {
        self.connection.as_mut().ok_or(StoreError::Busy)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.readers
                .free
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(connection);
            self.readers.came_back.notify_one();
        }
    }
}
