//! What was copied for the courier: bundles, the events and files in each, and what is still to go.

use domain::ids::{BlobHash, EventId, OfficerId};
use domain::journal::ChainHead;
use domain::time::Timestamp;
use rusqlite::{Row, named_params};
use uuid::Uuid;

use crate::convert;
use crate::error::StoreError;
use crate::table::event::{self, StoredEvent, event_sql};
use crate::table::outbox::Batch;
use crate::tx::{Reader, Tx};

/// Bytes of bodies in one batch; the first event is always in it.
const BATCH_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// Bytes an event takes besides its body, at most.
const ENVELOPE_BYTES: u64 = 700;
/// Most bundles listed.
const LISTED_MAX: usize = 50;
/// Most files of one bundle.
const FILES_MAX: usize = 50_000;

/// A place in the journal of this desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct UnsentPlace {
    /// The life.
    pub incarnation: u32,
    /// The position in it.
    pub seq: u64,
}

/// The events of one life that lie in a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CourierLife {
    /// The life.
    pub incarnation: u32,
    /// First event.
    pub first: u64,
    /// Last event.
    pub last: u64,
}

/// A piece of what waits, by size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CourierSpan {
    /// Its life and its events.
    pub life: CourierLife,
    /// Bytes of its events, about.
    pub bytes: u64,
}

/// A file that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CourierFile {
    /// Its hash.
    pub hash: BlobHash,
    /// Its size.
    pub size_bytes: u64,
}

/// A bundle about to be written.
#[derive(Debug, Clone)]
pub struct NewCourier<'a> {
    /// Which.
    pub id: Uuid,
    /// Its number on this desk.
    pub number: u32,
    /// Who makes it.
    pub officer: &'a OfficerId,
    /// The folder.
    pub place: &'a str,
    /// The file.
    pub file: &'a str,
    /// When.
    pub at: Timestamp,
    /// Epoch of the centre's feed as far as known.
    pub epoch: u32,
    /// Its events.
    pub lives: &'a [CourierLife],
    /// Its files.
    pub files: &'a [CourierFile],
}

/// A bundle that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourierRow {
    /// Which.
    pub id: Uuid,
    /// Its number on this desk.
    pub number: u32,
    /// Who made it.
    pub officer: String,
    /// The folder it was written to.
    pub place: String,
    /// Its file.
    pub file: String,
    /// When.
    pub made_at: Timestamp,
    /// Epoch of the centre's feed then.
    pub epoch: u32,
    /// Whether it was read back and found right.
    pub verified: bool,
    /// Size of the file.
    pub bytes: u64,
    /// When the centre's answer was taken in.
    pub answered_at: Option<Timestamp>,
    /// Its events.
    pub events: u64,
    /// Its files.
    pub files: u32,
    /// Whether the centre is known to have everything in it, by whichever way it came.
    pub arrived: bool,
}

