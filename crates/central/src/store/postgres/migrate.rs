//! Numbered migrations, only ever appended to. Whoever comes first holds an advisory lock while it
//! migrates; several centres may start at once.

use sqlx::{AssertSqlSafe, PgPool, Row};

use crate::store::StoreError;

/// Every migration, in order; number 1 is the first.
const MIGRATIONS: [&str; 8] = [
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_left_counter.sql"),
    include_str!("migrations/0003_thaw.sql"),
    include_str!("migrations/0004_wipe.sql"),
    include_str!("migrations/0005_ruling.sql"),
    include_str!("migrations/0006_event_storage.sql"),
    include_str!("migrations/0007_told.sql"),
    include_str!("migrations/0008_former_key.sql"),
];
/// Names the lock among all of the database: the digits are those of `motcua` on a telephone.
const LOCK: i64 = 668_282;

pub(super) async fn migrate(pool: &PgPool) -> Result<(), StoreError> {
    let mut tx = pool.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(LOCK)
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "CREATE TABLE IF NOT EXISTS migration \
           (number bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())",
    )
    .execute(&mut *tx)
    .await?;
    let found: i64 = sqlx::query("SELECT coalesce(max(number), 0) AS number FROM migration")
        .fetch_one(&mut *tx)
        .await?
        .try_get("number")?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (number, migration) in (1_i64..).zip(MIGRATIONS) {
        if number <= found {
            continue;
        }
        sqlx::raw_sql(AssertSqlSafe(migration))
            .execute(&mut *tx)
            .await?;
        sqlx::query("INSERT INTO migration(number) VALUES ($1)")
            .bind(number)
            .execute(&mut *tx)
            .await?;
    }
    Ok(tx.commit().await?)
}
