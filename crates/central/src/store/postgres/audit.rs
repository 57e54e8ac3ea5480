//! Journals as they are kept, for the auditor.

use domain::ids::DeskId;
use domain::journal::ChainHead;
use domain::time::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};

use super::rows::{bytes, number, stored};
use crate::store::{HeldLife, KeptEvent, StoreError};

pub(super) async fn lives(tx: &mut PgConnection) -> Result<Vec<HeldLife>, StoreError> {
    let rows = sqlx::query(
        "SELECT l.desk, d.label, l.incarnation, l.acked, l.head \
         FROM life l JOIN desk d ON d.id = l.desk ORDER BY l.desk, l.incarnation",
    )
    .fetch_all(tx)
    .await?;
    let life = |row: &PgRow| {
        Ok(HeldLife {
            desk: DeskId(row.try_get("desk")?),
            label: row.try_get("label")?,
            incarnation: number(row, "incarnation")?,
            acked: number(row, "acked")?,
            head: ChainHead(bytes(row, "head")?),
        })
    };
    rows.iter().map(life).collect()
}

pub(super) async fn last_event(tx: &mut PgConnection) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(max(no), 0) AS no FROM event";
    number(&sqlx::query(sql).fetch_one(tx).await?, "no")
}

pub(super) async fn events_after(
    tx: &mut PgConnection,
    after: u64,
    limit: usize,
) -> Result<Vec<KeptEvent>, StoreError> {
    let rows = sqlx::query(
        "SELECT no, desk, incarnation, seq, envelope, body, head, issue, applied, admitted_at \
         FROM event WHERE no > $1 ORDER BY no LIMIT $2",
    )
    .bind(stored(after))
    .bind(stored(limit as u64))
    .fetch_all(tx)
    .await?;
    let event = |row: &PgRow| {
        Ok(KeptEvent {
            no: number(row, "no")?,
            desk: DeskId(row.try_get("desk")?),
            incarnation: number(row, "incarnation")?,
            seq: number(row, "seq")?,
            envelope: row.try_get("envelope")?,
            body: row.try_get("body")?,
            head: ChainHead(bytes(row, "head")?),
            issue: row.try_get("issue")?,
            applied: row.try_get("applied")?,
            admitted_at: Timestamp(row.try_get("admitted_at")?),
        })
    };
    rows.iter().map(event).collect()
}
