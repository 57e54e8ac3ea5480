//! PostgreSQL 15 or newer: for several stateless centres over one database.
//!
//! Every call is one transaction at READ COMMITTED that locks, in this order, the rows it decides
//! over: a desk, an officer, an office; dossiers by id; days of an agency; codes; last the feeds'
//! counters by name (I7). What did not exist when it was looked for cannot be locked: its unique
//! key then refuses the second writer, and the whole transaction is tried again on what is there
//! now. The rules are [`crate::admit`], [`crate::lease`] and [`super::rules`]; the SQL is dull.
//!
//! Parameters are numbered: PostgreSQL knows no named ones.

mod audit;
mod blobs;
mod changes;
mod connecting;
mod desks;
mod enrolment;
mod feeds;
mod journal;
mod leases;
mod load;
mod migrate;
mod people;
mod published;
mod quarantine;
mod repeating;
mod restoring;
mod returns;
mod rows;
mod rulings;
mod sessions;
mod sites;
#[cfg(test)]
mod tests;

use domain::dossier::Dossier;
use domain::ids::{BlobHash, DeskId, DossierId, EventId, OfficeId};
use domain::time::Timestamp;
use sqlx::PgPool;
use tokio::sync::watch;

pub(super) use repeating::{is_full, is_passing};

use super::{
    Answer, BlobStanding, Caller, CentralStore, DataKind, DeskRecord, Digest, Edit,
    EnrolCodeRecord, Enrolled, Enrolment, FeedPage, HeldLife, KeptEvent, LeaseAsk, LifeMark,
    NewSession, OddityRow, OpenedSession, PageWish, PolicyParts, Published, QuarantinedEvent,
    Released, Restore, ReturnAsk, Revocation, Ruled, Ruler, Ruling, RulingKind, SignIn, SignInName,
    Signer, SiteRecord, StoreLoad, Thaw,
};
use crate::admit::{Feed, Push, PushOutcome};
use crate::lease::{LeaseOutcome, ReturnOutcome};
use changes::Changes;
use repeating::{Tries, finish};

/// The store in a PostgreSQL database.
pub struct PostgresStore {
    pool: PgPool,
    changes: Changes,
}

/// Runs `$body` over the connection `$tx` in a transaction; again, a bounded number of times, when
/// another transaction was in its way. `$body` is a `Result` and may be run more than once.
macro_rules! transaction {
    ($store:expr, |$tx:ident| $body:expr) => {
        Box::pin(async move {
            let mut tries = Tries::new();
            loop {
                let work = async {
                    let mut begun = $store.pool.begin().await?;
                    let value = {
                        let $tx = &mut *begun;
                        $body?
                    };
                    finish(begun, value).await
                };
                match work.await {
                    Err(error) if tries.another(&error).await => {}
                    done => return done,
                }
            }
        })
    };
}

/// The same, and tells whoever waits when `$changed` says so of the value.
macro_rules! telling {
    ($store:expr, |$tx:ident| $body:expr, $changed:expr) => {
        Box::pin(async move {
            let done: Answer<'_, _> = transaction!($store, |$tx| $body);
            let value = done.await?;
            if $changed(&value) {
                $store.changes.tell();
            }
            Ok(value)
        })
    };
}

/// Runs `$body`, which is one statement and so a transaction by itself: nothing is begun or ended for it.
macro_rules! at_once {
    ($store:expr, |$connection:ident| $body:expr) => {
        Box::pin(async move {
            let mut lent = $store.pool.acquire().await?;
            let $connection = &mut *lent;
            $body
        })
    };
}