macro_rules! courier_sql {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.number, c.officer, c.place, c.file, c.begun_ms, c.epoch,
               c.verified_ms IS NOT NULL AS verified, c.bytes, c.answered_ms,
               (SELECT COALESCE(sum(l.last - l.first + 1), 0) FROM fact_courier_life AS l
                WHERE l.bundle = c.id) AS events,
               (SELECT count(*) FROM fact_courier_file AS f WHERE f.bundle = c.id) AS files,
               NOT EXISTS (SELECT 1 FROM fact_courier_life AS l
                           JOIN fact_event AS e ON e.incarnation = l.incarnation
                             AND e.seq BETWEEN l.first AND l.last
                           JOIN fact_life AS h ON h.incarnation = l.incarnation
                           WHERE l.bundle = c.id AND e.own = 1 AND e.seq > h.acked)
                 AND NOT EXISTS (SELECT 1 FROM fact_courier_file AS f
                                 JOIN fact_blob AS b ON b.hash = f.hash
                                 WHERE f.bundle = c.id AND b.done = 0
                                   AND EXISTS (SELECT 1 FROM view_attachment AS a
                                               WHERE a.blob = b.hash)) AS arrived
             FROM fact_courier AS c ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<CourierRow, StoreError> {
    Ok(CourierRow {
        id: convert::uuid(row, "id")?,
        number: row.get("number")?,
        officer: row.get("officer")?,
        place: row.get("place")?,
        file: row.get("file")?,
        made_at: Timestamp(row.get("begun_ms")?),
        epoch: row.get("epoch")?,
        verified: row.get("verified")?,
        bytes: convert::count(row.get("bytes")?),
        answered_at: row.get::<_, Option<i64>>("answered_ms")?.map(Timestamp),
        events: convert::count(row.get("events")?),
        files: convert::count32(row.get("files")?),
        arrived: row.get("arrived")?,
    })
}

impl Reader<'_> {
    /// What waits, life by life from its first unsent event, as far as `events_max` and `bytes_max`
    /// reach; always without a gap. The second value says whether that was all.
    ///
    /// # Errors
    /// As the database says.
    pub fn courier_spans(
        &self,
        events_max: u32,
        bytes_max: u64,
    ) -> Result<(Vec<CourierSpan>, bool), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.incarnation, e.seq, length(CAST(e.body AS BLOB)) AS bytes
             FROM fact_life AS l CROSS JOIN fact_event AS e
               ON e.own = 1 AND e.incarnation = l.incarnation AND e.seq > l.acked
             WHERE l.incarnation > 0 ORDER BY l.incarnation, e.seq",
        )?;
        let mut rows = statement.query([])?;
        let (mut spans, mut events, mut bytes) = (Vec::<CourierSpan>::new(), 0, 0);
        while let Some(row) = rows.next()? {
            let size = convert::count(row.get("bytes")?).saturating_add(ENVELOPE_BYTES);
            let (incarnation, seq) = (row.get("incarnation")?, convert::count(row.get("seq")?));
            if events == events_max || bytes + size > bytes_max {
                return Ok((spans, false));
            }
            events += 1;
            bytes += size;
            match spans.last_mut() {
                Some(span) if span.life.incarnation == incarnation => {
                    span.life.last = seq;
                    span.bytes += size;
                }
                _ => spans.push(CourierSpan {
                    life: CourierLife {
                        incarnation,
                        first: seq,
                        last: seq,
                    },
                    bytes: size,
                }),
            }
        }
        Ok((spans, true))
    }

    /// Events of a span from `first` on, at most `limit` and about 4 MB, with the head before them;
    /// `None` when there are no more.
    ///
    /// # Errors
    /// [`StoreError::BrokenChain`] when the event before them is missing.
    pub fn courier_batch(
        &self,
        life: CourierLife,
        limit: usize,
    ) -> Result<Option<Batch>, StoreError> {
        let mut statement = self.connection.prepare_cached(event_sql!(
            "WHERE e.own = 1 AND e.incarnation = :incarnation AND e.seq BETWEEN :first AND :last
             ORDER BY e.seq LIMIT :limit"
        ))?;
        let mut rows = statement.query(named_params! {
            ":incarnation": life.incarnation,
            ":first": convert::column(life.first),
            ":last": convert::column(life.last),
            ":limit": convert::column(limit as u64),
        })?;
        let (mut events, mut bytes) = (Vec::<StoredEvent>::new(), 0);
        while let Some(row) = rows.next()? {
            let event = event::read(row)?;
            bytes += event.body.len() as u64;
            if bytes > BATCH_BYTES_MAX && !events.is_empty() {
                break;
            }
            events.push(event);
        }
        let Some(first) = events.first() else {
            return Ok(None);
        };
        let before = first.envelope.seq - 1;
        let prev_head = self.head_at(life.incarnation, before)?;
        let prev_head: ChainHead = prev_head.ok_or(StoreError::BrokenChain { seq: before })?;
        Ok(Some(Batch {
            incarnation: life.incarnation,
            prev_head,
            events,
        }))
    }

    /// Files of dossiers that the centre is not known to have: first those in no bundle that waits
    /// for its answer, then nearest due time first.
    ///
    /// # Errors
    /// As the database says.
    pub fn courier_files(&self) -> Result<Vec<CourierFile>, StoreError> {
        let sql = "SELECT b.hash, b.size_bytes, min(v.due_ms) AS due_ms, min(v.row) AS first_row,
                     EXISTS (SELECT 1 FROM fact_courier_file AS f
                             JOIN fact_courier AS c ON c.id = f.bundle
                             WHERE f.hash = b.hash AND c.verified_ms IS NOT NULL
                               AND c.answered_ms IS NULL) AS copied
                   FROM fact_blob AS b
                   JOIN view_attachment AS a ON a.blob = b.hash
                   JOIN view_dossier AS v ON v.row = a.dossier
                   WHERE b.done = 0 AND b.purged_ms IS NULL
                   GROUP BY b.hash ORDER BY copied, due_ms IS NULL, due_ms, first_row LIMIT :limit";
        let limit = convert::column(FILES_MAX as u64);
        self.rows_of(sql, named_params! {":limit": limit}, |row| {
            Ok(CourierFile {
                hash: convert::hash(row, "hash")?,
                size_bytes: convert::count(row.get("size_bytes")?),
            })
        })
    }

    /// Bundles, newest first, at most 50.
    ///
    /// # Errors
    /// As the database says.
    pub fn couriers(&self) -> Result<Vec<CourierRow>, StoreError> {
        let sql = courier_sql!("ORDER BY c.number DESC LIMIT :limit");
        let limit = convert::column(LISTED_MAX as u64);
        self.rows_of(sql, named_params! {":limit": limit}, read)
    }

    /// One bundle with its lives.
    ///
    /// # Errors
    /// As the database says.
    pub fn courier(&self, id: Uuid) -> Result<Option<(CourierRow, Vec<CourierLife>)>, StoreError> {
        let bytes = id.as_bytes();
        let sql = courier_sql!("WHERE c.id = :id");
        let Some(row) = self.row(sql, named_params! {":id": bytes}, read)? else {
            return Ok(None);
        };
        let sql = "SELECT incarnation, first, last FROM fact_courier_life WHERE bundle = :id
                   ORDER BY incarnation";
        let lives = self.rows_of(sql, named_params! {":id": bytes}, |row| {
            Ok(CourierLife {
                incarnation: row.get("incarnation")?,
                first: convert::count(row.get("first")?),
                last: convert::count(row.get("last")?),
            })
        })?;
        Ok(Some((row, lives)))
    }

    /// Number and size of the files that lie in a bundle which waits for its answer.
    ///
    /// # Errors
    /// As the database says.
    pub fn files_copied(&self) -> Result<u32, StoreError> {
        let sql = "SELECT count(DISTINCT f.hash) AS files FROM fact_courier_file AS f
                   JOIN fact_courier AS c ON c.id = f.bundle
                   JOIN fact_blob AS b ON b.hash = f.hash
                   WHERE c.verified_ms IS NOT NULL AND c.answered_ms IS NULL AND b.done = 0";
        Ok(convert::count32(self.value(sql, [])?.unwrap_or(0)))
    }

    /// When an event was last copied into a bundle whose answer has not come.
    ///
    /// # Errors
    /// As the database says.
    pub fn copied_at(&self, place: UnsentPlace) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT max(c.begun_ms) FROM fact_courier_life AS l
                   JOIN fact_courier AS c ON c.id = l.bundle
                   WHERE l.incarnation = :incarnation AND l.first <= :seq AND l.last >= :seq
                     AND c.verified_ms IS NOT NULL AND c.answered_ms IS NULL";
        let params = named_params! {
            ":incarnation": place.incarnation, ":seq": convert::column(place.seq),
        };
        Ok(self
            .value::<Option<i64>>(sql, params)?
            .flatten()
            .map(Timestamp))
    }

    /// Where a life stands at the centre as far as this desk knows.
    ///
    /// # Errors
    /// As the database says.
    pub fn acked_of(&self, incarnation: u32) -> Result<Option<u64>, StoreError> {
        Ok(self.life(incarnation)?.map(|life| life.acked))
    }

    /// Whether the centre is not known to have an event of this desk yet.
    ///
    /// # Errors
    /// As the database says.
    pub fn is_event_unsent(&self, event: EventId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM fact_event AS e
                   JOIN fact_life AS l ON l.incarnation = e.incarnation
                   WHERE e.id = :id AND e.own = 1 AND e.seq > l.acked";
        let params = named_params! {":id": event.0.as_bytes()};
        Ok(self.value::<i64>(sql, params)?.is_some())
    }
}

