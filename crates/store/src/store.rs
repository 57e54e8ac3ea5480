//! The open database: one writer behind a lock, a few readers, the blobs, the high-water mark, and
//! the lock file that keeps a second process out. Nothing is held across a wait: every call
//! returns when the disk has answered.

use std::fs::File;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::journal::ChainHead;
use domain::mutation::{Guard, Mutation};
use rusqlite::{Connection, TransactionBehavior};

use crate::blobs::Blobs;
use crate::connection::{self, Mode};
use crate::error::{IntegrityFault, OpenError, StoreError, has_met_damage};
use crate::key::DatabaseKey;
use crate::mark::{Mark, Standing};
use crate::opening::{
    begin_database, checkpoint, diagnose, file_faults, prepare, quarantine, take_lock,
};
use crate::paths::Paths;
use crate::readers::Readers;
use crate::table::identity::Identity;
use crate::tx::{Reader, Tx};
use crate::{files, restore};

/// Newest events whose chain is recomputed at each start.
const VERIFIED_AT_START: u32 = 200;
/// The open database of a desk.
pub struct Store {
    writer: Mutex<Connection>,
    readers: Readers,
    blobs: Blobs,
    paths: Paths,
    key: DatabaseKey,
    mutation: Mutation,
    /// Held until the store is dropped.
    _lock: File,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store(…)")
    }
}

impl Store {
    /// Makes a new database with this identity.
    ///
    /// # Errors
    /// [`OpenError::Exists`] when there is one already; otherwise as the disk says.
    pub fn create(
        paths: &Paths,
        key: &DatabaseKey,
        identity: &Identity,
    ) -> Result<Self, OpenError> {
        std::fs::create_dir_all(paths.data_dir())
            .map_err(StoreError::io("make the data folder"))?;
        let lock = take_lock(paths)?;
        restore::finish(paths)?;
        if paths.database().exists() {
            return Err(OpenError::Exists);
        }
        files::remove_temporary(paths.data_dir()).map_err(StoreError::io("clear the folder"))?;
        let unnamed = paths
            .data_dir()
            .join(format!("desk.db{}", files::TEMP_SUFFIX));
        begin_database(&unnamed, key, identity)?;
        let mark = Mark::at(
            &Standing {
                incarnation: identity.incarnation,
                seq: 0,
                head: ChainHead::default(),
                returns: 0,
            },
            &key.check(),
        );
        mark.write(&paths.mark())?;
        files::rename_durable(&unnamed, &paths.database())
            .map_err(StoreError::io("name the database"))?;
        Self::assemble(prepare(paths, key)?, paths, key, lock, Mutation::NONE)
    }

    /// Opens an existing database: finishes an interrupted restore, migrates, compares with the
    /// high-water mark, recomputes the newest part of the chain, sweeps orphaned blobs.
    ///
    /// # Errors
    /// [`OpenError`] says which; a damaged database has been renamed then, never deleted.
    pub fn open(paths: &Paths, key: &DatabaseKey) -> Result<Self, OpenError> {
        Self::open_with(paths, key, Mutation::NONE)
    }