impl CentralStore for PostgresStore {
    fn claim_kind(&self, kind: DataKind) -> Answer<'_, DataKind> {
        transaction!(self, |tx| sites::claim_kind(tx, kind).await)
    }
    fn claim_keys(&self, digest: String) -> Answer<'_, String> {
        transaction!(self, |tx| sites::claim(tx, sites::KEYS, &digest).await)
    }
    fn apply_site(&self, site: SiteRecord, now: Timestamp) -> Answer<'_, ()> {
        transaction!(self, |tx| sites::apply(tx, &site, now).await)
    }
    fn offices(&self) -> Answer<'_, Vec<OfficeId>> {
        transaction!(self, |tx| sites::offices(tx).await)
    }
    fn add_enrol_code(&self, code: EnrolCodeRecord) -> Answer<'_, bool> {
        transaction!(self, |tx| enrolment::add_code(tx, &code).await)
    }
    fn enrol(&self, wish: Enrolment) -> Answer<'_, Option<Enrolled>> {
        transaction!(self, |tx| enrolment::enrol(tx, &wish).await)
    }
    fn desk(&self, desk: DeskId) -> Answer<'_, Option<DeskRecord>> {
        at_once!(self, |tx| desks::find(tx, desk).await)
    }
    fn revoke(&self, whom: Revocation, now: Timestamp) -> Answer<'_, bool> {
        transaction!(self, |tx| desks::revoke(tx, &whom, now).await)
    }
    fn wipe_ordered(&self, desk: DeskId) -> Answer<'_, Option<Timestamp>> {
        transaction!(self, |tx| desks::wipe_ordered(tx, desk).await)
    }

    fn new_incarnation(
        &self,
        caller: Caller,
        reason: String,
        now: Timestamp,
    ) -> Answer<'_, Option<u32>> {
        transaction!(self, |tx| desks::new_incarnation(tx, &caller, &reason, now)
            .await)
    }

    fn thaws(&self, limit: usize) -> Answer<'_, Vec<Thaw>> {
        transaction!(self, |tx| desks::thaws(tx, limit).await)
    }
    fn add_challenge(
        &self,
        desk: DeskId,
        nonce: Digest,
        until: Timestamp,
        now: Timestamp,
    ) -> Answer<'_, bool> {
        transaction!(self, |tx| people::add_challenge(
            tx,
            desk,
            &nonce,
            (until, now)
        )
        .await)
    }
    fn take_challenge(&self, desk: DeskId, nonce: Digest, now: Timestamp) -> Answer<'_, bool> {
        transaction!(self, |tx| people::take_challenge(tx, desk, &nonce, now)
            .await)
    }
    fn begin_sign_in(&self, who: SignInName, now: Timestamp) -> Answer<'_, SignIn> {
        transaction!(self, |tx| people::begin_sign_in(tx, &who, now).await)
    }
    fn open_session(&self, session: NewSession) -> Answer<'_, Option<OpenedSession>> {
        transaction!(self, |tx| sessions::open(tx, &session).await)
    }
    fn caller(&self, token: Digest, now: Timestamp) -> Answer<'_, Option<Caller>> {
        at_once!(self, |tx| sessions::caller(tx, &token, now).await)
    }
    fn push(&self, push: Push, now: Timestamp) -> Answer<'_, PushOutcome> {
        telling!(
            self,
            |tx| journal::push(tx, &push, now).await,
            |outcome: &PushOutcome| matches!(outcome, PushOutcome::Admitted(s) if s.changed)
        )
    }
    fn quarantined(&self, limit: usize) -> Answer<'_, Vec<QuarantinedEvent>> {
        transaction!(self, |tx| quarantine::list(tx, limit).await)
    }
    fn release(&self, desk: DeskId, by: Ruler) -> Answer<'_, Released> {
        telling!(
            self,
            |tx| quarantine::release(tx, desk, &by).await,
            Released::tells
        )
    }
    fn rule(&self, event: EventId, kind: RulingKind, by: Ruler) -> Answer<'_, Ruled> {
        telling!(
            self,
            |tx| rulings::rule(tx, event, kind, &by).await,
            Ruled::tells
        )
    }
    fn rulings(&self, limit: usize) -> Answer<'_, Vec<Ruling>> {
        transaction!(self, |tx| rulings::list(tx, limit).await)
    }
    fn feed_page(&self, feed: Feed, page: PageWish) -> Answer<'_, FeedPage> {
        transaction!(self, |tx| feeds::page(tx, &feed, page).await)
    }
    fn last_told(&self, desk: DeskId) -> Answer<'_, u64> {
        at_once!(self, |tx| feeds::last(tx, &Feed::Desk(desk)).await)
    }
    fn dossier(&self, dossier: DossierId) -> Answer<'_, Option<Dossier>> {
        transaction!(self, |tx| load::dossier(tx, dossier).await)
    }
    fn lease(&self, ask: LeaseAsk) -> Answer<'_, LeaseOutcome> {
        transaction!(self, |tx| leases::lease(tx, &ask).await)
    }
    fn return_numbers(&self, ask: ReturnAsk) -> Answer<'_, ReturnOutcome> {
        transaction!(self, |tx| returns::take_back(tx, &ask).await)
    }
    fn blobs(
        &self,
        office: OfficeId,
        hashes: Vec<BlobHash>,
    ) -> Answer<'_, Vec<Option<BlobStanding>>> {
        at_once!(self, |tx| blobs::standing(tx, &office, &hashes).await)
    }
    fn blobs_arrived(&self, blobs: Vec<(BlobHash, u64)>, now: Timestamp) -> Answer<'_, ()> {
        at_once!(self, |tx| blobs::arrived(tx, &blobs, now).await)
    }
    fn publish_catalogue(&self, edit: Edit<()>, sign: Signer) -> Answer<'_, u32> {
        let done: Answer<'_, _> = telling!(
            self,
            |tx| published::catalogue(tx, &edit, &sign).await,
            |(_, changed): &(u32, bool)| *changed
        );
        Box::pin(async move { Ok(done.await?.0) })
    }
    fn publish_policy(
        &self,
        office: OfficeId,
        edit: Edit<PolicyParts>,
        sign: Signer,
    ) -> Answer<'_, u32> {
        let done: Answer<'_, _> = telling!(
            self,
            |tx| published::policy(tx, &office, &edit, &sign).await,
            |(_, changed): &(u32, bool)| *changed
        );
        Box::pin(async move { Ok(done.await?.0) })
    }
    fn catalogue_after(&self, after: u32) -> Answer<'_, Option<Published>> {
        transaction!(self, |tx| published::newest(
            tx,
            published::CATALOGUE,
            "",
            after
        )
        .await)
    }
    fn policy_after(&self, office: OfficeId, after: u32) -> Answer<'_, Option<Published>> {
        transaction!(self, |tx| published::newest(
            tx,
            published::POLICY,
            office.as_str(),
            after
        )
        .await)
    }
    fn add_oddities(&self, rows: Vec<OddityRow>, now: Timestamp) -> Answer<'_, ()> {
        transaction!(self, |tx| published::add_oddities(tx, &rows, now).await)
    }
    fn set_durable(&self, lives: Vec<LifeMark>) -> Answer<'_, ()> {
        transaction!(self, |tx| journal::set_durable(tx, &lives).await)
    }
    fn lives(&self) -> Answer<'_, Vec<HeldLife>> {
        transaction!(self, |tx| audit::lives(tx).await)
    }
    fn last_event(&self) -> Answer<'_, u64> {
        transaction!(self, |tx| audit::last_event(tx).await)
    }
    fn events_after(&self, after: u64, limit: usize) -> Answer<'_, Vec<KeptEvent>> {
        transaction!(self, |tx| audit::events_after(tx, after, limit).await)
    }
    fn renew_after_restore(&self, wish: Restore) -> Answer<'_, Option<u32>> {
        transaction!(self, |tx| restoring::renew(tx, &wish).await)
    }
    fn adopt_incarnation(&self, desk: DeskId, incarnation: u32) -> Answer<'_, bool> {
        transaction!(self, |tx| restoring::adopt(tx, desk, incarnation).await)
    }
    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
    fn load(&self) -> StoreLoad {
        let idle = self.pool.num_idle();
        let open = usize::try_from(self.pool.size()).unwrap_or(idle);
        StoreLoad {
            busy: open.saturating_sub(idle),
            idle,
        }
    }
    fn close(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            self.changes.end().await;
            self.pool.close().await;
            Ok(())
        })
    }
}