impl Tx<'_> {
    /// The number of the next bundle.
    ///
    /// # Errors
    /// As the database says.
    pub fn next_courier(&self) -> Result<u32, StoreError> {
        let sql = "SELECT COALESCE(max(number), 0) + 1 FROM fact_courier";
        Ok(convert::count32(self.value(sql, [])?.unwrap_or(1)))
    }

    /// Notes a bundle before its file is written.
    ///
    /// # Errors
    /// As the database says.
    pub fn begin_courier(&self, new: &NewCourier<'_>) -> Result<(), StoreError> {
        let id = new.id.as_bytes();
        self.execute(
            "INSERT INTO fact_courier (id, number, officer, place, file, begun_ms, epoch)
             VALUES (:id, :number, :officer, :place, :file, :at, :epoch)",
            named_params! {
                ":id": id, ":number": new.number, ":officer": new.officer.as_str(),
                ":place": new.place, ":file": new.file, ":at": new.at.0, ":epoch": new.epoch,
            },
        )?;
        for life in new.lives {
            self.execute(
                "INSERT INTO fact_courier_life (bundle, incarnation, first, last)
                 VALUES (:bundle, :incarnation, :first, :last)",
                named_params! {
                    ":bundle": id, ":incarnation": life.incarnation,
                    ":first": convert::column(life.first), ":last": convert::column(life.last),
                },
            )?;
        }
        for file in new.files {
            self.execute(
                "INSERT INTO fact_courier_file (bundle, hash) VALUES (:bundle, :hash)",
                named_params! {":bundle": id, ":hash": file.hash.0},
            )?;
        }
        Ok(())
    }

    /// The file is there, read back and found right.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn courier_verified(&self, id: Uuid, bytes: u64, at: Timestamp) -> Result<(), StoreError> {
        self.hit(
            "bundle",
            "UPDATE fact_courier SET verified_ms = :at, bytes = :bytes WHERE id = :id",
            named_params! {":id": id.as_bytes(), ":at": at.0, ":bytes": convert::column(bytes)},
        )
    }

    /// A file that could not be read here went in cut off.
    ///
    /// # Errors
    /// As the database says.
    pub fn courier_left_out(&self, id: Uuid, hash: BlobHash) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM fact_courier_file WHERE bundle = :id AND hash = :hash",
            named_params! {":id": id.as_bytes(), ":hash": hash.0},
        )?;
        Ok(())
    }

    /// The centre's answer was taken in.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn courier_answered(&self, id: Uuid, at: Timestamp) -> Result<(), StoreError> {
        self.hit(
            "bundle",
            "UPDATE fact_courier SET answered_ms = :at WHERE id = :id",
            named_params! {":id": id.as_bytes(), ":at": at.0},
        )
    }
}
