//! Numbered, append-only migrations. `user_version` is the schema's number; the forward
//! compatibility number in `fact_schema` is the oldest program that may still write it, so an older
//! program after a downgrade refuses only when it must.

use rusqlite::Connection;

use crate::error::{OpenError, StoreError};
use crate::search;

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
    include_str!("migrations/0009_pieces.sql"),
];
/// The migration that leaves the index of pieces empty: what a piece is only the program knows.
const EMPTIES_PIECES: u32 = 9;

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
        if schema == EMPTIES_PIECES {
            search::fill_pieces(&step)?;
        }
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

    #[test]
    fn a_number_indexed_by_an_earlier_schema_is_found_by_any_three_digits() {
        let mut connection = Connection::open_in_memory().expect("a database");
        for (done, sql) in (1..EMPTIES_PIECES).zip(MIGRATIONS) {
            connection.execute_batch(sql).expect("an earlier schema");
            let number = connection.pragma_update(None, "user_version", done);
            number.expect("its number");
        }
        connection
            .execute_batch(
                "INSERT INTO view_search (row, search_key, fragment_key)
                   VALUES (1, '', '|037201004711|'), (2, '', '|0912345678|');
                 INSERT INTO view_fragments (rowid, pieces) VALUES (1, '72010 s03720');",
            )
            .expect("rows of an earlier schema");
        run(&mut connection).expect("brought up to date");
        let found = |pieces: &str| -> Vec<u32> {
            let sql = "SELECT rowid FROM view_fragments WHERE view_fragments MATCH ?1";
            let mut rows = connection.prepare(sql).expect("a statement");
            let rows = rows.query_map([pieces], |row| row.get(0)).expect("asked");
            rows.collect::<Result<_, _>>().expect("rows")
        };
        assert_eq!(found("\"471\"*"), [1], "in the middle of the first");
        assert_eq!(found("\"2345\"*"), [2], "four digits of the second");
        assert_eq!(found("s03720"), [1], "the start of the first, once");
    }
}
