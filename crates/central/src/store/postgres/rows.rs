//! Between columns and domain types. A column that does not read is damage, never a default.

use std::str::FromStr;

use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::postgres::PgRow;

pub(super) use crate::store::rules::texts::{from_json, row_no, stored, to_json};

use crate::store::StoreError;

/// A text column parsed into `T`.
pub(super) fn parsed<T: FromStr>(row: &PgRow, column: &'static str) -> Result<T, StoreError> {
    let text: &str = row.try_get(column)?;
    text.parse()
        .map_err(|_damaged| StoreError::Row { what: column })
}

/// A text column read as JSON.
pub(super) fn json<T: DeserializeOwned>(
    row: &PgRow,
    column: &'static str,
) -> Result<T, StoreError> {
    from_json(row.try_get(column)?, column)
}

/// A column of exactly `N` bytes.
pub(super) fn bytes<const N: usize>(
    row: &PgRow,
    column: &'static str,
) -> Result<[u8; N], StoreError> {
    let found: &[u8] = row.try_get(column)?;
    found
        .try_into()
        .map_err(|_damaged| StoreError::Row { what: column })
}

/// A whole number that is not negative.
pub(super) fn number<T: TryFrom<i64>>(row: &PgRow, column: &'static str) -> Result<T, StoreError> {
    let found: i64 = row.try_get(column)?;
    T::try_from(found).map_err(|_damaged| StoreError::Row { what: column })
}
