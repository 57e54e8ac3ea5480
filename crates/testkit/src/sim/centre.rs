//! The centre of a run: the real service without a port, killed and started again. A crash leaves
//! what the disk holds at that moment, copied into the folder of the next life.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use central::courier::{self, CourierFault, Imported};
use central::store::{Released, Revocation};
use central::{Limits, ServerConfig, Service, backup};
use domain::dossier::Dossier;
use domain::ids::{DeskId, DossierId};
use domain::mutation::Mutation;
use domain::time::Timestamp;
use platform::clock::{Clock as _, FixedClock};
use protocol::Spoken;
use rusqlite::{Connection, OpenFlags};
use tokio::runtime::Runtime;

use super::folder;
use crate::centre::lead;

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
    /// Folder of the newest backup.
    backup: Option<PathBuf>,
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
            limits: Limits::default(),
            speaks: Spoken::OURS,
        };
        let centre = Self {
            root: root.to_owned(),
            runtime,
            config,
            mutation,
            state: Mutex::new(State {
                life: 0,
                service: None,
                backup: None,
            }),
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

    /// A backup as the administrator makes it, read back; the newest one is kept. False while the
    /// centre is down; what stands in the way otherwise is a fault.
    pub(super) fn back_up(&self, now: Timestamp) -> Result<bool, central::Error> {
        let mut state = self.state();
        let Some(service) = &state.service else {
            return Ok(false);
        };
        let into = self.backups();
        folder::remove(&into);
        let made = backup::make(&service.centre, &into, now);
        state.backup = Some(self.runtime.block_on(made)?.folder);
        Ok(true)
    }

    /// Killed, and the backup put in the place of its folder; false when there is none. A backup is
    /// put back once: what was leased after the first time the second could not know
    /// (docs/promises.md, Not promised).
    pub(super) fn restore(&self) -> bool {
        let Some(backup) = self.state().backup.take() else {
            return false;
        };
        self.crash();
        let data = self.data();
        folder::replace(&backup, &data);
        let pages = self.backups().join("blobs");
        if pages.exists() {
            folder::copy(&pages, &data.join("blobs"));
        }
        self.start_again();
        true
    }

    /// The administrator takes a desk or an officer out of service; false while the centre is down.
    pub(super) fn revoke(&self, whom: Revocation, now: Timestamp) -> bool {
        let state = self.state();
        let Some(Service { centre, .. }) = &state.service else {
            return false;
        };
        self.runtime.block_on(async {
            let revoked = centre.store.revoke(whom, now).await;
            assert!(revoked.expect("the store answers"), "there is such a one");
            centre.publish_policies(now).await.expect("published");
        });
        true
    }

    /// The administrator lets in what a desk out of service has sent; how many events.
    pub(super) fn release(&self, desk: DeskId, now: Timestamp) -> u64 {
        let state = self.state();
        let service = state.service.as_ref().expect("the centre is up");
        let released = self
            .runtime
            .block_on(service.centre.store.release(desk, lead(now)));
        match released.expect("the store answers") {
            Released::Admitted { events, .. } => events,
            Released::Nothing | Released::Gap { .. } | Released::Fork | Released::NotAllowed => 0,
        }
    }

    /// Takes in a bundle that somebody brought, as the administrator does.
    pub(super) fn import(&self, bundle: &Path, now: Timestamp) -> Result<Imported, CourierFault> {
        let state = self.state();
        let service = state.service.as_ref().expect("the centre is up");
        let taken_in = courier::import(&service.centre, bundle, now);
        self.runtime.block_on(taken_in)
    }

    fn backups(&self) -> PathBuf {
        self.root.join("centre-backups")
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
