//! Between stored texts and numbers and domain types. What does not read is damage, never a default.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::StoreError;

/// A JSON text read back.
pub(in crate::store) fn from_json<T: DeserializeOwned>(
    text: &str,
    what: &'static str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_damaged| StoreError::Row { what })
}

/// A value as JSON text.
pub(in crate::store) fn to_json<T: Serialize>(
    value: &T,
    what: &'static str,
) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_unwritable| StoreError::Row { what })
}

/// A position as databases store it; positions stay far below 2^63.
pub(in crate::store) fn stored(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

/// The place of something in a list, as databases store it.
pub(in crate::store) fn row_no(position: usize) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}