    /// The same; the simulator may switch a guard off.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(
        paths: &Paths,
        key: &DatabaseKey,
        mutation: Mutation,
    ) -> Result<Self, OpenError> {
        if !paths.data_dir().is_dir() {
            return Err(OpenError::Missing);
        }
        let lock = take_lock(paths)?;
        restore::finish(paths)?;
        if !paths.database().exists() {
            return Err(OpenError::Missing);
        }
        let writer = match prepare(paths, key) {
            Err(OpenError::Store(StoreError::Corrupt)) => return Err(diagnose(paths, key)),
            other => other?,
        };
        let store = Self::assemble(writer, paths, key, lock, mutation)?;
        match store.check_at_start() {
            Err(StoreError::Corrupt) => {
                drop(store);
                Err(quarantine(paths))
            }
            Err(error) => Err(error.into()),
            Ok(()) => Ok(store),
        }
    }

    fn assemble(
        writer: Connection,
        paths: &Paths,
        key: &DatabaseKey,
        lock: File,
        mutation: Mutation,
    ) -> Result<Self, OpenError> {
        let blobs = Blobs::at(paths.blobs(), key)?;
        let readers = Readers::open(&paths.database(), key)?;
        let (paths, key) = (paths.clone(), key.copy());
        Ok(Self {
            writer: Mutex::new(writer),
            readers,
            blobs,
            paths,
            key,
            mutation,
            _lock: lock,
        })
    }

    fn check_at_start(&self) -> Result<(), StoreError> {
        self.check_if_suspect()?;
        let mark =
            Mark::read(&self.paths.mark()).filter(|_| self.mutation.keeps(Guard::HighWaterMark));
        self.write(|tx| tx.compare_with_mark(mark.as_ref()))?;
        match self.read(|reader| reader.verify_journal(VERIFIED_AT_START)) {
            Err(StoreError::BrokenChain { seq }) => {
                tracing::error!(seq, "the journal's chain is broken; numbering is frozen");
                self.write(|tx| tx.freeze_numbering())?;
            }
            other => other?,
        }
        self.sweep_blobs().map(|_| ())
    }

    /// Checks every page where one of them did not verify at work.
    fn check_if_suspect(&self) -> Result<(), StoreError> {
        if !self.paths.suspect().exists() {
            return Ok(());
        }
        let fresh = connection::open(&self.paths.database(), &self.key, Mode::Read)?;
        let faults = file_faults(&fresh)?;
        // whatever was found: the file is put aside now, or it is sound
        std::fs::remove_file(self.paths.suspect()).map_err(StoreError::io("end the suspicion"))?;
        if faults.is_empty() {
            return Ok(());
        }
        tracing::error!(faults = faults.len(), "the database is damaged");
        Err(StoreError::Corrupt)
    }

    /// What failed because a page does not verify is said by the error; the next start checks all of
    /// them and puts the file aside. Until then what is readable goes on to the centre.
    fn watched<T, E>(&self, outcome: Result<T, E>) -> Result<T, E> {
        if has_met_damage() && outcome.is_err() {
            tracing::error!("a page of the database does not verify");
            if let Err(error) = files::write_atomic(&self.paths.suspect(), b"") {
                tracing::warn!(%error, "the next start will not check the database");
            }
        }
        outcome
    }

    /// Runs `work` in one write transaction with full sync. When it returns an error, or panics,
    /// nothing of it has happened. Never call it from inside `work`: there is one writer.
    ///
    /// # Errors
    /// Those of `work`, and of beginning and committing.
    pub fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let _before = has_met_damage();
        self.watched(self.in_transaction(work))
    }

    fn in_transaction<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = self.lock_writer();
        let begun = writer.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(StoreError::from)?;
        let mut tx = Tx::new(&transaction, self.mutation);
        let value = work(&mut tx)?;
        let advanced = tx.advanced.take();
        transaction.commit().map_err(StoreError::from)?;
        if let Some(standing) = advanced {
            self.raise_mark(&Mark::at(&standing, &self.key.check()));
        }
        drop(writer);
        Ok(value)
    }

    /// The commit stands whatever becomes of the mark: a mark behind the database only means that
    /// a restore of just these last events would go unseen.
    fn raise_mark(&self, mark: &Mark) {
        if let Err(error) = mark.write(&self.paths.mark()) {
            tracing::warn!(%error, "the high-water mark was not raised");
        }
    }

    /// The high-water mark as text, for a copy in another place; `None` while the database waits for
    /// a new life.
    ///
    /// # Errors
    /// As the database says.
    pub fn mark_copy(&self) -> Result<Option<String>, StoreError> {
        let standing = self.read(|reader| {
            let standing = reader.standing()?;
            Ok::<_, StoreError>((!reader.is_restored()?).then_some(standing))
        })?;
        let mark = standing.map(|standing| Mark::at(&standing, &self.key.check()));
        mark.map(|mark| mark.text()).transpose()
    }

    /// Compares with such a copy, as with the mark itself: a database behind it gives no official
    /// number. A copy that does not read, or is of another database, is no witness.
    ///
    /// # Errors
    /// As the database says.
    pub fn compare_with_copy(&self, text: &str) -> Result<(), StoreError> {
        if !self.mutation.keeps(Guard::HighWaterMark) {
            return Ok(());
        }
        match Mark::parse(text).filter(|mark| mark.key_check == self.key.check()) {
            Some(mark) => self.write(|tx| tx.compare_with_mark(Some(&mark))),
            None => {
                tracing::warn!("the copy of the high-water mark is none of this database");
                Ok(())
            }
        }
    }

    /// Runs `work` on one consistent snapshot. Never call it from inside `work`: the connections
    /// are few.
    ///
    /// # Errors
    /// Those of `work`, and of beginning.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let _before = has_met_damage();
        self.watched(self.in_snapshot(work))
    }

    fn in_snapshot<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut lent = self.readers.lend();
        let snapshot = lent.connection().map_err(E::from)?.transaction();
        let snapshot = snapshot.map_err(|error| E::from(StoreError::from(error)))?;
        work(&Reader {
            connection: &snapshot,
            mutation: self.mutation,
        })
    }

    /// The encrypted blob files.
    #[must_use]
    pub const fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// Where the files lie.
    #[must_use]
    pub const fn paths(&self) -> &Paths {
        &self.paths
    }

    pub(crate) const fn key(&self) -> &DatabaseKey {
        &self.key
    }

    /// Checks every page, every table, and the whole chain. Slow: for a backup, a suspicion or a
    /// night. No faults means sound. On a connection of its own: one that has searched before
    /// remembers an older shape of the text index and reports its missing pages as faults.
    ///
    /// # Errors
    /// When the check itself cannot run.
    pub fn integrity(&self) -> Result<Vec<IntegrityFault>, StoreError> {
        match self.all_faults() {
            // damage in what every statement reads first: the check cannot even begin
            Err(StoreError::Corrupt) => Ok(vec![IntegrityFault {
                check: "structure",
                detail: "stopped early".to_owned(),
            }]),
            other => other,
        }
    }

    fn all_faults(&self) -> Result<Vec<IntegrityFault>, StoreError> {
        let fresh = connection::open(&self.paths.database(), &self.key, Mode::Read)?;
        let mut faults = file_faults(&fresh)?;
        if faults.is_empty() {
            match self.read(|reader| reader.verify_journal(u32::MAX)) {
                Err(StoreError::BrokenChain { seq }) => {
                    faults.push(IntegrityFault {
                        check: "journal",
                        detail: format!("event {seq}"),
                    });
                }
                other => other?,
            }
        }
        Ok(faults)
    }

    /// As if the disk were full from now on, or no longer: the database may not grow. Holds until
    /// the store is closed. For the simulator.
    ///
    /// # Errors
    /// As the database says.
    #[doc(hidden)]
    pub fn pretend_full(&self, is_full: bool) -> Result<(), StoreError> {
        let writer = self.lock_writer();
        let pages: u32 = if is_full {
            writer.pragma_query_value(None, "page_count", |row| row.get(0))?
        } else {
            u32::MAX - 1
        };
        writer.pragma_update(None, "max_page_count", pages)?;
        drop(writer);
        Ok(())
    }

    /// Calls `sink` with every statement the writer runs from now on, values filled in; `None`
    /// stops it. For the benchmark only: the text holds what is written, persons included.
    ///
    /// # Errors
    /// As the database says.
    #[cfg(feature = "trace")]
    pub fn trace_statements(
        &self,
        sink: Option<impl Fn(&str) + Send + 'static>,
    ) -> Result<(), StoreError> {
        use rusqlite::trace::{TraceEvent, TraceEventCodes};
        let on_event = sink.map(|sink| {
            move |event: TraceEvent<'_>| {
                if let TraceEvent::Stmt(statement, _) = event
                    && let Some(sql) = statement.expanded_sql()
                {
                    sink(&sql);
                }
            }
        });
        self.lock_writer()
            .trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, on_event)?;
        Ok(())
    }

    /// Closes the database with an empty write-ahead log.
    ///
    /// # Errors
    /// When the last checkpoint fails; everything committed is safe all the same.
    pub fn close(self) -> Result<(), StoreError> {
        let Self {
            writer, readers, ..
        } = self;
        drop(readers);
        let writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        checkpoint(&writer)?;
        writer.close().map_err(|(_, error)| StoreError::from(error))
    }

    pub(crate) fn lock_writer(&self) -> MutexGuard<'_, Connection> {
        // A panic inside a transaction rolled it back; the connection is sound.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
