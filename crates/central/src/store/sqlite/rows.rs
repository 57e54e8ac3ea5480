//! Between columns and domain types. A column that does not read is damage, never a default.

use std::str::FromStr;

use rusqlite::Row;
use serde::de::DeserializeOwned;

pub(super) use crate::store::rules::texts::{from_json, row_no, stored, to_json};

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
