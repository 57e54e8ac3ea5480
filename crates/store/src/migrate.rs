//! Numbered, append-only migrations. `user_version` is the schema's number; the forward
//! compatibility number in `fact_schema` is the oldest program that may still write it, so an older
//! program after a downgrade refuses only when it must.

use rusqlite::Connection;

use crate::error::{OpenError, StoreError};

/// Every migration, in order; number `n` is at place `n - 1`. Never edited once released.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_conflicts.sql"),
    include_str!("migrations/0003_purge.sql"),
    include_str!("migrations/0004_numbering.sql"),
    include_str!("migrations/0005_courier.sql"),
    include_str!("migrations/0006_thaw.sql"),
    include_str!("migrations/0007_acked.sql"),
    include_str!("migrations/0008_refusal.sql"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_the_first_schema_keeps_its_rows_and_the_receiving_desk_holds_each() {
        let mut connection = Connection::open_in_memory().expect("a database");
        connection
            .execute_batch(MIGRATIONS[0])
            .expect("the first schema");
        connection
            .execute_batch(
                "PRAGMA user_version = 1;
                 INSERT INTO fact_task (kind, made_ms) VALUES ('code_clash', 5);
                 INSERT INTO fact_outage (from_ms, reason) VALUES (1, 'refused');
                 INSERT INTO view_dossier (row, id, code, provisional, alias, person, procedure,
                   procedure_name, status, money, delivery, received_ms, desk, officer, owner,
                   forwarded_to, to_forward, digitise, unsent)
                 VALUES (1, x'01', 'c', 0, '', 'p', 'q', 'n', 'received', 'due', 'not_ready', 1,
                   x'07', 'o', '', '', 0, 0, 0);",
            )
            .expect("rows of the first schema");
        run(&mut connection).expect("brought up to date");
        assert_eq!(
            version(&connection).expect("a number"),
            understood(),
            "all of it"
        );
        let kept: (Vec<u8>, String, String) = connection
            .query_row(
                "SELECT d.holder, t.state, o.detected
                 FROM view_dossier AS d, fact_task AS t, fact_outage AS o",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .expect("one of each");
        let expected = (vec![7], String::new(), "call".to_owned());
        assert_eq!(kept, expected, "nothing was lost");
    }
}
