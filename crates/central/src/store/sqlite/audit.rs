//! Journals as they are kept, for the auditor.

use domain::journal::ChainHead;
use domain::time::Timestamp;
use rusqlite::{Row, Transaction, named_params};

use super::rows::{bytes, number, parsed, stored};
use crate::store::{HeldLife, KeptEvent, StoreError};

pub(super) fn lives(tx: &Transaction<'_>) -> Result<Vec<HeldLife>, StoreError> {
    let mut statement = tx.prepare(
        "SELECT l.desk, d.label, l.incarnation, l.acked, l.head \
         FROM life l JOIN desk d ON d.id = l.desk ORDER BY l.desk, l.incarnation",
    )?;
    let life = |row: &Row<'_>| {
        Ok(HeldLife {
            desk: parsed(row, "desk")?,
            label: row.get("label")?,
            incarnation: number(row, "incarnation")?,
            acked: number(row, "acked")?,
            head: ChainHead(bytes(row, "head")?),
        })
    };
    statement.query_and_then([], life)?.collect()
}

pub(super) fn last_event(tx: &Transaction<'_>) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(max(no), 0) AS no FROM event";
    let mut statement = tx.prepare_cached(sql)?;
    let mut rows = statement.query_and_then([], |row| number(row, "no"))?;
    rows.next().unwrap_or(Ok(0))
}

pub(super) fn events_after(
    tx: &Transaction<'_>,
    after: u64,
    limit: usize,
) -> Result<Vec<KeptEvent>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT no, desk, incarnation, seq, envelope, body, head, issue, applied, admitted_at \
         FROM event WHERE no > :after ORDER BY no LIMIT :limit",
    )?;
    let event = |row: &Row<'_>| {
        Ok(KeptEvent {
            no: number(row, "no")?,
            desk: parsed(row, "desk")?,
            incarnation: number(row, "incarnation")?,
            seq: number(row, "seq")?,
            envelope: row.get("envelope")?,
            body: row.get("body")?,
            head: ChainHead(bytes(row, "head")?),
            issue: row.get("issue")?,
            applied: row.get("applied")?,
            admitted_at: Timestamp(row.get("admitted_at")?),
        })
    };
    let params = named_params! { ":after": stored(after), ":limit": stored(limit as u64) };
    statement.query_and_then(params, event)?.collect()
}
