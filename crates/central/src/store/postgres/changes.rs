//! Who waits for changes: those of this process hear at once, those of other processes by NOTIFY.
//!
//! The notice goes out after the commit, on a connection of its own and once for however many
//! changes have come together: a NOTIFY inside the transaction would make all commits of the
//! database wait for each other. A notice that is lost (a crash in between, a broken connection)
//! costs a waiting pull at most the time after which it looks by itself.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use crate::hex;
use crate::keys::random;
use crate::store::StoreError;

const CHANNEL: &str = "motcua_changes";
/// How long to wait before listening is tried again.
const RECONNECT_AFTER: Duration = Duration::from_secs(1);

/// The signal of changes.
pub(super) struct Changes {
    generation: Arc<watch::Sender<u64>>,
    mine: Arc<Notify>,
    tasks: Mutex<JoinSet<()>>,
}

impl Changes {
    pub(super) async fn listen(pool: &PgPool) -> Result<Self, StoreError> {
        let heard = listener(pool).await?;
        let own = random::<8>().map_err(|_none| StoreError::Closed)?;
        let own = hex::encode(&own);
        let (generation, mine) = (Arc::new(watch::Sender::new(0)), Arc::new(Notify::new()));
        let mut tasks = JoinSet::new();
        tasks.spawn(hear(
            heard,
            pool.clone(),
            own.clone(),
            Arc::clone(&generation),
        ));
        tasks.spawn(say(pool.clone(), own, Arc::clone(&mine)));
        Ok(Self {
            generation,
            mine,
            tasks: Mutex::new(tasks),
        })
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<u64> {
        self.generation.subscribe()
    }

    /// Something changed here.
    pub(super) fn tell(&self) {
        raise(&self.generation);
        self.mine.notify_one();
    }

    pub(super) async fn end(&self) {
        let tasks = self
            .tasks
            .lock()
            .ok()
            .map(|mut tasks| std::mem::take(&mut *tasks));
        if let Some(mut tasks) = tasks {
            tasks.shutdown().await;
        }
    }
}

fn raise(generation: &watch::Sender<u64>) {
    generation.send_modify(|generation| *generation = generation.wrapping_add(1));
}

async fn listener(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    // a connection made anew is to be noticed here: it may have missed something
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Hears the others. After a connection that broke, everybody looks.
async fn hear(
    mut heard: PgListener,
    pool: PgPool,
    own: String,
    generation: Arc<watch::Sender<u64>>,
) {
    loop {
        while let Ok(Some(notice)) = heard.try_recv().await {
            if notice.payload() != own {
                raise(&generation);
            }
        }
        heard = loop {
            match listener(&pool).await {
                Ok(again) => break again,
                Err(sqlx::Error::PoolClosed) => return,
                Err(error) => {
                    tracing::warn!(error = %error, "changes of other centres are not heard");
                    tokio::time::sleep(RECONNECT_AFTER).await;
                }
            }
        };
        raise(&generation);
    }
}

/// Tells the others.
async fn say(pool: PgPool, own: String, mine: Arc<Notify>) {
    loop {
        mine.notified().await;
        let told = sqlx::query("SELECT pg_notify($1, $2)")
            .bind(CHANNEL)
            .bind(&own)
            .execute(&pool);
        if let Err(error) = told.await {
            tracing::warn!(error = %error, "other centres were not told of a change");
        }
    }
}
