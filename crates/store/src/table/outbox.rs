//! The journal seen as an outbox: what the centre does not have yet, and what it has acknowledged.
//! The centre holds a gapless prefix (invariant I4), so `acked` is one number per life.

use domain::ids::{DossierId, EventId};
use domain::journal::ChainHead;
use domain::time::Timestamp;
use rusqlite::{Row, named_params};

use crate::convert;
use crate::error::StoreError;
use crate::table::courier::UnsentPlace;
use crate::table::event::{self, StoredEvent, event_sql};
use crate::table::number::RestoredWhy;
use crate::table::task::NewTask;
use crate::tx::{Reader, Tx};

/// Bytes of bodies in one batch; the first event is always in it. Desk and centre hold several times as
/// much while it is written out, read and judged.
const BATCH_BYTES_MAX: usize = 1024 * 1024;
/// Most rows of the list of what waits.
const UNSENT_ITEMS_MAX: usize = 200;

/// Events to push: of one life, in order, without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The life they belong to.
    pub incarnation: u32,
    /// Chain head before the first.
    pub prev_head: ChainHead,
    /// The events.
    pub events: Vec<StoredEvent>,
}

/// What the centre answered to a push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acked {
    /// The life it is about.
    pub incarnation: u32,
    /// The centre has everything up to here.
    pub upto: u64,
    /// This is in its verified backup.
    pub durable: u64,
    /// Events that did not take effect as meant, with the centre's code.
    pub issues: Vec<(EventId, String)>,
    /// When the answer came.
    pub at: Timestamp,
}

/// One event that waits, for the synchronisation screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsentItem {
    /// The dossier.
    pub dossier: DossierId,
    /// Its code.
    pub code: String,
    /// Kind tag of the event.
    pub kind: String,
    /// Since when.
    pub since: Timestamp,
    /// When it was copied into a bundle for the courier whose answer has not come.
    pub copied_at: Option<Timestamp>,
}

impl Reader<'_> {
    /// The next events to push, oldest life first, at most `limit` and about 1 MB; `None` when the
    /// centre has everything that may be sent.
    ///
    /// # Errors
    /// As the database says.
    pub fn unsent(&self, limit: usize) -> Result<Option<Batch>, StoreError> {
        let Some(incarnation) = self.oldest_unsent()? else {
            return Ok(None);
        };
        self.batch(incarnation, 0, limit)
    }

    /// Whether there are events to push.
    ///
    /// # Errors
    /// As the database says.
    pub fn has_unsent(&self) -> Result<bool, StoreError> {
        Ok(self.oldest_unsent()?.is_some())
    }

    /// The oldest life with events to push.
    fn oldest_unsent(&self) -> Result<Option<u32>, StoreError> {
        let sql = "SELECT min(incarnation) FROM fact_life
                   WHERE acked < recorded AND incarnation > 0";
        Ok(self.value::<Option<u32>>(sql, [])?.flatten())
    }

    /// What follows a batch of `incarnation` that ends at `seq`, while that one is on its way; `None`
    /// when nothing does.
    ///
    /// # Errors
    /// As the database says.
    pub fn unsent_after(
        &self,
        incarnation: u32,
        seq: u64,
        limit: usize,
    ) -> Result<Option<Batch>, StoreError> {
        self.batch(incarnation, seq, limit)
    }

    fn batch(
        &self,
        incarnation: u32,
        after: u64,
        limit: usize,
    ) -> Result<Option<Batch>, StoreError> {
        let acked = self.life(incarnation)?.map_or(0, |life| life.acked);
        let events = self.batch_events(incarnation, after.max(acked), limit)?;
        let Some(first) = events.first() else {
            return Ok(None);
        };
        let seq = first.envelope.seq;
        let prev_head = self.head_at(incarnation, seq - 1)?;
        let prev_head = prev_head.ok_or(StoreError::BrokenChain { seq: seq - 1 })?;
        Ok(Some(Batch {
            incarnation,
            prev_head,
            events,
        }))
    }

    fn batch_events(
        &self,
        incarnation: u32,
        after: u64,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let mut statement = self.connection.prepare_cached(event_sql!(
            "WHERE e.own = 1 AND e.incarnation = :incarnation AND e.seq > :after
             ORDER BY e.seq LIMIT :limit"
        ))?;
        let params = named_params! {
            ":incarnation": incarnation,
            ":after": convert::column(after),
            ":limit": convert::column(limit as u64),
        };
        let mut rows = statement.query(params)?;
        let (mut events, mut bytes) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            let event = event::read(row)?;
            bytes += event.body.len();
            if bytes > BATCH_BYTES_MAX && !events.is_empty() {
                break;
            }
            events.push(event);
        }
        Ok(events)
    }

    /// Events that wait, oldest first, at most 200.
    ///
    /// # Errors
    /// As the database says.
    pub fn unsent_items(&self, limit: usize) -> Result<Vec<UnsentItem>, StoreError> {
        let sql = "SELECT d.id, COALESCE(v.code, '') AS code, e.kind, e.at_ms, e.incarnation, e.seq
                   FROM fact_life AS l CROSS JOIN fact_event AS e
                     ON e.own = 1 AND e.incarnation = l.incarnation AND e.seq > l.acked
                   JOIN fact_dossier AS d ON d.row = e.dossier
                   LEFT JOIN view_dossier AS v ON v.row = e.dossier
                   ORDER BY l.incarnation, e.seq LIMIT :limit";
        let limit = convert::column(limit.min(UNSENT_ITEMS_MAX) as u64);
        let items = self.rows_of(sql, named_params! {":limit": limit}, read_item)?;
        let with_copy = |(item, place)| {
            Ok(UnsentItem {
                copied_at: self.copied_at(place)?,
                ..item
            })
        };
        items.into_iter().map(with_copy).collect()
    }
}

