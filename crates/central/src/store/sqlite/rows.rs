//! Between columns and domain types. A column that does not read is damage, never a default.

use std::str::FromStr;

use rusqlite::Row;
use serde::de::DeserializeOwned;

use crate::store::StoreError;

/// A text column parsed into `T`.
pub(super) fn parsed<T: FromStr>(row: &Row<'_>, column: &'static str) -> Result<T, StoreError> {
    let text: String = row.get(column)?;
    text.parse()
        .map_err(|_damaged| StoreError::Row { what: column })
}

/// A text column read as JSON.
pub(super) fn json<T: DeserializeOwned>(
    row: &Row<'_>,
    column: &'static str,
) -> Result<T, StoreError> {
    let text: String = row.get(column)?;
    from_json(&text, column)
}

/// A JSON text read back.
pub(super) fn from_json<T: DeserializeOwned>(
    text: &str,
    what: &'static str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_damaged| StoreError::Row { what })
}

/// A value as JSON text.
pub(super) fn to_json<T: serde::Serialize>(
    value: &T,
    what: &'static str,
) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_unwritable| StoreError::Row { what })
}

/// A blob column of exactly `N` bytes.
pub(super) fn bytes<const N: usize>(
    row: &Row<'_>,
    column: &'static str,
) -> Result<[u8; N], StoreError> {
    let found: Vec<u8> = row.get(column)?;
    found
        .try_into()
        .map_err(|_damaged| StoreError::Row { what: column })
}

/// A whole number that is not negative.
pub(super) fn number<T: TryFrom<i64>>(
    row: &Row<'_>,
    column: &'static str,
) -> Result<T, StoreError> {
    let found: i64 = row.get(column)?;
    T::try_from(found).map_err(|_damaged| StoreError::Row { what: column })
}

/// A position as SQLite stores it; positions stay far below 2^63.
pub(super) fn stored(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}
