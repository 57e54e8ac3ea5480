//! The embedded store: one SQLite file owned by one thread; every call is a closure sent to it and
//! run in one `BEGIN IMMEDIATE` transaction with `synchronous=FULL`.
//!
//! The file is not encrypted: the pages and scans beside it (`blobs/`) are not either, and a key on
//! the same disk would protect neither. The folder is private to the account (0700, files 0600);
//! the disk's own encryption is the operator's.

mod audit;
mod blobs;
mod desks;
mod feeds;
mod journal;
mod leases;
mod load;
mod mutants;
mod published;
mod quarantine;
mod restoring;
mod returns;
mod rows;
mod rulings;
mod sessions;
mod sites;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use domain::dossier::Dossier;
use domain::ids::{BlobHash, DeskId, DossierId, EventId, OfficeId};
use domain::mutation::{Guard, Mutation};
use domain::time::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot, watch};

pub(crate) use restoring::COPY;

use super::{
    Answer, BlobStanding, Caller, CentralStore, DataKind, DeskRecord, Digest, Edit,
    EnrolCodeRecord, Enrolled, Enrolment, FeedPage, HeldLife, KeptEvent, LeaseAsk, LifeMark,
    NewSession, OddityRow, OpenedSession, PageWish, PolicyParts, Published, QuarantinedEvent,
    Released, Restore, ReturnAsk, Revocation, Ruled, Ruler, Ruling, RulingKind, SignIn, SignInName,
    Signer, SiteRecord, StoreError, StoreLoad, Thaw,
};
use crate::admit::{Feed, Push, PushOutcome};
use crate::lease::{LeaseOutcome, ReturnOutcome};

/// Every migration, in order, only ever appended to; `user_version` is the number of the last one.
const MIGRATIONS: [&str; 7] = [
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_left_counter.sql"),
    include_str!("migrations/0003_thaw.sql"),
    include_str!("migrations/0004_wipe.sql"),
    include_str!("migrations/0005_ruling.sql"),
    include_str!("migrations/0006_told.sql"),
    include_str!("migrations/0007_former_key.sql"),
];
/// Most calls waiting for the database.
const QUEUE_MAX: usize = 256;
/// How long another process (a backup, an import) may hold the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(20);

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// The store in one SQLite file.
pub struct SqliteStore {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    changes: Arc<watch::Sender<u64>>,
    mutation: Mutation,
}

/// Whether a transaction changed what waiting pulls look at.
enum Changed {
    Yes,
    No,
}

impl SqliteStore {
    /// Opens the database, making or migrating it.
    ///
    /// # Errors
    /// When the file cannot be opened, is no database, or is of a newer version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, Mutation::NONE)
    }

    /// The same; the simulator may switch a guard off.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_with(path: &Path, mutation: Mutation) -> Result<Self, StoreError> {
        let mut connection = open_connection(path)?;
        migrate(&mut connection)?;
        let (jobs, mut queue) = mpsc::channel::<Job>(QUEUE_MAX);
        let thread = std::thread::Builder::new()
            .name("central-store".into())
            .spawn(move || {
                while let Some(job) = queue.blocking_recv() {
                    job(&mut connection);
                }
            })?;
        Ok(Self {
            jobs: Mutex::new(Some(jobs)),
            thread: Mutex::new(Some(thread)),
            changes: Arc::new(watch::Sender::new(0)),
            mutation,
        })
    }

    fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Answer<'_, T> {
        self.run_noting(move |tx| Ok((work(tx)?, Changed::No)))
    }

    fn run_noting<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<(T, Changed), StoreError> + Send + 'static,
    ) -> Answer<'_, T> {
        let (tell, told) = oneshot::channel();
        let changes = Arc::clone(&self.changes);
        let job: Job = Box::new(move |connection| {
            let done = in_transaction(connection, work);
            if let Ok((_, Changed::Yes)) = &done {
                changes.send_modify(|generation| *generation = generation.wrapping_add(1));
            }
            // the asker may have gone away; the transaction stands all the same
            drop(tell.send(done.map(|(value, _)| value)));
        });
        let jobs = self.jobs.lock().ok().and_then(|jobs| jobs.clone());
        Box::pin(async move {
            let jobs = jobs.ok_or(StoreError::Closed)?;
            jobs.send(job).await.map_err(|_gone| StoreError::Closed)?;
            told.await.map_err(|_gone| StoreError::Closed)?
        })
    }
}

