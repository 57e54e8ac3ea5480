//! The centre of a run: the real service without a port, killed and started again. A crash leaves
//! what the disk holds at that moment, copied into the folder of the next life.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use central::{ServerConfig, Service};
use domain::dossier::Dossier;
use domain::ids::DossierId;
use domain::mutation::Mutation;
use platform::clock::{Clock as _, FixedClock};
use rusqlite::{Connection, OpenFlags};
use tokio::runtime::Runtime;

use super::folder;

pub(super) struct Centre {
    root: PathBuf,
    runtime: Runtime,
    config: ServerConfig,
    mutation: Mutation,
    state: Mutex<State>,
}

struct State {
    life: u32,
    service: Option<Service>,
}

impl Centre {
    /// Starts from `template`, with its folders below `root`.
    pub(super) fn start(
        template: &Path,
        root: &Path,
        clock: &Arc<FixedClock>,
        mutation: Mutation,
    ) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let clock = Arc::clone(clock);
        let config = ServerConfig {
            data_dir: PathBuf::new(),
            listen: ([127, 0, 0, 1], 0).into(),
            url: None,
            demo: true,
            clock: Arc::new(move || clock.now()),
        };
        let (life, service) = (0, None);
        let centre = Self {
            root: root.to_owned(),
            runtime,
            config,
            mutation,
            state: Mutex::new(State { life, service }),
        };
        folder::copy(template, &centre.folder(0));
        centre.start_again();
        centre
    }

    fn folder(&self, life: u32) -> PathBuf {
        self.root.join(format!("centre-{life}"))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no thread panicked here")
    }

    /// Where its data are now.
    pub(super) fn data(&self) -> PathBuf {
        let life = self.state().life;
        self.folder(life)
    }

    pub(super) fn is_up(&self) -> bool {
        self.state().service.is_some()
    }

    /// What answers requests, while it is up.
    pub(super) fn router(&self) -> Option<Router> {
        self.state()
            .service
            .as_ref()
            .map(|service| service.router.clone())
    }

    /// Killed: nothing is finished. May be called in the middle of a desk's request.
    pub(super) fn crash(&self) {
        let mut state = self.state();
        if let Some(service) = state.service.take() {
            folder::copy(&self.folder(state.life), &self.folder(state.life + 1));
            drop(service);
            folder::remove(&self.folder(state.life));
            state.life += 1;
        }
    }

    /// Started on what the last life left.
    pub(super) fn start_again(&self) {
        let mut state = self.state();
        if state.service.is_some() {
            return;
        }
        let config = ServerConfig {
            data_dir: self.folder(state.life),
            ..self.config.clone()
        };
        let opened = self.runtime.block_on(Service::open(&config, self.mutation));
        state.service = Some(opened.expect("the centre starts"));
    }

    /// Copies the folder as it is; one copy is kept.
    pub(super) fn keep_copy(&self) {
        folder::remove(&self.copy());
        folder::copy(&self.data(), &self.copy());
    }

    /// Killed and put back to the copy, in a new epoch of its feeds; false when there is no copy or
    /// numbers were leased since.
    pub(super) fn restore(&self) -> bool {
        if !self.copy().exists() || leases(&self.data()) != leases(&self.copy()) {
            return false;
        }
        let epoch = epoch(&self.data()) + 1;
        self.crash();
        let data = self.data();
        folder::remove(&data);
        folder::copy(&self.copy(), &data);
        let database = Connection::open(data.join("central.sqlite")).expect("a database");
        let sql = "UPDATE meta SET value = ?1 WHERE name = 'feed_epoch'";
        database.execute(sql, [epoch.to_string()]).expect("raised");
        drop(database);
        self.start_again();
        true
    }

    fn copy(&self) -> PathBuf {
        self.root.join("centre-copy")
    }

    /// Waits for something on the centre's own thread.
    pub(super) fn wait_for<T>(&self, what: impl Future<Output = T>) -> T {
        self.runtime.block_on(what)
    }

    /// A dossier as the centre folded it.
    pub(super) fn dossier(&self, id: DossierId) -> Option<Dossier> {
        let state = self.state();
        let store = &state
            .service
            .as_ref()
            .expect("the centre is up")
            .centre
            .store;
        let found = self.runtime.block_on(store.dossier(id));
        found.expect("the centre's store answers")
    }

    /// Its database, to be looked at.
    pub(super) fn database(&self) -> Connection {
        let path = self.data().join("central.sqlite");
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a database")
    }
}

fn value(data: &Path, sql: &str) -> String {
    let database = Connection::open(data.join("central.sqlite")).expect("a database");
    database
        .query_row(sql, [], |row| row.get(0))
        .expect("a value")
}

fn leases(data: &Path) -> String {
    value(data, "SELECT CAST(count(*) AS TEXT) FROM lease")
}

fn epoch(data: &Path) -> u32 {
    let epoch = value(data, "SELECT value FROM meta WHERE name = 'feed_epoch'");
    epoch.parse().expect("a number")
}
