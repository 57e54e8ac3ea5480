//! Between domain values and columns: identities as 16-byte blobs, days as `YYYY-MM-DD`, unsigned
//! numbers as SQLite's signed ones. What does not parse is an error, never a default.

use domain::ids::BlobHash;
use domain::time::CivilDate;
use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::error::StoreError;

/// A count or position as a column; beyond `i64` saturates, which no real count reaches.
pub(crate) fn column(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A column that is never negative.
pub(crate) fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// A count for the window.
pub(crate) fn count32(value: i64) -> u32 {
    u32::try_from(value.max(0)).unwrap_or(u32::MAX)
}

/// Reads an identity.
pub(crate) fn uuid(row: &Row<'_>, column: &str) -> Result<Uuid, StoreError> {
    Ok(Uuid::from_bytes(row.get::<_, [u8; 16]>(column)?))
}

/// Reads a blob hash.
pub(crate) fn hash(row: &Row<'_>, column: &str) -> Result<BlobHash, StoreError> {
    Ok(BlobHash(row.get::<_, [u8; 32]>(column)?))
}

/// Parses a stored text.
pub(crate) fn parse<T: std::str::FromStr>(text: &str, what: &'static str) -> Result<T, StoreError> {
    text.parse().ok().ok_or(StoreError::Stored { what })
}

/// Reads a text column that parses.
pub(crate) fn parsed<T: std::str::FromStr>(
    row: &Row<'_>,
    column: &'static str,
) -> Result<T, StoreError> {
    parse(
        row.get_ref(column)?
            .as_str()
            .map_err(rusqlite::Error::from)?,
        column,
    )
}

/// Reads a JSON text.
pub(crate) fn from_json<T: DeserializeOwned>(
    text: &str,
    what: &'static str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(StoreError::json(what))
}

/// Writes a JSON text.
pub(crate) fn to_json<T: Serialize>(value: &T, what: &'static str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::json(what))
}

/// The tag of a fieldless enum as its JSON has it: `"paid"` → `paid`.
pub(crate) fn tag<T: Serialize>(value: &T, what: &'static str) -> Result<String, StoreError> {
    from_json(&to_json(value, what)?, what)
}

/// Reads what [`tag`] wrote.
pub(crate) fn from_tag<T: DeserializeOwned>(
    row: &Row<'_>,
    column: &'static str,
) -> Result<T, StoreError> {
    let text: String = row.get(column)?;
    serde_json::from_value(serde_json::Value::String(text)).map_err(StoreError::json(column))
}

/// A day as a column.
pub(crate) fn day_text(day: CivilDate) -> String {
    day.to_string()
}

/// Reads a day.
pub(crate) fn day(row: &Row<'_>, column: &'static str) -> Result<CivilDate, StoreError> {
    let text: String = row.get(column)?;
    serde_json::from_value(serde_json::Value::String(text)).map_err(StoreError::json(column))
}
