//! The lives of this database: where the journal of each stands, the comparison with the mark
//! beside the database, and the beginning of a new life after a restore.

use domain::journal::ChainHead;
use rusqlite::{Row, named_params};

use crate::convert;
use crate::error::StoreError;
use crate::mark::{Mark, Standing};
use crate::table::event::{self, JournalPosition, StoredEvent, event_sql};
use crate::table::number::RestoredWhy;
use crate::tx::{Reader, Tx};

/// The incarnation that holds what a restored database records before it has a new one.
pub(crate) const UNSEALED: u32 = 0;

/// Where the journal of one life stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Life {
    pub(crate) recorded: u64,
    pub(crate) head: ChainHead,
    pub(crate) acked: u64,
    pub(crate) durable: u64,
}

fn read_life(row: &Row<'_>) -> Result<Life, StoreError> {
    Ok(Life {
        recorded: convert::count(row.get("recorded")?),
        head: ChainHead(row.get("head")?),
        acked: convert::count(row.get("acked")?),
        durable: convert::count(row.get("durable")?),
    })
}

impl Reader<'_> {
    pub(crate) fn life(&self, incarnation: u32) -> Result<Option<Life>, StoreError> {
        let sql = "SELECT recorded, head, acked, durable FROM fact_life WHERE incarnation = :life";
        self.row(sql, named_params! {":life": incarnation}, read_life)
    }

    /// Where the journal stands.
    ///
    /// # Errors
    /// As the database says.
    pub fn journal(&self) -> Result<JournalPosition, StoreError> {
        let incarnation = self.identity()?.incarnation;
        let life = self
            .life(incarnation)?
            .ok_or(StoreError::NotFound { what: "life" })?;
        let unsealed = self.life(UNSEALED)?.map_or(0, |life| life.recorded);
        let Life {
            recorded,
            head,
            acked,
            durable,
        } = life;
        Ok(JournalPosition {
            incarnation,
            recorded,
            acked,
            durable,
            head,
            unsealed,
        })
    }

    /// What the mark must say.
    pub(crate) fn standing(&self) -> Result<Standing, StoreError> {
        let journal = self.journal()?;
        Ok(Standing {
            incarnation: journal.incarnation,
            seq: journal.recorded,
            head: journal.head,
            returns: self.returns()?,
        })
    }

    /// The chain head at a position of this journal; all zero at 0, `None` where there is none.
    ///
    /// # Errors
    /// As the database says.
    pub fn head_at(&self, incarnation: u32, seq: u64) -> Result<Option<ChainHead>, StoreError> {
        if seq == 0 {
            return Ok(Some(ChainHead::default()));
        }
        let sql = "SELECT head FROM fact_event
                   WHERE own = 1 AND incarnation = :incarnation AND seq = :seq";
        let params = named_params! {":incarnation": incarnation, ":seq": convert::column(seq)};
        Ok(self.value::<[u8; 32]>(sql, params)?.map(ChainHead))
    }

    /// Recomputes the chain over the newest `last` events of this life.
    ///
    /// # Errors
    /// [`StoreError::BrokenChain`] at the first event that does not verify.
    pub fn verify_journal(&self, last: u32) -> Result<(), StoreError> {
        self.verify_life(self.journal()?.incarnation, last)
            .map(|_| ())
    }

    /// Recomputes the chain over the newest `last` events of a life; how many it has.
    ///
    /// # Errors
    /// [`StoreError::BrokenChain`] at the first event that does not verify;
    /// [`StoreError::NotFound`] for a life this journal has not lived.
    pub fn verify_life(&self, incarnation: u32, last: u32) -> Result<u64, StoreError> {
        let life = self.life(incarnation)?;
        let life = life.ok_or(StoreError::NotFound { what: "life" })?;
        let first = life.recorded.saturating_sub(u64::from(last)) + 1;
        let before = self.head_at(incarnation, first - 1)?;
        let mut head = before.ok_or(StoreError::BrokenChain { seq: first - 1 })?;
        let mut seq = first;
        let mut statement = self.connection.prepare_cached(event_sql!(
            "WHERE e.own = 1 AND e.incarnation = :incarnation AND e.seq >= :first ORDER BY e.seq"
        ))?;
        let mut rows = statement.query(named_params! {
            ":incarnation": incarnation,
            ":first": convert::column(first),
        })?;
        while let Some(row) = rows.next()? {
            let event: StoredEvent = event::read(row)?;
            head = head.after(&event.envelope, event.body.as_bytes());
            if event.envelope.seq != seq || event.head != Some(head) {
                return Err(StoreError::BrokenChain { seq });
            }
            seq += 1;
        }
        let is_whole = seq == life.recorded + 1 && head == life.head;
        if is_whole {
            Ok(life.recorded)
        } else {
            Err(StoreError::BrokenChain { seq })
        }
    }
}

