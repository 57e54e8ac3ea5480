//! Numbered, append-only migrations. `user_version` is the schema's number; the forward
//! compatibility number in `fact_schema` is the oldest program that may still write it, so an older
//! program after a downgrade refuses only when it must.

use rusqlite::Connection;

use crate::error::{OpenError, StoreError};

/// Every migration, in order; number `n` is at place `n - 1`. Never edited once released.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_conflicts.sql"),
];

/// Newest schema this program knows.
pub(crate) fn understood() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// The schema's number.
pub(crate) fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings the schema up to date, each step in its own transaction; refuses a newer one only when
/// it says so.
pub(crate) fn run(connection: &mut Connection) -> Result<(), OpenError> {
    let mut schema = version(connection)?;
    if schema > understood() && compat(connection)? > understood() {
        return Err(OpenError::Newer {
            schema,
            understands: understood(),
        });
    }
    while let Some(sql) = usize::try_from(schema)
        .ok()
        .and_then(|done| MIGRATIONS.get(done))
    {
        schema += 1;
        let step =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        step.execute_batch(sql)?;
        step.pragma_update(None, "user_version", schema)?;
        step.commit()?;
    }
    Ok(())
}

fn compat(connection: &Connection) -> Result<u32, StoreError> {
    Ok(
        connection.query_row("SELECT compat FROM fact_schema WHERE one = 1", [], |row| {
            row.get(0)
        })?,
    )
}
