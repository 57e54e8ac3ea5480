//! One desk of a run: its folder, its clock, its cable, its printer; killed and started again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use capture::FolderScanner;
use desk::{Desk, DeskConfig, Pace};
use domain::ids::{DossierId, PrintJobId};
use domain::mutation::Mutation;
use forms::ReceiptSnapshot;
use platform::clock::FixedClock;
use platform::print::Spooler;
use platform::secret::FileSecretStore;
use protocol::view::SignInRequest;
use store::Store;
use sync::Transport;

use super::folder;
use super::template::OFFICERS;
use super::wire::Wire;

/// Nobody listens there.
const NO_SPOOLER: &str = "127.0.0.1:9";

/// A desk and what is around it.
pub(super) struct Counter {
    pub(super) number: usize,
    pub(super) clock: Arc<FixedClock>,
    pub(super) wire: Arc<Wire>,
    root: PathBuf,
    life: u32,
    /// Step at which the copy was made.
    copied: Option<u32>,
    mutation: Mutation,
    desk: Option<Desk>,
    seen: BTreeSet<String>,
}

/// A receipt or slip that came out of a printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paper {
    pub(super) desk: usize,
    pub(super) dossier: DossierId,
    pub(super) code: String,
    pub(super) reprint_no: u16,
}

impl Counter {
    /// The desk `number` of the template, below `root`; it does not run yet.
    pub(super) fn new(
        number: usize,
        template: &Path,
        root: &Path,
        mutation: Mutation,
        (clock, wire): (Arc<FixedClock>, Arc<Wire>),
    ) -> Self {
        let root = root.join(format!("desk-{number}"));
        folder::copy(template, &root.join("0"));
        std::fs::rename(
            root.join("0").join("secrets.json"),
            root.join("secrets.json"),
        )
        .expect("the secrets are kept beside");
        let counter = Self {
            number,
            clock,
            wire,
            root,
            life: 0,
            copied: None,
            mutation,
            desk: None,
            seen: BTreeSet::new(),
        };
        std::fs::create_dir_all(counter.papers()).expect("a folder");
        counter
    }

    /// Where its data are in this life.
    pub(super) fn data(&self) -> PathBuf {
        self.data_of(self.life)
    }

    fn data_of(&self, life: u32) -> PathBuf {
        self.root.join(life.to_string()).join("data")
    }

    /// Paper outlives any computer.
    fn papers(&self) -> PathBuf {
        self.root.join("papers")
    }

    pub(super) fn is_up(&self) -> bool {
        self.desk.is_some()
    }

    /// The running desk.
    pub(super) fn desk(&self) -> &Desk {
        self.desk.as_ref().expect("the desk runs")
    }

    /// Its database.
    pub(super) fn store(&self) -> Arc<Store> {
        self.desk().opened_store().expect("the desk is open")
    }

    /// Starts the program; its officer signs in, without the network.
    pub(super) fn start(&mut self) {
        assert!(self.desk.is_none(), "the desk runs already");
        self.wire.joined(&self.data(), &self.data_of(self.life + 1));
        let desk = Desk::start(self.config()).expect("the desk starts");
        let officer = OFFICERS[self.number % OFFICERS.len()];
        let signed_in = desk.sign_in(SignInRequest {
            login: officer.login.to_owned(),
            password: officer.password.to_owned(),
        });
        signed_in.expect("the officer is signed in");
        self.desk = Some(desk);
    }

    /// Ends the program as an officer does.
    pub(super) fn stop(&mut self) {
        if let Some(desk) = self.desk.take() {
            desk.shutdown();
        }
    }

    /// Killed: what the disk holds is what the next start finds.
    pub(super) fn crash(&mut self) {
        if !self.wire.is_dead() {
            folder::copy(&self.data(), &self.data_of(self.life + 1));
        }
        self.next_life();
    }

    /// The program is gone; its next start is in the folder of the next life.
    pub(super) fn next_life(&mut self) {
        drop(self.desk.take());
        folder::remove(&self.root.join(self.life.to_string()));
        self.life += 1;
        self.wire.joined(&self.data(), &self.data_of(self.life + 1));
    }

    /// Copies the folder as it is; one copy is kept.
    pub(super) fn keep_copy(&mut self, step: u32) {
        folder::remove(&self.root.join("copy"));
        folder::copy(&self.data(), &self.root.join("copy"));
        self.copied = Some(step);
    }

    /// Ends the program and puts the copy's database in place of its own, the mark left as it is.
    /// The step of the copy, if there is one.
    pub(super) fn restore_database(&mut self) -> Option<u32> {
        let step = self.copied?;
        self.stop();
        for name in ["desk.db", "desk.db-wal", "desk.db-shm"] {
            let (from, to) = (self.root.join("copy").join(name), self.data().join(name));
            if to.exists() {
                std::fs::remove_file(&to).expect("removed");
            }
            if from.exists() {
                std::fs::copy(&from, &to).expect("a copy");
            }
        }
        Some(step)
    }

    /// What came out of the printer since it was last asked.
    pub(super) fn printed(&mut self) -> Vec<Paper> {
        let Ok(entries) = std::fs::read_dir(self.papers().join(".jobs")) else {
            return Vec::new();
        };
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        let done: BTreeSet<String> = names.filter(|name| name.ends_with(".done")).collect();
        let new: Vec<String> = done.difference(&self.seen).cloned().collect();
        self.seen.extend(done);
        new.iter().map(|name| self.paper(name)).collect()
    }

    /// `<number>-<id of the print job>.done`
    fn paper(&self, name: &str) -> Paper {
        let id = name.trim_end_matches(".done").split_once('-');
        let id = PrintJobId(id.expect("a number").1.parse().expect("an id"));
        let job = self.store().read(|r| r.print_job(id));
        let job = job.expect("read").expect("what is printed is a job");
        let snapshot: ReceiptSnapshot = serde_json::from_str(&job.snapshot).expect("a receipt");
        Paper {
            desk: self.number,
            dossier: job.dossier,
            code: snapshot.code,
            reprint_no: job.reprint_no,
        }
    }

    fn config(&self) -> DeskConfig {
        let wire = Arc::clone(&self.wire);
        let made = |folder: PathBuf| {
            std::fs::create_dir_all(&folder).expect("a folder");
            folder
        };
        DeskConfig {
            data_dir: self.data(),
            documents_dir: self.papers(),
            backup_dir: made(self.root.join("backups")),
            secrets: Arc::new(FileSecretStore::new(self.root.join("secrets.json"))),
            insecure_keyring: true,
            clock: self.clock.clone(),
            spooler: Spooler::at(NO_SPOOLER),
            scanner: Arc::new(FolderScanner::new(&self.root)),
            changes: Arc::new(|_tags| {}),
            connect: Arc::new(move |_url, _ca| {
                let wire: Arc<dyn Transport> = wire.clone();
                Ok(wire)
            }),
            version: "0.0.0".to_owned(),
            seed: 0,
            pace: Pace::Stepped(self.mutation),
        }
    }
}