impl Tx<'_> {
    pub(crate) fn begin_life(
        &self,
        incarnation: u32,
        recorded: u64,
        head: ChainHead,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO fact_life (incarnation, recorded, head)
             VALUES (:incarnation, :recorded, :head)
             ON CONFLICT (incarnation) DO UPDATE
               SET recorded = excluded.recorded, head = excluded.head",
            named_params! {
                ":incarnation": incarnation,
                ":recorded": convert::column(recorded),
                ":head": head.0,
            },
        )?;
        Ok(())
    }

    /// A database behind its mark was put back from a copy.
    pub(crate) fn compare_with_mark(&self, mark: Option<&Mark>) -> Result<(), StoreError> {
        let here = self.standing()?;
        let Some(mark) = mark else {
            return self.advance_mark(here.incarnation, here.seq, here.head);
        };
        let is_same_life = mark.incarnation == here.incarnation;
        if mark.incarnation > here.incarnation
            || (is_same_life && (mark.seq > here.seq || mark.returns > here.returns))
        {
            tracing::error!(
                mark = mark.seq,
                recorded = here.seq,
                "the database is older than its mark: it was restored"
            );
            return self.set_restored(RestoredWhy::Older);
        }
        if is_same_life {
            let head = self.head_at(here.incarnation, mark.seq)?;
            if head.is_none_or(|head| head.hex() != mark.head) {
                tracing::error!(seq = mark.seq, "the journal and its mark differ: a fork");
                return self.freeze_numbering();
            }
        }
        self.advance_mark(here.incarnation, here.seq, here.head)
    }

    /// Has the mark written after the commit, unless the database waits for a new life.
    pub(crate) fn advance_mark(
        &self,
        incarnation: u32,
        seq: u64,
        head: ChainHead,
    ) -> Result<(), StoreError> {
        if incarnation != UNSEALED && !self.is_restored()? {
            let returns = self.returns()?;
            *self.advanced.borrow_mut() = Some(Standing {
                incarnation,
                seq,
                head,
                returns,
            });
        }
        Ok(())
    }

    /// Begins the life the centre has given after a restore: leases of the old one are void,
    /// what was recorded meanwhile is sealed into the new journal from position 1, and official
    /// numbers may be given again.
    ///
    /// # Errors
    /// [`StoreError::NotNow`] unless the new incarnation is greater than the present one.
    pub fn begin_incarnation(&self, incarnation: u32) -> Result<(), StoreError> {
        self.begin_life_with(incarnation, Vec::new())
    }

    /// The same; `moving` are events of earlier lives that go on in the new one before those.
    pub(crate) fn begin_life_with(
        &self,
        incarnation: u32,
        moving: Vec<StoredEvent>,
    ) -> Result<(), StoreError> {
        if incarnation <= self.identity()?.incarnation {
            return Err(StoreError::NotNow {
                what: "an incarnation that is not newer",
            });
        }
        self.void_leases()?;
        self.execute(
            "UPDATE fact_identity SET incarnation = :incarnation WHERE one = 1",
            named_params! {":incarnation": incarnation},
        )?;
        let (recorded, head) = self.reseal(incarnation, moving)?;
        self.begin_life(incarnation, recorded, head)?;
        self.execute("DELETE FROM fact_life WHERE incarnation = 0", [])?;
        self.set_numbering_open()?;
        self.advance_mark(incarnation, recorded, head)
    }

    /// Gives the events that are moving, then every unsealed one, their place in the new life. Nobody
    /// has seen them yet, or the same act under the same id takes effect once.
    fn reseal(
        &self,
        incarnation: u32,
        moving: Vec<StoredEvent>,
    ) -> Result<(u64, ChainHead), StoreError> {
        let sql = event_sql!("WHERE e.own = 1 AND e.incarnation = 0 ORDER BY e.seq");
        let waiting = self.rows_of(sql, [], event::read)?;
        let mut head = ChainHead::default();
        let mut seq = 0;
        for mut event in moving.into_iter().chain(waiting) {
            seq += 1;
            event.envelope.incarnation = incarnation;
            event.envelope.seq = seq;
            head = head.after(&event.envelope, event.body.as_bytes());
            self.hit(
                "event",
                "UPDATE fact_event SET incarnation = :incarnation, seq = :seq, head = :head
                 WHERE id = :id",
                named_params! {
                    ":incarnation": incarnation,
                    ":seq": convert::column(seq),
                    ":head": head.0,
                    ":id": event.envelope.id.0.as_bytes(),
                },
            )?;
        }
        Ok((seq, head))
    }
}