fn in_transaction<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&tx)?;
    tx.commit()?;
    Ok(value)
}

fn open_connection(path: &Path) -> Result<Connection, StoreError> {
    if !path.exists() {
        crate::files::open_private(
            path,
            std::fs::OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(false),
        )?;
    }
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = tx.pragma_query_value(None, "user_version", |row| row.get("user_version"))?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (number, migration) in (1_i64..).zip(MIGRATIONS) {
        if number > found {
            tx.execute_batch(migration)?;
            tx.pragma_update(None, "user_version", number)?;
        }
    }
    Ok(tx.commit()?)
}

impl CentralStore for SqliteStore {
    fn claim_kind(&self, kind: DataKind) -> Answer<'_, DataKind> {
        self.run(move |tx| sites::claim_kind(tx, kind))
    }
    fn claim_keys(&self, digest: String) -> Answer<'_, String> {
        self.run(move |tx| sites::claim(tx, sites::KEYS, &digest))
    }
    fn apply_site(&self, site: SiteRecord, now: Timestamp) -> Answer<'_, ()> {
        self.run(move |tx| sites::apply(tx, &site, now))
    }
    fn offices(&self) -> Answer<'_, Vec<OfficeId>> {
        self.run(sites::offices)
    }
    fn add_enrol_code(&self, code: EnrolCodeRecord) -> Answer<'_, bool> {
        self.run(move |tx| desks::add_enrol_code(tx, &code))
    }
    fn enrol(&self, wish: Enrolment) -> Answer<'_, Option<Enrolled>> {
        self.run(move |tx| desks::enrol(tx, &wish))
    }
    fn desk(&self, desk: DeskId) -> Answer<'_, Option<DeskRecord>> {
        self.run(move |tx| desks::find(tx, desk))
    }
    fn revoke(&self, whom: Revocation, now: Timestamp) -> Answer<'_, bool> {
        self.run(move |tx| desks::revoke(tx, &whom, now))
    }
    fn wipe_ordered(&self, desk: DeskId) -> Answer<'_, Option<Timestamp>> {
        self.run(move |tx| desks::wipe_ordered(tx, desk))
    }

    fn new_incarnation(
        &self,
        caller: Caller,
        reason: String,
        now: Timestamp,
    ) -> Answer<'_, Option<u32>> {
        self.run(move |tx| desks::new_incarnation(tx, &caller, &reason, now))
    }

    fn thaws(&self, limit: usize) -> Answer<'_, Vec<Thaw>> {
        self.run(move |tx| desks::thaws(tx, limit))
    }
    fn add_challenge(
        &self,
        desk: DeskId,
        nonce: Digest,
        until: Timestamp,
        now: Timestamp,
    ) -> Answer<'_, bool> {
        self.run(move |tx| sessions::add_challenge(tx, desk, &nonce, (until, now)))
    }
    fn take_challenge(&self, desk: DeskId, nonce: Digest, now: Timestamp) -> Answer<'_, bool> {
        self.run(move |tx| sessions::take_challenge(tx, desk, &nonce, now))
    }
    fn begin_sign_in(&self, who: SignInName, now: Timestamp) -> Answer<'_, SignIn> {
        self.run(move |tx| sessions::begin_sign_in(tx, &who, now))
    }
    fn open_session(&self, session: NewSession) -> Answer<'_, Option<OpenedSession>> {
        self.run(move |tx| sessions::open(tx, &session))
    }
    fn caller(&self, token: Digest, now: Timestamp) -> Answer<'_, Option<Caller>> {
        self.run(move |tx| sessions::caller(tx, &token, now))
    }
    fn push(&self, push: Push, now: Timestamp) -> Answer<'_, PushOutcome> {
        let mutation = self.mutation;
        self.run_noting(move |tx| {
            let outcome = journal::push(tx, &push, now, mutation)?;
            let changed = matches!(&outcome, PushOutcome::Admitted(s) if s.changed);
            Ok((outcome, if changed { Changed::Yes } else { Changed::No }))
        })
    }
    fn quarantined(&self, limit: usize) -> Answer<'_, Vec<QuarantinedEvent>> {
        self.run(move |tx| quarantine::list(tx, limit))
    }
    fn release(&self, desk: DeskId, by: Ruler) -> Answer<'_, Released> {
        self.run_noting(move |tx| {
            let released = quarantine::release(tx, desk, &by)?;
            let changed = if released.tells() {
                Changed::Yes
            } else {
                Changed::No
            };
            Ok((released, changed))
        })
    }
    fn rule(&self, event: EventId, kind: RulingKind, by: Ruler) -> Answer<'_, Ruled> {
        self.run_noting(move |tx| {
            let ruled = rulings::rule(tx, event, kind, &by)?;
            let changed = if ruled.tells() {
                Changed::Yes
            } else {
                Changed::No
            };
            Ok((ruled, changed))
        })
    }
    fn rulings(&self, limit: usize) -> Answer<'_, Vec<Ruling>> {
        self.run(move |tx| rulings::list(tx, limit))
    }
    fn feed_page(&self, feed: Feed, page: PageWish) -> Answer<'_, FeedPage> {
        let mutation = self.mutation;
        self.run(move |tx| {
            let found = feeds::page(tx, &feed, page)?;
            if !mutation.keeps(Guard::FeedCounter) {
                mutants::come_at_last(tx, &feed)?;
            }
            Ok(found)
        })
    }
    fn last_told(&self, desk: DeskId) -> Answer<'_, u64> {
        self.run(move |tx| feeds::last(tx, &Feed::Desk(desk)))
    }
    fn dossier(&self, dossier: DossierId) -> Answer<'_, Option<Dossier>> {
        self.run(move |tx| load::dossier(tx, dossier))
    }
    fn lease(&self, ask: LeaseAsk) -> Answer<'_, LeaseOutcome> {
        self.run(move |tx| leases::lease(tx, &ask))
    }
    fn return_numbers(&self, ask: ReturnAsk) -> Answer<'_, ReturnOutcome> {
        self.run(move |tx| returns::take_back(tx, &ask))
    }
    fn blobs(
        &self,
        office: OfficeId,
        hashes: Vec<BlobHash>,
    ) -> Answer<'_, Vec<Option<BlobStanding>>> {
        self.run(move |tx| blobs::standing(tx, &office, &hashes))
    }
    fn blobs_arrived(&self, blobs: Vec<(BlobHash, u64)>, now: Timestamp) -> Answer<'_, ()> {
        self.run(move |tx| blobs::arrived(tx, &blobs, now))
    }
    fn publish_catalogue(&self, edit: Edit<()>, sign: Signer) -> Answer<'_, u32> {
        self.run_noting(move |tx| published::catalogue(tx, edit, &sign))
    }
    fn publish_policy(
        &self,
        office: OfficeId,
        edit: Edit<PolicyParts>,
        sign: Signer,
    ) -> Answer<'_, u32> {
        self.run_noting(move |tx| published::policy(tx, &office, edit, &sign))
    }
    fn catalogue_after(&self, after: u32) -> Answer<'_, Option<Published>> {
        self.run(move |tx| published::newest(tx, published::CATALOGUE, "", after))
    }
    fn policy_after(&self, office: OfficeId, after: u32) -> Answer<'_, Option<Published>> {
        self.run(move |tx| published::newest(tx, published::POLICY, office.as_str(), after))
    }
    fn add_oddities(&self, rows: Vec<OddityRow>, now: Timestamp) -> Answer<'_, ()> {
        self.run(move |tx| published::add_oddities(tx, &rows, now))
    }
    fn set_durable(&self, lives: Vec<LifeMark>) -> Answer<'_, ()> {
        self.run(move |tx| journal::set_durable(tx, &lives))
    }
    fn lives(&self) -> Answer<'_, Vec<HeldLife>> {
        self.run(audit::lives)
    }
    fn last_event(&self) -> Answer<'_, u64> {
        self.run(audit::last_event)
    }
    fn events_after(&self, after: u64, limit: usize) -> Answer<'_, Vec<KeptEvent>> {
        self.run(move |tx| audit::events_after(tx, after, limit))
    }
    fn renew_after_restore(&self, wish: Restore) -> Answer<'_, Option<u32>> {
        self.run(move |tx| restoring::renew(tx, &wish))
    }
    fn adopt_incarnation(&self, desk: DeskId, incarnation: u32) -> Answer<'_, bool> {
        self.run(move |tx| restoring::adopt(tx, desk, incarnation))
    }
    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
    fn load(&self) -> StoreLoad {
        let jobs = self.jobs.lock().ok().and_then(|jobs| jobs.clone());
        let busy = usize::from(jobs.is_some_and(|jobs| jobs.capacity() < QUEUE_MAX));
        StoreLoad {
            busy,
            idle: 1 - busy,
        }
    }
    fn close(&self) -> Answer<'_, ()> {
        let jobs = self.jobs.lock().ok().and_then(|mut jobs| jobs.take());
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        Box::pin(async move {
            drop(jobs);
            let Some(thread) = thread else { return Ok(()) };
            let joined = tokio::task::spawn_blocking(move || thread.join()).await;
            joined.map_or(Err(StoreError::Closed), |ended| {
                ended.map_err(|_panicked| StoreError::Closed)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_refused_before_desks_were_told_is_told_now() {
        let mut connection = Connection::open_in_memory().expect("a database");
        for migration in &MIGRATIONS[..5] {
            connection.execute_batch(migration).expect("a schema");
        }
        connection
            .execute_batch(
                "PRAGMA user_version = 5;
                 INSERT INTO event (no, id, desk, incarnation, seq, dossier, envelope, body, head,
                   applied, admitted_at)
                 VALUES (1, 'a', 'one', 1, 1, 'd', '', '', x'', 0, 0),
                        (2, 'b', 'one', 1, 2, 'd', '', '', x'', 0, 0),
                        (3, 'c', 'two', 1, 1, 'd', '', '', x'', 0, 0),
                        (4, 'd', 'one', 1, 3, 'd', '', '', x'', 0, 0);
                 INSERT INTO ruling (event, dossier, kind, issue, officer, reason, at)
                 VALUES (4, 'd', 'refused', '', 'o', 'r', 0), (2, 'd', 'released', '', 'o', 'r', 0),
                        (3, 'd', 'refused', '', 'o', 'r', 0), (1, 'd', 'refused', '', 'o', 'r', 0);",
            )
            .expect("rows of the schema before");
        migrate(&mut connection).expect("brought up to date");
        let mut statement = connection
            .prepare("SELECT e.feed, e.position, e.event, f.position FROM feed_event e JOIN feed f ON f.name = e.feed ORDER BY 1, 2")
            .expect("a statement");
        let rows = statement.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
        let told: Vec<(String, i64, i64, i64)> =
            rows.expect("rows").collect::<Result<_, _>>().expect("read");
        let row = |feed: &str, position, event, last| (feed.to_owned(), position, event, last);
        let expected = [
            row("desk:one", 1, 4, 2),
            row("desk:one", 2, 1, 2),
            row("desk:two", 1, 3, 1),
        ];
        assert_eq!(told, expected, "each refusal, as it was decided");
    }
}
