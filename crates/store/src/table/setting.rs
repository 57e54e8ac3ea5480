//! Small values by name: what the officer set, the last contact with the centre, the clock's skew.

use rusqlite::named_params;

use crate::error::StoreError;
use crate::tx::{Reader, Tx};

/// Longest value, in bytes.
pub(crate) const SETTING_BYTES_MAX: usize = 64 * 1024;

impl Reader<'_> {
    /// A setting, if it was ever set.
    ///
    /// # Errors
    /// As the database says.
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.value(
            "SELECT value FROM fact_setting WHERE key = :key",
            named_params! {":key": key},
        )
    }
}

impl Tx<'_> {
    /// Sets a value.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] beyond 64 KiB.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        if value.len() > SETTING_BYTES_MAX {
            let max = SETTING_BYTES_MAX as u64;
            return Err(StoreError::TooMuch {
                what: "bytes in a setting",
                max,
            });
        }
        self.execute(
            "INSERT INTO fact_setting (key, value) VALUES (:key, :value)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            named_params! {":key": key, ":value": value},
        )?;
        Ok(())
    }
}