fn read_item(row: &Row<'_>) -> Result<(UnsentItem, UnsentPlace), StoreError> {
    let place = UnsentPlace {
        incarnation: row.get("incarnation")?,
        seq: convert::count(row.get("seq")?),
    };
    let item = UnsentItem {
        dossier: DossierId(convert::uuid(row, "id")?),
        code: row.get("code")?,
        kind: row.get("kind")?,
        since: Timestamp(row.get("at_ms")?),
        copied_at: None,
    };
    Ok((item, place))
}

impl Tx<'_> {
    /// Takes in the centre's answer: events up to `upto` are acknowledged, issues become tasks and
    /// verdicts, the dossiers with issues are folded again. Repeating it changes nothing. A centre
    /// that claims more than was recorded has seen a later life of this database: restored.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a life this database never had.
    pub fn mark_acked(&self, answer: &Acked) -> Result<(), StoreError> {
        let life = self
            .life(answer.incarnation)?
            .ok_or(StoreError::NotFound { what: "life" })?;
        if answer.upto > life.recorded {
            self.set_restored(RestoredWhy::Older)?;
        }
        let upto = answer.upto.min(life.recorded);
        self.acknowledge(answer.incarnation, upto.max(life.acked), answer.durable)?;
        // that the centre has an event changes no state, only what still waits
        self.end_unsent(answer.incarnation, life.acked, upto)?;
        let mut with_issues = Vec::new();
        for (event, code) in &answer.issues {
            with_issues.extend(self.note_issue(*event, code, answer.at)?);
        }
        with_issues.sort_unstable();
        with_issues.dedup();
        for (row, dossier) in &with_issues {
            self.refold(*row, *dossier)?;
        }
        Ok(())
    }

    /// Dossiers with events from `after` to `upto` wait no longer, unless for something else.
    fn end_unsent(&self, incarnation: u32, after: u64, upto: u64) -> Result<(), StoreError> {
        let sql = "SELECT DISTINCT dossier FROM fact_event
                   WHERE own = 1 AND incarnation = :incarnation AND seq > :after AND seq <= :upto";
        let params = named_params! {
            ":incarnation": incarnation,
            ":after": convert::column(after),
            ":upto": convert::column(upto),
        };
        let rows: Vec<u32> = self.rows_of(sql, params, |row| Ok(row.get(0)?))?;
        rows.into_iter()
            .try_for_each(|row| self.refresh_unsent_of(row))
    }

    fn acknowledge(&self, incarnation: u32, upto: u64, durable: u64) -> Result<(), StoreError> {
        let (upto, durable) = (convert::column(upto), convert::column(durable.min(upto)));
        self.hit(
            "life",
            "UPDATE fact_life SET acked = max(acked, :upto), durable = max(durable, :durable)
             WHERE incarnation = :incarnation",
            named_params! {":incarnation": incarnation, ":upto": upto, ":durable": durable},
        )
    }

    /// The centre lost what it had acknowledged beyond `upto`: that is sent again.
    ///
    /// # Errors
    /// As the database says.
    pub fn rewind_acked(&self, incarnation: u32, upto: u64) -> Result<(), StoreError> {
        let upto = convert::column(upto);
        self.execute(
            "UPDATE fact_life SET acked = min(acked, :upto), durable = min(durable, :upto)
             WHERE incarnation = :incarnation",
            named_params! {":incarnation": incarnation, ":upto": upto},
        )?;
        self.refresh_unsent()
    }

    /// The same for all of every life before the present one: a centre that went back says only of the
    /// present one how far it has it. How many events that are.
    ///
    /// # Errors
    /// As the database says.
    pub fn rewind_earlier_lives(&self) -> Result<u64, StoreError> {
        let sql = "SELECT sum(acked) FROM fact_life WHERE incarnation > 0
                     AND incarnation < (SELECT incarnation FROM fact_identity)";
        let rewound = self.value::<Option<i64>>(sql, [])?.flatten();
        self.execute(
            "UPDATE fact_life SET acked = 0, durable = 0 WHERE incarnation > 0
               AND incarnation < (SELECT incarnation FROM fact_identity)",
            [],
        )?;
        self.refresh_unsent()?;
        Ok(rewound.map_or(0, convert::count))
    }

    /// Keeps the centre's verdict on one event and makes a task of it.
    fn note_issue(
        &self,
        event: EventId,
        code: &str,
        at: Timestamp,
    ) -> Result<Option<(u32, DossierId)>, StoreError> {
        let code: String = code.chars().take(64).collect();
        let id = event.0.as_bytes();
        self.execute(
            "UPDATE fact_event SET verdict = :code WHERE id = :id",
            named_params! {":code": code, ":id": id},
        )?;
        let sql = "SELECT d.row, d.id FROM fact_event AS e
                   JOIN fact_dossier AS d ON d.row = e.dossier WHERE e.id = :id";
        let found = self.row(sql, named_params! {":id": id}, |row| {
            Ok((row.get("row")?, DossierId(convert::uuid(row, "id")?)))
        })?;
        let dossier = found.map(|(_, dossier)| dossier);
        self.end_tasks_of(event, "no_longer_applies", at)?; // this task tells of it now
        self.add_task(&NewTask {
            kind: &code,
            dossier,
            event: Some(event),
            detail: "",
            at,
        })?;
        Ok(found)
    }
}
