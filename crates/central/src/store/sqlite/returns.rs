//! Numbers that come back: load the block, let [`crate::lease::give_back`] decide, shorten or remove
//! it. What is gone from the table may be cut again.

use domain::ids::LeaseId;
use protocol::wire::LeaseReturn;
use rusqlite::{OptionalExtension, Row, Transaction, named_params};

use super::rows::number;
use crate::lease::{Block, GivenBack, ReturnOutcome, give_back};
use crate::store::{ReturnAsk, StoreError};

pub(super) fn take_back(
    tx: &Transaction<'_>,
    ask: &ReturnAsk,
) -> Result<ReturnOutcome, StoreError> {
    if ask.caller.session_incarnation != ask.caller.incarnation {
        return Ok(ReturnOutcome::OldIncarnation);
    }
    let mut taken = Vec::new();
    for back in &ask.returns {
        if take(tx, ask, *back)? {
            taken.push(back.lease);
        }
    }
    Ok(ReturnOutcome::Taken(taken))
}

fn take(tx: &Transaction<'_>, ask: &ReturnAsk, back: LeaseReturn) -> Result<bool, StoreError> {
    let Some((block, carried)) = held(tx, ask, back)? else {
        return Ok(false);
    };
    let id = block.id.to_string();
    let changed = match give_back(&block, back.from, carried) {
        GivenBack::Nothing => 0,
        GivenBack::EndsAt(last) => tx.execute(
            "UPDATE lease SET last = :last WHERE id = :id",
            named_params! { ":last": last, ":id": id },
        )?,
        GivenBack::Whole => tx.execute(
            "DELETE FROM lease WHERE id = :id",
            named_params! { ":id": id },
        )?,
    };
    Ok(changed > 0)
}

/// The block, if it is the caller's and not void, and the highest number from there on that a
/// dossier carries.
fn held(
    tx: &Transaction<'_>,
    ask: &ReturnAsk,
    back: LeaseReturn,
) -> Result<Option<(Block, Option<u32>)>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT l.first, l.last, l.seen, (SELECT max(c.n) FROM code c WHERE c.agency = l.agency \
           AND c.day = l.day AND c.n BETWEEN :from AND l.last) AS carried \
         FROM lease l WHERE l.id = :id AND l.desk = :desk AND l.incarnation = :incarnation \
           AND l.void_at IS NULL",
    )?;
    let found = statement
        .query_row(
            named_params! {
                ":from": back.from, ":id": back.lease.to_string(),
                ":desk": ask.caller.desk.to_string(), ":incarnation": ask.caller.incarnation,
            },
            |row| Ok(read(row, back.lease)),
        )
        .optional()?;
    found.transpose()
}

fn read(row: &Row<'_>, id: LeaseId) -> Result<(Block, Option<u32>), StoreError> {
    let block = Block {
        id,
        from: number(row, "first")?,
        to: number(row, "last")?,
        seen: number(row, "seen")?,
    };
    Ok((block, row.get("carried")?))
}
