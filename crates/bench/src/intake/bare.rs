//! Whether both sides did the same work: every table has the same rows in the same order.

use std::path::Path;

use rusqlite::Connection;

use crate::Failure;
use crate::database::{self, Access};

/// What an intake writes, each table with an order of its rows.
const COMPARED: [&str; 14] = [
    "fact_event ORDER BY row",
    "fact_dossier ORDER BY row",
    "fact_life ORDER BY incarnation",
    "fact_request ORDER BY request",
    "fact_numbering ORDER BY one",
    "fact_lease ORDER BY id",
    "fact_number_used ORDER BY agency, day, n",
    "fact_draft ORDER BY request",
    "fact_attachment ORDER BY row",
    "fact_print_job ORDER BY row",
    "view_dossier ORDER BY row",
    "view_key ORDER BY kind, key, dossier",
    "view_search ORDER BY row",
    "view_word ORDER BY block, word",
];

/// Says which table differs, if one does.
pub(super) fn must_be_alike(one: &Path, other: &Path) -> Result<(), Failure> {
    let one = database::bare(one, Access::Read)?;
    let other = database::bare(other, Access::Read)?;
    for table in COMPARED {
        if fingerprint(&one, table)? != fingerprint(&other, table)? {
            return Err(format!("the replay differs in {table}").into());
        }
    }
    Ok(())
}

/// A hash over every value of every row.
fn fingerprint(connection: &Connection, table: &str) -> Result<u64, Failure> {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut statement = connection.prepare(&format!("SELECT * FROM {table}"))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut hasher = DefaultHasher::new();
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            format!("{:?}", row.get_ref(column)?).hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}
